#include "lead/scorecard.hpp"

#include "base/text.hpp"
#include "lead/beside.hpp"
#include "lead/end_of_facts.hpp"
#include "lead/shared_facts.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <thread>
#include <utility>

namespace bellwether::lead {

namespace {

/// How the shipped ones are told, before one's own.
constexpr auto k_order =
    std::to_array<std::string_view>({"lead", "core", "elements", "pillars", "sponsorship", "customer-centric"});

Result<std::vector<const Framework*>> chosen(const Frameworks& frameworks, const std::vector<std::string>& ids) {
  std::vector<const Framework*> list;
  for (const std::string& id : ids) {
    const auto found = frameworks.find(id);
    if (!found) return std::unexpected(found.error());
    list.push_back(*found);
  }
  if (!ids.empty()) return list;
  for (const std::string_view id : k_order) {
    if (const auto found = frameworks.find(id)) list.push_back(*found);
  }
  for (const auto& [id, framework] : frameworks.all()) {
    if (std::ranges::find(k_order, id) == k_order.end()) list.push_back(&framework);
  }
  return list;
}

struct Ends {
  Day now, before;
  std::vector<Day> trend;  ///< oldest first
};

Result<Ends> ends_of(const ScorecardQuestion& question, const facts::Facts& facts) {
  Ends ends;
  if (question.period) {
    ends.now = question.period->to;
    ends.before = question.period->from;
  } else {
    const auto end = end_of_facts(facts);
    if (!end) return std::unexpected(end.error());
    ends.now = *end;
    ends.before = Day{end->days - k_days_before};
  }
  if (question.every == Grain::none) return ends;
  Day start = period_start(question.every, Day{ends.now.days - 1});
  // The running period counts as far as it has come.
  if (start == ends.now) start = period_start(question.every, Day{start.days - 1});
  for (int i = 1; i < k_periods; ++i) {
    ends.trend.push_back(start);
    start = period_start(question.every, Day{start.days - 1});
  }
  std::ranges::reverse(ends.trend);
  return ends;
}

org::Tree tree_of(const ScorecardQuestion& question, const org::Units& units, Day end, Day today) {
  return question.on_todays_tree ? units.as_of(today, org::Ended::kept_last) : units.as_of(Day{end.days - 1});
}

Result<Subject> subject_of(const ScorecardQuestion& question, const org::Organisation& organisation, Day end,
                           Day today) {
  const Day last{end.days - 1};
  const org::Units& units = organisation.units;
  const org::Tree tree = tree_of(question, units, end, today);
  if (!question.unit.empty()) return unit_on(units, organisation.people, question.unit, last, tree);
  if (!question.leader.empty()) return leader_on(organisation.people, question.leader, last, tree);
  return organisation_on(units, organisation.people, last);
}

/// What one leader alone did, under another name.
void hide_own_acts(std::vector<Evidence>& evidence, const Framework& framework) {
  std::size_t at = 0;
  for (const Dimension& dimension : framework.dimensions) {
    for (const Indicator& indicator : dimension.indicators) {
      Evidence& one = evidence[at++];
      if (indicator.scope != Scope::own) continue;
      one = {};
      one.state = State::withheld;
      one.why = "it would be the score of one person, and scores of persons are switched off";
    }
  }
}

/// Scores at one end.
class Scorer {
 public:
  Scorer(const measure::Catalogue& catalogue, const facts::Facts& facts, const measure::Guards& guards,
         const org::Organisation& organisation, const ScorecardQuestion& question, const Fairness& fairness,
         std::span<const Framework* const> frameworks)
      : catalogue_(catalogue),
        facts_(facts),
        guards_(guards),
        organisation_(organisation),
        question_(question),
        fairness_(fairness),
        frameworks_(frameworks) {}

  struct At {
    Subject subject;
    std::vector<Score> scores;
    Correlations correlations;
    std::string snapshot;
  };
  Result<At> at(Day end) const {
    auto subject = subject_of(question_, organisation_, end, fairness_.today);
    if (!subject) return std::unexpected(subject.error());
    const auto book = EvidenceBook::read(catalogue_, facts_, guards_,
                                         {.frameworks = frameworks_,
                                          .end = end,
                                          .only = *subject,
                                          .snapshot = question_.snapshot,
                                          .organisation = &organisation_});
    if (!book) return std::unexpected(book.error());
    At at{.subject = *std::move(subject),
          .scores = {},
          .correlations = book->correlations(),
          .snapshot = book->snapshot()};
    for (const Framework* framework : frameworks_) {
      std::vector<Evidence> evidence = book->of(*framework, at.subject);
      if (!fairness_.individual_scores && at.subject.leaders.size() == 1) hide_own_acts(evidence, *framework);
      at.scores.push_back(score_of(*framework, evidence, end, book->correlations()));
    }
    return at;
  }

  /// As at(), of each end, side by side.
  std::vector<Result<At>> at_all(std::span<const Day> ends) const {
    std::vector<Result<At>> all(ends.size(), Result<At>(At{}));
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < ends.size(); i = next++) all[i] = at(ends[i]);
    };
    // More would wait for each other, and hold more in memory.
    constexpr unsigned k_most_threads = 4;
    const unsigned threads = std::min(
        {std::max(1U, std::thread::hardware_concurrency()), k_most_threads, static_cast<unsigned>(ends.size())});
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
    work();
    others.clear();
    return all;
  }

  /// Of each framework, from `before` to `now`.
  Result<std::vector<std::optional<Change>>> changes(const At& now, const At& before, const Ends& ends) const {
    const auto both = in_both(now.subject, before.subject);
    SharedFacts shared;
    if (both) {
      auto read = SharedFacts::read(catalogue_, facts_, guards_,
                                    {.frameworks = frameworks_,
                                     .now = ends.now,
                                     .before = ends.before,
                                     .only = both,
                                     .snapshot = question_.snapshot});
      if (!read) return std::unexpected(read.error());
      shared = *std::move(read);
    }
    std::vector<std::optional<Change>> all;
    for (std::size_t i = 0; i < frameworks_.size(); ++i) {
      all.push_back(change(now.scores[i], before.scores[i], shared.of(now.scores[i], before.scores[i], both),
                           ends.now.days - ends.before.days, now.correlations));
    }
    hold_together(all);
    return all;
  }

 private:
  const measure::Catalogue& catalogue_;
  const facts::Facts& facts_;
  const measure::Guards& guards_;
  const org::Organisation& organisation_;
  const ScorecardQuestion& question_;
  const Fairness& fairness_;
  std::span<const Framework* const> frameworks_;
};

/// What is told beside each of the scores.
class Bystander {
 public:
  [[nodiscard]] static Result<Bystander> at(const facts::Facts& facts, Day end, std::optional<std::uint64_t> snapshot,
                                            const Fairness& fairness) {
    const std::uint64_t read = snapshot.value_or(facts.snapshot());
    auto signals = measure::StoreReader::open(facts, facts::Table::signals, read, {});
    if (!signals) return std::unexpected(signals.error());
    auto acts = measure::StoreReader::open(facts, facts::Table::acts, read, {});
    if (!acts) return std::unexpected(acts.error());
    auto open = OpenLeaders::read(*acts, fairness, end);
    if (!open) return std::unexpected(open.error());
    return Bystander(*std::move(signals), *std::move(acts), *std::move(open), end);
  }

  Result<std::vector<std::shared_ptr<const BesideScore>>> beside(const std::vector<Score>& scores,
                                                                 const Subject& subject, const measure::Rules& rules,
                                                                 const org::Organisation& organisation) {
    constexpr std::int32_t k_days = 365;
    BesideReader reader({.signals = signals_,
                         .acts = acts_,
                         .organisation = &organisation,
                         .only = &subject,
                         .from = Day{end_.days - k_days},
                         .end = end_,
                         .rules = rules},
                        subject, open_);
    std::vector<std::shared_ptr<const BesideScore>> all;
    for (const Score& score : scores) {
      auto read = reader.read(*score.framework, score);
      if (!read) return std::unexpected(read.error());
      all.push_back(std::make_shared<const BesideScore>(*std::move(read)));
    }
    return all;
  }

 private:
  Bystander(measure::StoreReader signals, measure::StoreReader acts, OpenLeaders open, Day end)
      : signals_(std::move(signals)), acts_(std::move(acts)), open_(std::move(open)), end_(end) {}

  measure::StoreReader signals_, acts_;
  OpenLeaders open_;
  Day end_;
};

Score nothing_of(const Framework& framework, Day end) {
  std::size_t indicators = 0;
  for (const Dimension& dimension : framework.dimensions) indicators += dimension.indicators.size();
  return score_of(framework, std::vector<Evidence>(indicators), end);
}

}  // namespace

Result<void> may_see(const Fairness& fairness, const facts::Facts& facts, const Subject& subject, Day end) {
  if (subject.kind != Subject::Kind::leader) return {};
  if (!fairness.individual_scores) {
    return fail(Code::withheld, "scores of single persons are switched off here", "--leader",
                "look at units; [leadership] individual_scores in bellwether.toml says it");
  }
  const Day open{end.days + fairness.first_look_days};
  if (fairness.viewer == subject.id || fairness.today >= open) return {};
  const auto word = [](std::string_view field, facts::Field::Kind kind, std::string text) {
    return facts::Expr{facts::Compare{
        .field = {.kind = kind, .name = std::string(field)}, .op = facts::Op::equal, .literal = std::move(text)}};
  };
  facts::Query query{.table = facts::Table::acts};
  query.where = {facts::All{.of = {word("kind", facts::Field::Kind::dimension, "evidence.seen"),
                                   word("actor", facts::Field::Kind::dimension, subject.id)}}};
  // Scores up to now move on each day: a look of the last days counts for them, too.
  query.from = Day{end.days - fairness.first_look_days};
  query.statistics = {{.kind = facts::Statistic::Kind::rows}};
  const auto seen = facts.ask(query);
  if (!seen) return std::unexpected(seen.error());
  if (!seen->rows.empty() && seen->rows[0].numbers[0].value_or(0) > 0) return {};
  return fail(
      Code::withheld,
      subject.label + " sees this first: nobody else until " + to_text(open) + ", or until it has been looked at",
      "--leader", "the leader looks with --viewer " + subject.id);
}

Result<std::vector<Scorecard>> scorecards(const measure::Catalogue& catalogue, const Frameworks& frameworks,
                                          const facts::Facts& facts, const measure::Guards& guards,
                                          const org::Organisation& organisation, const ScorecardQuestion& question,
                                          const Fairness& fairness) {
  if (!question.unit.empty() && !question.leader.empty()) {
    return fail(Code::wrong_usage, "a score is of a unit or of a leader, not of both", "--leader", "leave one out");
  }
  const auto list = chosen(frameworks, question.frameworks);
  if (!list) return std::unexpected(list.error());
  const auto ends = ends_of(question, facts);
  if (!ends) return std::unexpected(ends.error());
  const auto subject = subject_of(question, organisation, ends->now, fairness.today);
  if (!subject) return std::unexpected(subject.error());
  if (auto allowed = may_see(fairness, facts, *subject, ends->now); !allowed) return std::unexpected(allowed.error());

  const Scorer scorer(catalogue, facts, guards, organisation, question, fairness, *list);
  std::vector<Day> all_ends{ends->now, ends->before};
  all_ends.insert(all_ends.end(), ends->trend.begin(), ends->trend.end());
  std::vector<Result<Scorer::At>> scored = scorer.at_all(all_ends);
  Result<Scorer::At>& now = scored[0];
  if (!now) return std::unexpected(now.error());
  // A unit or leader that was not there before has no score before.
  const Result<Scorer::At>& before = scored[1];
  const std::span trend(scored.begin() + 2, scored.end());
  // Neither needs the other: what both ends share is read while what stands beside the scores is.
  auto shared = std::async(std::launch::async, [&]() -> Result<std::vector<std::optional<Change>>> {
    if (!before) return std::vector<std::optional<Change>>(list->size());
    return scorer.changes(*now, *before, *ends);
  });
  auto bystander = Bystander::at(facts, ends->now, question.snapshot, fairness);
  if (!bystander) return std::unexpected(bystander.error());
  const auto beside =
      bystander->beside(now->scores, now->subject, {.catalogue = catalogue, .guards = guards}, organisation);
  if (!beside) return std::unexpected(beside.error());
  const auto changes = shared.get();
  if (!changes) return std::unexpected(changes.error());
  UnitsMoved units;
  if (before) {
    const auto tree = [&](Day end) { return tree_of(question, organisation.units, end, fairness.today); };
    units = units_moved(now->subject, tree(ends->now), before->subject, tree(ends->before));
  }

  std::vector<Scorecard> cards;
  for (std::size_t i = 0; i < list->size(); ++i) {
    Scorecard card{.subject = now->subject,
                   .end = ends->now,
                   .before_end = ends->before,
                   .now = std::move(now->scores[i]),
                   .before = before ? before->scores[i] : nothing_of(*(*list)[i], ends->before),
                   .change = (*changes)[i],
                   .moved = {},
                   .units = units,
                   .bring = {},
                   .trend = {},
                   .beside = (*beside)[i],
                   .snapshot = now->snapshot};
    if (card.now.scored && card.before.scored) card.moved = contributions(card.now, card.before);
    card.bring = wanted(card.now);
    for (std::size_t at = 0; at < trend.size(); ++at) {
      TrendPoint& point = card.trend.emplace_back(TrendPoint{.end = ends->trend[at], .scored = {}, .coverage = 0});
      if (!trend[at]) continue;
      point.scored = trend[at]->scores[i].scored;
      point.coverage = trend[at]->scores[i].coverage;
    }
    if (question.every != Grain::none) {
      card.trend.push_back({.end = ends->now, .scored = card.now.scored, .coverage = card.now.coverage});
    }
    cards.push_back(std::move(card));
  }
  return cards;
}

}  // namespace bellwether::lead
