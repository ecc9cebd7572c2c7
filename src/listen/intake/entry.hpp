// A fact as the inbox keeps it: a few bytes that carry everything, guarded already, written once and read once.
//
// An entry begins with its version, what it is, its id and when it came; then stand its fields, each with a tag. What stands behind the
// head is the same for the same fact however often it is sent: its hash tells whether a repeated id carries the same content.
#pragma once

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/facts/signal.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::listen {

enum class FactKind : std::uint8_t { signal, act };

/// Writes an entry, field by field, in any order. Texts are copied.
class EntryWriter {
 public:
  explicit EntryWriter(FactKind kind);

  enum class Word : std::uint8_t {
    source = 2,
    channel = 3,
    unit = 6,
    touchpoint = 7,
    text = 9,
    language = 10,
    intent = 14,
    reader = 18,
    actor = 20,
    kind = 21,
    about = 22,
    currency = 24
  };
  enum class Number : std::uint8_t { occurred_at = 1, subject = 5, amount = 23, duration_s = 25 };
  enum class Small : std::uint8_t { sentiment = 13, urgency = 15, effort = 16 };

  void word(Word which, std::string_view text);
  void number(Number which, std::int64_t value);
  void small(Small which, facts::Thousandths value);
  void voice_of(facts::VoiceOf voice);
  void rating(std::string_view name, Hundredths value);
  void attribute(std::string_view name, std::string_view text);
  void attribute(std::string_view name, Micros value);
  void mention(std::string_view theme, std::optional<facts::Thousandths> sentiment);

  /// Of all fields so far.
  [[nodiscard]] std::uint64_t content_hash() const;
  /// The whole entry. A fact without a time of its own happened when it came.
  [[nodiscard]] std::string finish(const Id& id, Instant received_at) &&;

 private:
  void tag(std::uint8_t tag);
  void bytes(std::uint64_t value, std::size_t size);
  void text(std::string_view text);

  std::string entry_;
};

/// Adds the entry's fact to one of the batches. Error: `damaged` for bytes that this did not write, and nothing is added; `unsupported`
/// for those of a newer version.
[[nodiscard]] Result<void> read_entry(std::string_view entry, facts::SignalBatch& signals, facts::ActBatch& acts);

}  // namespace bellwether::listen
