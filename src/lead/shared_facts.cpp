#include "lead/shared_facts.hpp"

#include "lead/change.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>

namespace bellwether::lead {

namespace {

bool is_counted(const Indicator& indicator, int days) {
  return indicator.special == Special::none && indicator.window_days > days;
}

std::unique_ptr<Framework> overlap_of(const Framework& framework, int days) {
  auto shorter = std::make_unique<Framework>(framework);
  for (Dimension& dimension : shorter->dimensions) {
    std::erase_if(dimension.indicators, [&](const Indicator& one) { return !is_counted(one, days); });
    for (Indicator& one : dimension.indicators) one.window_days -= days;
  }
  return shorter;
}

/// Those in both; an empty list stands for all.
std::optional<std::vector<std::string>> common(std::vector<std::string> a, std::vector<std::string> b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  std::ranges::sort(a);
  std::ranges::sort(b);
  std::vector<std::string> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  if (both.empty()) return std::nullopt;
  return both;
}

}  // namespace

std::optional<Subject> in_both(const Subject& now, const Subject& before) {
  auto units = common(now.units, before.units);
  if (!units) return std::nullopt;
  Subject both = now;
  both.units = *std::move(units);
  // Without a leader in both there are no acts in both; a name that nobody has finds none.
  auto leaders = common(now.leaders, before.leaders);
  both.leaders = leaders ? *std::move(leaders) : std::vector<std::string>{"nobody leads at both ends"};
  return both;
}

Result<SharedFacts> SharedFacts::read(const measure::Catalogue& catalogue, const facts::Facts& facts,
                                      const measure::Guards& guards, const SharedQuestion& question) {
  SharedFacts shared;
  shared.days_ = question.now.days - question.before.days;
  std::vector<const Framework*> shorter;
  for (const Framework* framework : question.frameworks) {
    Part& part = shared.parts_.emplace_back();
    part.framework = framework;
    part.in_both = overlap_of(*framework, shared.days_);
    const bool any =
        std::ranges::any_of(part.in_both->dimensions, [](const Dimension& one) { return !one.indicators.empty(); });
    if (any) shorter.push_back(part.in_both.get());
  }
  if (shorter.empty()) return shared;
  auto book = EvidenceBook::read(catalogue, facts, guards,
                                 {.frameworks = shorter,
                                  .end = question.before,
                                  .only = question.only,
                                  .snapshot = question.snapshot,
                                  .counts_alone = true});
  if (!book) return std::unexpected(book.error());
  shared.book_ = *std::move(book);
  return shared;
}

std::vector<double> SharedFacts::of(const Score& now, const Score& before,
                                    const std::optional<Subject>& in_both) const {
  const auto part = std::ranges::find(parts_, now.framework, &Part::framework);
  std::vector<Evidence> counted;
  if (book_ && in_both && part != parts_.end()) counted = book_->of(*part->in_both, *in_both);
  std::vector<double> all;
  std::size_t next = 0;
  for (std::size_t d = 0; d < now.dimensions.size(); ++d) {
    for (std::size_t i = 0; i < now.dimensions[d].indicators.size(); ++i) {
      const IndicatorScore& a = now.dimensions[d].indicators[i];
      const std::int64_t n = a.evidence.n;
      const std::int64_t n_before = before.dimensions[d].indicators[i].evidence.n;
      const Indicator& indicator = *a.indicator;
      if (indicator.special != Special::none) {
        all.push_back(in_both ? in_common_by_window(indicator.window_days, days_, n, n_before) : 0);
      } else if (is_counted(indicator, days_) && next < counted.size()) {
        all.push_back(in_common(counted[next++].n, n, n_before));
      } else {
        all.push_back(0);
      }
    }
  }
  return all;
}

}  // namespace bellwether::lead
