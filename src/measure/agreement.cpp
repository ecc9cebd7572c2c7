#include "measure/agreement.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"
#include "measure/score_interval.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace bellwether::measure {

namespace {

/// Answers that went unseen: how many are added, and how far they spread, in the spread of a share of both ends.
struct Unseen {
  double n = 0, spread = 1;
};

/// The score interval at a jackknife's variance, with the unseen ones added to the n that were seen.
Estimate jackknifed(double value, double variance, double n, const Unseen& unseen, double level,
                    const AnswerScale& scale) {
  const double widest = (value - scale.lowest) * (scale.highest - value);
  const double spread =
      widest > 0 ? (n * (n * variance / widest) + unseen.n * unseen.spread) / (n + unseen.n) : unseen.spread;
  const Bounds bounds = score_interval(value, n / spread, student_critical(level, n - 1), scale);
  return {.value = value,
          .low = bounds.low,
          .high = bounds.high,
          .level = level,
          .n = static_cast<std::int64_t>(n),
          .method = Method::jackknife};
}

/// (n − 1) / n × Σ count (without − mean)².
double jackknife_variance(std::span<const double> without, std::span<const double> counts) {
  double n = 0;
  double mean = 0;
  for (std::size_t i = 0; i < without.size(); ++i) {
    n += counts[i];
    mean += counts[i] * without[i];
  }
  mean /= n;
  double squares = 0;
  for (std::size_t i = 0; i < without.size(); ++i) squares += counts[i] * (without[i] - mean) * (without[i] - mean);
  return (n - 1) / n * squares;
}

/// How often each value (by its place among all) stands in a row, and the row's number of ratings.
struct Row {
  std::vector<std::pair<std::size_t, double>> counts;
  double ratings = 0;
};

class Alpha {
 public:
  Alpha(std::vector<double> values, std::vector<Row> rows, Distance distance)
      : values_(std::move(values)), rows_(std::move(rows)), distance_(distance), all_(values_.size()) {
    for (const Row& row : rows_) {
      for (const auto& [at, count] : row.counts) all_[at] += count;
    }
  }

  /// Alpha of all rows, or of all but one.
  [[nodiscard]] double value(std::optional<std::size_t> without = {}) const {
    std::vector<double> counts = all_;
    if (without) {
      for (const auto& [at, count] : rows_[*without].counts) counts[at] -= count;
    }
    const std::vector<double> places = places_of(counts);
    double observed = 0;
    double n = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (without && i == *without) continue;
      observed += disagreement(rows_[i].counts, places) / (rows_[i].ratings - 1);
      n += rows_[i].ratings;
    }
    std::vector<std::pair<std::size_t, double>> together;
    for (std::size_t at = 0; at < counts.size(); ++at) {
      if (counts[at] > 0) together.emplace_back(at, counts[at]);
    }
    const double expected = disagreement(together, places) / (n - 1);
    return expected == 0 ? 1 : 1 - observed / expected;
  }

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

 private:
  /// Where values stand for ordinal distance: the middle of their own ranks.
  [[nodiscard]] std::vector<double> places_of(const std::vector<double>& counts) const {
    if (distance_ != Distance::ordinal) return values_;
    std::vector<double> places;
    double before = 0;
    for (const double count : counts) {
      places.push_back(before + count / 2);
      before += count;
    }
    return places;
  }

  [[nodiscard]] double distance(double a, double b) const {
    if (distance_ == Distance::nominal) return 1;
    const double gap = distance_ == Distance::ratio ? (a - b) / (a + b) : a - b;
    return gap * gap;
  }

  /// Over all ordered pairs of different values.
  [[nodiscard]] double disagreement(const std::vector<std::pair<std::size_t, double>>& counts,
                                    const std::vector<double>& places) const {
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        sum += 2 * counts[i].second * counts[j].second * distance(places[counts[i].first], places[counts[j].first]);
      }
    }
    return sum;
  }

  std::vector<double> values_;
  std::vector<Row> rows_;
  Distance distance_;
  std::vector<double> all_;
};

std::vector<double> values_in(const RatingTable& units) {
  std::vector<double> values;
  for (const auto& unit : units) {
    for (const auto& rating : unit) {
      if (rating) values.push_back(*rating);
    }
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::vector<Row> rows_of(const RatingTable& units, const std::vector<double>& values) {
  std::vector<Row> rows;
  for (const auto& unit : units) {
    std::vector<double> counts(values.size());
    Row row;
    for (const auto& rating : unit) {
      if (!rating) continue;
      counts[static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), *rating) - values.begin())] += 1;
      ++row.ratings;
    }
    if (row.ratings < 2) continue;
    for (std::size_t at = 0; at < counts.size(); ++at) {
      if (counts[at] > 0) row.counts.emplace_back(at, counts[at]);
    }
    rows.push_back(std::move(row));
  }
  // In an order of their own, so that sums do not hang on the order of rows.
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.counts < b.counts; });
  return rows;
}

}  // namespace

Result<Estimate> krippendorff_alpha(const RatingTable& units, Distance distance, double level) {
  constexpr std::size_t k_most_values = 1000;
  // Answers that are at odds as far as can be, added to the rows that were seen; chosen by coverage.
  constexpr double k_unseen_rows = 0.25;
  std::vector<double> values = values_in(units);
  if (values.size() > k_most_values) {
    return fail(Code::too_large, "agreement is judged over at most 1,000 different values", {},
                "round the values first");
  }
  if (distance == Distance::ratio && !values.empty() && values.front() < 0) {
    return fail(Code::bad_input, "ratio distance is for values from 0 on", {}, "take interval distance");
  }
  std::vector<Row> rows = rows_of(units, values);
  const std::size_t n = rows.size();
  if (n < 2) return not_enough("fewer than 2 things were rated by two", "agreement takes things that two have rated");
  const bool all_alike = std::all_of(rows.begin(), rows.end(), [&](const Row& row) {
    return row.counts.size() == 1 && row.counts.front().first == rows.front().counts.front().first;
  });
  if (all_alike) return not_enough("all ratings are the same", "agreement shows only where ratings could differ");

  double ratings = 0;
  for (const Row& row : rows) ratings += row.ratings;
  const Alpha alpha(std::move(values), std::move(rows), distance);
  std::vector<double> without;
  for (std::size_t i = 0; i < n; ++i) without.push_back(alpha.value(i));
  const std::vector<double> ones(n, 1.0);
  // With m ratings each, raters who never agree come down to −1 / (m − 1).
  const double value = alpha.value();
  const double lowest = std::min(value, -1 / (ratings / static_cast<double>(n) - 1));
  return jackknifed(value, jackknife_variance(without, ones), static_cast<double>(n), {.n = k_unseen_rows}, level,
                    {.lowest = lowest, .highest = 1});
}

Result<Estimate> matching_share(std::span<const std::int64_t> named, double level) {
  // Who names something else breaks a match with everyone: where nearly all agree, matches spread twice as far as names.
  constexpr Unseen k_unseen_people{.n = 0.5, .spread = 2};
  double n = 0;
  double matches = 0;
  for (const std::int64_t count : named) {
    invariant(count >= 0);
    const double c = static_cast<double>(count);
    n += c;
    matches += c * (c - 1);
  }
  if (n < 3) return not_enough("fewer than 3 people named something", "matching takes at least 3 people");
  std::vector<double> without;
  std::vector<double> counts;
  for (const std::int64_t count : named) {
    if (count == 0) continue;
    counts.push_back(static_cast<double>(count));
    without.push_back((matches - 2 * (counts.back() - 1)) / ((n - 1) * (n - 2)));
  }
  return jackknifed(matches / (n * (n - 1)), jackknife_variance(without, counts), n, k_unseen_people, level,
                    {.lowest = 0, .highest = 1});
}

}  // namespace bellwether::measure
