// Files: same bytes for the same seed, the documented form, the order of time, small sizes, errors.
#include "simulate/simulate.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "simulate/item.hpp"
#include "simulate/led_company.hpp"
#include "simulate/ndjson.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::simulate {
namespace {

namespace fs = std::filesystem;

class SimulateTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }

  fs::path run(const std::string& name, const Options& options, const char* scenario = "hotel") {
    const auto written = simulate(scenario_named(scenario).value(), folder / name, options, {});
    EXPECT_TRUE(written) << to_text(written.error());
    return folder / name;
  }
  static std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::string all_bytes(const fs::path& run) {
    std::string all;
    for (const char* name : {"signals.ndjson", "acts.ndjson", "organisation.toml", "truth.json"})
      all += bytes_of(run / name);
    return all;
  }
  static std::vector<std::string> lines_of(const fs::path& file) {
    std::istringstream in(bytes_of(file));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  fs::path folder =
      fs::temp_directory_path() /
      ("bellwether-simulate-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" +
       to_text(new_id(now())));
};

TEST_F(SimulateTest, SameSeedSameBytesOverRunsAndThreads) {
  const std::string first = all_bytes(run("a", {.signals = 6'000, .seed = 5, .threads = 1}));
  EXPECT_GT(first.size(), 2'000'000U);
  EXPECT_EQ(first, all_bytes(run("b", {.signals = 6'000, .seed = 5, .threads = 1})));
  EXPECT_EQ(first, all_bytes(run("c", {.signals = 6'000, .seed = 5, .threads = 2})));
  EXPECT_EQ(first, all_bytes(run("d", {.signals = 6'000, .seed = 5, .threads = 7})));
}

TEST_F(SimulateTest, AGrownCompanyIsTheSameOverThreadsAndInMemory) {
  const Options options{.signals = 3'000, .seed = 8, .threads = 1, .leaders = 30, .employees = 400};
  Options on_more = options;
  on_more.threads = 3;
  const fs::path out = run("a", options, "leaders");
  EXPECT_EQ(all_bytes(out), all_bytes(run("b", on_more, "leaders")));
  std::string signals;
  std::string acts;
  const LedSink sink{.organisation = {},
                     .signals =
                         [&](facts::SignalBatch& batch) {
                           for (const facts::Signal& each : batch.rows()) append_signal(each, signals);
                         },
                     .acts =
                         [&](facts::ActBatch& batch) {
                           for (const facts::Act& each : batch.rows()) append_act(each, acts);
                         }};
  const auto truth = led_company(scenario_named("leaders").value(), options, sink);
  ASSERT_TRUE(truth) << to_text(truth.error());
  EXPECT_EQ(signals, bytes_of(out / "signals.ndjson"));
  EXPECT_EQ(acts, bytes_of(out / "acts.ndjson"));
  EXPECT_EQ(nlohmann::json::parse(bytes_of(out / "truth.json")).at("leadership"),
            nlohmann::json::parse(leadership_truth_json(*truth)));
}

TEST_F(SimulateTest, AnotherSeedIsAnotherCompany) {
  std::set<std::string> ids;
  std::size_t lines = 0;
  for (const std::uint64_t seed : {1U, 2U}) {
    for (const std::string& line :
         lines_of(run(std::to_string(seed), {.signals = 2'000, .seed = seed}) / "signals.ndjson")) {
      ids.insert(nlohmann::json::parse(line).at("id").get<std::string>());
      ++lines;
    }
  }
  EXPECT_EQ(ids.size(), lines);
}

/// The fields of a table in docs/signals.md.
std::set<std::string> documented(const std::string& heading) {
  std::ifstream in(std::string(BELLWETHER_SOURCE_DIR) + "/docs/signals.md");
  std::set<std::string> fields;
  bool within = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) within = line == "## " + heading;
    if (!within || !line.starts_with("| `")) continue;
    const std::string cell = line.substr(2, line.find('|', 2) - 2);
    std::size_t at = 0;
    while ((at = cell.find('`', at)) != std::string::npos) {
      const std::size_t end = cell.find('`', at + 1);
      fields.insert(cell.substr(at + 1, end - at - 1));
      at = end + 1;
    }
  }
  return fields;
}

void expect_form(const std::vector<std::string>& lines, const std::set<std::string>& fields) {
  ASSERT_GE(fields.size(), 10U);
  std::string last;
  std::set<std::string> ids;
  for (const std::string& line : lines) {
    ASSERT_TRUE(is_utf8(line)) << line;
    const auto json = nlohmann::json::parse(line);
    for (const auto& [key, value] : json.items()) EXPECT_TRUE(fields.contains(key)) << key;
    const std::string at = json.at("occurred_at");
    EXPECT_LE(last, at);  // RFC 3339 in UTC with whole seconds sorts as text
    EXPECT_GE(at, "2024-11-16T00:00:00Z");
    EXPECT_LT(at, "2026-11-16T00:00:00Z");
    last = at;
    EXPECT_TRUE(id_from_text(json.at("id").get<std::string>()));
    EXPECT_TRUE(ids.insert(json.at("id")).second);
  }
}

TEST_F(SimulateTest, LinesAreInTheDocumentedFormAndInTheOrderOfTime) {
  for (const char* scenario : {"hotel", "telecom", "leaders"}) {
    const fs::path out = run(scenario, {.signals = 8'000, .seed = 3}, scenario);
    expect_form(lines_of(out / "signals.ndjson"), documented("A signal"));
    expect_form(lines_of(out / "acts.ndjson"), documented("An act"));
  }
}

TEST_F(SimulateTest, RatingsStayOnTheirScalesAndUnderstandingInItsRange) {
  const std::map<std::string, std::pair<int, int>> scales{
      {"nps", {0, 10}}, {"csat", {1, 5}}, {"ces", {1, 7}}, {"stars", {1, 5}}};
  std::set<std::string> seen;
  for (const std::string& line : lines_of(run("a", {.signals = 8'000}) / "signals.ndjson")) {
    const auto json = nlohmann::json::parse(line);
    const auto ratings = json.value("ratings", nlohmann::json::object());
    for (const auto& [name, value] : ratings.items()) {
      const bool is_item = std::ranges::find(items_asked(), name, &ItemAsked::name) != items_asked().end();
      const auto [low, high] = is_item                    ? std::pair(1, 5)
                               : name.starts_with("csat") ? scales.at("csat")
                                                          : scales.at(name);
      EXPECT_TRUE(value >= low && value <= high) << line;
      seen.insert(name);
    }
    if (!json.contains("text")) {
      EXPECT_FALSE(json.contains("sentiment") || json.contains("themes") || json.contains("reader")) << line;
      continue;
    }
    EXPECT_EQ(json.at("reader"), "simulated");
    EXPECT_LE(std::abs(json.at("sentiment").get<double>()), 1);
    for (const char* key : {"urgency", "effort"}) EXPECT_TRUE(json.at(key) >= 0 && json.at(key) <= 1) << line;
    for (const auto& theme : json.value("themes", nlohmann::json::array()))
      EXPECT_LE(std::abs(theme.at("sentiment").get<double>()), 1);
  }
  for (const auto& [name, scale] : scales) EXPECT_TRUE(seen.contains(name)) << name;
}

TEST_F(SimulateTest, SmallAndEmptyCompaniesBehave) {
  const fs::path none = run("none", {.signals = 0});
  EXPECT_EQ(bytes_of(none / "signals.ndjson"), "");
  EXPECT_EQ(bytes_of(none / "acts.ndjson"), "");
  EXPECT_EQ(nlohmann::json::parse(bytes_of(none / "truth.json")).at("signals"), 0);

  const fs::path few = run("few", {.signals = 100});
  const auto lines = lines_of(few / "signals.ndjson");
  // About a hundred: the number of answers of so few visits has a standard deviation of some nine.
  EXPECT_GT(lines.size(), 60U);
  EXPECT_LT(lines.size(), 145U);
  EXPECT_EQ(nlohmann::json::parse(bytes_of(few / "truth.json")).at("signals"), lines.size());
}

TEST_F(SimulateTest, LargerOnesComeCloseToWhatWasAskedFor) {
  const auto truth = nlohmann::json::parse(bytes_of(run("a", {.signals = 30'000}) / "truth.json"));
  EXPECT_NEAR(truth.at("signals").get<double>(), 30'000, 900);
}

TEST_F(SimulateTest, CasesFollowTheirSignalsAndPromisesAreKeptOrBroken) {
  const fs::path out = run("a", {.signals = 12'000});
  std::map<std::string, std::string> signals;
  for (const std::string& line : lines_of(out / "signals.ndjson")) {
    const auto json = nlohmann::json::parse(line);
    signals[json.at("id")] = json.at("occurred_at");
  }
  std::map<std::string, std::string> promises;
  std::map<std::string, int> kinds;
  for (const std::string& line : lines_of(out / "acts.ndjson")) {
    const auto json = nlohmann::json::parse(line);
    const std::string kind = json.at("kind");
    const std::string at = json.at("occurred_at");
    ++kinds[kind];
    if (kind == "promise.made") promises[json.at("about")] = at;
    if (kind == "promise.kept" || kind == "promise.broken") {
      EXPECT_LT(promises.at(json.at("about")), at);
    }
    if (kind.starts_with("case.")) {
      EXPECT_LT(signals.at(json.at("about")), at);
    }
    if (kind == "case.resolved") {
      EXPECT_GT(json.at("duration_s"), 0);
    }
  }
  for (const char* kind : {"floor.visited", "recognition.given", "promise.made", "promise.kept", "promise.broken",
                           "case.opened", "case.resolved", "permission.asked", "permission.granted"}) {
    EXPECT_GT(kinds[kind], 5) << kind;
  }
  EXPECT_GT(kinds["promise.kept"], kinds["promise.broken"]);
}

TEST_F(SimulateTest, TheStreamGivesTheSameSignalsAsTheFile) {
  const Options options{.signals = 5'000, .seed = 9};
  const std::string file = bytes_of(run("a", options) / "signals.ndjson");
  const auto stream = SignalStream::open(scenario_named("hotel").value(), options);
  ASSERT_TRUE(stream) << to_text(stream.error());
  std::string streamed;
  facts::SignalBatch batch;
  while ((*stream)->next(batch)) {
    EXPECT_FALSE(batch.empty());
    for (const facts::Signal& signal : batch.rows()) append_signal(signal, streamed);
  }
  EXPECT_EQ(streamed, file);
}

TEST_F(SimulateTest, ProgressGrowsToItsEnd) {
  double last = 0;
  std::uint64_t signals = 0;
  const auto written =
      simulate(scenario_named("hotel").value(), folder / "a", {.signals = 1'000}, [&](const Progress& progress) {
        EXPECT_GT(progress.done, last);
        last = progress.done;
        signals = progress.signals;
      });
  ASSERT_TRUE(written);
  EXPECT_EQ(last, 1.0);
  EXPECT_EQ(signals, written->signals);
}

TEST_F(SimulateTest, WhatCantBeWrittenOrHadIsSaid) {
  std::ofstream(folder / "file") << "x";
  const auto under_a_file = simulate(scenario_named("hotel").value(), folder / "file" / "out", {.signals = 10}, {});
  ASSERT_FALSE(under_a_file);
  EXPECT_EQ(under_a_file.error().code, Code::io);
  EXPECT_EQ(simulate(scenario_named("hotel").value(), folder / "a", {.signals = k_most_signals + 1}, {}).error().code,
            Code::too_large);

  Scenario impossible = scenario_named("hotel").value();
  impossible.planted.front().nps = -149;
  const auto never = simulate(impossible, folder / "a", {.signals = 10}, {});
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().code, Code::bad_input);
  EXPECT_NE(never.error().mend.find("between"), std::string::npos) << to_text(never.error());
  EXPECT_TRUE(never.error().where.starts_with("scenarios/hotel.toml:")) << never.error().where;
  EXPECT_FALSE(fs::exists(folder / "a" / "signals.ndjson"));
}

}  // namespace
}  // namespace bellwether::simulate
