// What a site's page tells of its visitor becomes signals, as far as the site lists it and the visitor agrees.
//
// A request is one JSON object:
//
//   {"site": "shop", "consent": true, "events": [
//     {"id": "6f1c…", "type": "page.viewed", "age_ms": 1200, "touchpoint": "checkout", "customer": "c-17"},
//     {"id": "a203…", "type": "answer.given", "ratings": {"csat": 4}, "text": "Easy", "attributes": {"plan": "gold"}}]}
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "listen/intake/intake.hpp"
#include "listen/site/site.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace bellwether::listen {

inline constexpr std::size_t k_most_site_events = 100;  ///< of one request
inline constexpr std::int64_t k_oldest_event_ms =
    86'400'000;  ///< what is older than a day has waited somewhere it should not have

/// A request, read as far as everybody's is alike.
struct SiteRequest {
  std::string site;
  bool consent = false;
  nlohmann::json events;  ///< an array
};

/// Error: `bad_input` with a JSON pointer in `where`.
[[nodiscard]] Result<SiteRequest> read_site_request(std::string_view body);

/// What became of one event.
struct SiteLine {
  ToldLine told;
  bool left_out = false;  ///< without consent it is not kept: neither an entry nor faults
};

/// One for each event, in order; pointers of faults are into the request. `refuses` is the visitor's word to all sites (Sec-GPC), and counts
/// more than the page's word on consent. Without consent no customer is kept, whatever the page says.
/// A browser's clock is not asked: an event occurred `age_ms` before `now`.
[[nodiscard]] std::vector<SiteLine> read_site_events(const Site& site, const SiteRequest& request, bool refuses,
                                                     Intake& intake, Instant now);

}  // namespace bellwether::listen
