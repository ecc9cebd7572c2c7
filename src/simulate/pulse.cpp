#include "simulate/pulse.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::simulate {

namespace {

struct Answering {
  const World& world;
  const Slice& slice;
  int wave, day_of_wave;
  double share;
  Mask mask;
  [[nodiscard]] int week() const { return world.leading.week_of(slice.day); }
};

std::int64_t second_on(const World& world, const Slice& slice, double time) {
  return static_cast<std::int64_t>(world.date(slice.day).days) * 86'400 +
         static_cast<std::int64_t>(second_of_day(world, time));
}

/// What the place and planted things add to all that employees answer.
float morale_of(const Answering& at, std::uint32_t place) {
  double morale = at.world.scenario.employees.level + at.world.units[place].unit.morale;
  felt_in(at.world, place, at.slice.day, at.mask, [&](std::uint32_t p, float strength) {
    morale += at.world.scenario.planted[p].morale * static_cast<double>(strength);
  });
  return static_cast<float>(morale);
}

void say(const Answering& at, float x, Draft& draft) {
  const World& world = at.world;
  const Employees& employees = world.scenario.employees;
  Stream words(key_of(draft.key, 1));
  draft.has_text = words.chance(employees.text);
  draft.is_brief = words.chance(0.06);
  if (!draft.has_text) return;
  const std::size_t count = words.chance(0.4) ? 2 : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t theme = world.staff_themes[words.below(static_cast<std::uint32_t>(world.staff_themes.size()))];
    const std::int16_t sentiment = sentiment_of(x + 0.8F * words.normal());
    if (i == 1 && draft.spoken[0].theme == theme) break;
    draft.spoken[draft.spoken_count++] = {.theme = theme, .thousandths = sentiment};
  }
  draft.intent = words.chance(0.15) ? Intent::suggestion
                 : x < -0.4F        ? Intent::complaint
                 : x > 0.5F         ? Intent::praise
                                    : Intent::none;
}

/// A person of a team who is asked in small simulations, too: the same ones in every wave.
std::uint64_t who_is(const World& world, std::uint32_t team, std::uint32_t number) {
  return world.on_course(key_of(world.seed, 50, team, number));
}
bool is_asked(std::uint64_t who, double share) { return unit_from(mix(who)) < share; }

void answer(const Answering& at, std::uint32_t team, std::uint32_t number, std::vector<Draft>& out) {
  const World& world = at.world;
  const OrgUnit& unit = world.company.units[team];
  const std::uint64_t who = who_is(world, team, number);
  const std::uint64_t key = key_of(who, static_cast<std::uint64_t>(at.wave));
  Stream draw(key);
  const auto day = static_cast<int>(draw.below(static_cast<std::uint32_t>(world.scenario.employees.pulse_days)));
  const double time = draw.unit();
  if (day != at.day_of_wave || time < at.slice.from || time >= at.slice.to) return;
  if (!is_asked(who, at.share) || !draw.chance(world.scenario.employees.answers)) return;

  Draft& draft = out.emplace_back();
  draft.key = key_of(key, 3);
  draft.who = who;
  draft.at_s = second_on(world, at.slice, time);
  draft.unit = unit.place;
  draft.team = team;
  draft.channel = k_pulse;
  draft.language = world.regions[world.units[unit.place].region].staff_language;
  Stream trait(key_of(who, 1));
  // In all items of the answer alike; the items themselves are drawn where they are written (pulse_items).
  const float mood = morale_of(at, unit.place) + k_item_person * trait.normal() + k_item_mood * draw.normal();
  const auto led = static_cast<float>(staff_latent(world, world.leading, Item::engagement, team, at.week()));
  const float x = mood + led - static_cast<float>(item_asked(Item::engagement).level) + 0.4F * trait.normal() +
                  0.5F * draw.normal();
  draft.ratings[static_cast<std::size_t>(Scale::nps)] = nps_of(x - 0.5F + 0.3F * draw.normal());
  draft.experience = x;
  draft.effort = mood;
  say(at, x, draft);
}

}  // namespace

std::uint32_t asked_of_team(const World& world, std::uint32_t team, double share) {
  std::uint32_t asked = 0;
  for (std::uint32_t number = 0; number < world.company.units[team].heads; ++number)
    asked += is_asked(who_is(world, team, number), share) ? 1U : 0U;
  return asked;
}

void pulses_in(const World& world, const Slice& slice, const Asked& asked, Mask mask, std::vector<Draft>& out) {
  const Employees& employees = world.scenario.employees;
  const int day_of_wave = slice.day % employees.pulse_every_days;
  if (day_of_wave >= employees.pulse_days) return;
  const Answering at{.world = world,
                     .slice = slice,
                     .wave = slice.day / employees.pulse_every_days,
                     .day_of_wave = day_of_wave,
                     .share = asked.share,
                     .mask = mask};
  for (std::uint32_t team = 0; team < world.company.units.size(); ++team) {
    const OrgUnit& unit = world.company.units[team];
    for (std::uint32_t number = 0; unit.is_team() && number < unit.heads * asked.times; ++number)
      answer(at, team, number, out);
  }
}

void leaders_pulses_in(const World& world, const Slice& slice, double share, std::vector<Draft>& out) {
  const Employees& employees = world.scenario.employees;
  const auto speak = [&](std::uint32_t unit, std::uint64_t key, int open_days, int day_of_wave, bool self) {
    Stream draw(key);
    const auto day = static_cast<int>(draw.below(static_cast<std::uint32_t>(open_days)));
    const double time = draw.unit();
    if (day != day_of_wave || time < slice.from || time >= slice.to) return;
    Draft& draft = out.emplace_back();
    draft.key = draw.next();
    draft.who = key_of(world.seed, 51, unit);
    draft.at_s = second_on(world, slice, time);
    draft.channel = k_pulse;
    draft.leader = unit;
    draft.is_self = self;
    draft.team = unit;
    draft.unit = world.company.units[world.company.teams_under[unit].front()].place;
    draft.language = world.regions[world.company.units[unit].region].staff_language;
  };
  for (std::uint32_t unit = 0; unit < world.company.units.size(); ++unit) {
    if (world.company.teams_under[unit].empty() || !is_asked(key_of(world.seed, 51, unit), share)) continue;
    const std::uint64_t key = world.leading.leaders[unit].key;
    const int every = world.scenario.leadership.self_every_days;
    speak(unit, key_of(key, 40, static_cast<std::uint64_t>(slice.day / employees.pulse_every_days)),
          employees.pulse_days, slice.day % employees.pulse_every_days, false);
    speak(unit, key_of(key, 41, static_cast<std::uint64_t>(slice.day / every)), every, slice.day % every, true);
  }
}

double self_bias(double humble) { return 1.3 - 1.6 * humble; }

namespace {

/// Up or down by chance, so that the mean stays; within 1 … 5.
std::uint8_t whole_step(double x, Stream& draw) {
  const double within = std::clamp(x, 1.0, 5.0);
  const double below = std::floor(within);
  return static_cast<std::uint8_t>(below + (draw.chance(within - below) ? 1 : 0));
}

int week_of(const World& world, const Draft& draft) {
  return world.leading.week_of(static_cast<int>(draft.at_s / 86'400 - world.scenario.start.days));
}

ItemAnswers leader_items(const World& world, const Draft& draft) {
  const int week = week_of(world, draft);
  const Traits& traits = world.leading.planted[world.leading.at(draft.leader, week)];
  const double bias = self_bias(traits[Trait::humble]) * (draft.is_self ? 1 : k_pulse_bias);
  Stream draw(key_of(draft.key, 6));
  ItemAnswers answers{};
  for (const ItemAsked& asked : items_asked()) {
    const double others = mean_answer(staff_latent(world, world.leading, asked.item, draft.leader, week));
    const double noise = world.scenario.leadership.self_noise * static_cast<double>(draw.normal());
    // Whoever thinks well of oneself thinks that there is little strain.
    const double said = others + (asked.gain < 0 ? -bias : bias) + noise;
    answers[static_cast<std::size_t>(asked.item)] = whole_step(said, draw);
  }
  return answers;
}

}  // namespace

double mean_of_self(double mean, double bias, double noise) {
  // Over even quantiles of the noise, which is the sum of four uniforms: by drawing very many once and for all.
  static const std::vector<double> k_draws = [] {
    std::vector<double> draws;
    Stream draw(0x5e1f);
    for (int i = 0; i < 2'000; ++i) draws.push_back(static_cast<double>(draw.normal()));
    return draws;
  }();
  double sum = 0;
  // Both signs, so that the mean of the noise is exactly nothing.
  for (const double z : k_draws)
    sum += std::clamp(mean + bias + noise * z, 1.0, 5.0) + std::clamp(mean + bias - noise * z, 1.0, 5.0);
  return sum / (2 * static_cast<double>(k_draws.size()));
}

ItemAnswers pulse_items(const World& world, const Draft& draft) {
  if (draft.leader != k_nobody) return leader_items(world, draft);
  const ItemLatents& latents = world.leading.staff[world.leading.at(draft.team, week_of(world, draft))];
  Stream draw(key_of(draft.key, 6));
  ItemAnswers answers{};
  for (const ItemAsked& asked : items_asked()) {
    const float latent = latents[static_cast<std::size_t>(asked.item)];
    const float mood = asked.gain < 0 ? -draft.effort : draft.effort;
    answers[static_cast<std::size_t>(asked.item)] = step_of_item(latent + mood + k_item_wording * draw.normal());
  }
  return answers;
}

ItemAnswers customer_items(const World& world, const Draft& draft) {
  constexpr float k_experience = 0.35F;
  const ItemLatents& latents = world.leading.customers[world.leading.at(draft.unit, week_of(world, draft))];
  Stream draw(key_of(draft.key, 6));
  ItemAnswers answers{};
  for (const ItemAsked& asked : items_asked()) {
    if (!asked.of_customers) continue;
    const float x = latents[static_cast<std::size_t>(asked.item)] + k_experience * draft.experience +
                    k_item_wording * draw.normal();
    answers[static_cast<std::size_t>(asked.item)] = draft.begged ? 5 : step_of_item(x);
  }
  return answers;
}

}  // namespace bellwether::simulate
