#include "measure/comments.hpp"

#include "store/facts/store_for_test.hpp"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

class Comments : public ::testing::Test {
 protected:
  void SetUp() override { store_ = facts::open_store(folder_.path()); }

  void add(const char* unit, const char* day, int count, facts::VoiceOf voice_of = facts::VoiceOf::employee) {
    facts::SignalBatch batch;
    for (int i = 0; i < count; ++i) {
      facts::Signal& signal = batch.add();
      signal.id = Id{.high = 1, .low = ++ids_};
      if (*day != 0) signal.occurred_at = facts::at(day);
      signal.received_at = facts::at("2026-12-31");
      signal.source = "test";
      signal.unit = unit;
      signal.voice_of = voice_of;
      signal.text = "words";
      signal.subject = facts::Pseudonym{ids_};
    }
    const auto commit = store_->append(std::move(batch)).get();
    ASSERT_TRUE(commit) << to_text(commit.error());
  }

  /// Comments that may be shown, by unit.
  std::map<std::string, int> shown(const CommentsQuestion& question) {
    std::map<std::string, int> by_unit;
    const auto comments = EmployeeComments::read(*store_.facts, guards_, question);
    EXPECT_TRUE(comments) << to_text(comments.error());
    if (!comments) return by_unit;
    const auto signals = store_->look({});
    int count = 0;
    for (const facts::StoredSignal& signal : *signals) {
      if (!comments->may_show(signal)) continue;
      ++by_unit[signal.unit];
      ++count;
    }
    EXPECT_EQ(comments->count(), count);
    return by_unit;
  }
  using Shown = std::map<std::string, int>;

  facts::Folder folder_;
  facts::Opened store_;
  Guards guards_{{.parents = {{"Lyon", "South"}, {"Nice", "South"}, {"Metz", "North"}}}};
  std::uint64_t ids_ = 0;
};

TEST_F(Comments, AreShownFromTenPeopleOn) {
  add("Metz", "2026-10-05", 9);
  EXPECT_EQ(shown({.where = "unit = \"Metz\""}), Shown{});
  add("Metz", "2026-10-06", 1);
  EXPECT_EQ(shown({.where = "unit = \"Metz\""}), (Shown{{"Metz", 10}}));
}

TEST_F(Comments, OfSmallUnitsAreShownOfTheirParentAlone) {
  add("Lyon", "2026-10-05", 4);
  add("Nice", "2026-10-05", 7);
  add("Metz", "2026-10-05", 12);
  EXPECT_EQ(shown({.where = "unit = \"Nice\""}), Shown{});
  EXPECT_EQ(shown({.where = "unit != \"Nice\""}), (Shown{{"Metz", 12}}));
  EXPECT_EQ(shown({.where = "unit in (\"Lyon\", \"Nice\")"}), (Shown{{"Lyon", 4}, {"Nice", 7}}));
  EXPECT_EQ(shown({}), (Shown{{"Lyon", 4}, {"Nice", 7}, {"Metz", 12}}));
}

TEST_F(Comments, OfMonthsThatTheQuestionCutsThroughAreNotShown) {
  add("Metz", "2026-10-05", 12);
  add("Metz", "2026-11-05", 12);
  const Day october = day_from_text("2026-10-01").value();
  EXPECT_EQ(shown({.from = october, .to = day_from_text("2026-11-20").value()}), (Shown{{"Metz", 12}}));
  EXPECT_EQ(shown({.from = october}), (Shown{{"Metz", 24}}));
}

TEST_F(Comments, AreNotSearchedForWordsOrRatings) {
  add("Metz", "2026-10-05", 12);
  const auto by_words = EmployeeComments::read(*store_.facts, guards_, {.where = "text ~ \"boss\""});
  ASSERT_FALSE(by_words);
  EXPECT_EQ(by_words.error().code, Code::withheld);
}

TEST_F(Comments, OfCustomersAreNotItsMatter) {
  add("Metz", "2026-10-05", 12, facts::VoiceOf::customer);
  EXPECT_EQ(shown({}), Shown{});
}

}  // namespace
}  // namespace bellwether::measure
