#include "simulate/fact_row.hpp"

#include "simulate/pulse.hpp"
#include "simulate/voice.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace bellwether::simulate {

namespace {

constexpr std::uint64_t k_who_bits = 0xffff'ffff'ffffULL;  ///< 48: two of a million customers share one with 0.2 %

facts::Thousandths thousandths(double value) { return {static_cast<std::int16_t>(std::lround(value * 1'000))}; }

void add_ratings(const World& world, const Draft& draft, facts::Signal& signal, facts::SignalBatch& batch) {
  // Names must outlive the batch: they stand in the world.
  std::array<facts::Rating, 4 + k_most_touchpoints + k_items> ratings;
  std::size_t count = 0;
  for (std::size_t i = 0; i < draft.ratings.size(); ++i) {
    if (draft.ratings[i] != k_no_rating) ratings[count++] = {.name = k_scales[i], .value = {draft.ratings[i] * 100}};
  }
  const bool is_staff = draft.channel == k_pulse;
  if (is_staff || unit_from(key_of(draft.key, 5)) < world.scenario.channels[draft.channel].asks_of_care) {
    const ItemAnswers answers = is_staff ? pulse_items(world, draft) : customer_items(world, draft);
    for (const ItemAsked& asked : items_asked()) {
      const std::uint8_t answer = answers[static_cast<std::size_t>(asked.item)];
      if (answer != 0) ratings[count++] = {.name = asked.name, .value = {answer * 100}};
    }
  }
  for (std::size_t t = 0; t < world.scenario.touchpoints.size(); ++t) {
    if (draft.items[t] != 0) ratings[count++] = {.name = world.item_names[t], .value = {draft.items[t] * 100}};
  }
  signal.ratings = batch.keep(std::span<const facts::Rating>(ratings.data(), count));
}

/// More by whom the visit pleased.
Micros spent(const World& world, const Draft& draft) {
  Stream draw(key_of(draft.key, 8));
  const double pleased = 0.3 * static_cast<double>(std::clamp(draft.experience, -2.0F, 2.0F));
  const double worth = world.scenario.channels[draft.channel].spend * two_to(pleased) * draw.around(1, 0.7);
  return {std::llround(worth * 100) * (k_micros / 100)};
}

void add_attributes(const World& world, const Draft& draft, facts::Signal& signal, facts::SignalBatch& batch) {
  std::array<facts::Attribute, 12> attributes;
  std::size_t count = 0;
  const auto& scenario = world.scenario;
  const PlacedUnit& unit = world.units[draft.unit];
  const auto add = [&](std::string_view name, std::string_view value) {
    attributes[count++] = {.name = name, .value = value};
  };
  if (draft.channel == k_pulse) {
    add("country", scenario.regions[unit.region].country);
    if (draft.leader != k_nobody && draft.is_self) {
      add("leader", world.company.leader_id(draft.leader));
    } else if (draft.leader != k_nobody) {
      add("role", "leader");
    }
  } else {
    Stream draw(key_of(draft.who, 9));
    add("segment", scenario.segments[draft.segment].name);
    add("country", world.country_of(draft.language, unit.region, draw.unit()));
    for (std::size_t a = 0; a < scenario.attributes.size(); ++a) {
      add(scenario.attributes[a].name, scenario.attributes[a].values[world.attributes[a](draw.unit())].first);
    }
    attributes[count++] = {.name = "visits", .value = Micros{draft.visits * k_micros}};
    if (scenario.channels[draft.channel].spend > 0)
      attributes[count++] = {.name = "spend", .value = spent(world, draft)};
    // Years before the simulation began are the customer's own; more of them are short.
    const double years = draw.unit() * draw.unit() * 12;
    const auto months = static_cast<std::int64_t>(years * 12) + (draft.at_s / 86'400 - scenario.start.days) / 31;
    attributes[count++] = {.name = "tenure_months", .value = Micros{months * k_micros}};
  }
  signal.attributes = batch.keep(std::span<const facts::Attribute>(attributes.data(), count));
}

void add_understanding(const World& world, const Draft& draft, facts::Signal& signal, facts::SignalBatch& batch) {
  std::array<facts::Mention, 3> mentions;
  double sum = 0;
  double worst = 0;
  for (std::size_t i = 0; i < draft.spoken_count; ++i) {
    const Spoken& spoken = draft.spoken[i];
    mentions[i] = {.theme = world.themes[spoken.theme], .sentiment = facts::Thousandths{spoken.thousandths}};
    sum += spoken.thousandths / 1'000.0;
    worst = std::min(worst, spoken.thousandths / 1'000.0);
  }
  // A text of one word names no theme.
  if (!draft.is_brief) signal.themes = batch.keep(std::span<const facts::Mention>(mentions.data(), draft.spoken_count));
  const auto overall = static_cast<double>(sentiment_of(draft.experience)) / 1'000;
  const double mean = draft.spoken_count == 0 || draft.is_brief ? overall : sum / draft.spoken_count;
  signal.sentiment = thousandths(std::clamp(0.75 * mean + 0.25 * overall, -1.0, 1.0));
  signal.intent = k_intents[static_cast<std::size_t>(draft.intent)];
  const bool pressing =
      draft.intent == Intent::request || draft.intent == Intent::leaving || draft.intent == Intent::complaint;
  signal.urgency = thousandths(std::clamp(0.08 + (pressing ? 0.3 : 0.0) - 0.5 * worst, 0.0, 1.0));
  const auto ease = static_cast<double>(sentiment_of(draft.effort)) / 1'000;
  signal.effort = thousandths(std::clamp(0.4 - 0.5 * ease, 0.0, 1.0));
  signal.reader = "simulated";
}

}  // namespace

Id id_of(const Draft& draft) { return id_of(draft.key); }

Id id_of(std::uint64_t key) {
  // RFC 9562, UUIDv8: 122 free bits, version and variant in their places.
  const std::uint64_t low = mix(key ^ 0x5bf0'3635'dcc5'9c1bULL);
  return {.high = (key & ~0xf000ULL) | 0x8000ULL, .low = (low & ~(3ULL << 62)) | (2ULL << 62)};
}

facts::Pseudonym pseudonym_of(std::uint64_t who) { return {who & k_who_bits}; }

std::string customer_name(std::uint64_t who) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string name = "c";
  for (int shift = 44; shift >= 0; shift -= 4) name += k_digits[who >> static_cast<unsigned>(shift) & 15U];
  return name;
}

void add_signal(const World& world, const Draft& draft, std::string& text, facts::SignalBatch& batch) {
  const auto& scenario = world.scenario;
  facts::Signal& signal = batch.add();
  signal.id = id_of(draft);
  signal.occurred_at = Instant{draft.at_s * k_us_per_second};
  signal.received_at = *signal.occurred_at;
  signal.source = scenario.name;
  signal.subject = pseudonym_of(draft.who);
  signal.unit = world.units[draft.unit].unit.name;
  if (draft.channel == k_pulse) {
    signal.channel = draft.is_self ? "self-assessment" : "pulse";
    signal.unit = world.company.units[draft.team].id;
    signal.voice_of = facts::VoiceOf::employee;
  } else {
    const Channel& channel = scenario.channels[draft.channel];
    signal.channel = channel.name;
    signal.touchpoint =
        draft.touchpoint == k_no_touchpoint ? channel.touchpoint : scenario.touchpoints[draft.touchpoint].name;
  }
  signal.language = world.languages[draft.language];
  add_ratings(world, draft, signal, batch);
  add_attributes(world, draft, signal, batch);
  if (!draft.has_text) return;
  put_into_words(world, draft, text);
  signal.text = batch.keep(text);
  add_understanding(world, draft, signal, batch);
}

}  // namespace bellwether::simulate
