#include "store/facts/numbers.hpp"

#include "store/facts/store_for_test.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

struct TwoAnswers {
  const char* day;
  std::optional<int> care, trust;
};

struct NumbersTest : testing::Test {
  NumbersTest() : store(open_store(folder.path())) {
    SignalBatch batch;
    std::uint64_t next = 1;
    for (const TwoAnswers& given : std::vector<TwoAnswers>{
             {"2026-10-01", 4, 5}, {"2026-10-02", 3, std::nullopt}, {"2026-11-01", 1, 2}, {"", 2, 2}}) {
      Signal& signal = batch.add();
      signal.id = {.high = 0, .low = next++};
      if (*given.day != 0) signal.occurred_at = at(given.day);
      signal.received_at = at("2026-12-31");
      std::vector<Rating> ratings;
      if (given.care) ratings.push_back({.name = "care", .value = {*given.care * 100}});
      if (given.trust) ratings.push_back({.name = "trust", .value = {*given.trust * 100}});
      signal.ratings = batch.keep(std::span<const Rating>(ratings));
    }
    EXPECT_TRUE(store->append(std::move(batch)).get());
  }
  /// Rows in order, to compare.
  static std::vector<std::pair<std::int64_t, std::int64_t>> rows(const Result<Numbers>& numbers) {
    EXPECT_TRUE(numbers) << to_text(numbers.error());
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;
    for (std::size_t i = 0; i < numbers->columns.at(0).size(); ++i) {
      rows.emplace_back(numbers->columns[0][i], numbers->columns.at(1).at(i));
    }
    std::ranges::sort(rows);
    return rows;
  }
  const Field care{.kind = Field::Kind::rating, .name = "care"}, trust{.kind = Field::Kind::rating, .name = "trust"};
  Folder folder;
  Opened store;
};

using Rows = std::vector<std::pair<std::int64_t, std::int64_t>>;

TEST_F(NumbersTest, StandSideBySideFactByFact) {
  EXPECT_EQ(rows(store->numbers({.of = {care, trust}})),
            (Rows{{100, 200}, {200, 200}, {300, k_no_number}, {400, 500}}));
  EXPECT_EQ(store->numbers({.of = {care, trust}})->scales, (std::vector<std::int64_t>{100, 100}));
}

TEST_F(NumbersTest, AreOfTheDaysAndFactsAskedFor) {
  EXPECT_EQ(rows(store->numbers({.of = {care, trust},
                                 .from = day_from_text("2026-10-01").value(),
                                 .to = day_from_text("2026-11-01").value()})),
            (Rows{{300, k_no_number}, {400, 500}}));
  EXPECT_EQ(rows(store->numbers(
                {.where = {Known{.field = trust}}, .of = {care, trust}, .to = day_from_text("2026-11-01").value()})),
            (Rows{{400, 500}}));
  EXPECT_EQ(rows(store->numbers({.of = {care, trust}, .snapshot = 0})), Rows{});
}

TEST_F(NumbersTest, OfAWordAreRefused) {
  const auto numbers = store->numbers({.of = {{.kind = Field::Kind::dimension, .name = "unit"}}});
  ASSERT_FALSE(numbers);
  EXPECT_EQ(numbers.error().code, Code::bad_input);
}

}  // namespace
}  // namespace bellwether::facts
