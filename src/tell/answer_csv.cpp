#include "tell/answer_csv.hpp"

#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace bellwether::tell {

namespace {

bool begins_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 11> k_signs = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                               "\n", "＝", "＋", "－", "＠"};
  return std::ranges::any_of(k_signs, [&](std::string_view sign) { return text.starts_with(sign); });
}

bool is_plain_number(std::string_view text) {
  return text.size() > 1 && text.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
         decimal_from(text).has_value();
}

// Puts an apostrophe before what would be run in a cell that another delimiter begins, behind its spaces and quotes.
std::string guard_inside(std::string_view text) {
  std::string guarded;
  bool at_start = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char sign = text[at];
    if (at_start && std::string_view(" \";\t\r\n").find(sign) == std::string_view::npos) {
      if (begins_formula(text.substr(at))) guarded += '\'';
      at_start = false;
    }
    if (sign == ';' || sign == '\t' || sign == '\n' || sign == '\r') at_start = true;
    guarded += sign;
  }
  return guarded;
}

void append_row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (at > 0) out += ',';
    out += csv_cell(cells[at]);
  }
  out += "\r\n";
}

std::string number(double value) { return to_text(value + 0.0); }

std::vector<std::string> cells_of(const measure::Answer& answer, const measure::AnswerRow& row) {
  std::vector<std::string> cells;
  cells.reserve(row.slice.size() + 18);
  for (const auto& [name, value] : row.slice) cells.push_back(value.value_or(""));
  cells.push_back(row.from ? to_text(*row.from) : "");
  cells.push_back(row.to ? to_text(*row.to) : "");
  cells.push_back(answer.measure.id);
  if (const auto* estimate = std::get_if<measure::Estimate>(&row.is)) {
    for (const double part : {estimate->value, estimate->low, estimate->high, estimate->level})
      cells.push_back(number(part));
    cells.push_back(std::to_string(estimate->n));
    cells.emplace_back(measure::word_of(estimate->method));
    cells.emplace_back();
  } else {
    cells.insert(cells.end(), 4, "");
    cells.push_back(std::to_string(row.n));
    cells.emplace_back();
    cells.push_back(std::get<measure::Withheld>(row.is).why);
  }
  cells.insert(cells.end(), {answer.query, answer.snapshot, answer.version});
  if (answer.weighted_by.empty()) return cells;
  cells.push_back(join(answer.weighted_by, ","));
  if (row.weighting) {
    const measure::Weighting& weighting = *row.weighting;
    cells.insert(cells.end(), {number(weighting.effective_n), number(weighting.design_effect),
                               std::to_string(weighting.rounds), number(weighting.largest_gap)});
  } else {
    cells.insert(cells.end(), 4, "");
  }
  return cells;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell;
  if (begins_formula(text) && !is_plain_number(text)) cell += '\'';
  cell += guard_inside(text);
  if (cell.find_first_of(",;\t\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char sign : cell) quoted.append(sign == '"' ? 2 : 1, sign);
  return quoted + '"';
}

namespace {

std::vector<std::string> heads_of(const measure::Answer& answer, const measure::AnswerRow* first) {
  std::vector<std::string> heads;
  if (first != nullptr) {
    for (const auto& [name, value] : first->slice) heads.push_back(name);
  }
  for (const char* name : {"from", "to", "measure", "value", "low", "high", "level", "n", "method", "withheld", "query",
                           "snapshot", "version"}) {
    heads.emplace_back(name);
  }
  if (answer.weighted_by.empty()) return heads;
  for (const char* name : {"weighted_by", "effective_n", "design_effect", "rounds", "largest_gap"}) {
    heads.emplace_back(name);
  }
  return heads;
}

std::vector<std::string> comparison_cells(const measure::ComparedRow& row) {
  std::vector<std::string> cells;
  const auto* before = row.before ? std::get_if<measure::Estimate>(&row.before->is) : nullptr;
  if (before != nullptr) {
    for (const double part : {before->value, before->low, before->high}) cells.push_back(number(part));
  } else {
    cells.insert(cells.end(), 3, "");
  }
  cells.push_back(row.before ? std::to_string(row.before->n) : "");
  if (!row.difference) {
    cells.insert(cells.end(), 5, "");
    return cells;
  }
  const measure::Difference& difference = *row.difference;
  for (const double part : {difference.value, difference.low, difference.high, difference.p, row.p_adjusted})
    cells.push_back(number(part));
  return cells;
}

}  // namespace

std::string answer_csv(const measure::Answer& answer) {
  std::string out;
  append_row(out, heads_of(answer, answer.rows.empty() ? nullptr : &answer.rows.front()));
  for (const measure::AnswerRow& row : answer.rows) append_row(out, cells_of(answer, row));
  return out;
}

std::string comparison_csv(const measure::ComparedAnswer& answer) {
  std::vector<std::string> heads = heads_of(answer.now, answer.rows.empty() ? nullptr : &answer.rows.front().now);
  for (const char* name : {"before", "before_low", "before_high", "before_n", "difference", "difference_low",
                           "difference_high", "p", "p_adjusted"}) {
    heads.emplace_back(name);
  }
  std::string out;
  append_row(out, heads);
  for (const measure::ComparedRow& row : answer.rows) {
    std::vector<std::string> cells = cells_of(answer.now, row.now);
    for (std::string& cell : comparison_cells(row)) cells.push_back(std::move(cell));
    append_row(out, cells);
  }
  return out;
}

}  // namespace bellwether::tell
