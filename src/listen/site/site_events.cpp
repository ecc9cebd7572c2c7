#include "listen/site/site_events.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

using Json = nlohmann::json;

constexpr std::size_t k_deepest = 8;

constexpr auto k_well_known = std::to_array<std::string_view>({"nps", "csat", "ces", "stars"});
constexpr auto k_members = std::to_array<std::string_view>(
    {"id", "type", "age_ms", "unit", "touchpoint", "customer", "ratings", "text", "language", "attributes"});

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// One event on its way to a signal; keeps everything that is wrong with it.
class Event {
 public:
  Event(const Site& site, const Json& told, std::string pointer)
      : site_(site), told_(told), pointer_(std::move(pointer)) {}

  std::vector<Fault> faults;

  /// In the form of docs/signals.md. Nothing where there are faults.
  Json signal(bool consent, Instant now) {
    if (!told_.is_object()) {
      add("", "an event is an object", "send {\"type\": \"page.viewed\"}");
      return {};
    }
    for (const auto& [name, value] : told_.items()) {
      if (std::ranges::find(k_members, name) != k_members.end()) continue;
      const std::string near = nearest(name, std::vector<std::string>(k_members.begin(), k_members.end()));
      add("/" + escaped(name), "an event has no such member",
          near.empty() ? "leave it out" : "did you mean " + near + "?");
    }
    Json signal{{"voice_of", "customer"}, {"channel", site_.channel}};
    for (const char* name : {"id", "text", "language"}) copy(name, signal);
    if (consent) copy("customer", signal);
    read_type();
    read_place("touchpoint", site_.touchpoints, signal);
    read_place("unit", site_.units, signal);
    if (!signal.contains("unit") && site_.units.size() == 1) signal["unit"] = site_.units.front();
    read_listed("ratings", signal, [this](std::string_view name) {
      return std::ranges::find(k_well_known, name) != k_well_known.end() || has(site_.ratings, name);
    });
    read_listed("attributes", signal, [this](std::string_view name) { return has(site_.attributes, name); });
    signal["attributes"]["event_type"] = type_;
    read_age(signal, now);
    return signal;
  }

  /// Whether somebody said something, and not only did.
  [[nodiscard]] bool is_answer() const {
    const auto is_there = [this](const char* name) {
      const auto at = told_.find(name);
      if (at == told_.end() || at->empty()) return false;
      return !at->is_string() || !at->get_ref<const std::string&>().empty();
    };
    return told_.is_object() && (is_there("ratings") || is_there("text"));
  }

 private:
  /// RFC 6901.
  static std::string escaped(std::string_view name) {
    std::string text;
    for (const char c : name) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return text;
  }

  void add(const std::string& below, std::string what, std::string mend) {
    faults.push_back({.pointer = pointer_ + below, .what = std::move(what), .mend = std::move(mend)});
  }

  std::string list_it(std::string_view key) const {
    return fmt::format("list it under {} in {}", key, site_.name + ".toml");
  }

  void copy(const char* name, Json& signal) const {
    if (const auto at = told_.find(name); at != told_.end() && !at->is_null()) signal[name] = *at;
  }

  void read_type() {
    const auto at = told_.find("type");
    if (at == told_.end() || !at->is_string())
      return add("/type", "an event says what happened", "send \"page.viewed\"");
    type_ = at->get<std::string>();
    if (!has(site_.types, type_)) {
      add("/type", "the site has no events of this type",
          "one of: " + join(site_.types, ", ") + "; or " + list_it("types"));
    }
  }

  void read_place(const char* name, const std::vector<std::string>& known, Json& signal) {
    const auto at = told_.find(name);
    if (at == told_.end() || at->is_null()) return;
    if (!at->is_string() || !has(known, at->get_ref<const std::string&>())) {
      return add(fmt::format("/{}", name), fmt::format("the site has no such {}", name),
                 list_it(fmt::format("{}s", name)));
    }
    signal[name] = *at;
  }

  template <class Known>
  void read_listed(const char* name, Json& signal, const Known& known) {
    const auto at = told_.find(name);
    if (at == told_.end() || at->is_null()) return;
    if (!at->is_object())
      return add(fmt::format("/{}", name), "this is an object of names and values", "send {\"name\": 1}");
    for (const auto& [key, value] : at->items()) {
      if (!known(key)) {
        add(fmt::format("/{}/{}", name, escaped(key)), fmt::format("the site tells no such {}", name), list_it(name));
      } else {
        signal[name][key] = value;
      }
    }
  }

  void read_age(Json& signal, Instant now) {
    const auto at = told_.find("age_ms");
    if (at == told_.end()) return;
    if (!at->is_number() || *at < 0 || *at > k_oldest_event_ms) {
      return add("/age_ms", "an event's age is 0 to 86,400,000 milliseconds", "leave it out for what happens now");
    }
    constexpr std::int64_t k_us_per_ms = 1'000;
    const auto age_ms = static_cast<std::int64_t>(at->get<double>());
    signal["occurred_at"] = to_text(Instant{now.us - age_ms * k_us_per_ms});
  }

  const Site& site_;
  const Json& told_;
  std::string pointer_, type_;
};

bool is_kept(const Site& site, const Event& event, bool consent) {
  if (consent || site.without_consent == WithoutConsent::all) return true;
  return site.without_consent == WithoutConsent::answers && event.is_answer();
}

Result<Json> json_from(std::string_view body) {
  bool too_deep = false;
  const Json::parser_callback_t shallow = [&](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > static_cast<int>(k_deepest);
    return !too_deep;
  };
  Json read = Json::parse(body, shallow, false);
  if (too_deep) return fail(Code::bad_input, "this is nested too deeply", "", "send one object with a list of events");
  if (read.is_discarded()) return fail(Code::bad_input, "this is no JSON", "", "send one object: docs/page-events.md");
  return read;
}

}  // namespace

Result<SiteRequest> read_site_request(std::string_view body) {
  auto told = json_from(body);
  if (!told) return std::unexpected(told.error());
  if (!told->is_object()) {
    return fail(Code::bad_input, "a site's events come in an object", "", "send {\"site\": …, \"events\": […]}");
  }
  SiteRequest request;
  const auto site = told->find("site");
  if (site == told->end() || !site->is_string()) {
    return fail(Code::bad_input, "it is not told whose page this is", "/site", "send \"site\": \"shop\"");
  }
  request.site = site->get<std::string>();
  if (const auto consent = told->find("consent"); consent != told->end()) {
    if (!consent->is_boolean()) {
      return fail(Code::bad_input, "consent is true or false", "/consent", "leave it out where nobody was asked");
    }
    request.consent = consent->get<bool>();
  }
  const auto events = told->find("events");
  if (events == told->end() || !events->is_array() || events->empty() || events->size() > k_most_site_events) {
    return fail(Code::bad_input, fmt::format("events are a list of 1 to {}", k_most_site_events), "/events",
                "send more in another request");
  }
  request.events = std::move(*events);
  return request;
}

std::vector<SiteLine> read_site_events(const Site& site, const SiteRequest& request, bool refuses, Intake& intake,
                                       Instant now) {
  const bool consent = request.consent && !refuses;
  const Sender sender{.source = site.source, .scope = "site:" + site.name, .idempotency_key = {}};
  std::vector<SiteLine> lines;
  for (std::size_t i = 0; i < request.events.size(); ++i) {
    const std::string pointer = fmt::format("/events/{}", i);
    Event event(site, request.events[i], pointer);
    const Json signal = event.signal(consent, now);
    SiteLine& line = lines.emplace_back();
    if (!event.faults.empty()) {
      line.told.faults = std::move(event.faults);
    } else if (!is_kept(site, event, consent)) {
      line.left_out = true;
    } else {
      // Bytes that are no UTF-8 are none of JSON: the parser has refused them.
      line.told = intake.read_line(signal.dump(), i, FactKind::signal, sender, now);
      for (Fault& fault : line.told.faults) fault.pointer = pointer + fault.pointer;
    }
  }
  return lines;
}

}  // namespace bellwether::listen
