#include "led_scores.hpp"

#include "lead/shadow_report.hpp"
#include "lead/shared_facts.hpp"

#include <map>
#include <string>

namespace bellwether::bench {

Shipped shipped() {
  auto catalogue = must(measure::Catalogue::load({}));
  auto frameworks = must(lead::Frameworks::load(catalogue, {}));
  Shipped shipped{.catalogue = std::move(catalogue), .frameworks = std::move(frameworks), .all = {}};
  for (const auto& [id, framework] : shipped.frameworks.all()) shipped.all.push_back(&framework);
  return shipped;
}

namespace {

lead::EvidenceBook book_at(Day end, const Company& company, const Shipped& shipped, const measure::Guards& guards) {
  return must(
      lead::EvidenceBook::read(shipped.catalogue, *company.facts, guards,
                               {.frameworks = shipped.all, .end = end, .organisation = &*company.organisation}));
}

using Subjects = std::map<std::string, lead::Subject>;

void add_before(LedScores& scores, const Subjects& subjects, const Company& company, const Shipped& shipped,
                const measure::Guards& guards) {
  const Day then{scores.end.days - scores.days};
  const auto book = book_at(then, company, shipped, guards);
  const auto shared = must(lead::SharedFacts::read(shipped.catalogue, *company.facts, guards,
                                                   {.frameworks = shipped.all, .now = scores.end, .before = then}));
  for (const auto& [person, subject] : subjects) {
    ScoresOfOne& before = scores.before[person];
    for (std::size_t f = 0; f < shipped.all.size(); ++f) {
      before.push_back(lead::score_of(*shipped.all[f], book.of(*shipped.all[f], subject), then, scores.correlations));
      scores.shared[person].push_back(shared.of(scores.of.at(person)[f], before.back(), subject));
    }
  }
}

}  // namespace

LedScores scores_of(const Company& company, const Shipped& shipped, bool with_before) {
  const Day end{must(company.facts->days(facts::Table::acts))->second.days + 1};
  const Day last{end.days - 1};
  const org::Organisation& organisation = *company.organisation;
  const measure::Guards guards({.parents = measure::parents_of(organisation.units.as_of(last))});
  const auto book = book_at(end, company, shipped, guards);
  LedScores scores{.truth = company.truth,
                   .of = {},
                   .before = {},
                   .shared = {},
                   .correlations = book.correlations(),
                   .end = end,
                   .gaming = {}};
  Subjects subjects;
  for (const simulate::LeaderTruth& leader : company.truth.leaders) {
    const auto subject = must(lead::leader_on(organisation.units, organisation.people, leader.person, last));
    ScoresOfOne& own = scores.of[leader.person];
    for (const lead::Framework* framework : shipped.all)
      own.push_back(lead::score_of(*framework, book.of(*framework, subject), end, book.correlations()));
    subjects.emplace(leader.person, subject);
  }
  if (with_before) add_before(scores, subjects, company, shipped, guards);
  // So long after the period that everybody may be told of.
  constexpr int k_later = 60;
  auto shadow = must(lead::shadow_report(*company.facts, {.catalogue = shipped.catalogue, .guards = guards},
                                         organisation, {}, {.today = Day{end.days + k_later}}));
  scores.gaming = std::move(shadow.flags);
  return scores;
}

}  // namespace bellwether::bench
