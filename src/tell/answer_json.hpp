// An answer as JSON: everything that is needed to make each number again.
#pragma once

#include "measure/ask.hpp"
#include "measure/compare_rows.hpp"

#include <string>

namespace bellwether::tell {

/// {"measure","unit","better","query","snapshot","version","rows":[{"slice":{name: text or
/// null},"from","to","value","low", "high","level","n","method","withheld": null or why}]}, one row a line, ending with
/// a line break. `from` and `to` are dates (`to` exclusive) or null; value, low, high, level and method are null where
/// withheld. Where the question asks for weights, rows have "weighting", too:
/// {"by","effective_n","design_effect","rounds", "largest_gap"} or null. Numbers are written in the shortest form that
/// reads back to the same. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string answer_json(const measure::Answer& answer);

/// The same with, in each row, `before` (value, low, high, n) and `difference` (value, low, high, p, p_adjusted,
/// verdict: "up", "down", "can't tell"), each null where there is none.
[[nodiscard]] std::string comparison_json(const measure::ComparedAnswer& answer);

}  // namespace bellwether::tell
