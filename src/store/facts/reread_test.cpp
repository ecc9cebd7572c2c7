// A new reading of texts takes the place of the old one, with the rollups, all or nothing.
#include "store/facts/store_for_test.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

struct Read {
  std::string_view theme;
  int sentiment;
};

/// A signal of a day (0: undated) with a text (or none), read as told.
Signal& add(SignalBatch& batch, std::uint64_t number, int day, std::string_view text, Read read,
            std::string_view reader) {
  Signal& signal = batch.add();
  signal.id = derived_id(1, number);
  if (day > 0) signal.occurred_at = Instant{at("2026-01-01").us + std::int64_t{day} * k_us_per_day};
  signal.unit = "Lyon";
  signal.text = text;
  signal.reader = reader;
  signal.language = "en";
  signal.sentiment = Thousandths{static_cast<std::int16_t>(read.sentiment)};
  const std::array<Mention, 1> themes = {
      Mention{.theme = read.theme, .sentiment = Thousandths{static_cast<std::int16_t>(read.sentiment)}}};
  if (!read.theme.empty()) signal.themes = batch.keep(std::span<const Mention>(themes));
  const std::array<Rating, 1> ratings = {Rating{.name = "nps", .value = {900}}};
  signal.ratings = batch.keep(std::span<const Rating>(ratings));
  return signal;
}

void fill(const Opened& store) {
  SignalBatch batch;
  add(batch, 1, 1, "the price", {"price", -500}, "1");
  add(batch, 2, 1, "the staff", {"staff", 800}, "1");
  add(batch, 3, 2, "the price again", {"price", -100}, "1");
  add(batch, 4, 0, "undated", {"price", 300}, "1");
  add(batch, 5, 2, "", {"price", 700}, "");
  ASSERT_TRUE(store->append(std::move(batch)).get());
}

/// Mentions and their sentiment by theme; by the rollup, and checked against the facts.
Lines themes(const Opened& store) {
  Query query;
  query.by = {dimension("theme")};
  query.statistics = {rows(), of(Statistic::Kind::sum, number("sentiment"))};
  const auto told = lines(store->ask(query));
  query.allow_rollups = false;
  EXPECT_EQ(told, lines(store->ask(query)));
  return told;
}

void expect_sound(const Opened& store) {
  const auto report = store->check();
  ASSERT_TRUE(report) << to_text(report.error());
  for (const Problem& problem : report->problems) ADD_FAILURE() << problem.where << ": " << problem.what;
}

TEST(Reread, TakesThePlaceOfWhatStoodThere) {
  const Folder folder;
  {
    const Opened store = open_store(folder.path());
    fill(store);
    const Lines before = themes(store);
    SignalBatch batch;
    add(batch, 1, 1, "", {"value", -900}, "2").language = "fr";
    add(batch, 4, 0, "", {"", 50}, "2");
    const auto done = store->reread(std::move(batch)).get();
    ASSERT_TRUE(done) << to_text(done.error());
    EXPECT_EQ(done->snapshot, 2U);
    EXPECT_NE(themes(store), before);
    expect_sound(store);
    const auto all = store->look({});
    ASSERT_TRUE(all);
    for (const StoredSignal& signal : *all) {
      if (signal.id == derived_id(1, 1)) {
        EXPECT_EQ(signal.text, "the price") << "stays";
        EXPECT_EQ(signal.ratings.size(), 1U) << "stays";
        EXPECT_EQ(signal.unit, "Lyon");
        EXPECT_EQ(signal.reader, "2");
        EXPECT_EQ(signal.language, "fr");
        EXPECT_EQ(signal.sentiment, Thousandths{-900});
        ASSERT_EQ(signal.themes.size(), 1U);
        EXPECT_EQ(signal.themes[0].first, "value");
      }
      if (signal.id == derived_id(1, 4)) {
        EXPECT_TRUE(signal.themes.empty());
      }
      if (signal.id == derived_id(1, 3)) {
        EXPECT_EQ(signal.reader, "1");
      }
    }
  }
  const Opened again = open_store(folder.path());
  expect_sound(again);
  EXPECT_EQ(again->snapshot(), 2U);
  EXPECT_EQ(themes(again), (Lines{"price | 2 600", "staff | 1 800", "value | 1 -900"}));
}

TEST(Reread, PassesOverWhatIsNotThereAndWhatHasNoText) {
  const Folder folder;
  const Opened store = open_store(folder.path());
  fill(store);
  const Lines before = themes(store);
  SignalBatch batch;
  add(batch, 5, 2, "", {"value", 100}, "2");
  add(batch, 99, 2, "", {"value", 100}, "2");
  ASSERT_TRUE(store->reread(std::move(batch)).get());
  EXPECT_EQ(themes(store), before);
  expect_sound(store);
  EXPECT_TRUE(store->reread(SignalBatch()).get()) << "nothing to do";
}

TEST(Reread, IsRefusedAsAWhole) {
  const Folder folder;
  const Opened store = open_store(folder.path());
  fill(store);
  const Lines before = themes(store);
  SignalBatch batch;
  add(batch, 1, 1, "", {"value", 100}, "2");
  add(batch, 2, 1, "", {"value", 2000}, "2");
  const auto refused = store->reread(std::move(batch)).get();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::bad_input);
  EXPECT_EQ(themes(store), before);
  EXPECT_EQ(store->snapshot(), 1U);
  expect_sound(store);
}

TEST(Reread, EarlierSnapshotsAreReadAnewAndWhatComesAfterIsAdded) {
  const Folder folder;
  const Opened store = open_store(folder.path());
  fill(store);
  SignalBatch later;
  add(later, 6, 1, "more of the price", {"price", 200}, "1");
  ASSERT_TRUE(store->append(std::move(later)).get());
  SignalBatch batch;
  add(batch, 2, 1, "", {"value", 500}, "2");
  ASSERT_TRUE(store->reread(std::move(batch)).get());
  Query query;
  query.by = {dimension("theme")};
  query.statistics = {rows()};
  query.snapshot = 1;
  EXPECT_EQ(lines(store->ask(query)), (Lines{"price | 4", "value | 1"}));
  SignalBatch last;
  add(last, 7, 1, "and more", {"price", 200}, "2");
  ASSERT_TRUE(store->append(std::move(last)).get());
  EXPECT_EQ(themes(store), (Lines{"price | 6 800", "value | 1 500"}));
  expect_sound(store);
}

}  // namespace
}  // namespace bellwether::facts
