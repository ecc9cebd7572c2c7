#include "lead/framework.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

const measure::Catalogue& measures() {
  static const measure::Catalogue k_shipped = measure::Catalogue::load({}).value();
  return k_shipped;
}

constexpr const char* k_indicator = R"(
  [[dimension.indicator]]
  measure = "nps"
  curve = [[-20, 0], [20, 50], [60, 100]]
  side = "customer"
  bring = "answers of customers"
)";

std::string framework_with(const std::string& dimensions) { return "id = \"own\"\nlabel = \"Own\"\n" + dimensions; }
std::string one_indicator(const std::string& lines) {
  return framework_with("[[dimension]]\nid = \"a\"\nlabel = \"A\"\n[[dimension.indicator]]\n" + lines);
}

std::string mistake_in(const std::string& toml) {
  const auto read = Frameworks::from_text(measures(), toml, "own.toml");
  return read ? "none" : to_text(read.error());
}

TEST(Framework, IsReadWithItsDefaults) {
  const auto read = Frameworks::from_text(
      measures(), framework_with("[[dimension]]\nid = \"a\"\nlabel = \"A\"\nweight = 2\n" + std::string(k_indicator)),
      "own.toml");
  ASSERT_TRUE(read) << to_text(read.error());
  const Framework& own = *read->find("own").value();
  ASSERT_EQ(own.dimensions.size(), 1U);
  EXPECT_EQ(own.dimensions[0].weight, 2);
  const Indicator& nps = own.dimensions[0].indicators.at(0);
  EXPECT_EQ(nps.id, "nps");
  EXPECT_EQ(nps.label, "Net Promoter Score");
  EXPECT_EQ(nps.unit, "points");
  EXPECT_EQ(nps.scope, Scope::under);
  EXPECT_EQ(nps.side, Side::customer);
  EXPECT_EQ(nps.window_days, 90);
  EXPECT_EQ(nps.least, 10);
}

TEST(Framework, SaysWhatIsWrongWhereAndHowToMendIt) {
  struct Row {
    std::string toml, mistake;
  };
  const std::string rest = "curve = [[0, 0], [1, 100]]\nside = \"act\"\nbring = \"x\"\n";
  const std::vector<Row> rows{
      {"id = \"own\"\nlabel = \"Own\"\n",
       "own.toml:1: the framework own has no dimension\n  → add one under [[dimension]]"},
      {framework_with("[[dimension]]\nid = \"a\"\nlabel = \"A\"\n"),
       "own.toml:3: the dimension a has no indicator\n  → add one under [[indicator]]"},
      {one_indicator("measure = \"npss\"\n" + rest), "own.toml:7: there is no measure npss\n  → did you mean nps?"},
      {one_indicator(rest), "own.toml:6: an indicator needs either a measure or a special\n  → add measure = \"nps\""},
      {one_indicator("measure = \"nps\"\nwieght = 2\n" + rest),
       "own.toml:8: an indicator has no \"wieght\"\n  → did you mean weight?"},
      {one_indicator("measure = \"nps\"\nweight = 0\n" + rest),
       "own.toml:8: a weight is above zero\n  → leave out what is not to count"},
      {one_indicator("measure = \"nps\"\nside = \"act\"\nbring = \"x\"\n"),
       "own.toml:6: an indicator needs a curve of two points or more\n  → write curve = [[48, 0], [12, 50], [2, 100]]: "
       "value, score"},
      {one_indicator("measure = \"nps\"\ncurve = [[0, 0], [1, 100], [2, 50]]\nside = \"act\"\nbring = \"x\"\n"),
       "own.toml:8: a curve goes one way, with scores from 0 to 100 and each value once\n"
       "  → write curve = [[48, 0], [12, 50], [2, 100]]: value, score"},
      {one_indicator("measure = \"nps\"\nside = \"boss\"\ncurve = [[0, 0], [1, 100]]\nbring = \"x\"\n"),
       "own.toml:8: there is no side \"boss\"\n  → write one of: act, employee, customer, self"},
      {one_indicator("special = \"self_gap\"\n" + rest), "own.toml:6: a special needs a label\n  → add label = \"…\""},
      {one_indicator("measure = \"customers\"\n" + rest),
       "own.toml:7: customers is not one figure that parts add up to\n  → name a share, a mean or a rate"},
      {one_indicator("measure = \"nps\"\nwindow = 0.5\n" + rest),
       "own.toml:8: window is a number of days\n  → write window = 90"},
  };
  for (const Row& row : rows) EXPECT_EQ(mistake_in(row.toml), row.mistake) << row.toml;
}

TEST(Framework, NamesWhatIsToldBesideItsScore) {
  const auto with = [](const std::string& line) {
    return "id = \"own\"\nlabel = \"Own\"\n" + line + "[[dimension]]\nid = \"a\"\nlabel = \"A\"\n" + k_indicator;
  };
  const auto told = Frameworks::from_text(measures(), with("beside = [\"gaps\", \"flywheel\"]\n"), "own.toml");
  ASSERT_TRUE(told) << to_text(told.error());
  EXPECT_EQ(told->find("own").value()->beside, (std::vector{Beside::gaps, Beside::flywheel}));
  EXPECT_TRUE(Frameworks::from_text(measures(), with(""), "own.toml")->find("own").value()->beside.empty());

  EXPECT_EQ(mistake_in(with("beside = [\"alignment\", \"flywhel\"]\n")),
            "own.toml:3: nothing called flywhel is told beside a score\n  → did you mean flywheel?");
  EXPECT_EQ(mistake_in(with("beside = [\"weather\"]\n")),
            "own.toml:3: nothing called weather is told beside a score\n"
            "  → there are flywheel, alignment, linkage, gaps");
  for (const char* const no_words : {"beside = \"flywheel\"\n", "beside = true\n", "beside = [3]\n"}) {
    EXPECT_EQ(mistake_in(with(no_words)),
              "own.toml:3: beside is a list of words\n  → write beside = [\"alignment\"], say");
  }
}

TEST(Framework, OfOnesOwnTakesThePlaceOfAShippedOne) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "bellwether_frameworks";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "mine.toml") << "id = \"core\"\nlabel = \"Ours\"\n[[dimension]]\nid = \"a\"\nlabel = \"A\"\n"
                                      << k_indicator;
  const auto read = Frameworks::load(measures(), folder);
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(read->find("core").value()->label, "Ours");
  EXPECT_TRUE(read->find("lead"));
  EXPECT_EQ(read->find("coree").error().mend, "did you mean core?");
  std::ofstream(folder / "other.toml")
      << "id = \"core\"\nlabel = \"Theirs\"\n[[dimension]]\nid = \"a\"\nlabel = \"A\"\n"
      << k_indicator;
  const auto twice = Frameworks::load(measures(), folder);
  ASSERT_FALSE(twice);
  EXPECT_NE(to_text(twice.error()).find("the framework core is defined twice"), std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST(Framework, ShippedOnesAreWholeAndSpeakFromSeveralSides) {
  const auto read = Frameworks::load(measures(), {});
  ASSERT_TRUE(read) << to_text(read.error());
  for (const char* id : {"lead", "core", "elements", "pillars", "sponsorship", "customer-centric"}) {
    const auto found = read->find(id);
    ASSERT_TRUE(found) << id;
    for (const Dimension& dimension : (*found)->dimensions) {
      EXPECT_GE(dimension.indicators.size(), 3U) << id << " " << dimension.id;
      double heaviest = 0, all = 0;
      bool self_alone = true;
      for (const Indicator& indicator : dimension.indicators) {
        EXPECT_FALSE(indicator.why.empty()) << id << " " << indicator.id;
        EXPECT_FALSE(indicator.bring.empty()) << id << " " << indicator.id;
        heaviest = std::max(heaviest, indicator.weight);
        all += indicator.weight;
        self_alone = self_alone && indicator.side == Side::self;
      }
      EXPECT_LE(heaviest / all, 0.5) << id << " " << dimension.id << ": one indicator decides";
      EXPECT_FALSE(self_alone) << id << " " << dimension.id;
    }
  }
}

TEST(Curve, IsStraightBetweenItsPointsAndFlatOutside) {
  const Curve falling{{2, 100}, {12, 50}, {48, 0}};
  EXPECT_DOUBLE_EQ(score_at(falling, 0), 100);
  EXPECT_DOUBLE_EQ(score_at(falling, 2), 100);
  EXPECT_DOUBLE_EQ(score_at(falling, 7), 75);
  EXPECT_DOUBLE_EQ(score_at(falling, 30), 25);
  EXPECT_DOUBLE_EQ(score_at(falling, 500), 0);
}

}  // namespace
}  // namespace bellwether::lead
