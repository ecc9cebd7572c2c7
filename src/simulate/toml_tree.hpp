// A TOML file as a tree that remembers its lines, and a reader that lets no wrong word pass.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::simulate {

struct TomlValue;

struct TomlTable {
  std::vector<std::string> keys;  ///< in the file's order
  std::vector<TomlValue> values;  ///< one per key
  std::vector<unsigned> lines;    ///< of the keys
  unsigned line = 0;
  [[nodiscard]] const TomlValue* find(std::string_view key) const;
};

struct TomlValue {
  std::variant<bool, std::int64_t, double, std::string, Day, std::vector<TomlValue>, TomlTable> value;
  unsigned line = 0;
};

/// Error: `bad_input` with file:line for what is not TOML, or holds times (only dates are used here).
[[nodiscard]] Result<TomlTable> toml_tree(std::string_view text, std::string_view file);

/// Named shares or numbers, in the file's order.
using Shares = std::vector<std::pair<std::string, double>>;

/// What is wrong with a file so far: the first mistake is kept.
struct Mistakes {
  std::string file;
  std::optional<Error> first;
  void add(unsigned line, std::string message, std::string mend = {});
};

/// Reads one table: each question names a key; `finish` objects to keys that nobody asked for, naming the nearest right
/// one. After a mistake the answers are empty or the default; the caller looks at `mistakes` once, at the end.
class TableReader {
 public:
  /// `what` names the table in errors: "the touchpoint".
  TableReader(const TomlTable& table, std::string what, Mistakes& mistakes);

  [[nodiscard]] bool has(std::string_view key);
  [[nodiscard]] unsigned line_of(std::string_view key) const;
  [[nodiscard]] unsigned line() const { return table_->line; }

  [[nodiscard]] std::string text(std::string_view key);  ///< must be there, not empty
  [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise);
  [[nodiscard]] double number(std::string_view key, double low, double high);  ///< must be there
  [[nodiscard]] double number(std::string_view key, double low, double high, double otherwise);
  [[nodiscard]] bool flag(std::string_view key, bool otherwise);
  [[nodiscard]] Day day(std::string_view key);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);                 ///< none if not there
  [[nodiscard]] std::vector<double> numbers(std::string_view key, std::size_t size);  ///< none if not there; each >= 0
  [[nodiscard]] Shares shares(std::string_view key, double high);  ///< table of numbers in [0, high]; none if not there
  [[nodiscard]] const TomlTable* table(std::string_view key);      ///< nothing if not there
  [[nodiscard]] std::vector<const TomlTable*> tables(std::string_view key);

  void finish();

 private:
  template <class T>
  const T* get(std::string_view key, std::string_view kind, bool needed);
  const TomlTable* table_;
  std::string what_;
  Mistakes* mistakes_;
  std::vector<std::string> asked_;
};

/// Objects to a word that is not among `known`, naming the nearest; returns its index, or 0 after an objection.
std::size_t index_of(std::string_view word, const std::vector<std::string>& known, std::string_view what, unsigned line,
                     Mistakes& mistakes);

}  // namespace bellwether::simulate
