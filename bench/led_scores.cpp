#include "led_scores.hpp"

#include "lead/shadow_report.hpp"
#include "lead/shared_facts.hpp"

namespace bellwether::bench {

Shipped shipped() {
  auto catalogue = must(measure::Catalogue::load({}));
  auto frameworks = must(lead::Frameworks::load(catalogue, {}));
  Shipped shipped{.catalogue = std::move(catalogue), .frameworks = std::move(frameworks), .all = {}};
  for (const auto& [id, framework] : shipped.frameworks.all()) shipped.all.push_back(&framework);
  return shipped;
}

LedScores scores_of(const Company& company, const Shipped& shipped) {
  const Day end{must(company.facts->days(facts::Table::acts))->second.days + 1};
  const Day last{end.days - 1};
  const org::Organisation& organisation = *company.organisation;
  const measure::Guards guards({.parents = measure::parents_of(organisation.units.as_of(last))});
  const auto book_at = [&](Day at) {
    return must(lead::EvidenceBook::read(shipped.catalogue, *company.facts, guards,
                                         {.frameworks = shipped.all, .end = at, .organisation = &organisation}));
  };
  const auto book = book_at(end);
  LedScores scores{.truth = company.truth,
                   .of = {},
                   .before = {},
                   .shared = {},
                   .correlations = book.correlations(),
                   .end = end,
                   .gaming = {}};
  const Day then{end.days - scores.days};
  const auto book_then = book_at(then);
  const auto shared = must(lead::SharedFacts::read(shipped.catalogue, *company.facts, guards,
                                                   {.frameworks = shipped.all, .now = end, .before = then}));
  for (const simulate::LeaderTruth& leader : company.truth.leaders) {
    const auto subject = must(lead::leader_on(organisation.units, organisation.people, leader.person, last));
    ScoresOfOne& own = scores.of[leader.person];
    ScoresOfOne& before = scores.before[leader.person];
    for (const lead::Framework* framework : shipped.all) {
      own.push_back(lead::score_of(*framework, book.of(*framework, subject), end, book.correlations()));
      before.push_back(lead::score_of(*framework, book_then.of(*framework, subject), then, book.correlations()));
      scores.shared[leader.person].push_back(shared.of(own.back(), before.back(), subject));
    }
  }
  // So long after the period that everybody may be told of.
  constexpr int k_later = 60;
  auto shadow = must(lead::shadow_report(*company.facts, {.catalogue = shipped.catalogue, .guards = guards},
                                         organisation, {}, {.today = Day{end.days + k_later}}));
  scores.gaming = std::move(shadow.flags);
  return scores;
}

}  // namespace bellwether::bench
