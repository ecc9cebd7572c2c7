// The store of facts: append-only, with rollups in the same transaction, answered by sufficient statistics.
//
//   auto facts = Facts::open(directory);           // directory: store::DataDirectory
//   auto commit = (*facts)->append(std::move(batch), note).get();
//   auto slices = (*facts)->ask({.by = {unit}, .every = Grain::week, .statistics = {…}});
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"
#include "store/facts/crowd.hpp"
#include "store/facts/numbers.hpp"
#include "store/facts/query.hpp"
#include "store/facts/signal.hpp"
#include "store/facts/torn_log.hpp"
#include "store/facts/trail.hpp"

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::facts {

/// The source of facts that the program itself writes. They don't tell up to when anything is known of the company.
inline constexpr std::string_view k_own_source = "bellwether";

/// What one transaction wrote.
struct Commit {
  std::uint64_t snapshot = 0;  ///< counts up by one with each transaction
  std::size_t facts = 0;
};

/// Facts of both kinds that came through the inbox, and up to which of its entries they bring the store.
struct FromInbox {
  SignalBatch signals;
  ActBatch acts;
  std::uint64_t position = 0;
};

/// A file whose rows go into the store; kept beside them, so that the same file is known again.
struct ImportNote {
  std::string source = {};
  Table table = Table::signals;
  std::string file = {};          ///< its name without folders
  std::uint64_t bytes = 0;        ///< of its content, as read so far
  std::string content_hash = {};  ///< of those bytes; see `listen/import.hpp`
  std::uint64_t accepted = 0;     ///< rows so far, over all runs
  bool complete = false;
};

/// A fact as it stands in the store, with text of its own.
struct StoredSignal {
  Id id;
  std::optional<Instant> occurred_at;
  std::optional<Day> day;
  std::string source, channel, unit, touchpoint, text, language, intent, reader;
  VoiceOf voice_of = VoiceOf::customer;
  std::optional<Pseudonym> subject;
  std::vector<std::pair<std::string, Hundredths>> ratings;                            ///< by name
  std::vector<std::pair<std::string, std::variant<std::string, Micros>>> attributes;  ///< by name
  std::optional<Thousandths> sentiment, urgency, effort;
  std::vector<std::pair<std::string, std::optional<Thousandths>>> themes;
  std::optional<std::int64_t> ordered_by;  ///< of the look that found it: the value of Look::order_by, in its scale
};

struct StoredAct {
  Id id;
  std::optional<Instant> occurred_at;
  std::optional<Day> day;
  std::string source, kind, actor, unit, about, currency;
  std::optional<Pseudonym> subject;
  std::optional<Micros> amount, duration_s;
  std::vector<std::pair<std::string, std::variant<std::string, Micros>>> attributes;  ///< by name
};

/// Which acts to look at: the oldest first, then by id.
struct LookAtActs {
  Expr where = {};
  std::size_t limit = 50;  ///< at most 10,000
  std::optional<std::uint64_t> snapshot = {};
  std::optional<std::uint64_t> since_snapshot = {};  ///< only what was committed after it
};

/// Where a signal stands in the order of a look: what comes next begins behind it.
struct LookedUpTo {
  std::optional<std::int64_t> ordered_by;
  std::optional<Instant> occurred_at;
  Id id;
  friend bool operator==(const LookedUpTo&, const LookedUpTo&) = default;
};

/// Which signals to look at, and in which order.
struct Look {
  enum class Order : std::uint8_t { newest, oldest, lowest, highest };
  Expr where = {};
  std::optional<Day> from = {}, to = {};
  Order order = Order::newest;
  std::optional<Field> order_by =
      {};  ///< the rating or number that `lowest` and `highest` go by; ties: newest first, then id
  bool with_text_only = false;
  std::size_t limit = 50;  ///< at most 10,000
  std::optional<std::uint64_t> snapshot = {};
  std::optional<std::uint64_t> since_snapshot = {};  ///< only what was committed after it
  std::optional<LookedUpTo> after = {};              ///< only what stands behind it in the order
};

/// A name that may stand in a filter, with what is known of it.
struct KnownField {
  Field field = {};
  bool has_text = false;    ///< attribute that has texts
  bool has_number = false;  ///< attribute that has numbers
};

struct Problem {
  std::string where;  ///< the table, column or file
  std::string what;
  std::string mend;
};

struct CheckReport {
  std::uint64_t signals = 0, acts = 0;
  std::uint64_t snapshot = 0;
  std::vector<std::string> looked_at;  ///< what was verified, in words
  std::vector<Problem> problems;       ///< none: sound
};

class Facts {
 public:
  /// Opens (and, for writing, makes or migrates) the facts of a data directory. The directory must outlive them.
  /// Errors: `conflict` for a store of a newer schema (says which version wrote it); `damaged`; `io`; `not_found`.
  /// The engine takes what the settings say, or `most_memory_mb` if that is less.
  [[nodiscard]] static Result<std::unique_ptr<Facts>> open(const store::DataDirectory& directory,
                                                           std::size_t most_memory_mb = k_any_memory);
  static constexpr std::size_t k_any_memory = static_cast<std::size_t>(-1);

  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;
  ~Facts();  ///< waits for what was submitted

  /// Hands a batch to the one writer thread, which commits what waits in groups: facts, rollups and notes in one
  /// transaction. Blocks while more than `k_waiting_batches` wait. All or nothing: on an error nothing of the batch is
  /// in. Ids must be new (the caller asks known_ids()); ratings and attributes with a new name make it known.
  [[nodiscard]] std::future<Result<Commit>> append(SignalBatch batch, std::optional<ImportNote> note = {});
  [[nodiscard]] std::future<Result<Commit>> append(ActBatch batch, std::optional<ImportNote> note = {});
  /// The same, with the position in one transaction: after a crash the store knows up to where it has the inbox. Error: `conflict`
  /// where it has that entry already.
  [[nodiscard]] std::future<Result<Commit>> append(FromInbox moved);
  /// What reading made of texts anew, in place of what stood there, rollups and all: of each signal its id, its moment as it stands in the
  /// store, its language and what understanding made of it count; the rest is not looked at. A signal that is not there any more, or has no
  /// text, is passed over. All or nothing. Figures of earlier snapshots are of the new readings, too.
  [[nodiscard]] std::future<Result<Commit>> reread(SignalBatch batch);
  static constexpr std::size_t k_waiting_batches = 4;
  /// Batches of a multiple of this many facts are written fastest: each such stretch by a thread of its own.
  static constexpr std::size_t k_stretch = 122'880;

  /// Writes what is only in the log into the file and compacts the rollups. Call after long imports.
  [[nodiscard]] Result<void> tidy();

  /// Sufficient statistics per slice and period.
  [[nodiscard]] Result<Slices> ask(const Query& query) const;
  /// Moments along a key. Errors: as ask(); `bad_input` for a key that a fact can't have; `too_large` over k_most_moments.
  [[nodiscard]] Result<Trail> trail(const TrailQuery& query) const;
  /// Who stands in which slice and month. Errors: as ask(); `too_large` over k_most_members.
  [[nodiscard]] Result<Crowd> crowd(const CrowdQuery& query) const;
  /// Numbers of facts, fact by fact. Errors: as ask(); `bad_input` for a field without numbers; `too_large` over k_most_numbers.
  [[nodiscard]] Result<Numbers> numbers(const NumbersQuery& query) const;
  /// The latest moment of any fact up to a snapshot, the program's own aside: until then it is known what happened. Nothing where none
  /// is dated.
  [[nodiscard]] Result<std::optional<Instant>> newest(std::optional<std::uint64_t> snapshot) const;
  /// Signals themselves, for voices and exports.
  [[nodiscard]] Result<std::vector<StoredSignal>> look(const Look& look) const;

  /// Acts themselves, to be told on.
  [[nodiscard]] Result<std::vector<StoredAct>> acts(const LookAtActs& look) const;

  /// Ids of all facts of a source, in no order, in pieces.
  [[nodiscard]] Result<void> known_ids(Table table, std::string_view source,
                                       const std::function<void(std::span<const Id>)>& take) const;
  [[nodiscard]] Result<std::vector<ImportNote>> imports() const;

  /// Everything that a filter may name on this table: dimensions, ratings, attributes, numbers.
  [[nodiscard]] Result<std::vector<KnownField>> fields(Table table) const;
  /// Known values of a dimension or text attribute among the facts that `where` means, most frequent first, at most `limit`.
  [[nodiscard]] Result<std::vector<std::string>> values(Table table, const Field& field, std::size_t limit,
                                                        const Expr& where = {}) const;

  /// Every word of a dimension that the store has met, in order of arrival: from memory, where values() counts facts.
  /// Nothing where there are more than `limit`, or the field is no dimension with words of its own.
  [[nodiscard]] std::vector<std::string> words(Table table, const Field& field, std::size_t limit) const;

  /// First and last day with facts, the program's own aside; nothing where none is dated.
  [[nodiscard]] Result<std::optional<std::pair<Day, Day>>> days(Table table) const;

  [[nodiscard]] std::uint64_t snapshot() const;
  /// The inbox's last entry whose facts are in; 0 before the first.
  [[nodiscard]] std::uint64_t inbox_position() const;
  /// What opening had to put aside of a log that a power cut left in the middle of a block.
  [[nodiscard]] const std::optional<TornLog>& torn_log() const;
  /// The snapshot that last brought something from the inbox; 0 before the first. What came later came from files.
  [[nodiscard]] Result<std::uint64_t> inbox_snapshot() const;
  /// Eight hex digits drawn when the store was made: snapshot numbers of two stores are not to be mixed up.
  [[nodiscard]] const std::string& store_name() const;

  /// Verifies what can be: readable, keys unique, rollups equal to the facts, dictionaries complete, days fit the zone.
  [[nodiscard]] Result<CheckReport> check() const;

 private:
  struct State;
  explicit Facts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::facts
