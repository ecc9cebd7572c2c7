// What a leader is like: twelve latent traits on 0 … 1, and weighted means of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bellwether::simulate {

enum class Trait : std::uint8_t {
  visible,         ///< is seen where the work is done, and where customers are
  keeps_promises,  ///< does what was said, by the day that was said
  listens,         ///< reads, asks, answers ideas
  empowers,        ///< lets people decide
  clear,           ///< says what matters most, who owns it and by when
  resilient,       ///< recovers from shocks, and takes pressure up instead of passing it down
  empathetic,      ///< thanks, talks with each one, cares
  learns,          ///< turns what is seen into something tried and proven
  data_driven,     ///< decides on evidence and looks at what came of it
  across,          ///< works with other functions
  customer_first,  ///< decides for customers, and answers them soon
  humble,          ///< sees oneself as others do
};

inline constexpr std::size_t k_traits = 12;
inline constexpr std::array<std::string_view, k_traits> k_trait_names{
    "visible",    "keeps_promises", "listens",     "empowers", "clear",          "resilient",
    "empathetic", "learns",         "data_driven", "across",   "customer_first", "humble"};

/// One value per trait.
struct Traits {
  std::array<float, k_traits> of{};
  [[nodiscard]] constexpr double operator[](Trait trait) const {
    return static_cast<double>(of[static_cast<std::size_t>(trait)]);
  }
  constexpr void set(Trait trait, double value) { of[static_cast<std::size_t>(trait)] = static_cast<float>(value); }
  friend bool operator==(const Traits&, const Traits&) = default;
};

/// The same value for all.
[[nodiscard]] constexpr Traits all_traits(double value) {
  Traits traits;
  traits.of.fill(static_cast<float>(value));
  return traits;
}

/// A weighted mean of a few traits; weights add up to 1.
struct Mix {
  struct Part {
    Trait trait = Trait::visible;
    double weight = 0;
  };
  std::array<Part, 4> parts{};

  [[nodiscard]] constexpr double of(const Traits& traits) const {
    double sum = 0;
    for (const Part& part : parts) sum += part.weight == 0 ? 0 : part.weight * traits[part.trait];
    return sum;
  }
};

}  // namespace bellwether::simulate
