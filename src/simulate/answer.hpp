// What a visit gives to hear: whether the customer answers, complains, reviews or calls, with which ratings and of what.
#pragma once

#include "simulate/experience.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace bellwether::simulate {

inline constexpr std::uint8_t k_no_rating = 255;
inline constexpr std::uint8_t k_no_touchpoint = 255;

/// The well-known scales, in the order in which drafts keep them.
enum class Scale : std::uint8_t { nps, csat, ces, stars };
inline constexpr std::array<std::string_view, 4> k_scales{"nps", "csat", "ces", "stars"};

struct Spoken {
  std::uint16_t theme = 0;
  std::int16_t thousandths = 0;  ///< sentiment
};

enum class Intent : std::uint8_t { none, complaint, praise, question, suggestion, request, leaving };
inline constexpr std::array<std::string_view, 7> k_intents{"",           "complaint", "praise", "question",
                                                           "suggestion", "request",   "leaving"};

/// A signal before it has words. Small, so that a slice of a day can be sorted in memory.
struct Draft {
  std::int64_t at_s = 0;  ///< seconds since 1970
  std::uint64_t key = 0;  ///< of its id and words
  std::uint64_t who = 0;  ///< key of the customer or employee
  std::uint32_t unit = 0;
  std::uint8_t channel = 0;  ///< or k_pulse: an employee's
  std::uint8_t touchpoint = k_no_touchpoint;
  std::uint8_t language = 0, segment = 0;
  std::array<std::uint8_t, 4> ratings{k_no_rating, k_no_rating, k_no_rating, k_no_rating};
  std::array<std::uint8_t, k_most_touchpoints> items{};  ///< 0: not asked
  std::array<Spoken, 3> spoken{};
  std::uint8_t spoken_count = 0;
  Intent intent = Intent::none;
  bool has_text = false, is_brief = false, begged = false;
  bool is_self = false;  ///< of a leader: about him- or herself
  std::uint8_t visits = 1;
  std::uint32_t team = k_nobody;    ///< of employees: the unit that they work in
  std::uint32_t leader = k_nobody;  ///< the unit that a leader who speaks leads
  float experience = 0;
  float effort = 0;  ///< quality of what it is about
  float weight = 1;  ///< when expected values are worked out: the chance that it is given
};
inline constexpr std::uint8_t k_pulse = 255;

/// Which answers to make: those that were drawn, or all of them with their chances as weights, with or without their themes.
enum class Draw : std::uint8_t { one, expected, expected_themes };

/// Appends what the visit gives to hear if the planted things in `mask` are so. Draws are keyed by visit and channel, so
/// that two calls with different masks differ by what is planted only (common random numbers).
void answers_of(const World& world, const Visit& visit, const Experience& experience, Mask mask, Draw draw,
                std::vector<Draft>& out);

/// Where a normal draw falls on a scale of `size` steps with that share of answers on each step in the middle population.
[[nodiscard]] std::uint8_t nps_of(float x);
[[nodiscard]] std::uint8_t csat_of(float x);
[[nodiscard]] std::uint8_t ces_of(float x);
[[nodiscard]] std::uint8_t stars_of(float x);

/// −1 … 1, in thousandths.
[[nodiscard]] std::int16_t sentiment_of(float quality);

/// Seconds after midnight at which that share of a day's volume has passed.
[[nodiscard]] double second_of_day(const World& world, double time);

}  // namespace bellwether::simulate
