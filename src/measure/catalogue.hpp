// Measures are data: named, defined ways to turn facts into an estimate. Shipped ones stand in
// catalogue/measures/*.toml; an organisation's own in the data directory's measures/.
#pragma once

#include "base/result.hpp"
#include "measure/estimate.hpp"
#include "store/facts/query.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::measure {

enum class Estimator : std::uint8_t { share, net_share, mean, count, distinct, distribution };
enum class Better : std::uint8_t { higher, lower, neither };

/// A measure's definition, as read. Filters and fields are still text: they are bound when asked.
struct Measure {
  std::string id;     ///< "nps"
  std::string label;  ///< "Net Promoter Score"
  std::string about;  ///< one sentence: what it means
  facts::Table facts = facts::Table::signals;
  std::string where;  ///< filter; empty: all
  std::string value;  ///< "rating.nps", "text", "subject" …; empty for `count`
  Estimator estimator = Estimator::count;
  std::string positive;              ///< condition on the value: ">= 9" (share, net_share)
  std::string negative;              ///< condition on the value: "<= 6" (net_share)
  std::string unit;                  ///< "points", "%", "stars", "signals" …
  double factor = 1;                 ///< the estimator's result times this is in `unit`: 100 for points and %
  std::optional<AnswerScale> scale;  ///< lowest and highest answer that can be given, where known: [1, 5]
  Better better = Better::higher;
  std::string source;  ///< paper or standard
  std::string limits;  ///< what it can't tell
  std::string file;    ///< where it was defined, for messages
};

/// All measures by id.
class Catalogue {
 public:
  /// The shipped ones, and those of `folder` if it is there. A user's measure with a shipped id takes its place.
  /// Errors: `bad_input` with file:line and the nearest right word for an unknown key, estimator, wrong filter …
  [[nodiscard]] static Result<Catalogue> load(const std::optional<std::filesystem::path>& folder);
  /// From one TOML text, for tests.
  [[nodiscard]] static Result<Catalogue> from_text(std::string_view toml, std::string_view file);

  /// A measure by its id, or one made on the spot: `mean(rating.x)`, `top(rating.x, 4)` (the share of 4 and above; the
  /// 4 may be left out for nps, csat, ces and stars), `distribution(rating.x)`. Any number will do for the first two,
  /// any rating, dimension or attribute for the third. Errors: `not_found` naming the nearest known measure;
  /// `bad_input` for a call that does not read.
  [[nodiscard]] Result<Measure> find(std::string_view id) const;
  [[nodiscard]] const std::map<std::string, Measure, std::less<>>& all() const { return measures_; }

 private:
  std::map<std::string, Measure, std::less<>> measures_;
};

[[nodiscard]] std::string_view word_of(Estimator estimator);  ///< "share", "net_share", "mean" …
[[nodiscard]] std::string_view word_of(Better better);        ///< "higher", "lower", "neither"

/// The program's version and a hash of what the measure counts: "0.1.0+5d2f91ab". Equal versions count alike.
[[nodiscard]] std::string version_of(const Measure& measure);

}  // namespace bellwether::measure
