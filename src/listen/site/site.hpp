// A web site of the organisation whose pages tell of their visitors: what they may tell, from where, and what is kept without consent.
//
//   # sites/shop.toml of the data directory
//   name        = "shop"                         # its pages say it: no secret
//   source      = "web shop"                     # of the facts
//   origins     = ["https://shop.example.org"]   # from where they may send
//   touchpoints = ["checkout", "search"]
//   attributes  = ["plan"]
//
// Anybody can send what a page can send. So everything that would become a name in the facts is listed here, and nothing else is taken.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// What is kept of somebody who has not agreed. Never who it was.
enum class WithoutConsent : std::uint8_t {
  answers,  ///< what they say themselves: a rating, a text. The default
  all,      ///< also what they did: which page was seen
  nothing,
};

struct Site {
  std::string name;    ///< a–z, 0–9, - and _
  std::string source;  ///< of its facts
  std::string channel = "web";
  std::vector<std::string> origins;                               ///< "https://shop.example.org", lower-case, 1 to 100
  std::vector<std::string> types{"page.viewed", "answer.given"};  ///< of events
  std::vector<std::string> units;  ///< may be told; of exactly one, it stands where none is told
  std::vector<std::string> touchpoints, ratings, attributes;  ///< may be told; ratings beside the well-known
  WithoutConsent without_consent = WithoutConsent::answers;
  double requests_per_second = 100;  ///< of all its visitors together, in the long run; > 0
  std::string file;
};

/// Errors: `bad_input` at file:line.
[[nodiscard]] Result<Site> site_from_toml(std::string_view toml, std::string_view file);

/// All sites of a data directory.
class Sites {
 public:
  /// Every *.toml of the folder, if there is such a folder. Errors: `bad_input` at file:line, also for two of one name; `io`, `too_large`.
  [[nodiscard]] static Result<Sites> load(const std::filesystem::path& folder);

  /// Nothing where there is none of this name. Lives as long as this.
  [[nodiscard]] const Site* find(std::string_view name) const;
  /// Whether any site has pages there.
  [[nodiscard]] bool has_origin(std::string_view origin) const;
  [[nodiscard]] const std::map<std::string, Site, std::less<>>& all() const { return sites_; }

 private:
  std::map<std::string, Site, std::less<>> sites_;
};

}  // namespace bellwether::listen
