// An IANA time zone: from wall time to instants and back, fast enough for every row of a large file.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether {

/// A time zone's rules as a table of transitions, read once from ICU. Looking up is a binary search.
class Zone {
 public:
  /// Error: `bad_input` for a name that ICU does not know, naming the nearest one that it does.
  [[nodiscard]] static Result<Zone> named(std::string_view name);
  [[nodiscard]] static Zone utc();

  [[nodiscard]] const std::string& name() const { return name_; }

  /// The day on the zone's calendar at that instant.
  [[nodiscard]] Day day_at(Instant instant) const;

  /// Wall time to instant. A time that a spring change skips moves forward by the skipped hour; of two equal ones in
  /// autumn the first is taken.
  [[nodiscard]] Instant instant_at(const WallTime& wall) const;

  /// Offset from UTC at an instant, in seconds east.
  [[nodiscard]] std::int32_t offset_s(Instant instant) const;

 private:
  struct Span {
    std::int64_t from_us;   ///< first instant at which the offset holds
    std::int32_t offset_s;  ///< seconds east of UTC
  };
  std::string name_;
  std::vector<Span> spans_;  ///< ascending; the first begins at the smallest instant
};

}  // namespace bellwether
