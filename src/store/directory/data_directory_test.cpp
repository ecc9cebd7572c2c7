#include "store/directory/data_directory.hpp"

#include "store/directory/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::store {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone after the test.
struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "bellwether-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

void write(const fs::path& file, std::string_view text) { std::ofstream(file) << text; }

TEST(DataDirectory, IsMadeForWritingAndPrivate) {
  const Folder folder;
  const auto opened = DataDirectory::open(folder.path / "new", Access::write, "test");
  ASSERT_TRUE(opened) << to_text(opened.error());
  EXPECT_EQ(fs::status(folder.path / "new").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(opened->keys_folder()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(opened->facts_file(), folder.path / "new" / "facts.duckdb");
}

TEST(DataDirectory, SaysHowToMakeOneThatIsNotThere) {
  const Folder folder;
  const auto opened = DataDirectory::open(folder.path / "none", Access::read, "test");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::not_found);
  EXPECT_NE(opened.error().mend.find("bellwether import"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder.path / "none"));
}

TEST(DataDirectory, SaysWhatToDoWhereItCannotBeWritten) {
  const Folder folder;
  fs::create_directory(folder.path / "lock");
  const auto opened = DataDirectory::open(folder.path, Access::write, "test");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::io);
  EXPECT_EQ(opened.error().where, (folder.path / "lock").string());
  EXPECT_NE(opened.error().mend.find("let this user read and write"), std::string::npos);
}

TEST(DataDirectory, AFileIsNoFolder) {
  const Folder folder;
  write(folder.path / "file", "x");
  const auto opened = DataDirectory::open(folder.path / "file", Access::write, "test");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::bad_input);
}

TEST(DataDirectory, ASecondWriterIsToldWhoTheFirstIs) {
  const Folder folder;
  const auto first = DataDirectory::open(folder.path, Access::write, "bellwether import reviews.csv");
  ASSERT_TRUE(first);
  for (const Access access : {Access::write, Access::read}) {
    const auto second = DataDirectory::open(folder.path, access, "bellwether brief");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::conflict);
    EXPECT_NE(second.error().message.find("bellwether import reviews.csv"), std::string::npos)
        << second.error().message;
    EXPECT_NE(second.error().message.find(std::to_string(getpid())), std::string::npos) << second.error().message;
  }
}

TEST(DataDirectory, ManyMayReadAndNoneWriteMeanwhile) {
  const Folder folder;
  ASSERT_TRUE(DataDirectory::open(folder.path, Access::write, "make"));
  const auto first = DataDirectory::open(folder.path, Access::read, "bellwether measure nps");
  const auto second = DataDirectory::open(folder.path, Access::read, "bellwether brief");
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  const auto writer = DataDirectory::open(folder.path, Access::write, "bellwether import");
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, Code::conflict);
  EXPECT_NE(writer.error().message.find("bellwether brief"), std::string::npos);
}

TEST(DataDirectory, ALockEndsWithItsProcessHoweverThatEnds) {
  const Folder folder;
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto held = DataDirectory::open(folder.path, Access::write, "child");
    [[maybe_unused]] const ssize_t put = ::write(ready[1], held ? "1" : "0", 1);
    pause();
    _exit(0);
  }
  char told = 0;
  ASSERT_EQ(::read(ready[0], &told, 1), 1);
  ASSERT_EQ(told, '1');
  const auto refused = DataDirectory::open(folder.path, Access::write, "parent");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(std::to_string(child)), std::string::npos);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(DataDirectory::open(folder.path, Access::write, "parent"));
  close(ready[0]);
  close(ready[1]);
}

TEST(Settings, DefaultsWhereNothingIsSet) {
  const auto settings = settings_from("", "bellwether.toml");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->memory_mb, 768U);
  EXPECT_EQ(settings->threads, 0U);
  EXPECT_EQ(settings->organisation, "");
  EXPECT_TRUE(settings->understanding);
  EXPECT_TRUE(settings->learning);
}

TEST(Settings, AreRead) {
  const auto settings = settings_from(
      "[organisation]\nname = \"Hôtel du Lac\"\ntime_zone = \"Europe/Paris\"\n[facts]\nmemory_mb = 2048\nthreads = 4\n"
      "[understanding]\non = false\nlearn = false\n",
      "bellwether.toml");
  ASSERT_TRUE(settings) << to_text(settings.error());
  EXPECT_EQ(settings->organisation, "Hôtel du Lac");
  EXPECT_EQ(settings->zone.name(), "Europe/Paris");
  EXPECT_EQ(settings->memory_mb, 2048U);
  EXPECT_EQ(settings->threads, 4U);
  EXPECT_FALSE(settings->understanding);
  EXPECT_FALSE(settings->learning);
}

TEST(Settings, FewPeopleMayBeMadeMoreAndNotFewer) {
  const auto settings = settings_from(
      "[privacy]\nk_employee = 8\nk_comments = 20\nk_customer = 3\nemployee_attributes = [\"tenure\", \"channel\"]\n",
      "bellwether.toml");
  ASSERT_TRUE(settings) << to_text(settings.error());
  EXPECT_EQ(settings->privacy.k_employee, 8);
  EXPECT_EQ(settings->privacy.k_comments, 20);
  EXPECT_EQ(settings->privacy.k_customer, 3);
  EXPECT_EQ(settings->privacy.employee_attributes, (std::vector<std::string>{"tenure", "channel"}));
  EXPECT_EQ(settings_from("[privacy]\nk_employee = 4\n", "b.toml").error().message,
            "k_employee must be a whole number from 5 to 1000");
  EXPECT_TRUE(settings_from("[privacy]\nemployee_attributes = []\n", "b.toml"));
}

TEST(Settings, RecordsMayStandInADatabase) {
  const auto settings =
      settings_from("[records]\npostgresql = \"host=/run/postgresql dbname=cx\"\nschema = \"cx_2\"\n", "b.toml");
  ASSERT_TRUE(settings) << to_text(settings.error());
  EXPECT_EQ(settings->records.postgresql, "host=/run/postgresql dbname=cx");
  EXPECT_EQ(settings->records.schema, "cx_2");
  EXPECT_EQ(settings_from("", "b.toml")->records.postgresql, "");
  EXPECT_EQ(settings_from("", "b.toml")->records.schema, "bellwether");
}

TEST(Settings, TheFlagCountsBeforeTheEnvironmentBeforeTheFile) {
  const std::map<std::string, std::string> variables{{"BELLWETHER_SERVER_LISTEN", "0.0.0.0:80, [::]:80"},
                                                     {"BELLWETHER_SERVER_THREADS", "3"},
                                                     {"BELLWETHER_LEADERSHIP_INDIVIDUAL_SCORES", "false"}};
  const auto read = read_settings({.toml = "[server]\nthreads = 2\ngrace_s = 5\n[limits]\nrequests_per_second = 0.5\n",
                                   .file = "b.toml",
                                   .environment = [&](const std::string& name) -> std::optional<std::string> {
                                     const auto at = variables.find(name);
                                     return at == variables.end() ? std::nullopt : std::optional(at->second);
                                   },
                                   .flags = {{.name = "server.threads", .flag = "--threads", .text = "4"}}});
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(read->settings.server.threads, 4);
  EXPECT_EQ(read->settings.server.grace_s, 5);
  EXPECT_EQ(read->settings.server.listen, (std::vector<std::string>{"0.0.0.0:80", "[::]:80"}));
  EXPECT_EQ(read->settings.limits.requests_per_second, 0.5);
  EXPECT_FALSE(read->settings.individual_scores);
  const auto told = [&](std::string_view name) { return *std::ranges::find(read->told, name, &ToldSetting::name); };
  EXPECT_EQ(told("server.threads").source, "--threads");
  EXPECT_EQ(told("server.grace_s").source, "b.toml:3");
  EXPECT_EQ(told("server.listen").source, "BELLWETHER_SERVER_LISTEN");
  EXPECT_EQ(told("server.listen").value, R"(["0.0.0.0:80", "[::]:80"])");
  EXPECT_EQ(told("server.log").source, "default");
}

TEST(Settings, AsToldTheyReadBack) {
  const auto first = read_settings({});
  ASSERT_TRUE(first);
  std::map<std::string, std::string> sections;
  for (const ToldSetting& told : first->told) {
    const std::size_t dot = told.name.find('.');
    sections[told.name.substr(0, dot)] += told.name.substr(dot + 1) + " = " + told.value + "\n";
  }
  std::string toml;
  for (const auto& [section, lines] : sections) toml += "[" + section + "]\n" + lines;
  const auto second = read_settings({.toml = toml});
  ASSERT_TRUE(second) << to_text(second.error()) << toml;
  for (std::size_t i = 0; i < first->told.size(); ++i) EXPECT_EQ(second->told[i].value, first->told[i].value);
}

TEST(Settings, ASecretCountsAndIsNotShown) {
  const auto read = read_settings({.environment = [](const std::string& name) {
    return name == "BELLWETHER_OPENID_CLIENT_SECRET" ? std::optional<std::string>("s3cret") : std::nullopt;
  }});
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(read->settings.openid.client_secret, "s3cret");
  for (const ToldSetting& told : read->told) {
    EXPECT_EQ(told.value.find("s3cret"), std::string::npos) << told.name;
  }
  EXPECT_EQ(std::ranges::find(read->told, "openid.client_secret", &ToldSetting::name)->value, "\"(not shown)\"");
}

TEST(Settings, GrantsOfGroupsStandInTheFile) {
  const std::string toml =
      "[openid]\nissuer = \"https://id.example.org/\"\n[[openid.grant]]\ngroup = \"cx\"\nrole = "
      "\"leader\"\nunit = \"Lyon\"\nvoices = true\n[[openid.grant]]\ngroup = \"all\"\nrole = \"listener\"\n";
  const auto read = read_settings({.toml = toml});
  ASSERT_TRUE(read) << to_text(read.error());
  ASSERT_EQ(read->settings.openid.grants.size(), 2U);
  const GroupGrant& first = read->settings.openid.grants[0];
  EXPECT_EQ(first.group, "cx");
  EXPECT_EQ(first.role, "leader");
  EXPECT_EQ(first.unit, "Lyon");
  EXPECT_TRUE(first.voices);
  EXPECT_FALSE(first.names);
  EXPECT_FALSE(read->settings.openid.grants[1].unit);
  const auto told = *std::ranges::find(read->told, "openid.grant", &ToldSetting::name);
  EXPECT_EQ(
      told.value,
      R"([{ group = "cx", role = "leader", unit = "Lyon", voices = true }, { group = "all", role = "listener" }])");
  EXPECT_EQ(told.variable, "");
  EXPECT_EQ(read_settings({.toml = "[openid]\ngrant = " + told.value})->settings.openid.grants.size(), 2U)
      << "reads back";
  EXPECT_FALSE(read_settings({.environment = [](const std::string& name) {
    return name == "BELLWETHER_OPENID_GRANT" ? std::optional<std::string>("cx") : std::nullopt;
  }}));
}

TEST(Settings, WrongOnesNameFlagOrVariable) {
  const auto flag = read_settings({.flags = {{.name = "server.threads", .flag = "--threads", .text = "many"}}});
  ASSERT_FALSE(flag);
  EXPECT_EQ(flag.error().where, "--threads");
  const auto variable = read_settings({.environment = [](const std::string& name) {
    return name == "BELLWETHER_SERVER_LOG" ? std::optional<std::string>("some") : std::nullopt;
  }});
  ASSERT_FALSE(variable);
  EXPECT_EQ(variable.error().where, "BELLWETHER_SERVER_LOG");
}

struct WrongSettings {
  std::string toml, where, says;
};
class SettingsErrors : public testing::TestWithParam<WrongSettings> {};

TEST_P(SettingsErrors, PointAtTheLineAndNameTheNearestKey) {
  const auto settings = settings_from(GetParam().toml, "b.toml");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, Code::bad_input);
  EXPECT_EQ(settings.error().where, GetParam().where);
  EXPECT_NE(to_text(settings.error()).find(GetParam().says), std::string::npos) << to_text(settings.error());
}

INSTANTIATE_TEST_SUITE_P(
    All, SettingsErrors,
    testing::Values(
        WrongSettings{"[organisation]\ntimezone = \"Europe/Paris\"", "b.toml:2", "\"time_zone\""},
        WrongSettings{"\n[organization]\n", "b.toml:2", "\"organisation\""},
        WrongSettings{"[facts]\nthreads = \"many\"", "b.toml:2", "whole number"},
        WrongSettings{"[facts]\nmemory_mb = 3", "b.toml:2", "64"},
        WrongSettings{"[organisation]\nname = 3", "b.toml:2", "text"},
        WrongSettings{"[privacy]\nk_comments = 9", "b.toml:2", "from 10"},
        WrongSettings{"[privacy]\nk_employees = 9", "b.toml:2", "\"k_employee\""},
        WrongSettings{"[privacy]\nemployee_attributes = \"tenure\"", "b.toml:2", "list"},
        WrongSettings{"[privacy]\nemployee_attributes = [\"a\", \"b\", \"c\", \"d\"]", "b.toml:2", "at most 3"},
        WrongSettings{"[records]\npostgres = \"\"", "b.toml:2", "\"postgresql\""},
        WrongSettings{"[records]\npostgresql = 3", "b.toml:2", "text"},
        WrongSettings{"[records]\nschema = \"Units; DROP\"", "b.toml:2", "a to z"},
        WrongSettings{"[records]\nschema = \"pg_mine\"", "b.toml:2", "pg_"},
        WrongSettings{"[records]\nschema = 1979-05-27", "b.toml:2", "text"},
        WrongSettings{"[privacy]\nemployee_attributes = [1, \"a\"]", "b.toml:2", "list"},
        WrongSettings{"[server]\nlog = [\"all\"]", "b.toml:2", "text"},
        WrongSettings{"[server]\nlisten = []", "b.toml:2", "at least 1"},
        WrongSettings{"[leadership]\nindividual_scores = 1", "b.toml:2", "true or false"},
        WrongSettings{"[limits]\nrequests_per_second = -1", "b.toml:2", "from 0"},
        WrongSettings{"[openid]\nissuer = \"id.example.org\"", "b.toml:2", "https://"},
        WrongSettings{"[openid]\nlabel = \" \"", "b.toml:2", "1 to 60"},
        WrongSettings{"[openid]\ngrant = \"cx\"", "b.toml:2", "[[openid.grant]]"},
        WrongSettings{"[openid]\ngrant = [\"cx\"]", "b.toml:2", "[[openid.grant]]"},
        WrongSettings{"[[openid.grant]]\ngroup = \"cx\"", "b.toml:1", "needs a role"},
        WrongSettings{"[[openid.grant]]\ngroup = \"cx\"\nrole = 3", "b.toml:1", "needs a role"},
        WrongSettings{"[[openid.grant]]\ngroup = \"cx\"\nrole = \"leader\"\nvoice = true", "b.toml:4", "\"voices\""},
        WrongSettings{"[[openid.grant]]\ngroup = \"cx\"\nrole = \"leader\"\nvoices = 1", "b.toml:4", "true or false"},
        WrongSettings{"[[openid.grant]]\ngroup = \"cx\"\nrole = \"leader\"\nunit = \"\"", "b.toml:4", "everywhere"},
        WrongSettings{"facts = 3", "b.toml:1", "[facts]"},
        WrongSettings{"[organisation]\ntime_zone = \"Europe/Pariss\"", "b.toml:2", "Europe/Paris"},
        WrongSettings{"[organisation\n", "b.toml:1", ""}));

TEST(DataDirectory, DoesNotOpenWithWrongSettings) {
  const Folder folder;
  write(folder.path / "bellwether.toml", "[facts]\nmemory = 3\n");
  const auto opened = DataDirectory::open(folder.path, Access::write, "test");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().where, (folder.path / "bellwether.toml").string() + ":2");
}

}  // namespace
}  // namespace bellwether::store
