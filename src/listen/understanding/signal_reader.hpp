// Fills in what a signal's text means, where its sender did not tell it: the same for files and for what programs send.
//
//   const auto knowledge = understand::Knowledge::shipped();  // once, shared by all threads
//   SignalReader reader(*knowledge);                          // one for each thread
//   reader.read(signal, batch.room());                        // signal.language "en", signal.sentiment 0.8 …
#pragma once

#include "store/facts/signal.hpp"

#include <memory>

namespace bellwether::understand {
struct Knowledge;
}

namespace bellwether::listen {

class SignalReader {
 public:
  /// `knowledge` outlives the reader.
  explicit SignalReader(const understand::Knowledge& knowledge);
  SignalReader(SignalReader&&) noexcept;
  SignalReader& operator=(SignalReader&&) noexcept;
  SignalReader(const SignalReader&) = delete;
  SignalReader& operator=(const SignalReader&) = delete;
  ~SignalReader();

  /// Fills the fields of the text's meaning that are empty, and says in `reader` which reading that was, where nobody else is named
  /// there. A language that can't be told stays unknown, as does the sentiment of a text in a language whose words of feeling are not
  /// known, where nothing is felt. Of a text without a word nothing is understood. What is filled in stands in `room`. Linear in the
  /// text's length.
  void read(facts::Signal& signal, facts::Room& room);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::listen
