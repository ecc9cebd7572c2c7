#include "listen/hooks/path.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

using Kind = PathStep::Kind;

constexpr std::string_view k_example =
    "a path is ticket.id, parts[-1], answers[field.ref=nps].number or $header.X-Event";

bool is_name(char c) {
  return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && !std::string_view(".[]{}=\"'$").contains(c);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (trouble != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

class Path::Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Path> read() {
    if (text_.size() > k_most_path_bytes) return fail(Code::too_large, "the path is too long", {}, "shorten it");
    Path path;
    path.text_ = text_;
    if (!root(path)) return wrong("there is no such beginning", "$body, $header and $query are known");
    bool first = path.root_ == Root::item;
    while (at_ < text_.size()) {
      if (peek() == '[') {
        auto step = bracket();
        if (!step) return std::unexpected(step.error());
        path.steps_.push_back(std::move(*step));
      } else {
        if (!first && !take('.')) return wrong("a dot or [ is missing", std::string(k_example));
        auto name = bare_name();
        if (name.empty()) return wrong("a name is missing", std::string(k_example));
        path.steps_.push_back({.kind = Kind::member, .name = std::move(name), .key = {}, .value = {}});
      }
      first = false;
    }
    if (path.root_ == Root::item && path.steps_.empty()) return wrong("the path is empty", std::string(k_example));
    const bool named = path.root_ == Root::header || path.root_ == Root::query;
    if (named && (path.steps_.size() != 1 || path.steps_.front().kind != Kind::member)) {
      return wrong("one name stands behind $header and $query", "write $header.X-Event or $query.app");
    }
    return path;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (take(' ')) {
    }
  }

  [[nodiscard]] std::unexpected<Error> wrong(std::string_view what, std::string mend) const {
    return fail(Code::bad_input, fmt::format("‘{}’ is no path: {} at character {}", text_, what, at_ + 1), {},
                std::move(mend));
  }

  bool root(Path& path) {
    if (peek() != '$') return true;
    constexpr auto k_roots = std::to_array<std::pair<std::string_view, Root>>(
        {{"$body", Root::body}, {"$header", Root::header}, {"$query", Root::query}});
    for (const auto& [word, root] : k_roots) {
      if (!text_.starts_with(word)) continue;
      if (text_.size() > word.size() && text_[word.size()] != '.' && text_[word.size()] != '[') continue;
      path.root_ = root;
      at_ = word.size();
      return true;
    }
    return false;
  }

  std::string bare_name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  Result<std::string> quoted() {
    take('"');
    std::string name;
    while (at_ < text_.size() && peek() != '"') {
      if (peek() == '\\' && at_ + 1 < text_.size()) ++at_;
      name += text_[at_++];
    }
    if (!take('"')) return wrong("a closing quote is missing", "write [\"a name\"]");
    return name;
  }

  Result<PathStep> bracket() {
    take('[');
    blanks();
    PathStep step;
    if (peek() == '"') {
      auto name = quoted();
      if (!name) return std::unexpected(name.error());
      step.name = std::move(*name);
    } else if (auto done = select(step); !done) {
      return std::unexpected(done.error());
    }
    blanks();
    if (!take(']')) return wrong("a ] is missing", std::string(k_example));
    return step;
  }

  /// What stands in brackets and is no name: *, a number, key=value, or * and key=value.
  Result<void> select(PathStep& step) {
    const bool all = take('*');
    blanks();
    if (all && peek() == ']') {
      step.kind = Kind::all;
      return {};
    }
    do {
      step.key.push_back(bare_name());
      if (step.key.back().empty()) return wrong("a name or a number is missing", std::string(k_example));
    } while (take('.'));
    blanks();
    if (take('=')) {
      step.kind = all ? Kind::all_with : Kind::first_with;
      blanks();
      return compared(step);
    }
    const auto index = all || step.key.size() != 1 ? std::nullopt : whole_number(step.key.front());
    if (!index) return wrong("neither a number nor key=value", "a name in brackets stands in quotes: [\"name\"]");
    step.kind = Kind::index;
    step.index = *index;
    step.key.clear();
    return {};
  }

  Result<void> compared(PathStep& step) {
    if (peek() == '"') {
      auto value = quoted();
      if (!value) return std::unexpected(value.error());
      step.value = std::move(*value);
      return {};
    }
    const std::size_t end = std::min(text_.find(']', at_), text_.size());
    step.value = text_.substr(at_, end - at_);
    while (step.value.ends_with(' ')) step.value.pop_back();
    at_ = end;
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Result<Path> Path::from(std::string_view text) { return Reader(text).read(); }

bool Path::leads_to_many() const {
  return std::ranges::any_of(
      steps_, [](const PathStep& step) { return step.kind == Kind::all || step.kind == Kind::all_with; });
}

}  // namespace bellwether::listen
