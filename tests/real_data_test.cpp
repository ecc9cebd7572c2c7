// Public files that nobody here wrote, imported without a map: time, texts and ratings must be found, and counts and
// scores must equal those of real_data_reference.py, which shares no code with the program.
#include "program.hpp"

#include <fstream>
#include <set>

#include <gtest/gtest.h>

namespace bellwether::story {
namespace {

using nlohmann::json;

json reference() {
  std::ifstream in(std::filesystem::path(BELLWETHER_SOURCE_DIR) / "tests" / "real_data_reference.json");
  return json::parse(in);
}

std::vector<std::string> set_names() {
  std::vector<std::string> names;
  const json all = reference();
  for (const auto& [name, entry] : all.items()) names.push_back(name);
  return names;
}

class RealData : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    SKIP_WITHOUT_PUBLIC_DATA();
    expected_ = reference().at(GetParam());
    file_ = (*public_data() / expected_.at("file").get<std::string>()).string();
    imported_ = folder_.run({"import", file_, "--json", "--data", "data"});
    ASSERT_LT(imported_.status, 2) << imported_.err;
    summary_ = imported_.json().at("files").at(0);
  }

  std::set<std::string> columns_with(const std::string& role) const {
    std::set<std::string> found;
    for (const json& column : summary_.at("columns")) {
      if (column.at("role") == role) found.insert(column.at("column").get<std::string>());
    }
    return found;
  }

  json column(const std::string& name) const {
    for (const json& column : summary_.at("columns")) {
      if (column.at("column") == name) return column;
    }
    ADD_FAILURE() << "no column " << name;
    return {};
  }

  json measure(const std::vector<std::string>& question) const {
    std::vector<std::string> arguments{"measure"};
    arguments.insert(arguments.end(), question.begin(), question.end());
    arguments.insert(arguments.end(), {"--json", "--data", "data"});
    const Ran ran = folder_.run(arguments);
    EXPECT_EQ(ran.status, 0) << ran.err;
    return ran.json();
  }

  Folder folder_;
  std::string file_;
  json expected_, summary_;
  Ran imported_;
};

TEST_P(RealData, EveryRowIsTakenOrNamed) {
  EXPECT_EQ(summary_["read"], expected_["rows"]);
  EXPECT_EQ(summary_["accepted"].get<int>() + summary_["duplicate"].get<int>() + summary_["rejected"].get<int>(),
            summary_["read"].get<int>());
  EXPECT_EQ(summary_["rejected"], 0) << summary_.dump(1).substr(0, 2000);
  EXPECT_EQ(summary_["duplicate"], 0);
}

TEST_P(RealData, TimeIsFound) {
  const auto times = columns_with("time");
  if (expected_["time"].is_null()) {
    EXPECT_TRUE(times.empty() || GetParam() == "tickets") << *times.begin();
    return;
  }
  EXPECT_EQ(times, (std::set<std::string>{expected_["time"].get<std::string>()}));
  // Employees are told of by month, and no finer.
  const bool of_employees = expected_.value("voice_of", "") == "employee";
  const json periods = measure({"volume", "--every", of_employees ? "month" : "day"});
  std::set<std::string> from;
  for (const json& row : periods["rows"]) {
    if (!row["from"].is_null()) from.insert(row["from"].get<std::string>());
  }
  const auto first_of = [&](const std::string& day) { return of_employees ? day.substr(0, 7) + "-01" : day; };
  ASSERT_FALSE(from.empty());
  EXPECT_EQ(*from.begin(), first_of(expected_["first_day"].get<std::string>()));
  if (expected_["last_day"] != "NA") {
    EXPECT_EQ(*from.rbegin(), first_of(expected_["last_day"].get<std::string>()));
  }
}

TEST_P(RealData, TextsAreFound) {
  std::set<std::string> wanted;
  for (const json& text : expected_["text"]) wanted.insert(text.get<std::string>());
  const auto texts = columns_with("text");
  for (const std::string& text : wanted) EXPECT_TRUE(texts.contains(text)) << text;
  if (wanted.empty()) return;
  const json comments = measure({"comments"});
  if (texts == wanted && GetParam() != "glassdoor") {
    EXPECT_EQ(comments["rows"][0]["value"].get<double>(), expected_["texts"].get<double>());
  }
}

TEST_P(RealData, RatingsAreFoundWithTheirScalesAndScores) {
  const auto ratings = columns_with("rating");
  for (const auto& [name, rating] : expected_["ratings"].items()) {
    ASSERT_TRUE(ratings.contains(name)) << name;
    const json use = column(name);
    EXPECT_EQ(use["scale"]["low"].get<double>(), rating["low"].get<double>()) << name;
    EXPECT_EQ(use["scale"]["high"].get<double>(), rating["high"].get<double>()) << name;
    if (!rating["name"].is_null()) {
      EXPECT_EQ(use["name"], rating["name"]);
    }
    const json mean = measure({"mean(rating." + use["name"].get<std::string>() + ")"})["rows"][0];
    EXPECT_EQ(mean["n"], rating["n"]) << name;
    EXPECT_NEAR(mean["value"].get<double>(), rating["mean"].get<double>(), 1e-9) << name;
  }
}

TEST_P(RealData, WhoSpeaksIsFound) {
  const json by_voice = measure({"volume", "--by", "voice_of"});
  ASSERT_EQ(by_voice["rows"].size(), 1U);
  EXPECT_EQ(by_voice["rows"][0]["slice"]["voice_of"], expected_["voice_of"]);
}

TEST_P(RealData, ImportedAgainAddsNothing) {
  const json again = folder_.run({"import", file_, "--json", "--data", "data"}).json().at("files").at(0);
  EXPECT_EQ(again["accepted"], 0);
  EXPECT_EQ(again["duplicate"], summary_["accepted"]);
}

INSTANTIATE_TEST_SUITE_P(PublicFiles, RealData, testing::ValuesIn(set_names()),
                         [](const testing::TestParamInfo<std::string>& name) { return name.param; });

TEST(ReferenceValues, NpsOfTheGardenStoresIsTheirs) {
  SKIP_WITHOUT_PUBLIC_DATA();
  std::ifstream in(*public_data() / "reference_values.json");
  const json all = json::parse(in).at("nps_garden_store_fr");
  const Folder folder;
  const std::string file = (*public_data() / "nps_garden_store_fr" / "nps.csv").string();
  ASSERT_EQ(folder.run({"import", file, "--data", "data"}).status, 0);
  const json whole = folder.run({"measure", "nps", "--json", "--data", "data"}).json();
  EXPECT_NEAR(whole["rows"][0]["value"].get<double>(), all["all"]["nps"].get<double>(), 5e-5);
  EXPECT_EQ(whole["rows"][0]["n"], all["all"]["n"]);

  const json by_period = folder.run({"measure", "nps", "--by", "t", "--json", "--data", "data"}).json();
  ASSERT_EQ(by_period["rows"].size(), all["by_t"].size());
  for (const json& row : by_period["rows"]) {
    const json& label = row["slice"]["t"];
    const json& expected = all["by_t"].at(label.is_null() ? "NA" : label.get<std::string>());
    EXPECT_EQ(row["n"], expected["n"]) << label;
    if (!row["value"].is_null()) {
      EXPECT_NEAR(row["value"].get<double>(), expected["nps"].get<double>(), 5e-5) << label;
    }
  }
}

}  // namespace
}  // namespace bellwether::story
