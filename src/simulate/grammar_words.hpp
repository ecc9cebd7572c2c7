// The slots that a grammar need not define.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bellwether::simulate {

enum class BuiltIn : std::uint8_t { minutes, hours, nights, days, years, room, place, month, time, amount };

inline constexpr std::array<std::string_view, 10> k_built_ins{"minutes", "hours", "nights", "days", "years",
                                                              "room",    "place", "month",  "time", "amount"};

}  // namespace bellwether::simulate
