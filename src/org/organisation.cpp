#include "org/organisation.hpp"

#include "base/invariant.hpp"
#include "base/number.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::org {

namespace {

/// The fields of a thing by name.
struct Fields {
  const Thing& thing;
  [[nodiscard]] const std::string& text(std::string_view name) const {
    const auto place = field_of(thing.kind, name);
    invariant(place && *place < thing.fields.size());
    return thing.fields[*place];
  }
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const { return list_from(text(name)); }
  [[nodiscard]] std::optional<double> number(std::string_view name) const {
    const auto decimal = decimal_from(text(name));
    return decimal ? std::optional(decimal->value()) : std::nullopt;
  }
};

struct Rows {
  std::vector<UnitRow> units;
  std::vector<PersonRow> people;
  std::vector<Touchpoint> touchpoints;
  std::vector<Journey> journeys;
  std::vector<BrandValue> values;
  std::vector<BrandPromise> promises;
  std::vector<Goal> goals;
};

void add_unit(const Thing& thing, Rows& rows) {
  const Fields said{thing};
  rows.units.push_back({.id = thing.id,
                        .label = said.text("label"),
                        .kind = said.text("kind"),
                        .parent = said.text("parent"),
                        .valid = thing.valid,
                        .where = thing.where});
}

void add_person(const Thing& thing, Rows& rows) {
  const Fields said{thing};
  rows.people.push_back({.id = thing.id,
                         .name = said.text("name"),
                         .role = said.text("role"),
                         .unit = said.text("unit"),
                         .manager = said.text("manager"),
                         .leads = said.list("leads"),
                         .valid = thing.valid,
                         .where = thing.where});
}

void add_rest(const Thing& thing, Rows& rows) {
  const Fields said{thing};
  const std::string& label = said.text("label");
  if (thing.kind == Kind::touchpoint) {
    rows.touchpoints.push_back({.id = thing.id, .label = label, .stage = said.text("stage"), .valid = thing.valid});
  } else if (thing.kind == Kind::journey) {
    rows.journeys.push_back({.id = thing.id, .label = label, .stages = said.list("stages"), .valid = thing.valid});
  } else if (thing.kind == Kind::value) {
    rows.values.push_back({.id = thing.id,
                           .label = label,
                           .promise = said.text("promise"),
                           .themes = said.list("themes"),
                           .measures = said.list("measures"),
                           .valid = thing.valid});
  } else if (thing.kind == Kind::promise) {
    rows.promises.push_back({.id = thing.id,
                             .label = label,
                             .promise = said.text("promise"),
                             .value = said.text("value"),
                             .measures = said.list("measures"),
                             .valid = thing.valid});
  } else {
    rows.goals.push_back({.id = thing.id,
                          .label = label,
                          .owner = said.text("owner"),
                          .unit = said.text("unit"),
                          .measure = said.text("measure"),
                          .target = said.number("target"),
                          .valid = thing.valid});
  }
}

template <class Row>
void by_id_and_day(std::vector<Row>& rows) {
  std::ranges::sort(rows, [](const Row& a, const Row& b) {
    return std::pair(std::string_view(a.id), a.valid) < std::pair(std::string_view(b.id), b.valid);
  });
}

}  // namespace

Result<Organisation> Organisation::make(std::span<const Thing> things) {
  Rows rows;
  for (const Thing& thing : things) {
    if (thing.kind == Kind::unit) {
      add_unit(thing, rows);
    } else if (thing.kind == Kind::person) {
      add_person(thing, rows);
    } else {
      add_rest(thing, rows);
    }
  }
  auto units = Units::make(std::move(rows.units));
  if (!units) return std::unexpected(units.error());
  auto people = People::make(std::move(rows.people));
  if (!people) return std::unexpected(people.error());
  by_id_and_day(rows.touchpoints);
  by_id_and_day(rows.journeys);
  by_id_and_day(rows.values);
  by_id_and_day(rows.promises);
  by_id_and_day(rows.goals);
  return Organisation{.units = std::move(*units),
                      .people = std::move(*people),
                      .touchpoints = std::move(rows.touchpoints),
                      .journeys = std::move(rows.journeys),
                      .values = std::move(rows.values),
                      .promises = std::move(rows.promises),
                      .goals = std::move(rows.goals)};
}

}  // namespace bellwether::org
