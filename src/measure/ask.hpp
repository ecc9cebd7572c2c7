// The one query path: a measure by slices and periods, each row an estimate or the reason why there is none.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/catalogue.hpp"
#include "measure/estimate.hpp"
#include "measure/guards.hpp"
#include "measure/reach.hpp"
#include "store/facts/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::measure {

/// How intervals are made.
enum class IntervalBy : std::uint8_t {
  measure,    ///< as suits its estimator: docs/measures.md
  bootstrap,  ///< by drawing the answers again and again; for means
};

/// A question as a person puts it.
struct Question {
  std::string measure;  ///< id in the catalogue, or `mean(rating.x)`, `top(rating.x)`, `distribution(rating.x)`
  std::vector<std::string> by =
      {};  ///< "unit", "touchpoint", "channel", "theme", "weekday", "rating.x", any attribute …
  Grain every = Grain::none;
  std::string where = {};                      ///< filter language; empty: everything
  std::optional<Day> from = {}, to = {};       ///< `to` exclusive
  std::optional<std::uint64_t> snapshot = {};  ///< only facts committed up to here; nothing: all
  double level = 0.95;
  std::string store = {};  ///< whose snapshot it is (facts::Facts::store_name); empty: this one's
  IntervalBy interval = IntervalBy::measure;
  std::vector<std::string> weight =
      {};  ///< "unit", attributes: weights bring answers to the population's spread over them
};

/// Why a row has no number: too few answers, or not to be shown.
struct Withheld {
  std::string why;  ///< a sentence for a person
};

/// What weights cost a row, and how they were found.
struct Weighting {
  double effective_n = 0;    ///< answers of equal weight that know as much; at most n
  double design_effect = 1;  ///< n by that: how much wider variances are; >= 1
  int rounds = 0;            ///< of raking
  double largest_gap = 0;    ///< that it left between a label's share of the weighted answers and of the population
};

struct AnswerRow {
  std::vector<std::pair<std::string, std::optional<std::string>>> slice;  ///< name → value; nothing: not known
  std::optional<Day> from, to;                                            ///< of the period; nothing: undated or all
  bool undated = false;  ///< facts without a date, in a question by `every` without `from` and `to`
  std::variant<Estimate, Withheld> is;
  std::int64_t n = 0;     ///< answers behind it, also where withheld for being too few; 0 where not to be shown
  bool left_out = false;  ///< some answers of employees belong here, and are in groups too small to tell of
  std::optional<Weighting> weighting = {};  ///< where the estimate is weighted
};

struct Answer {
  Measure measure;    ///< its definition as used
  std::string query;  ///< the whole question in one canonical line, `bellwether measure …`, that gives the same again
  std::string snapshot;  ///< "1f0c9a2e-42": store and commit
  std::string version;   ///< "0.1.0+5d2f91ab": program, and hash of the measure's definition
  std::vector<AnswerRow> rows;
  std::int64_t undated =
      0;  ///< answers of others than employees without a date, where `from`, `to` or `every` was used
  std::vector<std::string> weighted_by = {};  ///< names as in Question::weight; empty where nothing is weighted
  std::vector<std::string> notes = {};        ///< what is not in the figures, as sentences
};

inline constexpr std::size_t k_most_by = 4;
inline constexpr std::size_t k_most_rows = 200'000;

/// A distribution has a row per value, its name last in the slice. Periods and slices without facts have no row.
///
/// Answers of employees are told in whole blocks of at least GuardRules::k_employee people (guarded_cells.hpp says what that
/// guarantees, and what it does not); a question that these can't answer has one row, withheld, with what to ask instead, and one that
/// is about others, too, leaves the employees out and says so. A share or rate of what is known otherwise (invitations, heads) is withheld
/// where any answer is left out. With GuardRules::k_customer, rows of fewer answers of others are withheld, and the smallest other
/// rows from which they could be worked out (withhold.hpp).
///
/// Of facts beyond `reach` nothing is told, neither in figures nor in what they are counted against or weighted to, nor as a word that
/// might have been meant; `notes` say how far it goes, and `query` asks the same of whoever reads it. Who sees no figures about
/// employees may not cut or narrow acts by who acted: `withheld`.
/// Errors: `not_found` for an unknown measure or name in `by`/`where`, pointing at the character and naming the nearest
/// known one; `bad_input` for a filter that does not parse; `wrong_usage` for a level outside of 0 … 1 or an empty range of
/// days; `conflict` for the snapshot of another store; `too_large` for more than k_most_rows rows. Those of weights and of
/// bootstraps: weighting.hpp, drawn_interval.hpp.
[[nodiscard]] Result<Answer> ask(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                                 const Question& question, const Reach& reach = {});

/// The question as one command line, names and filter in canonical form. As on the command line, --to is the last day that
/// counts, where Question::to is the first that does not.
[[nodiscard]] std::string to_text(const Question& question);
/// A filter's text with its names and words written in the one usual way; as it is where it does not parse.
[[nodiscard]] std::string canonical_filter(const std::string& where);
/// The same with another filter, which is in canonical form already: long ones take a while to read.
[[nodiscard]] std::string to_text(const Question& question, const std::string& where);
/// Reads such a line back, in a shell's quotes; "bellwether measure" in front may be left out, and --from and --to may
/// name a week, month, quarter or year.
/// Errors: `wrong_usage` naming the wrong word and the nearest flag; `bad_input` as for filters.
[[nodiscard]] Result<Question> question_from_text(std::string_view line);
/// Reads one flag with what stands behind it, "--by" and "unit", into the question. Errors: as question_from_text().
[[nodiscard]] Result<void> read_flag(Question& question, const std::string& flag, const std::string& given);
/// Reads what --snapshot takes, "1f0c9a2e-42" or "42", into the question. Error: `wrong_usage`.
[[nodiscard]] Result<void> read_snapshot(Question& question, const std::string& text);
/// Splits `unit, rating.nps, attribute."Age, group"`, what --by takes. Errors: `bad_input` pointing at the character.
[[nodiscard]] Result<std::vector<std::string>> names_from_list(std::string_view text);

/// `where` narrowed to one slice: with_slice("channel = \"chat\"", {{"unit", "Lyon"}}) is
/// `channel = "chat" and unit = "Lyon"`; no value makes `unit is unknown`.
/// Error: as filter_from_text().
[[nodiscard]] Result<std::string> with_slice(
    std::string_view where, const std::vector<std::pair<std::string, std::optional<std::string>>>& slice);

/// The facts that a measure counts under a filter, without those of employees, whose words stand in comments.hpp: for the voices
/// behind a number (facts::Look).
struct Behind {
  facts::Table table = facts::Table::signals;
  facts::Expr where;
  std::optional<facts::Field> value;  ///< what is measured, to order by; nothing where facts are counted
  bool of_employees = false;          ///< the measure counts employees, too; they are not among these
  bool only_employees = false;        ///< it counts nobody else
};
/// `where` keeps within the reach. Errors: as ask().
[[nodiscard]] Result<Behind> behind(const Catalogue& catalogue, const facts::Facts& facts, std::string_view measure,
                                    std::string_view where, const Reach& reach = {});

}  // namespace bellwether::measure
