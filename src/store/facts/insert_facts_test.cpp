// Batches longer than what one thread writes at once, with lists, maps and texts in them.
#include "store/facts/insert_facts.hpp"

#include "store/facts/store_for_test.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

using Kind = Statistic::Kind;

/// Two and a half stretches. Signal i: NPS i % 11, attribute "number" i, "word" by its parity, a theme where i % 3 is 0,
/// a text where i % 5 is 0.
constexpr std::int64_t k_signals = static_cast<std::int64_t>(2 * Facts::k_stretch + Facts::k_stretch / 2);

SignalBatch many() {
  SignalBatch batch;
  for (std::int64_t i = 0; i < k_signals; ++i) {
    Signal& signal = batch.add();
    signal.id = derived_id(7, static_cast<std::uint64_t>(i));
    signal.occurred_at = Instant{at("2026-11-16").us + i % 7 * k_us_per_day};
    signal.received_at = at("2026-11-22");
    signal.unit = i % 2 == 0 ? "Lyon" : "Paris";
    const std::array<Rating, 1> ratings = {Rating{.name = "nps", .value = {static_cast<std::int32_t>(i % 11 * 100)}}};
    signal.ratings = batch.keep(std::span<const Rating>(ratings));
    const std::array<Attribute, 2> attributes = {
        Attribute{.name = "number", .value = Micros{i * k_micros}},
        Attribute{.name = "word", .value = i % 2 == 0 ? std::string_view("even") : std::string_view("odd")}};
    signal.attributes = batch.keep(std::span<const Attribute>(attributes));
    if (i % 3 == 0) {
      const std::array<Mention, 1> themes = {Mention{.theme = "staff", .sentiment = Thousandths{100}}};
      signal.themes = batch.keep(std::span<const Mention>(themes));
    }
    if (i % 5 == 0) signal.text = batch.keep("voice " + std::to_string(i));
  }
  return batch;
}

TEST(InsertFacts, WritesEveryRowOfEveryStretchOnce) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  const auto committed = opened->append(many()).get();
  ASSERT_TRUE(committed) << to_text(committed.error());
  EXPECT_EQ(committed->facts, static_cast<std::size_t>(k_signals));

  Query query;
  query.allow_rollups = false;
  query.statistics = {rows(), of(Kind::sum, attribute("number")), hits(is(attribute("word"), Op::equal, "even")),
                      of(Kind::known, field(Field::Kind::text)), of(Kind::sum, rating("nps"))};
  const auto answered = opened->ask(query);
  ASSERT_TRUE(answered) << to_text(answered.error());
  const auto& numbers = answered->rows.front().numbers;
  std::int64_t nps = 0, texts = 0;
  for (std::int64_t i = 0; i < k_signals; ++i) {
    nps += i % 11 * 100;
    texts += i % 5 == 0 ? 1 : 0;
  }
  EXPECT_TRUE(*numbers[0] == k_signals);
  EXPECT_TRUE(*numbers[1] == Int128{k_signals} * (k_signals - 1) / 2 * k_micros);
  EXPECT_TRUE(*numbers[2] == (k_signals + 1) / 2);
  EXPECT_TRUE(*numbers[3] == texts);
  EXPECT_TRUE(*numbers[4] == nps);

  Query by_theme;
  by_theme.where = is(dimension("theme"), Op::equal, "staff");
  by_theme.statistics = {rows()};
  const auto themed = opened->ask(by_theme);
  ASSERT_TRUE(themed) << to_text(themed.error());
  EXPECT_TRUE(*themed->rows.front().numbers.front() == (k_signals + 2) / 3);
  const auto checked = opened->check();
  ASSERT_TRUE(checked) << to_text(checked.error());
  EXPECT_TRUE(checked->problems.empty());
}

// A row keeps what belongs to it: the number, the word and the text of one signal say the same.
TEST(InsertFacts, KeepsARowTogether) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  ASSERT_TRUE(opened->append(many()).get());
  const auto found =
      opened->look({.where = is(attribute("number"), Op::equal, k_signals - 1 - (k_signals - 1) % 5), .limit = 5});
  ASSERT_TRUE(found) << to_text(found.error());
  ASSERT_EQ(found->size(), 1U);
  const std::int64_t i = k_signals - 1 - (k_signals - 1) % 5;
  EXPECT_EQ(found->front().text, "voice " + std::to_string(i));
  EXPECT_EQ(found->front().unit, i % 2 == 0 ? "Lyon" : "Paris");
}

}  // namespace
}  // namespace bellwether::facts
