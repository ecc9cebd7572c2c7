// What one thing was, stretch of days by stretch of days, and how something new that is said of it is written into that.
#pragma once

#include "org/span.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::org {

/// What is said of a thing; nothing: not spoken of, it stays what it was.
using Said = std::vector<std::optional<std::string>>;

struct Version {
  Span valid;
  std::vector<std::string> fields;
  std::string where = {};  ///< the row that said it, or empty for what was known before
};

/// Versions by day that do not overlap; there may be gaps. Neighbours that say the same are one.
class Timeline {
 public:
  Timeline() = default;
  explicit Timeline(std::vector<Version> versions) : versions_(std::move(versions)) {}

  [[nodiscard]] const std::vector<Version>& versions() const { return versions_; }
  [[nodiscard]] bool empty() const { return versions_.empty(); }
  [[nodiscard]] const Version* at(Day day) const;
  [[nodiscard]] bool has_start(Day day) const;
  /// The day on which what holds on `day` ends or, where nothing holds then, the next thing begins.
  [[nodiscard]] Day next_edge(Day day) const;

  /// Writes what is said onto some days. What is not spoken of stays; on days without a version it is as it was
  /// before them, or empty.
  void write(const Span& on, const Said& said, const std::string& where);
  /// Lets what holds on `day`, if it began before, end there; what begins later stays.
  void end(Day day);
  /// Lets everything end: nothing holds on `day` or later.
  void end_all(Day day);
  /// Lets the first version begin on an earlier day.
  void begin(Day day);

  /// The same days with the same fields; where it was said does not count.
  [[nodiscard]] bool same_as(const Timeline& other) const;

 private:
  void cut(Day day);
  void join_equals();
  std::vector<Version> versions_;
};

}  // namespace bellwether::org
