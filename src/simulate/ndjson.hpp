// JSON written straight into a buffer, one object a line: a library call per value would take longer than making the value.
#pragma once

#include "base/id.hpp"
#include "store/facts/signal.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::simulate {

/// Writes one object. Empty texts are left out: a field that is not known is not there.
class JsonLine {
 public:
  explicit JsonLine(std::string& out) : out_(out) { out_ += '{'; }

  void id(std::string_view key, const Id& value);
  void time(std::string_view key, std::int64_t seconds);  ///< since 1970; "2026-11-15T09:30:00Z"
  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, std::int64_t value, std::int64_t scale);  ///< value / scale; scale a power of ten
  void open(std::string_view key, char bracket);
  void close(char bracket);
  void element();  ///< the next object of a list
  void end();      ///< closes the object and the line

 private:
  void name(std::string_view key);
  std::string& out_;
  bool first_ = true;
};

/// Appends a JSON string with its quotes (RFC 8259: quote, backslash and control characters are escaped).
void append_json(std::string_view text, std::string& out);

/// Appends a signal, or an act, in the form of docs/signals.md.
void append_signal(const facts::Signal& signal, std::string& out);
void append_act(const facts::Act& act, std::string& out);

}  // namespace bellwether::simulate
