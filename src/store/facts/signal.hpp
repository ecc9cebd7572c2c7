// The two kinds of fact as they enter the store: signals (what somebody said or did) and acts (what the organisation
// did).
//
// Facts come in batches. Every text in a fact is a view into its batch's own memory (or into text that outlives it), so
// that a million rows cost no million allocations:
//
//   SignalBatch batch;
//   Signal& signal = batch.add();
//   signal.text = batch.keep("The room was great");
//   signal.ratings = batch.keep(ratings);
#pragma once

#include "base/id.hpp"
#include "base/number.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace bellwether::facts {

enum class VoiceOf : std::uint8_t { customer, employee, partner, everyone };

/// "customer", "employee", "partner", "public".
[[nodiscard]] std::string_view word_of(VoiceOf voice);
[[nodiscard]] std::optional<VoiceOf> voice_of_from(std::string_view word);

/// Who it is about, known by a keyed hash only (guard/pseudonym.hpp).
struct Pseudonym {
  std::uint64_t value = 0;
  friend auto operator<=>(Pseudonym, Pseudonym) = default;
};

/// −1 … 1 (sentiment) or 0 … 1 (urgency, effort) in thousandths, so that sums are exact.
struct Thousandths {
  std::int16_t value = 0;
  friend auto operator<=>(Thousandths, Thousandths) = default;
};

/// A number on a named scale: `nps` 0–10, `csat` 1–5, `ces` 1–7, `stars` 1–5, or any question's.
struct Rating {
  std::string_view name;
  Hundredths value;
};

struct Attribute {
  std::string_view name;
  std::variant<std::string_view, Micros> value;
};

/// A theme that a voice speaks of, with how it speaks of it.
struct Mention {
  std::string_view theme;
  std::optional<Thousandths> sentiment;
};

/// One thing that somebody said or did. An empty text field means "not known".
struct Signal {
  Id id;
  std::optional<Instant> occurred_at;  ///< nothing: it carries no date, and is in no period
  Instant received_at;
  std::string_view source;
  std::string_view channel;
  VoiceOf voice_of = VoiceOf::customer;
  std::optional<Pseudonym> subject;
  std::string_view unit;
  std::string_view touchpoint;
  std::span<const Rating> ratings;        ///< at most one of each name
  std::string_view text;                  ///< personal data already taken out
  std::string_view language;              ///< ISO 639-1 code; "mul": several
  std::span<const Attribute> attributes;  ///< at most one of each name

  // What understanding made of the text.
  std::optional<Thousandths> sentiment;
  std::string_view intent;
  std::optional<Thousandths> urgency;
  std::optional<Thousandths> effort;
  std::span<const Mention> themes;  ///< at most one of each theme
  std::string_view reader;          ///< which model version read it
};

/// One thing that the organisation did.
struct Act {
  Id id;
  std::optional<Instant> occurred_at;
  Instant received_at;
  std::string_view source;
  std::string_view actor;  ///< person id
  std::string_view kind;   ///< "case.resolved"
  std::string_view about;  ///< id of what it is about
  std::string_view unit;
  std::optional<Pseudonym> subject;
  std::optional<Micros> amount;
  std::string_view currency;  ///< ISO 4217
  std::optional<Micros> duration_s;
  std::span<const Attribute> attributes;
};

/// Memory that texts and lists of facts stand in. Moving it keeps every view valid. For one thread at a time.
class Room {
 public:
  Room();

  /// Copies into this memory.
  [[nodiscard]] std::string_view keep(std::string_view text);
  template <class T>
  [[nodiscard]] std::span<const T> keep(std::span<const T> values);

  /// Bytes held.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  void clear();

 private:
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;
  std::size_t bytes_ = 0;
};

/// Facts of one kind with the memory that their texts stand in. Moving it keeps every view valid.
template <class Fact>
class Batch {
 public:
  Batch() = default;
  Batch(Batch&&) noexcept = default;
  Batch& operator=(Batch&&) noexcept = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() = default;

  /// A new, empty fact at the end. The reference holds until the next add().
  Fact& add() { return rows_.emplace_back(); }
  /// Room for that many facts, so that none has to be moved.
  void reserve(std::size_t facts) { rows_.reserve(facts); }
  /// Takes the last fact back (its texts stay in memory until clear()).
  void drop_last() { rows_.pop_back(); }

  /// Copies into the batch's memory.
  [[nodiscard]] std::string_view keep(std::string_view text) { return room_.keep(text); }
  template <class T>
  [[nodiscard]] std::span<const T> keep(std::span<const T> values) {
    return room_.keep(values);
  }
  /// The batch's own memory.
  [[nodiscard]] Room& room() { return room_; }
  /// Takes over what another thread kept for these facts.
  void add_room(Room room);

  [[nodiscard]] std::span<const Fact> rows() const { return rows_; }
  [[nodiscard]] std::span<Fact> rows() { return rows_; }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  /// Bytes held in the batch's memory.
  [[nodiscard]] std::size_t bytes() const { return room_.bytes() + other_bytes_; }
  void clear();

 private:
  Room room_;
  std::vector<Room> others_;
  std::size_t other_bytes_ = 0;
  std::vector<Fact> rows_;
};

using SignalBatch = Batch<Signal>;
using ActBatch = Batch<Act>;

template <class T>
std::span<const T> Room::keep(std::span<const T> values) {
  static_assert(std::is_trivially_destructible_v<T>);
  if (values.empty()) return {};
  T* at = static_cast<T*>(memory_->allocate(values.size_bytes(), alignof(T)));
  std::uninitialized_copy(values.begin(), values.end(), at);
  bytes_ += values.size_bytes();
  return {at, values.size()};
}

extern template class Batch<Signal>;
extern template class Batch<Act>;

}  // namespace bellwether::facts
