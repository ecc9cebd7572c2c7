// Numbers that are ratings, and numbers that are not.
#include "listen/columns/guess_for_test.hpp"

#include <string>
#include <vector>

namespace bellwether::listen {
namespace {

/// A column of `n` numbers that follow the pattern, beside a text.
Guess guess_numbers(const std::string& name, const std::vector<int>& pattern, std::size_t n = 300) {
  std::string table = name + "|comment\n";
  for (std::size_t i = 0; i < n; ++i) {
    table += std::to_string(pattern[i % pattern.size()]) + "|some words about it, number " + std::to_string(i) + "\n";
  }
  return guess(Table(table));
}

TEST(GuessRatings, ScalesByNameAndBounds) {
  const std::vector<std::tuple<std::string, std::vector<int>, std::string>> cases = {
      {"NPS", {9, 10, 8, 3, 0, 7}, "rating nps 0–10"},
      {"nps_score", {9, 10, 8, 3, 7}, "rating nps 0–10"},
      {"CSAT", {5, 4, 1, 3, 2}, "rating csat 1–5"},
      {"Customer Effort Score", {7, 6, 5, 1, 2}, "rating ces 1–7"},
      {"Rating", {5, 4, 1, 3, 2}, "rating stars 1–5"},
      {"Rating", {10, 9, 8, 1, 6, 7}, "rating rating 1–10"},
      {"satisfaction", {10, 9, 0, 7, 5}, "rating satisfaction 0–10"},
      {"Comfort", {5, 4, 0, 3, 2, 1}, "rating comfort 1–5 without 0"},
      {"Staff rating", {5, 4, 3, 2, 1, 99}, "rating staff_rating 1–5 without 99"},
      {"Staff rating", {5, 4, 3, 2, 1, 9}, "rating staff_rating 1–5 without 9"},
      {"Quality", {-1, 4, 3, 2, 1, 5}, "rating quality 1–5 without -1"},
      {"likelihood to recommend", {10, 9, 8, 11, 3, 5, 7, 2}, "rating nps 0–10 without 11"},
      {"JobSatisfaction", {1, 2, 3, 4}, "rating job_satisfaction 1–4"},
      {"CSAT", {80, 95, 100, 40}, "rating csat 0–100"},
  };
  for (const auto& [name, pattern, expected] : cases) {
    const auto g = guess_numbers(name, pattern);
    EXPECT_EQ(roles(g).at(name), expected);
    EXPECT_TRUE(g.questions.empty()) << name;
  }
}

TEST(GuessRatings, OtherNumbersStayAttributes) {
  const std::vector<std::pair<std::string, std::vector<int>>> cases = {
      {"Age", {5, 6, 7, 8, 9}},       {"tenure", {1, 2, 3, 4, 5}},      {"Number of visits", {1, 2, 3, 4, 5}},
      {"nights", {1, 2, 3, 7}},       {"delay_minutes", {0, 1, 5, 10}}, {"order_item_id", {1, 2, 3}},
      {"Education", {1, 2, 3, 4, 5}}, {"JobLevel", {1, 2, 3, 4, 5}},    {"gender", {1, 2}},
      {"Q3PARK", {0, 1, 2, 3, 4}},    {"Helpful votes", {0, 1, 2, 5}},  {"review_count", {1, 4, 5}},
      {"price", {1, 2, 3, 5}},        {"category_code", {1, 2, 3, 4}},  {"label", {0, 1}},
      {"recommended", {0, 1}},        {"hourly_rate", {30, 60, 95}},    {"distance_km", {1, 3, 10}},
      {"zip", {10115, 20095}},        {"installments", {1, 2, 3, 10}},  {"weekday", {1, 2, 3, 4, 5, 6, 7}},
      {"priority", {1, 2, 3, 4, 5}},  {"year", {1, 2, 3, 4, 5}},        {"dollar_value", {3, 5, 8}}};
  for (const auto& [name, pattern] : cases)
    EXPECT_EQ(roles(guess_numbers(name, pattern)).at(name), "attribute") << name;
}

TEST(GuessRatings, AsksWhetherSixIsAnAnswer) {
  const auto g = guess_numbers("overall rating", {1, 2, 3, 4, 5, 6});
  ASSERT_EQ(g.questions.size(), 1U);
  EXPECT_EQ(g.questions[0].column, "overall rating");
  ASSERT_EQ(g.questions[0].answers.size(), 2U);
  EXPECT_EQ(g.questions[0].answers[0].line, "scale = [1, 6]");
  EXPECT_EQ(g.questions[0].answers[1].line, "scale = [1, 5], no_answer = [\"6\"]");
}

TEST(GuessRatings, StandardNamesAreGivenOnce) {
  std::string table = "overall satisfaction|satisfaction with staff|rating|comment\n";
  for (int i = 0; i < 60; ++i) {
    table += std::to_string(1 + i % 5) + "|" + std::to_string(1 + i % 5) + "|" + std::to_string(5 - i % 5) +
             "|words and words, " + std::to_string(i) + "\n";
  }
  const auto r = roles(guess(Table(table)));
  EXPECT_EQ(r.at("overall satisfaction"), "rating csat 1–5");
  EXPECT_EQ(r.at("satisfaction with staff"), "rating satisfaction_with_staff 1–5");
  EXPECT_EQ(r.at("rating"), "rating stars 1–5");
}

TEST(GuessRatings, AMatrixOfQuestionsIsKnownByItsSisters) {
  // V1 … V5 on 1–5, with 6 for "never used" in 2 % to 70 % of the rows, and 0 where nothing was ticked in 3 %.
  std::string table = "V1|V2|V3|V4|V5|flights|comment\n";
  std::uint32_t seed = 7;
  const auto draw = [&seed](std::uint32_t below) {
    seed = seed * 1'664'525U + 1'013'904'223U;
    return (seed >> 8U) % below;
  };
  const int answers[] = {4, 5, 4, 3, 5, 4, 2, 5, 4, 3, 1, 5};
  const std::uint32_t never_used[] = {2, 10, 25, 45, 70};
  const int flights[] = {1, 1, 1, 2, 1, 3, 2, 1, 4, 6, 5, 0};
  for (int i = 0; i < 600; ++i) {
    for (const std::uint32_t share : never_used) {
      const std::uint32_t percent = draw(100);
      const int answer = percent < share ? 6 : (percent < share + 3 ? 0 : answers[draw(12)]);
      table += std::to_string(answer) + "|";
    }
    table += std::to_string(flights[draw(12)]) + "|words and words, " + std::to_string(i) + "\n";
  }
  const auto g = guess(Table(table));
  const auto r = roles(g);
  for (const char* name : {"V1", "V2", "V3", "V4", "V5"}) {
    EXPECT_TRUE(r.at(name).starts_with("rating v")) << name << r.at(name);
    EXPECT_NE(r.at(name).find("1–5"), std::string::npos) << r.at(name);
    EXPECT_NE(r.at(name).find("without 0"), std::string::npos) << r.at(name);
    EXPECT_NE(r.at(name).find("without 6"), std::string::npos) << r.at(name);
  }
  EXPECT_EQ(r.at("flights"), "attribute");
}

TEST(GuessRatings, AnswersThatBeginWithTheirNumber) {
  const Table table(R"(
How likely are you to recommend us to your friends?|Rating|comment
10 - Extremely likely|5 stars|The best that I have seen so far
0 - Not at all likely|1 star|It broke on the first day of use
7|4 stars|Fine for the price that I paid
)");
  const auto g = guess(table);
  const auto r = roles(g);
  EXPECT_EQ(g.map.columns[0].format, "leading");
  EXPECT_EQ(r.at("How likely are you to recommend us to your friends?"), "rating nps 0–10");
  EXPECT_EQ(r.at("Rating"), "rating stars 1–5");
}

TEST(GuessRatings, AnswersInWordsOfOneScale) {
  const Table table(R"(
Wie zufrieden sind Sie mit uns?|Meinung
sehr zufrieden|Das ging alles schnell und einfach
unzufrieden|Niemand hat sich bei mir gemeldet
neutral|Es war in Ordnung, mehr nicht
keine Angabe|Ich habe noch keine Erfahrung damit
)");
  const auto g = guess(table);
  EXPECT_EQ(roles(g).at("Wie zufrieden sind Sie mit uns?"), "rating csat 1–5 without keine Angabe");
  ASSERT_EQ(g.map.columns[0].scale->words.size(), 3U);
  EXPECT_EQ(g.map.columns[0].scale->words[0].word, "unzufrieden");
  EXPECT_EQ(g.map.columns[0].scale->words[0].value.value, 200);
}

TEST(GuessRatings, WordsOfNoKnownScaleStayWords) {
  const Table table(R"(
Satisfaction|comment
Neutral or Dissatisfied|The seat was broken and nobody cared
Satisfied|A calm flight with friendly people
Neutral or Dissatisfied|Two hours late and no explanation
)");
  EXPECT_EQ(roles(guess(table)).at("Satisfaction"), "attribute");
}

TEST(GuessRatings, DecimalCommas) {
  const Table table(R"(
Bewertung|Kommentar
4,5|Sehr gute Lage und nettes Personal
3,0|Das Zimmer war leider etwas zu klein
1,5|Die ganze Nacht war es viel zu laut
)");
  const auto g = guess(table);
  EXPECT_EQ(roles(g).at("Bewertung"), "rating stars 1–5");
  EXPECT_EQ(g.map.columns[0].decimal, DecimalSign::comma);
}

}  // namespace
}  // namespace bellwether::listen
