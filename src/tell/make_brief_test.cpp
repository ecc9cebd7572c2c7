#include "tell/make_brief.hpp"

#include "store/directory/data_directory.hpp"
#include "tell/brief_html.hpp"
#include "tell/brief_period.hpp"
#include "tell/brief_voices.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace bellwether::tell {
namespace {

// Ten answers each. Good: 5 promoters, 2 detractors of 10, NPS 30. Bad: 1 promoter, 7 detractors, NPS −60.
constexpr std::array<int, 10> k_good = {10, 9, 8, 9, 6, 10, 7, 9, 3, 8};
constexpr std::array<int, 10> k_bad = {0, 3, 6, 5, 8, 2, 9, 4, 7, 6};
constexpr std::array<const char*, 4> k_units = {"Lyon", "Paris", "Nice", "Lille"};

Day on(unsigned month, unsigned day) { return *day_from({2026, month, day}); }
const Day k_today = on(11, 22);
const Day k_week_46 = on(11, 9);

std::optional<Instant> noon(std::optional<Day> day) {
  if (!day) return std::nullopt;
  return Instant{day->days * k_us_per_day + k_us_per_day / 2};
}

/// A store in a folder of its own, filled by hand and thrown away.
class MakeBrief : public testing::Test {
 protected:
  void SetUp() override {
    static int count = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("bellwether-brief-" + std::to_string(getpid()) + "-" + std::to_string(++count));
    auto directory = store::DataDirectory::open(folder_, store::Access::write, "test");
    ASSERT_TRUE(directory) << to_text(directory.error());
    directory_.emplace(std::move(*directory));
    auto facts = facts::Facts::open(*directory_);
    ASSERT_TRUE(facts) << to_text(facts.error());
    facts_ = std::move(*facts);
  }
  void TearDown() override {
    facts_.reset();
    directory_.reset();
    std::filesystem::remove_all(folder_);
  }

  struct Said {
    std::string unit, text;
    int nps = 0;
  };

  /// One answer; every third leaves words.
  void answer(std::optional<Day> day, std::string_view unit, int nps, facts::VoiceOf voice = facts::VoiceOf::customer) {
    static constexpr std::array<const char*, 5> k_words = {
        "The queue at reception took forty minutes on a quiet evening",
        "Nobody could tell me when the lift would run again",
        "My key card failed three times before breakfast was over",
        "Friendly people everywhere, we will come back next spring",
        "Quiet room above the garden with a very good bed indeed"};
    facts::Signal& signal = batch_.add();
    signal.id = derived_id(7, ++made_);
    signal.occurred_at = noon(day);
    signal.received_at = Instant{k_today.days * k_us_per_day};
    signal.source = "test";
    signal.channel = made_ / 10 % 2 == 0 ? "survey" : "app";
    signal.voice_of = voice;
    signal.unit = batch_.keep(unit);
    signal.subject = facts::Pseudonym{made_};
    const std::array<facts::Rating, 1> ratings = {{{.name = "nps", .value = Hundredths{nps * 100}}}};
    signal.ratings = batch_.keep(std::span<const facts::Rating>(ratings));
    if (made_ % 3 == 0) {
      const std::string text = std::string(k_words.at((nps >= 8 ? 3 : 0) + (made_ / 3) % (nps >= 8 ? 2 : 3))) +
                               ", number " + std::to_string(made_);
      signal.text = batch_.keep(text);
      signal.language = "en";
      said_[signal.id] = {.unit = std::string(unit), .text = text, .nps = nps};
    }
  }
  /// `tens` times the ten answers, spread over the seven days from `first`.
  void answers(std::optional<Day> first, std::string_view unit, int tens, const std::array<int, 10>& ratings) {
    for (int at = 0; at < 10 * tens; ++at) {
      const std::optional<Day> day = first ? std::optional(Day{first->days + at % 7}) : std::nullopt;
      answer(day, unit, ratings.at(static_cast<std::size_t>(at % 10)));
    }
  }
  void commit() {
    const auto done = facts_->append(std::move(batch_)).get();
    ASSERT_TRUE(done) << to_text(done.error());
    batch_ = facts::SignalBatch();
  }
  Brief brief(std::optional<Period> period = {}) {
    const auto catalogue = measure::Catalogue::load(std::nullopt);
    EXPECT_TRUE(catalogue) << to_text(catalogue.error());
    auto made = make_brief(*catalogue, *facts_, measure::Guards(),
                           {.period = period, .organisation = "Test", .today = k_today, .at = Instant{1}});
    EXPECT_TRUE(made) << to_text(made.error());
    return made ? std::move(*made) : Brief{};
  }

  std::filesystem::path folder_;
  std::optional<store::DataDirectory> directory_;
  std::unique_ptr<facts::Facts> facts_;
  facts::SignalBatch batch_;
  std::uint64_t made_ = 0;
  std::map<Id, Said> said_;
};

const Figure& figure_of(const Brief& brief, std::string_view id) {
  static const Figure k_none{};
  for (const Figure& figure : brief.figures) {
    if (figure.measure == id) return figure;
  }
  ADD_FAILURE() << "no figure " << id;
  return k_none;
}

// Eight weeks of equal units, but for Lyon in the last: 100 answers a unit and week.
TEST_F(MakeBrief, NamesAPlantedDropInTheHeadline) {
  for (int week = 0; week < 8; ++week) {
    for (const char* unit : k_units) {
      const bool drop = week == 7 && std::string_view(unit) == "Lyon";
      answers(Day{k_week_46.days - 7 * (7 - week)}, unit, 10, drop ? k_bad : k_good);
    }
  }
  commit();
  const Brief told = brief();
  EXPECT_EQ(told.period, "week\u00A046, 2026");
  EXPECT_EQ(told.against, "week\u00A045, 2026");
  EXPECT_TRUE(told.headline.starts_with("NPS fell 22")) << told.headline;
  EXPECT_NE(told.headline.find("most of all in Lyon"), std::string::npos) << told.headline;
  EXPECT_EQ(told.tone, Tone::worse);

  // (3 × 30 − 60) / 4 = 7.5, from 30.
  const Figure& nps = figure_of(told, "nps");
  EXPECT_NEAR(std::get<measure::Estimate>(nps.now.is).value, 7.5, 1e-9);
  EXPECT_NEAR(std::get<measure::Estimate>(nps.before->is).value, 30, 1e-9);
  EXPECT_EQ(std::get<measure::Estimate>(nps.now.is).n, 400);
  EXPECT_EQ(nps.change->verdict, measure::Verdict::down);
  EXPECT_EQ(nps.trend.size(), 8U);
  EXPECT_EQ(nps.trend.back().period, "2026-W46");

  ASSERT_FALSE(told.stories.empty());
  const Story& story = told.stories.front();
  ASSERT_FALSE(story.voices.empty());
  EXPECT_LE(story.voices.size(), k_voices);
  for (const Voice& voice : story.voices) {
    ASSERT_TRUE(said_.contains(voice.id));
    EXPECT_EQ(said_[voice.id].text, voice.text);
    EXPECT_EQ(said_[voice.id].unit, "Lyon");
    EXPECT_LE(said_[voice.id].nps, 6);
  }
}

TEST_F(MakeBrief, GivesEveryNumberANote) {
  for (int week = 0; week < 3; ++week) {
    for (const char* unit : k_units)
      answers(Day{k_week_46.days - 7 * week}, unit, 5, std::string_view(unit) == "Nice" ? k_bad : k_good);
  }
  commit();
  const Brief told = brief();
  EXPECT_FALSE(told.notes.empty());
  for (const Note& note : told.notes) {
    EXPECT_TRUE(note.query.starts_with("bellwether measure ")) << note.query;
    EXPECT_FALSE(note.snapshot.empty());
    EXPECT_FALSE(note.version.empty());
  }
  for (const Figure& figure : told.figures) EXPECT_LT(figure.note, told.notes.size());
  for (const Story& story : told.stories) {
    for (const Sentence& sentence : story.text) EXPECT_FALSE(sentence.notes.empty()) << sentence.text;
    for (const Bar& bar : story.chart.bars) EXPECT_LT(bar.note, told.notes.size());
  }
}

TEST_F(MakeBrief, SaysThatNothingMovedWhereNothingDid) {
  for (int week = 0; week < 4; ++week) {
    for (const char* unit : k_units) answers(Day{k_week_46.days - 7 * week}, unit, 6, k_good);
  }
  commit();
  const Brief told = brief();
  EXPECT_EQ(told.headline, "No score moved beyond chance in week\u00A046");
  EXPECT_TRUE(told.stories.empty());
  EXPECT_TRUE(told.also.empty());
  EXPECT_EQ(verdict_words(figure_of(told, "nps").change), "can't tell yet");
}

// Lyon is as bad as ever: no news, yet it stands out. Lyon −60, the rest 30.
TEST_F(MakeBrief, TellsWhatStandsOutFromWhatMoved) {
  for (int week = 0; week < 4; ++week) {
    for (const char* unit : k_units)
      answers(Day{k_week_46.days - 7 * week}, unit, 6, std::string_view(unit) == "Lyon" ? k_bad : k_good);
  }
  commit();
  const Brief told = brief();
  EXPECT_EQ(told.headline, "Lyon is 90\u00A0points under the rest on NPS");
  EXPECT_TRUE(told.below.ends_with("Taken as a whole, no score moved beyond chance.")) << told.below;
  ASSERT_FALSE(told.stories.empty());
  EXPECT_TRUE(told.stories.front().title.starts_with("Lyon: NPS −60 (")) << told.stories.front().title;
}

// Lyon 100, Paris −60, the others −20. Lyon is 133 over the rest and Paris 80 under it: what is worse counts double.
TEST_F(MakeBrief, TellsWhatIsWorseFirst) {
  constexpr std::array<int, 10> k_best = {10, 9, 10, 9, 10, 9, 10, 9, 10, 9};
  constexpr std::array<int, 10> k_middling = {10, 9, 8, 7, 8, 7, 6, 5, 4, 3};
  for (int week = 0; week < 2; ++week) {
    const Day first{k_week_46.days - 7 * week};
    answers(first, "Lyon", 8, k_best);
    answers(first, "Paris", 8, k_bad);
    answers(first, "Nice", 8, k_middling);
    answers(first, "Lille", 8, k_middling);
  }
  commit();
  const Brief told = brief();
  ASSERT_GE(told.stories.size(), 2U);
  EXPECT_TRUE(told.stories[0].title.starts_with("Paris: NPS −60 (")) << told.stories[0].title;
  EXPECT_TRUE(told.stories[1].title.starts_with("Lyon: NPS 100 (")) << told.stories[1].title;
}

// Each change alone would be told one time in twenty where nothing changed.
TEST_F(MakeBrief, HoldsTheTableAgainstChanceAsAWhole) {
  // NPS 50 of 120 answers after 30 of 120: z = 2.1, p = 0.03 alone; but four changes are told.
  constexpr std::array<int, 10> k_little_better = {10, 9, 8, 9, 6, 10, 7, 9, 9, 8};
  answers(Day{k_week_46.days - 7}, "Lyon", 12, k_good);
  answers(k_week_46, "Lyon", 12, k_little_better);
  commit();
  const Brief told = brief();
  const Figure& nps = figure_of(told, "nps");
  ASSERT_TRUE(nps.change);
  EXPECT_GT(nps.change->low, 0);
  EXPECT_LT(nps.change->p, 0.05);
  EXPECT_EQ(verdict_words(nps.change), "can't tell yet");
  EXPECT_EQ(nps.tone, Tone::neither);
  EXPECT_EQ(told.headline, "No score moved beyond chance in week\u00A046");
}

// With two units each is the rest of the other: one sentence says all.
TEST_F(MakeBrief, TellsOneOfTwoMirrors) {
  for (int week = 0; week < 2; ++week) {
    answers(Day{k_week_46.days - 7 * week}, "Lyon", 6, k_bad);
    answers(Day{k_week_46.days - 7 * week}, "Paris", 6, k_good);
  }
  commit();
  const Brief told = brief();
  ASSERT_EQ(told.stories.size(), 1U);
  EXPECT_TRUE(told.stories.front().title.starts_with("Lyon: NPS −60 (")) << told.stories.front().title;
  EXPECT_TRUE(told.also.empty());
}

TEST_F(MakeBrief, QuotesNobodyTwice) {
  for (int week = 0; week < 3; ++week) {
    const Day first{k_week_46.days - 7 * week};
    answers(first, "Lyon", 8, k_bad);
    answers(first, "Nice", 8, k_bad);
    answers(first, "Paris", 8, k_good);
    answers(first, "Lille", 8, k_good);
  }
  commit();
  const Brief told = brief();
  EXPECT_EQ(told.stories.size(), k_stories);
  std::map<Id, int> quoted;
  for (const Story& story : told.stories) {
    for (const Voice& voice : story.voices) EXPECT_EQ(++quoted[voice.id], 1) << voice.text;
  }
  EXPECT_GE(quoted.size(), 3U);
}

TEST_F(MakeBrief, TellsAllTimeWhereNothingIsDated) {
  answers(std::nullopt, "Lyon", 6, k_bad);
  answers(std::nullopt, "Paris", 6, k_good);
  commit();
  const Brief told = brief();
  EXPECT_EQ(told.period, "all time");
  EXPECT_TRUE(told.against.empty());
  EXPECT_FALSE(figure_of(told, "nps").change.has_value());
  EXPECT_NE(told.headline.find("under the rest on NPS"), std::string::npos) << told.headline;
  ASSERT_FALSE(told.remarks.empty());
  EXPECT_NE(told.remarks.front().find("No signal carries a date"), std::string::npos);
}

TEST_F(MakeBrief, CountsSignalsWithoutADate) {
  for (int week = 0; week < 2; ++week) answers(Day{k_week_46.days - 7 * week}, "Lyon", 12, k_good);
  answers(std::nullopt, "Lyon", 3, k_good);
  commit();
  const Brief told = brief();
  ASSERT_EQ(told.remarks.size(), 1U);
  EXPECT_EQ(told.remarks.front(), "30 signals carry no date and are in no period.");
}

TEST_F(MakeBrief, SaysWhatIsTooThin) {
  for (int week = 0; week < 2; ++week) {
    for (const char* unit : {"Paris", "Lille", "Lyon"}) answers(Day{k_week_46.days - 7 * week}, unit, 6, k_good);
  }
  for (int at = 0; at < 7; ++at) answer(k_week_46, "Nice", 9);
  commit();
  bool said = false;
  for (const Thin& thin : brief().thin) said = said || thin.text.find("Nice (7)") != std::string::npos;
  EXPECT_TRUE(said);
}

TEST_F(MakeBrief, NeverQuotesEmployees) {
  for (unsigned month = 10; month <= 11; ++month) {
    for (unsigned at = 0; at < 200; ++at) {
      const auto& ratings = month == 11 ? k_bad : k_good;
      answer(on(month, 1 + at % 20), "Lyon", ratings.at(at % 10), facts::VoiceOf::employee);
    }
  }
  commit();
  const Brief told = brief(*period_from_text("2026-11"));
  EXPECT_NE(told.headline.find("eNPS"), std::string::npos) << told.headline;
  for (const Story& story : told.stories) {
    EXPECT_TRUE(story.voices.empty());
    EXPECT_FALSE(story.no_voices.empty());
  }
  const Brief of_a_week = brief(*period_from_text("2026-W46"));
  EXPECT_TRUE(of_a_week.stories.empty()) << "employees are told of by month";
}

TEST_F(MakeBrief, TellsEmployeesOfTheLastWholeMonthBesideAWeek) {
  for (unsigned month = 9; month <= 11; ++month) {
    for (unsigned at = 0; at < 60; ++at) {
      const auto& ratings = month == 10 ? k_bad : k_good;
      answer(on(month, 1 + at % 15), "Lyon", ratings.at(at % 10), facts::VoiceOf::employee);
    }
  }
  answers(k_week_46, "Lyon", 12, k_good);
  commit();
  const Brief told = brief(*period_from_text("2026-W46"));
  const auto enps = std::ranges::find(told.figures, "enps", &Figure::measure);
  ASSERT_NE(enps, told.figures.end());
  EXPECT_EQ(enps->label, "Employee Net Promoter Score, October 2026");
  EXPECT_TRUE(std::holds_alternative<measure::Estimate>(enps->now.is));
  ASSERT_TRUE(enps->change) << "against September";
  EXPECT_LT(enps->change->value, 0);
  ASSERT_FALSE(enps->trend.empty());
  EXPECT_EQ(enps->trend.back().period, "2026-10");
}

TEST_F(MakeBrief, SaysHowToBeginWhenTheStoreIsEmpty) {
  const Brief told = brief();
  EXPECT_EQ(told.headline, "There is nothing to tell yet");
  EXPECT_NE(told.below.find("bellwether import"), std::string::npos);
}

TEST_F(MakeBrief, SaysWhereTheFactsLieWhenThePeriodIsEmpty) {
  answers(k_week_46, "Lyon", 12, k_good);
  commit();
  const Brief told = brief(*period_from_text("2019-03"));
  EXPECT_EQ(told.headline, "There is nothing to tell in March 2019");
  EXPECT_EQ(told.below, "The signals in the store are dated from 9\u00A0November 2026 to 15\u00A0November 2026.");
}

TEST_F(MakeBrief, ComparesNothingWithAPeriodThatHasNoSignals) {
  answers(k_week_46, "Lyon", 12, k_good);
  commit();
  const Brief told = brief(*period_from_text("2026-W46"));
  EXPECT_TRUE(told.against.empty());
  EXPECT_EQ(verdict_words(figure_of(told, "nps").change), "no period before");
  EXPECT_FALSE(told.remarks.empty());
}

// 60 answers a week are too few for a week, and 240 to 300 a month enough.
TEST_F(MakeBrief, TellsAMonthWhereWeeksAreThin) {
  for (int week = 0; week < 14; ++week) answers(Day{k_week_46.days - 7 * week}, "Lyon", 6, k_good);
  commit();
  const auto chosen = choose_period(*facts_, k_today, std::nullopt);
  ASSERT_TRUE(chosen) << to_text(chosen.error());
  ASSERT_TRUE(chosen->period);
  EXPECT_EQ(period_name(chosen->period->grain, chosen->period->from), "2026-10");
}

// The facts end on a Wednesday: that week is not full, the one before is.
TEST_F(MakeBrief, LeavesOutAWeekThatIsNotFull) {
  for (int week = 1; week < 4; ++week) answers(Day{k_week_46.days - 7 * week}, "Lyon", 12, k_good);
  for (int at = 0; at < 120; ++at) answer(Day{k_week_46.days + at % 3}, "Lyon", 9);
  commit();
  const auto chosen = choose_period(*facts_, k_today, std::nullopt);
  ASSERT_TRUE(chosen) << to_text(chosen.error());
  ASSERT_TRUE(chosen->period);
  EXPECT_EQ(period_name(chosen->period->grain, chosen->period->from), "2026-W45");
}

// Facts of a running day or a wrong clock reach beyond today: no period that is not over is told.
TEST_F(MakeBrief, NeverTellsAPeriodThatIsNotOver) {
  for (int week = 0; week < 4; ++week) answers(Day{k_week_46.days - 7 * week}, "Lyon", 12, k_good);
  commit();
  const auto chosen = choose_period(*facts_, Day{k_week_46.days + 3}, std::nullopt);
  ASSERT_TRUE(chosen) << to_text(chosen.error());
  EXPECT_EQ(period_name(chosen->period->grain, chosen->period->from), "2026-W45");
}

}  // namespace
}  // namespace bellwether::tell
