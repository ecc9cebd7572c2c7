#include "measure/stand_out.hpp"

#include "measure/asked_for_test.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace bellwether::measure {
namespace {

TEST_F(Ask, ComparesTwoPeriods) {
  std::vector<Said> all;
  for (int i = 0; i < 200; ++i) {
    all.push_back({.day = "2026-10-05", .unit = "Lyon", .nps = i % 4 == 0 ? 5 : 10});
    all.push_back({.day = "2026-11-05", .unit = "Lyon", .nps = i % 2 == 0 ? 5 : 10});
  }
  add(all);
  const auto november = period_from_text("2026-11").value();
  const auto october = period_before(november);
  const auto down = compare(catalogue_, *store_.facts, guards_, "nps", "", november, october).value();
  // 100 × (0.5 − 0.5) − 100 × (0.75 − 0.25) = −50
  EXPECT_NEAR(down.difference->value, -50, 1e-9);
  EXPECT_EQ(down.difference->verdict, Verdict::down);
  EXPECT_LT(down.difference->low, -50);
  EXPECT_GT(down.difference->high, -50);
  EXPECT_LT(down.difference->high, 0);
  EXPECT_EQ(lines(down.query), (Lines{"2026-11-01–2026-12-01 0 n=200"}));
  EXPECT_EQ(lines(down.query_before), (Lines{"2026-10-01–2026-11-01 50 n=200"}));
  // 200 signals in 31 days and 200 in 30: no more than chance.
  EXPECT_EQ(compare(catalogue_, *store_.facts, guards_, "volume", "", november, october)->difference->verdict,
            Verdict::cant_tell);
  EXPECT_EQ(compare(catalogue_, *store_.facts, guards_, "volume", "", november, period_from_text("2026-09").value())
                ->difference->verdict,
            Verdict::up);
  EXPECT_FALSE(compare(catalogue_, *store_.facts, guards_, "csat", "", november, october)->difference);
  EXPECT_EQ(compare(catalogue_, *store_.facts, guards_, "distribution(rating.nps)", "", november, october).error().code,
            Code::unsupported);
}

TEST_F(Ask, FindsTheUnitThatStandsOut) {
  std::vector<Said> all;
  for (int i = 0; i < 120; ++i) {
    for (const char* unit : {"Lyon", "Nice", "Metz", "Brest"}) {
      const bool unhappy = unit == std::string("Nice") ? i % 2 == 0 : i % 6 == 0;
      all.push_back(
          {.day = "2026-10-05", .unit = unit, .nps = unhappy ? 3 : 10, .segment = i % 5 == 0 ? "gold" : "silver"});
    }
  }
  for (int i = 0; i < 3; ++i) all.push_back({.day = "2026-10-05", .unit = "Caen", .nps = 0});
  add(all);
  const auto found =
      stand_out(catalogue_, *store_.facts, guards_, {.measure = "nps", .dimensions = {"unit", "attribute.segment"}});
  ASSERT_TRUE(found) << to_text(found.error());
  ASSERT_GE(found->slices.size(), 1U);
  const StandOut& nice = found->slices.front();
  EXPECT_EQ(nice.dimension + "=" + nice.value, "unit=Nice");
  EXPECT_EQ(nice.difference.verdict, Verdict::down);
  EXPECT_EQ(nice.here.value, 0) << "half promoters, half detractors";
  EXPECT_NEAR(nice.rest.value, 100 * (300.0 - 63) / 363, 1e-9) << "3 × 100 promoters, 3 × 20 + 3 detractors";
  EXPECT_LE(nice.p_adjusted, 0.05);
  EXPECT_EQ(found->thin, 1U) << "Caen";
  EXPECT_EQ(found->looked_at, 6U) << "four units and two segments";
  EXPECT_EQ(lines(nice.query), (Lines{"0 n=120"}));
  EXPECT_EQ(stand_out(catalogue_, *store_.facts, guards_, {.measure = "volume", .dimensions = {"unit"}}).error().code,
            Code::unsupported);
}

TEST_F(Ask, KeepsEmployeesFromBeingPickedOutByWhatStandsOut) {
  add(employees("Lyon", 40, 10));
  add(employees("Metz", 40, 0));
  add(employees("Nice", 3, 0));
  const StandOutQuestion question{.measure = "enps", .dimensions = {"unit", "channel"}, .also_unremarkable = true};
  const auto found = stand_out(catalogue_, *store_.facts, guards_, question);
  ASSERT_TRUE(found) << to_text(found.error());
  // Lyon or Metz goes with Nice: with both of them, Nice were the whole less the two.
  EXPECT_EQ(found->looked_at, 1U);
  EXPECT_EQ(found->thin, 2U);
  EXPECT_EQ(found->whole.n, 83);
  StandOutQuestion narrowed = question;
  narrowed.where = "unit = \"Nice\"";
  EXPECT_EQ(stand_out(catalogue_, *store_.facts, guards_, narrowed).error().code, Code::withheld);
  narrowed.where = "unit != \"Nice\"";
  EXPECT_EQ(stand_out(catalogue_, *store_.facts, guards_, narrowed)->whole.n, 40) << "one whole group of two";
}

TEST_F(Ask, ThemesThatSpeakBadlyStandOutAmongMentions) {
  facts::SignalBatch batch;
  for (std::uint64_t i = 0; i < 60; ++i) {
    facts::Signal& signal = batch.add();
    signal.id = Id{.high = 2, .low = i};
    signal.occurred_at = facts::at("2026-10-05");
    signal.received_at = facts::at("2026-12-31");
    signal.source = "test";
    signal.text = "words";
    signal.sentiment = facts::Thousandths{200};
    const std::vector<facts::Mention> mentions{
        {.theme = "staff", .sentiment = facts::Thousandths{static_cast<std::int16_t>(i % 6 == 0 ? -500 : 700)}},
        {.theme = "price", .sentiment = facts::Thousandths{static_cast<std::int16_t>(i % 6 == 0 ? 500 : -700)}}};
    signal.themes = batch.keep(std::span<const facts::Mention>(mentions));
  }
  ASSERT_TRUE(store_->append(std::move(batch)).get());
  const auto found = stand_out(catalogue_, *store_.facts, guards_, {.measure = "sentiment", .dimensions = {"theme"}});
  ASSERT_TRUE(found) << to_text(found.error());
  ASSERT_EQ(found->slices.size(), 2U);
  // Staff: (50 × 0.7 − 10 × 0.5) / 60 = 0.5, in points 50; price the other way round.
  EXPECT_EQ(found->slices[0].value, "price");
  EXPECT_NEAR(found->slices[0].here.value, -50, 1e-9);
  EXPECT_NEAR(found->slices[0].rest.value, 50, 1e-9);
  EXPECT_NEAR(found->slices[0].share_of_volume, 0.5, 1e-12);
}

}  // namespace
}  // namespace bellwether::measure
