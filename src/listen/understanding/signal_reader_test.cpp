#include "listen/understanding/signal_reader.hpp"

#include "understand/reader.hpp"
#include "understand/reading_mark.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

const understand::Knowledge& knowledge() {
  static const understand::Knowledge k_knowledge = *understand::Knowledge::shipped();
  return k_knowledge;
}

/// "1" in place of today's reading: "1 told sentiment".
std::string short_mark(std::string_view mark) {
  const std::string reading = understand::reading_of(knowledge());
  return mark.starts_with(reading) ? "1" + std::string(mark.substr(reading.size())) : std::string(mark);
}

/// "en + 1": the language, the side of the sentiment, and who read it; "?" for what is not known.
std::string read_of(facts::Signal signal) {
  facts::SignalBatch batch;
  SignalReader(knowledge()).read(signal, batch.room());
  const auto side = [](facts::Thousandths sentiment) {
    return sentiment.value > 200 ? "+" : sentiment.value < -200 ? "-" : "0";
  };
  return fmt::format("{} {} {}", signal.language.empty() ? "?" : signal.language,
                     signal.sentiment ? side(*signal.sentiment) : "?",
                     signal.reader.empty() ? "?" : short_mark(signal.reader));
}

std::string read_of(std::string_view text) {
  facts::Signal signal;
  signal.text = text;
  return read_of(signal);
}

TEST(SignalReader, ReadsLanguageAndSentiment) {
  EXPECT_EQ(read_of("The room was lovely and the staff were very kind"), "en + 1");
  EXPECT_EQ(read_of("Das Zimmer war schmutzig und das Personal unfreundlich"), "de - 1");
  EXPECT_EQ(read_of("We arrived on Monday by train and left on Friday"), "en 0 1");
}

TEST(SignalReader, SaysNothingOfWhatSaysNothing) {
  for (const char* text :
       {"", "   ", "10", "12345 / 7", "!!!", "- . -", "⟨phone⟩", "⟨name⟩ ⟨national_id⟩", "\xff\xfe"}) {
    EXPECT_EQ(read_of(text), *text == 0 ? "? ? ?" : "? ? 1") << text << ": looked at, and nothing found";
  }
}

TEST(SignalReader, AFeelingNeedsNoWord) { EXPECT_EQ(read_of("😡😡"), "? - 1"); }

TEST(SignalReader, ALanguageThatCannotBeToldStaysUnknown) { EXPECT_EQ(read_of("ok"), "? + 1"); }

TEST(SignalReader, WhereWordsOfFeelingAreNotKnownNothingIsClaimed) {
  EXPECT_EQ(read_of("Przyjechaliśmy w poniedziałek wieczorem pociągiem z Krakowa"), "pl ? 1");
  EXPECT_EQ(read_of("我们星期一坐火车到达"), "zh ? 1");
}

TEST(SignalReader, WhatWasToldStaysAsItWasTold) {
  facts::Signal signal;
  signal.text = "The room was lovely and the staff were very kind";
  signal.sentiment = facts::Thousandths{-900};
  EXPECT_EQ(read_of(signal), "en - 1 told sentiment");
  signal.language = "fr";
  EXPECT_EQ(read_of(signal), "fr - 1 told language sentiment");
}

TEST(SignalReader, WhatAnotherHasReadIsNotReadAgain) {
  facts::Signal signal;
  signal.text = "The room was lovely and the staff were very kind";
  signal.reader = "another 7";
  EXPECT_EQ(read_of(signal), "? ? another 7") << "that it found no feeling is what it says";
}

TEST(SignalReader, ReadsThemesIntentUrgencyAndEffort) {
  facts::Signal signal;
  signal.text = "Terrible service: I called three times, waited for hours, and want my money back immediately!";
  facts::Room room;
  SignalReader reader(knowledge());
  reader.read(signal, room);
  EXPECT_EQ(signal.intent, "request");
  ASSERT_TRUE(signal.urgency && signal.effort);
  EXPECT_GT(signal.urgency->value, 500);
  EXPECT_GT(signal.effort->value, 500);
  std::vector<std::string> themes;
  for (const facts::Mention& mention : signal.themes) themes.emplace_back(mention.theme);
  EXPECT_NE(std::ranges::find(themes, "service"), themes.end());
  for (const std::string& theme : themes) {
    const std::size_t dot = theme.rfind('.');
    if (dot == std::string::npos) continue;
    EXPECT_NE(std::ranges::find(themes, theme.substr(0, dot)), themes.end()) << theme << " without what is above it";
  }
  const std::array<facts::Mention, 1> told = {facts::Mention{.theme = "refund", .sentiment = {}}};
  facts::Signal other;
  other.text = signal.text;
  other.themes = told;
  reader.read(other, room);
  ASSERT_EQ(other.themes.size(), 1U);
  EXPECT_EQ(other.themes[0].theme, "refund");
}

TEST(SignalReader, PersonsMarksAreNoPartOfWhatIsSaid) {
  const auto sentiment = [](std::string_view text) {
    facts::Signal signal;
    signal.text = text;
    facts::Room room;
    SignalReader(knowledge()).read(signal, room);
    return std::string(signal.language) + " " + std::to_string(signal.sentiment ? signal.sentiment->value : 9999);
  };
  EXPECT_EQ(sentiment("merci ⟨name⟩"), sentiment("merci "));
  EXPECT_EQ(sentiment("⟨name⟩ war sehr nett, ⟨phone⟩"), sentiment(" war sehr nett, "));
  EXPECT_NE(sentiment("⟨a great room"), "? 9999") << "no mark";
}

TEST(SignalReader, WhatIsReadOutlivesTheTextAndTheReader) {
  facts::SignalBatch batch;
  facts::Signal& signal = batch.add();
  {
    const std::string text = "Le personnel était très gentil";
    SignalReader reader(knowledge());
    signal.text = text;
    reader.read(signal, batch.room());
    facts::Signal other;
    other.text = "The staff were kind";
    reader.read(other, batch.room());
  }
  EXPECT_EQ(signal.language, "fr");
  EXPECT_EQ(short_mark(signal.reader), "1");
}

}  // namespace
}  // namespace bellwether::listen
