#include "measure/stand_out.hpp"

#include "base/text.hpp"
#include "measure/against_rest.hpp"
#include "measure/bound_measure.hpp"
#include "measure/filter.hpp"
#include "measure/names.hpp"
#include "measure/store_reader.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::measure {

namespace {

class Searcher {
 public:
  Searcher(StoreReader& store, const StandOutQuestion& question, const BoundMeasure& bound)
      : store_(store), question_(question), bound_(bound) {}

  Result<Tally> whole() {
    auto slices = ask({});
    if (!slices) return std::unexpected(slices.error());
    if (slices->rows.empty()) return Tally{};
    return tally_of(bound_, slices->rows.front());
  }

  Result<std::vector<SliceTally>> slices() {
    std::vector<SliceTally> all;
    for (const std::string& dimension : question_.dimensions) {
      if (auto added = add_slices(dimension, all); !added) return std::unexpected(added.error());
    }
    return all;
  }

 private:
  Result<facts::Slices> ask(std::vector<facts::Field> by) {
    if (!bound_.carried) return facts::Slices{};
    facts::Query query = bound_.query;
    query.by = std::move(by);
    query.from = question_.from;
    query.to = question_.to;
    return store_.ask(std::move(query));
  }

  Result<void> add_slices(const std::string& dimension, std::vector<SliceTally>& all) {
    auto name = name_from_text(dimension);
    auto known = name ? store_.names().find(*name, dimension, Unknown::is_an_error) : std::unexpected(name.error());
    if (!known) {
      known.error().where = "dimension";
      return std::unexpected(known.error());
    }
    auto slices = ask({known->field});
    if (!slices) return std::unexpected(slices.error());
    if (slices->rows.size() > k_most_rows) {
      return fail(Code::too_large, dimension + " has more than " + with_thousands(k_most_rows) + " values",
                  "dimension");
    }
    for (const facts::SliceRow& row : slices->rows) {
      const facts::Label& label = row.slice.front();
      if (label.known)
        all.push_back({.dimension = to_text(*name), .value = label.text, .tally = tally_of(bound_, row)});
    }
    return {};
  }

  StoreReader& store_;
  const StandOutQuestion& question_;
  const BoundMeasure& bound_;
};

/// The command that makes the figure of one slice again.
Result<std::string> query_of(const StandOutQuestion& asked, const Measure& measure, const StandOut& slice,
                             const StoreReader& store, const std::string& store_name) {
  auto where = with_slice(asked.where, {{slice.dimension, slice.value}});
  if (!where) return std::unexpected(where.error());
  Question question;
  question.measure = measure.id;
  question.where = std::move(*where);
  question.from = asked.from;
  question.to = asked.to;
  question.level = asked.level;
  question.snapshot = store.snapshot();
  question.store = store_name;
  return to_text(question);
}

Result<void> check(const StandOutQuestion& question, const Measure& measure) {
  const bool has_error = measure.estimator == Estimator::share || measure.estimator == Estimator::net_share ||
                         measure.estimator == Estimator::mean;
  if (!has_error) {
    return fail(Code::unsupported,
                measure.id + " counts what is there; a slice of it can't stand out by more than chance", {},
                "ask for a share, a net share or a mean");
  }
  const auto is_share = [](double x) { return x > 0 && x < 1; };
  if (!is_share(question.level) || !is_share(question.false_discovery_rate)) {
    return fail(Code::wrong_usage, "a level and a false discovery rate lie between 0 and 1");
  }
  return {};
}

}  // namespace

Result<StandOuts> stand_out(const Catalogue& catalogue, const facts::Facts& facts, const StandOutQuestion& question) {
  auto measure = catalogue.find(question.measure);
  if (!measure) return std::unexpected(measure.error());
  if (auto checked = check(question, *measure); !checked) return std::unexpected(checked.error());
  auto store = StoreReader::open(facts, measure->facts, question.snapshot, {});
  if (!store) return std::unexpected(store.error());
  auto bound = bind_measure(*measure, question.where, store->names());
  if (!bound) return std::unexpected(bound.error());

  Searcher searcher(*store, question, *bound);
  auto whole = searcher.whole();
  if (!whole) return std::unexpected(whole.error());
  auto estimate = estimate_of(*measure, *whole, question.level);
  if (!estimate) return std::unexpected(estimate.error());
  auto slices = searcher.slices();
  if (!slices) return std::unexpected(slices.error());

  AgainstRest tested = against_rest(*measure, *whole, *slices, question.level, question.false_discovery_rate);
  StandOuts result;
  result.whole = *estimate;
  result.looked_at = tested.slices.size();
  result.thin = tested.thin;
  for (StandOut& slice : tested.slices) {
    if (!slice.stands_out && !question.also_unremarkable) continue;
    auto query = query_of(question, *measure, slice, *store, facts.store_name());
    if (!query) return std::unexpected(query.error());
    slice.query = std::move(*query);
    result.slices.push_back(std::move(slice));
  }
  result.snapshot = store->snapshot_name();
  result.version = version_of(*measure);
  result.measure = std::move(*measure);
  return result;
}

}  // namespace bellwether::measure
