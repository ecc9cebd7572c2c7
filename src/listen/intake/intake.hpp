// What a program tells over the wire becomes entries of the inbox: read, checked, guarded, and named so that it is known again.
//
//   Intake intake(guard::Pseudonyms, zone);                          // one per thread
//   auto told = intake.read(body, FactKind::signal, sender, now());  // one object, or an array of them
//   for (const ToldLine& line : told) …                              // an entry each, or everything that is wrong with it
//
// The form of a signal and of an act is told in docs/signals.md; it is the same as in files. Nothing of a line with a fault is taken,
// and its faults are told all at once.
#pragma once

#include "base/id.hpp"
#include "base/time.hpp"
#include "base/zone.hpp"
#include "guard/pseudonym.hpp"
#include "listen/intake/entry.hpp"
#include "store/inbox/inbox.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// One thing wrong with what was sent.
struct Fault {
  std::string pointer;  ///< JSON pointer (RFC 6901) into what was sent: "/3/ratings/nps"; empty: all of it
  std::string what;     ///< "11 is not on the scale of nps, 0–10"
  std::string mend;     ///< may be empty
  friend bool operator==(const Fault&, const Fault&) = default;
};

/// The attributes of an event of CloudEvents 1.0.2 that are used here, as texts; empty: not told.
struct EventContext {
  std::string_view specversion, id, source, type;
  std::string_view time;             ///< RFC 3339
  std::string_view datacontenttype;  ///< of `data`; nothing means JSON
};

/// Who sends, and how a request is known again.
struct Sender {
  std::string source;           ///< of facts that don't tell their own; empty: they must
  std::string scope;            ///< idempotency keys are this sender's own
  std::string idempotency_key;  ///< empty: the request has none
};

/// What became of one line: an entry, or faults.
struct ToldLine {
  std::optional<inbox::Entry> entry;
  Id id;
  bool has_own_id = false;
  std::vector<Fault> faults;
};

inline constexpr std::size_t k_most_lines = 10'000;            ///< of an array; NDJSON has no end
inline constexpr std::size_t k_most_voice_bytes = 1'000'000;   ///< of a text
inline constexpr std::size_t k_most_name_bytes = 200;          ///< of an id, a name, a place, a short text
inline constexpr std::size_t k_most_attribute_bytes = 10'000;  ///< of an attribute's text
inline constexpr std::size_t k_most_members = 200;             ///< ratings, attributes or themes of one fact

class Intake {
 public:
  Intake(const guard::Pseudonyms& pseudonyms, const Zone& organisation);
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  ~Intake();

  /// One object or an array of up to k_most_lines. What is no JSON, or an array that is too long, is one line with a fault.
  [[nodiscard]] std::vector<ToldLine> read(std::string_view body, FactKind kind, const Sender& sender, Instant now);
  /// One line of NDJSON, counted from 0; pointers are into the line.
  [[nodiscard]] ToldLine read_line(std::string_view line, std::uint64_t number, FactKind kind, const Sender& sender,
                                   Instant now);

  /// One event of CloudEvents in its JSON format ("structured"), or an array of up to k_most_lines of them ("batch"). Its data is a
  /// signal or an act, or of a signal the text alone; `id`, `source`, `time`, and of an act `type` as its kind, stand for what the
  /// data does not tell; of a signal `type` is the attribute event_type. Where the sender has a source of its own, that is the
  /// fact's, and the event's is part of the id, as CloudEvents has it. `subject`, `dataschema` and extensions are passed over.
  [[nodiscard]] std::vector<ToldLine> read_events(std::string_view body, FactKind kind, const Sender& sender,
                                                  Instant now);
  /// The same of an event whose context stands in headers ("binary").
  [[nodiscard]] ToldLine read_event(const EventContext& context, std::string_view data, FactKind kind,
                                    const Sender& sender, Instant now);

 private:
  struct State;
  class Event;
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::listen
