// What an Intake holds from one request to the next: for the files that make it up.
#pragma once

#include "listen/import/identity.hpp"
#include "listen/intake/intake.hpp"
#include "listen/intake/told_fact.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace bellwether::listen {

struct Intake::State {
  State(const guard::Pseudonyms& pseudonyms, const Zone& organisation) : facts(pseudonyms, organisation) {}

  FactReader facts;
  simdjson::dom::parser parser;
  simdjson::dom::parser inner;  ///< of JSON that stands in a text of what `parser` read
  std::string source;           ///< the last one that was named, with what names its facts
  std::optional<RowNames> names;

  /// `number` tells lines of one request apart.
  [[nodiscard]] ToldLine line(simdjson::dom::element told, std::uint64_t number, const At& at, FactKind kind,
                              const Sender& sender, const Unsaid& unsaid, Instant now);

  /// What `read` makes of the one object that `body` is, or of each in an array of up to k_most_lines. What is no JSON, or an array that
  /// is too long, is one line with a fault.
  [[nodiscard]] std::vector<ToldLine> lines_of(
      std::string_view body, std::string_view mend,
      const std::function<ToldLine(simdjson::dom::element, std::uint64_t number, const At&)>& read);
};

/// "this is no JSON: …"
[[nodiscard]] std::string why_no_json(simdjson::error_code problem);

}  // namespace bellwether::listen
