#include "understand/taught/books.hpp"

#include <utility>

#include <fmt/format.h>

namespace bellwether::taught {

namespace {

constexpr std::string_view k_all = "SELECT number, at, who, version, label, toml FROM theme_books";

Result<std::vector<KeptBook>> read(records::Transaction& transaction, const std::string& sql,
                                   const std::vector<records::Bind>& binds) {
  std::vector<KeptBook> books;
  const auto take = [&](const records::Row& row) -> Result<void> {
    const auto number = row.whole(0);
    if (!number) return std::unexpected(number.error());
    books.push_back({.number = *number,
                     .at = row.text(1),
                     .who = row.text(2),
                     .version = row.text(3),
                     .label = row.text(4),
                     .toml = row.text(5)});
    return {};
  };
  if (auto asked = transaction.ask(sql, 6, binds, take); !asked) return std::unexpected(asked.error());
  return books;
}

}  // namespace

Result<std::optional<KeptBook>> newest_book(records::Transaction& transaction) {
  auto books = read(transaction, fmt::format("{} ORDER BY number DESC LIMIT 1", k_all), {});
  if (!books) return std::unexpected(books.error());
  if (books->empty()) return std::nullopt;
  return std::move(books->front());
}

Result<KeptBook> kept_book(records::Transaction& transaction, std::int64_t number) {
  const std::vector<records::Bind> binds = {{"number", number}};
  auto books = read(transaction, fmt::format("{} WHERE number = :number", k_all), binds);
  if (!books) return std::unexpected(books.error());
  if (books->empty()) return fail(Code::not_found, fmt::format("there is no book of themes {}", number));
  return std::move(books->front());
}

Result<std::vector<KeptBook>> kept_books(records::Transaction& transaction, std::size_t most) {
  return read(
      transaction,
      fmt::format("SELECT number, at, who, version, label, '' FROM theme_books ORDER BY number DESC LIMIT {}", most),
      {});
}

Result<KeptBook> keep_book(records::Transaction& transaction, std::string_view toml, std::string_view who, Instant at,
                           std::optional<std::int64_t> before) {
  const auto book = understand::ThemeBook::from_toml(toml, "themes.toml");
  if (!book) return std::unexpected(book.error());
  const auto newest = newest_book(transaction);
  if (!newest) return std::unexpected(newest.error());
  const std::int64_t last = *newest ? (*newest)->number : 0;
  if (before && *before != last) {
    return fail(Code::conflict, fmt::format("book {} was given in the meantime", last), {},
                "look at it, and write your change into it");
  }
  KeptBook kept{.number = last + 1,
                .at = to_text(at),
                .who = std::string(who),
                .version = std::string(book->version()),
                .label = std::string(book->label()),
                .toml = std::string(toml)};
  const std::vector<records::Bind> binds = {{"number", kept.number},   {"at", kept.at},       {"who", kept.who},
                                            {"version", kept.version}, {"label", kept.label}, {"toml", kept.toml}};
  const auto put = transaction.run(
      "INSERT INTO theme_books (number, at, who, version, label, toml) VALUES (:number, :at, :who, :version, :label, "
      ":toml)",
      binds);
  if (!put) return std::unexpected(put.error());
  return kept;
}

}  // namespace bellwether::taught
