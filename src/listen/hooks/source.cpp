#include "listen/hooks/source.hpp"

#include <fmt/format.h>

namespace bellwether::listen {

Result<Template> Template::from(std::string_view text) {
  Template made;
  if (!text.contains('{') && !text.contains('}')) {
    auto path = Path::from(text);
    if (!path) return std::unexpected(path.error());
    made.is_path = true;
    made.texts.resize(2);
    made.paths.push_back(std::move(*path));
    return made;
  }
  std::size_t at = 0;
  while (true) {
    const std::size_t open = text.find_first_of("{}", at);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (text[open] == '}' || close == std::string_view::npos) {
      return fail(Code::bad_input, fmt::format("‘{}’ has a brace without its other one", text), {},
                  "write {path}, as in \"{ticket.id}-{rating.id}\"");
    }
    auto path = Path::from(text.substr(open + 1, close - open - 1));
    if (!path) return std::unexpected(path.error());
    made.texts.emplace_back(text.substr(at, open - at));
    made.paths.push_back(std::move(*path));
    at = close + 1;
  }
  made.texts.emplace_back(text.substr(at));
  return made;
}

bool matches(std::string_view text, std::string_view pattern) {
  // The usual walk with one way back: to the last star, taking one character more. Time is text × pattern at most.
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace bellwether::listen
