#include "simulate/item.hpp"

#include "base/invariant.hpp"

#include <cmath>

namespace bellwether::simulate {

namespace {

using enum Trait;

constexpr Mix one(Trait trait) { return {.parts = {{{.trait = trait, .weight = 1}}}}; }
constexpr Mix two(Trait first, double weight, Trait second) {
  return {.parts = {{{.trait = first, .weight = weight}, {.trait = second, .weight = 1 - weight}}}};
}

constexpr std::array<ItemAsked, k_items> k_asked{{
    {.item = Item::engagement,
     .name = "engagement",
     .mix = {.parts = {{{empathetic, 0.3}, {listens, 0.25}, {empowers, 0.25}, {keeps_promises, 0.2}}}},
     .by_visits = true},
    {.item = Item::recognition_felt, .name = "recognition_felt", .mix = two(empathetic, 0.7, visible)},
    // The other way round: 5 is much strain.
    {.item = Item::strain, .name = "strain", .mix = two(resilient, 0.5, empathetic), .level = -0.35, .gain = -1.2},
    {.item = Item::clarity, .name = "clarity", .mix = one(clear)},
    {.item = Item::listened_to, .name = "listened_to", .mix = one(listens), .by_visits = true, .of_customers = true},
    {.item = Item::speak_up, .name = "speak_up", .mix = two(humble, 0.5, listens)},
    {.item = Item::authority, .name = "authority", .mix = one(empowers)},
    {.item = Item::learning, .name = "learning", .mix = one(learns)},
    {.item = Item::change_follows, .name = "change_follows", .mix = two(learns, 0.5, listens), .of_customers = true},
    {.item = Item::care, .name = "care", .mix = one(empathetic), .by_visits = true, .of_customers = true},
    {.item = Item::trust,
     .name = "trust",
     .mix = two(keeps_promises, 0.7, humble),
     .by_visits = true,
     .of_customers = true},
    {.item = Item::brand_lived,
     .name = "brand_lived",
     .mix = two(keeps_promises, 0.5, customer_first),
     .of_customers = true},
    {.item = Item::tools, .name = "tools", .mix = two(learns, 0.5, data_driven)},
    {.item = Item::customer_first, .name = "customer_first", .mix = one(customer_first), .of_customers = true},
    {.item = Item::fairness, .name = "fairness", .mix = two(humble, 0.5, empathetic)},
    {.item = Item::support, .name = "support", .mix = two(resilient, 0.5, empathetic)},
}};

constexpr std::array<float, 4> k_steps{-1.5F, -0.5F, 0.5F, 1.5F};

}  // namespace

std::span<const ItemAsked> items_asked() { return k_asked; }

const ItemAsked& item_asked(Item item) {
  const ItemAsked& found = k_asked[static_cast<std::size_t>(item)];
  invariant(found.item == item);
  return found;
}

double latent_of(Item item, const Traits& felt) {
  const ItemAsked& asked = item_asked(item);
  return asked.level + asked.gain * (asked.mix.of(felt) - 0.5);
}

std::uint8_t step_of_item(float x) {
  std::uint8_t step = 1;
  for (const float at : k_steps) step = static_cast<std::uint8_t>(step + (x > at ? 1 : 0));
  return step;
}

double mean_answer(double latent, double spread) {
  double mean = 1;
  for (const float at : k_steps) mean += std::erfc((static_cast<double>(at) - latent) / (spread * std::sqrt(2.0))) / 2;
  return mean;
}

}  // namespace bellwether::simulate
