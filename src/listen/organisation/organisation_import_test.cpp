#include "listen/organisation/organisation_import.hpp"

#include "guard/access/audit.hpp"
#include "listen/rows/rows_for_tests.hpp"
#include "org/organisation_records.hpp"

#include <fstream>
#include <iterator>
#include <memory>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

Day day(std::string_view text) { return *day_from_text(text); }

class OrganisationImportTest : public testing::Test {
 protected:
  OrganisationImportTest() {
    auto directory = store::DataDirectory::open(folder_.path() / "data", store::Access::write, "test");
    directory_ = std::make_unique<store::DataDirectory>(std::move(*directory));
    records_ = *records::Records::open(*directory_);
  }

  OrganisationImport import(const std::vector<fs::path>& files, OrganisationOptions options = {}) {
    if (options.as_of == Day{}) options.as_of = day("2026-06-01");
    options.who = "a test";
    auto done = import_organisation(files, options, directory_.get(), records_.get());
    EXPECT_TRUE(done) << to_text(done.error());
    return done ? *done : OrganisationImport{};
  }
  fs::path file(const std::string& name, std::string_view text) const { return folder_.write(name, text); }
  org::Organisation stored() { return std::move(*org::read_organisation(*records_)); }

  TestFolder folder_;
  std::unique_ptr<store::DataDirectory> directory_;
  std::unique_ptr<records::Records> records_;
};

/// "moved unit Lyon"
Lines changes_of(const OrganisationImport& done) {
  Lines lines;
  for (const org::Change& change : done.changes)
    lines.push_back(std::string(org::word_of(change.how)) + " " + std::string(org::rules_of(change.kind).word) + " " +
                    change.id);
  return lines;
}

TEST_F(OrganisationImportTest, IsPreviewedAppliedAndThenKnown) {
  const auto units = file("units.csv", "id,kind,parent\nSouth,region,\nLyon,store,South\n");
  const auto people = file("people.toml", "[[person]]\nid = \"ana\"\nrole = \"leader\"\nunit = \"South\"\n");
  const Lines expected{"added unit Lyon", "added unit South", "added person ana"};
  const OrganisationImport preview = import({units, people}, {.as_of = {}, .dry_run = true});
  EXPECT_EQ(changes_of(preview), expected);
  EXPECT_FALSE(preview.applied);
  EXPECT_EQ(stored().units.size(), 0U);

  const OrganisationImport done = import({units, people});
  EXPECT_EQ(changes_of(done), expected);
  EXPECT_TRUE(done.applied);
  EXPECT_EQ(stored().units.size(), 2U);
  EXPECT_EQ(stored().people.as_of(day("2026-06-01")).leaders_of("South").size(), 1U);

  const OrganisationImport again = import({people, units});
  EXPECT_TRUE(again.applied);
  EXPECT_EQ(changes_of(again), Lines{});

  auto transaction = records_->begin();
  const auto audit = guard::audit_lines(*transaction, {}, 10);
  ASSERT_TRUE(audit && audit->size() == 1) << "what changes nothing is no deed";
  EXPECT_EQ(audit->front().who + " " + audit->front().what + " " + audit->front().how,
            "a test organisation.changed 2 units added, 1 person added");
}

TEST_F(OrganisationImportTest, ALongerFileWithAMovedUnitMakesHistory) {
  import({file("1.csv", "id,parent\nNorth,\nSouth,\nLyon,North\n")});
  const auto longer = file("2.csv", "id,parent\nNorth,\nSouth,\nLyon,South\nNice,South\n");
  EXPECT_EQ(changes_of(import({longer}, {.as_of = day("2026-09-01")})), (Lines{"added unit Nice", "moved unit Lyon"}));
  const org::Organisation organisation = stored();
  EXPECT_EQ(organisation.units.subtree("North", day("2026-08-31")), (Lines{"North", "Lyon"}));
  EXPECT_EQ(organisation.units.subtree("South", day("2026-09-01")), (Lines{"South", "Lyon", "Nice"}));
}

TEST_F(OrganisationImportTest, AStructuralMistakeAppliesNothingAndPointsAtTheRow) {
  import({file("1.csv", "id,parent\nFrance,\nSouth,France\nLyon,South\n")});
  const auto cycle = file("2.csv", "id,parent\nNew,France\nFrance,Lyon\n");
  const OrganisationImport done = import({cycle});
  ASSERT_TRUE(done.stopped);
  EXPECT_FALSE(done.applied);
  EXPECT_EQ(done.stopped->where, cycle.string() + ":3");
  EXPECT_EQ(done.stopped->message, "these units stand above themselves on 2026-06-01: France → Lyon → South → France");
  EXPECT_EQ(stored().units.size(), 3U);
}

TEST_F(OrganisationImportTest, EachStructuralMistakeHasItsWords) {
  const std::vector<std::pair<std::string, std::string>> k_mistakes = {
      {"id,parent\nLyon,Lyon\n",
       ":2: the unit Lyon is its own parent\n  → leave the parent empty for the top of the tree"},
      {"id,parent\nSouth,\nLyon,Suoth\n",
       ":3: the unit Lyon is part of Suoth, and there is no unit of that id\n  → did you mean South?"},
      {"id,parent\nN,\nS,\nLyon,N\nLyon,S\n",
       ":5: the unit Lyon is told twice for the same days (also at FILE:4): parent N and S\n  → leave one out, or say "
       "with "
       "from and to when each holds; `to` is the last day"},
      {"id,parent,from,to\nN,,,\nS,,,\nLyon,N,,2026-03-01\nLyon,S,2026-03-01,\n",
       ":5: the unit Lyon is told twice for the same days (also at FILE:4): parent N and S\n  → leave one out, or say "
       "with "
       "from and to when each holds; `to` is the last day"},
      {"id,parent\na,b\nb,c\nc,a\n",
       ":2: these units stand above themselves: a → b → c → a\n  → one of them must have another parent, or none"},
      {"id,manager\nana,ana\n",
       ":2: the person ana is its own manager\n  → leave the manager empty for the top of the tree"},
      {"id,manager\nana,\nben,anna\n",
       ":3: the person ben is managed by anna, and there is no person of that id\n  → did you mean ana?"},
      {"id,manager\nben,zoe\n",
       ":2: the person ben is managed by zoe, and there is no person of that id\n  → add a row for it, or leave the "
       "manager "
       "empty"},
      {"id,manager\na,b\nb,a\n",
       ":2: these people stand above themselves: a → b → a\n  → one of them must have another manager, or none"},
  };
  for (const auto& [text, message] : k_mistakes) {
    const auto path = file("f.csv", text);
    const OrganisationImport done = import({path});
    ASSERT_TRUE(done.stopped) << text;
    std::string told = to_text(*done.stopped), expected = path.string() + message;
    if (const auto at = expected.find("FILE"); at != expected.npos) expected.replace(at, 4, path.string());
    EXPECT_EQ(told, expected);
    EXPECT_EQ(stored().units.size() + stored().people.size(), 0U);
  }
}

TEST_F(OrganisationImportTest, RowsThatCanNotBeReadGoToTheirFileAndTheOthersAreTaken) {
  const auto units = file("units.csv", "id,parent,from\nSouth,,\nLyon,South,soon\n=cmd(),,tomorrow\n");
  const OrganisationImport done = import({units});
  EXPECT_EQ(changes_of(done), (Lines{"added unit South"}));
  ASSERT_TRUE(done.files.at(0).rejects_file);
  std::ifstream in(*done.files[0].rejects_file);
  const std::string rejects{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_EQ(rejects,
            "line,column,reason,id,parent,from\n"
            "3,from,“soon” is no day; write it as 2026-11-22,Lyon,South,soon\n"
            "4,from,“tomorrow” is no day; write it as 2026-11-22,\"'=cmd()\",,tomorrow\n");
}

TEST_F(OrganisationImportTest, AWholeListEndsWhatIsMissingUnlessSomeOfItCanNotBeRead) {
  import({file("1.csv", "id,parent\nSouth,\nLyon,South\nNice,South\n")});
  const OrganisationOptions whole{.as_of = day("2026-09-01"), .ends_missing = true};
  const OrganisationImport torn = import({file("2.csv", "id,parent,from\nSouth,,\nLyon,South,soon\n")}, whole);
  ASSERT_TRUE(torn.stopped);
  EXPECT_EQ(
      to_text(*torn.stopped),
      "1 row can't be read, and what it speaks of would end\n  → put them right first, or leave out --ends-missing");
  EXPECT_TRUE(torn.files.at(0).rejects_file);
  EXPECT_EQ(changes_of(import({file("3.csv", "id,parent\nSouth,\nLyon,South\n")}, whole)), (Lines{"ended unit Nice"}));
  EXPECT_EQ(stored().units.subtree("South", day("2026-08-31")), (Lines{"South", "Lyon", "Nice"}));
  EXPECT_EQ(stored().units.subtree("South", day("2026-09-01")), (Lines{"South", "Lyon"}));
}

TEST_F(OrganisationImportTest, AFileThatIsNotThereLeavesTheOthersUndone) {
  const auto units = file("units.csv", "id,parent\nSouth,\n");
  const auto done = import_organisation(std::vector<fs::path>{units, "none.csv"}, {.as_of = day("2026-06-01")},
                                        directory_.get(), records_.get());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::not_found);
  EXPECT_EQ(stored().units.size(), 0U);
}

TEST_F(OrganisationImportTest, AFirstPreviewNeedsNoDataDirectory) {
  const auto units = file("units.csv", "id,parent\nSouth,\n");
  const auto done = import_organisation(std::vector<fs::path>{units}, {.as_of = day("2026-06-01"), .dry_run = true},
                                        nullptr, nullptr);
  ASSERT_TRUE(done);
  EXPECT_EQ(changes_of(*done), (Lines{"added unit South"}));
}

}  // namespace
}  // namespace bellwether::listen
