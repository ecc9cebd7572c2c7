#include "listen/import/mapping.hpp"

#include "base/text.hpp"
#include "listen/columns/guess.hpp"
#include "listen/import/mapping_state.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

std::unexpected<Error> no_such_column(const std::string& column, const std::vector<std::string>& headers) {
  const std::string near = nearest(column, headers);
  return fail(Code::bad_input, fmt::format("the map names a column ‘{}’ that the file does not have", column), {},
              near.empty() ? fmt::format("the file has {} columns, the first is ‘{}’", headers.size(),
                                         headers.empty() ? "" : headers[0])
                           : fmt::format("did you mean ‘{}’?", near));
}

/// Two ratings or attributes of one name would overwrite each other.
Result<void> names_differ(const ColumnMap& map) {
  for (const Role role : {Role::rating, Role::attribute}) {
    std::set<std::string_view> seen;
    for (const ColumnUse& use : map.columns) {
      if (use.role != role || use.name.empty()) continue;
      if (!seen.insert(use.name).second) {
        return fail(Code::bad_input, fmt::format("two columns are the {} ‘{}’", word_of(role), use.name), use.column,
                    "give one of them another name");
      }
    }
  }
  return {};
}

void prepare(RatingColumn& rating) {
  for (int value = 0; value < 100; ++value) {
    Answer& answer = rating.whole.at(static_cast<std::size_t>(value));
    answer = Answer::taken;
    if (!rating.scale) continue;
    const Hundredths number{value * 100};
    if (number < rating.scale->low || number > rating.scale->high) answer = Answer::out_of_scale;
    for (const auto& code : rating.code_numbers) {
      if (code == number) answer = Answer::no_answer;
    }
  }
}

}  // namespace

Mapper::Mapper(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mapper::Mapper(Mapper&&) noexcept = default;
Mapper& Mapper::operator=(Mapper&&) noexcept = default;
Mapper::~Mapper() = default;

Result<Mapper> Mapper::make(std::span<const std::string> headers, const ColumnMap& map, const Zone& organisation,
                            Instant now, std::string source, Guards guards) {
  if (auto differ = names_differ(map); !differ) return std::unexpected(differ.error());
  Zone zone = organisation;
  if (map.zone) {
    auto named = Zone::named(*map.zone);
    if (!named) return std::unexpected(named.error());
    zone = std::move(*named);
  }
  auto state = std::make_unique<State>(zone, now, std::move(guards), Lexicon::shipped());
  state->headers.assign(headers.begin(), headers.end());
  state->map = map;
  state->source = source;
  state->source_name = state->keep_name(std::move(source));
  state->channel_for_all = state->keep_name(map.channel);
  state->unit_for_all = state->keep_name(map.unit);
  state->touchpoint_for_all = state->keep_name(map.touchpoint);
  state->voice_for_all = map.voice_of.value_or(facts::VoiceOf::customer);
  state->counts.resize(headers.size());
  if (map.occurred) {
    const auto at = TimeReader(TimeFormat::from("iso").value(), zone).read(*map.occurred);
    if (!at) return fail(Code::bad_input, fmt::format("occurred = ‘{}’ is no date", *map.occurred), {}, "2024-05-01");
    state->occurred = *at;
  }

  std::vector<bool> used(headers.size());
  for (const ColumnUse& use : map.columns) {
    const auto found = std::ranges::find(state->headers, use.column);
    if (found == state->headers.end()) return no_such_column(use.column, state->headers);
    const auto column = static_cast<std::size_t>(found - state->headers.begin());
    used[column] = true;
    if (auto done = state->add(use, column); !done) return std::unexpected(done.error());
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    ColumnUse use;
    use.column = state->headers[i];
    state->add_attribute(use, i);
  }
  return Mapper(std::move(state));
}

Mapper Mapper::make_another() const {
  auto another = make(state_->headers, state_->map, state_->organisation, state_->now, state_->source, state_->guards);
  return std::move(another.value());
}

void Mapper::know(std::span<const std::string> headers) {
  for (std::size_t i = state_->headers.size(); i < headers.size(); ++i) {
    state_->headers.push_back(headers[i]);
    state_->counts.emplace_back();
    ColumnUse use;
    use.column = headers[i];
    state_->add_attribute(use, i);
  }
}

std::span<const std::size_t> Mapper::key_columns() const { return state_->keys; }
std::span<const ColumnCounts> Mapper::counts() const { return state_->counts; }
std::uint64_t Mapper::undated() const { return state_->undated; }

std::string_view Mapper::State::keep_name(std::string name) { return names.emplace_back(std::move(name)); }

Result<void> Mapper::State::add(const ColumnUse& use, std::size_t column) {
  switch (use.role) {
    case Role::key:
      keys.push_back(column);
      break;
    case Role::text:
      texts.push_back(column);
      break;
    case Role::customer:
      customer = column;
      break;
    case Role::unit:
      unit = column;
      break;
    case Role::touchpoint:
      touchpoint = column;
      break;
    case Role::channel:
      channel = column;
      break;
    case Role::language:
      language = column;
      break;
    case Role::voice_of:
      voice_of = column;
      break;
    case Role::source:
      source_column = column;
      break;
    case Role::attribute:
      add_attribute(use, column);
      break;
    case Role::personal:
    case Role::ignored:
      break;
    case Role::actor:
      actor = column;
      break;
    case Role::kind:
      kind = column;
      break;
    case Role::about:
      about = column;
      break;
    case Role::currency:
      currency = column;
      break;
    case Role::amount:
      amount = column;
      amount_decimal = use.decimal;
      break;
    case Role::duration:
      duration = column;
      duration_decimal = use.decimal;
      break;
    case Role::sentiment:
      sentiment = column;
      break;
    case Role::intent:
      intent = column;
      break;
    case Role::urgency:
      urgency = column;
      break;
    case Role::effort:
      effort = column;
      break;
    case Role::themes:
      themes = column;
      break;
    case Role::reader:
      reader = column;
      break;
    case Role::time:
      return add_time(use, column);
    case Role::rating:
      add_rating(use, column);
      break;
  }
  return {};
}

Result<void> Mapper::State::add_time(const ColumnUse& use, std::size_t column) {
  auto format = TimeFormat::from(use.format.empty() ? "iso" : use.format);
  if (!format) return fail(format.error().code, format.error().message, use.column, format.error().mend);
  time_column = column;
  time.emplace(std::move(*format), organisation);
  return {};
}

void Mapper::State::add_rating(const ColumnUse& use, std::size_t column) {
  RatingColumn rating;
  rating.column = column;
  rating.name = keep_name(use.name.empty() ? plain_name(use.column) : use.name);
  rating.scale = use.scale;
  rating.decimal = use.decimal;
  rating.leading = use.format == "leading";
  if (use.scale) {
    for (const std::string& code : use.scale->no_answer) {
      const auto number = decimal_from(code);
      rating.code_numbers.push_back(number ? number->hundredths() : std::nullopt);
    }
  }
  prepare(rating);
  ratings.push_back(std::move(rating));
}

void Mapper::State::add_attribute(const ColumnUse& use, std::size_t column) {
  AttributeColumn attribute;
  attribute.column = column;
  std::string name = use.name.empty() ? plain_name(use.column) : use.name;
  const auto is_taken = [&](const AttributeColumn& other) { return other.name == name; };
  for (int n = 2; use.name.empty() && std::ranges::any_of(attributes, is_taken); ++n) {
    name = fmt::format("{}_{}", plain_name(use.column), n);
  }
  attribute.name = keep_name(std::move(name));
  attribute.decimal = use.decimal;
  if (use.format == "number") {
    attribute.kind = AttributeColumn::Kind::number;
  } else if (use.format == "text") {
    attribute.kind = AttributeColumn::Kind::text;
  } else if (!use.format.empty()) {
    if (auto format = TimeFormat::from(use.format)) {
      attribute.kind = AttributeColumn::Kind::time;
      attribute.time = std::move(*format);
    }
  }
  attributes.push_back(std::move(attribute));
}

}  // namespace bellwether::listen
