// When things happened along a key: the cases, customers or promises that facts are about, each fact with its moment. What
// takes time (from one kind of fact to the next) is worked out from two trails by the caller.
#pragma once

#include "base/result.hpp"
#include "store/facts/query.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bellwether::facts {

/// Only facts whose key is also that of one of these.
struct KeysOf {
  Table table = Table::signals;
  Expr where = {};
  Field key = {};
  std::optional<Day> from = {}, to = {};
};

/// Facts with a date and a key. Others are in no trail.
struct TrailQuery {
  Table table = Table::signals;
  Expr where = {};
  Field key = {};                    ///< subject, about, a dimension or an attribute
  std::vector<Field> by = {};        ///< as of a Query; not by theme
  std::optional<Day> from = {};      ///< first day
  std::optional<Day> to = {};        ///< first day after
  std::optional<KeysOf> among = {};  ///< nothing: all keys
  std::optional<std::uint64_t> snapshot = {};
};

struct Moment {
  std::uint64_t key = 0;    ///< equal where the key is, also in trails over the other table
  std::int64_t at_us = 0;   ///< the instant, as Instant::us
  std::uint32_t slice = 0;  ///< which of Trail::slices
  Day day;                  ///< in the organisation's zone
};

struct Trail {
  std::vector<Moment> moments;  ///< by key, then time, then slice
  std::vector<std::vector<Label>> slices;
  std::uint64_t snapshot = 0;
};

/// More than these are not held in memory: some 800 MB.
inline constexpr std::size_t k_most_moments = 30'000'000;

}  // namespace bellwether::facts
