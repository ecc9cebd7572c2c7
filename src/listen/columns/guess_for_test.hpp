// For tests: a table in a few lines of text, and what its columns are taken for.
#pragma once

#include "base/text.hpp"
#include "listen/columns/guess.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {

inline constexpr Instant k_now{1'732'270'000'000'000};  // 2024-11-22

/// Lines of cells parted by |, the first with the names. Rows are told apart by their own words.
struct Table {
  std::string text;
  std::vector<std::vector<std::string_view>> cells;
  std::vector<SampleColumn> columns;
  explicit Table(std::string table, std::vector<std::string> labels = {})
      : text(std::move(table)), labels_(std::move(labels)) {
    std::vector<std::string_view> names;
    for (const std::string_view line : split(text, '\n')) {
      if (trim(line).empty()) continue;
      const auto parts = split(line, '|');
      if (names.empty()) {
        for (const std::string_view part : parts) names.push_back(trim(part));
        cells.resize(names.size());
        continue;
      }
      for (std::size_t i = 0; i < names.size(); ++i)
        cells[i].push_back(i < parts.size() ? trim(parts[i]) : std::string_view());
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      columns.push_back({.name = names[i],
                         .label = i < labels_.size() ? std::string_view(labels_[i]) : std::string_view(),
                         .cells = cells[i]});
    }
  }

 private:
  std::vector<std::string> labels_;
};

inline Guess guess(const Table& table, facts::Table as = facts::Table::signals) {
  return guess_columns(table.columns, {.as = as, .now = k_now, .own_form = false});
}

using Roles = std::map<std::string, std::string>;

/// "Created at" → "time", "Score" → "rating nps 0–10 without 11".
inline Roles roles(const Guess& guess) {
  Roles result;
  for (const ColumnUse& use : guess.map.columns) {
    std::string words(word_of(use.role));
    if (use.role == Role::rating) {
      words += " " + use.name + " " + to_text(use.scale->low) + "–" + to_text(use.scale->high);
      for (const std::string& code : use.scale->no_answer) words += " without " + code;
    }
    result[use.column] = words;
    EXPECT_FALSE(use.why.empty()) << use.column;
    EXPECT_EQ(use.why.find('\n'), std::string::npos);
  }
  return result;
}

}  // namespace bellwether::listen
