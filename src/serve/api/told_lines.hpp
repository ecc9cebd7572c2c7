// What a sender is told of the lines that it sent: ids, repeats, faults.
#pragma once

#include "listen/intake/intake.hpp"
#include "serve/api/operation.hpp"
#include "store/inbox/inbox.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace bellwether::api {

/// Whose request it is. Error: `bad_input` for an Idempotency-Key that is empty or too long.
[[nodiscard]] Result<listen::Sender> sender_of(const Call& call);

class ToldLines {
 public:
  explicit ToldLines(std::vector<listen::ToldLine> lines);

  /// The entries of all lines without fault, in order, for the inbox; once.
  [[nodiscard]] std::vector<inbox::Entry> entries();
  /// What became of these, in their order.
  void place(const std::vector<inbox::Placed>& placed);

  /// Of one object, or of an array.
  [[nodiscard]] http::Response response(bool single, std::string_view request_id) const;
  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  [[nodiscard]] bool is_taken(std::size_t line) const;
  /// {"id"}, with "repeated": true where it was known; or {"faults"}.
  [[nodiscard]] Json result(std::size_t line) const;

 private:
  std::vector<listen::ToldLine> lines_;
  std::vector<std::optional<inbox::Placed>> placed_;  ///< one per line
};

/// 503 with Retry-After where the inbox is full, else 500.
[[nodiscard]] http::Response unable(const Error& error, std::string_view request_id);

}  // namespace bellwether::api
