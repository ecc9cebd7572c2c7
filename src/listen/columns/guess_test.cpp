// Times, texts, and what is neither.
#include "listen/columns/guess_for_test.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace bellwether::listen {
namespace {

TEST(GuessTime, ACoinFlipAsksForTheMap) {
  const Table table(R"(
date|comment
03/04/2024|The first of these three comments
05/06/2024|The second comment is about prices
01/02/2024|The third and last comment of all
)");
  const auto g = guess(table);
  ASSERT_EQ(g.questions.size(), 1U);
  EXPECT_EQ(g.questions[0].column, "date");
  EXPECT_EQ(g.questions[0].answers[0].line, "format = \"%d/%m/%Y\"");
  EXPECT_EQ(g.questions[0].answers[1].line, "format = \"%m/%d/%Y\"");
  EXPECT_LT(g.map.columns[0].sure, 0.6);
  EXPECT_NE(to_text(g.questions[0]).find("write  format"), std::string::npos);
}

TEST(GuessTime, AnotherColumnOfTheFileShowsTheOrder) {
  const Table table(R"(
created|closed|comment
03/04/2024|13/04/2024|The first of these three comments
05/06/2024|06/06/2024|The second comment is about prices
01/02/2024|27/02/2024|The third and last comment of all
)");
  const auto g = guess(table);
  EXPECT_TRUE(g.questions.empty());
  EXPECT_EQ(g.map.columns[0].role, Role::time);
  EXPECT_EQ(g.map.columns[0].format, "%d/%m/%Y");
}

TEST(GuessTime, TakesWhenItWasSaidBeforeWhenItWasDone) {
  const auto r = roles(guess(Table(R"(
updated_at|date_of_birth|created_at|closed_at|text
2024-05-05|1980-01-01|2024-05-01|2024-05-04|The first of these three comments
2024-05-06|1990-01-01|2024-05-02|2024-05-05|The second comment is about prices
)")));
  EXPECT_EQ(r.at("created_at"), "time");
  EXPECT_EQ(r.at("date_of_birth"), "personal");
  EXPECT_EQ(r.at("closed_at"), "attribute");
}

TEST(GuessTime, AFileWithoutTimesSaysSo) {
  const auto g = guess(Table("score|comment\n1|aa bb cc dd ee\n2|ff gg hh ii jj\n"));
  EXPECT_TRUE(g.questions.empty());
  ASSERT_FALSE(g.remarks.empty());
  EXPECT_NE(g.remarks[0].what.find("occurred = \"2024-05-01\""), std::string::npos);
}

TEST(GuessTime, TimesOfDayAndBirthdaysAreNotWhenItHappened) {
  const auto r = roles(guess(Table(R"(
HireDate|DEPTIME|comment
9/26/2018|12/31/1899 09:30:00 AM|Words about the work that we do here
10/13/2015|12/31/1899 10:45:00 PM|Other words about another kind of work
)")));
  EXPECT_EQ(r.at("HireDate"), "attribute");
  EXPECT_EQ(r.at("DEPTIME"), "attribute");
}

TEST(GuessText, ACopyThatAProgramMadeIsLeftOut) {
  std::string table = "Customer Remarks|clean_text\n";
  for (int i = 0; i < 20; ++i) {
    table += "Very good, thank you " + std::to_string(i) + "!!|very good thank you " + std::to_string(i) + "\n";
  }
  const auto r = roles(guess(Table(table)));
  EXPECT_EQ(r.at("Customer Remarks"), "text");
  EXPECT_EQ(r.at("clean_text"), "ignored");
}

TEST(GuessText, LongCategoriesAreNoTexts) {
  std::string table = "In your opinion, which of these sentences is the better one?|id\n";
  for (int i = 0; i < 100; ++i) {
    table += std::string(i % 2 == 0 ? "It's important for a person to be honest, kind and loyal."
                                    : "It's important for a person to be honest, kind, and loyal.") +
             "|" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(roles(guess(Table(table))).at("In your opinion, which of these sentences is the better one?"), "attribute");
}

TEST(GuessText, ChineseHasNoBlanks) {
  EXPECT_EQ(roles(guess(Table(R"(
label|review
1|商务大床房，房间很大，床有2M宽，整体感觉经济实惠不错!
0|早餐太差，无论去多少人，那边也不加食品的。
1|宾馆在小街道上，不大好找，但还好北京热心同胞很多
)")))
                .at("review"),
            "text");
}

TEST(GuessRest, RowNumbersAndEmptyColumnsAreIgnored) {
  const auto r = roles(guess(Table(R"(
Unnamed: 0|empty|comment|name
0||The first of these three comments|Ann Lee
1|NA|The second comment is about prices|Bob Ray
2||The third and last comment of all|Cy Dow
)")));
  EXPECT_EQ(r.at("Unnamed: 0"), "ignored");
  EXPECT_EQ(r.at("empty"), "ignored");
  EXPECT_EQ(r.at("name"), "personal");
}

TEST(GuessRest, LabelsOfASurveyToolSayWhatItsColumnsAre) {
  const Table table(R"(
Q1|Q2|Q3_1_TEXT|Q3_2_TEXT
9|The queue at the desk was far too long|Ann|555-123-4567
4|Everything was fine, thank you so much|Bob|555-765-4321
)",
                    {"How likely are you to recommend us to a friend?", "Please tell us why you gave this score",
                     "Please leave your details: -Name:", "Please leave your details: -Phone Number:"});
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Q1"), "rating nps 0–10");
  EXPECT_EQ(r.at("Q2"), "text");
  EXPECT_EQ(r.at("Q3_2_TEXT"), "customer");  // nothing better tells people apart; a pseudonym only
}

TEST(GuessOwnForm, IsTakenByNameWithCertainty) {
  const Table table(R"(
id|occurred_at|channel|customer|ratings.nps|ratings.comfort|text|attributes.city|themes|reader
1|2024-05-01T10:00:00Z|survey|c1|9|3|Fine|Rome|[]|r1
2|2024-05-01T11:00:00Z|survey|c2|8|4|Good|Rome|[]|r1
)");
  const auto g = guess(table);
  for (const ColumnUse& use : g.map.columns) EXPECT_EQ(use.sure, 1) << use.column;
  EXPECT_EQ(g.map.columns[0].role, Role::key);
  EXPECT_EQ(g.map.columns[4].name, "nps");
  EXPECT_EQ(g.map.columns[4].scale->high.value, 1000);
  EXPECT_EQ(g.map.columns[5].name, "comfort");
  EXPECT_FALSE(g.map.columns[5].scale);
  EXPECT_EQ(g.map.columns[7].role, Role::attribute);
  EXPECT_EQ(g.map.columns[7].name, "city");
  EXPECT_EQ(g.map.columns[8].role, Role::themes);
}

TEST(GuessActs, AnEventLog) {
  const Table table(R"(
case:concept:name|concept:name|org:resource|time:timestamp|cost
3|register request|Pete|2010-12-30 14:32:00+01:00|50
3|examine casually|Mike|2010-12-30 15:06:00+01:00|400
2|register request|Pete|2010-12-30 16:34:00+01:00|50
2|examine casually|Mike|2010-12-30 17:34:00+01:00|400
)");
  const auto r = roles(guess(table, facts::Table::acts));
  EXPECT_EQ(r, (Roles{{"case:concept:name", "about"},
                      {"concept:name", "kind"},
                      {"org:resource", "actor"},
                      {"time:timestamp", "time"},
                      {"cost", "amount"}}));
}

TEST(GuessActs, AsksForWhatWasDone) {
  const auto g = guess(Table("date|amount\n2024-01-01|5\n2024-01-02|6\n"), facts::Table::acts);
  ASSERT_EQ(g.questions.size(), 1U);
  EXPECT_NE(g.questions[0].question.find("what was done"), std::string::npos);
}

TEST(PlainName, IsWhatAFilterCanWrite) {
  EXPECT_EQ(plain_name("Check-in Service"), "check_in_service");
  EXPECT_EQ(plain_name("JobSatisfaction"), "job_satisfaction");
  EXPECT_EQ(plain_name("Q7ART"), "q7art");
  EXPECT_EQ(plain_name("Zufriedenheit (Öffnungszeiten)"), "zufriedenheit_offnungszeiten");
  EXPECT_EQ(plain_name("2nd visit"), "q_2nd_visit");
  EXPECT_EQ(plain_name("???"), "column");
  EXPECT_LE(plain_name(std::string(500, 'a') + " b").size(), 48U);
}

TEST(Guess, TenThousandRowsOfFiftyColumnsTakeWellUnderASecond) {
  constexpr std::size_t k_rows = 10'000;
  constexpr std::size_t k_columns = 50;
  std::vector<std::vector<std::string>> cells(k_columns, std::vector<std::string>(k_rows));
  for (std::size_t c = 0; c < k_columns; ++c) {
    for (std::size_t r = 0; r < k_rows; ++r) {
      const std::string n = std::to_string(r * 7 % 9'973);
      switch (c % 5) {
        case 0:
          cells[c][r] = std::to_string(r % 11);
          break;
        case 1:
          cells[c][r] = "2024-0" + std::to_string(1 + r % 9) + "-1" + std::to_string(r % 10) + " 10:00:0" +
                        std::to_string(r % 10);
          break;
        case 2:
          cells[c][r] = "a comment of some length about the service and the price " + n;
          break;
        case 3:
          cells[c][r] = "C-" + n;
          break;
        default:
          cells[c][r] = n + ".25";
      }
    }
  }
  std::vector<std::vector<std::string_view>> views;
  std::vector<std::string> names;
  for (std::size_t c = 0; c < k_columns; ++c) {
    views.emplace_back(cells[c].begin(), cells[c].end());
    names.push_back("column name " + std::to_string(c));
  }
  std::vector<SampleColumn> columns;
  for (std::size_t c = 0; c < k_columns; ++c) columns.push_back({.name = names[c], .label = {}, .cells = views[c]});
  const auto start = std::chrono::steady_clock::now();
  const Guess g = guess_columns(columns, {.as = facts::Table::signals, .now = k_now, .own_form = false});
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(g.map.columns.size(), k_columns);
  // Half a second where it was measured alone; sanitizers and a busy machine get room.
  RecordProperty("ms", std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LT(took, std::chrono::seconds(20));
}

}  // namespace
}  // namespace bellwether::listen
