#include "base/zone.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

namespace bellwether {

namespace {

constexpr std::int64_t k_us_per_ms = 1000;
/// Rules of today repeat for ever; tables end where no feedback of ours will be.
constexpr double k_last_year = 2200;
constexpr std::size_t k_most_spans = 4096;

std::vector<std::string> known_zones() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> names(icu::TimeZone::createEnumeration(status));
  std::vector<std::string> known;
  if (U_FAILURE(status) || !names) return known;
  int32_t length = 0;
  while (const char* name = names->next(&length, status)) {
    known.emplace_back(name, static_cast<std::size_t>(length));
    if (U_FAILURE(status)) break;
  }
  return known;
}

}  // namespace

Zone Zone::utc() {
  Zone zone;
  zone.name_ = "UTC";
  zone.spans_.push_back({std::numeric_limits<std::int64_t>::min(), 0});
  return zone;
}

Result<Zone> Zone::named(std::string_view name) {
  if (name == "UTC" || name == "Z") return utc();
  const auto unknown = [&] {
    const std::string near = nearest(name, known_zones());
    return fail(Code::bad_input, fmt::format("“{}” is not a time zone", name), {},
                near.empty() ? "name it as in the IANA list: Europe/Paris, America/New_York, UTC"
                             : fmt::format("did you mean {}?", near));
  };
  const std::string asked(name.substr(0, 64));  // no zone's name is longer
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(asked)));
  const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(found.get());
  if (!found || *found == icu::TimeZone::getUnknown() || rules == nullptr) return unknown();

  Zone zone;
  zone.name_ = std::string(name);
  // From before any transition on: the rules' own first offset, then each change as it comes.
  const UDate first = -8.64e13;  // 768 BC; ICU tells local mean time there
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0;
  int32_t saving = 0;
  rules->getOffset(first, 0, raw, saving, status);
  if (U_FAILURE(status)) return unknown();
  zone.spans_.push_back({std::numeric_limits<std::int64_t>::min(), (raw + saving) / 1000});
  const UDate last = (k_last_year - 1970) * 365.2425 * 86'400'000.0;
  icu::TimeZoneTransition change;
  UDate at = first;
  while (zone.spans_.size() < k_most_spans && rules->getNextTransition(at, 0, change) && change.getTime() < last) {
    at = change.getTime();
    const std::int32_t offset = (change.getTo()->getRawOffset() + change.getTo()->getDSTSavings()) / 1000;
    if (offset != zone.spans_.back().offset_s) {
      zone.spans_.push_back({static_cast<std::int64_t>(at) * k_us_per_ms, offset});
    }
  }
  return zone;
}

std::int32_t Zone::offset_s(Instant instant) const {
  if (spans_.size() == 1) return spans_.front().offset_s;
  const auto after = std::ranges::upper_bound(spans_, instant.us, {}, &Span::from_us);
  return std::prev(after)->offset_s;
}

Day Zone::day_at(Instant instant) const {
  const std::int64_t local = instant.us + std::int64_t{offset_s(instant)} * k_us_per_second;
  return Day{static_cast<std::int32_t>(local / k_us_per_day - (local % k_us_per_day < 0 ? 1 : 0))};
}

Instant Zone::instant_at(const WallTime& wall) const {
  const std::int64_t local = std::int64_t{wall.day.days} * k_us_per_day + wall.us_of_day;
  if (spans_.size() == 1) return Instant{local - std::int64_t{spans_.front().offset_s} * k_us_per_second};
  // The first span in which the wall time falls; where none does (a skipped hour), the offset from before the change,
  // which moves the time forward by what was skipped.
  std::int64_t guess = local - std::int64_t{offset_s(Instant{local - k_us_per_day})} * k_us_per_second;
  const std::int64_t other = local - std::int64_t{offset_s(Instant{local + k_us_per_day})} * k_us_per_second;
  const auto fits = [&](std::int64_t us) {
    return us + std::int64_t{offset_s(Instant{us})} * k_us_per_second == local;
  };
  if (!fits(guess) && fits(other)) guess = other;
  return Instant{guess};
}

}  // namespace bellwether
