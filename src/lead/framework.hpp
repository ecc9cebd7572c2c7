// Frameworks are data: a leadership model as dimensions made of indicators, each a measure with a target curve. Shipped ones stand
// in catalogue/frameworks/*.toml; an organisation's own in the data directory's frameworks/.
#pragma once

#include "base/result.hpp"
#include "measure/catalogue.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::lead {

/// Whose evidence it is. What leaders say of themselves is never alone what they are judged by.
enum class Side : std::uint8_t { act, employee, customer, self };
[[nodiscard]] std::string_view word_of(Side side);  ///< "act", "employee", "customer", "self"

/// Whose facts are meant, when a leader or a unit is looked at.
enum class Scope : std::uint8_t {
  under,  ///< facts of the units under the leader or unit
  own,    ///< acts that the leader did; of a unit or organisation: that the leaders in it did
};

/// What no measure alone can say: worked out by lead/analysis.
enum class Special : std::uint8_t {
  none,
  cycle_time,            ///< days from a finding to a proven effect
  recovery_after_shock,  ///< days until answers are back where they were
  pressure_passed_down,  ///< how much teams' strain rises with their leader's load
  hard_weeks,            ///< what leaders do in hard weeks against calm ones
  self_gap,              ///< self-assessment less what others answer to the same items
  forecast_calibration,  ///< share of reviewed decisions whose truth lay in the forecast's interval
  say_do_gap,            ///< what is claimed for the brand's values less what people answer
  perception_gap,        ///< leaders' answers less teams' and customers' to the same items
};

struct CurvePoint {
  double value = 0;  ///< in the measure's unit
  double score = 0;  ///< 0 … 100
};
/// Straight between its points, flat outside. Points in rising order of values; scores all rise or all fall.
using Curve = std::vector<CurvePoint>;
[[nodiscard]] double score_at(const Curve& curve, double value);

struct Indicator {
  std::string id;     ///< the measure's id, or the special's word; with "-2" … where it comes again in the dimension
  std::string label;  ///< the measure's, unless it has one of its own
  std::string measure;
  Special special = Special::none;
  std::string where;  ///< filter on top of the measure's; empty: none
  Scope scope = Scope::under;
  Curve curve;
  std::string why;  ///< reasons for the curve's numbers
  double weight = 1;
  int window_days = 90;     ///< of facts before the end of the period
  std::int64_t least = 10;  ///< fewest answers or events that count as evidence; 0: none having happened counts, too
  Side side = Side::act;
  std::string bring;  ///< what evidence to bring when it is unknown
  std::string unit;   ///< of the value
};

struct Dimension {
  std::string id, label, about;
  double weight = 1;
  std::vector<Indicator> indicators;
};

/// What is told beside a framework's score, and in none.
enum class Beside : std::uint8_t {
  flywheel,   ///< from a signal to a proven effect: how long each step takes, where it stalls, whether it gathers speed
  alignment,  ///< how near the dimensions' scores lie to each other, and which is the weakest
  linkage,    ///< how employees' engagement goes with customers' answers, between units and in the weeks after
  gaps,       ///< what leaders answer and what teams and customers do, item by item; said and done, by brand value
};

struct Framework {
  std::string id, label, about, source;
  std::vector<Beside> beside = {};
  std::vector<Dimension> dimensions;
  std::string file;  ///< where it was defined
};

class Frameworks {
 public:
  /// The shipped ones, and those of `folder` if it is there; one's own with a shipped id takes its place.
  /// Errors: `bad_input` at file:line for a missing or unknown key, a measure that is not there (with the nearest), a curve that
  /// goes up and down, weights that are not above zero, two of one id.
  [[nodiscard]] static Result<Frameworks> load(const measure::Catalogue& measures,
                                               const std::optional<std::filesystem::path>& folder);
  [[nodiscard]] static Result<Frameworks> from_text(const measure::Catalogue& measures, std::string_view toml,
                                                    std::string_view file);

  /// Error: `not_found` with the nearest id.
  [[nodiscard]] Result<const Framework*> find(std::string_view id) const;
  [[nodiscard]] const std::map<std::string, Framework, std::less<>>& all() const { return frameworks_; }

 private:
  std::map<std::string, Framework, std::less<>> frameworks_;
};

}  // namespace bellwether::lead
