// For tests: a store of answers that a few words tell, and questions to it.
#pragma once

#include "base/text.hpp"
#include "measure/ask.hpp"
#include "store/facts/store_for_test.hpp"

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::measure {

using facts::Folder;
using facts::open_store;
using facts::Opened;
using facts::VoiceOf;

/// One answer in a few words.
struct Said {
  const char* day;  ///< "" for none
  const char* unit;
  int nps = -1;
  const char* text = "";
  VoiceOf voice_of = VoiceOf::customer;
  const char* segment = "";
  int stars = -1;
  std::uint64_t subject = 0;
};

class Ask : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = open_store(folder_.path());
    ASSERT_NE(store_.facts, nullptr);
    catalogue_ = Catalogue::load({}).value();
  }

  void add(const std::vector<Said>& all) {
    facts::SignalBatch batch;
    for (const Said& said : all) {
      facts::Signal& signal = batch.add();
      signal.id = Id{.high = 1, .low = ++ids_};
      if (*said.day != 0) signal.occurred_at = facts::at(said.day);
      signal.received_at = facts::at("2026-12-31");
      signal.source = "test";
      signal.channel = "survey";
      signal.voice_of = said.voice_of;
      signal.unit = said.unit;
      signal.text = said.text;
      if (said.subject != 0) signal.subject = facts::Pseudonym{said.subject};
      std::vector<facts::Rating> ratings;
      if (said.nps >= 0) ratings.push_back({.name = "nps", .value = Hundredths{said.nps * 100}});
      if (said.stars >= 0) ratings.push_back({.name = "stars", .value = Hundredths{said.stars * 100}});
      signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
      std::vector<facts::Attribute> attributes;
      if (*said.segment != 0) attributes.push_back({.name = "segment", .value = std::string_view(said.segment)});
      signal.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
    }
    const auto commit = store_->append(std::move(batch)).get();
    ASSERT_TRUE(commit) << to_text(commit.error());
  }

  Result<Answer> ask(const std::string& line) {
    auto question = question_from_text(line);
    EXPECT_TRUE(question) << line;
    return measure::ask(catalogue_, *store_.facts, guards_, *question);
  }

  /// Rows as lines: "unit=Lyon 2026-11-01–2026-12-01: 50 n=4", "withheld: …".
  std::vector<std::string> lines(const std::string& line) {
    const auto answer = ask(line);
    if (!answer) return {to_text(answer.error())};
    return lines(*answer);
  }
  static std::vector<std::string> lines(const Answer& answer) {
    std::vector<std::string> all;
    for (const AnswerRow& row : answer.rows) {
      std::string text;
      for (const auto& [name, value] : row.slice) text += name + "=" + value.value_or("?") + " ";
      if (row.from) text += bellwether::to_text(*row.from) + "–";
      if (row.to) text += bellwether::to_text(*row.to) + " ";
      if (row.undated) text += "undated ";
      if (const auto* estimate = std::get_if<Estimate>(&row.is)) {
        EXPECT_LE(estimate->low, estimate->value);
        EXPECT_LE(estimate->value, estimate->high);
        text += bellwether::to_text(std::round(estimate->value * 1000) / 1000) + " n=" + std::to_string(row.n);
        if (row.left_out) text += " and more";
      } else {
        text += "withheld n=" + std::to_string(row.n);
      }
      all.push_back(text);
    }
    return all;
  }

  Folder folder_;
  Opened store_;
  Catalogue catalogue_;
  Guards guards_;
  std::uint64_t ids_ = 0;
};
using Lines = std::vector<std::string>;

/// So many of them in a unit, who all give this answer.
inline std::vector<Said> employees(const char* unit, int count, int nps = 9) {
  return std::vector<Said>(static_cast<std::size_t>(count),
                           Said{.day = "2026-10-05", .unit = unit, .nps = nps, .voice_of = VoiceOf::employee});
}

}  // namespace bellwether::measure
