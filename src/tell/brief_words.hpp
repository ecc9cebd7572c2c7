// The sentences of a brief: what moved, what stands out, where, in words that stay true.
#pragma once

#include "measure/catalogue.hpp"
#include "measure/estimate.hpp"
#include "store/facts/facts.hpp"
#include "tell/brief.hpp"

#include <string>

namespace bellwether::tell {

/// A slice by one dimension; an empty dimension is the whole organisation.
struct Place {
  std::string dimension;  ///< "unit", "theme", "attribute.segment" …
  std::string value;
  [[nodiscard]] bool is_whole() const { return dimension.empty(); }
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// "NPS", "CSAT", "CES", "eNPS", else the label.
[[nodiscard]] std::string short_name(const measure::Measure& measure);
/// The unit as it is said beside the name: nothing where the name says it already ("Stars", in stars).
[[nodiscard]] std::string said_unit(const measure::Measure& measure);
/// "Lyon", "Touchpoint check-in", "Theme delivery", "Everything".
[[nodiscard]] std::string head_of(const Place& place);
/// "in Lyon", "at check-in", "in channel chat", "in voices about delivery", "" for everything.
[[nodiscard]] std::string where_of(const Place& place);

/// Whether a change or difference in that direction is good news for the measure.
[[nodiscard]] Tone tone_of(measure::Better better, double difference);

/// "12 (3 … 21, n 214)".
[[nodiscard]] std::string told_number(const measure::Measure& measure, const measure::Estimate& estimate);
/// Decimals that both numbers of a comparison support.
[[nodiscard]] int decimals_of(const measure::Estimate& a, const measure::Estimate& b);

/// "Lyon: NPS 12 (3 … 21, n 214), 24 points under the rest".
[[nodiscard]] std::string stands_out_words(const measure::Measure& measure, const Place& place,
                                           const measure::Estimate& here, const measure::Estimate& rest);
/// "NPS in Lyon fell 26 points to 12".
[[nodiscard]] std::string moved_words(const measure::Measure& measure, const Place& place, const measure::Estimate& now,
                                      const measure::Estimate& before);

/// "in week 46", "in October 2026": the period inside a sentence, without the year of a week.
[[nodiscard]] std::string in_period(const Period& period);

/// What somebody said, as the small line below a quotation names it: "Lyon · check-in · 9 November 2026 · nps 3".
[[nodiscard]] std::string voice_line(const facts::StoredSignal& signal);

}  // namespace bellwether::tell
