// Acts come back as they went in, found by filter and snapshot.
#include "store/facts/store_for_test.hpp"

#include <array>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

struct LookingAtActs : testing::Test {
  LookingAtActs() : opened(open_store(folder.path())) {
    ActBatch batch;
    Act& whole = batch.add();
    whole.id = derived_id(2, 1);
    whole.occurred_at = at("2026-11-17");
    whole.source = "desk";
    whole.kind = "case.resolved";
    whole.actor = "p-1";
    whole.about = "case-9";
    whole.unit = "Lyon";
    whole.subject = Pseudonym{0xFFFF'FFFF'FFFF'FFFE};
    whole.amount = Micros{-12'500'000};
    whole.currency = "EUR";
    whole.duration_s = Micros{60'000'000};
    const std::array<Attribute, 2> attributes = {Attribute{.name = "reason", .value = "late"},
                                                 Attribute{.name = "level", .value = Micros{2'000'000}}};
    whole.attributes = batch.keep(std::span<const Attribute>(attributes));
    EXPECT_TRUE(opened->append(std::move(batch)).get());
    ActBatch later;
    Act& plain = later.add();
    plain.id = derived_id(2, 2);
    plain.occurred_at = at("2026-11-16");
    plain.kind = "floor.visited";
    EXPECT_TRUE(opened->append(std::move(later)).get());
  }
  [[nodiscard]] std::vector<std::string> kinds(const LookAtActs& look) const {
    std::vector<std::string> all;
    const auto acts = opened->acts(look);
    EXPECT_TRUE(acts) << to_text(acts.error());
    if (acts) {
      for (const StoredAct& act : *acts) all.push_back(act.kind);
    }
    return all;
  }

  Folder folder;
  Opened opened;
};

TEST_F(LookingAtActs, TheyComeBackAsTheyWentIn) {
  const StoredAct act = opened->acts(LookAtActs{.snapshot = 1}).value().at(0);
  EXPECT_EQ(act.id, derived_id(2, 1));
  EXPECT_EQ(act.occurred_at, at("2026-11-17"));
  EXPECT_EQ(act.source + act.kind + act.actor + act.about + act.unit + act.currency,
            "deskcase.resolvedp-1case-9LyonEUR");
  EXPECT_EQ(act.subject, Pseudonym{0xFFFF'FFFF'FFFF'FFFE});
  EXPECT_EQ(act.amount->value, -12'500'000);
  EXPECT_EQ(act.duration_s->value, 60'000'000);
  ASSERT_EQ(act.attributes.size(), 2U);
  EXPECT_EQ(act.attributes[0].first, "level");
  EXPECT_EQ(std::get<Micros>(act.attributes[0].second).value, 2'000'000);
  EXPECT_EQ(std::get<std::string>(act.attributes[1].second), "late");
}

TEST_F(LookingAtActs, ByFilterAndSnapshotTheOldestFirst) {
  using Kinds = std::vector<std::string>;
  EXPECT_EQ(kinds({}), (Kinds{"floor.visited", "case.resolved"}));
  EXPECT_EQ(kinds({.limit = 1}), (Kinds{"floor.visited"}));
  EXPECT_EQ(kinds({.since_snapshot = 1}), (Kinds{"floor.visited"}));
  EXPECT_EQ(kinds({.snapshot = 1}), (Kinds{"case.resolved"}));
  const Expr in_lyon{Compare{
      .field = {.kind = Field::Kind::dimension, .name = "unit"}, .op = Op::equal, .literal = std::string("Lyon")}};
  EXPECT_EQ(kinds({.where = in_lyon}), (Kinds{"case.resolved"}));
  EXPECT_EQ(opened->acts(LookAtActs{.limit = 10'001}).error().code, Code::too_large);
}

}  // namespace
}  // namespace bellwether::facts
