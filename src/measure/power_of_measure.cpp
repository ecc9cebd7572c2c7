#include "measure/power_of_measure.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "measure/ask.hpp"
#include "measure/bound_measure.hpp"
#include "measure/cells.hpp"
#include "measure/estimate.hpp"
#include "measure/store_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace bellwether::measure {

namespace {

Result<void> check(const PowerQuestion& question) {
  const Detection& detection = question.detection;
  if (!question.difference && !question.answers) {
    return fail(Code::wrong_usage, "it is not said what should be seen", {},
                "give a difference (--difference 5), or how many answers there are in each group (--answers 400)");
  }
  if (question.difference && !(*question.difference > 0 && std::isfinite(*question.difference))) {
    return fail(Code::wrong_usage, "a difference lies above 0", "--difference", "give it without a sign");
  }
  if (question.answers && *question.answers < 2) {
    return fail(Code::wrong_usage, "a group has at least 2 answers", "--answers");
  }
  const bool level_fits = detection.level > 0 && detection.level < 1;
  if (!level_fits) return fail(Code::wrong_usage, "a level lies between 0 and 1", "--level", "write 0.95 for 95 %");
  const bool power_fits = detection.power > 0.5 && detection.power < 1;
  if (!power_fits) return fail(Code::wrong_usage, "a power lies between 0.5 and 1", "--power", "write 0.8 for 80 %");
  return {};
}

Result<void> check_supported(const Measure& measure) {
  const bool plain = measure.estimator == Estimator::share || measure.estimator == Estimator::net_share ||
                     measure.estimator == Estimator::mean;
  if (plain && !measure.of) return {};
  return fail(Code::unsupported,
              "how many answers " + measure.id + " takes depends on more than how far they spread (" +
                  std::string(word_of(measure.estimator)) + (measure.of ? " of others" : "") + ")",
              measure.file, "ask for a share, a net share or a mean of answers");
}

/// The largest difference that two groups can have, before the factor.
double room_of(const Measure& measure, const Spread& spread) {
  if (measure.estimator == Estimator::share) return spread.share ? std::max(*spread.share, 1 - *spread.share) : 1;
  if (measure.estimator == Estimator::net_share) return 2;
  return measure.scale ? measure.scale->highest - measure.scale->lowest : std::numeric_limits<double>::infinity();
}

std::optional<double> smallest_difference(const Measure& measure, const Spread& spread, std::int64_t n,
                                          const Detection& detection) {
  const std::optional<double> smallest = measure.estimator == Estimator::share
                                             ? smallest_share_difference(spread.share, n, detection)
                                             : smallest_mean_difference(spread.variance, n, detection);
  if (!smallest || *smallest > room_of(measure, spread)) return std::nullopt;
  return *smallest * measure.factor;
}

/// Asks one store how far answers spread.
class SpreadAsker {
 public:
  SpreadAsker(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards, StoreReader& store,
              const BoundMeasure& bound, const PowerQuestion& question)
      : catalogue_(catalogue), facts_(facts), guards_(guards), store_(store), bound_(bound), question_(question) {}

  struct Known {
    Spread spread;
    std::optional<Power::Now> now;
  };

  Result<Known> ask() {
    auto all = answers_in({}, {}, true);
    if (!all) return std::unexpected(all.error());
    Known known;
    std::optional<Seen> late;
    if (all->newest) {
      const Day to{all->newest->days + 1};
      auto asked = answers_in(Day{to.days - k_late_days}, to, false);
      if (!asked) return std::unexpected(asked.error());
      late = *std::move(asked);
    }
    if (late && late->tally.n >= 2) {
      known.now = Power::Now{.n = late->tally.n, .from = late->from, .to = late->to, .smallest_difference = {}};
    } else if (!late && all->tally.n >= 2) {
      known.now = Power::Now{.n = all->tally.n, .from = {}, .to = {}, .smallest_difference = {}};
    }
    for (const Seen* seen : {late ? &*late : nullptr, &*all}) {
      if (seen == nullptr) continue;
      auto spread = spread_of(*seen);
      if (!spread) return std::unexpected(spread.error());
      known.spread = *std::move(spread);
      if (known.spread.seen) break;
    }
    return known;
  }

 private:
  struct Seen {
    Tally tally = {};
    std::optional<Day> from = {}, to = {};
    std::optional<Day> newest = {};
    std::string withheld = {};  ///< why the answers may not be looked at
  };

  Result<Seen> answers_in(std::optional<Day> from, std::optional<Day> to, bool newest) {
    auto cells = cells_of(store_, bound_, {.from = from, .to = to, .newest = newest});
    if (!cells) return std::unexpected(cells.error());
    Question question;
    question.measure = bound_.measure.id;
    question.where = question_.where;
    question.from = from;
    question.to = to;
    question.snapshot = store_.snapshot();
    auto shown = measure::ask(catalogue_, facts_, guards_, question);
    if (!shown) return std::unexpected(shown.error());
    Seen seen{.from = from, .to = to, .newest = cells->at(0).tally.newest};
    // Answers that are not all told of there are not for here either.
    const AnswerRow& row = shown->rows.at(0);
    if (row.n == cells->at(0).tally.n) {
      seen.tally = std::move(cells->at(0).tally);
    } else {
      const auto* withheld = std::get_if<Withheld>(&row.is);
      seen.withheld = withheld != nullptr ? withheld->why : "some answers may not be told of";
    }
    return seen;
  }

  Result<Spread> spread_of(const Seen& seen) const {
    auto spread = measure::spread_of(bound_.measure, seen.tally);
    if (!spread) return spread;
    if (!seen.withheld.empty()) spread->why = seen.withheld;
    if (!spread->seen) return spread;
    spread->from = seen.from;
    spread->to = seen.to;
    return spread;
  }

  const Catalogue& catalogue_;
  const facts::Facts& facts_;
  const Guards& guards_;
  StoreReader& store_;
  const BoundMeasure& bound_;
  const PowerQuestion& question_;
};

}  // namespace

Result<Spread> widest_spread(const Measure& measure) {
  if (auto supported = check_supported(measure); !supported) return std::unexpected(supported.error());
  Spread spread;
  if (measure.estimator == Estimator::share) {
    spread.variance = 0.25;
  } else if (measure.estimator == Estimator::net_share) {
    spread.variance = 1;
  } else if (measure.scale) {
    spread.variance = widest_variance(measure.scale->lowest, measure.scale->highest);
  } else {
    return fail(Code::not_enough,
                "how far the answers to " + measure.id +
                    " can spread is not known: it has no scale, and there are fewer than " +
                    std::to_string(k_least_for_spread) + " answers to see it in",
                measure.file, "give the measure a scale, or ask where there are answers");
  }
  return spread;
}

Result<Spread> spread_of(const Measure& measure, const Tally& tally) {
  if (auto supported = check_supported(measure); !supported) return std::unexpected(supported.error());
  Spread spread{.seen = true, .why = {}, .share = {}, .variance = 0, .n = tally.n, .from = {}, .to = {}};
  const double n = static_cast<double>(tally.n);
  if (tally.n >= k_least_for_spread) {
    if (measure.estimator == Estimator::share) {
      spread.share = static_cast<double>(tally.positive) / n;
      spread.variance = *spread.share * (1 - *spread.share);
    } else if (measure.estimator == Estimator::net_share) {
      spread.variance =
          net_share_variance(static_cast<double>(tally.positive) / n, static_cast<double>(tally.negative) / n);
    } else {
      spread.variance = variance(tally.n, tally.sum, tally.sum_squares, tally.scale);
    }
    if (spread.variance > 0) return spread;
  }
  auto widest = widest_spread(measure);
  if (!widest) return widest;
  if (tally.n == 0) {
    widest->why = "there are no answers yet";
  } else if (tally.n < k_least_for_spread) {
    widest->why = "there are fewer than " + std::to_string(k_least_for_spread) + " answers";
  } else {
    widest->why = "all answers are the same";
  }
  return widest;
}

Result<Power> power_of_measure(const Measure& measure, const Spread& spread, const PowerQuestion& question) {
  if (auto checked = check(question); !checked) return std::unexpected(checked.error());
  if (auto supported = check_supported(measure); !supported) return std::unexpected(supported.error());
  Power power{.measure = measure, .detection = question.detection, .spread = spread};
  if (question.difference) {
    const double difference = *question.difference / measure.factor;
    const double room = room_of(measure, spread);
    if (difference > room) {
      return fail(Code::wrong_usage,
                  "two groups can't differ by " + bellwether::to_text(*question.difference) + " in " + measure.id,
                  "--difference", "there is room for " + bellwether::to_text(room * measure.factor) + " here");
    }
    auto n = measure.estimator == Estimator::share
                 ? answers_per_group_for_shares(spread.share, difference, question.detection)
                 : answers_per_group_for_means(spread.variance, difference, question.detection);
    if (!n) return std::unexpected(n.error());
    power.difference = question.difference;
    power.answers_per_group = *n;
  }
  if (question.answers) {
    power.answers = question.answers;
    power.smallest_difference = smallest_difference(measure, spread, *question.answers, question.detection);
  }
  return power;
}

Result<Power> ask_power(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                        const PowerQuestion& question) {
  if (auto checked = check(question); !checked) return std::unexpected(checked.error());
  auto measure = catalogue.find(question.measure);
  if (!measure) return std::unexpected(measure.error());
  if (auto supported = check_supported(*measure); !supported) return std::unexpected(supported.error());
  auto store = StoreReader::open(facts, measure->facts, {}, {});
  if (!store) return std::unexpected(store.error());
  auto bound = bind_measure(*measure, question.where, *store);
  if (!bound) return std::unexpected(bound.error());
  auto known = SpreadAsker(catalogue, facts, guards, *store, *bound, question).ask();
  if (!known) return std::unexpected(known.error());
  auto power = power_of_measure(*measure, known->spread, question);
  if (!power) return power;
  power->now = known->now;
  if (power->now) {
    power->now->smallest_difference = smallest_difference(*measure, known->spread, power->now->n, question.detection);
  }
  power->snapshot = store->snapshot_name();
  return power;
}

Result<Power> ask_power(const Catalogue& catalogue, const PowerQuestion& question) {
  if (!trim(question.where).empty()) {
    return fail(Code::wrong_usage, "there are no answers to filter", "--where",
                "name the data directory with --data, or leave the filter out");
  }
  auto measure = catalogue.find(question.measure);
  if (!measure) return std::unexpected(measure.error());
  auto spread = widest_spread(*measure);
  if (!spread) return std::unexpected(spread.error());
  spread->why = "there is no data directory";
  return power_of_measure(*measure, *spread, question);
}

}  // namespace bellwether::measure
