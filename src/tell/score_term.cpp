#include "tell/score_term.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/interval_bar.hpp"
#include "tell/number_text.hpp"
#include "tell/score_beside.hpp"
#include "tell/score_change.hpp"
#include "tell/score_work.hpp"
#include "tell/text_table.hpp"
#include "tell/thin_score.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

/// Wide where there is room for it beside what must not be cut.
std::size_t bar_columns(const Terminal& terminal) { return terminal.columns >= 84 ? 24 : 16; }

std::string share_text(double share) { return number_text(100 * share, 0, "%"); }

measure::Estimate estimate_of(const lead::Scored& scored) {
  return {.value = scored.score, .low = scored.low, .high = scored.high, .method = measure::Method::mover};
}

Cell bar_cell(const lead::Scored& scored, const Terminal& terminal) {
  return {.text = interval_bar(estimate_of(scored), {.low = 0, .high = 100}, bar_columns(terminal), terminal.unicode)};
}

std::vector<Cell> line_of(const std::string& label, const std::optional<lead::Scored>& scored, double coverage,
                          const std::string& sides, const Terminal& terminal) {
  const std::string covered = signs(share_text(coverage), terminal);
  if (!scored) {
    return {{.text = signs(printable(label), terminal)},
            {.text = "unknown", .style = Style::grey},
            {},
            {.text = covered, .style = Style::grey},
            {.text = sides, .style = Style::grey}};
  }
  const std::string score = number_text(scored->score, 0);
  std::vector<Cell> cells = {{.text = signs(printable(label), terminal)},
                             {.text = score, .style = Style::strong},
                             {.text = signs(interval_text(scored->low, scored->high, 0), terminal)},
                             {.text = covered},
                             {.text = sides},
                             bar_cell(*scored, terminal)};
  if (!is_thin(coverage)) return cells;
  cells[1].text = "thin " + score;
  for (std::size_t at = 1; at < cells.size(); ++at) cells[at].style = Style::grey;
  return cells;
}

std::vector<Column> columns_of(std::string head, const Terminal& terminal) {
  const std::size_t bar = bar_columns(terminal);
  return {{.head = std::move(head), .least = 10, .wraps = true},
          {.head = "score", .right = true, .least = 7},
          {.head = "interval", .right = true, .least = 9, .wraps = true},
          {.head = "coverage", .right = true, .least = 8},
          {.head = "sides", .right = true, .least = 6, .spare = true},
          {.head = "0" + std::string(bar - 4, ' ') + "100", .least = bar, .spare = true, .picture = true}};
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

void append_units(std::string& out, const lead::Scorecard& card, const Terminal& terminal) {
  if (const std::string words = units_words(card); !words.empty()) append(out, words, Style::plain, terminal);
}

void append_change(std::string& out, const lead::Scorecard& card, const Terminal& terminal) {
  const std::string words = change_words(card);
  if (words.empty()) return;
  out += "\n";
  append(out, words, Style::strong, terminal);
  append_units(out, card, terminal);
  constexpr std::size_t k_most = 5;
  for (std::size_t i = 0; i < card.moved.size() && i < k_most; ++i) {
    const lead::Contribution& one = card.moved[i];
    constexpr double k_least_told = 0.05;
    if (std::abs(one.points) < k_least_told) break;
    const std::string why = one.newly ? " (not known before)" : one.no_more ? " (no longer known)" : "";
    append(out,
           fmt::format("{} {} · {}{}", signed_text(one.points, 1), one.dimension->label, one.indicator->label, why),
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
           fmt::format("+{} {} · {}: {}", share_text(one.coverage), one.dimension->label, one.indicator->label,
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
  out += "\n" + text_table(columns_of("over time", terminal), rows, terminal);
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
  out += text_table(columns_of("dimension", terminal), rows, terminal);
  append_trend(out, card, terminal);
  append_change(out, card, terminal);
  if (drawing.show_work) out += "\n" + draw_work(card, terminal);
  out += draw_beside(*card.beside, *card.now.framework, terminal);
  append_bring(out, card, terminal);
  return out;
}

bool shows_thin(const lead::Scorecard& card, bool whole_alone) {
  const auto thin = [](const auto& one) { return one.scored && is_thin(one.coverage); };
  return thin(card.now) ||
         (!whole_alone && (std::ranges::any_of(card.now.dimensions, thin) || std::ranges::any_of(card.trend, thin)));
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
    out += text_table(columns_of("framework", terminal), rows, terminal);
    if (const std::string words = change_words(cards); !words.empty()) {
      out += "\n";
      append(out, words, Style::plain, terminal);
      append_units(out, cards.front(), terminal);
    }
    if (drawing.show_work) {
      for (const lead::Scorecard& card : cards) out += "\n" + draw_one(card, drawing, terminal);
    }
  }
  out += "\n";
  append(out,
         "Scores run from 0 to 100; intervals hold at 95 %. Coverage: how much of the wished evidence is there, how "
         "fresh, from how many sides.",
         Style::grey, terminal);
  const bool wholes_alone = cards.size() > 1 && !drawing.show_work;
  if (std::ranges::any_of(cards, [&](const auto& card) { return shows_thin(card, wholes_alone); })) {
    append(out, fmt::format("Thin: coverage under {}, too little evidence to go by.", share_text(k_least_coverage)),
           Style::grey, terminal);
  }
  if (!cards.empty()) append(out, "snapshot " + cards.front().snapshot, Style::grey, terminal);
  return out;
}

}  // namespace bellwether::tell
