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

/// What stands for members that an object does not tell itself; empty: nothing does.
struct Unsaid {
  std::string_view source = {}, id = {}, kind = {};
  std::string_view occurred_at = {};   ///< RFC 3339
  const At* occurred_at_at = nullptr;  ///< where it stands, for its faults
  std::string_view event_type = {};    ///< an attribute of a signal
};

struct ToldFact {
  std::optional<EntryWriter> entry;  ///< nothing where there were faults
  std::string own_id;                ///< the sender's; empty: none
  std::string source;
};

class FactReader {
 public:
  FactReader(const guard::Pseudonyms& pseudonyms, const Zone& organisation);

  /// Faults go to `faults`.
  [[nodiscard]] ToldFact read(simdjson::dom::element told, FactKind kind, const Unsaid& unsaid, Instant now,
                              const At& at, std::vector<Fault>& faults);

 private:
  class Object;

  Guards guards_;
  const Zone& zone_;
  TimeFormat iso_;
  std::string redacted_;
};

}  // namespace bellwether::listen
