#include "tell/table.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/interval_bar.hpp"
#include "tell/number_text.hpp"
#include "tell/text_table.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

// What the rows have in common: which columns are needed, one scale for the bars, as many decimals as the surest row
// has.
struct Shape {
  std::vector<std::string> slices;
  bool periods = false;
  bool intervals = false;
  int decimals = 0;
  std::size_t bar = 0;
  BarScale scale;
};

Shape shape_of(const measure::Answer& answer, const Terminal& terminal) {
  Shape shape;
  std::vector<measure::Estimate> estimates;
  std::size_t slice_columns = 0;
  if (!answer.rows.empty()) {
    for (const auto& [name, value] : answer.rows.front().slice) shape.slices.push_back(name);
  }
  for (const measure::AnswerRow& row : answer.rows) {
    shape.periods = shape.periods || row.from.has_value() || row.undated;
    std::size_t columns = 0;
    for (const auto& [name, value] : row.slice) columns += 2 + std::max(width(name), value ? width(*value) : 9);
    slice_columns = std::max(slice_columns, columns);
    const auto* estimate = std::get_if<measure::Estimate>(&row.is);
    if (estimate == nullptr) continue;
    estimates.push_back(*estimate);
    shape.decimals = std::max(shape.decimals, decimals_for(*estimate));
    shape.intervals = shape.intervals || estimate->method != measure::Method::exact;
  }
  shape.scale = scale_for(estimates);
  // The bar takes what the rest leaves, between 12 and 36 columns.
  const std::size_t rest = slice_columns + (shape.periods ? 12U : 0U) + (shape.intervals ? 38U : 12U);
  shape.bar =
      estimates.empty() ? 0 : std::clamp<std::size_t>(terminal.columns - std::min(terminal.columns, rest), 12, 36);
  return shape;
}

// The ends of the common scale, written above the bars where they stand.
std::string scale_head(const Shape& shape) {
  const int decimals = shape.scale.high - shape.scale.low < 2 ? shape.decimals : 0;
  const std::string low = number_text(shape.scale.low, decimals);
  const std::string high = number_text(shape.scale.high, decimals);
  const std::size_t used = width(low) + width(high);
  return low + std::string(shape.bar > used ? shape.bar - used : 1, ' ') + high;
}

std::vector<Column> columns_of(const measure::Answer& answer, const Shape& shape, const Terminal& terminal) {
  std::vector<Column> columns;
  columns.reserve(shape.slices.size() + 5);
  for (const std::string& name : shape.slices) columns.push_back({.head = printable(name), .least = 8});
  if (shape.periods) columns.push_back({.head = "period", .least = 7});
  columns.push_back({.head = answer.measure.unit.empty() ? "value" : printable(answer.measure.unit), .right = true});
  if (shape.intervals) columns.push_back({.head = "interval", .right = true, .least = 8});
  if (shape.intervals) columns.push_back({.head = "n", .right = true});
  if (shape.bar > 0)
    columns.push_back({.head = signs(scale_head(shape), terminal), .least = shape.bar, .picture = true});
  return columns;
}

std::vector<Cell> row_of(const measure::AnswerRow& row, const Shape& shape, const Terminal& terminal) {
  const Style style = std::holds_alternative<measure::Estimate>(row.is) ? Style::plain : Style::grey;
  std::vector<Cell> cells;
  cells.reserve(row.slice.size() + 5);
  for (const auto& [name, value] : row.slice) {
    cells.push_back({.text = value ? printable(*value) : "not known", .style = value ? style : Style::grey});
  }
  if (shape.periods) {
    const std::string period = row.from && row.to ? period_text(*row.from, *row.to) : row.undated ? "undated" : "all";
    cells.push_back({.text = signs(period, terminal), .style = style});
  }
  if (const auto* estimate = std::get_if<measure::Estimate>(&row.is)) {
    cells.push_back({.text = signs(number_text(estimate->value, shape.decimals), terminal), .style = Style::strong});
    if (shape.intervals) {
      const bool exact = estimate->method == measure::Method::exact;
      cells.push_back(
          {.text = exact ? "exact" : signs(interval_text(estimate->low, estimate->high, shape.decimals), terminal)});
      cells.push_back({.text = number_text(static_cast<double>(estimate->n), 0) + (row.left_out ? "+" : "")});
    }
    cells.push_back({.text = interval_bar(*estimate, shape.scale, shape.bar, terminal.unicode)});
  } else {
    const std::string why = printable(std::get<measure::Withheld>(row.is).why);
    cells.push_back({.text = signs(fmt::format("withheld: {} (n {})", why, row.n), terminal),
                     .style = Style::grey,
                     .to_end = true});
  }
  return cells;
}

std::string title_of(const measure::Answer& answer) {
  std::string title = in_unit(answer.measure);
  if (answer.measure.better != measure::Better::neither)
    title += fmt::format(" ({} is better)", better_word(answer.measure.better));
  return printable(title);
}

std::string level_of(const measure::Answer& answer) {
  for (const measure::AnswerRow& row : answer.rows) {
    const auto* estimate = std::get_if<measure::Estimate>(&row.is);
    if (estimate != nullptr && estimate->method != measure::Method::exact) {
      return fmt::format("Intervals hold at {} ({}).", level_text(estimate->level), measure::word_of(estimate->method));
    }
  }
  return {};
}

void append_small_print(std::string& out, const std::string& text, const Terminal& terminal) {
  for (const std::string& line : wrap(signs(printable(text), terminal), terminal.columns)) {
    out.append(paint(line, Style::grey, terminal)).append("\n");
  }
}

}  // namespace

std::string draw_table(const measure::Answer& answer, const Terminal& terminal) {
  std::string out;
  for (const std::string& line : wrap(signs(title_of(answer), terminal), terminal.columns))
    out.append(paint(line, Style::strong, terminal)).append("\n");
  out += "\n";
  if (answer.rows.empty()) {
    append_small_print(out, "No facts answer this question.", terminal);
  } else {
    const Shape shape = shape_of(answer, terminal);
    std::vector<std::vector<Cell>> rows;
    rows.reserve(answer.rows.size());
    for (const measure::AnswerRow& row : answer.rows) rows.push_back(row_of(row, shape, terminal));
    out += text_table(columns_of(answer, shape, terminal), rows, terminal);
  }
  out += "\n";
  if (const std::string level = level_of(answer); !level.empty()) append_small_print(out, level, terminal);
  std::vector<const measure::AnswerRow*> rows_told;
  for (const measure::AnswerRow& row : answer.rows) rows_told.push_back(&row);
  for (const std::string& line : weighting_lines(answer, rows_told)) append_small_print(out, line, terminal);
  if (answer.undated > 0) {
    append_small_print(out, fmt::format("{} facts carry no date and are left out.", with_thousands(answer.undated)),
                       terminal);
  }
  for (const std::string& note : answer.notes) append_small_print(out, note, terminal);
  append_small_print(out, answer.query, terminal);
  append_small_print(out, fmt::format("snapshot {} · version {}", answer.snapshot, answer.version), terminal);
  return out;
}

}  // namespace bellwether::tell
