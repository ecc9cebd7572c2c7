#include "tell/shadow_term.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"
#include "tell/text_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

void append(std::string& out, const std::string& text, Style style, const Terminal& terminal, std::size_t indent = 0) {
  for (const std::string& line : wrap(signs(printable(text), terminal), terminal.columns - indent)) {
    out += std::string(indent, ' ') + paint(line, style, terminal) + "\n";
  }
}

std::string with_interval(const measure::Estimate& estimate) {
  return fmt::format("{} ({})", number_text(estimate.value, 2), interval_text(estimate.low, estimate.high, 2));
}

Style style_of(lead::Shows shows) {
  return shows == lead::Shows::better ? Style::better : shows == lead::Shows::worse ? Style::worse : Style::plain;
}

void append_side(std::string& out, const std::string& title, const lead::Shadow& shadow, const Terminal& terminal) {
  out += "\n";
  append(out, title, Style::strong, terminal);
  if (shadow.pooled) {
    const lead::Effect& effect = *shadow.pooled;
    append(out, effect.words, style_of(effect.shows), terminal, 2);
    append(out,
           fmt::format("placebo, the same weeks before the acts: {}, {}", with_interval(effect.placebo),
                       p_text(effect.p_placebo)),
           Style::grey, terminal, 2);
  } else {
    append(out, "unknown: " + shadow.pooled.error().message, Style::grey, terminal, 2);
  }
  if (!shadow.unseen) return;
  append(out,
         fmt::format("Where leaders are seen least, answers lie {} from where they are seen more ({}): a place to "
                     "look, and no effect.",
                     with_interval(shadow.unseen->difference), p_text(shadow.unseen->p)),
         Style::plain, terminal, 2);
}

std::string own_text(const lead::LeaderShadow& shadow) {
  if (!shadow.effect) return "too few weeks";
  switch (shadow.effect->shows) {
    case lead::Shows::better:
      return "better after";
    case lead::Shows::worse:
      return "worse after";
    case lead::Shows::undermined:
      return "something else";
    case lead::Shows::cant_tell:
      break;
  }
  return "can't tell";
}

void append_leaders(std::string& out, const lead::ShadowReport& report, const Terminal& terminal) {
  if (report.leaders.empty() && report.no_leaders.empty()) return;
  out += "\n";
  append(out, "Leaders, down the reporting tree", Style::strong, terminal);
  if (!report.leaders.empty()) {
    std::vector<std::vector<Cell>> rows;
    const std::uint32_t top = std::ranges::min_element(report.leaders, {}, &lead::LeaderRow::depth)->depth;
    for (const lead::LeaderRow& row : report.leaders) {
      rows.push_back({{.text = std::string(std::size_t{2} * (row.depth - top), ' ') + printable(row.name)},
                      {.text = with_thousands(row.employees.acts)},
                      {.text = number_text(row.employees.exposure, 2)},
                      {.text = fmt::format("{} of {}", row.employees.seen_in, row.employees.units)},
                      {.text = own_text(row.employees)},
                      {.text = own_text(row.customers)}});
    }
    out += text_table({{.head = "leader", .least = 9},
                       {.head = "acts", .right = true, .least = 6, .spare = true},
                       {.head = "a week", .right = true, .least = 6, .spare = true},
                       {.head = "seen in", .right = true, .least = 7, .wraps = true},
                       {.head = "employees", .least = 9, .wraps = true},
                       {.head = "customers", .least = 9, .wraps = true}},
                      rows, terminal);
  }
  if (!report.no_leaders.empty()) append(out, report.no_leaders, Style::grey, terminal);
}

/// The whole of one leader: where not seen, and does it show.
void append_own(std::string& out, const lead::LeaderRow& row, const Terminal& terminal) {
  out += "\n";
  append(out, "Where am I not seen, and does it show?", Style::strong, terminal);
  constexpr std::size_t k_most = 12;
  std::string places;
  for (std::size_t i = 0; i < row.not_seen.size() && i < k_most; ++i) places += (i == 0 ? "" : ", ") + row.not_seen[i];
  if (row.not_seen.size() > k_most) places += fmt::format(" and {} more", row.not_seen.size() - k_most);
  append(out,
         row.not_seen.empty()
             ? "Seen in every unit that answers."
             : fmt::format("Not seen in {} of {}: {}.", row.not_seen.size(), row.employees.units, places),
         Style::plain, terminal, 2);
  for (const auto& [who, shadow] : {std::pair("Employees", &row.employees), std::pair("Customers", &row.customers)}) {
    if (shadow->unseen) {
      append(out,
             fmt::format("{}: units that see least lie {} from the others ({}).", who,
                         with_interval(shadow->unseen->difference), p_text(shadow->unseen->p)),
             Style::plain, terminal, 2);
    }
    append(out,
           fmt::format("{}: {}", who, shadow->effect ? shadow->effect->words : "too few weeks with answers and acts."),
           Style::plain, terminal, 2);
  }
}

void append_beside(std::string& out, const lead::ShadowReport& report, const Terminal& terminal) {
  out += "\n";
  append(out, "Under pressure", Style::strong, terminal);
  for (const lead::BesideShadow& one : report.beside) {
    if (one.evidence.state != lead::State::known) {
      append(out, fmt::format("{}: {}, {}", one.label, lead::word_of(one.evidence.state), one.evidence.why),
             Style::grey, terminal, 2);
      continue;
    }
    const measure::Estimate& e = one.evidence.estimate;
    const int decimals = decimals_for(e);
    append(out,
           fmt::format("{}: {} {} ({}{}), n {}", one.label, number_text(e.value, decimals), one.unit,
                       interval_text(e.low, e.high, decimals), e.open_above ? " or more" : "",
                       with_thousands(one.evidence.n)),
           Style::plain, terminal, 2);
  }
}

void append_flags(std::string& out, const lead::ShadowReport& report, const Terminal& terminal) {
  if (report.flags.empty()) return;
  out += "\n";
  append(out, "Worth a look: these change no score", Style::strong, terminal);
  for (const lead::GamingFlag& flag : report.flags) {
    std::vector<std::string> concerned;
    for (const std::string& id : flag.indicators) {
      const auto label = report.labels.find(id);
      concerned.push_back(label == report.labels.end() ? id : label->second);
    }
    append(out,
           fmt::format("{} {}, {} (concerns {})", flag.of_leader ? "leader" : "unit", flag.id, lead::words_of(flag),
                       join(concerned, ", ")),
           Style::plain, terminal, 2);
  }
}

}  // namespace

std::string draw_shadow(const lead::ShadowReport& report, const Terminal& terminal) {
  std::string out;
  append(out,
         fmt::format("The leadership shadow: {}, {} weeks up to {}", report.subject.label, report.weeks,
                     date_words(Day{report.end.days - 1})),
         Style::strong, terminal);
  append(out,
         fmt::format("{} visible acts, {} units that answer", with_thousands(report.acts),
                     with_thousands(static_cast<long long>(report.units))),
         Style::grey, terminal);
  append_side(out, fmt::format("Employees ({})", report.employees_label), report.employees, terminal);
  append_side(out, fmt::format("Customers ({})", report.customers_label), report.customers, terminal);
  append_leaders(out, report, terminal);
  if (report.subject.kind == lead::Subject::Kind::leader && report.leaders.size() == 1) {
    append_own(out, report.leaders.front(), terminal);
  }
  append_beside(out, report, terminal);
  append_flags(out, report, terminal);
  out += "\n";
  append(out,
         "\"A week\": full acts of presence that arrive at a unit in a week, on average. Nobody is ranked; effects go "
         "together in time and prove no cause.",
         Style::grey, terminal);
  append(out, "snapshot " + report.snapshot, Style::grey, terminal);
  return out;
}

}  // namespace bellwether::tell
