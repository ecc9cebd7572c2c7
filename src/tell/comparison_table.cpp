// Rows beside what they are compared with.
#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"
#include "tell/table.hpp"
#include "tell/text_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

std::string value_text(const std::optional<measure::AnswerRow>& row) {
  const auto* estimate = row ? std::get_if<measure::Estimate>(&row->is) : nullptr;
  return estimate == nullptr ? "" : number_text(estimate->value, decimals_for(*estimate));
}

/// As many decimals as the interval of the difference supports.
int decimals_of(const measure::Difference& difference) {
  return decimals_for(
      {.value = difference.value, .low = difference.low, .high = difference.high, .method = measure::Method::mover});
}

std::string p_text(double p) {
  constexpr double k_least = 0.001;
  return p < k_least ? "<0.001" : fmt::format("{:.3f}", p);
}

Style style_of(measure::Better better, measure::Verdict verdict) {
  if (verdict == measure::Verdict::cant_tell || better == measure::Better::neither) return Style::plain;
  return (verdict == measure::Verdict::up) == (better == measure::Better::higher) ? Style::better : Style::worse;
}

std::string verdict_text(measure::Verdict verdict) {
  if (verdict == measure::Verdict::up) return "▲ up";
  return verdict == measure::Verdict::down ? "▼ down" : "can't tell yet";
}

std::vector<Cell> row_of(const measure::ComparedAnswer& answer, const measure::ComparedRow& row, bool periods,
                         const Terminal& terminal) {
  std::vector<Cell> cells;
  for (const auto& [name, value] : row.now.slice) {
    cells.push_back({.text = value ? printable(*value) : "not known", .style = value ? Style::plain : Style::grey});
  }
  if (periods) {
    const auto& now = row.now;
    cells.push_back({.text = signs(now.from && now.to ? period_text(*now.from, *now.to) : "all", terminal)});
  }
  if (const auto* withheld = std::get_if<measure::Withheld>(&row.now.is)) {
    cells.push_back(
        {.text = signs("withheld: " + printable(withheld->why), terminal), .style = Style::grey, .to_end = true});
    return cells;
  }
  cells.push_back({.text = signs(value_text(row.now), terminal), .style = Style::strong});
  cells.push_back({.text = signs(value_text(row.before), terminal)});
  if (!row.difference) {
    cells.push_back({.text = "nothing to compare with", .style = Style::grey, .to_end = true});
    return cells;
  }
  const measure::Difference& difference = *row.difference;
  const int decimals = decimals_of(difference);
  cells.push_back({.text = signs(signed_text(difference.value, decimals), terminal)});
  cells.push_back({.text = signs(interval_text(difference.low, difference.high, decimals), terminal)});
  cells.push_back({.text = p_text(row.p_adjusted)});
  cells.push_back({.text = signs(verdict_text(difference.verdict), terminal),
                   .style = difference.verdict == measure::Verdict::cant_tell
                                ? Style::grey
                                : style_of(answer.now.measure.better, difference.verdict)});
  return cells;
}

void append_wrapped(std::string& out, const std::string& text, Style style, const Terminal& terminal) {
  for (const std::string& line : wrap(signs(printable(text), terminal), terminal.columns)) {
    out.append(paint(line, style, terminal)).append("\n");
  }
}

void append_small_print(std::string& out, const std::string& text, const Terminal& terminal) {
  append_wrapped(out, text, Style::grey, terminal);
}

}  // namespace

std::string draw_comparison(const measure::ComparedAnswer& answer, const Terminal& terminal) {
  const measure::Measure& measure = answer.now.measure;
  std::string out;
  append_wrapped(out, in_unit(measure), Style::strong, terminal);
  out += "\n";
  const bool periods =
      std::ranges::any_of(answer.rows, [](const measure::ComparedRow& row) { return row.now.from.has_value(); });
  std::vector<Column> columns;
  if (!answer.rows.empty()) {
    for (const auto& [name, value] : answer.rows.front().now.slice)
      columns.push_back({.head = printable(name), .least = 8});
  }
  if (periods) columns.push_back({.head = "period", .least = 7});
  columns.push_back({.head = "now", .right = true, .least = 5});
  columns.push_back({.head = "before", .right = true, .least = 6, .spare = true});
  columns.push_back({.head = "difference", .right = true, .least = 5});
  columns.push_back({.head = "interval", .right = true, .least = 8, .wraps = true});
  columns.push_back({.head = "p", .right = true, .least = 6, .spare = true});
  columns.push_back({.head = "", .least = 6, .wraps = true});
  std::vector<std::vector<Cell>> rows;
  rows.reserve(answer.rows.size());
  for (const measure::ComparedRow& row : answer.rows) rows.push_back(row_of(answer, row, periods, terminal));
  out += rows.empty() ? "No facts answer this question.\n" : text_table(columns, rows, terminal);
  out += "\n";
  append_small_print(out, rows.size() > 1 ? "p is adjusted for all rows (Benjamini-Hochberg)." : "p is two-sided.",
                     terminal);
  std::vector<const measure::AnswerRow*> rows_now;
  for (const measure::ComparedRow& row : answer.rows) rows_now.push_back(&row.now);
  for (const std::string& line : weighting_lines(answer.now, rows_now)) append_small_print(out, line, terminal);
  append_small_print(out, answer.now.query, terminal);
  append_small_print(out, "compared with: " + answer.query_before, terminal);
  append_small_print(out, fmt::format("snapshot {} · version {}", answer.now.snapshot, answer.now.version), terminal);
  return out;
}

}  // namespace bellwether::tell
