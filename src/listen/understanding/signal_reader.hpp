// Fills in what a signal's text means, where its sender did not tell it: the same for files and for what programs send.
//
//   const auto knowledge = understand::Knowledge::shipped();  // once, shared by all threads
//   SignalReader reader(*knowledge);                          // one for each thread
//   reader.read(signal, batch.room());                        // signal.language "en", signal.sentiment 0.8 …
#pragma once

#include "store/facts/signal.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace bellwether::understand {
struct Knowledge;
struct Meaning;
class ThemeBook;
}  // namespace bellwether::understand

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

  /// Fills the fields of the text's meaning that are empty, and says in `reader` which reading that was and what had been told
  /// (understand/reading_mark.hpp). Where `reader` is told, somebody else has read the text, and what they left empty stays so. A language that can't be told stays unknown, as does the sentiment of
  /// a text in a language whose words of feeling are not known, where nothing is felt. Of a text without a word nothing is understood.
  /// Themes come with those above them. What is filled in stands in `room`. Linear in the text's length.
  void read(facts::Signal& signal, facts::Room& room);

  /// What a text means, with what was taken out of it passed over; lives until the next text is read.
  const understand::Meaning& look(std::string_view text);
  /// By which the last text was read.
  [[nodiscard]] const understand::ThemeBook& book() const;
  [[nodiscard]] const std::string& reading();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::listen
