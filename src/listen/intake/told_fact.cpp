#include "listen/intake/told_fact.hpp"

#include "base/text.hpp"
#include "listen/intake/json_value.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using AsWord = EntryWriter::Word;
using AsNumber = EntryWriter::Number;
using AsSmall = EntryWriter::Small;

enum class Member : std::uint8_t {
  id,
  source,
  occurred_at,
  channel,
  voice_of,
  customer,
  unit,
  touchpoint,
  ratings,
  text,
  language,
  attributes,
  sentiment,
  intent,
  urgency,
  effort,
  themes,
  reader,
  kind,
  actor,
  about,
  amount,
  currency,
  duration_s,
  count
};

struct Name {
  std::string_view word;
  Member member;
};
constexpr auto k_of_signals = std::to_array<Name>({{"id", Member::id},
                                                   {"source", Member::source},
                                                   {"occurred_at", Member::occurred_at},
                                                   {"channel", Member::channel},
                                                   {"voice_of", Member::voice_of},
                                                   {"customer", Member::customer},
                                                   {"unit", Member::unit},
                                                   {"touchpoint", Member::touchpoint},
                                                   {"ratings", Member::ratings},
                                                   {"text", Member::text},
                                                   {"language", Member::language},
                                                   {"attributes", Member::attributes},
                                                   {"sentiment", Member::sentiment},
                                                   {"intent", Member::intent},
                                                   {"urgency", Member::urgency},
                                                   {"effort", Member::effort},
                                                   {"themes", Member::themes},
                                                   {"reader", Member::reader}});
constexpr auto k_of_acts = std::to_array<Name>({{"id", Member::id},
                                                {"source", Member::source},
                                                {"occurred_at", Member::occurred_at},
                                                {"kind", Member::kind},
                                                {"actor", Member::actor},
                                                {"about", Member::about},
                                                {"unit", Member::unit},
                                                {"customer", Member::customer},
                                                {"amount", Member::amount},
                                                {"currency", Member::currency},
                                                {"duration_s", Member::duration_s},
                                                {"attributes", Member::attributes}});

struct RatingScale {
  std::string_view name;
  double lowest, highest;
};
constexpr auto k_scales = std::to_array<RatingScale>({{"nps", 0, 10}, {"csat", 1, 5}, {"ces", 1, 7}, {"stars", 1, 5}});

constexpr std::int64_t k_latest_ahead_us = k_us_per_day;
constexpr YearMonthDay k_earliest{.year = 1900, .month = 1, .day = 1};

}  // namespace

/// One object while it is read.
class FactReader::Object {
 public:
  Object(FactReader& reader, const At& at, const Unsaid& unsaid, std::vector<Fault>& faults, Instant now)
      : reader_(reader), at_(at), unsaid_(unsaid), faults_(faults), now_(now) {}

  /// Sorts the members out; false where it is no object.
  bool collect(element told, std::span<const Name> names) {
    simdjson::dom::object object;
    if (told.get(object) != simdjson::SUCCESS) {
      fault(at_, fmt::format("this is {}, not an object", kind_of(told)), "send {\"text\": \"…\", …}");
      return false;
    }
    for (const simdjson::dom::key_value_pair field : object) {
      const auto known = std::ranges::find(names, field.key, &Name::word);
      if (known == names.end()) {
        unknown(field.key, names);
        continue;
      }
      if (field.value.is_null()) continue;
      auto& place = members_[std::to_underlying(known->member)];
      if (place) fault(below(field.key), "this member stands twice", "send it once");
      place = field.value;
    }
    return true;
  }

  [[nodiscard]] const std::optional<element>& member(Member which) const { return members_[std::to_underlying(which)]; }

  /// The text of a member, trimmed; nothing where it is not there, empty, or has a fault.
  std::optional<std::string_view> text(Member which, std::string_view name, std::size_t most = k_most_name_bytes) {
    const auto& value = member(which);
    return value ? text_of(*value, below(name), most) : std::nullopt;
  }

  void word(EntryWriter& entry, AsWord as, Member which, std::string_view name) {
    if (const auto word = text(which, name)) entry.word(as, *word);
  }

  /// The sender's id: a text, or a whole number.
  std::string own_id() {
    const auto& value = member(Member::id);
    if (!value) return std::string(unsaid_.id);
    if (value->is_int64() || value->is_uint64()) return simdjson::minify(*value);
    const auto text = text_of(*value, below("id"), k_most_name_bytes);
    return std::string(text.value_or(unsaid_.id));
  }

  std::string source() {
    if (const auto own = text(Member::source, "source")) return std::string(*own);
    if (unsaid_.source.empty() && !member(Member::source)) {
      fault(below("source"), "who sends this is not told", "name the system that it comes from: \"source\": \"shop\"");
    }
    return std::string(unsaid_.source);
  }

  void time(EntryWriter& entry) {
    const auto& value = member(Member::occurred_at);
    if (!value) {
      if (!unsaid_.occurred_at.empty()) time_from(entry, unsaid_.occurred_at, *unsaid_.occurred_at_at);
      return;
    }
    const At at = below("occurred_at");
    if (const auto text = text_of(*value, at, k_most_name_bytes)) time_from(entry, *text, at);
  }

  void customer(EntryWriter& entry) {
    const auto& value = member(Member::customer);
    if (!value) return;
    std::string number;
    std::optional<std::string_view> who;
    if (value->is_int64() || value->is_uint64()) {
      number = simdjson::minify(*value);
      who = number;
    } else {
      who = text_of(*value, below("customer"), k_most_name_bytes);
    }
    if (who) entry.number(AsNumber::subject, static_cast<std::int64_t>(reader_.guards_.pseudonym(*who)));
  }

  void voice_of(EntryWriter& entry) {
    const auto word = text(Member::voice_of, "voice_of");
    if (!word) return;
    if (const auto voice = facts::voice_of_from(*word)) {
      entry.voice_of(*voice);
    } else {
      fault(below("voice_of"), quoted(*word) + " is nobody known", "say customer, employee, partner or public");
    }
  }

  void voice(EntryWriter& entry) {
    if (const auto said = text(Member::text, "text", k_most_voice_bytes)) {
      entry.word(AsWord::text, guarded(*said));
    }
  }

  void language(EntryWriter& entry) {
    const auto tag = text(Member::language, "language");
    if (!tag) return;
    const std::string code = lower_ascii(tag->substr(0, tag->find_first_of("-_")));
    const bool letters = std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!letters || code.size() < 2 || code.size() > 3) {
      fault(below("language"), quoted(*tag) + " is no language code", "say en, fr, pt-BR …");
      return;
    }
    entry.word(AsWord::language, code);
  }

  void ratings(EntryWriter& entry) {
    each_of(Member::ratings, "ratings", "{\"nps\": 9}", [&](std::string_view name, element value, const At& at) {
      const auto number = number_of(value);
      if (!number) return fault(at, fmt::format("this is {}, not a number", kind_of(value)), "send 9, not \"9\"");
      const auto* const scale = std::ranges::find(k_scales, name, &RatingScale::name);
      if (scale != k_scales.end() && (*number < scale->lowest || *number > scale->highest)) {
        return fault(at,
                     fmt::format("{} is not on the scale of {}, {}–{}", bellwether::to_text(*number), name,
                                 scale->lowest, scale->highest),
                     "give a rating on another scale a name of its own");
      }
      constexpr double k_most = 10'000'000;
      if (std::abs(*number) > k_most) return fault(at, "this is too large for a rating", "send it as an attribute");
      entry.rating(name, {static_cast<std::int32_t>(std::lround(*number * k_hundredths))});
    });
  }

  void attributes(EntryWriter& entry) {
    const auto take = [&](std::string_view name, element value, const At& at) {
      if (value.is_bool()) return entry.attribute(name, value.get_bool().value_unsafe() ? "true" : "false");
      if (value.is_string()) {
        const auto text = text_of(value, at, k_most_attribute_bytes);
        if (text) entry.attribute(name, may_be_personal(*text) ? guarded(*text) : *text);
        return;
      }
      const auto number = number_of(value);
      if (!number)
        return fault(at, fmt::format("this is {}", kind_of(value)), "send a text, a number or true or false");
      if (const auto micros = micros_of(*number, at)) entry.attribute(name, *micros);
    };
    each_of(Member::attributes, "attributes", "{\"plan\": \"gold\"}", take);
  }

  /// What kind of event it came as, unless the sender's own attributes say so.
  void event_type(EntryWriter& entry) {
    if (unsaid_.event_type.empty()) return;
    const auto& own = member(Member::attributes);
    if (own && own->at_key("event_type").error() == simdjson::SUCCESS) return;
    entry.attribute("event_type", unsaid_.event_type);
  }

  void themes(EntryWriter& entry) {
    const auto& value = member(Member::themes);
    if (!value) return;
    const At at = below("themes");
    simdjson::dom::array list;
    if (value->get(list) != simdjson::SUCCESS) {
      return fault(at, fmt::format("this is {}, not a list", kind_of(*value)), R"(send [{"theme": "delivery"}])");
    }
    if (list.size() > k_most_members) return too_many(at, list.size());
    std::vector<std::string_view> seen;
    std::size_t index = 0;
    for (const element mention : list) {
      const std::string place = std::to_string(index++);
      take_mention(entry, mention, At{.up = &at, .name = place}, seen);
    }
  }

  void small(EntryWriter& entry, AsSmall as, Member which, std::string_view name, double lowest) {
    const auto& value = member(which);
    if (!value) return;
    if (const auto read = thousandths_of(*value, below(name), lowest)) entry.small(as, *read);
  }

  void micros(EntryWriter& entry, AsNumber as, Member which, std::string_view name) {
    const auto& value = member(which);
    if (!value) return;
    const auto number = number_of(*value);
    if (!number) return fault(below(name), fmt::format("this is {}, not a number", kind_of(*value)), {});
    if (const auto micros = micros_of(*number, below(name))) entry.number(as, micros->value);
  }

  void kind(EntryWriter& entry) {
    if (const auto kind = text(Member::kind, "kind")) {
      entry.word(AsWord::kind, *kind);
    } else if (!unsaid_.kind.empty()) {
      entry.word(AsWord::kind, unsaid_.kind);
    } else if (!member(Member::kind)) {
      fault(below("kind"), "what was done is not told", "say \"case.resolved\", \"floor.visited\" …: docs/acts.md");
    }
  }

  void currency(EntryWriter& entry) {
    const auto code = text(Member::currency, "currency");
    if (!code) return;
    const bool fits = code->size() == 3 && std::ranges::all_of(*code, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!fits) return fault(below("currency"), quoted(*code) + " is no currency", "say EUR, USD … (ISO 4217)");
    entry.word(AsWord::currency, *code);
  }

 private:
  [[nodiscard]] At below(std::string_view name) const { return {.up = &at_, .name = name}; }

  void time_from(EntryWriter& entry, std::string_view text, const At& at) {
    const auto read = reader_.iso_.read(text);
    if (!read) {
      fault(at,
            read.error() == TimeTrouble::no_such_date ? quoted(text) + " is no date that there is"
                                                      : quoted(text) + " is no time",
            "write it as 2026-11-22T09:30:00Z");
      return;
    }
    Instant instant = reader_.zone_.instant_at(read->wall);
    if (read->offset_s) {
      instant = {std::int64_t{read->wall.day.days} * k_us_per_day + read->wall.us_of_day -
                 std::int64_t{*read->offset_s} * k_us_per_second};
    }
    if (instant.us > now_.us + k_latest_ahead_us) {
      fault(at, quoted(text) + " is not yet", "send when it happened");
    } else if (read->wall.day < *day_from(k_earliest)) {
      fault(at, quoted(text) + " is before 1900", "send when it happened");
    } else {
      entry.number(AsNumber::occurred_at, instant.us);
    }
  }

  void fault(const At& at, std::string what, std::string mend) {
    faults_.push_back({.pointer = at.pointer(), .what = std::move(what), .mend = std::move(mend)});
  }

  void unknown(std::string_view name, std::span<const Name> names) {
    std::vector<std::string> words;
    for (const Name& each : names) words.emplace_back(each.word);
    const std::string near = nearest(name, words);
    fault(below(name), "this member is not known",
          near.empty() ? "put what is your own into \"attributes\"" : "did you mean \"" + near + "\"?");
  }

  void too_many(const At& at, std::size_t members) {
    fault(at, fmt::format("{} members are more than the {} that one fact may have", members, k_most_members), {});
  }

  std::optional<std::string_view> text_of(element value, const At& at, std::size_t most) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) {
      fault(at, fmt::format("this is {}, not a text", kind_of(value)), {});
      return std::nullopt;
    }
    text = trim(text);
    if (text.size() > most) {
      fault(at, fmt::format("{} bytes are more than the {} that fit here", text.size(), most), "shorten it");
      return std::nullopt;
    }
    if (has_control(text)) {
      fault(at, "this holds a control character", "leave it out");
      return std::nullopt;
    }
    if (text.empty()) return std::nullopt;
    return text;
  }

  /// Every member of an object that the sender names, each name once.
  template <class Take>
  void each_of(Member which, std::string_view name, std::string_view example, Take take) {
    const auto& value = member(which);
    if (!value) return;
    const At at = below(name);
    simdjson::dom::object object;
    if (value->get(object) != simdjson::SUCCESS) {
      return fault(at, fmt::format("this is {}, not an object", kind_of(*value)), fmt::format("send {}", example));
    }
    if (object.size() > k_most_members) return too_many(at, object.size());
    std::vector<std::string_view> seen;
    for (const simdjson::dom::key_value_pair field : object) {
      const At here{.up = &at, .name = field.key};
      const std::string_view own = trim(field.key);
      if (own.empty() || own.size() > k_most_name_bytes || has_control(own)) {
        fault(here, fmt::format("a name has 1 to {} bytes and no control characters", k_most_name_bytes), {});
      } else if (std::ranges::find(seen, own) != seen.end()) {
        fault(here, "this member stands twice", "send it once");
      } else if (!field.value.is_null()) {
        seen.push_back(own);
        take(own, field.value, here);
      }
    }
  }

  void take_mention(EntryWriter& entry, element mention, const At& at, std::vector<std::string_view>& seen) {
    simdjson::dom::object object;
    if (mention.get(object) != simdjson::SUCCESS) {
      return fault(at, fmt::format("this is {}, not an object", kind_of(mention)), R"(send {"theme": "delivery"})");
    }
    std::optional<std::string_view> theme;
    std::optional<facts::Thousandths> sentiment;
    for (const simdjson::dom::key_value_pair field : object) {
      const At here{.up = &at, .name = field.key};
      if (field.key == "theme") {
        theme = text_of(field.value, here, k_most_name_bytes);
      } else if (field.key == "sentiment") {
        if (!field.value.is_null()) sentiment = thousandths_of(field.value, here, -1);
      } else {
        fault(here, "this member is not known", "a mention has \"theme\" and \"sentiment\"");
      }
    }
    if (!theme) return fault(at, "this mention names no theme", R"(send {"theme": "delivery"})");
    if (std::ranges::find(seen, *theme) != seen.end()) {
      return fault(at, quoted(*theme) + " is mentioned twice", "send each theme once");
    }
    seen.push_back(*theme);
    entry.mention(*theme, sentiment);
  }

  std::optional<facts::Thousandths> thousandths_of(element value, const At& at, double lowest) {
    const auto number = number_of(value);
    if (!number || *number < lowest || *number > 1) {
      fault(at, fmt::format("this is not a number from {} to 1", lowest), {});
      return std::nullopt;
    }
    return facts::Thousandths{static_cast<std::int16_t>(std::lround(*number * 1000))};
  }

  std::optional<Micros> micros_of(double number, const At& at) {
    constexpr double k_most = 9e12;
    if (std::abs(number) > k_most) {
      fault(at, "this number is too large", "send it in a larger unit, or as a text");
      return std::nullopt;
    }
    return Micros{std::llround(number * k_micros)};
  }

  std::string_view guarded(std::string_view text) {
    reader_.redacted_.clear();
    reader_.guards_.redact(text, reader_.redacted_);
    return reader_.redacted_;
  }

  FactReader& reader_;
  const At& at_;
  const Unsaid& unsaid_;
  std::vector<Fault>& faults_;
  Instant now_;
  std::array<std::optional<element>, std::to_underlying(Member::count)> members_{};
};

FactReader::FactReader(const guard::Pseudonyms& pseudonyms, const Zone& organisation)
    : guards_(guards_with(pseudonyms)), zone_(organisation), iso_(TimeFormat::from("iso").value()) {}

ToldFact FactReader::read(element told, FactKind kind, const Unsaid& unsaid, Instant now, const At& at,
                          std::vector<Fault>& faults) {
  const std::size_t before = faults.size();
  Object object(*this, at, unsaid, faults, now);
  ToldFact fact;
  const bool signal = kind == FactKind::signal;
  if (!object.collect(told, signal ? std::span<const Name>(k_of_signals) : std::span<const Name>(k_of_acts))) {
    return fact;
  }
  fact.own_id = object.own_id();
  fact.source = object.source();
  EntryWriter entry(kind);
  entry.word(AsWord::source, fact.source);
  object.time(entry);
  object.word(entry, AsWord::unit, Member::unit, "unit");
  object.customer(entry);
  if (signal) {
    object.voice_of(entry);
    object.word(entry, AsWord::channel, Member::channel, "channel");
    object.word(entry, AsWord::touchpoint, Member::touchpoint, "touchpoint");
    object.ratings(entry);
    object.voice(entry);
    object.language(entry);
    object.small(entry, AsSmall::sentiment, Member::sentiment, "sentiment", -1);
    object.word(entry, AsWord::intent, Member::intent, "intent");
    object.small(entry, AsSmall::urgency, Member::urgency, "urgency", 0);
    object.small(entry, AsSmall::effort, Member::effort, "effort", 0);
    object.themes(entry);
    object.word(entry, AsWord::reader, Member::reader, "reader");
  } else {
    object.kind(entry);
    object.word(entry, AsWord::actor, Member::actor, "actor");
    object.word(entry, AsWord::about, Member::about, "about");
    object.micros(entry, AsNumber::amount, Member::amount, "amount");
    object.currency(entry);
    object.micros(entry, AsNumber::duration_s, Member::duration_s, "duration_s");
  }
  object.attributes(entry);
  if (signal) object.event_type(entry);
  if (faults.size() == before) fact.entry = std::move(entry);
  return fact;
}

}  // namespace bellwether::listen
