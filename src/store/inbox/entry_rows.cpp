#include "store/inbox/entry_rows.hpp"

#include "store/inbox/packed.hpp"

#include <span>
#include <utility>

namespace bellwether::inbox {

namespace {

/// A row is written when it has so much: what is read of it at once stays small.
constexpr std::size_t k_row_bytes = 256 << 10;

std::unexpected<Error> wrong_row(std::uint64_t last) {
  return fail(Code::damaged, "the inbox's row of entries up to " + std::to_string(last) + " is not whole", {},
              "bring back the last backup of the data directory");
}

}  // namespace

Result<EntryRows> EntryRows::open(const Engine& engine) {
  auto insert = engine.prepare("INSERT INTO entries (last, first, bytes) VALUES (?, ?, ?)");
  if (!insert) return std::unexpected(insert.error());
  return EntryRows(*std::move(insert));
}

Result<void> EntryRows::add(std::uint64_t number, std::string_view bytes) {
  if (!gathered_.empty() && (number != last_ + 1 || gathered_.size() >= k_row_bytes)) {
    if (auto wrote = write(); !wrote) return wrote;
  }
  if (gathered_.empty()) first_ = number;
  last_ = number;
  append_number(gathered_, static_cast<std::uint32_t>(bytes.size()));
  gathered_.append(bytes);
  return {};
}

Result<void> EntryRows::write() {
  if (gathered_.empty()) return {};
  auto wrote = insert_.bind(1, static_cast<std::int64_t>(last_))
                   .bind(2, static_cast<std::int64_t>(first_))
                   .bind(3, std::as_bytes(std::span(gathered_)))
                   .run();
  gathered_.clear();
  return wrote;
}

void EntryRows::undone() { gathered_.clear(); }

Result<std::vector<Waiting>> read_entries(const Engine& engine, std::uint64_t position, std::size_t most,
                                          std::size_t most_bytes) {
  auto rows = engine.prepare("SELECT last, first, bytes FROM entries WHERE last > ? ORDER BY last");
  if (!rows) return std::unexpected(rows.error());
  rows->bind(1, static_cast<std::int64_t>(position));
  std::vector<Waiting> waiting;
  std::size_t taken = 0;
  while (true) {
    const auto next = rows->next();
    if (!next) return std::unexpected(next.error());
    if (!*next) return waiting;
    const auto last = static_cast<std::uint64_t>(rows->number(0));
    std::span<const std::byte> left = rows->bytes(2);
    for (auto number = static_cast<std::uint64_t>(rows->number(1)); number <= last; ++number) {
      constexpr std::size_t k_length = sizeof(std::uint32_t);
      if (left.size() < k_length) return wrong_row(last);
      const auto length = number_of<std::uint32_t>(left.first<k_length>());
      left = left.subspan(k_length);
      if (left.size() < length) return wrong_row(last);
      const auto bytes = left.first(length);
      left = left.subspan(length);
      if (number <= position) continue;
      if (waiting.size() == most || (taken + length > most_bytes && !waiting.empty())) return waiting;
      taken += length;
      waiting.push_back(
          {.number = number, .bytes = std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
    }
  }
}

}  // namespace bellwether::inbox
