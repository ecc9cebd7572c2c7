#include "tell/answer_json.hpp"

#include "tell/answer_sample.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::tell {
namespace {

using nlohmann::ordered_json;

std::vector<std::string> keys_of(const ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

TEST(AnswerJson, HasTheKeysThatItPromisesInTheirOrder) {
  const auto json = ordered_json::parse(answer_json(sample_answer()));
  EXPECT_EQ(keys_of(json),
            (std::vector<std::string>{"measure", "unit", "better", "query", "snapshot", "version", "rows"}));
  for (const auto& row : json["rows"]) {
    EXPECT_EQ(keys_of(row), (std::vector<std::string>{"slice", "from", "to", "value", "low", "high", "level", "n",
                                                      "method", "withheld"}));
  }
}

TEST(AnswerJson, GivesNumbersBackExactly) {
  const auto json = ordered_json::parse(answer_json(sample_answer()));
  EXPECT_EQ(json["measure"], "nps");
  EXPECT_EQ(json["better"], "higher");
  const auto& lyon = json["rows"][0];
  EXPECT_EQ(lyon["slice"]["unit"], "Lyon");
  EXPECT_EQ(lyon["from"], "2026-11-09");
  EXPECT_EQ(lyon["to"], "2026-11-16");
  EXPECT_EQ(lyon["value"].get<double>(), 12.25);
  EXPECT_EQ(lyon["high"].get<double>(), 21.125);
  EXPECT_EQ(lyon["n"], 214);
  EXPECT_EQ(lyon["method"], "adjusted-wald");
  EXPECT_TRUE(lyon["withheld"].is_null());
}

TEST(AnswerJson, SaysWhyWhereThereIsNoNumber) {
  const auto json = ordered_json::parse(answer_json(sample_answer()));
  const auto& nice = json["rows"][4];
  for (const char* name : {"value", "low", "high", "level", "method"}) EXPECT_TRUE(nice[name].is_null()) << name;
  EXPECT_EQ(nice["n"], 3);
  EXPECT_EQ(nice["withheld"], "fewer than 5 people answered");
}

TEST(AnswerJson, KeepsTheUnknownAndTheUndatedAsNull) {
  const auto json = ordered_json::parse(answer_json(sample_answer()));
  const auto& row = json["rows"][5];
  EXPECT_TRUE(row["slice"]["unit"].is_null());
  EXPECT_TRUE(row["from"].is_null());
  EXPECT_TRUE(row["to"].is_null());
}

TEST(AnswerJson, IsReadableWithoutRowsAndWithBytesThatAreNoText) {
  measure::Answer answer = sample_answer();
  answer.rows.resize(1);
  answer.rows[0].slice[0].second = "caf\xE9 \"x\"\n";
  const auto json = ordered_json::parse(answer_json(answer));
  EXPECT_EQ(json["rows"][0]["slice"]["unit"], "caf\uFFFD \"x\"\n");
  answer.rows.clear();
  EXPECT_TRUE(ordered_json::parse(answer_json(answer))["rows"].empty());
}

TEST(AnswerJson, TellsOfWeightsOnlyWhereTheyWereAskedFor) {
  measure::Answer answer = sample_answer();
  answer.weighted_by = {"unit", "attribute.age"};
  answer.rows[0].weighting =
      measure::Weighting{.effective_n = 180.5, .design_effect = 1.1856, .rounds = 3, .largest_gap = 0};
  const auto json = ordered_json::parse(answer_json(answer));
  const auto& weighting = json["rows"][0]["weighting"];
  EXPECT_EQ(keys_of(weighting),
            (std::vector<std::string>{"by", "effective_n", "design_effect", "rounds", "largest_gap"}));
  EXPECT_EQ(weighting["by"], ordered_json({"unit", "attribute.age"}));
  EXPECT_EQ(weighting["effective_n"].get<double>(), 180.5);
  EXPECT_EQ(weighting["rounds"], 3);
  EXPECT_TRUE(json["rows"][4]["weighting"].is_null()) << "withheld";
}

}  // namespace
}  // namespace bellwether::tell
