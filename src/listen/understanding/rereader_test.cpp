#include "listen/understanding/rereader.hpp"

#include "listen/understanding/signal_reader.hpp"
#include "store/facts/store_for_test.hpp"
#include "understand/reading_mark.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using namespace std::chrono_literals;
using facts::Folder;
using facts::open_store;
using facts::Opened;

std::shared_ptr<const understand::ThemeBook> book_of(std::string_view toml) {
  auto book = understand::ThemeBook::from_toml(toml, "test.toml");
  EXPECT_TRUE(book) << to_text(book.error());
  return std::make_shared<const understand::ThemeBook>(*std::move(book));
}

struct Rereading : testing::Test {
  void SetUp() override {
    auto shipped = understand::Knowledge::shipped();
    ASSERT_TRUE(shipped) << to_text(shipped.error());
    knowledge = std::make_unique<understand::Knowledge>(*std::move(shipped));
    knowledge->themes->set(book_of("[themes.room]\nen = \"room\""));
    store = open_store(folder.path());
  }

  /// Texts on some days (0: undated), read as they come in, or not.
  void add(std::string_view text, int day, bool is_read, std::string_view theme = {}, std::string_view reader = {}) {
    facts::SignalBatch batch;
    facts::Signal& signal = batch.add();
    signal.id = derived_id(7, ++number);
    if (day > 0) signal.occurred_at = Instant{facts::at("2024-01-01").us + std::int64_t{day} * k_us_per_day};
    signal.text = text;
    signal.reader = reader;
    const std::array<facts::Mention, 1> told = {facts::Mention{.theme = theme, .sentiment = {}}};
    if (!theme.empty()) signal.themes = batch.keep(std::span<const facts::Mention>(told));
    if (is_read) SignalReader(*knowledge).read(signal, batch.room());
    ASSERT_TRUE(store->append(std::move(batch)).get());
  }

  /// "room view | en": by the text, in the order of the book's names; who read it behind another bar where it is not today's reading.
  std::map<std::string, std::string> all() {
    std::map<std::string, std::string> told;
    const std::string reading = understand::reading_of(*knowledge);
    const auto stored = store->look({.limit = 1000});
    EXPECT_TRUE(stored);
    for (const facts::StoredSignal& signal : *stored) {
      std::string& line = told[signal.text];
      for (const auto& [theme, sentiment] : signal.themes) line += theme + " ";
      line += "| " + signal.language;
      if (!understand::is_of(signal.reader, reading)) line += " | " + (signal.reader.empty() ? "?" : signal.reader);
    }
    return told;
  }

  Folder folder;
  Opened store;
  std::unique_ptr<understand::Knowledge> knowledge;
  std::uint64_t number = 0;
};

TEST_F(Rereading, ReadsWhatWasNotReadAndWhatWasReadOtherwise) {
  add("The room has a view", 1, true);
  add("A view of the room in winter", 900, false);
  add("The room without a date", 0, false);
  add("12345", 3, false);
  add("", 3, false);
  std::size_t commits = 0;
  Rereader rereader(*store.facts, *knowledge, [&](const facts::Commit&) { ++commits; });
  ASSERT_TRUE(rereader.wait_until_done(60s));
  EXPECT_EQ(all(), (std::map<std::string, std::string>{{"", "|  | ?"},
                                                       {"12345", "| "},
                                                       {"A view of the room in winter", "room | en"},
                                                       {"The room has a view", "room | en"},
                                                       {"The room without a date", "room | en"}}));
  EXPECT_EQ(rereader.progress().done, 3U) << "the first was read already";
  EXPECT_EQ(rereader.progress().left, 0U);

  knowledge->themes->set(book_of("[themes.view]\nen = \"view\""));
  rereader.look_again();
  ASSERT_TRUE(rereader.wait_until_done(60s));
  EXPECT_EQ(all()["The room has a view"], "view | en");
  EXPECT_EQ(all()["The room without a date"], "| en");
  EXPECT_EQ(rereader.progress().done, 4U);
  EXPECT_EQ(rereader.progress().reading, understand::reading_of(*knowledge));
  EXPECT_GE(commits, 3U);
  const auto report = store->check();
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->problems.empty());
}

TEST_F(Rereading, LeavesWhatWasToldAndWhatOthersRead) {
  add("The room was told of otherwise", 1, true, "price");
  add("The room was read by others", 1, true, "", "acme 3");
  add("The room came in before readings were marked", 2, false, "staff");
  Rereader rereader(*store.facts, *knowledge, {});
  ASSERT_TRUE(rereader.wait_until_done(60s));
  knowledge->themes->set(book_of("[themes.view]\nen = \"view, room\""));
  rereader.look_again();
  ASSERT_TRUE(rereader.wait_until_done(60s));
  EXPECT_EQ(all(), (std::map<std::string, std::string>{{"The room came in before readings were marked", "staff | en"},
                                                       {"The room was read by others", "|  | acme 3"},
                                                       {"The room was told of otherwise", "price | en"}}));
}

TEST_F(Rereading, GoesOnWhereItWasEnded) {
  for (int i = 0; i < 30; ++i)
    add("The room number " + std::string(static_cast<std::size_t>(i + 1), 'x'), i * 40, false);
  {
    const Rereader ended(*store.facts, *knowledge, {});
  }
  Rereader rereader(*store.facts, *knowledge, {});
  ASSERT_TRUE(rereader.wait_until_done(60s));
  for (const auto& [text, read] : all()) EXPECT_EQ(read.substr(0, 4), "room") << text;
}

}  // namespace
}  // namespace bellwether::listen
