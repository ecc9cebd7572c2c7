#include "store/records/places_for_test.hpp"
#include "store/records/records.hpp"
#include "store/records/schema.hpp"
#include "understand/taught/books.hpp"
#include "understand/taught/marks.hpp"

#include <memory>
#include <utility>

#include <gtest/gtest.h>

namespace bellwether::taught {
namespace {

const Instant k_now{.us = 1'795'000'000'000'000};

class Taught : public records::PlacesForTest {
 protected:
  void SetUp() override {
    PlacesForTest::SetUp();
    if (IsSkipped()) return;
    auto opened = records::Records::open(place(), store::Access::write, records::migrations());
    ASSERT_TRUE(opened) << to_text(opened.error());
    records = *std::move(opened);
  }
  [[nodiscard]] records::Transaction begin() const { return std::move(records->begin()).value(); }

  [[nodiscard]] Result<KeptBook> keep(std::string_view toml, std::optional<std::int64_t> before = {}) const {
    auto transaction = begin();
    auto kept = keep_book(transaction, toml, "ana", k_now, before);
    if (kept) {
      EXPECT_TRUE(transaction.commit());
    }
    return kept;
  }
  [[nodiscard]] Result<void> put(const Mark& mark) const {
    auto transaction = begin();
    auto put = put_mark(transaction, mark, k_now);
    if (put) return transaction.commit();
    return put;
  }
  [[nodiscard]] std::vector<Mark> all(const MarksWish& wish = {}) const {
    auto transaction = begin();
    auto found = marks(transaction, wish);
    EXPECT_TRUE(found) << to_text(found.error());
    return *std::move(found);
  }

  std::unique_ptr<records::Records> records;
};

ON_EACH_ENGINE(Taught);

TEST_P(Taught, TheNewestBookIsInUseAndTheOthersStay) {
  {
    auto transaction = begin();
    EXPECT_FALSE(newest_book(transaction).value());
  }
  ASSERT_TRUE(keep("label = \"One\"\n[themes.price]\nen = \"price\""));
  const auto second = keep("label = \"Two\"\n[themes.price]\nen = \"price, cost\"");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->number, 2);
  auto transaction = begin();
  const auto newest = newest_book(transaction);
  ASSERT_TRUE(newest && *newest);
  EXPECT_EQ((*newest)->label, "Two");
  EXPECT_EQ((*newest)->who, "ana");
  EXPECT_EQ((*newest)->version, second->version);
  const auto books = kept_books(transaction, 10);
  ASSERT_TRUE(books);
  ASSERT_EQ(books->size(), 2U);
  EXPECT_EQ(books->front().number, 2);
  EXPECT_TRUE(books->front().toml.empty());
  EXPECT_EQ(kept_book(transaction, 1)->label, "One");
  EXPECT_EQ(kept_book(transaction, 3).error().code, Code::not_found);
}

TEST_P(Taught, ABookThatIsWrongIsNotKept) {
  const auto refused = keep("[themes.price]\nen = \"*a b\"");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::bad_input);
  auto transaction = begin();
  EXPECT_FALSE(newest_book(transaction).value());
}

TEST_P(Taught, WhoWasSlowerIsTold) {
  ASSERT_TRUE(keep("[themes.price]\nen = \"price\"", 0));
  const auto late = keep("[themes.price]\nen = \"cost\"", 0);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::conflict);
  EXPECT_TRUE(keep("[themes.price]\nen = \"cost\"", 1));
}

TEST_P(Taught, APersonsNewestWordCounts) {
  const Id one = derived_id(1, 1), other = derived_id(1, 2);
  ASSERT_TRUE(put({.signal = one, .told = "negative", .machine = "positive", .reader = "1.a", .who = "ana"}));
  ASSERT_TRUE(put({.signal = one, .told = "neutral", .machine = "positive", .reader = "1.a", .who = "ana"}));
  ASSERT_TRUE(put({.signal = one, .told = "positive", .machine = "positive", .reader = "1.a", .who = "bob"}));
  ASSERT_TRUE(
      put({.signal = other, .part = Part::theme, .theme = "price", .told = "no", .machine = "yes", .who = "ana"}));
  ASSERT_TRUE(
      put({.signal = other, .part = Part::theme, .theme = "staff", .told = "yes", .machine = "no", .who = "ana"}));
  EXPECT_EQ(all().size(), 4U);
  const auto sentiment = all({.part = Part::sentiment});
  ASSERT_EQ(sentiment.size(), 2U);
  EXPECT_EQ(sentiment[0].who, "bob");
  EXPECT_EQ(sentiment[1].told, "neutral");
  EXPECT_EQ(sentiment[1].at, to_text(k_now));
  EXPECT_EQ(all({.theme = "staff"}).size(), 1U);
  EXPECT_EQ(all({.signal = other}).size(), 2U);
}

TEST_P(Taught, OnlyWhatAPartCanBeIsTaken) {
  const Id one = derived_id(1, 1);
  EXPECT_FALSE(put({.signal = one, .told = "angry", .who = "ana"}));
  EXPECT_FALSE(put({.signal = one, .theme = "price", .told = "negative", .who = "ana"}));
  EXPECT_FALSE(put({.signal = one, .part = Part::theme, .told = "yes", .who = "ana"}));
  EXPECT_FALSE(put({.signal = one, .part = Part::intent, .told = "shopping", .who = "ana"}));
  EXPECT_TRUE(put({.signal = one, .part = Part::intent, .told = "none", .who = "ana"}));
  EXPECT_EQ(all().size(), 1U);
}

}  // namespace
}  // namespace bellwether::taught
