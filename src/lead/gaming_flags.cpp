#include "lead/gaming_flags.hpp"

#include "lead/fact_words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace bellwether::lead {

namespace {

std::vector<std::string> concerned(Sign sign) {
  switch (sign) {
    case Sign::no_time:
    case Sign::no_notes:
    case Sign::round_times:
    case Sign::late_visits:
      return {"visits_with_notes", "listening_acts"};
    default:
      return {"nps", "csat"};
  }
}

std::string_view plainly(Sign sign) {
  switch (sign) {
    case Sign::no_time:
      return "visits shorter than five minutes";
    case Sign::no_notes:
      return "visits with nothing noted";
    case Sign::round_times:
      return "visits of exactly half hours";
    case Sign::late_visits:
      return "visits in the last three days of a month";
    case Sign::top_without_word:
      return "best answers without a word";
    case Sign::late_tops:
      return "best answers in the last three days of a month";
    case Sign::in_bursts:
      return "answers within a minute of the one before";
    case Sign::excess_response:
      return "answers out of those asked";
  }
  return "";
}

std::vector<GamingFlag> raised(const std::vector<Flag>& flags, bool of_leader, const std::vector<std::string>& ids) {
  std::vector<GamingFlag> all;
  for (const Flag& flag : flags) {
    if (!flag.raised) continue;
    all.push_back({.flag = flag, .of_leader = of_leader, .id = ids[flag.subject], .indicators = concerned(flag.sign)});
  }
  return all;
}

/// From which day on answers are looked at. Large organisations answer enough in a quarter, and what was begged for then is told
/// soon; of thirty answers nobody can tell a begged third from luck.
Result<Day> first_looked_at(measure::StoreReader& signals, const Field& field, const facts::Expr& answered) {
  constexpr std::int32_t k_days = 91;
  constexpr double k_wished = 100;  // of each unit
  const Day quarter = std::max(field.first, Day{field.end().days - k_days});
  const auto slices = signals.ask({.where = answered, .from = quarter, .to = field.end(), .statistics = {rows()}});
  if (!slices) return std::unexpected(slices.error());
  const double there = slices->rows.empty() ? 0 : static_cast<double>(slices->rows[0].numbers[0].value_or(0));
  const double times = k_wished * static_cast<double>(field.units.size()) / std::max(1.0, there);
  if (times <= 1) return quarter;
  const double days = std::min(times * k_days, static_cast<double>(field.end().days - field.first.days));
  return Day{field.end().days - static_cast<std::int32_t>(days)};
}

/// Moments of answers by unit, where all of `where` holds.
Result<void> append_answers(measure::StoreReader& signals, const Field& field, Day from, facts::Expr where, bool top,
                            bool words, std::vector<Answered>& answers) {
  const auto trail = signals.trail({.where = std::move(where),
                                    .key = {.kind = facts::Field::Kind::id, .name = {}},
                                    .by = {dimension("unit")},
                                    .from = from,
                                    .to = field.end()});
  if (!trail) return std::unexpected(trail.error());
  for (const facts::Moment& moment : trail->moments) {
    const auto unit = field.unit(trail->slices[moment.slice][0].text);
    if (!unit) continue;
    answers.push_back(
        {.unit = *unit, .day = moment.day, .at_s = moment.at_us / k_us_per_second, .top = top, .words = words});
  }
  return {};
}

}  // namespace

Result<std::vector<GamingFlag>> read_gamed_visits(measure::StoreReader& acts, const Field& field) {
  const bool has_notes = acts.names().carries(attribute("notes"));
  facts::Query query{.table = facts::Table::acts,
                     .where = kind_is("floor.visited"),
                     .by = {dimension("actor"), number("duration_s")},
                     .every = Grain::day,
                     .from = field.first,
                     .to = field.end(),
                     .statistics = {rows()}};
  if (has_notes) query.by.push_back(attribute("notes"));
  const auto slices = acts.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  std::vector<Visit> visits;
  for (const facts::SliceRow& row : slices->rows) {
    const auto leader = field.leader(row.slice[0].text);
    if (!leader || !row.period) continue;
    Visit visit{.leader = *leader, .day = *row.period};
    double seconds = -1;
    const std::string& text = row.slice[1].text;
    if (row.slice[1].known) std::from_chars(text.data(), text.data() + text.size(), seconds);
    visit.minutes = seconds < 0 ? -1 : seconds / 60;
    visit.notes = has_notes && row.slice[2].text == "yes";
    visits.insert(visits.end(), static_cast<std::size_t>(row.numbers[0].value_or(0)), visit);
  }
  std::vector<Flag> flags = gamed_visits(visits);
  if (!has_notes) std::erase_if(flags, [](const Flag& flag) { return flag.sign == Sign::no_notes; });
  return raised(flags, true, field.leaders);
}

Result<std::vector<GamingFlag>> read_begged_scores(measure::StoreReader& signals, const Field& field,
                                                   const facts::Field& rating) {
  std::vector<Answered> answers;
  if (!signals.names().carries(rating)) return std::vector<GamingFlag>{};
  const Decimal best{.digits = rating.name == "nps" ? 9 : 5, .exponent = 0};
  const facts::Expr is_top{
      facts::Compare{.field = rating, .op = facts::Op::greater_or_equal, .literal = facts::Literal(best)}};
  const facts::Expr has_words{facts::Known{.field = {.kind = facts::Field::Kind::text, .name = {}}}};
  const facts::Expr answered = all_of({from_customers(), facts::Expr{facts::Known{.field = rating}}});
  const auto from = first_looked_at(signals, field, answered);
  if (!from) return std::unexpected(from.error());
  const auto either = [](const facts::Expr& what, bool holds) {
    return holds ? what : facts::Expr{facts::Not{.of = {what}}};
  };
  for (const bool top : {true, false}) {
    for (const bool words : {true, false}) {
      facts::Expr where = all_of({answered, either(is_top, top), either(has_words, words)});
      if (auto read = append_answers(signals, field, *from, std::move(where), top, words, answers); !read)
        return std::unexpected(read.error());
    }
  }
  return raised(begged_scores(answers, {}), false, field.units);
}

std::string words_of(const GamingFlag& flag) {
  const bool of_own_past = flag.flag.sign == Sign::excess_response;
  return fmt::format("{}: {:.0f} % of {}, {} {:.0f} %", plainly(flag.flag.sign), 100 * flag.flag.share, flag.flag.n,
                     of_own_past ? "before" : "elsewhere", 100 * flag.flag.usual);
}

}  // namespace bellwether::lead
