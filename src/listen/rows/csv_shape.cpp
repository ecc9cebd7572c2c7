#include "listen/rows/csv_shape.hpp"

#include "base/text.hpp"
#include "listen/rows/cell_kind.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

namespace bellwether::listen {

namespace {

constexpr double k_least_score = 0.5;
constexpr std::size_t k_rows_looked_at = 5000;
constexpr std::size_t k_bytes_looked_at = std::size_t{256} << 10U;

/// How a dialect fits the beginning of a file.
struct Fit {
  CsvDialect dialect;
  CsvTally tally;
  std::size_t columns = 1;
  double share = 0;        ///< of rows that have `columns` cells
  bool first_fits = true;  ///< the first row has them, too
  RowBlock block;

  [[nodiscard]] double damage() const {
    return tally.rows == 0 ? 0 : static_cast<double>(tally.malformed) / static_cast<double>(tally.rows);
  }
  [[nodiscard]] double score() const { return share - (first_fits ? 0 : 0.2) - std::min(0.3, damage()); }
};

std::string padded(std::string_view text) {
  std::string copy(text);
  copy.append(CsvSplitter::k_padding, '\0');
  return copy;
}

/// `text` has padding behind it.
Fit fit_of(const CsvDialect& dialect, std::string_view text, bool whole) {
  Fit fit{.dialect = dialect, .tally = {}, .block = {}};
  CsvSplitter splitter(dialect);
  splitter.split(text, whole, false, fit.block);
  fit.tally = splitter.tally();
  std::map<std::size_t, std::size_t> rows_by_width;
  const std::size_t rows = std::min(fit.block.size(), k_rows_looked_at);
  for (std::size_t row = 0; row < rows; ++row) ++rows_by_width[fit.block.cells(row).size()];
  std::size_t most = 0;
  for (const auto& [width, count] : rows_by_width) {
    if (count < most) continue;
    most = count;
    fit.columns = width;
  }
  fit.share = rows == 0 ? 0 : static_cast<double>(most) / static_cast<double>(rows);
  fit.first_fits = rows == 0 || fit.block.cells(0).size() == fit.columns;
  return fit;
}

/// Whether a file means its quotes: strays (a quote with text behind it, one that is never closed) are few beside the
/// cells that needed them. Tweets and forum posts in TSV are full of strays.
bool means_its_quotes(const CsvTally& tally) {
  const auto strays = static_cast<double>(tally.malformed);
  return strays == 0 || strays < 0.6 * static_cast<double>(tally.needed) ||
         strays < 0.05 * static_cast<double>(tally.quoted);
}

/// The best use of quotes for one delimiter.
Fit best_quotes(char delimiter, std::string_view text, bool whole) {
  CsvDialect dialect{.delimiter = delimiter};
  Fit best = fit_of(dialect, text, whole);
  if (text.find("\\\"") != text.npos) {
    dialect.backslash = true;
    if (Fit fit = fit_of(dialect, text, whole); fit.tally.malformed < best.tally.malformed) best = std::move(fit);
  }
  dialect = best.dialect;
  if (delimiter != ' ' && text.find(std::string{delimiter} + " \"") != text.npos) {
    dialect.skip_space = true;
    if (Fit fit = fit_of(dialect, text, whole); fit.tally.malformed <= best.tally.malformed && fit.share > best.share) {
      best = std::move(fit);
    }
  }
  if (!means_its_quotes(best.tally)) {
    dialect = {.delimiter = delimiter, .quote = '\0'};
    if (Fit fit = fit_of(dialect, text, whole); fit.share + 0.02 >= best.share) best = std::move(fit);
  }
  if (best.tally.quoted == 0) {
    dialect = {.delimiter = delimiter, .quote = '\''};
    Fit fit = fit_of(dialect, text, whole);
    const bool used = fit.tally.malformed == 0 && fit.tally.quoted >= fit.tally.rows && fit.tally.quoted > 0;
    if (used && fit.share >= best.share) best = std::move(fit);
  }
  return best;
}

bool has_number_column(const Fit& fit) {
  const std::size_t rows = std::min<std::size_t>(fit.block.size(), 200);
  for (std::size_t column = 0; column < fit.columns; ++column) {
    std::size_t numbers = 0;
    for (std::size_t row = 0; row < rows; ++row)
      numbers += kind_of(fit.block.cell(row, column)) == CellKind::number ? 1U : 0U;
    if (10 * numbers >= 9 * (rows - std::min<std::size_t>(rows, 1)) && numbers > 1) return true;
  }
  return false;
}

std::optional<Fit> best_delimiter(std::string_view text, bool whole) {
  std::optional<Fit> best;
  for (const char delimiter : {'\t', ';', '|', ','}) {
    if (text.find(delimiter) == text.npos) continue;
    Fit fit = best_quotes(delimiter, text, whole);
    if (fit.columns < 2 || fit.score() < k_least_score) continue;
    const bool better = !best || fit.score() > best->score() + 0.01 ||
                        (fit.score() > best->score() - 0.01 && fit.columns > best->columns);
    if (better) best = std::move(fit);
  }
  return best;
}

/// Files of programs: cells apart by spaces, at least one column of numbers. Prose has neither.
std::optional<CsvShape> spaces_shape(std::string_view text, bool whole) {
  const Fit single = fit_of({.delimiter = ' '}, text, whole);
  const auto fits = [](const Fit& fit) {
    return fit.columns >= 2 && fit.share >= 0.97 && fit.tally.rows >= 3 && has_number_column(fit);
  };
  if (fits(single)) return CsvShape{.dialect = single.dialect, .columns = single.columns};
  std::string tabbed;
  bool at_line_start = true, blank_before = false;
  split_spaces_in(text, at_line_start, blank_before, tabbed);
  const std::size_t size = tabbed.size();
  tabbed.append(CsvSplitter::k_padding, '\0');
  const Fit runs = fit_of({.delimiter = '\t', .quote = '\0'}, std::string_view(tabbed).substr(0, size), whole);
  if (fits(runs)) return CsvShape{.dialect = runs.dialect, .spaces = true, .columns = runs.columns};
  return {};
}

/// The character that stands in runs at the end of most lines, if any.
char padding_of(std::string_view text) {
  for (const char c : {';', ',', '\t'}) {
    std::size_t lines = 0, padded_lines = 0;
    for (std::string_view line : split(text, '\n')) {
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) continue;
      ++lines;
      padded_lines += line.ends_with(std::string{c, c}) ? 1U : 0U;
    }
    if (2 * padded_lines > lines) return c;
  }
  return '\0';
}

/// Spreadsheets that were given a CSV they did not understand save each line as one cell, quoted once more.
std::optional<CsvShape> wrapped_shape(std::string_view text, bool whole) {
  if (text.find("\n\"") == text.npos && !text.starts_with('"')) return {};
  const char padding = padding_of(text);
  std::string inner;
  std::size_t unwrapped = 0;
  const std::size_t used = unwrap_lines(text, whole, padding, inner, unwrapped);
  if (used == 0 || unwrapped == 0) return {};
  const std::size_t size = inner.size();
  inner.append(CsvSplitter::k_padding, '\0');
  const std::optional<Fit> fit = best_delimiter(std::string_view(inner).substr(0, size), true);
  if (!fit || !fit->first_fits || (padding == ';' && fit->dialect.delimiter == ';') || fit->share < 0.9 ||
      10 * unwrapped < fit->tally.rows)
    return {};
  // A table of one column of addresses looks alike when no line tells otherwise: quotes inside, or lines not wrapped, do.
  const bool all = unwrapped >= fit->tally.rows;
  if (all && (fit->columns < 3 ||
              (fit->tally.quoted == 0 && inner.find(std::string{fit->dialect.delimiter, ' '}) != inner.npos)))
    return {};
  // Read as it stands, the text must be no table, or one that is empty behind its first column.
  const std::optional<Fit> outer = best_delimiter(text, whole);
  if (outer && outer->columns >= fit->columns && outer->score() >= fit->score() && outer->dialect.delimiter != padding)
    return {};
  return CsvShape{.dialect = fit->dialect, .wrapped = true, .padding = padding, .columns = fit->columns};
}

}  // namespace

CsvShape csv_shape_of(std::string_view beginning, bool whole) {
  if (beginning.size() > k_bytes_looked_at) {
    beginning = beginning.substr(0, k_bytes_looked_at);
    whole = false;
  }
  const std::string kept = padded(beginning);
  std::string_view text = std::string_view(kept).substr(0, beginning.size());
  // Excel's own way of naming the delimiter.
  const std::string_view first = text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
  if ((first.size() == 5 || (first.size() == 7 && first.starts_with('"'))) && first.find("sep=") != first.npos) {
    const char delimiter = first[first.find("sep=") + 4];
    const std::size_t skip = std::min(text.find_first_not_of("\r\n", first.size()), text.size());
    Fit fit = best_quotes(delimiter, text.substr(skip), whole);
    return {.dialect = fit.dialect, .columns = fit.columns, .skip = skip};
  }
  if (std::optional<CsvShape> shape = wrapped_shape(text, whole)) return *shape;
  std::optional<Fit> best = best_delimiter(text, whole);
  if (!best || best->score() < 0.9) {
    if (std::optional<CsvShape> shape = spaces_shape(text, whole)) return *shape;
  }
  if (best) return {.dialect = best->dialect, .columns = best->columns};
  // One column. A delimiter that hardly ever stands there does no harm.
  Fit one = best_quotes('\t', text, whole);
  return {.dialect = one.dialect, .columns = std::max<std::size_t>(one.columns, 1)};
}

}  // namespace bellwether::listen
