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

enum class Estimator : std::uint8_t {
  share,         ///< of answers that are positive; with `of`, of so many that could have answered
  net_share,     ///< positive less negative answers
  mean,          ///< average
  count,         ///< facts
  distinct,      ///< different values
  distribution,  ///< share of each value
  ratio,         ///< sum of `value` by the sum of `per`, over facts that carry both
  rate,          ///< facts, or the sum of `value`, by the exposure in `of`
  quantile,      ///< the value that a share of answers do not exceed
  survival,      ///< the time from a fact to the one that ends it, with those that have not ended yet
  in_time,       ///< share of facts whose end came by the day that they name in `due`
  repeat,        ///< share of facts that another of the same `value` follows within a time
  agreement,     ///< how alike the answers are
  index,         ///< weighted mean of other measures on one scale from 0 to 100
};
enum class Better : std::uint8_t { higher, lower, neither };
enum class Agreement : std::uint8_t { rwg, matching, alpha_nominal, alpha_ordinal, alpha_interval, alpha_ratio };

/// Facts that a measure needs beside its own: what its events are counted against, or what ends a wait.
struct OtherFacts {
  facts::Table facts = facts::Table::signals;
  std::string where;
  std::string value;   ///< what is summed; empty: facts are counted
  bool stock = false;  ///< a level that holds until the next one (customers, heads): averaged over time, not summed
  friend bool operator==(const OtherFacts&, const OtherFacts&) = default;
};

/// One measure in an index.
struct Part {
  std::string measure;  ///< id of another measure, or a call
  double weight = 1;    ///< above zero
  double from = 0,
         to = 100;  ///< what is 0 and what is 100 in the index, in the measure's unit; `to` may be the smaller
  friend bool operator==(const Part&, const Part&) = default;
};

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
  std::string per;                       ///< ratio: field of the denominator
  std::optional<OtherFacts> of;          ///< rate, share: the exposure
  std::optional<double> quantile;        ///< quantile: which; survival: the time until this share has ended
  std::optional<OtherFacts> until;       ///< survival, in_time, repeat: what ends the wait
  std::string match_start, match_end;    ///< the field that a fact shares with its end: "about", "customer"
  std::optional<std::int64_t> within_s;  ///< survival: share that has ended by then; repeat: how long to look on
  bool still = false;                    ///< survival with within_s: the share that has not
  std::string due;                       ///< in_time: the attribute with the day
  Agreement agreement = Agreement::rwg;
  std::string items;                       ///< agreement by alpha: the field that says what was judged
  std::vector<Part> parts;                 ///< index
  std::vector<Measure> measures_of_parts;  ///< one per part; filled in by the catalogue
  std::string source;                      ///< paper or standard
  std::string limits;                      ///< what it can't tell
  std::string file;                        ///< where it was defined, for messages
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
  [[nodiscard]] Result<void> add_own(const std::filesystem::path& folder);

  std::map<std::string, Measure, std::less<>> measures_;
};

[[nodiscard]] std::string_view word_of(Estimator estimator);  ///< "share", "net_share", "mean" …
[[nodiscard]] std::string_view word_of(Better better);        ///< "higher", "lower", "neither"

/// The program's version and a hash of what the measure counts: "0.1.0+5d2f91ab". Equal versions count alike.
[[nodiscard]] std::string version_of(const Measure& measure);

}  // namespace bellwether::measure
