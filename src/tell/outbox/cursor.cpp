// Up to where facts were told on, in the records: in one transaction with what is to be told.
#include "base/text.hpp"
#include "tell/outbox/deliveries.hpp"

#include <charconv>

#include <fmt/format.h>

namespace bellwether::outbox {

namespace {

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// "12-15 20-22"
std::string text_of(const Cursor& cursor) {
  std::vector<std::string> all;
  for (const auto& [after, upto] : cursor.ranges) all.push_back(fmt::format("{}-{}", after, upto));
  return join(all, " ");
}

Result<void> read_ranges(std::string_view text, Cursor& cursor) {
  if (text.empty()) return {};
  for (const std::string_view range : split(text, ' ')) {
    const std::size_t dash = range.find('-');
    std::uint64_t after = 0, upto = 0;
    if (dash == std::string_view::npos || !read_number(range.substr(0, dash), after) ||
        !read_number(range.substr(dash + 1), upto)) {
      return fail(Code::damaged, "it can't be read up to where facts were told on");
    }
    cursor.ranges.emplace_back(after, upto);
  }
  return {};
}

}  // namespace

Result<std::optional<Cursor>> cursor(records::Transaction& transaction) {
  std::optional<Cursor> found;
  const auto done =
      transaction.ask("SELECT store, seen, ranges FROM webhook_cursor WHERE name = 'facts'", 3, {},
                      [&](const records::Row& row) -> Result<void> {
                        const auto seen = row.whole(1);
                        if (!seen) return std::unexpected(seen.error());
                        found = Cursor{.store = row.text(0), .seen = static_cast<std::uint64_t>(*seen), .ranges = {}};
                        return read_ranges(row.text(2), *found);
                      });
  if (!done) return std::unexpected(done.error());
  return found;
}

Result<void> set_cursor(records::Transaction& transaction, const Cursor& cursor) {
  auto done = transaction.run("DELETE FROM webhook_cursor WHERE name = 'facts'");
  if (!done) return done;
  return transaction.run(
      "INSERT INTO webhook_cursor (name, store, seen, ranges) VALUES ('facts', :store, :seen, :ranges)",
      {{"store", cursor.store}, {"seen", static_cast<std::int64_t>(cursor.seen)}, {"ranges", text_of(cursor)}});
}

}  // namespace bellwether::outbox
