// One JSON object as a signal or an act, or everything that is wrong with it.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "guard/pseudonym.hpp"
#include "listen/columns/time_format.hpp"
#include "listen/import/import_guards.hpp"
#include "listen/intake/entry.hpp"
#include "listen/intake/intake.hpp"
#include "listen/intake/json_value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace bellwether::listen {

struct ToldFact {
  std::optional<EntryWriter> entry;  ///< nothing where there were faults
  std::string own_id;                ///< the sender's; empty: none
  std::string source;
};

class FactReader {
 public:
  FactReader(const guard::Pseudonyms& pseudonyms, const Zone& organisation);

  /// `source` where the object names none. Faults go to `faults`.
  [[nodiscard]] ToldFact read(simdjson::dom::element told, FactKind kind, std::string_view source, Instant now,
                              const At& at, std::vector<Fault>& faults);

 private:
  class Object;

  Guards guards_;
  const Zone& zone_;
  TimeFormat iso_;
  std::string redacted_;
};

}  // namespace bellwether::listen
