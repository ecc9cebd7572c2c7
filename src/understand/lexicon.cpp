#include "understand/lexicon.hpp"

#include "base/text.hpp"

#include <charconv>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

struct Line {
  float number = 0;
  std::vector<std::string_view> entries;
};

Result<std::vector<Line>> parse(std::string_view lines) {
  std::vector<Line> parsed;
  int at = 0;
  for (const std::string_view line : split(lines, '\n')) {
    ++at;
    const std::string_view text = trim(line.substr(0, line.find('#')));
    if (text.empty()) continue;
    Line& one = parsed.emplace_back();
    bool has_number = false;
    for (const std::string_view word : split(text, ' ')) {
      if (word.empty()) continue;
      if (has_number) {
        one.entries.push_back(word);
        continue;
      }
      const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), one.number);
      has_number = wrong == std::errc() && end == word.data() + word.size() && std::isfinite(one.number);
      if (!has_number) {
        return fail(Code::bad_input, fmt::format("a line begins with a number, not with \"{}\"", word),
                    fmt::format("line {}", at), "write the number of its words first");
      }
    }
  }
  return parsed;
}

}  // namespace

Result<void> Lexicon::add(std::string_view lines, bool bare) {
  const auto parsed = parse(lines);
  if (!parsed) return std::unexpected(parsed.error());
  for (const Line& line : *parsed) {
    const auto number = static_cast<std::uint32_t>(numbers_.size());
    numbers_.push_back(line.number);
    for (const std::string_view entry : line.entries) {
      if (std::uint32_t* value = phrases_.value_of(entry)) *value = number;
      if (!bare) continue;
      if (std::uint32_t* value = phrases_.value_of(without_accents(entry))) *value = number;
    }
  }
  return {};
}

std::optional<Lexicon::Found> Lexicon::at(const Words& words, std::size_t first) const {
  const auto found = phrases_.at(words, first);
  if (!found) return std::nullopt;
  return Found{.number = double{numbers_[found->value]}, .words = found->words};
}

}  // namespace bellwether::understand
