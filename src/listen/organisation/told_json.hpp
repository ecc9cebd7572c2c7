// JSON that tells of the organisation, as rows to be laid over what is known. Its members are the columns of a table; every fault is
// named at once, by a JSON pointer.
//
//   {"units": [{"id": "Lyon", "kind": "store", "parent": "South"}], "people": [{"id": "ben", "ends": true}]}
#pragma once

#include "base/result.hpp"
#include "org/kind.hpp"
#include "org/merge.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

struct MemberFault {
  std::string pointer;  ///< RFC 6901: "/people/3/from"; empty: all of it
  std::string what, mend;
};

struct ToldJson {
  std::vector<org::Told> told;      ///< each with its pointer in `where`; k_whole_body for one that is all of the body
  std::vector<MemberFault> faults;  ///< in their order, at most k_most_faults
};

inline constexpr std::size_t k_most_json_rows = 10'000;
inline constexpr std::size_t k_most_faults = 1'000;
inline constexpr std::string_view k_whole_body = "body";

/// Lists of rows by the words for many of their kinds. A text is a text (or a whole number), a list one of texts, a day a text, and null
/// an empty cell; what is not there is not said. `"ends": true` ends a thing. Errors: `bad_input` for what is no JSON object, has a
/// member twice or too deep; `too_large` for too many rows.
[[nodiscard]] Result<ToldJson> read_told_json(std::string_view body);

/// One row; its `id` may be left out.
[[nodiscard]] Result<ToldJson> read_told_json_row(std::string_view body, org::Kind kind, const std::string& id);

/// The pointer of an error about rows that were told as JSON; empty for one that is about none of them.
[[nodiscard]] std::string pointer_of(const Error& error);

}  // namespace bellwether::listen
