// Two periods of one measure, and the doubt about their difference.
#include "measure/stand_out.hpp"

#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include <boost/math/distributions/normal.hpp>

namespace bellwether::measure {

namespace {

/// The count as one draw from a Poisson with unknown mean, with its score interval: x + z²/2 ± z √(x + z²/4).
Estimate poisson(const Estimate& count, double per) {
  const double z = boost::math::quantile(boost::math::normal{}, 0.5 + count.level / 2);
  const double centre = count.value + z * z / 2;
  const double half = z * std::sqrt(count.value + z * z / 4);
  Estimate estimate = count;
  estimate.value = count.value / per;
  estimate.low = (centre - half) / per;
  estimate.high = (centre + half) / per;
  return estimate;
}

double days_of(const Period& period) { return static_cast<double>(period.to.days - period.from.days); }

Difference difference_of_counts(const Estimate& now, const Estimate& before, const Period& period, const Period& past) {
  Difference result = difference(poisson(now, 1), poisson(before, 1));
  const Difference a_day = difference(poisson(now, days_of(period)), poisson(before, days_of(past)));
  result.verdict = a_day.verdict;
  result.p = a_day.p;
  return result;
}

Question question_for(std::string_view measure, std::string_view where, const Period& period,
                      std::optional<std::uint64_t> snapshot) {
  Question question;
  question.measure = measure;
  question.where = where;
  question.from = period.from;
  question.to = period.to;
  question.snapshot = snapshot;
  return question;
}

std::uint64_t number_of(const std::string& snapshot) {
  std::uint64_t number = 0;
  const char* begin = snapshot.data() + snapshot.rfind('-') + 1;
  std::from_chars(begin, snapshot.data() + snapshot.size(), number);
  return number;
}

}  // namespace

Result<Comparison> compare(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                           std::string_view measure, std::string_view where, const Period& period, const Period& before,
                           std::optional<std::uint64_t> snapshot) {
  auto now = ask(catalogue, facts, guards, question_for(measure, where, period, snapshot));
  if (!now) return std::unexpected(now.error());
  if (now->measure.estimator == Estimator::distribution) {
    return fail(Code::unsupported, "a distribution is many figures; compare one of them", {},
                "compare a mean or a top box instead");
  }
  auto then = ask(catalogue, facts, guards, question_for(measure, where, before, number_of(now->snapshot)));
  if (!then) return std::unexpected(then.error());

  Comparison result;
  result.now = std::move(now->rows.at(0));
  result.before = std::move(then->rows.at(0));
  result.query = std::move(now->query);
  result.query_before = std::move(then->query);
  result.snapshot = std::move(now->snapshot);
  result.version = std::move(now->version);
  const auto* a = std::get_if<Estimate>(&result.now.is);
  const auto* b = std::get_if<Estimate>(&result.before.is);
  if (a != nullptr && b != nullptr) {
    result.difference = a->method == Method::exact ? difference_of_counts(*a, *b, period, before) : difference(*a, *b);
  }
  result.measure = std::move(now->measure);
  return result;
}

}  // namespace bellwether::measure
