#include "listen/rows/csv_shape.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_chunk_bytes = std::size_t{256} << 10U;
constexpr std::size_t k_longest_record = std::size_t{16} << 20U;

/// A record of the outer CSV, taken apart.
struct Outer {
  enum class Kind : std::uint8_t { wrapped, plain, open } kind = Kind::plain;  ///< open: the text ends inside it
  std::size_t end = 0;                                                         ///< behind its line break
};

bool is_break(char c) { return c == '\r' || c == '\n'; }

/// Behind the line break at `at`, or nothing where more text is needed to know.
std::optional<std::size_t> behind_break(std::string_view text, std::size_t at, bool last) {
  if (at >= text.size()) return last ? std::optional(text.size()) : std::nullopt;
  if (text[at] == '\n') return at + 1;
  if (at + 1 == text.size()) return last ? std::optional(at + 1) : std::nullopt;
  return at + (text[at + 1] == '\n' ? 2U : 1U);
}

/// The closing quote of the cell that opens at `at`.
std::size_t closing_quote(std::string_view text, std::size_t at) {
  for (at = text.find('"', at + 1); at != text.npos; at = text.find('"', at + 2)) {
    if (at + 1 == text.size() || text[at + 1] != '"') return at;
  }
  return text.npos;
}

void append_unquoted(std::string_view quoted, std::string& out) {
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    out += quoted[i];
    if (quoted[i] == '"') ++i;
  }
}

/// Takes the record at `at` apart at `padding` and appends its cells, joined as they were before something split them. A
/// comma may be the inner delimiter as well: then only a line that is one quoted cell is taken apart.
Outer take_apart(std::string_view text, std::size_t at, bool last, char padding, std::string& out) {
  const bool joins = padding != ',' && padding != '\0';
  bool quoted = false;
  while (true) {
    if (at < text.size() && text[at] == '"') {
      const std::size_t close = closing_quote(text, at);
      const bool open = close == text.npos || close + 1 == text.size();
      if (open && !last) return {.kind = Outer::Kind::open};
      if (close == text.npos) return {};
      if (close + 1 < text.size() && text[close + 1] != padding && !is_break(text[close + 1])) return {};
      append_unquoted(text.substr(at + 1, close - at - 1), out);
      quoted = true;
      at = close + 1;
    } else {
      const std::size_t begin = at;
      while (at < text.size() && text[at] != padding && !is_break(text[at])) ++at;
      if (!joins && at > begin) return {};
      out += text.substr(begin, at - begin);
    }
    if (at < text.size() && text[at] == padding) {
      out += padding;
      ++at;
      continue;
    }
    const std::optional<std::size_t> end = behind_break(text, at, last);
    if (!end) return {.kind = Outer::Kind::open};
    while (padding != '\0' && out.ends_with(padding)) out.pop_back();
    return {.kind = quoted ? Outer::Kind::wrapped : Outer::Kind::plain, .end = *end};
  }
}

class LineSource : public ByteSource {
 public:
  explicit LineSource(std::unique_ptr<ByteSource> inner) : inner_(std::move(inner)) {}

  Result<std::size_t> read(std::span<char> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      if (at_ == ready_.size()) {
        ready_.clear();
        at_ = 0;
        if (ended_) break;
        if (Result<bool> more = refill(); !more) return std::unexpected(more.error());
        continue;
      }
      const std::size_t now = std::min(into.size() - done, ready_.size() - at_);
      std::memcpy(into.data() + done, ready_.data() + at_, now);
      at_ += now;
      done += now;
    }
    return done;
  }
  std::uint64_t bytes_read() const override { return inner_->bytes_read(); }

 private:
  /// Makes text of what is there; returns how much of it was used.
  virtual std::size_t turn(std::string_view text, bool last, std::string& out) = 0;

  Result<bool> refill() {
    const std::size_t held = input_.size();
    input_.resize(held + k_chunk_bytes);
    const Result<std::size_t> got = inner_->read({input_.data() + held, k_chunk_bytes});
    if (!got) return std::unexpected(got.error());
    input_.resize(held + *got);
    ended_ = *got < k_chunk_bytes;
    const std::size_t used = turn(input_, ended_, ready_);
    input_.erase(0, used);
    if (input_.size() > k_longest_record) {
      ready_ += input_;  // No line is so long: pass it on, and let the splitter say so.
      input_.clear();
    }
    return true;
  }

  std::unique_ptr<ByteSource> inner_;
  std::string input_, ready_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

class UnwrapSource final : public LineSource {
 public:
  UnwrapSource(std::unique_ptr<ByteSource> outer, char padding) : LineSource(std::move(outer)), padding_(padding) {}

 private:
  std::size_t turn(std::string_view text, bool last, std::string& out) override {
    return unwrap_lines(text, last, padding_, out, unwrapped_);
  }
  char padding_;
  std::size_t unwrapped_ = 0;
};

class SpacesSource final : public LineSource {
 public:
  using LineSource::LineSource;

 private:
  std::size_t turn(std::string_view text, bool /*last*/, std::string& out) override {
    split_spaces_in(text, at_line_start_, blank_before_, out);
    return text.size();
  }
  bool at_line_start_ = true, blank_before_ = false;
};

}  // namespace

std::size_t unwrap_lines(std::string_view text, bool last, char padding, std::string& out, std::size_t& unwrapped) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t before = out.size();
    Outer record = take_apart(text, at, last, padding, out);
    if (record.kind == Outer::Kind::open) {
      out.resize(before);
      return at;
    }
    unwrapped += record.kind == Outer::Kind::wrapped ? 1U : 0U;
    if (record.end == 0) {  // Not to be taken apart: the line as it stands.
      out.resize(before);
      const std::size_t line_end = std::min(text.find_first_of("\r\n", at), text.size());
      const std::optional<std::size_t> end = behind_break(text, line_end, last);
      if (!end) return at;
      out += text.substr(at, line_end - at);
      record.end = *end;
    }
    out += '\n';
    at = record.end;
  }
  return at;
}

void split_spaces_in(std::string_view text, bool& at_line_start, bool& blank_before, std::string& out) {
  for (const char c : text) {
    if (c == ' ' || c == '\t') {
      blank_before = true;
      continue;
    }
    const bool is_break = c == '\n' || c == '\r';
    if (blank_before && !at_line_start && !is_break) out += '\t';
    blank_before = false;
    at_line_start = is_break;
    out += c;
  }
}

std::unique_ptr<ByteSource> unwrap_csv(std::unique_ptr<ByteSource> outer, char padding) {
  return std::make_unique<UnwrapSource>(std::move(outer), padding);
}

std::unique_ptr<ByteSource> split_spaces(std::unique_ptr<ByteSource> text) {
  return std::make_unique<SpacesSource>(std::move(text));
}

}  // namespace bellwether::listen
