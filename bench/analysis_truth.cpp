// analysis_truth: whether the analyses of leadership keep their promises over drawn organisations whose truth is known,
// and how long they take for a large one. Prints tables; `--draws N` for more or fewer of them.
#include "lead/analysis/habits_truth.hpp"
#include "lead/analysis/panel_truth.hpp"
#include "lead/analysis/pressure_truth.hpp"
#include "lead/analysis/shadow_truth.hpp"

#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fmt/format.h>

namespace {

using namespace bellwether::lead;

template <class What>
double seconds(What what) {
  const std::clock_t begin = std::clock();  // the processor's time: other work on the machine does not count
  what();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

void panels(int draws) {
  fmt::print("\nPanel slopes: share of 95 % intervals that hold the truth\n");
  for (const std::size_t groups : {6U, 10U, 20U, 40U}) {
    for (const bool pulses : {false, true}) {
      for (const bool skewed : {false, true}) {
        const PanelWorld world{.groups = groups, .weeks = 52, .slope = 0.3, .pulses = pulses, .skewed = skewed};
        fmt::print("  {:>3} groups {:<8} {:<7} {:.3f}\n", groups, pulses ? "pulses" : "lasting",
                   skewed ? "skewed" : "normal", coverage_of_panel(world, draws, 1));
      }
    }
    const ChoiceKept kept = false_alarms_of_choice({.groups = groups, .weeks = 52, .pulses = true}, draws / 2, 2);
    fmt::print("  {:>3} groups best of four lags: false alarms {:.3f}, interval holds {:.3f}\n", groups,
               kept.false_alarms, kept.holds);
    std::fflush(stdout);
  }
}

void shadows(int draws) {
  fmt::print("\nShadow: 12 leaders with 4 units each, 60 weeks\n");
  for (const auto& [words, world] :
       {std::pair{"nothing", ShadowWorld{}}, std::pair{"effect 0.8", ShadowWorld{.effect = 0.8}},
        std::pair{"chasing", ShadowWorld{.chasing = true}},
        std::pair{"nothing, 6 leaders", ShadowWorld{.leaders = 6}}}) {
    const ShadowKept kept = shadow_kept(world, draws, 3);
    fmt::print(
        "  {:<20} says {:.3f} undermined {:.3f} covers {:.3f} placebo {:.3f} lag {:.3f} unseen {:.3f} | "
        "leaders: any says {:.3f} covers {:.3f}\n",
        words, kept.found, kept.undermined, kept.covers, kept.placebo, kept.lag_right, kept.unseen_holds,
        kept.leaders_found, kept.leader_covers);
    std::fflush(stdout);
  }
}

void pressures(int draws) {
  fmt::print("\nPressure passed down: 20 leaders, 52 weeks\n");
  for (const auto& [words, world] : {std::pair{"all alike", PressureWorld{}},
                                     std::pair{"6 leaders, 30 weeks", PressureWorld{.leaders = 6, .weeks = 30}},
                                     std::pair{"spread 0.3", PressureWorld{.spread = 0.3}},
                                     std::pair{"3 pass on 1.5 more", PressureWorld{.hard = 3, .more = 1.5}},
                                     std::pair{"200, 104 weeks", PressureWorld{.leaders = 200, .weeks = 104}}}) {
    const PressureKept kept = pressure_kept(world, draws, 4);
    fmt::print("  {:<20} any flagged {:.3f} found {:.3f} covers {:.3f} drawn {:.3f} error drawn/own {:.2f}\n", words,
               kept.any_flagged, kept.hard_found, kept.covers, kept.drawn_covers, kept.drawn_nearer);
    std::fflush(stdout);
  }
}

void habits(int draws) {
  fmt::print("\nLinkage: 40 units, 40 weeks\n");
  for (const LinkageWorld& world : {LinkageWorld{}, LinkageWorld{.between = 0.6, .within = 0.3},
                                    LinkageWorld{.units = 10, .between = 0.3, .within = 0.2}}) {
    const LinkageKept kept = linkage_kept(world, draws, 5);
    fmt::print(
        "  {} units, within {:.1f}: between covers {:.3f}, within covers {:.3f}, found {:.3f}, lag right {:.3f}\n",
        world.units, world.within, kept.between_covers, kept.within_covers, kept.within_found, kept.lag_right);
  }
  fmt::print("\nSteadiness: 20 leaders, 78 weeks (acts, promises, answers)\n");
  for (const double ratio : {1.0, 0.7}) {
    const SteadyKept kept = steady_kept({.ratio = ratio}, draws, 6);
    fmt::print(
        "  ratio {:.1f}: covers {:.3f} {:.3f} {:.3f}, pooled {:.3f} {:.3f} {:.3f}, any flagged {:.3f} {:.3f} {:.3f}\n",
        ratio, kept.covers[0], kept.covers[1], kept.covers[2], kept.pooled_covers[0], kept.pooled_covers[1],
        kept.pooled_covers[2], kept.any_flagged[0], kept.any_flagged[1], kept.any_flagged[2]);
  }
  fmt::print("\nSelf gap: share of intervals that hold it, by people\n");
  for (const std::size_t people : {5U, 10U, 30U, 100U}) {
    fmt::print("  {:>4}: {:.3f}\n", people, coverage_of_self_gap(people, 3.4, draws * 4, 7));
  }
  fmt::print("\nGaming: honest flagged in any company, gamers found\n");
  for (const std::uint32_t gamers : {0U, 4U, 8U}) {
    const GamingKept visits = visits_kept({.gamers = gamers}, draws, 8);
    const GamingKept begged = begged_kept({.gamers = gamers}, draws, 9);
    fmt::print("  {} gamers of 40: visits {:.3f} {:.3f} ({:.3f} of flags), scores {:.3f} {:.3f} ({:.3f})\n", gamers,
               visits.any_flagged, visits.gamers_found, visits.false_share, begged.any_flagged, begged.gamers_found,
               begged.false_share);
  }
  fmt::print("\nRecovery: dip of 4 deviations, half in 3 weeks: back within one after 6 weeks\n");
  std::mt19937_64 random(10);
  double median = 0;
  double withstood = 0;
  double calm = 0;
  for (int draw = 0; draw < draws; ++draw) {
    const Recovery hit = draw_recovery({}, random);
    median += (hit.median_weeks ? hit.median_weeks->value : 60) / draws;
    withstood += hit.withstood->value / draws;
    calm += draw_recovery({.dip = 0}, random).withstood->value / draws;
  }
  fmt::print("  median weeks {:.2f}, withstood {:.3f}; without a dip withstood {:.3f}\n", median, withstood, calm);
}

void speed() {
  fmt::print("\nSeconds of processor time for 2,000 leaders, 2,500 units, 104 weeks\n");
  std::mt19937_64 random(11);
  const ShadowDrawn drawn = draw_shadow({.leaders = 1'999, .units_each = 1, .weeks = 104}, random);
  const ShadowDrawn wide = draw_shadow({.leaders = 500, .units_each = 5, .weeks = 104}, random);
  for (const auto* one : {&drawn, &wide}) {
    fmt::print("  shadow, {} leaders, {} units, {} acts: {:.2f}\n", one->leaders.size(), one->outcome.grid.groups,
               one->acts.size(), seconds([&] {
                 (void)shadow_of(one->acts, one->leaders, k_first_monday, one->outcome, usual_reach(), {},
                                 one->cluster);
               }));
  }
  const PressureDrawn pressure = draw_pressure({.leaders = 900, .weeks = 104}, random);
  fmt::print("  pressure, {} teams: {:.2f}\n", pressure.field.grid.groups,
             seconds([&] { (void)pressure_passed_down(pressure.field); }));
  const LinkageDrawn linkage = draw_linkage({.units = 2'500, .weeks = 104}, random);
  fmt::print("  linkage: {:.2f}\n", seconds([&] { (void)linkage_of(linkage.employees, linkage.customers); }));
  const auto weeks = draw_steadiness({.leaders = 2'000, .weeks = 104}, random);
  fmt::print("  steadiness: {:.2f}\n", seconds([&] { (void)steadiness_of(weeks); }));
  const auto visits = draw_visits({.subjects = 2'000, .visits = 200}, random);
  fmt::print("  gamed visits, {}: {:.2f}\n", visits.size(), seconds([&] { (void)gamed_visits(visits); }));
  const auto begged = draw_begged({.subjects = 2'500, .answers = 400}, random);
  fmt::print("  begged scores, {}: {:.2f}\n", begged.answers.size(),
             seconds([&] { (void)begged_scores(begged.answers, begged.responses); }));
}

}  // namespace

int main(int argc, char** argv) {
  int draws = 500;
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::strcmp(argv[i], "--draws") == 0) draws = std::max(10, std::atoi(argv[i + 1]));
  }
  speed();
  habits(draws);
  pressures(draws);
  shadows(draws);
  panels(draws);
}
