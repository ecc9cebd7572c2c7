#include "simulate/deed.hpp"

#include "base/invariant.hpp"
#include "simulate/fact_row.hpp"

#include <cmath>

namespace bellwether::simulate {

namespace {

DeedAttribute& next(Deed& deed, std::string_view name) {
  invariant(deed.attributes_count < deed.attributes.size());
  DeedAttribute& attribute = deed.attributes[deed.attributes_count++];
  attribute.name = name;
  return attribute;
}

}  // namespace

Deed& Deed::text(std::string_view name, std::string_view value) {
  next(*this, name).text = value;
  return *this;
}

Deed& Deed::yes_or_no(std::string_view name, bool yes) { return text(name, yes ? "yes" : "no"); }

Deed& Deed::number(std::string_view name, double value) {
  DeedAttribute& attribute = next(*this, name);
  attribute.kind = DeedAttribute::Kind::number;
  attribute.number = std::llround(value * 1'000) * (k_micros / 1'000);
  return *this;
}

Deed& Deed::day(std::string_view name, Day value) {
  DeedAttribute& attribute = next(*this, name);
  attribute.kind = DeedAttribute::Kind::day;
  attribute.number = value.days;
  return *this;
}

Deed& Deed::id(std::string_view name, std::uint64_t key_of_id) {
  DeedAttribute& attribute = next(*this, name);
  attribute.kind = DeedAttribute::Kind::id;
  attribute.number = static_cast<std::int64_t>(key_of_id);
  return *this;
}

Deed& Deed::amounts(double value) {
  has_amount = true;
  amount = std::llround(value * 100) * (k_micros / 100);
  return *this;
}

Deed& Deed::costs(double value) {
  is_money = true;
  return amounts(value);
}

void add_act(const World& world, const Deed& deed, facts::ActBatch& batch) {
  facts::Act& act = batch.add();
  act.id = id_of(deed.key);
  act.occurred_at = Instant{deed.at_s * k_us_per_second};
  act.received_at = *act.occurred_at;
  act.source = world.scenario.name;
  act.actor = deed.actor;
  act.kind = deed.kind;
  act.about = batch.keep(deed.about);
  act.unit = deed.unit;
  if (deed.customer != 0) act.subject = pseudonym_of(deed.customer);
  if (deed.has_amount) act.amount = Micros{deed.amount};
  if (deed.is_money) act.currency = world.scenario.currency;
  if (deed.duration_s > 0) act.duration_s = Micros{deed.duration_s * k_micros};
  std::array<facts::Attribute, k_most_deed_attributes> attributes;
  for (std::size_t i = 0; i < deed.attributes_count; ++i) {
    const DeedAttribute& from = deed.attributes[i];
    attributes[i].name = from.name;
    switch (from.kind) {
      case DeedAttribute::Kind::text:
        attributes[i].value = from.text;
        break;
      case DeedAttribute::Kind::number:
        attributes[i].value = Micros{from.number};
        break;
      case DeedAttribute::Kind::day:
        attributes[i].value = batch.keep(to_text(Day{static_cast<std::int32_t>(from.number)}));
        break;
      case DeedAttribute::Kind::id:
        attributes[i].value = batch.keep(to_text(id_of(static_cast<std::uint64_t>(from.number))));
        break;
    }
  }
  act.attributes = batch.keep(std::span<const facts::Attribute>(attributes.data(), deed.attributes_count));
}

}  // namespace bellwether::simulate
