#include "tell/html_text.hpp"

#include "base/text.hpp"

#include <cstddef>

namespace bellwether::tell {

namespace {

constexpr std::string_view k_not_a_character = "\uFFFD";

// Length of the UTF-8 sequence that begins here, 0 where there is none.
std::size_t sequence_at(std::string_view text, std::size_t at) {
  for (std::size_t bytes = 1; bytes <= 4 && at + bytes <= text.size(); ++bytes) {
    if (is_utf8(text.substr(at, bytes))) return bytes;
  }
  return 0;
}

// Control characters of ASCII and of C1, but for line breaks and tabs.
bool is_forbidden(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character[0]);
  if (byte < 0x20) return byte != '\n' && byte != '\t';
  return byte == 0x7F || (byte == 0xC2 && character.size() == 2 && static_cast<unsigned char>(character[1]) < 0xA0);
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string safe;
  safe.reserve(text.size() + text.size() / 16);
  for (std::size_t at = 0; at < text.size();) {
    const char sign = text[at];
    const auto byte = static_cast<unsigned char>(sign);
    const std::size_t bytes = byte < 0x80 ? 1 : sequence_at(text, at);
    if (bytes == 0) {
      safe += k_not_a_character;
      ++at;
      continue;
    }
    const std::string_view character = text.substr(at, bytes);
    at += bytes;
    if (sign == '&') {
      safe += "&amp;";
    } else if (sign == '<') {
      safe += "&lt;";
    } else if (sign == '>') {
      safe += "&gt;";
    } else if (sign == '"') {
      safe += "&quot;";
    } else if (sign == '\'') {
      safe += "&#39;";
    } else if (is_forbidden(character)) {
      safe += k_not_a_character;
    } else {
      safe += character;
    }
  }
  return safe;
}

std::string attribute(std::string_view name, std::string_view value) {
  std::string text = " ";
  return text.append(name).append("=\"").append(escape_html(value)).append("\"");
}

std::string element(std::string_view tag, std::string_view css_class, std::string_view text) {
  std::string html = "<";
  html.append(tag);
  if (!css_class.empty()) html += attribute("class", css_class);
  return html.append(">").append(escape_html(text)).append("</").append(tag).append(">");
}

}  // namespace bellwether::tell
