#include "tell/brief_findings.hpp"

#include "measure/filter.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace bellwether::tell {

namespace {

constexpr double k_false_discovery_rate = 0.05;
constexpr std::size_t k_most_attributes = 4;
constexpr std::size_t k_most_values = 20;

const measure::Estimate* known(const measure::AnswerRow& row) { return std::get_if<measure::Estimate>(&row.is); }

measure::Answer without_rows(const measure::Answer& answer) {
  measure::Answer head;
  head.measure = answer.measure;
  head.query = answer.query;
  head.snapshot = answer.snapshot;
  head.version = answer.version;
  return head;
}

double weight_of(const Finding& finding) {
  double range = range_of(finding.measure);
  if (range <= 0) range = std::max({std::abs(finding.here.value), std::abs(finding.other.value), 1.0});
  return std::abs(finding.difference.value) / range * finding.share;
}

// The whole organisation against the period before, where it moved beyond chance.
Result<void> compare_whole(const Ground& ground, const measure::Measure& measure, std::vector<Finding>& told) {
  const auto compared = measure::compare(ground.catalogue, ground.facts, ground.guards, measure.id, "",
                                         *ground.told.period, *ground.told.before, ground.snapshot);
  if (!compared) return std::unexpected(compared.error());
  const auto* now = known(compared->now);
  const auto* before = known(compared->before);
  if (now == nullptr || before == nullptr || !compared->difference) return {};
  measure::Answer asked;
  asked.query = compared->query;
  asked.snapshot = compared->snapshot;
  asked.version = compared->version;
  Finding finding{.kind = Finding::Kind::moved,
                  .measure = compared->measure,
                  .here = *now,
                  .other = *before,
                  .difference = *compared->difference,
                  .asked = {std::move(asked)}};
  finding.weight = weight_of(finding);
  told.push_back(std::move(finding));
  return {};
}

struct NowAndBefore {
  const measure::AnswerRow* now = nullptr;
  const measure::AnswerRow* before = nullptr;
};

// The slices of one dimension, now and (where there is one) in the period before.
Result<void> compare_slices(const Ground& ground, const measure::Measure& measure, const std::string& dimension,
                            std::vector<Finding>& candidates, std::vector<Looked>& looked) {
  measure::Question question;
  question.measure = measure.id;
  question.by = {dimension};
  question.snapshot = ground.snapshot;
  if (const auto& period = ground.told.period) {
    question.every = period->grain;
    question.from = ground.told.before ? ground.told.before->from : period->from;
    question.to = period->to;
  }
  const auto answer = measure::ask(ground.catalogue, ground.facts, ground.guards, question);
  if (!answer) return std::unexpected(answer.error());

  std::map<std::string, NowAndBefore> slices;
  std::int64_t all = 0;
  for (const measure::AnswerRow& row : answer->rows) {
    if (row.slice.empty() || !row.slice.front().second) continue;
    NowAndBefore& slice = slices[*row.slice.front().second];
    const bool is_now = !ground.told.period || row.from == ground.told.period->from;
    (is_now ? slice.now : slice.before) = &row;
    if (is_now) all += row.n;
  }
  Looked& here = looked.emplace_back(
      Looked{.measure = answer->measure, .dimension = dimension, .asked = without_rows(*answer), .thin = {}});
  for (const auto& [value, slice] : slices) {
    const Place place{.dimension = dimension, .value = value};
    if (slice.now == nullptr) continue;
    const auto* now = known(*slice.now);
    if (now == nullptr || now->n < measure::k_least_answers) {
      if (slice.now->n > 0) here.thin.push_back({.place = place, .n = slice.now->n});
      continue;
    }
    const auto* before = slice.before == nullptr ? nullptr : known(*slice.before);
    if (before == nullptr || before->n < measure::k_least_answers) continue;
    candidates.push_back({.kind = Finding::Kind::moved,
                          .measure = answer->measure,
                          .place = place,
                          .here = *now,
                          .other = *before,
                          .difference = measure::difference(*now, *before),
                          .share = all > 0 ? static_cast<double>(now->n) / static_cast<double>(all) : 0,
                          .asked = {without_rows(*answer)}});
  }
  std::ranges::sort(here.thin, {}, [](const ThinSlice& thin) { return std::tie(thin.n, thin.place); });
  return {};
}

// The slices against the rest, with the false discovery rate kept by measure::stand_out itself.
Result<void> stand_outs(const Ground& ground, const measure::Measure& measure,
                        const std::vector<std::string>& dimensions, Findings& findings) {
  measure::StandOutQuestion question;
  question.measure = measure.id;
  question.dimensions = dimensions;
  question.snapshot = ground.snapshot;
  if (const auto& period = ground.told.period) {
    question.from = period->from;
    question.to = period->to;
  }
  const auto found = measure::stand_out(ground.catalogue, ground.facts, ground.guards, question);
  if (!found && (found.error().code == Code::not_enough || found.error().code == Code::withheld)) return {};
  if (!found) return std::unexpected(found.error());
  findings.compared += found->looked_at;
  for (const measure::StandOut& slice : found->slices) {
    if (!slice.stands_out) continue;
    measure::Answer asked;
    asked.query = slice.query;
    asked.snapshot = found->snapshot;
    asked.version = found->version;
    Finding finding{.kind = Finding::Kind::stands_out,
                    .measure = found->measure,
                    .place = {.dimension = slice.dimension, .value = slice.value},
                    .here = slice.here,
                    .other = slice.rest,
                    .difference = slice.difference,
                    .share = slice.share_of_volume,
                    .asked = {std::move(asked)}};
    finding.weight = weight_of(finding);
    findings.told.push_back(std::move(finding));
  }
  return {};
}

// What stands out and was another one in the period before is news, even where the move alone could be chance among many.
void say_what_was(const std::vector<Finding>& candidates, Findings& findings) {
  for (Finding& finding : findings.told) {
    const auto moved = std::ranges::find_if(candidates, [&](const Finding& candidate) {
      return candidate.measure.id == finding.measure.id && candidate.place == finding.place;
    });
    if (moved == candidates.end() || moved->difference.p > 0.05) continue;
    if ((moved->difference.value < 0) == (finding.difference.value < 0))
      finding.was = Earlier{.is = moved->other, .asked = moved->asked.front()};
  }
}

void keep_beyond_chance(std::vector<Finding> candidates, Findings& findings) {
  std::vector<double> p;
  for (Finding& candidate : candidates) {
    candidate.weight = weight_of(candidate);
    p.push_back(candidate.difference.p);
  }
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  findings.compared += candidates.size();
  for (std::size_t at = 0; at < candidates.size(); ++at) {
    if (adjusted[at] <= k_false_discovery_rate) findings.told.push_back(std::move(candidates[at]));
  }
}

// What got worse has to be acted on, and what is new is not known yet: each counts double.
double importance_of(const Finding& finding) {
  const bool worse = tone_of(finding.measure.better, finding.difference.value) == Tone::worse;
  return finding.weight * (worse ? 2 : 1) * (finding.was ? 2 : 1);
}

bool more_important(const Finding& a, const Finding& b) {
  if (a.kind != b.kind) return a.kind == Finding::Kind::moved;  // news before what has been so for long
  if (importance_of(a) != importance_of(b)) return importance_of(a) > importance_of(b);
  return std::tie(a.measure.id, a.place) < std::tie(b.measure.id, b.place);
}

}  // namespace

double range_of(const measure::Measure& measure) {
  switch (measure.estimator) {
    case measure::Estimator::net_share:
      return 2 * measure.factor;
    case measure::Estimator::share:
      return measure.factor;
    case measure::Estimator::mean:
      return measure.scale ? (measure.scale->highest - measure.scale->lowest) * measure.factor : 0;
    default:
      return 0;
  }
}

Result<std::vector<std::string>> dimensions_of(const facts::Facts& facts) {
  std::vector<std::string> dimensions;
  const auto has_values = [&](const facts::Field& field, std::size_t most) -> Result<bool> {
    const auto values = facts.values(facts::Table::signals, field, most + 1);
    if (!values) return std::unexpected(values.error());
    return values->size() >= 2 && values->size() <= most;
  };
  constexpr std::size_t k_any = 1'000'000;
  for (const char* name : {"unit", "touchpoint", "channel", "theme"}) {
    const auto has = has_values({.kind = facts::Field::Kind::dimension, .name = name}, k_any);
    if (!has) return std::unexpected(has.error());
    if (*has) dimensions.emplace_back(name);
  }
  if (!dimensions.empty()) return dimensions;
  const auto fields = facts.fields(facts::Table::signals);
  if (!fields) return std::unexpected(fields.error());
  for (const facts::KnownField& field : *fields) {
    if (field.field.kind != facts::Field::Kind::attribute || !field.has_text) continue;
    const auto has = has_values(field.field, k_most_values);
    if (!has) return std::unexpected(has.error());
    if (*has)
      dimensions.push_back(to_text(measure::FieldName{.kind = "attribute", .word = field.field.name, .place = {}}));
    if (dimensions.size() == k_most_attributes) break;
  }
  return dimensions;
}

Result<Findings> find(const Ground& ground, const std::vector<measure::Measure>& measures,
                      const std::set<std::string>& moved, const std::vector<std::string>& dimensions) {
  Findings findings;
  std::vector<Finding> candidates;
  for (const measure::Measure& measure : measures) {
    if (moved.contains(measure.id)) {
      if (auto done = compare_whole(ground, measure, findings.told); !done) return std::unexpected(done.error());
    }
    for (const std::string& dimension : dimensions) {
      auto done = compare_slices(ground, measure, dimension, candidates, findings.looked);
      if (!done) return std::unexpected(done.error());
    }
    if (dimensions.empty()) continue;
    if (auto done = stand_outs(ground, measure, dimensions, findings); !done) return std::unexpected(done.error());
  }
  say_what_was(candidates, findings);
  keep_beyond_chance(std::move(candidates), findings);
  for (Finding& finding : findings.told) {
    const auto at = std::ranges::find(measures, finding.measure.id, &measure::Measure::id);
    finding.rank = static_cast<std::size_t>(at - measures.begin());
  }
  std::ranges::stable_sort(findings.told, more_important);
  return findings;
}

}  // namespace bellwether::tell
