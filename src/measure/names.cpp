#include "measure/names.hpp"

#include "base/text.hpp"
#include "measure/filter_tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::measure {

namespace {

using Kind = facts::Field::Kind;

struct FixedName {
  std::string_view word;
  Kind kind;
  bool on_signals, on_acts;
};

/// Fields of every fact, whatever was imported. `customer` and `subject` are the same: who it is about.
constexpr auto k_fixed = std::to_array<FixedName>({
    {"source", Kind::dimension, true, true},
    {"channel", Kind::dimension, true, false},
    {"voice_of", Kind::dimension, true, false},
    {"unit", Kind::dimension, true, true},
    {"touchpoint", Kind::dimension, true, false},
    {"language", Kind::dimension, true, false},
    {"intent", Kind::dimension, true, false},
    {"reader", Kind::dimension, true, false},
    {"theme", Kind::dimension, true, false},
    {"kind", Kind::dimension, false, true},
    {"actor", Kind::dimension, false, true},
    {"currency", Kind::dimension, false, true},
    {"sentiment", Kind::number, true, false},
    {"urgency", Kind::number, true, false},
    {"effort", Kind::number, true, false},
    {"amount", Kind::number, false, true},
    {"duration_s", Kind::number, false, true},
    {"text", Kind::text, true, false},
    {"customer", Kind::subject, true, true},
    {"subject", Kind::subject, true, true},
    {"about", Kind::about, false, true},
    {"id", Kind::id, true, true},
    {"day", Kind::day, true, true},
    {"weekday", Kind::weekday, true, true},
});

bool has_own_name(Kind kind) {
  return kind == Kind::dimension || kind == Kind::rating || kind == Kind::attribute || kind == Kind::number;
}

}  // namespace

std::string word_of(const facts::Field& field) {
  switch (field.kind) {
    case Kind::rating:
      return to_text(FieldName{.kind = "rating", .word = field.name, .place = {}});
    case Kind::attribute:
      return to_text(FieldName{.kind = "attribute", .word = field.name, .place = {}});
    case Kind::dimension:
    case Kind::number:
      return field.name;
    default:
      break;
  }
  const auto* fixed =
      std::find_if(k_fixed.begin(), k_fixed.end(), [&](const FixedName& f) { return f.kind == field.kind; });
  return std::string(fixed->word);
}

Result<Names> Names::of(const facts::Facts& facts, facts::Table table, Look look) {
  auto known = facts.fields(table);
  if (!known) return std::unexpected(known.error());
  return Names(table, std::move(*known),
               [&facts, table, look](const facts::Field& field) -> Result<std::vector<std::string>> {
                 if (field.kind == Kind::dimension) return facts.words(table, field, k_values);
                 if (look == Look::dimensions) return std::vector<std::string>{};
                 return facts.values(table, field, k_values);
               });
}

Names::Names(facts::Table table, std::vector<facts::KnownField> known, Values values)
    : table_(table), known_(std::move(known)), values_(std::move(values)) {}

Result<facts::KnownField> Names::find(const FieldName& name, std::string_view text, Unknown unknown) const {
  if (name.kind.empty()) {
    for (const FixedName& fixed : k_fixed) {
      if (fixed.word != name.word || !(table_ == facts::Table::signals ? fixed.on_signals : fixed.on_acts)) continue;
      return facts::KnownField{
          .field = {.kind = fixed.kind, .name = has_own_name(fixed.kind) ? std::string(fixed.word) : std::string()}};
    }
    const auto* rating = find_known(Kind::rating, name.word);
    const auto* attribute = find_known(Kind::attribute, name.word);
    if (rating != nullptr && attribute != nullptr) {
      return point_at(Code::bad_input, in_quotes(name.word) + " is a rating and an attribute", text, name.place,
                      "write " + word_of(rating->field) + " or " + word_of(attribute->field));
    }
    if (rating != nullptr) return *rating;
    if (attribute != nullptr) return *attribute;
    return unknown_name(name, text);
  }

  const Kind kind = name.kind == "rating" ? Kind::rating : Kind::attribute;
  if (const auto* known = find_known(kind, name.word)) return *known;
  if (unknown == Unknown::is_an_error) return unknown_name(name, text);
  return facts::KnownField{.field = {.kind = kind, .name = name.word}};
}

bool Names::knows(const facts::Field& field) const {
  if (field.kind != Kind::rating && field.kind != Kind::attribute) return true;
  return find_known(field.kind, field.name) != nullptr;
}

bool Names::carries(const facts::Field& field) const { return find_known(field.kind, field.name) != nullptr; }

const facts::KnownField* Names::find_known(Kind kind, std::string_view word) const {
  const auto found = std::find_if(known_.begin(), known_.end(), [&](const facts::KnownField& known) {
    return known.field.kind == kind && known.field.name == word;
  });
  return found == known_.end() ? nullptr : &*found;
}

std::unexpected<Error> Names::unknown_name(const FieldName& name, std::string_view text) const {
  const auto hint = [&](const std::string& right) {
    return point_at(Code::not_found, "there is no " + to_text(name) + " here", text, name.place,
                    "did you mean " + right + "?");
  };
  // The right word behind the wrong kind comes first, then the nearest word of the kind, then of all.
  std::vector<std::string> same_kind;
  std::vector<std::string> words;
  std::vector<std::string> written;
  for (const facts::KnownField& known : known_) {
    if (known.field.name.empty() || !has_own_name(known.field.kind)) continue;
    if (known.field.name == name.word) return hint(word_of(known.field));
    words.push_back(known.field.name);
    written.push_back(word_of(known.field));
    if ((known.field.kind == Kind::rating && name.kind == "rating") ||
        (known.field.kind == Kind::attribute && name.kind == "attribute")) {
      same_kind.push_back(known.field.name);
    }
  }
  if (const std::string near = nearest(name.word, same_kind); !near.empty()) {
    return hint(to_text(FieldName{.kind = name.kind, .word = near, .place = {}}));
  }
  for (const FixedName& fixed : k_fixed) {
    if (!(table_ == facts::Table::signals ? fixed.on_signals : fixed.on_acts)) continue;
    words.emplace_back(fixed.word);
    written.emplace_back(fixed.word);
  }
  if (const std::string near = nearest(name.word, words); !near.empty()) {
    const auto at = std::find(words.begin(), words.end(), near) - words.begin();
    return hint(written[static_cast<std::size_t>(at)]);
  }
  constexpr std::size_t k_listed = 12;
  std::sort(written.begin(), written.end());
  written.erase(std::unique(written.begin(), written.end()), written.end());
  const bool more = written.size() > k_listed;
  if (more) written.resize(k_listed);
  return point_at(Code::not_found, "there is no " + to_text(name) + " here", text, name.place,
                  "known here: " + join(written, ", ") + (more ? " …" : ""));
}

Result<std::string> Names::nearest_value(const facts::Field& field, const std::string& value) const {
  const std::string key = word_of(field);
  auto at = values_by_field_.find(key);
  if (at == values_by_field_.end()) {
    auto values = values_(field);
    if (!values) return std::unexpected(values.error());
    at = values_by_field_.emplace(key, std::move(*values)).first;
  }
  const std::vector<std::string>& values = at->second;
  if (values.size() >= k_values) return std::string();
  if (std::find(values.begin(), values.end(), value) != values.end()) return std::string();
  // Of short words, one letter of three may differ: "sms" is no misspelt "web".
  const std::string near = nearest(value, values);
  return distance(value, near) * 3 <= std::max(value.size(), near.size()) ? near : std::string();
}

}  // namespace bellwether::measure
