#include "lead/answers_together.hpp"

#include "lead/company_for_test.hpp"
#include "lead/fact_words.hpp"

#include <cmath>

namespace bellwether::lead {
namespace {

/// Pairs of answers by day.
void add(Company& company, const std::string& day, bool employee, const std::vector<std::pair<int, int>>& pairs) {
  std::vector<HandAnswer> answers;
  for (const auto& [trust, care] : pairs) answers.push_back({day, "a", employee, {{"trust", trust}, {"care", care}}});
  company.add(answers);
}

double between(const Company& company, bool of_employees, const std::string& end) {
  auto signals = measure::StoreReader::open(company.facts(), facts::Table::signals, company.facts().snapshot(), {});
  EXPECT_TRUE(signals);
  std::vector<TogetherItem> items;
  for (const char* const item : {"trust", "care"}) {
    items.push_back({.name = item,
                     .where = "the same people",
                     .parts = {{.value = rating(item), .weight = 1}},
                     .filter = of_employees ? from_teams(false) : from_customers(),
                     .of_employees = of_employees});
  }
  const Day to = *day_from_text(end);
  const auto found = answers_together(*signals, items, Day{to.days - 91}, to);
  EXPECT_TRUE(found);
  return found->between("trust", "care");
}

TEST(AnswersTogether, IsPearsonsCorrelation) {
  Company company;
  // Ten times (1, 1), (2, 3), (3, 2): deviations −1 0 1 and −1 1 0, so that r is 1 ÷ 2.
  for (int i = 0; i < 10; ++i) add(company, "2026-02-10", false, {{1, 1}, {2, 3}, {3, 2}});
  EXPECT_NEAR(between(company, false, "2026-03-20"), 0.5, 1e-12);
}

TEST(AnswersTogether, OfAnIndexIsOfItsWeightedSumWhereAllItsPartsAreGiven) {
  Company company;
  for (int i = 0; i < 10; ++i) add(company, "2026-02-10", false, {{1, 1}, {2, 3}, {3, 2}});
  // Without care the index is not known, and trust is.
  company.add(std::vector<HandAnswer>{{"2026-02-10", "a", false, {{"trust", 5}}}});
  auto signals = measure::StoreReader::open(company.facts(), facts::Table::signals, company.facts().snapshot(), {});
  ASSERT_TRUE(signals);
  const TogetherPart trust{.value = rating("trust"), .weight = 2};
  const TogetherPart care{.value = rating("care"), .weight = -1};
  std::vector<TogetherItem> items{
      {.name = "trust", .where = "same", .parts = {trust}, .filter = from_customers()},
      {.name = "index", .where = "same", .parts = {trust, care}, .filter = from_customers()}};
  const auto found = answers_together(*signals, items, *day_from_text("2026-01-01"), *day_from_text("2026-03-01"));
  ASSERT_TRUE(found);
  // Deviations of trust −1 0 1, of the index −1 −1 2: 3 ÷ √(2 × 6), told in two digits.
  EXPECT_DOUBLE_EQ(found->between("trust", "index"), 0.87);
}

TEST(AnswersTogether, OfEmployeesIsOfWholeMonthsInTwoDigits) {
  Company company;
  // As above in February, with four pairs (1, 4) more: 34 pairs.
  for (int i = 0; i < 10; ++i) add(company, "2026-02-10", true, {{1, 1}, {2, 3}, {3, 2}});
  add(company, "2026-02-11", true, {{1, 4}, {1, 4}, {1, 4}, {1, 4}});
  // Sums 64 and 76, squares 144 and 204, products 146: r is 0.1038…
  const double exact = (146 - 64.0 * 76 / 34) / std::sqrt((144 - 64.0 * 64 / 34) * (204 - 76.0 * 76 / 34));
  ASSERT_NE(exact, std::round(100 * exact) / 100);
  EXPECT_DOUBLE_EQ(between(company, true, "2026-03-20"), std::round(100 * exact) / 100);
  // What somebody says in March moves nothing before March is over, and no day before the end tells of February alone.
  add(company, "2026-03-19", true, {{5, 1}});
  for (const char* const end : {"2026-03-01", "2026-03-19", "2026-03-20", "2026-03-31"}) {
    EXPECT_DOUBLE_EQ(between(company, true, end), std::round(100 * exact) / 100) << end;
  }
  EXPECT_NE(between(company, true, "2026-04-01"), std::round(100 * exact) / 100);
}

TEST(AnswersTogether, OfFewerThanThirtyPairsIsNone) {
  Company company;
  for (int i = 0; i < 29; ++i) add(company, "2026-02-10", true, {{1 + i % 3, 1 + i % 3}});
  EXPECT_EQ(between(company, true, "2026-03-20"), 0);
}

}  // namespace
}  // namespace bellwether::lead
