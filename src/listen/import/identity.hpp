// Which rows of a file are in the store already, and which ids new ones get: so that importing the same file again, a longer
// version of it, or going on after a stop adds nothing twice.
//
// A row's id is made of what names it: its key where the file has one, else its content and its position among equal rows
// (two guests may well give the same answers). The id alone tells all: nothing else has to be stored.
#pragma once

#include "base/id.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace bellwether::listen {

/// Gives pages back to the system. Large ones, where it has them: a table of this size is looked into at random.
struct Unmap {
  std::size_t bytes = 0;
  void operator()(void* pages) const;
};

/// Ids in one flat table, 12 bytes each, with a mark for those that were met in the file that is being read. An id is taken
/// for another only if 94 bits of them agree by chance: among 100 million rows, once in 10^12 imports.
class IdTable {
 public:
  static constexpr std::size_t k_nowhere = static_cast<std::size_t>(-1);

  IdTable() = default;
  /// Makes room for that many ids in all, so that none has to be moved.
  void reserve(std::size_t ids);
  void add_known(const Id& id);
  /// Adds a row that was met; `content` has 58 bits.
  void add_met(std::uint64_t key, std::uint64_t content);
  /// The place of that key (and content, if given), or k_nowhere. Valid until the next add.
  [[nodiscard]] std::size_t find(std::uint64_t key) const;
  [[nodiscard]] std::size_t find(std::uint64_t key, std::uint64_t content) const;
  /// Fetches a key's place in memory ahead of find().
  void prefetch(std::uint64_t key) const;
  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] bool is_met(std::size_t place) const { return (rests_[place] & k_met) != 0; }
  void mark_met(std::size_t place) { rests_[place] |= k_met; }

 private:
  static constexpr std::uint32_t k_met = std::uint32_t{1} << 31U;
  static constexpr std::uint32_t k_content = (std::uint32_t{1} << 30U) - 1;

  void add(std::uint64_t key, std::uint32_t rest);
  void grow(std::size_t slots);
  [[nodiscard]] std::size_t home(std::uint64_t key) const;
  [[nodiscard]] std::size_t behind(std::size_t place) const { return place + 1 == slots_ ? 0 : place + 1; }

  std::unique_ptr<std::uint64_t[], Unmap> keys_;   ///< 0: free
  std::unique_ptr<std::uint32_t[], Unmap> rests_;  ///< 30 bits of content, and the mark
  std::size_t slots_ = 0;
  std::size_t size_ = 0;
};

/// What a row is.
struct Identity {
  enum class Kind : std::uint8_t {
    fresh,      ///< not in the store: `id` is its id
    duplicate,  ///< in the store, or the same key with the same content a second time
    contested,  ///< its key is in the store with other content, by an earlier import: facts are not changed
  };
  Kind kind = Kind::fresh;
  Id id;
};

/// Names the rows of one source, in the file's order.
class RowNames {
 public:
  /// `source` goes into every id: rows of two sources never are the same.
  explicit RowNames(std::string_view source);

  [[nodiscard]] IdTable& known() { return known_; }

  /// What a row is by its content and, if it has one, its key.
  struct Hash {
    std::uint64_t high = 0, low = 0;  ///< of the content
    std::uint64_t key = 0;
    bool has_key = false;
  };
  /// Cells count with their bounds; null and empty differ. The table's slot is fetched ahead: with some rows hashed before
  /// they are named, no row waits for memory.
  [[nodiscard]] Hash hash(std::span<const std::string_view> cells, std::span<const std::string_view> key = {});
  [[nodiscard]] Identity name(const Hash& row);

  [[nodiscard]] Identity name(std::span<const std::string_view> cells, std::span<const std::string_view> key = {}) {
    return name(hash(cells, key));
  }

 private:
  [[nodiscard]] Identity name_by_key(const Hash& row);
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> hash_of(std::span<const std::string_view> cells);

  std::uint64_t seed_;
  IdTable known_;
  std::string scratch_;
  /// Where to go on for contents that stand in the file more than k_repeats times: a million equal rows stay linear.
  std::unordered_map<std::uint64_t, std::uint64_t> repeated_;
};

}  // namespace bellwether::listen
