#include "measure/compare_rows.hpp"

#include "base/text.hpp"
#include "measure/difference_of_counts.hpp"
#include "measure/filter.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace bellwether::measure {

namespace {

using Slice = std::vector<std::pair<std::string, std::optional<std::string>>>;
using RowKey = std::pair<Slice, std::optional<Day>>;

/// The question about the time before.
Result<Question> previous_of(const Question& question) {
  Question before = question;
  if (question.every != Grain::none) {
    // One period earlier, so that the first row has one before it, too.
    if (question.from) {
      before.from = period_start(question.every, Day{period_start(question.every, *question.from).days - 1});
    }
    return before;
  }
  if (!question.from || !question.to) {
    return fail(Code::wrong_usage, "what comes before all time is not known", "--compare",
                "say which time is meant: --from and --to, or --every month");
  }
  Period asked{.from = *question.from, .to = *question.to, .grain = Grain::none};
  for (const Grain grain : {Grain::year, Grain::quarter, Grain::month, Grain::week}) {
    const bool is_one = period_start(grain, asked.from) == asked.from && period_end(grain, asked.from) == asked.to;
    if (is_one) asked.grain = grain;
  }
  const Period before_it = period_before(asked);
  before.from = before_it.from;
  before.to = before_it.to;
  return before;
}

class RowComparer {
 public:
  RowComparer(const Question& question, const Against& against, const Answer& before)
      : question_(question), against_(against) {
    for (const AnswerRow& row : before.rows) by_key_.emplace(RowKey(row.slice, start_of(row)), &row);
  }

  ComparedRow compare(AnswerRow now) const {
    ComparedRow row;
    const auto found = by_key_.find(RowKey(now.slice, start_before(now)));
    if (found != by_key_.end()) row.before = *found->second;
    row.now = std::move(now);
    if (row.before) row.difference = difference_of(row.now, *row.before);
    return row;
  }

 private:
  bool goes_back() const { return against_.previous && question_.every != Grain::none; }

  std::optional<Day> start_of(const AnswerRow& row) const {
    if (question_.every == Grain::none || !row.from) return std::nullopt;
    return period_start(question_.every, *row.from);
  }
  std::optional<Day> start_before(const AnswerRow& row) const {
    const auto start = start_of(row);
    if (!start || !goes_back()) return start;
    return period_start(question_.every, Day{start->days - 1});
  }

  static std::optional<Difference> difference_of(const AnswerRow& now, const AnswerRow& before) {
    const auto* a = std::get_if<Estimate>(&now.is);
    const auto* b = std::get_if<Estimate>(&before.is);
    if (a == nullptr || b == nullptr) return std::nullopt;
    if (a->method != Method::exact) return difference(*a, *b);
    return difference_of_counts(*a, *b, days_of(now), days_of(before));
  }
  static double days_of(const AnswerRow& row) {
    return row.from && row.to ? std::max(1.0, static_cast<double>(row.to->days - row.from->days)) : 1;
  }

  const Question& question_;
  const Against& against_;
  std::map<RowKey, const AnswerRow*> by_key_;
};

/// Many at once: what is called a change keeps to the false discovery rate.
void adjust(std::vector<ComparedRow>& rows, double level) {
  std::vector<double> p;
  for (const ComparedRow& row : rows) {
    if (row.difference) p.push_back(row.difference->p);
  }
  const std::vector<double> adjusted = benjamini_hochberg(p);
  std::size_t next = 0;
  for (ComparedRow& row : rows) {
    if (!row.difference) continue;
    row.p_adjusted = adjusted[next++];
    if (row.p_adjusted > 1 - level) row.difference->verdict = Verdict::cant_tell;
  }
}

}  // namespace

Result<Against> against_from_text(std::string_view text) {
  if (trim(text) == "previous") return Against{.previous = true};
  if (auto filter = filter_from_text(text); !filter) return std::unexpected(filter.error());
  return Against{.previous = false, .where = std::string(text)};
}

Result<ComparedAnswer> compare_rows(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                                    const Question& question, const Against& against, const Reach& reach) {
  auto now = ask(catalogue, facts, guards, question, reach);
  if (!now) return std::unexpected(now.error());
  if (now->measure.estimator == Estimator::distribution) {
    return fail(Code::unsupported, "a distribution is many figures; compare one of them", {},
                "compare a mean or a top box instead");
  }
  Result<Question> other = question;
  if (against.previous) {
    other = previous_of(question);
    if (!other) return std::unexpected(other.error());
  } else {
    other->where = against.where;
  }
  auto before = ask(catalogue, facts, guards, *other, reach);
  if (!before) return std::unexpected(before.error());

  const RowComparer comparer(question, against, *before);
  ComparedAnswer result;
  result.query_before = std::move(before->query);
  for (AnswerRow& row : now->rows) result.rows.push_back(comparer.compare(std::move(row)));
  now->rows.clear();
  result.now = *std::move(now);
  adjust(result.rows, question.level);
  return result;
}

}  // namespace bellwether::measure
