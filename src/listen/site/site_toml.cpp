#include "base/text.hpp"
#include "base/toml_mistakes.hpp"
#include "listen/site/site.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_names = 1'000;
constexpr std::size_t k_most_origins = 100;
constexpr std::size_t k_most_name_bytes_of_site = 60;
constexpr std::size_t k_most_word_bytes = 200;
constexpr double k_most_requests_per_second = 100'000;

constexpr auto k_without = std::to_array<std::pair<std::string_view, WithoutConsent>>(
    {{"answers", WithoutConsent::answers}, {"all", WithoutConsent::all}, {"nothing", WithoutConsent::nothing}});

class SiteReader {
 public:
  explicit SiteReader(std::string_view file) : mistakes_(file) { site_.file = file; }

  Result<Site> read(const toml::table& top) {
    mistakes_.only(top, "a site",
                   {"name", "source", "channel", "origins", "types", "units", "touchpoints", "ratings", "attributes",
                    "without_consent", "requests_per_second"});
    read_name(top);
    site_.source = mistakes_.text(top, "source").value_or("");
    if (site_.source.empty() || site_.source.size() > k_most_word_bytes) {
      mistakes_.lacks(top, "it is not told where the facts come from", "add source = \"web shop\"");
    }
    if (auto channel = mistakes_.text(top, "channel")) site_.channel = *std::move(channel);
    read_origins(top);
    for (const auto& [key, list] : {std::pair{"types", &site_.types},
                                    {"units", &site_.units},
                                    {"touchpoints", &site_.touchpoints},
                                    {"ratings", &site_.ratings},
                                    {"attributes", &site_.attributes}}) {
      if (const toml::node* node = top.get(key)) *list = names(*node, key);
    }
    read_consent(top);
    read_rate(top);
    if (mistakes_.first()) return std::unexpected(*mistakes_.first());
    return std::move(site_);
  }

 private:
  void read_name(const toml::table& top) {
    site_.name = mistakes_.text(top, "name").value_or("");
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    if (site_.name.empty() || site_.name.size() > k_most_name_bytes_of_site || !std::ranges::all_of(site_.name, fits)) {
      const toml::node* node = top.get("name");
      mistakes_.lacks(node == nullptr ? top : *node, "a site has a name of a to z, 0 to 9, - and _",
                      "add name = \"shop\": its pages say it");
    }
  }

  std::vector<std::string> names(const toml::node& node, std::string_view key) {
    std::vector<std::string> names;
    const toml::array* const list = node.as_array();
    if (list == nullptr || list->size() > k_most_names) {
      mistakes_.add(node, fmt::format("‘{}’ is a list of up to {} texts", key, with_thousands(k_most_names)),
                    fmt::format("write {} = [\"…\", \"…\"]", key));
      return names;
    }
    for (const toml::node& each : *list) {
      auto text = each.value_exact<std::string>();
      if (!text || trim(*text).empty() || text->size() > k_most_word_bytes) {
        mistakes_.add(each, fmt::format("each of ‘{}’ is a text of 1 to {} bytes", key, k_most_word_bytes),
                      "put it in quotes");
        continue;
      }
      names.push_back(*std::move(text));
    }
    std::ranges::sort(names);
    return names;
  }

  /// As browsers write it: scheme, host, and a port that is not the scheme's own; nothing behind.
  static bool is_origin(std::string_view text) {
    const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    if (scheme == 0) return false;
    const std::string_view place = text.substr(scheme);
    return !place.empty() && place.find_first_of("/?#@* ") == std::string_view::npos && place != ":";
  }

  void read_origins(const toml::table& top) {
    const toml::node* node = top.get("origins");
    if (node == nullptr) {
      return mistakes_.lacks(top, "it is not told where the site's pages are",
                             "add origins = [\"https://shop.example.org\"]");
    }
    for (const std::string& name : names(*node, "origins")) {
      std::string origin = lower_ascii(name);
      if (origin.ends_with('/')) origin.pop_back();
      if (!is_origin(origin)) {
        mistakes_.add(*node, fmt::format("“{}” is not where pages are", name),
                      "write scheme and host, and the port where there is one: \"https://shop.example.org\"");
        continue;
      }
      site_.origins.push_back(std::move(origin));
    }
    if (site_.origins.empty() || site_.origins.size() > k_most_origins) {
      mistakes_.lacks(*node, fmt::format("a site has pages in 1 to {} places", k_most_origins),
                      "write origins = [\"https://shop.example.org\"]");
    }
  }

  void read_consent(const toml::table& top) {
    const auto word = mistakes_.text(top, "without_consent");
    if (!word) return;
    const auto* const known = std::ranges::find(k_without, *word, &std::pair<std::string_view, WithoutConsent>::first);
    if (known == k_without.end()) {
      return mistakes_.no_such(*top.get("without_consent"), "way", *word, {"answers", "all", "nothing"});
    }
    site_.without_consent = known->second;
  }

  void read_rate(const toml::table& top) {
    const toml::node* node = top.get("requests_per_second");
    if (node == nullptr) return;
    site_.requests_per_second = node->value<double>().value_or(0);
    if (!(site_.requests_per_second > 0 && site_.requests_per_second <= k_most_requests_per_second)) {
      mistakes_.add(*node, "requests_per_second is a number above 0, up to 100,000", "100 is the default");
    }
  }

  TomlMistakes mistakes_;
  Site site_;
};

}  // namespace

Result<Site> site_from_toml(std::string_view toml, std::string_view file) {
  toml::table top;
  try {
    top = toml::parse(toml, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, "this is not TOML: " + std::string(error.description()),
                fmt::format("{}:{}", file, error.source().begin.line));
  }
  return SiteReader(file).read(top);
}

}  // namespace bellwether::listen
