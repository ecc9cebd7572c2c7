#include "simulate/answer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bellwether::simulate {

namespace {

// Steps of the scales: normal quantiles of the cumulative shares of answers that a middling company gets. Shares of the NPS
// from 0 to 10: 2 1 2 2.5 2.5 6 6 13 20 18 27 %; CSAT 5 7 16 37 35 %; CES 4 5 7 12 20 27 25 %; stars 8 7 13 30 42 %.
constexpr std::array<float, 10> k_nps{-2.054F, -1.881F, -1.645F, -1.440F, -1.282F,
                                      -0.994F, -0.772F, -0.385F, 0.126F,  0.613F};
constexpr std::array<float, 4> k_csat{-1.645F, -1.175F, -0.583F, 0.385F};
constexpr std::array<float, 6> k_ces{-1.751F, -1.341F, -0.994F, -0.583F, -0.050F, 0.674F};
constexpr std::array<float, 4> k_stars{-1.405F, -1.036F, -0.583F, 0.202F};

template <std::size_t N>
std::uint8_t step_of(const std::array<float, N>& steps, float x) {
  std::uint8_t step = 0;
  for (const float at : steps) step = static_cast<std::uint8_t>(step + (x > at ? 1 : 0));
  return step;
}

constexpr float k_wording = 0.3F;  ///< spread between equal experiences when they are put on a scale
constexpr double k_item_answered = 0.85;
constexpr double k_most_likely = 0.95;

std::uint8_t worst_of(const Experience& experience) {
  std::uint8_t worst = k_no_touchpoint;
  for (std::uint32_t left = experience.met; left != 0; left &= left - 1) {
    const auto t = static_cast<std::uint8_t>(std::countr_zero(left));
    if (worst == k_no_touchpoint || experience.quality[t] < experience.quality[worst]) worst = t;
  }
  return worst;
}

std::uint8_t any_of(const Experience& experience, double at) {
  const int count = std::popcount(experience.met);
  if (count == 0) return k_no_touchpoint;
  std::uint32_t left = experience.met;
  for (int skip = static_cast<int>(at * count); skip > 0; --skip) left &= left - 1;
  return static_cast<std::uint8_t>(std::countr_zero(left));
}

/// What planted things do to the channels at a place and day.
struct Pull {
  std::array<double, k_most_channels> volume;
  double tens = 0;
};

Pull pull_on(const World& world, const Visit& visit, Mask mask) {
  Pull pull;
  pull.volume.fill(1);
  pull.tens = static_cast<double>(world.leading.begged[world.leading.at(visit.unit, world.leading.week_of(visit.day))]);
  felt_in(world, visit.unit, visit.day, mask, [&](std::uint32_t p, float strength) {
    const Planted& planted = world.scenario.planted[p];
    pull.tens = std::max(pull.tens, planted.tens * static_cast<double>(strength));
    if (planted.volume.empty()) return;
    for (std::size_t c = 0; c < world.scenario.channels.size(); ++c) {
      pull.volume[c] *= 1 + (static_cast<double>(world.planted_volume[p][c]) - 1) * static_cast<double>(strength);
    }
  });
  return pull;
}

/// Happy and unhappy people answer more often than those in between.
double eagerness(const Channel& channel, double x) {
  const double over = std::max(0.0, x - 0.8);
  const double under = std::max(0.0, -x - 0.5);
  return 1 + channel.happy * over * over + channel.unhappy * under * under;
}

void rate(const World& world, const Channel& channel, const Experience& experience, Stream& draw, Draft& draft) {
  const Style& style = world.styles[draft.language];
  const auto styled = [&](float x) {
    return static_cast<float>(style.shift) + static_cast<float>(style.stretch) * x + k_wording * draw.normal();
  };
  const float x = draft.effort;
  for (const std::string& name : channel.ratings) {
    if (name == k_scales[0]) draft.ratings[0] = draft.begged ? 10 : nps_of(styled(experience.overall));
    if (name == k_scales[1]) draft.ratings[1] = draft.begged ? 5 : csat_of(styled(x));
    if (name == k_scales[2]) draft.ratings[2] = draft.begged ? 7 : ces_of(styled(x));
    if (name == k_scales[3]) draft.ratings[3] = draft.begged ? 5 : stars_of(styled(experience.overall));
  }
  if (!channel.items) return;
  for (std::size_t t = 0; t < world.scenario.touchpoints.size(); ++t) {
    const bool asked = draw.chance(k_item_answered);
    const std::uint8_t item = csat_of(styled(experience.quality[t]));
    if (asked && (experience.met >> t & 1U) != 0) draft.items[t] = draft.begged ? 5 : item;
  }
}

void speak(const World& world, std::uint8_t touchpoint, const Experience& experience, Stream& draw, Draft& draft) {
  const auto& themes = world.theme_of[touchpoint];
  const std::uint16_t theme = themes[draw.below(static_cast<std::uint32_t>(themes.size()))];
  const std::int16_t sentiment = sentiment_of(experience.quality[touchpoint] + 0.4F * draw.normal());
  for (std::size_t i = 0; i < draft.spoken_count; ++i) {
    if (draft.spoken[i].theme == theme) return;
  }
  draft.spoken[draft.spoken_count++] = {.theme = theme, .thousandths = sentiment};
}

/// What stands out most is spoken of most.
struct Salience {
  std::array<float, k_most_touchpoints> upto{};
  std::size_t count = 0;

  Salience(const World& world, const Experience& experience) : count(world.scenario.touchpoints.size()) {
    float total = 0;
    for (std::size_t t = 0; t < count; ++t) {
      const float off = experience.quality[t];
      if ((experience.met >> t & 1U) != 0) {
        total += (0.2F + static_cast<float>(world.scenario.touchpoints[t].weight)) * (0.3F + off * off);
      }
      upto[t] = total;
    }
  }
  [[nodiscard]] std::uint8_t pick(Stream& draw) const {
    const float at = static_cast<float>(draw.unit()) * upto[count - 1];
    for (std::size_t t = 0; t < count; ++t) {
      if (at < upto[t]) return static_cast<std::uint8_t>(t);
    }
    return k_no_touchpoint;
  }
};

void choose_themes(const World& world, const Channel& channel, const Experience& experience, Stream& draw,
                   Draft& draft) {
  const bool whole = channel.about == About::journey || draft.touchpoint >= world.theme_of.size();
  const Salience salience(world, experience);
  const std::uint8_t first = salience.pick(draw);
  const std::uint8_t second = salience.pick(draw);
  const std::uint8_t third = salience.pick(draw);
  const double more = draw.unit();
  const std::uint8_t start = whole ? first : draft.touchpoint;
  if (start == k_no_touchpoint) return;
  speak(world, start, experience, draw, draft);
  if (more < (whole ? 0.55 : 0.25)) speak(world, second, experience, draw, draft);
  if (more < (whole ? 0.2 : 0.05)) speak(world, third, experience, draw, draft);
}

void add_planted_themes(const World& world, const Visit& visit, Mask mask, std::uint64_t key, Draft& draft) {
  felt_in(world, visit.unit, visit.day, mask, [&](std::uint32_t p, float strength) {
    if (world.planted_theme[p] < 0) return;
    const Planted& planted = world.scenario.planted[p];
    Stream draw(key_of(key, 100 + p));
    if (!draw.chance(planted.theme_share * static_cast<double>(strength))) return;
    const double sentiment = std::clamp(planted.theme_sentiment + 0.15 * static_cast<double>(draw.normal()), -1.0, 1.0);
    const Spoken spoken{.theme = static_cast<std::uint16_t>(world.planted_theme[p]),
                        .thousandths = static_cast<std::int16_t>(std::lround(sentiment * 1'000))};
    const auto begin = draft.spoken.begin();
    const auto end = begin + draft.spoken_count;
    const auto same = std::ranges::find(begin, end, spoken.theme, &Spoken::theme);
    if (same != end) {
      *same = spoken;
    } else if (draft.spoken_count < draft.spoken.size()) {
      draft.spoken[draft.spoken_count++] = spoken;
    } else {
      draft.spoken[1] = spoken;
    }
  });
}

Intent intent_of(const Channel& channel, const Experience& experience, double at, const Draft& draft) {
  if (experience.leaves && (channel.about == About::leaving || at < 0.5)) return Intent::leaving;
  const float x = (draft.experience + draft.effort) / 2;
  if (channel.greets && at < 0.3) return x < 0 ? Intent::request : Intent::question;
  if (at > 0.92) return Intent::suggestion;
  if (x < -0.3F) return Intent::complaint;
  if (x > 0.5F) return Intent::praise;
  return Intent::none;
}

}  // namespace

std::uint8_t nps_of(float x) { return step_of(k_nps, x); }
std::uint8_t csat_of(float x) { return static_cast<std::uint8_t>(1 + step_of(k_csat, x)); }
std::uint8_t ces_of(float x) { return static_cast<std::uint8_t>(1 + step_of(k_ces, x)); }
std::uint8_t stars_of(float x) { return static_cast<std::uint8_t>(1 + step_of(k_stars, x)); }

std::int16_t sentiment_of(float quality) {
  const float size = std::abs(quality);
  // Nobody mentions what is exactly neutral: at least 0.15 to either side.
  const float sentiment = std::max(0.15F, size / (0.7F + size));
  return static_cast<std::int16_t>(std::lround((quality < 0 ? -sentiment : sentiment) * 1'000));
}

double second_of_day(const World& world, double time) {
  std::size_t hour = world.hour_near[static_cast<std::size_t>(std::clamp(time * 256, 0.0, 255.0))];
  while (hour < 23 && world.hours_upto[hour + 1] <= time) ++hour;
  const double within = (time - world.hours_upto[hour]) / (world.hours_upto[hour + 1] - world.hours_upto[hour]);
  return (static_cast<double>(hour) + std::clamp(within, 0.0, 0.9999)) * 3'600;
}

namespace {

/// The touchpoint that a channel's signal is about.
std::uint8_t about_of(const Channel& channel, const Experience& experience, double at) {
  switch (channel.about) {
    case About::worst:
      return worst_of(experience);
    case About::any:
      return any_of(experience, at);
    default:
      return k_no_touchpoint;
  }
}

/// How the whole visit weighs when it is decided whether to speak up through a channel.
double urge(const Channel& channel, const Experience& experience, std::uint8_t worst) {
  if (channel.about != About::worst || worst == k_no_touchpoint) return static_cast<double>(experience.overall);
  return static_cast<double>(experience.overall + experience.quality[worst] + 0.8F) / 2;
}

void put_words(const World& world, const Visit& visit, const Channel& channel, const Experience& experience, Mask mask,
               double x, Draft& draft) {
  Stream words(key_of(draft.key, 1));
  draft.has_text = words.chance(std::min(1.0, channel.text * (0.85 + 0.25 * std::abs(x)))) && !draft.begged;
  draft.is_brief = words.chance(channel.brief);
  const double intent = words.unit();
  if (!draft.has_text) return;
  choose_themes(world, channel, experience, words, draft);
  add_planted_themes(world, visit, mask, draft.key, draft);
  draft.intent = intent_of(channel, experience, intent, draft);
}

}  // namespace

void answers_of(const World& world, const Visit& visit, const Experience& experience, Mask mask, Draw kind,
                std::vector<Draft>& out) {
  const Pull pull = pull_on(world, visit, mask);
  const std::uint8_t worst = worst_of(experience);
  const double second = second_of_day(world, static_cast<double>(visit.time));
  const auto hour = static_cast<std::size_t>(second / 3'600);
  Stream chances(key_of(visit.key, 2));
  for (std::size_t c = 0; c < world.scenario.channels.size(); ++c) {
    const Channel& channel = world.scenario.channels[c];
    const double chance = chances.unit();
    if (channel.about == About::leaving && !experience.leaves) continue;
    const std::uint64_t key = key_of(visit.key, 64 + c);
    const bool asks = !channel.ratings.empty() && channel.ratings.front() == k_scales[0];
    const bool begged = asks && pull.tens > 0 && unit_from(key_of(key, 4)) < pull.tens;
    const double x = urge(channel, experience, worst);
    const double likely =
        std::min(k_most_likely, channel.rate * (begged ? 2.0 : eagerness(channel, x)) * pull.volume[c] *
                                    static_cast<double>(world.channel_by_hour[c][hour]));
    if (kind == Draw::one ? chance >= likely : likely <= 0) continue;

    Stream draw(key_of(key, 3));
    const std::uint8_t about = about_of(channel, experience, draw.unit());
    if (about == k_no_touchpoint && (channel.about == About::worst || channel.about == About::any)) continue;
    Draft& draft = out.emplace_back();
    draft.key = key;
    draft.at_s = static_cast<std::int64_t>(world.date(visit.day).days) * 86'400 + static_cast<std::int64_t>(second);
    draft.who = visit.customer.key;
    draft.unit = visit.unit;
    draft.channel = static_cast<std::uint8_t>(c);
    draft.touchpoint = about;
    draft.language = visit.customer.language;
    draft.segment = visit.customer.segment;
    draft.begged = begged;
    draft.visits = static_cast<std::uint8_t>(visit.nth + 1);
    draft.experience = experience.overall;
    draft.effort = about == k_no_touchpoint ? experience.overall : experience.quality[about];
    draft.weight = kind == Draw::one ? 1.0F : static_cast<float>(likely);
    rate(world, channel, experience, draw, draft);
    if (kind != Draw::expected) put_words(world, visit, channel, experience, mask, x, draft);
  }
}

}  // namespace bellwether::simulate
