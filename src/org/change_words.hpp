// A change of something in words that a person can check: "parent North → South from 2026-03-01".
#pragma once

#include "org/merge.hpp"

#include <string>
#include <string_view>

namespace bellwether::org {

/// A value as it stands in a sentence: “nothing” for an empty one.
[[nodiscard]] std::string in_words(std::string_view value);

/// What became of a thing whose versions are not the same. `by_absence`: it ends because a whole list left it out.
[[nodiscard]] Change change_between(Kind kind, std::string id, const Timeline& before, const Timeline& after,
                                    bool by_absence);

}  // namespace bellwether::org
