// What becomes of what people see: ideas, findings, improvements, learning, and the work that should not have to be.
#include "simulate/fact_row.hpp"
#include "simulate/habits.hpp"

namespace bellwether::simulate {

namespace {

constexpr double k_wait_spread = 0.5;
constexpr double k_dropped_of_unproven = 0.5;  ///< the rest is neither proven nor given up: it stalls
constexpr std::array<std::string_view, 4> k_topics{"complaints", "products", "privacy", "safety"};
constexpr std::array<std::string_view, 4> k_reasons{"waiting", "double entry", "searching", "missing parts"};

void idea(LeadersWeek& week, Stream draw) {
  const std::uint64_t key = draw.next();
  const std::int64_t at_s = week.moment(draw);
  const std::string about = to_text(id_of(key_of(key, 1)));
  week.add_of_team(key, at_s, "idea.raised").about = about;
  const double wait = draw.around(week.value(Way::idea_wait), k_wait_spread);
  const bool adopted = draw.chance(week.value(Way::idea_adopted));
  const double later = 5 + 25 * draw.unit();
  if (!draw.chance(week.value(Way::idea_answered))) return;
  week.add(key_of(key, 2), LeadersWeek::later(at_s, wait), "idea.answered").about = about;
  if (adopted) week.add(key_of(key, 3), LeadersWeek::later(at_s, wait + later), "idea.adopted").about = about;
}

void finding(LeadersWeek& week, Stream draw) {
  const std::uint64_t key = draw.next();
  const std::int64_t seen = week.moment(draw);
  Deed& found = week.add(key, seen, "finding.seen");
  found.about = to_text(id_of(key_of(key, 1)));
  found.day("since", Day{week.day_of(seen).days - static_cast<std::int32_t>(draw.between(2, 40))});

  const std::string about = to_text(id_of(key_of(key, 2)));
  const bool starts = draw.chance(week.value(Way::improvement_started));
  const bool is_piloted = draw.chance(week.value(Way::improvement_piloted));
  const bool is_proven = draw.chance(week.value(Way::improvement_proven));
  const bool rolls_out = draw.chance(week.value(Way::improvement_rolled_out));
  const bool is_dropped = draw.chance(k_dropped_of_unproven);
  const double effect = 2.5 + static_cast<double>(draw.normal());
  const double to_start = draw.around(week.value(Way::finding_to_start), k_wait_spread);
  const double to_pilot = draw.around(week.value(Way::start_to_pilot), k_wait_spread);
  const double to_proof = draw.around(week.value(Way::pilot_to_proof), k_wait_spread);
  const double to_roll_out = 7 + 28 * draw.unit();
  if (!starts) return;
  double after = to_start;
  Deed& started = week.add(key_of(key, 3), LeadersWeek::later(seen, after), "improvement.started");
  started.about = about;
  started.id("finding", key_of(key, 1));
  if (is_piloted)
    week.add(key_of(key, 4), LeadersWeek::later(seen, after += to_pilot), "improvement.piloted").about = about;
  if (is_piloted && is_proven) {
    Deed& proven = week.add(key_of(key, 5), LeadersWeek::later(seen, after += to_proof), "improvement.proven");
    proven.about = about;
    proven.amounts(effect);
    if (rolls_out)
      week.add(key_of(key, 6), LeadersWeek::later(seen, after + to_roll_out), "improvement.rolled_out").about = about;
  } else if (is_dropped) {
    Deed& dropped = week.add(key_of(key, 7), LeadersWeek::later(seen, after + to_proof), "improvement.dropped");
    dropped.about = about;
    dropped.text("reason", "no effect");
  }
}

void work(LeadersWeek& week, Stream draw) {
  const OrgUnit& unit = week.unit();
  const auto often = [&](Way way, std::string_view kind, std::uint32_t shortest_min, std::uint32_t longest_min,
                         auto more) {
    for (std::uint32_t left = draw.times(week.value(way)); left > 0; --left) {
      Deed& deed = week.add_of_team(draw.next(), week.moment(draw), kind);
      deed.duration_s = 60 * static_cast<std::int64_t>(draw.between(shortest_min, longest_min));
      more(deed);
    }
  };
  often(Way::trainings, "training.done", 60, 240, [&](Deed& deed) {
    if (unit.heads > 0) deed.actor = week.id_of_person(week.report(draw));
    deed.text("topic", k_topics[draw.below(k_topics.size())]);
  });
  often(Way::workarounds, "workaround.used", 5, 45, [](Deed&) {});
  often(Way::wastes, "waste.logged", 20, 150,
        [&](Deed& deed) { deed.text("reason", k_reasons[draw.below(k_reasons.size())]); });
  often(Way::overtimes, "overtime.worked", 60, 600, [](Deed&) {});
}

}  // namespace

void improve(LeadersWeek& week) {
  Stream draw = week.draw(4);
  for (std::uint32_t left = draw.times(week.value(Way::findings)); left > 0; --left) finding(week, Stream(draw.next()));
  if (!week.unit().is_team()) return;
  for (std::uint32_t left = draw.times(week.value(Way::ideas)); left > 0; --left) idea(week, Stream(draw.next()));
  work(week, Stream(draw.next()));
}

}  // namespace bellwether::simulate
