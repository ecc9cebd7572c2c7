// What people said of readings: that one is right, or what it should be. A person's newest word on a thing counts.
#pragma once

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/records/records.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::taught {

/// What of a reading is said something of.
enum class Part : std::uint8_t {
  sentiment,  ///< of the text: "negative", "neutral", "positive"
  theme,      ///< whether the text speaks of a theme: "yes", "no"
  intent,     ///< a word of understand::Intent, or "none"
};
[[nodiscard]] std::string_view word_of(Part part);
[[nodiscard]] std::optional<Part> part_from(std::string_view word);

struct Mark {
  Id signal;
  Part part = Part::sentiment;
  std::string theme = {};    ///< of part theme; else empty
  std::string told = {};     ///< what the person says it is
  std::string machine = {};  ///< what was read, in the same words
  std::string reader = {};   ///< which reading that was
  std::string who = {};
  std::string at = {};  ///< "2026-11-22T09:30:00Z"
};

/// Errors: `bad_input` for a word that the part does not have, a theme where none belongs or none where one does. Nothing is committed here.
[[nodiscard]] Result<void> put_mark(records::Transaction& transaction, const Mark& mark, Instant at);

struct MarksWish {
  std::optional<Part> part = {};
  std::optional<std::string> theme = {};
  std::optional<Id> signal = {};
  std::size_t most = 100'000;
};
/// The newest of each person on each thing, the newest first.
[[nodiscard]] Result<std::vector<Mark>> marks(records::Transaction& transaction, const MarksWish& wish);

}  // namespace bellwether::taught
