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

/// What planted things do to a channel at a place and day.
struct Pull {
  double volume = 1;
  double tens = 0;
};

Pull pull_of(const World& world, const Visit& visit, std::size_t channel, Mask mask) {
  Pull pull;
  for (const std::uint32_t p : world.units[visit.unit].planted) {
    const auto strength = static_cast<double>(strength_of(world, p, visit.day, mask));
    if (strength <= 0) continue;
    pull.volume *= 1 + (static_cast<double>(world.planted_volume[p][channel]) - 1) * strength;
    pull.tens = std::max(pull.tens, world.scenario.planted[p].tens * strength);
  }
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
std::uint8_t salient(const World& world, const Experience& experience, Stream& draw) {
  std::array<double, k_most_touchpoints> upto{};
  double total = 0;
  const std::size_t count = world.scenario.touchpoints.size();
  for (std::size_t t = 0; t < count; ++t) {
    const auto off = static_cast<double>(experience.quality[t]);
    if ((experience.met >> t & 1U) != 0) total += (0.2 + world.scenario.touchpoints[t].weight) * (0.3 + off * off);
    upto[t] = total;
  }
  const double at = draw.unit() * total;
  for (std::size_t t = 0; t < count; ++t) {
    if (at < upto[t]) return static_cast<std::uint8_t>(t);
  }
  return k_no_touchpoint;
}

void choose_themes(const World& world, const Channel& channel, const Experience& experience, Stream& draw,
                   Draft& draft) {
  const bool whole = channel.about == About::journey || draft.touchpoint >= world.theme_of.size();
  const std::uint8_t first = salient(world, experience, draw);
  const std::uint8_t second = salient(world, experience, draw);
  const std::uint8_t third = salient(world, experience, draw);
  const double more = draw.unit();
  const std::uint8_t start = whole ? first : draft.touchpoint;
  if (start == k_no_touchpoint) return;
  speak(world, start, experience, draw, draft);
  if (more < (whole ? 0.55 : 0.25)) speak(world, second, experience, draw, draft);
  if (more < (whole ? 0.2 : 0.05)) speak(world, third, experience, draw, draft);
}

void add_planted_themes(const World& world, const Visit& visit, Mask mask, std::uint64_t key, Draft& draft) {
  for (const std::uint32_t p : world.units[visit.unit].planted) {
    if (world.planted_theme[p] < 0) continue;
    const Planted& planted = world.scenario.planted[p];
    Stream draw(key_of(key, 100 + p));
    const auto strength = static_cast<double>(strength_of(world, p, visit.day, mask));
    if (!draw.chance(planted.theme_share * strength)) continue;
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
  }
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

std::int64_t instant_of(const World& world, const Visit& visit) {
  return static_cast<std::int64_t>(world.date(visit.day).days) * 86'400 +
         static_cast<std::int64_t>(second_of_day(world, static_cast<double>(visit.time)));
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
  const auto after = std::ranges::upper_bound(world.hours_upto, time);
  const auto hour = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(after - world.hours_upto.begin() - 1, 0, 23));
  const double within = (time - world.hours_upto[hour]) / (world.hours_upto[hour + 1] - world.hours_upto[hour]);
  return (static_cast<double>(hour) + std::clamp(within, 0.0, 0.9999)) * 3'600;
}

void answers_of(const World& world, const Visit& visit, const Experience& experience, Mask mask, Draw kind,
                std::vector<Draft>& out) {
  const std::uint8_t worst = worst_of(experience);
  const auto hour = static_cast<std::size_t>(second_of_day(world, static_cast<double>(visit.time)) / 3'600);
  for (std::size_t c = 0; c < world.scenario.channels.size(); ++c) {
    const Channel& channel = world.scenario.channels[c];
    if (channel.about == About::leaving && !experience.leaves) continue;
    Stream draw(key_of(visit.key, 16 + c));
    const double answers = draw.unit();
    const double begs = draw.unit();
    const std::uint8_t any = any_of(experience, draw.unit());

    const std::uint8_t about = channel.about == About::worst ? worst
                               : channel.about == About::any ? any
                                                             : k_no_touchpoint;
    if (channel.about != About::journey && channel.about != About::leaving && about == k_no_touchpoint) continue;
    const float felt = about == k_no_touchpoint ? experience.overall : experience.quality[about];
    const double x = static_cast<double>(channel.about == About::worst ? (experience.overall + felt + 0.8F) / 2
                                                                       : experience.overall);
    const Pull pull = pull_of(world, visit, c, mask);
    const bool asks = !channel.ratings.empty() && channel.ratings.front() == k_scales[0];
    const bool begged = asks && begs < pull.tens;
    const double likely = std::min(k_most_likely, channel.rate * (begged ? 2.0 : eagerness(channel, x)) * pull.volume *
                                                      static_cast<double>(world.channel_by_hour[c][hour]));
    if (kind == Draw::one ? answers >= likely : likely <= 0) continue;

    Draft& draft = out.emplace_back();
    draft.key = key_of(visit.key, 64 + c);
    draft.at_s = instant_of(world, visit);
    draft.who = visit.customer.key;
    draft.unit = visit.unit;
    draft.channel = static_cast<std::uint8_t>(c);
    draft.touchpoint = about;
    draft.language = visit.customer.language;
    draft.segment = visit.customer.segment;
    draft.begged = begged;
    draft.visits = static_cast<std::uint8_t>(visit.nth + 1);
    draft.experience = experience.overall;
    draft.effort = felt;
    draft.weight = kind == Draw::one ? 1.0F : static_cast<float>(likely);
    rate(world, channel, experience, draw, draft);

    Stream words(key_of(draft.key, 1));
    const double text_likely = std::min(1.0, channel.text * (0.85 + 0.25 * std::abs(x)));
    draft.has_text = words.chance(text_likely) && !begged;
    draft.is_brief = words.chance(channel.brief);
    const double intent = words.unit();
    if (!draft.has_text) continue;
    choose_themes(world, channel, experience, words, draft);
    add_planted_themes(world, visit, mask, draft.key, draft);
    draft.intent = intent_of(channel, experience, intent, draft);
  }
}

}  // namespace bellwether::simulate
