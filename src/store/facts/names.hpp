// What the store knows by name: the words of each dimension, and the ratings and attributes of each table. All of it is
// in memory; one thread (the writer) adds, any may look.
#pragma once

#include "base/result.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/query.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::facts {

/// Dimensions whose values are words with numbers. Kept in the file by these numbers: never change one.
enum class Dimension : std::uint8_t {
  source = 1,
  channel = 2,
  unit = 3,
  touchpoint = 4,
  language = 5,
  intent = 6,
  reader = 7,
  theme = 8,
  kind = 9,
  actor = 10,
  currency = 11,
};
inline constexpr std::size_t k_dimensions = 12;  ///< one more than the largest number

/// The dimension that a filter names on this table (`voice_of` is none: its values are fixed).
[[nodiscard]] std::optional<Dimension> dimension_of(Table table, std::string_view name);
[[nodiscard]] std::string_view word_of(Dimension dimension);

/// The words of one dimension, numbered from 0 in order of arrival.
class Words {
 public:
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view word) const;
  std::int32_t add(std::string_view word);  ///< its number, new or not
  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] const std::string& operator[](std::size_t index) const { return words_[index]; }

 private:
  std::deque<std::string> words_;
  std::unordered_map<std::string_view, std::int32_t> numbers_;  ///< keys look into words_
};

enum class FieldKind : std::uint8_t { rating, text, number };
[[nodiscard]] std::string_view word_of(FieldKind kind);

/// A rating or attribute by name. An attribute with texts and numbers is two of these.
struct NamedField {
  std::int32_t id = 0;
  Table table = Table::signals;
  FieldKind kind = FieldKind::rating;
  std::string name;
  std::string column;     ///< of its own; empty: it lives in a map, under its id
  std::size_t place = 0;  ///< of that column in its table
  bool stored = false;    ///< false: made known by a batch that is not committed yet
};

/// How many names of a table get a column of their own, beside the well-known ratings.
inline constexpr std::size_t k_most_own_columns = 64;
inline constexpr std::size_t k_most_fields = 50'000;
inline constexpr std::size_t k_most_words = 4'000'000;

class Names {
 public:
  [[nodiscard]] Result<void> load(const Connection& connection);

  // For any thread.
  [[nodiscard]] std::optional<std::int32_t> find(Dimension dimension, std::string_view word) const;
  [[nodiscard]] std::string word(Dimension dimension, std::int32_t number) const;
  /// All words of a dimension, by number.
  [[nodiscard]] std::vector<std::string_view> words(Dimension dimension) const;
  [[nodiscard]] std::optional<NamedField> field(Table table, FieldKind kind, std::string_view name) const;
  [[nodiscard]] std::vector<NamedField> fields(Table table) const;

  // For the writer's thread only.
  [[nodiscard]] bool knows(Dimension dimension, std::string_view word) const {
    return words_[static_cast<std::size_t>(dimension)].find(word).has_value();
  }
  [[nodiscard]] Result<std::int32_t> number_of(Dimension dimension, std::string_view word);
  [[nodiscard]] Result<const NamedField*> field_of(Table table, FieldKind kind, std::string_view name);
  /// Forgets fields that were made known since there were `count` of them: their batch was refused.
  void forget_fields_after(std::size_t count);
  [[nodiscard]] std::size_t field_count() const { return fields_.size(); }
  /// Makes the columns of fields that are not stored yet. To be called inside a transaction, before rows are appended.
  [[nodiscard]] Result<void> add_columns(const Connection& connection) const;
  /// Writes what is not stored yet. Inside the same transaction.
  [[nodiscard]] Result<void> save(const Connection& connection) const;
  /// The transaction is in: all is stored.
  void saved();

 private:
  [[nodiscard]] const NamedField* look_up(Table table, FieldKind kind, std::string_view name) const;
  void insert(NamedField field);

  mutable std::shared_mutex mutex_;  ///< the writer takes it to add; readers to look
  std::array<Words, k_dimensions> words_;
  std::array<std::size_t, k_dimensions> saved_words_{};
  std::deque<NamedField> fields_;
  std::unordered_map<std::string, std::size_t> by_key_;  ///< table, kind and name → index into fields_
  std::array<std::size_t, 2> own_columns_{};
};

}  // namespace bellwether::facts
