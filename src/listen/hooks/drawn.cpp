#include "listen/hooks/drawn.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "listen/hooks/html_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

using simdjson::dom::element;

/// Nothing for null, objects and lists.
std::optional<Scalar> scalar_of(const Spot& spot) {
  if (!spot.node) return Scalar(spot.text);
  const element& node = *spot.node;
  if (node.is_bool()) return Scalar(node.get_bool().value_unsafe());
  if (node.is_int64()) return Scalar(node.get_int64().value_unsafe());
  if (node.is_uint64()) return Scalar(text_of(node).value_or(""));  // too large for the others: an id
  if (node.is_double()) return Scalar(node.get_double().value_unsafe());
  if (auto text = text_of(node)) return Scalar(std::move(*text));
  return std::nullopt;
}

bool is_blank(const Scalar& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && trim(*text).empty();
}

std::string words_of(const Scalar& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&value)) return to_text(*number);
  return std::get<bool>(value) ? "true" : "false";
}

std::string quoted(const Scalar& value) { return fmt::format("\"{}\"", cut(words_of(value), 40)); }

std::optional<double> number_of(const Scalar& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

Scalar tidy_number(double number) {
  constexpr double k_exact = 9e15;
  if (std::abs(number) < k_exact && number == std::trunc(number)) return static_cast<std::int64_t>(number);
  return number;
}

// --- steps: each takes the value on, or says why it can't

using Step = std::expected<Scalar, std::string>;

Step to_number(const Scalar& value) {
  if (number_of(value)) return value;
  const auto* text = std::get_if<std::string>(&value);
  auto read = text == nullptr ? std::nullopt : decimal_from(trim(*text));
  if (!read && text != nullptr) read = decimal_from(trim(*text), DecimalSign::comma);
  if (!read) return std::unexpected(quoted(value) + " is no number");
  return tidy_number(read->value());
}

Step mapped(const Scalar& value, const SourceSteps& steps, const std::optional<Scalar>& otherwise) {
  const std::vector<MapEntry>& map = steps.map;
  const std::string word = words_of(value);
  const auto exact = std::ranges::find(map, word, &MapEntry::word);
  if (exact != map.end()) return exact->value;
  const auto alike = std::ranges::find_if(map, [&](const MapEntry& entry) { return matches(word, entry.word); });
  if (alike != map.end()) return alike->value;
  if (otherwise) return *otherwise;
  if (steps.keep) return value;
  return std::unexpected(quoted(value) + " is none of the words of the map");
}

Step scaled(const Scalar& value, const ScaleMap& scale) {
  const auto number = number_of(value);
  if (!number) return std::unexpected(quoted(value) + " is no number, so that it stands on no scale");
  if (*number < std::min(scale.from_low, scale.from_high) || *number > std::max(scale.from_low, scale.from_high)) {
    return std::unexpected(fmt::format("{} is not on the scale from {} to {}", to_text(*number),
                                       to_text(scale.from_low), to_text(scale.from_high)));
  }
  const double share = (*number - scale.from_low) / (scale.from_high - scale.from_low);
  return tidy_number(scale.to_low + share * (scale.to_high - scale.to_low));
}

/// RFC 3339; without a zone where none is told, so that the organisation's is taken.
Step to_time(const Scalar& value, const TimeFormat& format) {
  const auto read = format.read(trim(words_of(value)));
  if (!read) return std::unexpected(fmt::format("{} is no time of the form {}", quoted(value), format.pattern()));
  std::int64_t us = std::int64_t{read->wall.day.days} * k_us_per_day + read->wall.us_of_day;
  if (read->offset_s) us -= std::int64_t{*read->offset_s} * k_us_per_second;
  std::string text = to_text(Instant{us});
  if (!read->offset_s && text.ends_with('Z')) text.pop_back();
  return text;
}

Step stepped(Scalar value, const SourceSteps& steps, const std::optional<Scalar>& otherwise) {
  if (auto* text = std::get_if<std::string>(&value)) {
    if (steps.html) *text = text_of_html(*text);
    if (steps.lower) *text = lower_ascii(trim(*text));
  }
  Step step = std::move(value);
  if (steps.number) step = to_number(*step);
  if (step && !steps.map.empty()) step = mapped(*step, steps, otherwise);
  if (step && steps.scale) step = scaled(*step, *steps.scale);
  if (step && steps.time) step = to_time(*step, *steps.time);
  return step;
}

// --- where it comes from

struct Taken {
  std::optional<Scalar> value;
  std::string pointer;
  std::optional<DrawFault> fault;
};

std::string kind_of(const Spot& spot) { return spot.node && spot.node->is_array() ? "a list" : "an object"; }

Taken joined(const std::vector<Spot>& spots, const std::string& between, bool html) {
  Taken taken;
  std::string text;
  for (const Spot& spot : spots) {
    if (!spot.node || !spot.node->is_string()) continue;  // numbers are no words
    std::string words(spot.node->get_string().value_unsafe());
    if (html) words = text_of_html(words);
    if (trim(words).empty()) continue;
    if (!text.empty()) text += between;
    if (text.empty()) taken.pointer = spot.pointer;
    text += trim(words);
  }
  if (!text.empty()) taken.value = std::move(text);
  return taken;
}

Taken taken_from(const Path& path, const Source& source, const Item& item) {
  const std::vector<Spot> spots = spots_at(path, item);
  if (source.join && path.leads_to_many()) return joined(spots, *source.join, source.steps.html);
  if (spots.empty()) return {};
  Taken taken{.value = scalar_of(spots.front()), .pointer = spots.front().pointer, .fault = {}};
  if (!taken.value) {
    taken.fault = {.pointer = taken.pointer,
                   .what = fmt::format("{} is {}, not a value", path.text(), kind_of(spots.front()))};
  } else if (is_blank(*taken.value)) {
    taken.value.reset();
  }
  return taken;
}

/// A template is there where all of its paths are.
Taken taken_from(const Template& form, const Source& source, const Item& item) {
  if (form.is_path) return taken_from(form.paths.front(), source, item);
  Taken taken;
  std::string text = form.texts.front();
  for (std::size_t i = 0; i < form.paths.size(); ++i) {
    const Taken part = taken_from(form.paths[i], source, item);
    if (!part.value) return {.value = {}, .pointer = {}, .fault = part.fault};
    if (taken.pointer.empty()) taken.pointer = part.pointer;
    text += words_of(*part.value) + form.texts[i + 1];
  }
  taken.value = std::move(text);
  return taken;
}

DrawFault missing(const Source& source, const Item& item) {
  const auto paths = [](const Template& form) {
    std::vector<std::string> texts;
    for (const Path& path : form.paths) texts.push_back(path.text());
    return join(texts, " and ");
  };
  std::vector<std::string> all;
  for (const Template& form : source.from) all.push_back(paths(form));
  return {.pointer = source.from.empty() ? item.here.pointer : pointer_of(source.from.front().paths.front(), item),
          .what = "there is no " + join(all, ", nor ")};
}

}  // namespace

Drawn draw(const Source& source, const Item& item) {
  Drawn drawn;
  for (const Template& form : source.from) {
    Taken taken = taken_from(form, source, item);
    if (taken.fault) return {.value = {}, .pointer = {}, .fault = std::move(taken.fault)};
    if (!taken.value) continue;
    Step step = stepped(std::move(*taken.value), source.steps, source.otherwise);
    drawn.pointer = std::move(taken.pointer);
    if (!step) {
      drawn.fault = DrawFault{.pointer = drawn.pointer, .what = std::move(step.error())};
    } else if (!is_blank(*step)) {
      drawn.value = std::move(*step);
    }
    if (drawn.value || drawn.fault) return drawn;
  }
  drawn.pointer.clear();
  drawn.value = source.otherwise;
  if (!drawn.value && source.needed) drawn.fault = missing(source, item);
  return drawn;
}

std::vector<NamedDrawn> draw_all(const Spread& spread, const Item& item, bool numbers_only) {
  std::vector<NamedDrawn> all;
  for (Spot& spot : spots_at(spread.each, item)) {
    const Item inner{.request = item.request, .body = item.body, .here = spot};
    const auto named = spread.name ? spot_at(*spread.name, inner) : std::nullopt;
    auto name = named ? text_of(*named) : std::optional(spot.name);
    auto at = spread.value ? spot_at(*spread.value, inner) : std::optional(spot);
    if (!name || trim(*name).empty() || !at) continue;
    auto value = scalar_of(*at);
    if (!value || is_blank(*value)) continue;
    Drawn drawn;
    drawn.pointer = at->pointer;
    if (Step step = stepped(std::move(*value), spread.steps, std::nullopt)) {
      if (numbers_only && !number_of(*step)) continue;
      drawn.value = std::move(*step);
    } else {
      drawn.fault = DrawFault{.pointer = drawn.pointer, .what = std::move(step.error())};
    }
    all.push_back({.name = std::string(trim(*name)), .drawn = std::move(drawn)});
  }
  return all;
}

}  // namespace bellwether::listen
