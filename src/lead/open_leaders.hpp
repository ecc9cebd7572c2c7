// Whose own evidence may be shown, and which flags of theirs.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/gaming_flags.hpp"
#include "lead/scorecard.hpp"
#include "measure/store_reader.hpp"

#include <set>
#include <string>
#include <vector>

namespace bellwether::lead {

/// What may_see() says of one leader, of all of them in one question.
class OpenLeaders {
 public:
  [[nodiscard]] static Result<OpenLeaders> read(measure::StoreReader& acts, const Fairness& fairness, Day end);
  [[nodiscard]] bool to(const std::string& leader) const {
    return any_ && (all_ || leader == viewer_ || seen_.contains(leader));
  }
  [[nodiscard]] bool any() const { return any_; }

 private:
  bool any_ = false, all_ = false;
  std::string viewer_;
  std::set<std::string> seen_;
};

/// Raised flags (gaming_flags.hpp) of the subject, and only of leaders who may be seen; on visits, on customers' answers to each of the
/// ratings, and on how many of those asked answered.
[[nodiscard]] Result<std::vector<GamingFlag>> read_flags(measure::StoreReader& signals, measure::StoreReader& acts,
                                                         const Field& field, const std::vector<facts::Field>& ratings,
                                                         const Subject& subject, const OpenLeaders& open);

}  // namespace bellwether::lead
