// A small store of answers and counted people, and questions to it.
#pragma once

#include "measure/ask.hpp"
#include "measure/guards.hpp"
#include "store/facts/store_for_test.hpp"

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::measure {

/// `times` equal answers in a few words.
struct AnswersGiven {
  int times = 1;
  const char* day = "2026-10-05";  ///< "" for none
  const char* unit = "";
  int nps = -1;
  int stars = -1;
  const char* segment = "";
  facts::VoiceOf voice_of = facts::VoiceOf::customer;
  double euros = -1;
  int sentiment = -9999;  ///< in thousandths
};

/// So many people were counted.
struct PeopleCounted {
  int amount = 0;
  const char* unit = "";
  const char* segment = "";
  const char* day = "2026-09-01";
  const char* of = "customers";
};

class AnswersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = facts::open_store(folder_.path());
    ASSERT_NE(store_.facts, nullptr);
    catalogue_ = Catalogue::load({}).value();
  }

  void add(const std::vector<AnswersGiven>& all) {
    facts::SignalBatch batch;
    for (const AnswersGiven& given : all) {
      for (int i = 0; i < given.times; ++i) add_to(batch, given);
    }
    const auto commit = store_->append(std::move(batch)).get();
    ASSERT_TRUE(commit) << to_text(commit.error());
  }

  void count(const std::vector<PeopleCounted>& all) {
    facts::ActBatch batch;
    for (const PeopleCounted& counted : all) {
      facts::Act& act = batch.add();
      act.id = Id{.high = 2, .low = ++ids_};
      act.occurred_at = facts::at(counted.day);
      act.received_at = facts::at("2026-12-31");
      act.source = "test";
      act.kind = "population.counted";
      act.unit = counted.unit;
      act.amount = Micros{std::int64_t{counted.amount} * 1'000'000};
      std::vector<facts::Attribute> attributes{{.name = "of", .value = std::string_view(counted.of)}};
      if (*counted.segment != 0) attributes.push_back({.name = "segment", .value = std::string_view(counted.segment)});
      act.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
    }
    const auto commit = store_->append(std::move(batch)).get();
    ASSERT_TRUE(commit) << to_text(commit.error());
  }

  Result<Answer> ask(const std::string& line) {
    const auto question = question_from_text(line);
    EXPECT_TRUE(question) << line << ": " << to_text(question.error());
    return measure::ask(catalogue_, *store_.facts, guards_, *question);
  }
  /// The answer's row; the first without `at`.
  AnswerRow row(const std::string& line, std::size_t at = 0) {
    const auto answer = ask(line);
    EXPECT_TRUE(answer) << line << ": " << to_text(answer.error());
    return answer && at < answer->rows.size() ? answer->rows[at] : AnswerRow{};
  }
  static Estimate estimate(const AnswerRow& row) {
    const auto* estimate = std::get_if<Estimate>(&row.is);
    if (estimate != nullptr) return *estimate;
    ADD_FAILURE() << "withheld: " << std::get<Withheld>(row.is).why;
    return {};
  }
  static std::string why(const AnswerRow& row) {
    const auto* withheld = std::get_if<Withheld>(&row.is);
    return withheld == nullptr ? "shown" : withheld->why;
  }

  facts::Folder folder_;
  facts::Opened store_;
  Catalogue catalogue_;
  Guards guards_;

 private:
  void add_to(facts::SignalBatch& batch, const AnswersGiven& given) {
    facts::Signal& signal = batch.add();
    signal.id = Id{.high = 1, .low = ++ids_};
    if (*given.day != 0) signal.occurred_at = facts::at(given.day);
    signal.received_at = facts::at("2026-12-31");
    signal.source = "test";
    signal.channel = "survey";
    signal.voice_of = given.voice_of;
    signal.unit = given.unit;
    if (given.sentiment >= -1000) signal.sentiment = facts::Thousandths{static_cast<std::int16_t>(given.sentiment)};
    std::vector<facts::Rating> ratings;
    if (given.nps >= 0) ratings.push_back({.name = "nps", .value = Hundredths{given.nps * 100}});
    if (given.stars >= 0) ratings.push_back({.name = "stars", .value = Hundredths{given.stars * 100}});
    signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
    std::vector<facts::Attribute> attributes;
    if (*given.segment != 0) attributes.push_back({.name = "segment", .value = std::string_view(given.segment)});
    if (given.euros >= 0) {
      attributes.push_back({.name = "euros", .value = Micros{std::llround(given.euros * 1'000'000)}});
    }
    signal.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
  }

  std::uint64_t ids_ = 0;
};

}  // namespace bellwether::measure
