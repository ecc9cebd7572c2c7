// Columns that say nothing, and those that nothing else wanted: attributes.
#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

/// 0, 1, 2, 3 … without a name beside columns that have one, or so named: written by a program that counted rows. Rows
/// may have been left out since.
bool counts_rows(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  if (!p.ascending || p.number != p.filled || p.blank + p.na > 0 || p.filled < 2 || !p.unique()) return false;
  if ((p.high - p.low) > 3.0 * static_cast<double>(p.filled)) return false;
  if (sketch.unnamed[i]) {
    for (std::size_t k = 0; k < sketch.size(); ++k) {
      if (!sketch.unnamed[k]) return true;
    }
    return false;
  }
  const std::string& name = sketch.names[i].joined;
  return name == "index" || name == "idx" || name == "row" || name == "rowname" || name == "rownumber" ||
         name == "rownum" || name == "nr" || name == "x";
}

}  // namespace

void take_empty_and_row_numbers(Sketch& sketch) {
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    if (sketch.profile(i).filled == 0) {
      sketch.take(i, Role::ignored, 1, "no cell says anything");
    } else if (counts_rows(sketch, i)) {
      sketch.take(i, Role::ignored, 0.9, fmt::format("{}: counts the rows", named_in_words(sketch, i)));
    }
  }
}

void take_rest(Sketch& sketch) {
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    if (sketch.taken[i]) continue;
    const ColumnProfile& p = sketch.profile(i);
    const bool code = p.padded > 0 || sketch.named(i, "attribute.codes") >= 0.6 || p.high >= 1e12 || p.low <= -1e12;
    std::string what;
    std::string format;
    if (p.time.has_separator && p.time.other.empty() && p.time.share() >= 0.95) {
      what = "times, kept beside the one that counts";
      format = p.time.format;
    } else if (p.number == p.filled && !code) {
      what = "numbers";
      format = "number";
    } else if (p.number * 20 < p.filled * 19 || code) {
      what = p.distinct_is_more ? "texts" : values_in_words(p);
      format = "text";
    } else {
      what = fmt::format("numbers in {}, else texts", cells_in_words(p.number, p.filled));
    }
    ColumnUse& use = sketch.take(i, Role::attribute, 0.8, fmt::format("nothing more particular: {}", what));
    use.format = format;
    use.decimal = p.decimal;
  }
}

}  // namespace bellwether::listen
