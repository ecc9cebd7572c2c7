#include "serve/api/schema_words.hpp"
#include "serve/api/schemas.hpp"

#include <utility>

namespace bellwether::api {

namespace {

using namespace schema;

Json number() { return {{"type", "number"}}; }

Json themes() {
  return object(
      {{"number", {{"type", "integer"}, {"description", "Of the book; 0 where the one that ships is in use."}}},
       {"label", plain()},
       {"version", {{"type", "string"}, {"description", "Of what it finds: 8 hex digits."}}},
       {"themes",
        list_of(object({{"name", plain()}, {"label", plain()}, {"about", plain()}, {"parent", or_null("string")}},
                       {"name", "label", "about", "parent"}))},
       {"toml", {{"type", "string"}, {"description", "The book as it is written (docs/themes.md)."}}},
       {"shipped", list_of(plain())},
       {"reading",
        {{"type", {"object", "null"}},
         {"description", "How far what is there is read by it; null where texts are not read."},
         {"properties",
          {{"reading", plain()},
           {"under_way", yes_or_no()},
           {"done", whole_number()},
           {"left", whole_number()},
           {"trouble", or_null("string")}}},
         {"required", {"reading", "under_way", "done", "left", "trouble"}}}}},
      {"number", "label", "version", "themes", "toml", "shipped", "reading"});
}

Json book(bool with_text) {
  Json one =
      object({{"number", whole_number()}, {"at", plain()}, {"who", plain()}, {"version", plain()}, {"label", plain()}},
             {"number", "at", "who", "version", "label"});
  if (with_text) {
    one["properties"]["toml"] = plain();
    one["required"].push_back("toml");
  }
  return one;
}

Json mention() {
  return object({{"begin", {{"type", "integer"}, {"description", "Characters (code points) of the text."}}},
                 {"end", whole_number()},
                 {"theme", plain()},
                 {"label", plain()},
                 {"sentiment", {{"type", "number"}, {"minimum", -1}, {"maximum", 1}}},
                 {"confidence", {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}}},
                {"begin", "end", "theme", "label", "sentiment", "confidence"});
}

Json tried() {
  return object(
      {{"voices", {{"type", "integer"}, {"description", "How many were read."}}},
       {"themes", list_of(object({{"theme", plain()},
                                  {"label", or_null("string")},
                                  {"voices", whole_number()},
                                  {"in_use", {{"type", "integer"}, {"description", "By the book in use."}}}},
                                 {"theme", "label", "voices", "in_use"}))},
       {"examples", list_of(object({{"id", plain()}, {"text", plain()}, {"mentions", list_of(schema_ref("Mention"))}},
                                   {"id", "text", "mentions"}))}},
      {"voices", "themes", "examples"});
}

Json figure_or_null() {
  return {{"type", {"object", "null"}},
          {"properties", {{"value", number()}, {"low", number()}, {"high", number()}}},
          {"required", {"value", "low", "high"}}};
}

Json effects() {
  Json effect = object({{"theme", plain()},
                        {"n", {{"type", "integer"}, {"description", "Answers that speak of it; 0 where withheld."}}},
                        {"others", or_null("integer")},
                        {"without_others", or_null("integer")},
                        {"difference", figure_or_null()},
                        {"contribution", figure_or_null()},
                        {"withheld", or_null("string")}},
                       {"theme", "n", "others", "without_others", "difference", "contribution", "withheld"});
  return object({{"measure", plain()},
                 {"label", plain()},
                 {"unit", plain()},
                 {"level", number()},
                 {"adjusted_for", list_of(plain())},
                 {"themes", list_of(std::move(effect))},
                 {"notes", list_of(plain())},
                 {"snapshot", plain()}},
                {"measure", "label", "unit", "level", "adjusted_for", "themes", "notes", "snapshot"});
}

}  // namespace

Json theme_schemas() {
  const Json toml = {{"type", "string"}, {"description", "A book of themes (docs/themes.md)."}};
  const Json shipped = {{"type", "string"}, {"description", "In place of toml: the name of one that ships."}};
  return {{"Themes", themes()},
          {"ThemesChange", closed({{"toml", toml}, {"shipped", shipped}, {"before", or_null("integer")}})},
          {"ThemesDraft", closed({{"toml", toml}, {"shipped", shipped}, {"where", or_null("string")}})},
          {"ThemesTried", tried()},
          {"ThemeBooks", object({{"books", list_of(book(false))}}, {"books"})},
          {"ThemeBookText", book(true)},
          {"Mention", mention()},
          {"ThemeEffects", effects()}};
}

}  // namespace bellwether::api
