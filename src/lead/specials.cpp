#include "lead/specials.hpp"

#include "base/text.hpp"
#include "measure/withhold.hpp"

namespace bellwether::lead {

namespace {

Result<SpecialEvidence> read_one(Special special, const SpecialSource& source, ItemReader& reader) {
  switch (special) {
    case Special::cycle_time:
      return read_cycle_time(source);
    case Special::forecast_calibration:
      return read_forecast_calibration(source);
    case Special::recovery_after_shock:
      return read_recovery(source);
    case Special::pressure_passed_down:
      return read_pressure(source);
    case Special::hard_weeks:
      return read_hard_weeks(source);
    case Special::self_gap:
      return read_self_gap(source, reader);
    case Special::perception_gap:
      return read_perception_gap(source, reader);
    case Special::say_do_gap:
      return read_say_do_gap(source, reader);
    case Special::none:
      break;
  }
  return SpecialEvidence([](const Subject&) { return unknown_because("nothing is worked out"); });
}

}  // namespace

Result<Specials> Specials::read(std::span<const Indicator* const> wanted, const SpecialSource& source) {
  Specials specials;
  ItemReader reader(source.signals, source.rules, source.only);
  for (const Indicator* indicator : wanted) {
    if (indicator->special == Special::none) continue;
    const std::pair key(indicator->special, indicator->window_days);
    if (specials.found_.contains(key)) continue;
    SpecialSource windowed = source;
    windowed.from = Day{source.end.days - indicator->window_days};
    auto one = read_one(indicator->special, windowed, reader);
    if (!one) return std::unexpected(one.error());
    specials.found_.emplace(key, *std::move(one));
  }
  return specials;
}

Evidence Specials::of(const Indicator& indicator, const Subject& subject) const {
  const auto found = found_.find({indicator.special, indicator.window_days});
  if (found == found_.end()) return {};
  Evidence evidence = found->second(subject);
  if (evidence.state == State::withheld || evidence.n >= indicator.least || evidence.n == 0) return evidence;
  return unknown_because(
      "only " + with_thousands(evidence.n) + " of the " + with_thousands(indicator.least) + " that it takes",
      evidence.n, evidence.newest);
}

Evidence unknown_because(std::string why, std::int64_t n, std::optional<Day> newest) {
  Evidence evidence;
  evidence.n = n;
  evidence.why = std::move(why);
  evidence.newest = newest;
  return evidence;
}

Evidence withheld_because(std::string why) {
  Evidence evidence;
  evidence.state = State::withheld;
  evidence.why = std::move(why);
  return evidence;
}

Evidence evidence_from(const Result<measure::Estimate>& estimate, std::int64_t n, std::optional<Day> newest) {
  if (!estimate) return unknown_because(estimate.error().message, n, newest);
  Evidence evidence;
  evidence.state = State::known;
  evidence.estimate = *estimate;
  evidence.n = n;
  evidence.newest = newest;
  return evidence;
}

}  // namespace bellwether::lead
