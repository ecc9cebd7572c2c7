#include "listen/hooks/html_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace bellwether::listen {

namespace {

constexpr auto k_lines = std::to_array<std::string_view>(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr"});
constexpr auto k_unread = std::to_array<std::string_view>({"script", "style", "head", "title"});
constexpr auto k_entities = std::to_array<std::pair<std::string_view, std::string_view>>({{"amp", "&"},
                                                                                          {"lt", "<"},
                                                                                          {"gt", ">"},
                                                                                          {"quot", "\""},
                                                                                          {"apos", "'"},
                                                                                          {"nbsp", " "},
                                                                                          {"hellip", "…"},
                                                                                          {"ndash", "–"},
                                                                                          {"mdash", "—"},
                                                                                          {"lsquo", "‘"},
                                                                                          {"rsquo", "’"},
                                                                                          {"ldquo", "“"},
                                                                                          {"rdquo", "”"},
                                                                                          {"euro", "€"},
                                                                                          {"pound", "£"}});

std::string utf8_of(std::uint32_t point) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xC0U | (point >> 6U)), byte(0x80U | (point & 0x3FU))};
  if (point < 0x10000) {
    return {byte(0xE0U | (point >> 12U)), byte(0x80U | ((point >> 6U) & 0x3FU)), byte(0x80U | (point & 0x3FU))};
  }
  return {byte(0xF0U | (point >> 18U)), byte(0x80U | ((point >> 12U) & 0x3FU)), byte(0x80U | ((point >> 6U) & 0x3FU)),
          byte(0x80U | (point & 0x3FU))};
}

/// Of "&#39;" without its & and ; — nothing where it stands for no character of a text.
std::optional<std::string> numbered(std::string_view entity) {
  entity.remove_prefix(1);
  const bool hex = entity.starts_with('x') || entity.starts_with('X');
  if (hex) entity.remove_prefix(1);
  std::uint32_t point = 0;
  const auto [end, trouble] = std::from_chars(entity.data(), entity.data() + entity.size(), point, hex ? 16 : 10);
  if (trouble != std::errc() || end != entity.data() + entity.size()) return std::nullopt;
  const bool surrogate = 0xD800 <= point && point <= 0xDFFF;
  if (point < 0x20 || point == 0x7F || surrogate || point > 0x10FFFF) return " ";
  if (point == 0xA0) return " ";
  return utf8_of(point);
}

class Reading {
 public:
  explicit Reading(std::string_view html) : html_(html) {}

  std::string text() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<' && tag()) continue;
      if (c == '&' && entity()) continue;
      put(c);
      ++at_;
    }
    return std::string(trim(out_));
  }

 private:
  void put(char c) {
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
      out_ += c;
    } else if (!out_.empty() && out_.back() != ' ' && out_.back() != '\n') {
      out_ += ' ';
    }
  }

  void line() {
    if (out_.ends_with(' ')) out_.pop_back();
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
  }

  /// False where what looks like one is none: "a < b".
  bool tag() {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) {
      const std::size_t end = rest.find("-->", 4);
      at_ = end == std::string_view::npos ? html_.size() : at_ + end + 3;
      return true;
    }
    const bool closing = rest.starts_with("</");
    std::size_t name_end = closing ? 2 : 1;
    const std::size_t begin = name_end;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '!'; };
    if (begin >= rest.size() || !letter(rest[begin])) return false;
    while (name_end < rest.size() && (letter(rest[name_end]) || (rest[name_end] >= '0' && rest[name_end] <= '9')))
      ++name_end;
    const std::string name = lower_ascii(rest.substr(begin, name_end - begin));
    const std::size_t end = all_closed_ ? std::string_view::npos : rest.find('>', name_end);
    all_closed_ = end == std::string_view::npos;  // so that a million open ones are not each sought to the end
    if (all_closed_) return false;
    at_ += end + 1;
    if (!closing && std::ranges::find(k_unread, name) != k_unread.end()) skip_to_end_of(name);
    if (std::ranges::find(k_lines, name) != k_lines.end()) line();
    return true;
  }

  void skip_to_end_of(const std::string& name) {
    for (std::size_t end = html_.find("</", at_); end != std::string_view::npos; end = html_.find("</", end + 2)) {
      if (!equals_ignoring_case(html_.substr(end + 2, name.size()), name)) continue;
      at_ = end;
      return;
    }
    at_ = html_.size();
  }

  bool entity() {
    constexpr std::size_t k_longest = 12;
    const std::string_view rest = html_.substr(at_ + 1, k_longest);
    const std::size_t end = rest.find(';');
    if (end == std::string_view::npos || end < 2) return false;
    const std::string_view name = rest.substr(0, end);
    std::string meant;
    if (name.starts_with('#')) {
      const auto character = numbered(name);
      if (!character) return false;
      meant = *character;
    } else {
      const auto* const known =
          std::ranges::find(k_entities, name, &std::pair<std::string_view, std::string_view>::first);
      if (known == k_entities.end()) return false;
      meant = known->second;
    }
    if (meant == " ") {
      put(' ');
    } else {
      out_ += meant;
    }
    at_ += end + 2;
    return true;
  }

  std::string_view html_;
  std::size_t at_ = 0;
  bool all_closed_ = false;
  std::string out_;
};

}  // namespace

std::string text_of_html(std::string_view html) { return Reading(html).text(); }

}  // namespace bellwether::listen
