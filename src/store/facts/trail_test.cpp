#include "store/facts/trail.hpp"

#include "store/facts/store_for_test.hpp"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

struct Line {
  std::string_view day;
  int hour;
  std::string_view kind, about, unit;
};

/// Acts as lines of a table; an empty day is no date.
void put(Facts& facts, const std::vector<Line>& lines, std::uint64_t first_id = 1) {
  ActBatch acts;
  for (const Line& line : lines) {
    Act& act = acts.add();
    act.id = {.high = 0, .low = first_id++};
    if (!line.day.empty()) act.occurred_at = at(line.day, line.hour);
    act.received_at = at("2026-11-22");
    act.kind = line.kind;
    act.about = line.about;
    act.unit = line.unit;
  }
  const auto committed = facts.append(std::move(acts)).get();
  ASSERT_TRUE(committed) << to_text(committed.error());
}

struct Cases : testing::Test {
  Cases() : opened(open_store(folder.path())) {
    put(*opened.facts, {{"2026-11-02", 9, "case.opened", "c1", "Lyon"},
                        {"2026-11-03", 9, "case.opened", "c2", "Paris"},
                        {"2026-11-02", 17, "case.resolved", "c1", "Lyon"},
                        {"2026-11-05", 9, "case.opened", "c1", "Lyon"},
                        {"", 0, "case.opened", "c3", "Lyon"},
                        {"2026-11-04", 9, "floor.visited", "", "Lyon"}});
  }
  Folder folder;
  Opened opened;
};

TEST_F(Cases, StandInOrderOfTimeUnderTheirKey) {
  const auto opened_cases = opened->trail({.table = Table::acts,
                                           .where = is(dimension("kind"), Op::equal, "case.opened"),
                                           .key = field(Field::Kind::about)});
  ASSERT_TRUE(opened_cases) << to_text(opened_cases.error());
  ASSERT_EQ(opened_cases->moments.size(), 3U) << "a fact without a date is in no trail";

  const auto ends = opened->trail({.table = Table::acts,
                                   .where = is(dimension("kind"), Op::equal, "case.resolved"),
                                   .key = field(Field::Kind::about)});
  ASSERT_TRUE(ends) << to_text(ends.error());
  ASSERT_EQ(ends->moments.size(), 1U);
  std::vector<std::int64_t> of_c1;
  for (const Moment& moment : opened_cases->moments) {
    if (moment.key == ends->moments[0].key) of_c1.push_back(moment.at_us);
  }
  EXPECT_EQ(of_c1, (std::vector{at("2026-11-02", 9).us, at("2026-11-05", 9).us}));
}

TEST_F(Cases, CarryTheirSlice) {
  const auto trail = opened->trail({.table = Table::acts,
                                    .where = is(dimension("kind"), Op::equal, "case.opened"),
                                    .key = field(Field::Kind::about),
                                    .by = {dimension("unit")},
                                    .from = day_from_text("2026-11-03").value(),
                                    .to = day_from_text("2026-11-05").value()});
  ASSERT_TRUE(trail) << to_text(trail.error());
  ASSERT_EQ(trail->moments.size(), 1U);
  const Moment& only = trail->moments[0];
  EXPECT_EQ(trail->slices.at(only.slice).at(0).text, "Paris");
  EXPECT_EQ(to_text(only.day), "2026-11-03");
}

TEST_F(Cases, AreSeenAsOfASnapshot) {
  put(*opened.facts, {{"2026-11-09", 9, "case.resolved", "c2", "Paris"}}, 100);
  const TrailQuery all{.table = Table::acts, .key = field(Field::Kind::about)};
  TrailQuery before = all;
  before.snapshot = 1;
  EXPECT_EQ(opened->trail(all)->moments.size(), 5U);
  EXPECT_EQ(opened->trail(before)->moments.size(), 4U);
  EXPECT_EQ(opened->newest(std::nullopt).value(), at("2026-11-09", 9));
  EXPECT_EQ(opened->newest(1).value(), at("2026-11-05", 9));

  ActBatch own;
  Act& look = own.add();
  look.id = {.high = 0, .low = 99};
  look.occurred_at = look.received_at = at("2026-12-24");
  look.source = k_own_source;
  look.kind = "evidence.seen";
  ASSERT_TRUE(opened->append(std::move(own)).get());
  EXPECT_EQ(opened->newest(std::nullopt).value(), at("2026-11-09", 9)) << "what the program writes is no news";
  EXPECT_EQ(to_text((*opened->days(Table::acts))->second), "2026-11-09");
}

TEST_F(Cases, NeedAKeyThatFactsCanShare) {
  const auto trail = opened->trail({.table = Table::acts, .key = number("amount")});
  ASSERT_FALSE(trail);
  EXPECT_EQ(trail.error().code, Code::bad_input);
}

TEST(Trail, OfCustomersIsTheSameInBothTables) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  SignalBatch signals;
  Signal& order = signals.add();
  order.id = {.high = 0, .low = 1};
  order.occurred_at = at("2026-11-02");
  order.received_at = at("2026-11-22");
  order.subject = Pseudonym{77};
  ASSERT_TRUE(opened->append(std::move(signals)).get());
  ActBatch acts;
  Act& refund = acts.add();
  refund.id = {.high = 0, .low = 2};
  refund.occurred_at = at("2026-11-04");
  refund.received_at = at("2026-11-22");
  refund.kind = "refund.given";
  refund.subject = Pseudonym{77};
  ASSERT_TRUE(opened->append(std::move(acts)).get());

  const auto said = opened->trail({.table = Table::signals, .key = field(Field::Kind::subject)});
  const auto done = opened->trail({.table = Table::acts, .key = field(Field::Kind::subject)});
  ASSERT_TRUE(said && done);
  ASSERT_EQ(said->moments.size(), 1U);
  ASSERT_EQ(done->moments.size(), 1U);
  EXPECT_EQ(said->moments[0].key, done->moments[0].key);
}

TEST(PairedSums, CountFactsThatKnowBothNumbers) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  ActBatch acts;
  const std::array<std::pair<std::optional<int>, std::optional<int>>, 3> rows{
      std::pair{std::optional(2), std::optional(10)}, {3, std::nullopt}, {4, 20}};
  std::uint64_t next = 1;
  for (const auto& [amount, seconds] : rows) {
    Act& act = acts.add();
    act.id = {.high = 0, .low = next++};
    act.received_at = at("2026-11-22");
    act.kind = "refund.given";
    if (amount) act.amount = Micros{*amount * 1'000'000};
    if (seconds) act.duration_s = Micros{*seconds * 1'000'000};
  }
  ASSERT_TRUE(opened->append(std::move(acts)).get());
  const auto paired = [](Statistic::Kind kind) {
    return Statistic{.kind = kind, .value = number("amount"), .where = {}, .other = number("duration_s")};
  };
  const auto slices =
      opened->ask({.table = Table::acts,
                   .statistics = {paired(Statistic::Kind::sum_product), paired(Statistic::Kind::sum_beside),
                                  paired(Statistic::Kind::squares_beside)}});
  // 2 × 10 + 4 × 20; 2 + 4; 2² + 4², in millionths.
  EXPECT_EQ(lines(slices), Lines{"100000000000000 6000000 20000000000000"});
}

}  // namespace
}  // namespace bellwether::facts
