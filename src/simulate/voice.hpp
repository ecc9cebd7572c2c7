// A draft put into words, as its customer would write them: in the language, tone, length and care that are his or hers.
#pragma once

#include "simulate/answer.hpp"

#include <string>

namespace bellwether::simulate {

/// Replaces `out` by the text of a draft that has one. UTF-8, without line breaks.
void put_into_words(const World& world, const Draft& draft, std::string& out);

}  // namespace bellwether::simulate
