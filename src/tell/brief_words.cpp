#include "tell/brief_words.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

// "attribute.segment" → "segment"; a quoted name loses its quotes.
std::string plain_name(std::string_view dimension) {
  if (dimension.starts_with("attribute.")) dimension.remove_prefix(10);
  if (dimension.size() > 1 && dimension.front() == '"' && dimension.back() == '"') {
    dimension = dimension.substr(1, dimension.size() - 2);
  }
  return std::string(dimension);
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::string short_name(const measure::Measure& measure) {
  if (measure.id == "nps" || measure.id == "csat" || measure.id == "ces") {
    std::string name = measure.id;
    std::ranges::transform(name, name.begin(), [](char letter) { return static_cast<char>(letter - 'a' + 'A'); });
    return name;
  }
  if (measure.id == "enps") return "eNPS";
  return measure.label.empty() ? measure.id : measure.label;
}

std::string said_unit(const measure::Measure& measure) {
  return equals_ignoring_case(measure.label, measure.unit) ? std::string() : measure.unit;
}

std::string head_of(const Place& place) {
  if (place.is_whole()) return "Everything";
  if (place.dimension == "unit") return place.value;
  return capital(plain_name(place.dimension)) + " " + place.value;
}

std::string where_of(const Place& place) {
  if (place.is_whole()) return "";
  if (place.dimension == "unit") return "in " + place.value;
  if (place.dimension == "touchpoint") return "at " + place.value;
  if (place.dimension == "theme") return "in voices about " + place.value;
  if (place.dimension == "channel") return "in channel " + place.value;
  return fmt::format("where {} is {}", plain_name(place.dimension), place.value);
}

Tone tone_of(measure::Better better, double difference) {
  if (better == measure::Better::neither || difference == 0) return Tone::neither;
  return (difference > 0) == (better == measure::Better::higher) ? Tone::better : Tone::worse;
}

int decimals_of(const measure::Estimate& a, const measure::Estimate& b) {
  return std::max(decimals_for(a), decimals_for(b));
}

std::string told_number(const measure::Measure& measure, const measure::Estimate& estimate) {
  const int decimals = decimals_for(estimate);
  return fmt::format("{} ({}, n\u00A0{})", number_text(estimate.value, decimals, said_unit(measure)),
                     interval_text(estimate.low, estimate.high, decimals),
                     number_text(static_cast<double>(estimate.n), 0));
}

std::string stands_out_words(const measure::Measure& measure, const Place& place, const measure::Estimate& here,
                             const measure::Estimate& rest) {
  const double difference = here.value - rest.value;
  return fmt::format("{}: {} {}, {} {} the rest", head_of(place), short_name(measure), told_number(measure, here),
                     amount_text(difference, decimals_of(here, rest), said_unit(measure)),
                     difference < 0 ? "under" : "over");
}

std::string moved_words(const measure::Measure& measure, const Place& place, const measure::Estimate& now,
                        const measure::Estimate& before) {
  const double difference = now.value - before.value;
  const int decimals = decimals_of(now, before);
  const std::string where = where_of(place);
  return fmt::format("{}{}{} {} {} to {}", short_name(measure), where.empty() ? "" : " ", where,
                     difference < 0 ? "fell" : "rose", amount_text(difference, decimals, said_unit(measure)),
                     number_text(now.value, decimals, said_unit(measure)));
}

std::string in_period(const Period& period) {
  const std::string words = period_words(period.from, period.to);
  const auto grain = grain_of(period.from, period.to);
  if (grain == Grain::week) return "in " + words.substr(0, words.find(','));
  return (grain == Grain::day ? "on " : "in ") + words;
}

std::string voice_line(const facts::StoredSignal& signal) {
  std::vector<std::string> parts;
  for (const std::string* part : {&signal.unit, &signal.touchpoint, &signal.channel}) {
    if (!part->empty()) parts.push_back(*part);
  }
  if (signal.day) parts.push_back(date_words(*signal.day));
  std::size_t told = 0;
  for (const auto& [name, value] : signal.ratings) {
    if (told++ == 2) break;  // the line stays one line
    parts.push_back(name + " " + to_text(value));
  }
  return join(parts, " · ");
}

std::string against_words(const LeadLine& line) {
  if (!line.score || line.thin) return {};
  return line.change ? verdict_mark(line.change) : "nothing to compare with";
}

std::string score_words(const LeadLine& line) {
  if (!line.score) return "unknown";
  if (line.thin) return "too little evidence";
  return number_text(line.score->value, 0) + " (" + interval_text(line.score->low, line.score->high, 0) + ")";
}

}  // namespace bellwether::tell
