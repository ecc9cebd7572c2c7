#include "listen/understanding/reading_crew.hpp"

#include "understand/reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

const understand::Knowledge& knowledge() {
  static const understand::Knowledge k_knowledge = *understand::Knowledge::shipped();
  return k_knowledge;
}

facts::SignalBatch some_signals(std::size_t count) {
  constexpr auto k_texts = std::to_array<std::string_view>(
      {"The staff were very kind", "Das Zimmer war schmutzig", "", "12", "Le petit déjeuner était froid et cher"});
  facts::SignalBatch batch;
  batch.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    facts::Signal& signal = batch.add();
    signal.id = derived_id(i, i);
    signal.text = batch.keep(k_texts.at(i % k_texts.size()));
  }
  return batch;
}

std::vector<std::string> read_lines(const facts::SignalBatch& batch) {
  std::vector<std::string> all;
  for (const facts::Signal& signal : batch.rows()) {
    all.push_back(to_text(signal.id) + " " + std::string(signal.language) + " " +
                  (signal.sentiment ? std::to_string(signal.sentiment->value) : "?") + " " +
                  std::string(signal.reader));
  }
  return all;
}

class Crews : public testing::TestWithParam<std::size_t> {};

TEST_P(Crews, ReadAllAsOneReaderDoes) {
  constexpr std::size_t k_rows = 3'000;
  facts::SignalBatch alone = some_signals(k_rows);
  SignalReader reader(knowledge());
  for (facts::Signal& signal : alone.rows()) reader.read(signal, alone.room());

  ReadingCrew crew(knowledge(), GetParam());
  for (int batches = 0; batches < 3; ++batches) {
    facts::SignalBatch together = some_signals(k_rows);
    for (std::size_t at = 0; at < k_rows; at += 700) {
      crew.add(together.rows().subspan(at, std::min<std::size_t>(700, k_rows - at)));
    }
    crew.finish(together);
    EXPECT_EQ(read_lines(together), read_lines(alone));
  }
}

TEST_P(Crews, WhatTheyKeptStaysWithTheBatch) {
  std::optional<ReadingCrew> crew(std::in_place, knowledge(), GetParam());
  facts::SignalBatch batch = some_signals(1'000);
  crew->add(batch.rows());
  crew->finish(batch);
  const auto before = read_lines(batch);
  facts::SignalBatch next = some_signals(1'000);
  crew->add(next.rows());
  crew->finish(next);
  crew.reset();
  const facts::SignalBatch moved = std::move(batch);
  EXPECT_EQ(read_lines(moved), before);
}

TEST_P(Crews, MayBeSentHomeBeforeAllIsRead) {
  facts::SignalBatch batch = some_signals(5'000);
  ReadingCrew crew(knowledge(), GetParam());
  crew.add(batch.rows());
}

TEST_P(Crews, HaveNothingToDoWithAnEmptyBatch) {
  ReadingCrew crew(knowledge(), GetParam());
  facts::SignalBatch batch;
  crew.finish(batch);
  EXPECT_EQ(batch.bytes(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Helpers, Crews, testing::Values(0, 1, 4));

}  // namespace
}  // namespace bellwether::listen
