#include "tell/voices.hpp"

#include "store/facts/store_for_test.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

struct Said {
  const char* unit = "Lyon";
  const char* day = "2026-11-01";
  const char* text = "";
  int nps = -1;
  std::uint64_t who = 0;
  facts::VoiceOf voice_of = facts::VoiceOf::customer;
};

class Heard : public testing::Test {
 protected:
  Heard() : store(facts::open_store(folder.path())), catalogue(measure::Catalogue::load({}).value()) {
    add({.text = "The shower was cold", .nps = 2, .who = 7});
    add({.day = "2026-11-02", .text = "A cold welcome, a warm shower", .nps = 9, .who = 7});
    add({.unit = "Nice", .day = "2026-11-03", .text = "Lovely", .nps = 10, .who = 8});
    add({.unit = "Nice", .day = "2026-11-04", .nps = 2});
    add({.day = "2026-11-05", .text = "My boss is cold", .nps = 1, .who = 9, .voice_of = facts::VoiceOf::employee});
  }
  void add(const Said& said) {
    facts::SignalBatch batch;
    facts::Signal& signal = batch.add();
    signal.id = {.high = 1, .low = ++ids};
    signal.occurred_at = facts::at(said.day);
    signal.received_at = facts::at("2026-12-01");
    signal.source = "test";
    signal.unit = said.unit;
    signal.text = said.text;
    signal.voice_of = said.voice_of;
    if (said.who > 0) signal.subject = facts::Pseudonym{said.who};
    const std::array<facts::Rating, 1> nps = {facts::Rating{.name = "nps", .value = {said.nps * 100}}};
    if (said.nps >= 0) signal.ratings = batch.keep(std::span<const facts::Rating>(nps));
    const auto commit = store->append(std::move(batch)).get();
    ASSERT_TRUE(commit) << to_text(commit.error());
  }
  /// The last number of each id of a page.
  std::vector<std::uint64_t> found(const VoicesWish& wish, const facts::Expr& within = {}) const {
    std::vector<std::uint64_t> numbers;
    const auto page = voices(catalogue, *store.facts, wish, within);
    EXPECT_TRUE(page) << to_text(page.error());
    if (!page) return numbers;
    for (const facts::StoredSignal& voice : page->voices) numbers.push_back(voice.id.low);
    return numbers;
  }
  Error refused(const VoicesWish& wish) const {
    const auto page = voices(catalogue, *store.facts, wish);
    EXPECT_FALSE(page);
    return page ? Error{} : page.error();
  }

  facts::Folder folder;
  facts::Opened store;
  measure::Catalogue catalogue;
  std::uint64_t ids = 0;
};
using Numbers = std::vector<std::uint64_t>;

TEST_F(Heard, TheNewestFirstAndNoEmployees) {
  EXPECT_EQ(found({}), (Numbers{4, 3, 2, 1}));
  EXPECT_EQ(found({.where = "voice_of = \"employee\""}), Numbers{});
  EXPECT_EQ(found({.with_text_only = true}), (Numbers{3, 2, 1}));
}

TEST_F(Heard, ByWordsAndFilterAndDays) {
  EXPECT_EQ(found({.words = "COLD shower"}), (Numbers{2, 1}));
  EXPECT_EQ(found({.words = "\"warm shower\""}), Numbers{2});
  EXPECT_EQ(found({.words = "\"shower"}), (Numbers{2, 1}));  // a lone quote is passed over
  EXPECT_EQ(found({.where = "unit = \"Nice\"", .words = "lovely"}), Numbers{3});
  EXPECT_EQ(found({.from = *day_from_text("2026-11-02"), .to = *day_from_text("2026-11-04")}), (Numbers{3, 2}));
  std::string many;
  for (int i = 0; i <= 20; ++i) many += "w" + std::to_string(i) + " ";
  EXPECT_EQ(refused({.words = many}).where, "words");
}

TEST_F(Heard, BehindAMeasure) {
  EXPECT_EQ(found({.measure = "nps", .order = facts::Look::Order::lowest}), (Numbers{4, 1, 2, 3}));
  EXPECT_EQ(found({.measure = "nps", .order = facts::Look::Order::highest, .limit = 1}), Numbers{3});
  EXPECT_EQ(refused({.measure = "npps"}).code, Code::not_found);
  EXPECT_EQ(refused({.measure = "enps"}).code, Code::withheld);
  EXPECT_EQ(refused({.order = facts::Look::Order::lowest}).where, "by");
}

TEST_F(Heard, PageAfterPageWithoutWhatCameMeanwhile) {
  VoicesWish wish{.limit = 3};
  const auto first = voices(catalogue, *store.facts, wish).value();
  EXPECT_EQ(first.voices.size(), 3U);
  ASSERT_FALSE(first.next.empty());
  add({.day = "2026-10-01", .text = "came meanwhile"});
  wish.after = first.next;
  const auto second = voices(catalogue, *store.facts, wish).value();
  ASSERT_EQ(second.voices.size(), 1U);
  EXPECT_EQ(second.voices[0].id.low, 1U);
  EXPECT_TRUE(second.next.empty());
  EXPECT_EQ(refused({.after = "nonsense"}).where, "after");
  EXPECT_EQ(refused({.limit = 0}).where, "limit");
  EXPECT_EQ(refused({.limit = 501}).where, "limit");
}

TEST_F(Heard, WithinWhatTheCallerMaySee) {
  const auto within = facts::is(facts::dimension("unit"), facts::Op::equal, "Nice");
  EXPECT_EQ(found({}, within), (Numbers{4, 3}));
  EXPECT_EQ(found({.where = "unit = \"Lyon\" or unit = \"Nice\""}, within), (Numbers{4, 3}));
  EXPECT_EQ(found({.measure = "nps"}, within), (Numbers{4, 3}));
  EXPECT_FALSE(voice(*store.facts, {.high = 1, .low = 1}, 5, within));
  EXPECT_TRUE(voice(*store.facts, {.high = 1, .low = 3}, 5, within));
}

TEST_F(Heard, OneWithTheSameCustomersOthers) {
  const auto with = voice(*store.facts, {.high = 1, .low = 1}, 5).value();
  EXPECT_EQ(with.voice.text, "The shower was cold");
  ASSERT_EQ(with.others.size(), 1U);
  EXPECT_EQ(with.others[0].id.low, 2U);
  EXPECT_EQ(voice(*store.facts, {.high = 1, .low = 5}, 5).error().code, Code::not_found);  // an employee's
  EXPECT_EQ(voice(*store.facts, {.high = 9, .low = 9}, 5).error().code, Code::not_found);
}

TEST_F(Heard, AsJson) {
  const auto json = voice_json(voice(*store.facts, {.high = 1, .low = 1}, 0)->voice);
  EXPECT_EQ(json["id"], "00000000-0000-0001-0000-000000000001");
  EXPECT_EQ(json["occurred_at"], "2026-11-01T12:00:00Z");
  EXPECT_EQ(json["unit"], "Lyon");
  EXPECT_TRUE(json["touchpoint"].is_null());
  EXPECT_EQ(json["ratings"]["nps"], 2.0);
  EXPECT_EQ(json["customer"], "0000000000000007");
}

}  // namespace
}  // namespace bellwether::tell
