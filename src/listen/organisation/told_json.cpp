#include "listen/organisation/told_json.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "listen/organisation/told_row.hpp"

#include <expected>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::listen {

namespace {

using Json = nlohmann::ordered_json;

constexpr int k_most_depth = 5;
constexpr std::size_t k_quoted_columns = 60;

std::string escaped(std::string_view member) {
  std::string text;
  for (const char c : member) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

/// An object whose members each stand once; a parser takes the last one silently.
Result<Json> object_of(std::string_view body) {
  std::vector<std::set<std::string>> open;
  std::optional<std::string> twice;
  bool deep = false;
  const auto look = [&](int depth, Json::parse_event_t event, Json& parsed) {
    using Event = Json::parse_event_t;
    if (depth > k_most_depth) deep = true;
    if (event == Event::object_start && !deep) open.emplace_back();
    if (event == Event::object_end && !deep) open.pop_back();
    if (event == Event::key && !deep && !open.back().insert(parsed.get<std::string>()).second) {
      twice = parsed.get<std::string>();
    }
    return !deep;
  };
  Json json = Json::parse(body, look, false);
  if (deep) return fail(Code::bad_input, "the JSON is nested too deep");
  if (!json.is_object()) return fail(Code::bad_input, "the body is no JSON object");
  if (twice) {
    return fail(Code::bad_input, fmt::format("“{}” stands twice in one object", cut(*twice, k_quoted_columns)), {},
                "leave one out");
  }
  return json;
}

/// What a cell of a table would hold.
using Cell = std::expected<std::string, Reason>;

Cell text_cell(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return std::unexpected("it is a text: put it in quotes");
}

Cell number_cell(const Json& value) {
  if (value.is_number_float()) return to_text(value.get<double>());
  if (value.is_null() || value.is_string() || value.is_number_integer()) return text_cell(value);
  return std::unexpected("it is a number");
}

Cell list_cell(const Json& value) {
  if (value.is_null() || value.is_string()) return text_cell(value);
  if (!value.is_array()) return std::unexpected("it is a list of texts");
  std::vector<std::string> items;
  for (const Json& item : value) {
    if (!item.is_string()) return std::unexpected("it is a list of texts");
    if (item.get_ref<const std::string&>().find(';') != std::string::npos) {
      return std::unexpected("an item holds “;”, which stands between the items of a list");
    }
    items.push_back(item.get<std::string>());
  }
  return org::list_text(items);
}

Cell cell_of(org::Form form, const Json& value) {
  switch (form) {
    case org::Form::list:
      return list_cell(value);
    case org::Form::number:
      return number_cell(value);
    case org::Form::text:
      break;
  }
  return text_cell(value);
}

/// Reads rows, and notes what is wrong with them.
class Telling {
 public:
  /// `id`: of a row that is named by its place.
  void read(const Json& row, org::Kind kind, const std::string& pointer, const std::optional<std::string>& id) {
    if (!row.is_object()) return wrong(pointer, "it is an object with an id", "");
    const std::size_t before = faults_;
    const org::KindRules& rules = org::rules_of(kind);
    org::Told told{.kind = kind, .id = {}, .said = {}, .where = pointer.empty() ? std::string(k_whole_body) : pointer};
    told.said.resize(rules.fields.size());
    for (const auto& [name, value] : row.items()) read_member(told, name, value, pointer + "/" + escaped(name));
    settle_id(told, row, pointer, id);
    if (told.ends && row.size() > (row.contains("id") ? 2U : 1U)) {
      wrong(pointer + "/ends", "a row that ends its thing says nothing else of it",
            "send id and ends alone; `to` is a last day");
    }
    if (Reason reason = wrong_days(told); !reason.empty()) {
      wrong(pointer + "/to", std::move(reason), "`from` is the first day, `to` the last one");
    }
    if (faults_ == before) out_.told.push_back(std::move(told));
  }

  void wrong(std::string pointer, std::string what, std::string mend) {
    ++faults_;
    if (out_.faults.size() < k_most_faults) {
      out_.faults.push_back({.pointer = std::move(pointer), .what = std::move(what), .mend = std::move(mend)});
    }
  }

  ToldJson finish() { return std::move(out_); }

 private:
  void read_member(org::Told& told, const std::string& name, const Json& value, const std::string& at) {
    if (name == "id") return;
    if (name == "from") return read_day(value, at, told_first_day, told.from);
    if (name == "to") return read_day(value, at, told_last_day, told.to);
    if (name == "ends") {
      if (!value.is_boolean()) return wrong(at, "it is true or false", "");
      told.ends = value.get<bool>();
      return;
    }
    const auto place = org::field_of(told.kind, name);
    if (!place) return unknown(told.kind, name, at);
    const org::Field& field = org::rules_of(told.kind).fields[*place];
    const Cell cell = cell_of(field.form, value);
    if (!cell) return wrong(at, cell.error(), "");
    auto said = told_field(field, *cell);
    if (!said) return wrong(at, said.error(), "");
    told.said[*place] = *std::move(said);
  }

  template <class ToDay>
  void read_day(const Json& value, const std::string& at, ToDay&& to_day, std::optional<Day>& day) {
    if (!value.is_null() && !value.is_string()) return wrong(at, "it is a day as a text: 2026-11-22", "");
    const auto read = to_day(value.is_null() ? std::string_view() : value.get_ref<const std::string&>());
    if (!read) return wrong(at, read.error(), "");
    day = *read;
  }

  void settle_id(org::Told& told, const Json& row, const std::string& pointer, const std::optional<std::string>& id) {
    const auto member = row.find("id");
    if (member == row.end() && !id) return wrong(pointer, "there is no id", "add “id”: what facts call it");
    const Cell cell = member == row.end() ? Cell(*id) : text_cell(*member);
    auto read = cell ? told_id(*cell) : std::unexpected(cell.error());
    if (!read) return wrong(member == row.end() ? pointer : pointer + "/id", read.error(), "");
    if (id && *read != *id) return wrong(pointer + "/id", "it is another id than that of the path", "leave it out");
    told.id = *std::move(read);
  }

  void unknown(org::Kind kind, const std::string& name, const std::string& at) {
    std::vector<std::string> known = {"id", "from", "to", "ends"};
    const org::KindRules& rules = org::rules_of(kind);
    for (const org::Field& field : rules.fields) known.emplace_back(field.name);
    const std::string near = nearest(name, known);
    wrong(at, fmt::format("a {} has no “{}”", rules.word, cut(name, k_quoted_columns)),
          near.empty() ? "there are " + join(known, ", ") : "did you mean " + near + "?");
  }

  ToldJson out_;
  std::size_t faults_ = 0;
};

/// By the word for many; a name that is only like one is none.
std::optional<org::Kind> kind_of(std::string_view member) {
  for (const org::Kind kind : org::k_all_kinds) {
    if (org::rules_of(kind).many == member) return kind;
  }
  return std::nullopt;
}

std::vector<std::string> kinds() {
  std::vector<std::string> words;
  for (const org::Kind kind : org::k_all_kinds) words.emplace_back(org::rules_of(kind).many);
  return words;
}

}  // namespace

Result<ToldJson> read_told_json(std::string_view body) {
  const auto json = object_of(body);
  if (!json) return std::unexpected(json.error());
  Telling telling;
  std::size_t rows = 0;
  for (const auto& [name, list] : json->items()) {
    const auto kind = kind_of(name);
    const std::string at = "/" + escaped(name);
    if (!kind) {
      const std::string near = nearest(name, kinds());
      telling.wrong(at, fmt::format("an organisation has no “{}”", cut(name, k_quoted_columns)),
                    near.empty() ? "there are " + join(kinds(), ", ") : "did you mean " + near + "?");
      continue;
    }
    if (!list.is_array()) {
      telling.wrong(at, "it is a list of objects", "");
      continue;
    }
    rows += list.size();
    if (rows > k_most_json_rows) {
      return fail(Code::too_large, fmt::format("there are more than {} rows", with_thousands(k_most_json_rows)), {},
                  "send them in parts");
    }
    for (std::size_t i = 0; i < list.size(); ++i) telling.read(list[i], *kind, fmt::format("{}/{}", at, i), {});
  }
  return telling.finish();
}

Result<ToldJson> read_told_json_row(std::string_view body, org::Kind kind, const std::string& id) {
  const auto json = object_of(body);
  if (!json) return std::unexpected(json.error());
  Telling telling;
  telling.read(*json, kind, "", id);
  return telling.finish();
}

std::string pointer_of(const Error& error) { return error.where.starts_with('/') ? error.where : ""; }

}  // namespace bellwether::listen
