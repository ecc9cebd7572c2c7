#include "listen/understanding/signal_reader.hpp"

#include "understand/reader.hpp"
#include "understand/reading_version.hpp"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

const understand::Knowledge& knowledge() {
  static const understand::Knowledge k_knowledge = *understand::Knowledge::shipped();
  return k_knowledge;
}

/// "en + 1": the language, the side of the sentiment, and who read it; "?" for what is not known.
std::string read_of(facts::Signal signal) {
  facts::SignalBatch batch;
  SignalReader(knowledge()).read(signal, batch.room());
  const auto side = [](facts::Thousandths sentiment) {
    return sentiment.value > 200 ? "+" : sentiment.value < -200 ? "-" : "0";
  };
  return fmt::format("{} {} {}", signal.language.empty() ? "?" : signal.language,
                     signal.sentiment ? side(*signal.sentiment) : "?", signal.reader.empty() ? "?" : signal.reader);
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
  EXPECT_EQ(understand::k_reading_version, "1");
}

TEST(SignalReader, SaysNothingOfWhatSaysNothing) {
  for (const char* text :
       {"", "   ", "10", "12345 / 7", "!!!", "- . -", "⟨phone⟩", "⟨name⟩ ⟨national_id⟩", "\xff\xfe"}) {
    EXPECT_EQ(read_of(text), "? ? ?") << text;
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
  EXPECT_EQ(read_of(signal), "en - 1");
  signal.language = "fr";
  EXPECT_EQ(read_of(signal), "fr - ?") << "nothing was left to read";
  signal.sentiment.reset();
  signal.reader = "another 7";
  EXPECT_EQ(read_of(signal), "fr + another 7");
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
  EXPECT_EQ(signal.reader, "1");
}

}  // namespace
}  // namespace bellwether::listen
