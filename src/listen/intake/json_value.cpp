#include "listen/intake/json_value.hpp"

#include "base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::listen {

using simdjson::dom::element;
using simdjson::dom::element_type;

std::string_view kind_of(element value) {
  switch (value.type()) {
    case element_type::ARRAY:
      return "a list";
    case element_type::OBJECT:
      return "an object";
    case element_type::STRING:
      return "a text";
    case element_type::BOOL:
      return "true or false";
    case element_type::NULL_VALUE:
      return "null";
    default:
      return "a number";
  }
}

std::string quoted(std::string_view text) { return fmt::format("\"{}\"", cut(text, 40)); }

std::optional<double> number_of(element value) {
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7F;
  });
}

std::string At::pointer() const {
  if (up == nullptr) return std::string(name);  // the root, or a line that stands for one
  std::string text = up->pointer() + "/";
  for (const char c : name) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace bellwether::listen
