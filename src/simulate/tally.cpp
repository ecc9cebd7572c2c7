#include "simulate/tally.hpp"

#include <algorithm>
#include <numeric>

namespace bellwether::simulate {

void Tally::add(const Tally& other) {
  visits += other.visits;
  left += other.left;
  nps_n += other.nps_n;
  promoters += other.promoters;
  detractors += other.detractors;
  csat_n += other.csat_n;
  csat_sum += other.csat_sum;
  enps_n += other.enps_n;
  enps_promoters += other.enps_promoters;
  enps_detractors += other.enps_detractors;
  texts += other.texts;
  themed += other.themed;
  for (std::size_t c = 0; c < signals.size(); ++c) signals[c] += other.signals[c];
}

double Tally::all_signals() const { return std::accumulate(signals.begin(), signals.end(), 0.0); }

std::optional<double> Tally::nps() const {
  return nps_n > 0 ? std::optional(100 * (promoters - detractors) / nps_n) : std::nullopt;
}
std::optional<double> Tally::csat() const { return csat_n > 0 ? std::optional(csat_sum / csat_n) : std::nullopt; }
std::optional<double> Tally::enps() const {
  return enps_n > 0 ? std::optional(100 * (enps_promoters - enps_detractors) / enps_n) : std::nullopt;
}

void count(const World& world, int p, std::span<const Draft> drafts, Tally& tally) {
  const int touchpoint = p < 0 ? -1 : world.planted_touchpoint[static_cast<std::size_t>(p)];
  const int theme = p < 0 ? -1 : world.planted_theme[static_cast<std::size_t>(p)];
  for (const Draft& draft : drafts) {
    const auto weight = static_cast<double>(draft.weight);
    const std::uint8_t nps = draft.ratings[static_cast<std::size_t>(Scale::nps)];
    if (draft.leader != k_nobody) continue;
    if (draft.channel == k_pulse) {
      tally.enps_n += weight;
      tally.enps_promoters += nps >= 9 ? weight : 0;
      tally.enps_detractors += nps <= 6 ? weight : 0;
      continue;
    }
    tally.signals[draft.channel] += weight;
    if (nps != k_no_rating) {
      tally.nps_n += weight;
      tally.promoters += nps >= 9 ? weight : 0;
      tally.detractors += nps <= 6 ? weight : 0;
    }
    const std::uint8_t csat = draft.ratings[static_cast<std::size_t>(Scale::csat)];
    if (csat != k_no_rating && (touchpoint < 0 || draft.touchpoint == touchpoint)) {
      tally.csat_n += weight;
      tally.csat_sum += weight * csat;
    }
    if (!draft.has_text || draft.is_brief) continue;
    tally.texts += weight;
    const auto spoken = std::span(draft.spoken).first(draft.spoken_count);
    if (theme >= 0 && std::ranges::any_of(spoken, [&](const Spoken& each) { return each.theme == theme; }))
      tally.themed += weight;
  }
}

void count_felt(const World& world, std::uint32_t p, std::span<const Draft> drafts, Tally& tally) {
  for (const Draft& draft : drafts) {
    const auto day = static_cast<std::size_t>(draft.at_s / 86'400 - world.scenario.start.days);
    if ((world.units[draft.unit].felt[day] >> p & 1U) != 0)
      count(world, static_cast<int>(p), std::span(&draft, 1), tally);
  }
}

void Both::add(const Both& other) {
  with.add(other.with);
  without.add(other.without);
}

namespace {

Size difference(std::string measure, std::string unit, std::optional<double> with, std::optional<double> without) {
  Size size{.measure = std::move(measure), .unit = std::move(unit), .value = {}, .with = with, .without = without};
  if (with && without) size.value = *with - *without;
  return size;
}

Size times(std::string measure, double with, double without) {
  Size size{.measure = std::move(measure), .unit = "times", .value = {}, .with = with, .without = without};
  if (without > 0) size.value = with / without;
  return size;
}

std::optional<double> theme_share(const Tally& tally) {
  return tally.texts > 0 ? std::optional(tally.themed / tally.texts) : std::nullopt;
}

}  // namespace

std::vector<Size> sizes_of(const World& world, std::uint32_t p, const Both& both) {
  const Planted& planted = world.scenario.planted[p];
  const auto& [with, without] = both;
  std::vector<Size> sizes;
  if (planted.kind == Kind::equal) return sizes;
  if (planted.morale != 0) sizes.push_back(difference("enps", "points", with.enps(), without.enps()));
  const bool shifts = world.shift[p] != 0;
  if (shifts && planted.nps) sizes.push_back(difference("nps", "points", with.nps(), without.nps()));
  if (shifts && !planted.touchpoint.empty())
    sizes.push_back(difference("csat", "steps of 1–5", with.csat(), without.csat()));
  if ((shifts && !planted.nps) || planted.tens > 0)
    sizes.push_back(difference("nps", "points", with.nps(), without.nps()));
  if (planted.leaving != 1) sizes.push_back(times("leaving", with.left, without.left));
  if (!planted.theme.empty())
    sizes.push_back(difference("theme_share", "share of texts", theme_share(with), theme_share(without)));
  for (const auto& [name, factor] : planted.volume) {
    const auto channel = std::ranges::find(world.scenario.channels, name, &Channel::name);
    const auto c = static_cast<std::size_t>(channel - world.scenario.channels.begin());
    sizes.push_back(times("volume of " + name, with.signals[c], without.signals[c]));
  }
  return sizes;
}

}  // namespace bellwether::simulate
