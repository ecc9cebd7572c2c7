#include "tell/score_term.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/interval_bar.hpp"
#include "tell/number_text.hpp"
#include "tell/score_beside.hpp"
#include "tell/score_work.hpp"
#include "tell/text_table.hpp"

#include <cmath>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

constexpr std::size_t k_bar = 24;

std::string share_text(double share) { return number_text(100 * share, 0, "%"); }

Cell bar_cell(const lead::Scored& scored, const Terminal& terminal) {
  const measure::Estimate estimate{
      .value = scored.score, .low = scored.low, .high = scored.high, .method = measure::Method::student_t};
  return {.text = interval_bar(estimate, {.low = 0, .high = 100}, k_bar, terminal.unicode)};
}

std::vector<Cell> line_of(const std::string& label, const std::optional<lead::Scored>& scored, double coverage,
                          const std::string& sides, const Terminal& terminal) {
  std::vector<Cell> cells{{.text = printable(label)}};
  if (!scored) {
    cells.push_back({.text = "unknown", .style = Style::grey});
    cells.push_back({});
    cells.push_back({.text = share_text(coverage), .style = Style::grey});
    cells.push_back({.text = sides, .style = Style::grey});
    return cells;
  }
  cells.push_back({.text = number_text(scored->score, 0), .style = Style::strong});
  cells.push_back({.text = signs(interval_text(scored->low, scored->high, 0), terminal)});
  cells.push_back({.text = share_text(coverage)});
  cells.push_back({.text = sides});
  cells.push_back(bar_cell(*scored, terminal));
  return cells;
}

std::vector<Column> columns_of(std::string head) {
  return {{.head = std::move(head), .least = 12},
          {.head = "score", .right = true},
          {.head = "interval", .right = true, .least = 8},
          {.head = "coverage", .right = true},
          {.head = "sides", .right = true},
          {.head = "0" + std::string(k_bar - 4, ' ') + "100", .least = k_bar}};
}

std::string sides_text(const lead::DimensionScore& dimension) {
  return fmt::format("{} of {}", dimension.sides_known, dimension.sides_wished);
}

void append(std::string& out, const std::string& text, Style style, const Terminal& terminal, std::size_t indent = 0) {
  for (const std::string& line : wrap(signs(printable(text), terminal), terminal.columns - indent)) {
    out += std::string(indent, ' ') + paint(line, style, terminal) + "\n";
  }
}

std::string title_of(const lead::Scorecard& card) {
  return fmt::format("{}: {}, up to {}", card.now.framework->label, card.subject.label,
                     date_words(Day{card.end.days - 1}));
}

void append_change(std::string& out, const lead::Scorecard& card, const Terminal& terminal) {
  if (card.moved.empty()) return;
  const lead::Scored& now = *card.now.scored;
  const lead::Scored& then = *card.before.scored;
  const double by = now.score - then.score;
  out += "\n";
  append(out,
         fmt::format("{} from {} on {}", by >= 0 ? "Up" : "Down", number_text(then.score, 0),
                     date_words(Day{card.before_end.days - 1})),
         Style::strong, terminal);
  constexpr std::size_t k_most = 5;
  for (std::size_t i = 0; i < card.moved.size() && i < k_most; ++i) {
    const lead::Contribution& one = card.moved[i];
    constexpr double k_least_told = 0.05;
    if (std::abs(one.points) < k_least_told) break;
    const std::string why = one.newly ? " (not known before)" : one.no_more ? " (no longer known)" : "";
    append(out,
           fmt::format("{}{}  {} · {}{}", one.points >= 0 ? "+" : "", number_text(one.points, 1), one.dimension->label,
                       one.indicator->label, why),
           one.points >= 0 ? Style::better : Style::worse, terminal, 2);
  }
}

void append_bring(std::string& out, const lead::Scorecard& card, const Terminal& terminal) {
  if (card.bring.empty()) return;
  out += "\n";
  append(out, "What evidence to bring next, by how much coverage it would add", Style::strong, terminal);
  constexpr std::size_t k_most = 5;
  for (std::size_t i = 0; i < card.bring.size() && i < k_most; ++i) {
    const lead::Wanted& one = card.bring[i];
    append(out,
           fmt::format("+{}  {} · {}: {}", share_text(one.coverage), one.dimension->label, one.indicator->label,
                       one.indicator->bring),
           Style::plain, terminal, 2);
  }
}

void append_trend(std::string& out, const lead::Scorecard& card, const Terminal& terminal) {
  if (card.trend.empty()) return;
  std::vector<std::vector<Cell>> rows;
  for (const lead::TrendPoint& point : card.trend) {
    rows.push_back(line_of("to " + to_text(Day{point.end.days - 1}), point.scored, point.coverage, "", terminal));
  }
  out += "\n" + text_table(columns_of("over time"), rows, terminal);
}

std::string draw_one(const lead::Scorecard& card, const ScoreDrawing& drawing, const Terminal& terminal) {
  std::string out;
  append(out, title_of(card), Style::strong, terminal);
  append(out, card.now.framework->about, Style::grey, terminal);
  out += "\n";
  std::vector<std::vector<Cell>> rows;
  for (const lead::DimensionScore& dimension : card.now.dimensions) {
    rows.push_back(
        line_of(dimension.dimension->label, dimension.scored, dimension.coverage, sides_text(dimension), terminal));
  }
  rows.push_back(line_of(card.now.framework->label, card.now.scored, card.now.coverage, "", terminal));
  out += text_table(columns_of("dimension"), rows, terminal);
  append_trend(out, card, terminal);
  append_change(out, card, terminal);
  if (drawing.show_work) out += "\n" + draw_work(card, terminal);
  out += draw_beside(*card.beside, *card.now.framework, terminal);
  append_bring(out, card, terminal);
  return out;
}

}  // namespace

std::string draw_scores(const std::vector<lead::Scorecard>& cards, const ScoreDrawing& drawing,
                        const Terminal& terminal) {
  std::string out;
  if (cards.size() == 1) {
    out = draw_one(cards.front(), drawing, terminal);
  } else {
    if (!cards.empty()) {
      append(out,
             fmt::format("How we lead: {}, up to {}", cards.front().subject.label,
                         date_words(Day{cards.front().end.days - 1})),
             Style::strong, terminal);
      out += "\n";
    }
    std::vector<std::vector<Cell>> rows;
    for (const lead::Scorecard& card : cards)
      rows.push_back(line_of(card.now.framework->label, card.now.scored, card.now.coverage, "", terminal));
    out += text_table(columns_of("framework"), rows, terminal);
    if (drawing.show_work) {
      for (const lead::Scorecard& card : cards) out += "\n" + draw_one(card, drawing, terminal);
    }
  }
  out += "\n";
  append(out,
         "Scores run from 0 to 100; intervals hold at 95 %. Coverage: how much of the wished evidence is there, how "
         "fresh, from how many sides.",
         Style::grey, terminal);
  if (!cards.empty()) append(out, "snapshot " + cards.front().snapshot, Style::grey, terminal);
  return out;
}

}  // namespace bellwether::tell
