// A store in a folder of its own that is gone after the test, and short ways to fill and ask it.
#pragma once

#include "store/directory/data_directory.hpp"
#include "store/facts/facts.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::facts {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  void set_zone(std::string_view zone) const {
    std::ofstream(path_ / "bellwether.toml") << "[organisation]\ntime_zone = \"" << zone << "\"\n";
  }

 private:
  std::filesystem::path path_;
};

/// An open store. Destroying it closes it.
struct Opened {
  std::unique_ptr<store::DataDirectory> directory;
  std::unique_ptr<Facts> facts;
  Facts* operator->() const { return facts.get(); }
};

inline Opened open_store(const std::filesystem::path& folder, store::Access access = store::Access::write) {
  auto directory = store::DataDirectory::open(folder, access, "test");
  EXPECT_TRUE(directory) << to_text(directory.error());
  Opened opened{.directory = std::make_unique<store::DataDirectory>(*std::move(directory)), .facts = {}};
  auto facts = Facts::open(*opened.directory);
  EXPECT_TRUE(facts) << to_text(facts.error());
  if (facts) opened.facts = *std::move(facts);
  return opened;
}

inline Instant at(std::string_view day, int hour = 12) {
  return {std::int64_t{day_from_text(day)->days} * k_us_per_day + std::int64_t{hour} * 3600 * k_us_per_second};
}

inline Field dimension(std::string name) { return {.kind = Field::Kind::dimension, .name = std::move(name)}; }
inline Field rating(std::string name) { return {.kind = Field::Kind::rating, .name = std::move(name)}; }
inline Field attribute(std::string name) { return {.kind = Field::Kind::attribute, .name = std::move(name)}; }
inline Field number(std::string name) { return {.kind = Field::Kind::number, .name = std::move(name)}; }
inline Field field(Field::Kind kind) { return {.kind = kind, .name = {}}; }

inline Expr is(Field of, Op op, std::string word) { return {Compare{std::move(of), op, std::move(word)}}; }
inline Expr is(Field of, Op op, std::int64_t whole) {
  return {Compare{std::move(of), op, Decimal{.digits = whole, .exponent = 0}}};
}

inline Statistic rows() { return {.kind = Statistic::Kind::rows, .value = {}, .where = {}}; }
inline Statistic hits(Expr where) { return {.kind = Statistic::Kind::hits, .value = {}, .where = std::move(where)}; }
inline Statistic of(Statistic::Kind kind, Field value) {
  return {.kind = kind, .value = std::move(value), .where = {}};
}

/// An answer as readable lines: "Lyon | 2026-11-16 | 3 NULL 250".
inline std::vector<std::string> lines(const Result<Slices>& slices) {
  if (!slices) return {to_text(slices.error())};
  std::vector<std::string> all;
  for (const SliceRow& row : slices->rows) {
    std::string line;
    for (const Label& label : row.slice) line += (label.known ? label.text : "?") + " | ";
    if (row.period) line += to_text(*row.period) + " | ";
    for (std::size_t i = 0; i < row.numbers.size(); ++i) {
      line += (i == 0 ? "" : " ") + (row.numbers[i] ? std::to_string(static_cast<long long>(*row.numbers[i])) : "NULL");
    }
    all.push_back(line);
  }
  return all;
}
using Lines = std::vector<std::string>;

}  // namespace bellwether::facts
