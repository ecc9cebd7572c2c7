// What the pages of the organisation's own sites tell of their visitors (docs/page-events.md). No key, which everybody could read in the
// page: a site's list says what is taken, and from pages of which origin.
#include "base/text.hpp"
#include "listen/site/site_events.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/told_lines.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::api {

namespace {

constexpr std::size_t k_most_body_bytes = 128 << 10;

/// So that the page may read the answer, and nobody else's may.
http::Response readable_from(std::string_view origin, http::Response response) {
  response.headers.add("Access-Control-Allow-Origin", std::string(origin));
  response.headers.add("Vary", "Origin");
  return response;
}

/// The events of a request that are kept, on their way through the inbox.
class ToldEvents {
 public:
  explicit ToldEvents(std::vector<listen::SiteLine> lines) : left_out_(lines.size()), told_({}) {
    std::vector<listen::ToldLine> kept;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      left_out_[i] = lines[i].left_out;
      if (!lines[i].left_out) kept.push_back(std::move(lines[i].told));
    }
    told_ = ToldLines(std::move(kept));
  }

  std::vector<inbox::Entry> entries() { return told_.entries(); }
  void place(const std::vector<inbox::Placed>& placed) { told_.place(placed); }

  http::Response response(std::string_view request_id) const {
    Json results = Json::array();
    std::size_t taken = 0, left_out = 0;
    for (std::size_t i = 0, kept = 0; i < left_out_.size(); ++i) {
      if (left_out_[i]) {
        ++left_out;
        results.push_back({{"left_out", "without consent it is not kept"}});
      } else {
        if (told_.is_taken(kept)) ++taken;
        results.push_back(told_.result(kept++));
      }
    }
    if (taken + left_out == 0) {
      return problem_with(422, "none was taken: `results` names for each what is wrong", request_id, "results",
                          std::move(results));
    }
    return json_response(202, {{"taken", taken},
                               {"left_out", left_out},
                               {"rejected", told_.size() - taken},
                               {"results", std::move(results)}});
  }

 private:
  std::vector<bool> left_out_;  ///< one per event
  ToldLines told_;              ///< of the others
};

/// Whether its pages are where the request comes from; browsers always say it of a POST.
bool is_from(const listen::Site& site, std::string_view origin) {
  return std::ranges::find(site.origins, origin) != site.origins.end();
}

std::string no_such_site(const House& house, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [known, site] : house.sites().all()) names.push_back(known);
  const std::string near = nearest(name, names);
  return "there is no site of this name: " +
         (near.empty() ? std::string("sites/NAME.toml of the data directory makes one") : "did you mean " + near + "?");
}

void take_events(House& house, Call&& call, const http::Reply& reply) {
  const http::Request& request = call.request;
  const std::string id = request.id;
  const std::string origin = lower_ascii(request.headers.find("Origin").value_or(""));
  const auto told = listen::read_site_request(request.body);
  const listen::Site* const site = told ? house.sites().find(told->site) : nullptr;
  const auto answer = [reply, origin, known = house.sites().has_origin(origin)](http::Response response) {
    reply(known ? readable_from(origin, std::move(response)) : std::move(response));
  };
  if (!told) return answer(http::problem(told.error(), id));
  if (site == nullptr) return answer(http::problem(404, no_such_site(house, told->site), id));
  if (!is_from(*site, origin)) {
    return answer(http::problem(403,
                                origin.empty() ? "events come from a page: there is no Origin header"
                                               : "the site has no pages here: list the origin in its file of sites/",
                                id));
  }
  if (const auto wait = house.rate_of(*site).wait_for_request(site->name, std::chrono::steady_clock::now());
      wait.count() > 0) {
    http::Response late = http::problem(429, "the pages of this site tell too often", id);
    late.headers.add("Retry-After", std::to_string((wait.count() + 999) / 1000));
    return answer(std::move(late));
  }
  const bool refuses = request.headers.find("Sec-GPC").value_or("") == "1";
  auto intake = house.intakes().lease();
  auto events = std::make_shared<ToldEvents>(listen::read_site_events(*site, *told, refuses, *intake, now()));
  std::vector<inbox::Entry> entries = events->entries();
  if (entries.empty()) return answer(events->response(id));
  auto placed = [events, answer, id](const Result<std::vector<inbox::Placed>>& result) {
    if (!result) return answer(unable(result.error(), id));
    events->place(*result);
    answer(events->response(id));
  };
  const auto put = house.inbox().put(std::move(entries), Zone::utc().day_at(now()), std::move(placed));
  if (!put) answer(unable(put.error(), id));
}

/// What a browser asks before it sends JSON to another origin.
void allow_events(House& house, const Call& call, const http::Reply& reply) {
  const std::string origin = lower_ascii(call.request.headers.find("Origin").value_or(""));
  if (!house.sites().has_origin(origin)) {
    return reply(http::problem(403, "no site has pages there: list the origin in its file of sites/", call.request.id));
  }
  http::Response response = readable_from(origin, {});
  response.status = 204;
  response.headers.add("Access-Control-Allow-Methods", "POST");
  response.headers.add("Access-Control-Allow-Headers", "Content-Type");
  response.headers.add("Access-Control-Max-Age", "86400");
  reply(std::move(response));
}

Operation telling() {
  Operation operation;
  operation.method = "POST";
  operation.path = "/v1/events";
  operation.id = "tellEvents";
  operation.tag = "Intake";
  operation.summary = "What visitors of the organisation's own pages do and say";
  operation.about =
      "For scripts in pages: up to 100 events of a site that sites/NAME.toml of the data directory describes, from "
      "pages "
      "of its origins alone; "
      "each becomes a signal. No key, and nothing is stored in the browser. Without consent nothing is kept of who it "
      "was, and of what was done only what the "
      "site says; a browser that sends `Sec-GPC: 1` has refused. Any Content-Type, so that a page that is left can "
      "still "
      "send. Names that the site does not list are refused.";
  operation.parameters = {{.in = Parameter::In::header,
                           .name = "Origin",
                           .about = "Where the page is; written by the browser.",
                           .schema = {{"type", "string"}, {"examples", {"https://shop.example.org"}}},
                           .required = true},
                          {.in = Parameter::In::header,
                           .name = "Sec-GPC",
                           .about = "Global Privacy Control: 1 refuses, whatever the page says.",
                           .schema = {{"type", "string"}, {"enum", {"1"}}}}};
  operation.body =
      Body{.contents = {{std::string(k_json), "SiteEvents"}}, .most_bytes = k_most_body_bytes, .any_type = true};
  operation.answers = {{.status = 202,
                        .about = "On disk, but for what is left out.",
                        .contents = {{std::string(k_json), "TakenEvents"}}},
                       {.status = 400, .about = "This is no JSON.", .contents = {{std::string(k_problem), "Faults"}}},
                       {.status = 403, .about = "The site has no pages there."},
                       {.status = 404, .about = "There is no such site: the nearest is told."},
                       {.status = 422,
                        .about = "Nothing was taken: every fault with its place.",
                        .contents = {{std::string(k_problem), "Faults"}}}};
  operation.whole = take_events;
  return operation;
}

Operation asking_before() {
  Operation operation;
  operation.method = "OPTIONS";
  operation.path = "/v1/events";
  operation.id = "mayTellEvents";
  operation.tag = "Intake";
  operation.summary = "Whether a page may tell";
  operation.about = "For browsers, which ask before they send JSON to another origin (CORS).";
  operation.answers = {{.status = 204, .about = "It may."}, {.status = 403, .about = "No site has pages there."}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) { allow_events(house, call, reply); };
  return operation;
}

}  // namespace

std::vector<Operation> site_operations() { return {telling(), asking_before()}; }

}  // namespace bellwether::api
