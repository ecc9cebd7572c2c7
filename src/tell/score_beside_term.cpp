#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"
#include "tell/score_beside.hpp"
#include "tell/text_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

using measure::Estimate;

class Drawing {
 public:
  explicit Drawing(const Terminal& terminal) : terminal_(terminal) {}

  void title(const std::string& text) {
    out_ += "\n";
    put(text, Style::strong, 0);
  }
  void line(const std::string& text, Style style = Style::plain) { put(text, style, 2); }
  void table(const std::vector<Column>& columns, std::vector<std::vector<Cell>> rows) {
    for (std::vector<Cell>& row : rows) {
      for (Cell& cell : row) cell.text = signs(printable(cell.text), terminal_);
    }
    out_ += text_table(columns, rows, terminal_);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void put(const std::string& text, Style style, std::size_t indent) {
    for (const std::string& line : wrap(signs(printable(text), terminal_), terminal_.columns - indent)) {
      out_ += std::string(indent, ' ') + paint(line, style, terminal_) + "\n";
    }
  }
  const Terminal& terminal_;
  std::string out_;
};

/// "half within 35 days (34 … 36)".
std::string days_text(const char* share, const Result<Estimate>& days) {
  if (!days) return fmt::format("{}: not known, {}", share, days.error().message);
  return fmt::format("{} within {} days ({}{})", share, number_text(days->value, 0),
                     interval_text(days->low, days->high, 0), days->open_above ? " or more" : "");
}

std::string with_interval(const Estimate& mean, int decimals) {
  return fmt::format("{} ({})", number_text(mean.value, decimals), interval_text(mean.low, mean.high, decimals));
}

std::string rate_text(const Result<lead::RateRatio>& rate) {
  if (!rate) return "can't be told: " + rate.error().message;
  const Estimate& ratio = rate->ratio;
  return fmt::format("{} times as many as in the 90 days before ({}, n {})", number_text(ratio.value, 1),
                     interval_text(ratio.low, ratio.high, 1), with_thousands(ratio.n));
}

void draw_flywheel(Drawing& out, const lead::BesideScore& beside) {
  out.title("The flywheel, over the last year");
  if (!beside.flywheel) {
    out.line("Nothing turns yet: no improvement that names its finding began in the last year.", Style::grey);
    return;
  }
  const lead::Flywheel& wheel = *beside.flywheel;
  out.line(fmt::format("From the first signal to a proven effect: {}; {}; n {}.", days_text("half", wheel.cycle_days),
                       days_text("nine in ten", wheel.cycle_days_p90), with_thousands(beside.improvements)));
  for (const lead::StepTime& step : wheel.steps) {
    out.line(fmt::format("{}: {}; {} ended, {} wait, {} dropped", lead::word_of(step.step),
                         days_text("half", step.median_days), with_thousands(step.ended), with_thousands(step.waiting),
                         with_thousands(step.dropped)),
             Style::grey);
  }
  if (wheel.stall) {
    out.line(fmt::format("It stalls at {}: those who wait there have longest before them ({} % of drawings).",
                         lead::word_of(wheel.stall->step), number_text(100 * wheel.stall->sure, 0)));
  }
  out.line("Momentum: begun " + rate_text(wheel.momentum.started) + "; proven " + rate_text(wheel.momentum.proven) +
           ".");
}

void draw_alignment(Drawing& out, const Result<lead::Alignment>& alignment, const lead::Framework& framework) {
  out.title("Do they pull the same way?");
  if (!alignment) {
    out.line("Not known: " + alignment.error().message, Style::grey);
    return;
  }
  const Estimate& agreement = alignment->agreement;
  out.line(fmt::format("Agreement {} of 1 ({}): scores lie {} points apart beyond chance (standard deviation, n {}).",
                       number_text(agreement.value, 2), interval_text(agreement.low, agreement.high, 2),
                       number_text(alignment->spread, 0), agreement.n));
  out.line(fmt::format("The weakest link: {}, with a chance of {} % to be it in truth.",
                       framework.dimensions[alignment->weakest].label,
                       number_text(100 * alignment->chances[alignment->weakest], 0)));
}

void draw_linkage(Drawing& out, const lead::BesideScore& beside) {
  out.title("Engagement and customers");
  if (!beside.linkage) {
    out.line("Not known: answers to the item engagement and to csat, nps or stars by unit are needed.", Style::grey);
    return;
  }
  const auto& [between, within] = *beside.linkage;
  if (between) {
    const Estimate& r = between->correlation;
    out.line(fmt::format(
        "Between units, engagement and {} go together at {}, {} units, {}; without the noise in both "
        "about {}.",
        beside.linked_with, with_interval(r, 2), r.n, p_text(between->p), number_text(between->without_noise, 2)));
  } else {
    out.line("Between units: " + between.error().message, Style::grey);
  }
  if (within) {
    const Estimate& r = within->correlation;
    out.line(fmt::format("Within units, {} {} after engagement rose: {}, {} unit-weeks, {} for the choice among lags.",
                         within->lag, within->lag == 1 ? "week" : "weeks", with_interval(r, 2), with_thousands(r.n),
                         p_text(within->p_corrected)));
  } else {
    out.line("Within units: " + within.error().message, Style::grey);
  }
  out.line("They go together; that is no proof that one makes the other.", Style::grey);
}

constexpr std::size_t k_interval = 13;  // "(−0.4 … −0.1)": an interval is never cut

Cell gap_cell(const std::optional<measure::Difference>& gap, int decimals) {
  if (!gap) return {.text = "–", .style = Style::grey};
  const bool told = gap->verdict != measure::Verdict::cant_tell;
  return {
      .text = fmt::format("{} ({})", signed_text(gap->value, decimals), interval_text(gap->low, gap->high, decimals)),
      .style = !told            ? Style::grey
               : gap->value > 0 ? Style::worse
                                : Style::better};
}

Cell mean_cell(const std::optional<Estimate>& mean, int decimals) {
  return mean ? Cell{.text = with_interval(*mean, decimals)} : Cell{.text = "–", .style = Style::grey};
}

/// How many answers the item answered most has, by who gave them.
std::string n_text(const std::vector<lead::ItemGap>& gaps) {
  std::int64_t leaders = 0;
  std::int64_t teams = 0;
  std::int64_t customers = 0;
  const auto most = [](std::int64_t& n, const std::optional<Estimate>& mean) {
    if (mean) n = std::max(n, mean->n);
  };
  for (const lead::ItemGap& gap : gaps) {
    most(leaders, gap.leaders);
    most(teams, gap.teams);
    most(customers, gap.customers);
  }
  return fmt::format("Answers to an item: up to {} of leaders, {} of teams, {} of customers.", with_thousands(leaders),
                     with_thousands(teams), with_thousands(customers));
}

void draw_gaps(Drawing& out, const lead::BesideScore& beside) {
  out.title("What leaders answer above teams and customers, of 5");
  if (beside.item_gaps.empty()) {
    out.line("Not known: leaders' own answers and those of five or more others to the same items are needed.",
             Style::grey);
  } else {
    std::vector<std::vector<Cell>> rows;
    for (const lead::ItemGap& gap : beside.item_gaps) {
      rows.push_back({{.text = gap.item},
                      mean_cell(gap.leaders, 1),
                      gap_cell(gap.above_teams, 1),
                      gap_cell(gap.above_customers, 1)});
    }
    out.table({{.head = "item", .least = 9, .wraps = true},
               {.head = "leaders", .right = true, .least = k_interval, .wraps = true, .spare = true},
               {.head = "above teams", .right = true, .least = k_interval, .wraps = true},
               {.head = "above customers", .right = true, .least = k_interval, .wraps = true}},
              std::move(rows));
    out.line(n_text(beside.item_gaps), Style::grey);
  }
  if (beside.value_gaps.empty()) return;
  out.title("Said above done, by brand value, of 100");
  std::vector<std::vector<Cell>> rows;
  for (const lead::ValueGap& gap : beside.value_gaps) {
    rows.push_back({{.text = gap.value},
                    mean_cell(gap.claimed, 0),
                    mean_cell(gap.done, 0),
                    {.text = with_interval(gap.kept, 0)},
                    {.text = with_thousands(gap.kept.n)},
                    gap_cell(gap.gap, 0)});
  }
  constexpr std::size_t k_least = 11;  // "(80 … 100)", and one more
  out.table({{.head = "value", .least = 9, .wraps = true},
             {.head = "said", .right = true, .least = k_least, .wraps = true, .spare = true},
             {.head = "done", .right = true, .least = k_least, .wraps = true, .spare = true},
             {.head = "% kept", .right = true, .least = k_least, .wraps = true, .spare = true},
             {.head = "n", .right = true, .spare = true},
             {.head = "said above done", .right = true, .least = k_interval, .wraps = true}},
            std::move(rows));
}

void draw_flags(Drawing& out, const lead::BesideScore& beside, const lead::Framework& framework) {
  if (beside.flags.empty()) return;
  out.title("Worth a look before going by a score: what these rest on may be fed");
  for (const lead::GamingFlag& flag : beside.flags) {
    std::vector<std::string> concerned;
    for (const lead::Dimension& dimension : framework.dimensions) {
      for (const lead::Indicator& indicator : dimension.indicators) {
        const bool is_it = std::ranges::find(flag.indicators, indicator.measure) != flag.indicators.end();
        if (is_it && std::ranges::find(concerned, indicator.label) == concerned.end()) {
          concerned.push_back(indicator.label);
        }
      }
    }
    out.line(fmt::format("{} {}, {} (concerns {})", flag.of_leader ? "leader" : "unit", flag.id, lead::words_of(flag),
                         join(concerned, ", ")));
  }
}

}  // namespace

std::string draw_beside(const lead::BesideScore& beside, const lead::Framework& framework, const Terminal& terminal) {
  Drawing out(terminal);
  for (const lead::Beside part : framework.beside) {
    switch (part) {
      case lead::Beside::flywheel:
        draw_flywheel(out, beside);
        break;
      case lead::Beside::alignment:
        if (beside.alignment) draw_alignment(out, *beside.alignment, framework);
        break;
      case lead::Beside::linkage:
        draw_linkage(out, beside);
        break;
      case lead::Beside::gaps:
        draw_gaps(out, beside);
        break;
    }
  }
  draw_flags(out, beside, framework);
  return out.take();
}

}  // namespace bellwether::tell
