// Days are cut in the organisation's zone; when that changes, so do days and figures, but not the facts.
#include "store/facts/store_for_test.hpp"

#include <array>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

/// A signal on Sunday 1 March 2026, 23:30 UTC: Monday 2 March in Paris (UTC+1), and Sunday still in New York.
/// One on 1 January 2026, 02:00 UTC: still 2025 in New York. And one without a date.
void fill(Facts& facts) {
  SignalBatch batch;
  const auto add = [&](std::optional<Instant> at, int nps) {
    Signal& signal = batch.add();
    signal.id = derived_id(5, static_cast<std::uint64_t>(nps));
    signal.occurred_at = at;
    signal.unit = "Lyon";
    const std::array<Rating, 1> ratings = {Rating{.name = "nps", .value = {nps * 100}}};
    signal.ratings = batch.keep(std::span<const Rating>(ratings));
    const std::array<Mention, 1> themes = {Mention{.theme = "price", .sentiment = Thousandths{100}}};
    signal.themes = batch.keep(std::span<const Mention>(themes));
  };
  add(Instant{at("2026-03-01", 23).us + 30 * 60 * k_us_per_second}, 9);
  add(at("2026-01-01", 2), 3);
  add(std::nullopt, 5);
  ASSERT_TRUE(facts.append(std::move(batch)).get());
  ActBatch acts;
  acts.add().occurred_at = at("2026-03-01", 23);
  ASSERT_TRUE(facts.append(std::move(acts)).get());
}

Lines by(const Facts& facts, Grain grain, bool rollups) {
  return lines(facts.ask({.by = {dimension("unit")},
                          .every = grain,
                          .statistics = {of(Statistic::Kind::sum, rating("nps"))},
                          .allow_rollups = rollups}));
}

TEST(ZoneChange, RewritesDaysAndRollups) {
  const Folder folder;
  {
    const Opened opened = open_store(folder.path());
    fill(*opened.facts);
  }
  const auto expect = [&](const Opened& opened, const Lines& weeks, const Lines& years) {
    for (const bool rollups : {true, false}) {
      EXPECT_EQ(by(*opened.facts, Grain::week, rollups), weeks);
      EXPECT_EQ(by(*opened.facts, Grain::year, rollups), years);
    }
    EXPECT_TRUE(opened->check()->problems.empty());
  };
  {
    const Opened opened = open_store(folder.path());
    // 2025-12-29 is the Monday of the week of New Year 2026; 23 February that of Sunday 1 March.
    expect(opened, {"Lyon | 2025-12-29 | 300", "Lyon | 2026-02-23 | 900", "Lyon | 500"},
           {"Lyon | 2026-01-01 | 1200", "Lyon | 500"});
  }
  folder.set_zone("Europe/Paris");
  {
    auto directory = store::DataDirectory::open(folder.path(), store::Access::read, "test");
    const auto refused = Facts::open(*directory);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::conflict);
    EXPECT_NE(refused.error().message.find("Europe/Paris"), std::string::npos);
  }
  {
    const Opened opened = open_store(folder.path());
    expect(opened, {"Lyon | 2025-12-29 | 300", "Lyon | 2026-03-02 | 900", "Lyon | 500"},
           {"Lyon | 2026-01-01 | 1200", "Lyon | 500"});
    const auto acts = opened->ask({.table = Table::acts, .every = Grain::day, .statistics = {rows()}});
    EXPECT_EQ(lines(acts), Lines{"2026-03-02 | 1"});
  }
  folder.set_zone("America/New_York");
  {
    const Opened opened = open_store(folder.path());
    expect(opened, {"Lyon | 2025-12-29 | 300", "Lyon | 2026-02-23 | 900", "Lyon | 500"},
           {"Lyon | 2025-01-01 | 300", "Lyon | 2026-01-01 | 900", "Lyon | 500"});
    // What is appended afterwards is cut in the new zone as well, beside what was rewritten.
    SignalBatch batch;
    Signal& signal = batch.add();
    signal.id = derived_id(6, 1);
    signal.occurred_at = at("2026-03-02", 3);
    signal.unit = "Lyon";
    ASSERT_TRUE(opened->append(std::move(batch)).get());
    EXPECT_EQ(lines(opened->ask({.where = is(field(Field::Kind::id), Op::equal, to_text(derived_id(6, 1))),
                                 .every = Grain::day,
                                 .statistics = {rows()}})),
              Lines{"2026-03-01 | 1"});
    EXPECT_TRUE(opened->check()->problems.empty());
  }
}

}  // namespace
}  // namespace bellwether::facts
