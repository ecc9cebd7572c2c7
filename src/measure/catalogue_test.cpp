#include "measure/catalogue.hpp"

#include "measure/definition.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

std::string mistake_in(std::string_view toml) {
  const auto catalogue = Catalogue::from_text(toml, "my.toml");
  return catalogue ? "none" : to_text(catalogue.error());
}

TEST(Catalogue, ReadsAMeasure) {
  const auto catalogue = Catalogue::from_text(R"([nps]
label     = "Net Promoter Score"
where     = 'voice_of = "customer"'
value     = "rating.nps"
estimator = "net_share"
positive  = ">= 9"
negative  = "<= 6"
unit      = "points"
better    = "higher"
scale     = [0, 10]
)",
                                              "my.toml");
  ASSERT_TRUE(catalogue) << to_text(catalogue.error());
  const Measure nps = catalogue->find("nps").value();
  EXPECT_EQ(nps.label, "Net Promoter Score");
  EXPECT_EQ(nps.estimator, Estimator::net_share);
  EXPECT_EQ(nps.factor, 100) << "points and % are hundredths";
  EXPECT_EQ(nps.better, Better::higher);
  EXPECT_EQ(nps.scale, (AnswerScale{0, 10}));
  EXPECT_EQ(nps.file, "my.toml:1");
  EXPECT_EQ(condition_of(nps, nps.positive), "rating.nps >= 9");
}

TEST(Catalogue, NamesFileLineAndNearestWord) {
  const struct {
    const char* toml;
    const char* mistake;
  } rows[] = {
      {"[a]\nlabel = \"A\"\nestimatr = \"count\"\n",
       "my.toml:3: a measure has no \"estimatr\"\n  → did you mean estimator?"},
      {"[a]\nlabel = \"A\"\nestimator = \"cuont\"\n",
       "my.toml:3: there is no estimator \"cuont\"\n  → did you mean count?"},
      {"[a]\nlabel = \"A\"\nestimator = \"mean\"\n",
       "my.toml:1: a measure with estimator \"mean\" needs value\n  → add value = \"rating.nps\""},
      {"[a]\nestimator = \"count\"\n", "my.toml:1: the measure a has no label\n  → add label = \"…\""},
      {"[a]\nlabel = \"A\"\n", "my.toml:1: the measure a has no estimator\n  → add estimator = \"…\""},
      {"[a]\nlabel = 3\nestimator = \"count\"\n", "my.toml:2: label is a text\n  → put it in quotes"},
      {"[a]\nlabel = \"A\"\nestimator = \"share\"\nvalue = \"rating.x\"\n",
       "my.toml:1: a measure with estimator \"share\" needs positive\n  → add positive = \">= 9\""},
      {"[a]\nlabel = \"A\"\nestimator = \"count\"\nnegative = \"<= 6\"\n",
       "my.toml:4: negative means nothing with estimator \"count\"\n  → leave it out"},
      {"[a]\nlabel = \"A\"\nestimator = \"count\"\nwhere = 'unit = Lyon'\n",
       "my.toml:4: where does not read: text stands in quotes\n  unit = Lyon\n         ^^^^\n  → write \"Lyon\""},
      {"[a]\nlabel = \"A\"\nestimator = \"share\"\nvalue = \"rating.x\"\npositive = \">> 4\"\n",
       "my.toml:5: positive does not read: a value is missing here\n  rating.x >> 4\n            ^\n"
       "  → write text in quotes, a number, or a day like 2026-01-31"},
      {"[a]\nlabel = \"A\"\nestimator = \"count\"\nfactor = -1\n",
       "my.toml:4: factor is a number above zero\n  → write factor = 100 for percent"},
      {"[a]\nlabel = \"A\"\nestimator = \"count\"\nscale = [5, 1]\n",
       "my.toml:4: scale is the lowest and the highest answer\n  → write scale = [1, 5]"},
      {"label = \"A\"\n",
       "my.toml:1: \"label\" stands outside of a measure\n  → put it under a heading like [my_measure]"},
      {"[\"a(b\"]\nlabel = \"A\"\nestimator = \"count\"\n",
       "my.toml:1: \"a(b\" can't be asked for by name\n  → use letters, digits, _ and -"},
  };
  for (const auto& row : rows) EXPECT_EQ(mistake_in(row.toml), row.mistake) << row.toml;
  EXPECT_TRUE(mistake_in("[a]\nlabel = \"A\n").starts_with("my.toml:2: this is not TOML: "))
      << mistake_in("[a]\nlabel = \"A\n");
}

TEST(Catalogue, ShippedMeasuresAreSound) {
  const auto catalogue = Catalogue::load({});
  ASSERT_TRUE(catalogue) << to_text(catalogue.error());
  EXPECT_GE(catalogue->all().size(), 20U);
  for (const auto& [id, measure] : catalogue->all()) {
    EXPECT_FALSE(measure.label.empty()) << id;
    EXPECT_FALSE(measure.about.empty()) << id;
    EXPECT_FALSE(measure.limits.empty()) << id << " can't tell everything";
    EXPECT_FALSE(measure.unit.empty()) << id;
    const bool has_interval = measure.estimator != Estimator::count && measure.estimator != Estimator::distinct;
    EXPECT_EQ(measure.source.empty() && has_interval, false) << id;
  }
  for (const char* id : {"nps", "csat", "csat_mean", "ces", "ces_mean", "stars", "stars_top", "volume", "comments",
                         "comment_share", "customers", "sentiment", "acts", "enps"}) {
    EXPECT_TRUE(catalogue->find(id)) << id;
  }
}

TEST(Catalogue, NamesTheNearestMeasure) {
  const auto catalogue = Catalogue::load({}).value();
  EXPECT_EQ(catalogue.find("npss").error().mend, "did you mean nps?");
  EXPECT_EQ(catalogue.find("npss").error().code, Code::not_found);
}

class Folder : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) / "bellwether_measures";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const char* name, const char* text) const { std::ofstream(folder_ / name) << text; }
  std::filesystem::path folder_;
};

TEST_F(Folder, OwnMeasuresTakeThePlaceOfShippedOnes) {
  write("own.toml",
        "[volume]\nlabel = \"Mine\"\nestimator = \"count\"\n[mine]\nlabel = \"M\"\nestimator = \"count\"\n");
  write("notes.txt", "not a measure");
  const auto catalogue = Catalogue::load(folder_);
  ASSERT_TRUE(catalogue) << to_text(catalogue.error());
  EXPECT_EQ(catalogue->find("volume")->label, "Mine");
  EXPECT_TRUE(catalogue->find("mine"));
  EXPECT_TRUE(catalogue->find("nps"));
}

TEST_F(Folder, OneIdTwiceIsAMistake) {
  write("a.toml", "[mine]\nlabel = \"M\"\nestimator = \"count\"\n");
  write("b.toml", "\n[mine]\nlabel = \"M\"\nestimator = \"count\"\n");
  const auto catalogue = Catalogue::load(folder_);
  ASSERT_FALSE(catalogue);
  EXPECT_NE(catalogue.error().where.find("b.toml:2"), std::string::npos);
  EXPECT_NE(catalogue.error().mend.find("a.toml:1"), std::string::npos);
}

TEST_F(Folder, NoFolderIsNoMistake) { EXPECT_TRUE(Catalogue::load(folder_ / "absent")); }

TEST(Call, MakesMeasuresOnTheSpot) {
  const Catalogue none;
  const Measure mean = none.find("mean(rating.clean)").value();
  EXPECT_EQ(mean.id, "mean(rating.clean)");
  EXPECT_EQ(mean.estimator, Estimator::mean);
  EXPECT_EQ(mean.value, "rating.clean");
  EXPECT_FALSE(mean.scale);
  const Measure top = none.find(" top( rating.clean,4 ) ").value();
  EXPECT_EQ(top.id, "top(rating.clean, 4)");
  EXPECT_EQ(condition_of(top, top.positive), "rating.clean >= 4");
  EXPECT_EQ(top.factor, 100);
  EXPECT_EQ(none.find("top(rating.stars)")->id, "top(rating.stars, 5)");
  EXPECT_EQ(none.find("mean(rating.nps)")->scale, (AnswerScale{0, 10}));
  EXPECT_EQ(none.find("distribution(rating.\"Q 7\")")->value, "rating.\"Q 7\"");
}

TEST(Call, SaysWhatDoesNotRead) {
  const Catalogue none;
  EXPECT_NE(to_text(none.find("top(rating.clean)").error()).find("top(rating.clean, 4)"), std::string::npos);
  EXPECT_NE(to_text(none.find("maen(rating.clean)").error()).find("did you mean mean?"), std::string::npos);
  for (const char* text : {"mean(", "mean()", "mean(3)", "mean(rating.x) or", "top(rating.x, 'a')", "mean(rating.x, 4)",
                           "(rating.x)", "mean(rating.x"}) {
    EXPECT_FALSE(none.find(text)) << text;
  }
}

TEST(Version, FollowsWhatIsCountedAndNotHowItIsCalled) {
  Measure measure = Catalogue::load({})->find("nps").value();
  const std::string version = version_of(measure);
  EXPECT_EQ(version.size(), std::string("0.1.0+5d2f91ab").size());
  measure.label = "Another name";
  EXPECT_EQ(version_of(measure), version);
  measure.positive = ">= 8";
  EXPECT_NE(version_of(measure), version);
}

}  // namespace
}  // namespace bellwether::measure
