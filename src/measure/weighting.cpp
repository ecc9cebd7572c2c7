#include "measure/weighting.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "measure/critical.hpp"
#include "measure/names.hpp"
#include "measure/weights.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::measure {

namespace {

Result<std::vector<facts::Field>> fields_of(const Question& question, const Cut& cut, const Names& names) {
  std::vector<facts::Field> fields;
  for (const std::string& word : question.weight) {
    auto name = name_from_text(word);
    auto known = name ? names.find(*name, word, Unknown::is_an_error) : std::unexpected(name.error());
    if (!known) {
      known.error().where = "--weight";
      return std::unexpected(known.error());
    }
    const facts::Field& field = known->field;
    const bool is_unit = field.kind == facts::Field::Kind::dimension && field.name == "unit";
    if (!is_unit && field.kind != facts::Field::Kind::attribute) {
      return fail(Code::bad_input, "answers can't be weighted by " + word, "--weight",
                  "weight by unit, or by an attribute that counts of people carry, too");
    }
    const auto is_there = [&](const std::vector<facts::Field>& in) { return std::ranges::find(in, field) != in.end(); };
    if (is_there(cut.by)) {
      return fail(Code::wrong_usage, "the answer is cut by " + word + " already, so all of a row are alike in it",
                  "--weight", "take it out of --by, or out of --weight");
    }
    if (is_there(fields)) return fail(Code::wrong_usage, word + " stands there twice", "--weight");
    fields.push_back(field);
  }
  if (cut.by.size() + fields.size() > k_most_by) {
    return fail(Code::too_large, "an answer is cut and weighted by up to " + std::to_string(k_most_by) + " names",
                "--weight");
  }
  return fields;
}

WeightedCell weighted_cell(const Tally& tally, double weight) {
  return {.weight = weight,
          .n = tally.n,
          .positive = tally.positive,
          .negative = tally.negative,
          .sum = tally.sum,
          .sum_squares = tally.sum_squares};
}

Result<Estimate> weighted(const Measure& measure, const std::vector<WeightedCell>& cells, std::int64_t scale,
                          double level) {
  auto estimate = measure.estimator == Estimator::share       ? weighted_share(cells, level)
                  : measure.estimator == Estimator::net_share ? weighted_net_share(cells, level)
                                                              : weighted_mean(cells, scale, level, measure.scale);
  if (!estimate) return estimate;
  estimate->value *= measure.factor;
  estimate->low *= measure.factor;
  estimate->high *= measure.factor;
  return estimate;
}

}  // namespace

Result<void> check_weights(const Measure& measure, const Question& question) {
  const bool plain = measure.estimator == Estimator::share || measure.estimator == Estimator::net_share ||
                     measure.estimator == Estimator::mean;
  if (!plain || measure.of || measure.facts != facts::Table::signals) {
    return fail(Code::unsupported, "weights are for shares, net shares and means of answers, and not for " + measure.id,
                "--weight", "leave --weight out");
  }
  if (question.interval == IntervalBy::bootstrap) {
    return fail(Code::wrong_usage, "weighted answers are not drawn again", "--interval",
                "take --weight or --interval bootstrap, not both");
  }
  return {};
}

Result<Weigher> Weigher::make(StoreReader& store, const Rules& rules, const BoundMeasure& bound,
                              const Question& question, const Cut& cut) {
  auto fields = fields_of(question, cut, store.names());
  if (!fields) return std::unexpected(fields.error());
  auto margins = Margins::read(store, {.of = bound.employees == Employees::only ? "employees" : "customers",
                                       .by = cut.by,
                                       .weight = *fields,
                                       .where = {bound.measure.where, question.where}});
  if (!margins) return std::unexpected(margins.error());

  Weigher weigher;
  weigher.measure_ = bound.measure;
  weigher.cut_ = cut;
  weigher.slice_size_ = cut.by.size();
  for (const facts::Field& field : *fields) {
    weigher.words_.push_back(word_of(field));
    weigher.cut_.by.push_back(field);
  }
  weigher.margins_ = *std::move(margins);
  auto guarded = guarded_cells(store, rules, bound, weigher.cut_);
  if (!guarded) return std::unexpected(guarded.error());
  weigher.cells_ = std::move(guarded->cells);
  weigher.refused_ = std::move(guarded->refused);
  weigher.hidden_.resize(weigher.cells_.size());
  for (std::size_t i = 0; i < weigher.cells_.size(); ++i) {
    const Cell& fine = weigher.cells_[i].cell;
    Cell coarse{.slice = fine.slice, .period = fine.period, .tally = {}};
    coarse.slice.resize(weigher.slice_size_);
    weigher.by_place_[place_of(coarse)].push_back(i);
  }
  return weigher;
}

void Weigher::hide(const std::vector<bool>& hidden, std::int64_t k) {
  invariant(hidden.size() == cells_.size());
  hidden_ = hidden;
  k_ = k;
}

Result<std::vector<std::string>> Weigher::labels_of(const Cell& fine) const {
  std::vector<std::string> labels;
  for (std::size_t at = 0; at < words_.size(); ++at) {
    const facts::Label& label = fine.slice[slice_size_ + at];
    if (!label.known) {
      return not_enough("some answers here do not tell their " + words_[at],
                        "leave them out with --where '" + words_[at] + " is known'");
    }
    labels.push_back(label.text);
  }
  return labels;
}

Result<Estimate> Weigher::estimate(const Cell& cell, double level, AnswerRow& row) const {
  std::vector<MarginCell> answers;
  std::vector<const Tally*> tallies;
  Tally told;
  const auto found = by_place_.find(place_of(cell));
  for (const std::size_t i : found == by_place_.end() ? std::vector<std::size_t>{} : found->second) {
    const Cell& fine = cells_[i].cell;
    row.left_out = row.left_out || cells_[i].left_out;
    if (hidden_[i]) {
      row.n = 0;
      return not_enough("weights would tell of groups of fewer than " + std::to_string(k_) + " answers",
                        "weight by fewer names, or ask of a larger part");
    }
    if (fine.tally.n == 0) continue;
    auto labels = labels_of(fine);
    if (!labels) return std::unexpected(labels.error());
    answers.push_back({.labels = *std::move(labels), .n = fine.tally.n});
    tallies.push_back(&fine.tally);
    told = tallies.size() == 1 ? fine.tally : told + fine.tally;
  }
  row.n = told.n;
  if (told.n == 0 && !refused_.empty()) return not_enough(refused_, "leave --weight out");
  // What the answers don't carry without weights, they don't with them.
  if (auto plain = estimate_of(measure_, told, level); !plain) return plain;
  const auto margins = margins_.at(cell.slice, row.to);
  if (!margins) return std::unexpected(margins.error());
  const auto raking = rake(answers, *margins);
  if (!raking && row.left_out) {
    return not_enough("groups of employees too small to be told of by themselves are left out, and without them " +
                          raking.error().message,
                      "weight by fewer names, or ask of a longer time");
  }
  if (!raking) return not_enough(raking.error().message, raking.error().mend);

  std::vector<WeightedCell> cells;
  for (std::size_t i = 0; i < answers.size(); ++i) cells.push_back(weighted_cell(*tallies[i], raking->weights[i]));
  auto estimate = weighted(measure_, cells, told.scale, level);
  if (!estimate) return estimate;
  row.weighting = Weighting{.effective_n = effective_n(cells),
                            .design_effect = design_effect(cells),
                            .rounds = raking->rounds,
                            .largest_gap = raking->largest_gap};
  return estimate;
}

}  // namespace bellwether::measure
