// MAP.toml, written and read.
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/zone.hpp"
#include "listen/columns/column_map.hpp"
#include "listen/columns/time_format.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_bytes = std::size_t{4} << 20U;
constexpr std::size_t k_most_columns = 10'000;
constexpr double k_widest = 10'000'000;

// --- writing

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string list_of(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  parts.reserve(words.size());
  for (const std::string& word : words) parts.push_back(quoted(word));
  return "[" + join(parts, ", ") + "]";
}

void write_scale(const Scale& scale, std::string& out) {
  out += fmt::format("scale = [{}, {}]\n", to_text(scale.low), to_text(scale.high));
  if (!scale.no_answer.empty()) out += fmt::format("no_answer = {}\n", list_of(scale.no_answer));
  if (scale.reversed) out += "reversed = true\n";
  if (scale.words.empty()) return;
  std::vector<std::string> parts;
  parts.reserve(scale.words.size());
  for (const Word& word : scale.words) parts.push_back(fmt::format("{} = {}", quoted(word.word), to_text(word.value)));
  out += fmt::format("words = {{ {} }}\n", join(parts, ", "));
}

void write_column(const ColumnUse& use, std::string& out) {
  out += "\n[[column]]\n";
  out += fmt::format("column = {}\n", quoted(use.column));
  if (!use.label.empty()) out += fmt::format("label = {}\n", quoted(use.label));
  if (!use.why.empty()) {
    std::string why = use.why;
    std::ranges::replace_if(why, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    out += fmt::format("# {}\n", why);
  }
  out += fmt::format("role = {}\n", quoted(word_of(use.role)));
  if (!use.name.empty()) out += fmt::format("name = {}\n", quoted(use.name));
  if (use.scale) write_scale(*use.scale, out);
  if (!use.format.empty()) out += fmt::format("format = {}\n", quoted(use.format));
  if (use.decimal == DecimalSign::comma) out += "decimal = \",\"\n";
}

/// A setting, or its line as a comment where it is not set.
void write_setting(std::string_view key, const std::string& value, std::string_view example, std::string_view about,
                   std::string& out) {
  out += value.empty() ? fmt::format("# {} = {}  # {}\n", key, quoted(example), about)
                       : fmt::format("{} = {}  # {}\n", key, quoted(value), about);
}

constexpr std::string_view k_head =
    R"(# What each column of the file becomes. A column that is left out here is guessed.
#
# role       key · time · text · rating · customer · unit · touchpoint · channel · language · voice_of · source ·
#            attribute (anything else) · personal (not stored) · ignored (not stored)
#            acts: kind · actor · about · amount · currency · duration
#            already read by somebody: sentiment · intent · urgency · effort · themes · reader
# name       of a rating or attribute; nps, csat, ces and stars are the well-known ratings
# scale      of a rating: [least, most] that may be answered
# no_answer  codes that mean “not applicable” or “never used”: ["0", "6", "99"]
# reversed   true where the least number is the best answer
# words      answers in words: { "Very satisfied" = 5, "Satisfied" = 4 }
# format     of a time: "iso", "unix", "unix_ms", "excel", or made of %Y %y %m %d %B %A %H %M %S %p %z and [optional];
#            of a rating: "leading" for the number that begins the cell; of an attribute: "number", "text" or a time's
# decimal    "," where a comma stands before the fraction

)";

// --- reading

using Line = toml::source_region;

class Reading {
 public:
  Reading(std::string_view file) : file_(file) {}

  Result<ColumnMap> map(const toml::table& table) {
    static const std::vector<std::string> k_keys = {"voice_of", "channel",  "unit",  "touchpoint",
                                                    "zone",     "occurred", "column"};
    if (auto known = only(table, k_keys); !known) return std::unexpected(known.error());
    ColumnMap map;
    if (auto done = settings(table, map); !done) return std::unexpected(done.error());
    const toml::node* columns = table.get("column");
    if (columns == nullptr) return map;
    const toml::array* array = columns->as_array();
    if (array == nullptr) return wrong(*columns, "‘column’ is no list", "write each column as [[column]]");
    if (array->size() > k_most_columns) return wrong(*columns, "too many columns", "");
    std::set<std::string, std::less<>> seen;
    for (const toml::node& node : *array) {
      const toml::table* entry = node.as_table();
      if (entry == nullptr) return wrong(node, "this is no column", "write each column as [[column]]");
      auto use = column(*entry);
      if (!use) return std::unexpected(use.error());
      if (!seen.insert(use->column).second) {
        return wrong(node, fmt::format("the column ‘{}’ stands here twice", use->column), "leave one of them out");
      }
      map.columns.push_back(std::move(*use));
    }
    return map;
  }

 private:
  std::unexpected<Error> wrong(const toml::node& node, std::string message, std::string mend) const {
    return fail(Code::bad_input, std::move(message), fmt::format("{}:{}", file_, node.source().begin.line),
                std::move(mend));
  }

  Result<void> only(const toml::table& table, const std::vector<std::string>& keys) const {
    for (const auto& [key, node] : table) {
      if (std::ranges::find(keys, key.str()) != keys.end()) continue;
      const std::string near = nearest(key.str(), keys);
      return fail(
          Code::bad_input, fmt::format("unknown key ‘{}’", key.str()),
          fmt::format("{}:{}", file_, key.source().begin.line),
          near.empty() ? fmt::format("known keys: {}", join(keys, ", ")) : fmt::format("did you mean ‘{}’?", near));
    }
    return {};
  }

  /// A text under `key`, or nothing where it is not there.
  Result<std::optional<std::string>> text(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::optional<std::string>();
    auto value = node->value_exact<std::string>();
    if (!value) return wrong(*node, fmt::format("‘{}’ is no text", key), "put it in quotes");
    return value;
  }

  Result<void> settings(const toml::table& table, ColumnMap& map) const {
    for (const auto& [key, into] : {std::pair<std::string_view, std::string*>{"channel", &map.channel},
                                    {"unit", &map.unit},
                                    {"touchpoint", &map.touchpoint}}) {
      auto value = text(table, key);
      if (!value) return std::unexpected(value.error());
      if (*value) *into = **value;
    }
    auto voice = text(table, "voice_of");
    if (!voice) return std::unexpected(voice.error());
    if (*voice) {
      map.voice_of = facts::voice_of_from(**voice);
      if (!map.voice_of) {
        return wrong(*table.get("voice_of"), fmt::format("‘{}’ is nobody who speaks", **voice),
                     "one of customer, employee, partner, public");
      }
    }
    auto zone = text(table, "zone");
    if (!zone) return std::unexpected(zone.error());
    if (*zone) {
      const auto known = Zone::named(**zone);
      if (!known) return wrong(*table.get("zone"), known.error().message, known.error().mend);
      map.zone = **zone;
    }
    return occurred(table, map);
  }

  Result<void> occurred(const toml::table& table, ColumnMap& map) const {
    const toml::node* node = table.get("occurred");
    if (node == nullptr) return {};
    std::string value = node->value<std::string>().value_or("");
    if (const auto date = node->value<toml::date>())
      value = fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
    const auto iso = TimeFormat::from("iso");
    if (!iso || !iso->read(value)) {
      return wrong(*node, fmt::format("occurred = ‘{}’ is no date", value), "write it as \"2024-05-01\"");
    }
    map.occurred = value;
    return {};
  }

  Result<ColumnUse> column(const toml::table& entry) const {
    static const std::vector<std::string> k_keys = {"column", "label",     "role",     "name",  "scale",
                                                    "format", "no_answer", "reversed", "words", "decimal"};
    if (auto known = only(entry, k_keys); !known) return std::unexpected(known.error());
    ColumnUse use;
    for (const auto& [key, into] : {std::pair<std::string_view, std::string*>{"column", &use.column},
                                    {"label", &use.label},
                                    {"name", &use.name},
                                    {"format", &use.format}}) {
      auto value = text(entry, key);
      if (!value) return std::unexpected(value.error());
      if (*value) *into = **value;
    }
    if (use.column.empty())
      return wrong(entry, "a [[column]] does not say which column", "add column = \"…\", as the file's header has it");
    if (auto done = decimal(entry, use); !done) return std::unexpected(done.error());
    if (auto done = scale(entry, use); !done) return std::unexpected(done.error());
    if (auto done = role(entry, use); !done) return std::unexpected(done.error());
    if (auto done = check_format(entry, use); !done) return std::unexpected(done.error());
    return use;
  }

  Result<void> decimal(const toml::table& entry, ColumnUse& use) const {
    auto sign = text(entry, "decimal");
    if (!sign) return std::unexpected(sign.error());
    if (!*sign) return {};
    if (**sign != "," && **sign != ".") return wrong(*entry.get("decimal"), "decimal is \",\" or \".\"", "");
    use.decimal = **sign == "," ? DecimalSign::comma : DecimalSign::point;
    return {};
  }

  Result<void> role(const toml::table& entry, ColumnUse& use) const {
    auto word = text(entry, "role");
    if (!word) return std::unexpected(word.error());
    if (!*word) {
      // What is said of a column shows what it is.
      use.role = use.scale ? Role::rating : Role::attribute;
      if (!use.scale && use.format != "number" && use.format != "text" && TimeFormat::from(use.format))
        use.role = Role::time;
      return {};
    }
    const auto known = role_from(**word);
    if (!known) {
      const std::vector<std::string> words = role_words();
      const std::string near = nearest(**word, words);
      return wrong(
          *entry.get("role"), fmt::format("there is no role ‘{}’", **word),
          near.empty() ? fmt::format("roles are {}", join(words, ", ")) : fmt::format("did you mean ‘{}’?", near));
    }
    use.role = *known;
    return {};
  }

  Result<void> check_format(const toml::table& entry, const ColumnUse& use) const {
    const toml::node* node = entry.get("format");
    if (node == nullptr || use.format.empty()) return {};
    if (use.role == Role::rating) {
      if (use.format == "leading" || use.format == "number") return {};
      return wrong(*node, fmt::format("a rating has no format ‘{}’", use.format), "\"leading\", or leave it out");
    }
    if (use.role != Role::time && (use.format == "number" || use.format == "text")) return {};
    const auto format = TimeFormat::from(use.format);
    if (!format) return wrong(*node, format.error().message, format.error().mend);
    return {};
  }

  Result<Hundredths> number(const toml::node& node) const {
    const auto value = node.value<double>();
    if (!value || std::isnan(*value) || *value < -k_widest || *value > k_widest)
      return wrong(node, "this is no number of a scale", "");
    return Hundredths{static_cast<std::int32_t>(std::llround(*value * 100))};
  }

  Result<void> scale(const toml::table& entry, ColumnUse& use) const {
    const toml::node* bounds = entry.get("scale");
    if (bounds == nullptr) {
      for (const char* key : {"no_answer", "reversed", "words"}) {
        if (const toml::node* node = entry.get(key))
          return wrong(*node, fmt::format("‘{}’ stands without a scale", key), "add scale = [least, most]");
      }
      return {};
    }
    const toml::array* pair = bounds->as_array();
    if (pair == nullptr || pair->size() != 2) return wrong(*bounds, "a scale has two ends", "scale = [0, 10]");
    Scale scale;
    auto low = number(*pair->get(0));
    if (!low) return std::unexpected(low.error());
    auto high = number(*pair->get(1));
    if (!high) return std::unexpected(high.error());
    if (*low >= *high) return wrong(*bounds, "the scale's ends stand the wrong way round", "scale = [least, most]");
    scale.low = *low;
    scale.high = *high;
    if (auto done = codes(entry, scale); !done) return done;
    if (auto done = words(entry, scale); !done) return done;
    if (const toml::node* node = entry.get("reversed")) {
      const auto value = node->value_exact<bool>();
      if (!value) return wrong(*node, "reversed is true or false", "");
      scale.reversed = *value;
    }
    use.scale = std::move(scale);
    return {};
  }

  Result<void> codes(const toml::table& entry, Scale& scale) const {
    const toml::node* node = entry.get("no_answer");
    if (node == nullptr) return {};
    const toml::array* array = node->as_array();
    if (array == nullptr) return wrong(*node, "no_answer is a list", "no_answer = [\"99\"]");
    for (const toml::node& code : *array) {
      if (const auto value = code.value_exact<std::string>()) {
        scale.no_answer.push_back(*value);
      } else if (const auto whole = code.value_exact<std::int64_t>()) {
        scale.no_answer.push_back(std::to_string(*whole));
      } else {
        return wrong(code, "a code is a text or a whole number", "");
      }
    }
    return {};
  }

  Result<void> words(const toml::table& entry, Scale& scale) const {
    const toml::node* node = entry.get("words");
    if (node == nullptr) return {};
    const toml::table* table = node->as_table();
    if (table == nullptr) return wrong(*node, "words is a table", "words = { \"Very satisfied\" = 5 }");
    for (const auto& [word, value] : *table) {
      auto hundredths = number(value);
      if (!hundredths) return std::unexpected(hundredths.error());
      scale.words.push_back({.word = std::string(word.str()), .value = *hundredths});
    }
    std::ranges::sort(scale.words, [](const Word& a, const Word& b) {
      return a.value != b.value ? a.value < b.value : a.word < b.word;
    });
    return {};
  }

  std::string_view file_;
};

}  // namespace

std::string to_toml(const ColumnMap& map) {
  std::string out(k_head);
  write_setting("voice_of", map.voice_of ? std::string(word_of(*map.voice_of)) : std::string(), "customer",
                "who speaks: customer, employee, partner or public", out);
  write_setting("channel", map.channel, "survey", "for all rows of a file that does not say", out);
  write_setting("unit", map.unit, "Lyon", "for all rows of a file that does not say", out);
  write_setting("touchpoint", map.touchpoint, "check-in", "for all rows of a file that does not say", out);
  write_setting("zone", map.zone.value_or(""), "Europe/Paris", "of times that say none; else the organisation's", out);
  write_setting("occurred", map.occurred.value_or(""), "2024-05-01", "dates all rows of a file without times", out);
  for (const ColumnUse& use : map.columns) write_column(use, out);
  return out;
}

Result<ColumnMap> column_map_from_toml(std::string_view text, std::string_view file) {
  if (text.size() > k_most_bytes) return fail(Code::too_large, "a map has 4 MB at most", std::string(file));
  try {
    return Reading(file).map(toml::parse(text, file));
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, std::string(error.description()),
                fmt::format("{}:{}", file, error.source().begin.line), "a map is TOML; texts stand in quotes");
  }
}

}  // namespace bellwether::listen
