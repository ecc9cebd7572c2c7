#include "lead/shared_facts.hpp"

#include "lead/company_for_test.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

Day day(const char* text) { return day_from_text(text).value(); }

Subject of_units(std::vector<std::string> units, std::vector<std::string> leaders = {}) {
  return {.kind = Subject::Kind::unit,
          .id = "South",
          .label = {},
          .units = std::move(units),
          .leaders = std::move(leaders)};
}

TEST(InBoth, AreUnitsAndLeadersOfBothEnds) {
  const auto both = in_both(of_units({"Nice", "Lyon"}, {"ana", "ben"}), of_units({"Metz", "Nice"}, {"ben"}));
  ASSERT_TRUE(both);
  EXPECT_EQ(both->units, std::vector<std::string>{"Nice"});
  EXPECT_EQ(both->leaders, std::vector<std::string>{"ben"});
  EXPECT_FALSE(in_both(of_units({"Lyon"}), of_units({"Metz"})));
  EXPECT_TRUE(in_both(of_units({}), of_units({}))->units.empty()) << "all are meant at both ends";
}

/// Trust is asked of customers in Lyon and Nice in two waves a year, and looked back at for a year and for a quarter.
struct Waves : testing::Test {
  Waves() {
    std::vector<HandAnswer> answers;
    for (const char* const unit : {"Lyon", "Nice"}) {
      for (const char* const when : {"2025-10-10", "2026-04-10", "2026-10-10"}) {
        for (int i = 0; i < 6; ++i) answers.push_back({when, unit, false, {{"trust", 1 + i % 5}}});
      }
    }
    company.add(answers);
  }

  std::vector<double> shared(const Subject& now, const Subject& before) const {
    const Framework* own = frameworks.find("own").value();
    const auto score = [&](const Subject& subject, Day end) {
      const auto book = EvidenceBook::read(catalogue, company.facts(), measure::Guards(company.rules),
                                           {.frameworks = std::array{own}, .end = end, .only = subject});
      return score_of(*own, book.value().of(*own, subject), end);
    };
    const auto both = in_both(now, before);
    const Day end = day("2026-12-01");
    const Day then = day("2026-09-01");
    const auto read = SharedFacts::read(catalogue, company.facts(), measure::Guards(company.rules),
                                        {.frameworks = std::array{own}, .now = end, .before = then, .only = both});
    return read.value().of(score(now, end), score(before, then), both);
  }

  Company company;
  measure::Catalogue catalogue = measure::Catalogue::load({}).value();
  Frameworks frameworks = Frameworks::from_text(catalogue, R"(
id = "own"
label = "Own"
[[dimension]]
id = "felt"
label = "Felt"
[[dimension.indicator]]
measure = "customer_trust"
curve = [[1, 0], [5, 100]]
least = 5
window = 365
side = "customer"
bring = "answers to trust"
[[dimension.indicator]]
measure = "customer_trust"
curve = [[1, 0], [5, 100]]
least = 5
window = 90
side = "customer"
bring = "answers to trust"
)",
                                                "own.toml")
                              .value();
};

// December's year has the waves of April and October 2026, September's those of October 2025 and April 2026.
TEST_F(Waves, AreCountedWhereBothWindowsReach) {
  const Subject both = of_units({"Lyon", "Nice"});
  const std::vector<double> counted = shared(both, both);
  ASSERT_EQ(counted.size(), 2U);
  EXPECT_DOUBLE_EQ(counted[0], 0.5) << "12 of 24; the windows overlap by three quarters";
  EXPECT_EQ(counted[1], 0) << "windows of 90 days, 91 apart";
}

TEST_F(Waves, OfUnitsAtOneEndAloneAreNotInBoth) {
  EXPECT_DOUBLE_EQ(shared(of_units({"Lyon", "Nice"}), of_units({"Nice"}))[0], 6 / std::sqrt(24.0 * 12));
  EXPECT_EQ(shared(of_units({"Lyon"}), of_units({"Nice"}))[0], 0);
}

}  // namespace
}  // namespace bellwether::lead
