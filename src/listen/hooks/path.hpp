// Where in a request a value stands, as a mapping writes it.
//
//   ticket.id                      a member of a member
//   ticket["id.of.theirs"]         a name with dots or blanks in it
//   parts[0]  parts[-1]            the first, the last of a list
//   answers[field.ref=nps].number  the first of a list whose member is so
//   data[*]                        all values of a list or an object
//   answers[* type=number]         all of a list whose member is so
//   $body.app_id                   from the whole body, where the rest of a rule is about one item of it
//   $header.X-GitHub-Event  $query.app   a header, a parameter of the address
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// One step down.
struct PathStep {
  enum class Kind : std::uint8_t { member, index, first_with, all, all_with };
  Kind kind = Kind::member;
  std::string name;              ///< of the member
  std::int64_t index = 0;        ///< from the end where below zero: −1 is the last
  std::vector<std::string> key;  ///< members that lead to what is compared
  std::string value;             ///< what it must be, as text
};

class Path {
 public:
  enum class Root : std::uint8_t { item, body, header, query };

  /// Error: `bad_input` that quotes the place where it stops being a path.
  [[nodiscard]] static Result<Path> from(std::string_view text);

  [[nodiscard]] Root root() const { return root_; }
  [[nodiscard]] const std::vector<PathStep>& steps() const { return steps_; }
  [[nodiscard]] const std::string& text() const { return text_; }  ///< as it was written
  [[nodiscard]] bool leads_to_many() const;

 private:
  class Reader;
  Root root_ = Root::item;
  std::vector<PathStep> steps_;
  std::string text_;
};

inline constexpr std::size_t k_most_path_bytes = 500;

}  // namespace bellwether::listen
