#include "understand/taught/marks.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bellwether::taught {

namespace {

constexpr auto k_parts = std::to_array<std::pair<std::string_view, Part>>(
    {{"sentiment", Part::sentiment}, {"theme", Part::theme}, {"intent", Part::intent}});
constexpr auto k_sides = std::to_array<std::string_view>({"negative", "neutral", "positive"});
constexpr auto k_answers = std::to_array<std::string_view>({"no", "yes"});
constexpr auto k_intents = std::to_array<std::string_view>(
    {"none", "complaint", "praise", "question", "suggestion", "request", "leaving", "legal_or_public", "safety"});
constexpr std::size_t k_longest_theme = 200;

std::span<const std::string_view> words_of(Part part) {
  switch (part) {
    case Part::sentiment:
      return k_sides;
    case Part::theme:
      return k_answers;
    case Part::intent:
      return k_intents;
  }
  return {};
}

}  // namespace

std::string_view word_of(Part part) {
  return std::ranges::find(k_parts, part, &std::pair<std::string_view, Part>::second)->first;
}

std::optional<Part> part_from(std::string_view word) {
  const auto* const found = std::ranges::find(k_parts, word, &std::pair<std::string_view, Part>::first);
  return found == k_parts.end() ? std::nullopt : std::optional(found->second);
}

Result<void> put_mark(records::Transaction& transaction, const Mark& mark, Instant at) {
  const auto words = words_of(mark.part);
  if (std::ranges::find(words, mark.told) == words.end()) {
    return fail(Code::bad_input, fmt::format("‘{}’ can't be told of {}", mark.told, word_of(mark.part)), "told",
                fmt::format("write one of: {}", fmt::join(words, ", ")));
  }
  if ((mark.part == Part::theme) == mark.theme.empty() || mark.theme.size() > k_longest_theme) {
    return fail(Code::bad_input, "a theme belongs to what is told of a theme, and to nothing else", "theme");
  }
  std::int64_t last = 0;
  const auto read = transaction.ask("SELECT COALESCE(MAX(number), 0) FROM marks", 1, {}, [&](const records::Row& row) {
    const auto number = row.whole(0);
    if (number) last = *number;
    return number ? Result<void>{} : std::unexpected(number.error());
  });
  if (!read) return read;
  const std::vector<records::Bind> binds = {{"number", last + 1},
                                            {"at", at},
                                            {"who", mark.who},
                                            {"signal", to_text(mark.signal)},
                                            {"part", word_of(mark.part)},
                                            {"theme", mark.theme},
                                            {"told", mark.told},
                                            {"machine", mark.machine},
                                            {"reader", mark.reader}};
  const auto gone =
      transaction.run("DELETE FROM marks WHERE signal = :signal AND part = :part AND theme = :theme AND who = :who",
                      {binds[3], binds[4], binds[5], binds[2]});
  if (!gone) return gone;
  return transaction.run(
      "INSERT INTO marks (number, at, who, signal, part, theme, told, machine, reader) VALUES (:number, :at, :who, "
      ":signal, :part, :theme, :told, :machine, :reader)",
      binds);
}

Result<std::vector<Mark>> marks(records::Transaction& transaction, const MarksWish& wish) {
  std::string sql = "SELECT signal, part, theme, told, machine, reader, who, at FROM marks WHERE 1 = 1";
  std::vector<records::Bind> binds;
  if (wish.part) {
    sql += " AND part = :part";
    binds.push_back({"part", word_of(*wish.part)});
  }
  if (wish.theme) {
    sql += " AND theme = :theme";
    binds.push_back({"theme", *wish.theme});
  }
  if (wish.signal) {
    sql += " AND signal = :signal";
    binds.push_back({"signal", to_text(*wish.signal)});
  }
  sql += fmt::format(" ORDER BY number DESC LIMIT {}", wish.most);
  std::vector<Mark> all;
  const auto take = [&](const records::Row& row) -> Result<void> {
    const auto id = id_from_text(row.text(0));
    const auto part = part_from(row.text(1));
    if (!id || !part) return fail(Code::damaged, "a mark that is of nothing", "marks");
    all.push_back({.signal = *id,
                   .part = *part,
                   .theme = row.text(2),
                   .told = row.text(3),
                   .machine = row.text(4),
                   .reader = row.text(5),
                   .who = row.text(6),
                   .at = row.text(7)});
    return {};
  };
  if (auto asked = transaction.ask(sql, 8, binds, take); !asked) return std::unexpected(asked.error());
  return all;
}

}  // namespace bellwether::taught
