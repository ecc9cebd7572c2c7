// Two periods of one measure, and the doubt about their difference.
#include "measure/difference_of_counts.hpp"
#include "measure/stand_out.hpp"

#include <charconv>
#include <string>
#include <utility>

namespace bellwether::measure {

namespace {

double days_of(const Period& period) { return static_cast<double>(period.to.days - period.from.days); }

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
    result.difference = a->method == Method::exact ? difference_of_counts(*a, *b, days_of(period), days_of(before))
                                                   : difference(*a, *b);
  }
  result.measure = std::move(now->measure);
  return result;
}

}  // namespace bellwether::measure
