#include "serve/api/organisation_view.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

using Json = nlohmann::ordered_json;
using org::Kind;

const std::string& field(const org::Thing& thing, std::string_view name) {
  return thing.fields[*org::field_of(thing.kind, name)];
}

Json value_of(org::Form form, const std::string& text) {
  if (form == org::Form::list) return org::list_from(text);
  if (text.empty()) return nullptr;
  if (form == org::Form::number) {
    const auto decimal = decimal_from(text);
    return decimal ? Json(decimal->value()) : Json(nullptr);
  }
  return text;
}

}  // namespace

OrganisationView::OrganisationView(const Caller& caller)
    : known_(caller.known), reach_(caller.reach(guard::Right::read_organisation)) {
  // A key has no right to unmask names in voices, and yet a program that keeps the organisation must see what it wrote.
  names_ = caller.key ? reach_ : caller.reach(guard::Right::read_names);
}

bool OrganisationView::tells(const org::Thing& thing) const {
  if (reach_.everything) return true;
  if (thing.kind == Kind::unit) return reach_.has(thing.id);
  if (thing.kind == Kind::person || thing.kind == Kind::goal) return reach_.has(field(thing, "unit"));
  return true;
}

bool OrganisationView::tells(Kind kind, std::string_view id) const {
  return reach_.everything ||
         std::ranges::any_of(known().all(kind, id), [&](const org::Thing& thing) { return tells(thing); });
}

bool OrganisationView::tells_all_of(Kind kind) const {
  return reach_.everything && (kind != Kind::person || names_.everything);
}

bool OrganisationView::tells_person(const std::string& id, const org::Span& days) const {
  return reach_.everything || std::ranges::any_of(known().all(Kind::person, id), [&](const org::Thing& person) {
           return !org::overlap(person.valid, days).empty() && tells(person);
         });
}

std::string OrganisationView::shown(const org::Thing& thing, const org::Field& of, const std::string& said) const {
  if (thing.kind == Kind::person && of.name == "name") {
    return names_.has(field(thing, "unit")) ? said : "";
  }
  if (reach_.everything) return said;
  if (thing.kind == Kind::unit && of.name == "parent") return reach_.has(said) ? said : "";
  const bool is_person =
      (thing.kind == Kind::person && of.name == "manager") || (thing.kind == Kind::goal && of.name == "owner");
  if (is_person) return tells_person(said, thing.valid) ? said : "";
  if (thing.kind == Kind::person && of.name == "leads") {
    std::vector<std::string> led = org::list_from(said);
    std::erase_if(led, [&](const std::string& unit) { return !reach_.has(unit); });
    return org::list_text(led);
  }
  return said;
}

Json OrganisationView::json_of(const org::Thing& thing) const {
  Json json{{"id", thing.id}};
  const org::KindRules& rules = org::rules_of(thing.kind);
  for (std::size_t i = 0; i < rules.fields.size(); ++i) {
    const org::Field& of = rules.fields[i];
    json[std::string(of.name)] = value_of(of.form, shown(thing, of, thing.fields[i]));
  }
  json["from"] = thing.valid.from > org::k_always ? Json(to_text(thing.valid.from)) : Json(nullptr);
  json["to"] = thing.valid.to < org::k_forever ? Json(to_text(Day{thing.valid.to.days - 1})) : Json(nullptr);
  return json;
}

std::string tag_of(std::int64_t version) { return fmt::format("\"{}\"", version); }

}  // namespace bellwether::api
