#include "org/organisation_records.hpp"

#include "store/records/places_for_test.hpp"
#include "store/records/records.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::org {
namespace {

Day day(std::string_view text) { return *day_from_text(text); }
const Instant k_now{std::int64_t{day("2026-06-01").days} * k_us_per_day};

class OrganisationRecordsTest : public records::PlacesForTest {
 protected:
  [[nodiscard]] std::unique_ptr<records::Records> open() const {
    write_settings();
    const auto directory = store::DataDirectory::open(folder(), store::Access::write, "test");
    EXPECT_TRUE(directory);
    auto records = records::Records::open(*directory);
    EXPECT_TRUE(records) << to_text(records.error());
    return std::move(*records);
  }
};
ON_EACH_ENGINE(OrganisationRecordsTest);

std::vector<Told> some_of_each() {
  return {{.kind = Kind::unit, .id = "South", .said = {"The South", "region", ""}, .where = ""},
          {.kind = Kind::unit, .id = "Lyon", .said = {"", "store", "South"}, .from = day("2020-02-29"), .where = ""},
          {.kind = Kind::person, .id = "ana", .said = {"Ana d'Août", "leader", "South", "", "Lyon;Nice"}, .where = ""},
          {.kind = Kind::touchpoint, .id = "web", .said = {"Web shop", "buy"}, .where = ""},
          {.kind = Kind::journey, .id = "first", .said = {"First order", "look;buy;get"}, .where = ""},
          {.kind = Kind::value, .id = "near", .said = {"Near", "We are near", "staff", "nps;csat"}, .where = ""},
          {.kind = Kind::promise, .id = "day", .said = {"In a day", "Within a day", "near", ""}, .where = ""},
          {.kind = Kind::goal,
           .id = "g",
           .said = {"NPS 40", "ana", "South", "nps", "40"},
           .from = day("2026-01-01"),
           .to = day("2027-01-01"),
           .where = ""}};
}

Result<void> store(records::Records& records, const std::vector<Told>& told, Day as_of) {
  auto transaction = records.begin();
  if (!transaction) return std::unexpected(transaction.error());
  const auto known = read_things(*transaction);
  if (!known) return std::unexpected(known.error());
  const auto merged = merge(*known, told, {.as_of = as_of});
  if (!merged) return std::unexpected(merged.error());
  if (auto written = write_merged(*transaction, *merged, "a test", k_now); !written) return written;
  return transaction->commit();
}

TEST_P(OrganisationRecordsTest, ComesBackAsItWasTold) {
  {
    const auto records = open();
    const auto stored = store(*records, some_of_each(), day("2026-06-01"));
    ASSERT_TRUE(stored) << to_text(stored.error());
  }
  const auto records = open();
  const auto organisation = read_organisation(*records);
  ASSERT_TRUE(organisation) << to_text(organisation.error());
  const Tree tree = organisation->units.as_of(day("2026-06-01"));
  EXPECT_EQ(tree.label(*tree.find("South")), "The South");
  EXPECT_EQ(tree.subtree("South").size(), 2U);
  EXPECT_FALSE(organisation->units.as_of(day("2020-02-28")).has("Lyon"));
  const Reporting people = organisation->people.as_of(day("2026-06-01"));
  EXPECT_EQ(people.name(0), "Ana d'Août");
  EXPECT_EQ(people.led_by(0), (std::vector<std::string>{"Lyon", "Nice", "South"}));
  ASSERT_EQ(organisation->journeys.size(), 1U);
  EXPECT_EQ(organisation->journeys[0].stages, (std::vector<std::string>{"look", "buy", "get"}));
  EXPECT_EQ(organisation->touchpoints.at(0).stage, "buy");
  EXPECT_EQ(organisation->values.at(0).measures, (std::vector<std::string>{"nps", "csat"}));
  EXPECT_EQ(organisation->promises.at(0).value, "near");
  ASSERT_EQ(organisation->goals.size(), 1U);
  EXPECT_EQ(organisation->goals[0].target, 40.0);
  EXPECT_EQ(to_text(organisation->goals[0].valid), "from 2026-01-01 to 2026-12-31");
}

TEST_P(OrganisationRecordsTest, TellsWhoChangedWhatAndWhen) {
  const auto records = open();
  ASSERT_TRUE(store(*records, some_of_each(), day("2026-06-01")));
  ASSERT_TRUE(store(*records,
                    {{.kind = Kind::unit, .id = "Lyon", .said = {std::nullopt, std::nullopt, ""}, .where = ""}},
                    day("2026-06-01")));
  auto transaction = records->begin();
  const auto changes = logged_changes(*transaction, {}, 3);
  ASSERT_TRUE(changes) << to_text(changes.error());
  ASSERT_EQ(changes->size(), 3U);
  const LoggedChange& last = changes->front();
  EXPECT_EQ(last.at + " " + last.who + " " + last.what + " " + last.id + " " + last.how + " " + last.words,
            "2026-06-01T00:00:00Z a test unit Lyon moved parent South → nothing from 2026-06-01");
  EXPECT_EQ((*changes)[1].how, "added");
}

TEST_P(OrganisationRecordsTest, TheLogIsLookedThroughByKindAndIdAndInPages) {
  const auto records = open();
  {
    auto transaction = records->begin();
    EXPECT_EQ(version_of(*transaction), 0);
  }
  ASSERT_TRUE(store(*records, some_of_each(), day("2026-06-01")));
  auto transaction = records->begin();
  EXPECT_EQ(version_of(*transaction), 8);
  const auto found = [&](const LogFilter& filter, std::size_t most = 100) {
    const auto changes = logged_changes(*transaction, filter, most);
    EXPECT_TRUE(changes) << to_text(changes.error());
    std::string all;
    for (const LoggedChange& change : *changes) all += change.what + " " + change.id + ", ";
    return all;
  };
  EXPECT_EQ(found({.kind = Kind::unit}), "unit South, unit Lyon, ");
  EXPECT_EQ(found({.id = "Lyon"}), "unit Lyon, ");
  EXPECT_EQ(found({.kind = Kind::person, .id = "Lyon"}), "");
  const auto last = logged_changes(*transaction, {.kind = Kind::unit}, 1);
  EXPECT_EQ(found({.kind = Kind::unit, .before = last->front().number}), "unit Lyon, ");
}

TEST_P(OrganisationRecordsTest, AnErrorInTheMiddleLeavesEverythingAsItWas) {
  const auto records = open();
  ASSERT_TRUE(store(*records, some_of_each(), day("2026-06-01")));
  {
    auto transaction = records->begin();
    const auto known = read_things(*transaction);
    auto merged = merge(*known, std::vector<Told>{{.kind = Kind::unit, .id = "Nice", .said = Said(3), .where = ""}},
                        {.as_of = day("2026-06-01")});
    ASSERT_TRUE(merged);
    // Two versions of the same first day, which no merge makes: the table refuses the second.
    const Version version{.valid = {}, .fields = {"", "", ""}};
    merged->rewritten.push_back({.kind = Kind::unit, .id = "Twice", .timeline = Timeline({version, version})});
    const auto written = write_merged(*transaction, *merged, "a test", k_now);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::conflict);
  }
  const auto organisation = read_organisation(*records);
  ASSERT_TRUE(organisation);
  EXPECT_EQ(organisation->units.size(), 2U);
  auto transaction = records->begin();
  EXPECT_EQ(logged_changes(*transaction, {}, 100)->size(), 8U);
}

TEST(Doubts, OfThousandsSomeAreToldAndTheOthersCounted) {
  std::vector<Told> told{{.kind = Kind::unit, .id = "South", .said = Said(3), .where = ""},
                         {.kind = Kind::journey, .id = "order", .said = {"", "look;buy"}, .where = ""}};
  for (int i = 0; i < 5'000; ++i) {
    const std::string number = std::to_string(i);
    told.push_back({.kind = Kind::person, .id = number, .said = {"", "", "unit " + number, "", ""}, .where = ""});
    told.push_back({.kind = Kind::touchpoint, .id = number, .said = {"", "stage " + number}, .where = ""});
    told.push_back({.kind = Kind::goal, .id = number, .said = {"", "nobody", "", "", ""}, .where = ""});
  }
  const auto merged = merge({}, told, {.as_of = day("2026-06-01")});
  ASSERT_TRUE(merged);
  const auto organisation = Organisation::make(merged->things);
  ASSERT_TRUE(organisation) << to_text(organisation.error());
  const std::vector<std::string> all = doubts(*organisation, day("2026-06-01"));
  EXPECT_EQ(all.size(), 304U) << "and that many people are at the top";
  for (const char* counted :
       {"people are of 4900 more names that are no unit of that day", "4900 more doubts about goals",
        "4900 more touchpoints are in stages that no journey has"}) {
    EXPECT_TRUE(std::ranges::find(all, counted) != all.end()) << counted;
  }
}

TEST(Doubts, AreToldAndStopNothing) {
  const Day today = day("2026-06-01");
  const auto merged = merge(
      {},
      std::vector<Told>{{.kind = Kind::unit, .id = "South", .said = Said(3), .where = ""},
                        {.kind = Kind::unit, .id = "North", .said = Said(3), .where = ""},
                        {.kind = Kind::unit, .id = "Lyon", .said = {"", "", "East"}, .where = ""},
                        {.kind = Kind::unit, .id = "East", .said = Said(3), .to = today, .where = ""},
                        {.kind = Kind::person, .id = "ana", .said = {"", "", "Suoth", "", ""}, .where = ""},
                        {.kind = Kind::person, .id = "ben", .said = {"", "", "East", "cleo", "Berlin"}, .where = ""},
                        {.kind = Kind::person, .id = "cleo", .said = Said(5), .to = today, .where = ""},
                        {.kind = Kind::touchpoint, .id = "web", .said = {"", "byu"}, .where = ""},
                        {.kind = Kind::journey, .id = "j", .said = {"", "buy"}, .where = ""},
                        {.kind = Kind::goal, .id = "g", .said = {"", "zoe", "West", "nps", "40"}, .where = ""}},
      {.as_of = today});
  ASSERT_TRUE(merged);
  const auto organisation = Organisation::make(merged->things);
  ASSERT_TRUE(organisation) << to_text(organisation.error());
  EXPECT_EQ(
      doubts(*organisation, today),
      (std::vector<std::string>{
          "3 units stand at the top: Lyon, North, South", "2 people report to nobody who is there: ana, ben",
          "the parent of 1 unit has ended or not begun: Lyon", "the manager of 1 person has left or not come yet: ben",
          "somebody leads Berlin, which is no unit", "1 person of East, which is not there on 2026-06-01",
          "1 person works in Suoth, which is no unit; is it South?", "the goal g is owned by zoe, whom nobody knows",
          "the goal g is one of West, which is no unit",
          "the touchpoint web is in the stage byu, which no journey has"}));
}

}  // namespace
}  // namespace bellwether::org
