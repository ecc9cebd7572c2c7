#include "listen/rows/json_scan.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace bellwether::listen {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Behind the string whose opening quote is at `at`.
std::size_t string_end(std::string_view text, std::size_t at) {
  at = text.find_first_of("\"\\", at + 1);
  while (at < text.size() && text[at] == '\\') {
    at = at + 2 < text.size() ? text.find_first_of("\"\\", at + 2)
                              : text.npos;  // Behind what the backslash stands before.
  }
  return at < text.size() ? at + 1 : k_unfinished;
}

/// An array of objects somewhere inside an object.
struct Inside {
  std::string path;
  std::size_t begin = 0;           ///< behind its "["
  std::size_t end = k_unfinished;  ///< behind its "]"
};

constexpr std::size_t k_deepest_array = 4;

/// Collects the arrays of objects among the members of the object at `at`, at most k_deepest_array levels down. Returns the
/// object's end.
std::size_t find_arrays(std::string_view text, std::size_t at, const std::string& path, std::size_t depth,
                        std::vector<Inside>& arrays) {
  at = skip_blank(text, at + 1);
  while (at < text.size() && text[at] == '"') {
    const std::size_t key_end = string_end(text, at);
    if (key_end == k_unfinished) return k_unfinished;
    const std::string name = path + std::string(text.substr(at + 1, key_end - at - 2));
    at = skip_blank(text, key_end);
    if (at >= text.size() || text[at] != ':') return k_unfinished;
    at = skip_blank(text, at + 1);
    if (at >= text.size()) return k_unfinished;
    if (text[at] == '{' && depth < k_deepest_array) {
      at = find_arrays(text, at, name + ".", depth + 1, arrays);
    } else {
      const std::size_t end = value_end(text, at);
      const std::size_t first = text[at] == '[' ? skip_blank(text, at + 1) : text.size();
      if (first < text.size() && text[first] == '{') arrays.push_back({name, at + 1, end});
      at = end;
    }
    if (at == k_unfinished) return k_unfinished;
    at = skip_blank(text, at, true);
  }
  return at < text.size() && text[at] == '}' ? at + 1 : k_unfinished;
}

/// Names under which interfaces hand out lists.
bool is_list_name(std::string_view path) {
  constexpr std::array<std::string_view, 18> k_names{
      "data", "results", "responses", "response", "items", "records",   "rows", "reviews", "signals",
      "acts", "tickets", "entries",   "values",   "hits",  "documents", "list", "surveys", "feedback"};
  const std::size_t dot = path.rfind('.');
  const std::string_view name = dot == path.npos ? path : path.substr(dot + 1);
  return std::ranges::find(k_names, name) != k_names.end();
}

/// The list that an object stands for, if it stands for one.
const Inside* list_of(const std::vector<Inside>& arrays, std::size_t object_bytes) {
  if (arrays.size() != 1) return nullptr;
  const Inside& array = arrays.front();
  const bool most = array.end == k_unfinished || 2 * (array.end - array.begin) > object_bytes;
  return most || is_list_name(array.path) ? &array : nullptr;
}

JsonShape shape_of_values(std::string_view text, std::size_t begin, std::size_t end) {
  const bool one_line = text.substr(begin, end - begin).find('\n') == text.npos;
  const std::size_t behind = text.find_first_not_of(" \t\r,", end);
  const bool line_ends = behind == text.npos || text[behind] == '\n';
  return {
      .kind = one_line && line_ends ? JsonShape::Kind::lines : JsonShape::Kind::elements, .begin = begin, .inside = {}};
}

}  // namespace

std::size_t skip_blank(std::string_view text, std::size_t at, bool comma) {
  while (at < text.size() && (is_blank(text[at]) || (comma && text[at] == ','))) ++at;
  return at;
}

std::size_t value_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return k_unfinished;
  if (text[at] == '"') return string_end(text, at);
  if (text[at] != '{' && text[at] != '[') {
    const std::size_t end = text.find_first_of(",]} \t\r\n", at);
    return end == text.npos ? k_unfinished : end;
  }
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      at = string_end(text, at);
      if (at == k_unfinished) return k_unfinished;
      --at;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return k_unfinished;
}

bool looks_like_json(std::string_view beginning) {
  const std::size_t at = skip_blank(beginning, 0);
  if (at >= beginning.size() || (beginning[at] != '{' && beginning[at] != '[')) return false;
  const std::size_t next = skip_blank(beginning, at + 1);
  if (next >= beginning.size()) return false;
  const char c = beginning[next];
  if (beginning[at] == '{') return c == '"' || c == '}';
  return c == '{' || c == '[' || c == '"' || c == ']';
}

JsonShape json_shape_of(std::string_view text, bool whole) {
  const std::size_t begin = skip_blank(text, 0);
  const std::size_t end = value_end(text, begin);
  const bool more = end != k_unfinished && skip_blank(text, end, true) < text.size();
  if (more) return shape_of_values(text, begin, end);
  JsonShape array{.kind = JsonShape::Kind::elements, .begin = begin + 1, .in_array = true, .inside = {}};
  if (text[begin] == '[') return array;
  // One object: a row, or the wrapping of a list.
  std::vector<Inside> arrays;
  find_arrays(text, begin, "", 1, arrays);
  if (const Inside* list = list_of(arrays, text.size() - begin); list != nullptr) {
    return {.kind = JsonShape::Kind::elements, .begin = list->begin, .in_array = true, .inside = list->path};
  }
  if (end != k_unfinished) return shape_of_values(text, begin, end);
  // A first line that is damaged must not swallow the file.
  const std::size_t line = text.find('\n', begin);
  const bool lines = line != text.npos && skip_blank(text, line) < text.size() && text[skip_blank(text, line)] == '{';
  return {.kind = lines || !whole ? JsonShape::Kind::lines : JsonShape::Kind::elements, .begin = begin, .inside = {}};
}

}  // namespace bellwether::listen
