#include "listen/import/identity.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

using Cells = std::vector<std::string_view>;
using Kind = Identity::Kind;

/// Imports a file of one-cell rows over what earlier imports stored: how many are fresh, and the ids afterwards.
std::size_t import(const std::vector<std::string>& file, std::set<Id>& stored, std::string_view source = "s") {
  RowNames names(source);
  for (const Id& id : stored) names.known().add_known(id);
  std::size_t fresh = 0;
  for (const std::string& row : file) {
    const Identity identity = names.name(Cells{row});
    if (identity.kind != Kind::fresh) continue;
    ++fresh;
    if (!stored.insert(identity.id).second) ADD_FAILURE() << "an id was given twice";
  }
  return fresh;
}

TEST(RowNames, EqualRowsAreDifferentRowsOfOneFile) {
  std::set<Id> stored;
  EXPECT_EQ(import({"a", "a", "b", "a"}, stored), 4U);
  EXPECT_EQ(import({"a", "a", "b", "a"}, stored), 0U);
  EXPECT_EQ(import({"b", "a", "a", "a", "a"}, stored), 1U);  // A longer version, in another order.
  EXPECT_EQ(stored.size(), 5U);
}

TEST(RowNames, SourcesNeverMix) {
  std::set<Id> stored;
  EXPECT_EQ(import({"a"}, stored, "one"), 1U);
  EXPECT_EQ(import({"a"}, stored, "two"), 1U);
}

TEST(RowNames, KnowBoundsOfCellsAndNullFromEmpty) {
  RowNames names("s");
  EXPECT_EQ(names.name(Cells{"ab", "c"}).kind, Kind::fresh);
  const Id first = names.name(Cells{"a", "bc"}).id;
  EXPECT_NE(first, names.name(Cells{"a", "bc", ""}).id);
  EXPECT_NE(names.name(Cells{std::string_view{}}).id, names.name(Cells{""}).id);
}

TEST(RowNames, AKeyNamesItsRow) {
  RowNames names("s");
  const Identity first = names.name(Cells{"7", "good"}, Cells{"7"});
  EXPECT_EQ(first.kind, Kind::fresh);
  EXPECT_EQ(names.name(Cells{"7", "good"}, Cells{"7"}).kind, Kind::duplicate);
  // Not unique in its own file: told apart by content.
  const Identity second = names.name(Cells{"7", "bad"}, Cells{"7"});
  EXPECT_EQ(second.kind, Kind::fresh);
  EXPECT_EQ(names.name(Cells{"7", "bad"}, Cells{"7"}).kind, Kind::duplicate);

  RowNames later("s");
  later.known().add_known(first.id);
  later.known().add_known(second.id);
  EXPECT_EQ(later.name(Cells{"7", "changed"}, Cells{"7"}).kind, Kind::contested);
  EXPECT_EQ(later.name(Cells{"7", "bad"}, Cells{"7"}).kind, Kind::duplicate);
  EXPECT_EQ(later.name(Cells{"7", "good"}, Cells{"7"}).kind, Kind::duplicate);
}

TEST(RowNames, AMillionEqualRowsStayLinear) {
  // Quadratic work would take hours, and the test's time limit would end it.
  RowNames names("s");
  for (int i = 0; i < 1'000'000; ++i) ASSERT_EQ(names.name(Cells{"same"}).kind, Kind::fresh);
}

/// Stopped after any number of rows and run again, imported twice, made longer: every row is stored once.
RC_GTEST_PROP(RowNames, AnyStopsAndRepeatsStoreEveryRowOnce, ()) {
  const auto file =
      *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "c", "d", ""));
  const auto stops = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, file.size() + 1));
  std::set<Id> stored;
  for (const std::size_t stop : stops) import({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(stop)}, stored);
  import(file, stored);
  RC_ASSERT(stored.size() == file.size());
  RC_ASSERT(import(file, stored) == 0U);
}

RC_GTEST_PROP(RowNames, KeyedRowsAreStoredOncePerContent, ()) {
  const auto rows = *rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
      rc::gen::pair(rc::gen::element<std::string>("k", "l"), rc::gen::element<std::string>("a", "b", "c")));
  const auto stop = *rc::gen::inRange<std::size_t>(0, rows.size() + 1);
  std::set<Id> stored;
  for (const std::size_t end : {stop, rows.size(), rows.size()}) {
    RowNames names("s");
    for (const Id& id : stored) names.known().add_known(id);
    for (std::size_t i = 0; i < end; ++i) {
      const Identity identity = names.name(Cells{rows[i].first, rows[i].second}, Cells{rows[i].first});
      RC_ASSERT(identity.kind != Kind::contested);
      if (identity.kind == Kind::fresh) RC_ASSERT(stored.insert(identity.id).second);
    }
  }
  RC_ASSERT(stored.size() == std::set(rows.begin(), rows.end()).size());
}

}  // namespace
}  // namespace bellwether::listen
