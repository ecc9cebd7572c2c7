// What employees and customers answer to the items that frameworks read, 1 … 5: how a leader's traits, the leader's visits and
// the pressure on the team show in an answer.
//
//   latent = level + gain (mix of traits felt − 0.5) + seen + …      (and what the caller adds: morale, experience)
//   answer = 1 + number of the steps −1.5, −0.5, 0.5, 1.5 that latent + mood + wording passes
#pragma once

#include "simulate/trait.hpp"

#include <span>

namespace bellwether::simulate {

enum class Item : std::uint8_t {
  engagement,
  recognition_felt,
  strain,
  clarity,
  listened_to,
  speak_up,
  authority,
  learning,
  change_follows,
  care,
  trust,
  brand_lived,
  tools,
  customer_first,
  fairness,
  support,
};
inline constexpr std::size_t k_items = 16;

struct ItemAsked {
  Item item = Item::engagement;
  std::string_view name;  ///< "listened_to": as it stands in ratings
  Mix mix;
  double level = 0.25, gain = 2;
  bool by_visits = false;  ///< a visit is followed by better answers
  bool of_customers = false;
};
[[nodiscard]] std::span<const ItemAsked> items_asked();
[[nodiscard]] const ItemAsked& item_asked(Item item);

/// What an answer is made of beside its latent level, in standard deviations.
inline constexpr float k_item_person = 0.3F;     ///< the person's own, in all of his or her answers
inline constexpr float k_item_mood = 0.3F;       ///< of the hour, in all items of one answer
inline constexpr float k_item_wording = 0.75F;   ///< of the single item
inline constexpr double k_item_spread = 0.8617;  ///< of all three together

/// Latent level of an item with those traits felt; visits and pressure are added by `led` (leading.hpp).
[[nodiscard]] double latent_of(Item item, const Traits& felt);

/// The step that a latent answer falls on, 1 … 5.
[[nodiscard]] std::uint8_t step_of_item(float x);

/// The mean answer at that latent level if what is beside it is normal with that spread.
[[nodiscard]] double mean_answer(double latent, double spread = k_item_spread);

}  // namespace bellwether::simulate
