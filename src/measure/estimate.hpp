// What a measure answers: a value that never travels without its uncertainty, or the reason why there is none.
#pragma once

#include "base/number.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::measure {

/// How an interval was made.
enum class Method : std::uint8_t {
  wilson,              ///< share: Wilson score
  adjusted_wald,       ///< net share: adjusted Wald, Rocks 2016
  student_t,           ///< mean: Student's t
  skewed_t,            ///< mean of amounts: Student's t with the skewness taken out
  rule_of_three,       ///< mean of answers that are all the same: what a share of others could have stayed unseen
  exact,               ///< a count of what is there: no sampling, low = value = high
  bounded_t,           ///< mean on a known scale: Wilson's score interval at the answers' own spread
  garwood,             ///< rate: exact Poisson
  poisson_mid_p,       ///< rate: exact Poisson, mid-P
  beta_product,        ///< survival: beta product, with half an end to come
  log_log,             ///< survival: Greenwood's variance on the log-log scale
  order_statistics,    ///< quantile: ranks by the binomial
  nyblom,              ///< quantile: between two ranks, so that the level is met
  delta,               ///< ratio of sums: linearised, Student's t
  fieller,             ///< ratio of sums whose denominator is uncertain
  clustered,           ///< share of contacts of customers: Wilson at the number that would know as much
  bca,                 ///< bootstrap, bias-corrected and accelerated
  bayesian_bootstrap,  ///< raters weighed anew by chance, with answers added at the ends
  jackknife,           ///< leave-one-out variance, kept inside its scale by the score interval
  weighted,            ///< weights, at Kish's effective number
  mover,               ///< composite: the parts' own arms, squared and added
  normal,              ///< a value with its standard error
  cluster_t,           ///< slope over groups and weeks: errors added up by group, Student's t
  cosine_t,            ///< slope over weeks: errors that last, by cosines, Student's t
  fisher_z,            ///< correlation: Fisher's z at the effective number
  partial_pooling,     ///< one of many: drawn towards all as far as it is uncertain
  log_ratio,           ///< ratio of two: on the log scale
  noncentral,          ///< spread: the noncentral chi-square of its sum of squares
  simulated,           ///< by drawing from the parts' intervals
};
[[nodiscard]] std::string_view word_of(Method method);  ///< "wilson", "adjusted-wald", "student-t" … with dashes

/// A number with its confidence interval.
struct Estimate {
  double value = 0;  ///< in the measure's unit
  double low = 0;    ///< low <= value <= high
  double high = 0;
  double level = 0.95;  ///< nominal coverage, in (0, 1)
  std::int64_t n = 0;   ///< answers counted (not weighted)
  Method method = Method::exact;
  bool open_above = false;  ///< nothing seen bounds it above: `high` is the largest value that was looked at
};

/// Share of `hits` in `trials`, in [0, 1], with the Wilson score interval.
/// Source: Wilson, JASA 22 (1927) 209–212; stays inside [0, 1] and covers well from n = 5 on.
/// Error: `not_enough` if trials == 0.
[[nodiscard]] Result<Estimate> share(std::int64_t hits, std::int64_t trials, double level = 0.95);

/// Share of positive less share of negative answers, in [−1, 1], with the adjusted Wald interval: 3/4 is added to
/// each outer count and 3/2 to the neutral one, so that n grows by 3, and the Wald interval is that of these counts.
/// Source: Rocks, B. (2016), Interval Estimation for the "Net Promoter Score", The American Statistician 70(4),
/// 365–372; the added counts are those of its author's R package NPS (pseudo_observations = c(0.75, 1.5, 0.75)). The
/// value is the plain difference. The interval's middle lies nearer to zero than the value; bounds are cut at ±1, and
/// an interval that would not hold the value (all of very few answers at one end) is widened to it. Error: `not_enough`
/// if n == 0.
[[nodiscard]] Result<Estimate> net_share(std::int64_t positive, std::int64_t negative, std::int64_t n,
                                         double level = 0.95);

/// The lowest and the highest answer that can be given, in the values' own unit: 1 and 5 for stars.
struct AnswerScale {
  double lowest = 0, highest = 0;
  friend bool operator==(const AnswerScale&, const AnswerScale&) = default;
};

/// Mean of n values with exact sum and sum of squares in units of 1/scale. Without `answers`: Student's t interval
/// (of amounts skewed_mean.hpp's).
/// With a known scale: Wilson's score interval (score_interval.hpp) at the answers' own spread, as a share of the widest that
/// their mean allows, (mean − lowest)(highest − mean), with four answers of that widest spread added, and Student's t as
/// far as the spread had to be seen. For answers of two kinds, one at each end, it is Wilson's interval of a share; for many
/// answers it is Student's. t alone is even on both sides and takes the answers seen for all there are: where nearly all
/// are the same it held 77–88 % at 10–100 answers, this one 91–97 % (bench/truth.cpp).
/// Answers that are all the same have no spread, and t would claim certainty. With a known scale the interval then
/// holds every mean that could have stayed unseen: a share of up to 1 − (1 − level)^(1/n) of the answers may be other
/// ones (Hanley & Lippman-Hand, JAMA 249 (1983) 1743–1745).
/// Errors: `not_enough` if n < 2 (an interval needs two answers), or all are the same on a scale that is not known.
[[nodiscard]] Result<Estimate> mean(std::int64_t n, Int128 sum, Int128 sum_squares, std::int64_t scale,
                                    double level = 0.95, const std::optional<AnswerScale>& answers = {});

/// Sample variance (n − 1) from exact moments, in the values' own unit squared. n >= 2.
[[nodiscard]] double variance(std::int64_t n, Int128 sum, Int128 sum_squares, std::int64_t scale);

/// The interval of mean() around a value whose variance between answers, and number of answers that know as much (> 1),
/// are known otherwise: weighted_mean(). Estimate.n is that number, rounded.
[[nodiscard]] Result<Estimate> mean_interval(double value, double variance, double effective_n, double level,
                                             const std::optional<AnswerScale>& answers);

/// A plain count: exact for the facts that are there.
[[nodiscard]] Estimate count(std::int64_t n, double level = 0.95);

/// A verdict on two independent estimates of the same measure, by the interval of their difference.
enum class Verdict : std::uint8_t { up, down, cant_tell };
struct Difference {
  double value = 0;  ///< now − before
  double low = 0, high = 0;
  Verdict verdict = Verdict::cant_tell;
  double p = 1;  ///< two-sided, for this difference alone; 1 − level where 0 is one of the bounds
};
/// Interval of the difference from those of both (MOVER: Zou & Donner, Statistics in Medicine 27 (2008) 1693–1702). The p-value
/// is read back from it: its bound towards 0 lies as many standard errors away as the level says.
[[nodiscard]] Difference difference(const Estimate& now, const Estimate& before);

}  // namespace bellwether::measure
