// The keys by which things are known again, for a number of days, in SQLite tables of the inbox's file. One thread, the writer's.
//
//   auto keys = KnownKeys::open(engine, 7);
//   keys->tend(today);                                  // between transactions
//   engine.run("BEGIN IMMEDIATE");
//   if (!*keys->find(key)) keys->add(key, {number, content});
//   keys->write();
//   engine.run("COMMIT") ? keys->committed() : keys->undone();
//
// Keys are hashes: put into a tree as they come, each would change a page of its own. New ones are therefore appended to a list, and are in
// memory besides. A long list is closed and carried into the tree in order of keys, a stretch with each transaction, so that one page takes
// many; another list takes what comes meanwhile. Two trees take turns: when the younger is as old as keys must be known, the elder is
// emptied and becomes the younger, so that nothing is ever looked for to be deleted.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/inbox/inbox.hpp"
#include "store/inbox/sqlite.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bellwether::inbox {

class KnownKeys {
 public:
  struct Known {
    std::uint64_t number = 0;   ///< of the first entry under the key
    std::uint64_t content = 0;  ///< of that entry
  };
  /// Of the list in memory, and of the one that is being carried: some 20 MB each.
  static constexpr std::size_t k_list = 1 << 18;

  /// Of an engine that outlives it. `list`: how many keys make a list long. Errors: as of the engine.
  [[nodiscard]] static Result<KnownKeys> open(const Engine& engine, int keep_days, std::size_t list = k_list);

  [[nodiscard]] Result<std::optional<Known>> find(const Key& key);
  /// Within a transaction; a key that is not known.
  void add(const Key& key, const Known& known);
  /// Within a transaction, once at its end: writes what was added, as one row, and carries some more of a closed list into its tree, if
  /// there is one.
  [[nodiscard]] Result<void> write();
  void committed();
  void undone();

  /// Outside a transaction, before one whose keys come on this day: closes a long list, ends one that is carried, lets keys age. There is
  /// rarely anything to do.
  [[nodiscard]] Result<void> tend(Day today);

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const {
      std::size_t first = 0;
      std::memcpy(&first, key.bytes.data(), sizeof first);
      return first;
    }
  };
  using List = std::unordered_map<Key, Known, Hash>;
  /// What of the state stands in the file.
  struct State {
    std::size_t young = 0;    ///< tree for what is new
    Day young_since;          ///< 0: nothing came yet
    std::size_t filling = 0;  ///< list that takes new keys; the other one is closed, if `carrying`
    bool carrying = false;
    std::size_t carried_into = 0;  ///< the closed list's tree
  };

  KnownKeys(const Engine& engine, int keep_days, std::size_t list)
      : engine_(&engine), keep_days_(keep_days), most_(list) {}
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> read_lists();
  /// Runs one transaction that changes the state.
  [[nodiscard]] Result<void> change(const State& to, const std::string& sql);
  [[nodiscard]] Result<void> carry();
  [[nodiscard]] Result<void> close_list(State to);
  void sort_closed();
  [[nodiscard]] Result<void> note_closed_list_carried();

  const Engine* engine_;
  int keep_days_;
  std::size_t most_;
  State state_;
  std::array<std::optional<Statement>, 2> append_, put_, find_;
  std::array<bool, 2> has_tree_{};  ///< whether the tree may have keys: an empty one need not be asked

  List filling_, closed_;
  std::vector<Key> order_;    ///< of the closed list
  std::size_t carried_ = 0;   ///< of `order_`, for good
  std::size_t carrying_ = 0;  ///< of `order_`, in this transaction too
  std::vector<Key> added_;    ///< in this transaction
  std::string row_;           ///< of them
};

/// Keys as the bytes of a list's row, one behind the other: the key, its number and its content, 8 bytes each, the low byte first.
void append_key(std::string& row, const Key& key, const KnownKeys::Known& known);
/// Error: `damaged`.
[[nodiscard]] Result<std::vector<std::pair<Key, KnownKeys::Known>>> keys_of(std::span<const std::byte> row);

}  // namespace bellwether::inbox
