// The measures of one TOML text, with every mistake named by file and line.
#pragma once

#include "base/result.hpp"
#include "measure/catalogue.hpp"

#include <string_view>
#include <vector>

namespace bellwether::measure {

/// One table per measure. Errors: `bad_input` at "file:line" for what TOML can't read, an unknown or missing key, a
/// value of the wrong kind, a word that is none of the known ones (with the nearest), and a filter that does not parse.
[[nodiscard]] Result<std::vector<Measure>> measures_from_toml(std::string_view toml, std::string_view file);

/// The condition `positive` or `negative` as a whole filter: `rating.nps >= 9` for the value `rating.nps` and `>= 9`.
[[nodiscard]] std::string condition_of(const Measure& measure, std::string_view condition);

}  // namespace bellwether::measure
