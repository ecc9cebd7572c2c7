#include "measure/theme_effects.hpp"

#include "measure/bound_measure.hpp"
#include "measure/store_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::measure {

namespace {

/// Unit and channel, as the answer has them.
using PlaceOfAnswer = std::pair<facts::Label, facts::Label>;
using ByPlace = std::map<PlaceOfAnswer, Moments>;

facts::Field dimension(const char* name) { return {.kind = facts::Field::Kind::dimension, .name = name}; }

bool can_be_held(const BoundMeasure& bound) {
  const Estimator estimator = bound.measure.estimator;
  const bool fits = estimator == Estimator::share || estimator == Estimator::net_share || estimator == Estimator::mean;
  return fits && bound.measure.facts == facts::Table::signals && !bound.of && bound.value &&
         bound.value->kind == facts::Field::Kind::rating && bound.employees != Employees::only;
}

/// Of the values that the estimator takes the mean of, in the measure's unit but for its factor.
Moments moments_in(const BoundMeasure& bound, const facts::SliceRow& row) {
  const Tally tally = tally_of(bound, row);
  if (bound.measure.estimator == Estimator::mean) return moments_of(tally);
  return {.n = tally.n, .sum = tally.positive - tally.negative, .sum_squares = tally.positive + tally.negative};
}

Moments without(const Moments& all, const Moments& part) {
  return {.n = all.n - part.n,
          .sum = all.sum - part.sum,
          .sum_squares = all.sum_squares - part.sum_squares,
          .scale = all.scale};
}

Estimate in_unit(Estimate estimate, double factor) {
  estimate.value *= factor;
  estimate.low *= factor;
  estimate.high *= factor;
  return estimate;
}

ThemeEffect effect_of(const std::string& theme, const ByPlace& all, const ByPlace& speaking, double factor,
                      double level, std::int64_t fewest) {
  ThemeEffect effect{.theme = theme, .n = 0, .is = Withheld{}};
  std::vector<Stratum> strata;
  std::int64_t others = 0;
  for (const auto& [place, moments] : all) {
    const auto found = speaking.find(place);
    Stratum stratum{.group = found == speaking.end() ? Moments{.scale = moments.scale} : found->second, .others = {}};
    stratum.others = without(moments, stratum.group);
    effect.n += stratum.group.n;
    others += stratum.others.n;
    strata.push_back(stratum);
  }
  if (effect.n < fewest || others < fewest) {
    if (effect.n < fewest) effect.n = 0;
    effect.is =
        Withheld{fmt::format("fewer than {} answers {} of it", fewest, others < fewest ? "do not speak" : "speak")};
    return effect;
  }
  auto difference = adjusted_difference(strata, level);
  if (!difference) {
    effect.is = Withheld{difference.error().message};
    return effect;
  }
  difference->difference = in_unit(difference->difference, factor);
  difference->contribution = in_unit(difference->contribution, factor);
  effect.is = *std::move(difference);
  return effect;
}

double size_of(const ThemeEffect& effect) {
  const auto* difference = std::get_if<AdjustedDifference>(&effect.is);
  return difference == nullptr ? -1 : std::abs(difference->contribution.value);
}

}  // namespace

Result<ThemeEffects> theme_effects(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                                   const Question& question, const Reach& reach) {
  auto measure = catalogue.find(question.measure);
  if (!measure) return std::unexpected(measure.error());
  auto store = StoreReader::open(facts, measure->facts, question.snapshot, question.store, reach);
  if (!store) return std::unexpected(store.error());
  auto bound = bind_measure(*measure, question.where, *store);
  if (!bound) return std::unexpected(bound.error());
  if (bound->carried && !can_be_held(*bound)) {
    return fail(Code::unsupported, fmt::format("themes can't be held against {}", measure->label), "measure",
                "take a share, a net share or a mean of a rating that customers give: nps, csat, ces, stars");
  }
  ThemeEffects told{.measure = *measure, .themes = {}, .snapshot = {}, .notes = notes_of(reach)};
  if (!bound->carried) {
    told.snapshot = store->snapshot_name();
    return told;
  }
  facts::Query query = bound->query;
  query.where =
      both(both(std::move(query.where), of_others()), {facts::Known{{.kind = facts::Field::Kind::text, .name = {}}}});
  query.from = question.from;
  query.to = question.to;
  const auto by_place = [&](std::vector<facts::Field> by) {
    facts::Query asked = query;
    asked.by = std::move(by);
    return store->ask(std::move(asked));
  };
  const auto all = by_place({dimension("unit"), dimension("channel")});
  if (!all) return std::unexpected(all.error());
  const auto speaking = by_place({dimension("theme"), dimension("unit"), dimension("channel")});
  if (!speaking) return std::unexpected(speaking.error());
  ByPlace places;
  for (const facts::SliceRow& row : all->rows) places[{row.slice[0], row.slice[1]}] = moments_in(*bound, row);
  std::map<std::string, ByPlace> themes;
  for (const facts::SliceRow& row : speaking->rows) {
    if (row.slice[0].known) themes[row.slice[0].text][{row.slice[1], row.slice[2]}] = moments_in(*bound, row);
  }
  const std::int64_t fewest = std::max(k_fewest_of_effect, guards.rules().k_customer);
  for (const auto& [theme, by] : themes) {
    told.themes.push_back(effect_of(theme, places, by, measure->factor, question.level, fewest));
  }
  std::ranges::stable_sort(told.themes, std::ranges::greater(), size_of);
  told.snapshot = store->snapshot_name();
  return told;
}

}  // namespace bellwether::measure
