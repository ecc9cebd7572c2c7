// Trains the language model: the same texts and the same seed give the same bytes.
#pragma once

#include "language_sets.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_set>
#include <vector>

namespace bellwether::models {

/// Learns from the training part of the sets that may train and from the phrases, calibrates on the calibration part,
/// and gives the bytes of a model file.
[[nodiscard]] std::vector<std::byte> train_language(std::span<const TextSet> sets, std::span<const Phrases> phrases);

/// The letters_hash of every text that training may have seen.
[[nodiscard]] std::unordered_set<std::uint64_t> seen_texts(std::span<const TextSet> sets,
                                                           std::span<const Phrases> phrases);

}  // namespace bellwether::models
