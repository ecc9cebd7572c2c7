// A batch made ready for the tables: checked, its names turned into numbers, its days cut. Nothing is written here, and
// once a batch is ready only the engine can refuse it.
#pragma once

#include "base/result.hpp"
#include "base/zone.hpp"
#include "store/facts/names.hpp"
#include "store/facts/signal.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace bellwether::facts {

/// Limits on what one fact may hold; a batch with more is refused as `too_large`.
inline constexpr std::size_t k_most_rows = 4'194'304;
inline constexpr std::size_t k_most_word_bytes = 1'024;                          ///< of a dimension's value or a name
inline constexpr std::size_t k_most_text_bytes = std::size_t{16} * 1024 * 1024;  ///< of a voice or a text attribute
inline constexpr std::size_t k_most_named = 4'096;  ///< ratings, and attributes, of one fact
inline constexpr std::size_t k_most_mentions = 256;

inline constexpr std::int32_t k_unknown = -1;

/// Where a named value goes: into a column of its own, or into the map under its id.
struct Place {
  std::int32_t column = k_unknown;
  std::int32_t id = 0;
};

/// Dimensions of a signal, in the order of their columns.
inline constexpr auto k_signal_dimensions =
    std::to_array<Dimension>({Dimension::source, Dimension::channel, Dimension::unit, Dimension::touchpoint,
                              Dimension::language, Dimension::intent, Dimension::reader});
enum class SignalWord : std::uint8_t { source, channel, unit, touchpoint, language, intent, reader };
inline constexpr auto k_act_dimensions = std::to_array<Dimension>(
    {Dimension::source, Dimension::kind, Dimension::actor, Dimension::unit, Dimension::currency});

struct ReadySignals {
  std::vector<std::array<std::int32_t, k_signal_dimensions.size()>> words;  ///< per row; k_unknown where there is none
  std::vector<std::optional<Day>> days;                                     ///< per row
  std::vector<Place> ratings, attributes;                                   ///< of all rows, one after the other
  std::vector<std::int32_t> themes;                                         ///< likewise
};
struct ReadyActs {
  std::vector<std::array<std::int32_t, k_act_dimensions.size()>> words;
  std::vector<std::optional<Day>> days;
  std::vector<Place> attributes;
};

/// Errors: `bad_input` naming the row and what is wrong with it; `too_large`. Words and fields may have become known even so
/// (Names::forget_fields_after).
[[nodiscard]] Result<ReadySignals> make_ready(const SignalBatch& batch, Names& names, const Zone& zone);
[[nodiscard]] Result<ReadyActs> make_ready(const ActBatch& batch, Names& names, const Zone& zone);

}  // namespace bellwether::facts
