// What there is to ask about: names and their values, units, days.
#include "base/text.hpp"
#include "measure/names.hpp"
#include "measure/reach.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/operation.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace bellwether::api {

namespace {

using facts::Field;
using facts::Table;

/// Of a name, most frequent first; a person looks through no more.
constexpr std::size_t k_most_values = 50;
constexpr std::size_t k_most_units = 100'000;

const char* kind_of(const Field& field) {
  switch (field.kind) {
    case Field::Kind::rating:
      return "rating";
    case Field::Kind::attribute:
      return "attribute";
    case Field::Kind::number:
      return "number";
    default:
      return "dimension";
  }
}

guard::Reach reach_of(const Call& call) { return call.caller.reach(guard::Right::read_measures); }

http::Response found(const Json& body) {
  http::Response response = json_response(200, body);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

bool is_unit(const Field& field) { return field.kind == Field::Kind::dimension && field.name == "unit"; }

Json dimension_json(const facts::Facts& facts, const facts::KnownField& known, const guard::Reach& reach) {
  std::vector<std::string> words = facts.words(Table::signals, known.field, k_most_values);
  if (is_unit(known.field)) std::erase_if(words, [&](const std::string& word) { return !reach.has(word); });
  return {{"name", measure::word_of(known.field)},
          {"kind", kind_of(known.field)},
          {"has_text", known.field.kind == Field::Kind::dimension || known.has_text},
          {"has_number", known.field.kind != Field::Kind::dimension && !known.has_text},
          {"values", words.empty() ? Json() : Json(words)}};
}

Operation naming() {
  Operation operation =
      reading("/v1/dimensions", "listDimensions", "Names", "What signals can be filtered and sliced by");
  operation.right = guard::Right::read_measures;
  operation.answers = {{.status = 200,
                        .about = "`values` is null where there are many, or they have to be counted: ask for the name.",
                        .contents = {{std::string(k_json), "Dimensions"}}}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    answer_later(house, call.request.id, reply, [&house, id = call.request.id, reach = reach_of(call)] {
      const facts::Facts& facts = *house.opened().facts;
      const auto fields = facts.fields(Table::signals);
      if (!fields) return http::problem(fields.error(), id);
      Json dimensions = Json::array();
      for (const facts::KnownField& known : *fields) dimensions.push_back(dimension_json(facts, known, reach));
      return found({{"dimensions", std::move(dimensions)}});
    });
  };
  return operation;
}

Operation listing_values() {
  Operation operation = reading("/v1/dimensions/{name}", "listValues", "Names", "The values of a name");
  operation.right = guard::Right::read_measures;
  operation.parameters = {{.in = Parameter::In::path,
                           .name = "name",
                           .about = "As a filter has it: unit, attribute.plan.",
                           .schema = {{"type", "string"}, {"examples", {"unit"}}},
                           .required = true}};
  operation.answers = {{.status = 200,
                        .about = "The 50 most frequent at most, the most frequent first; `more` where there are more.",
                        .contents = {{std::string(k_json), "Values"}}},
                       {.status = 404, .about = "No fact carries the name: the nearest is told."}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    answer_later(
        house, call.request.id, reply,
        [&house, id = call.request.id, name = call.path.at("name"), within = measure::within(call.caller.seen())] {
          const facts::Facts& facts = *house.opened().facts;
          const auto read = measure::name_from_text(name);
          if (!read) return http::problem(read.error(), id);
          const auto field = measure::bind_name(*read, name, facts, Table::signals);
          if (!field) return http::problem(field.error(), id);
          auto values = facts.values(Table::signals, *field, k_most_values + 1, within);
          if (!values) return http::problem(values.error(), id);
          const bool more = values->size() > k_most_values;
          if (more) values->pop_back();
          return found({{"name", measure::word_of(*field)}, {"values", *values}, {"more", more}});
        });
  };
  return operation;
}

/// Units of the organisation as it stands today, and names of units that facts carry beside.
Json units_of(const House& house, const guard::Reach& reach, const StandingUnits& standing) {
  const measure::Opened& opened = house.opened();
  const org::Tree& tree = standing.tree;
  Json units = Json::array();
  const auto& forest = tree.forest();
  for (const org::Index root : tree.roots()) {
    for (const org::Index unit : tree.subtree(tree.unit(root).id)) {
      if (!reach.has(tree.unit(unit).id)) continue;
      const org::Index parent = forest.parent(unit);
      const bool has_parent = parent != org::k_none && reach.has(tree.unit(parent).id);
      units.push_back({{"name", tree.unit(unit).id},
                       {"label", tree.label(unit)},
                       {"parent", has_parent ? Json(tree.unit(parent).id) : Json()}});
    }
  }
  auto words = opened.facts->words(Table::signals, {.kind = Field::Kind::dimension, .name = "unit"}, k_most_units);
  std::ranges::sort(words);
  for (const std::string& word : words) {
    if (!tree.has(word) && reach.has(word)) units.push_back({{"name", word}, {"label", word}, {"parent", nullptr}});
  }
  return units;
}

Operation listing_units() {
  Operation operation = reading("/v1/units", "listUnits", "Names", "The units, each behind the one above it");
  operation.right = guard::Right::read_measures;
  operation.answers = {{.status = 200, .about = "All.", .contents = {{std::string(k_json), "Units"}}}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    answer_later(house, call.request.id, reply, [&house, reach = reach_of(call), known = call.caller.known] {
      return found({{"units", units_of(house, reach, *known->units)}});
    });
  };
  return operation;
}

Operation telling_days() {
  Operation operation = reading("/v1/days", "readDays", "Names", "The first and last day with signals");
  operation.right = guard::Right::read_measures;
  operation.answers = {
      {.status = 200, .about = "Null where none is dated.", .contents = {{std::string(k_json), "Days"}}}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    answer_later(house, call.request.id, reply, [&house, id = call.request.id] {
      const auto days = house.opened().facts->days(Table::signals);
      if (!days) return http::problem(days.error(), id);
      return found({{"from", *days ? Json(to_text((*days)->first)) : Json()},
                    {"to", *days ? Json(to_text((*days)->second)) : Json()}});
    });
  };
  return operation;
}

}  // namespace

std::vector<Operation> browse_operations() { return {naming(), listing_values(), listing_units(), telling_days()}; }

}  // namespace bellwether::api
