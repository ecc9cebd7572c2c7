// What the language model is worth, measured on texts that it has not seen, as tables of its card.
#pragma once

#include "language_sets.hpp"
#include "understand/language_model.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>

namespace bellwether::models {

/// Markdown: scores by set, language and length with n and Wilson's intervals, the majority baseline, calibration, and
/// how well texts in two languages are told from texts in one.
[[nodiscard]] std::string measured(std::span<const TextSet> sets, const std::unordered_set<std::uint64_t>& seen,
                                   const understand::LanguageModel& model);

/// Texts of 100 bytes answered per second on this core.
[[nodiscard]] double texts_per_second(std::span<const TextSet> sets, const understand::LanguageModel& model);

}  // namespace bellwether::models
