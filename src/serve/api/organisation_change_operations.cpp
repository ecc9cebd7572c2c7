// The organisation to change: one thing, or many as one change; previewed, or done as a whole or not at all.
#include "base/text.hpp"
#include "listen/organisation/organisation_change.hpp"
#include "listen/organisation/told_json.hpp"
#include "listen/organisation/told_row.hpp"
#include "org/organisation_records.hpp"
#include "serve/api/organisation_parts.hpp"
#include "serve/api/organisation_view.hpp"
#include "serve/api/query_parameters.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t k_most_body_bytes = 8 << 20;

struct Wish {
  std::vector<org::Told> told;
  org::MergeOptions options;
  bool preview = false;
  bool must_be_known = false;           ///< what is not there can't end
  std::optional<std::string> if_match;  ///< the version that the caller goes by
};

/// What became of a wish.
struct Done {
  listen::LaidOver laid;
  std::int64_t version = 0;  ///< of the organisation as it stands after this
  bool stale = false, unknown = false, applied = false;
};

/// If-Match by RFC 9110 §13.1.1: any of the tags, each as it was told, or "*".
bool matches(std::string_view if_match, std::int64_t version) {
  const std::string tag = tag_of(version);
  return std::ranges::any_of(split(if_match, ','), [&](std::string_view one) {
    const std::string_view told = trim(one);
    return told == "*" || told == tag;
  });
}

bool is_known(const std::vector<org::Thing>& known, const org::Told& told, Day day) {
  return std::ranges::any_of(known, [&](const org::Thing& thing) {
    return thing.kind == told.kind && thing.id == told.id && thing.valid.to > day;
  });
}

/// In one transaction. Where it fails with done.stale, unknown or laid.stopped set, that is why, and nothing was changed.
Result<void> try_out(records::Transaction& transaction, const Wish& wish, const std::string& who, Done& done) {
  const auto not_done = fail(Code::conflict, "nothing was changed");
  const auto version = org::version_of(transaction);
  if (!version) return std::unexpected(version.error());
  done.version = *version;
  done.stale = wish.if_match && !matches(*wish.if_match, *version);
  if (done.stale) return not_done;
  const auto known = org::read_things(transaction);
  if (!known) return std::unexpected(known.error());
  done.unknown = wish.must_be_known && !is_known(*known, wish.told.front(), wish.options.as_of);
  if (done.unknown) return not_done;
  done.laid = listen::lay_over(*known, wish.told, wish.options);
  if (wish.preview) return {};
  if (done.laid.stopped) return not_done;
  if (auto written = listen::write_change(transaction, done.laid, who, now()); !written) return written;
  const auto after = org::version_of(transaction);
  if (!after) return std::unexpected(after.error());
  done.version = *after;
  done.applied = true;
  return {};
}

Json json_of(const std::vector<listen::MemberFault>& faults) {
  Json all = Json::array();
  for (const listen::MemberFault& fault : faults) {
    Json one{{"pointer", fault.pointer}, {"what", fault.what}};
    if (!fault.mend.empty()) one["mend"] = fault.mend;
    all.push_back(std::move(one));
  }
  return all;
}

Json json_of(const Error& stopped) {
  return json_of({{.pointer = listen::pointer_of(stopped), .what = stopped.message, .mend = stopped.mend}})[0];
}

Json json_of(const Done& done) {
  Json counts = Json::object(), changes = Json::array();
  using How = org::Change::How;
  for (const How how : {How::added, How::changed, How::moved, How::ended}) {
    counts[std::string(org::word_of(how))] = std::ranges::count(done.laid.merged.changes, how, &org::Change::how);
  }
  for (const org::Change& change : done.laid.merged.changes) {
    changes.push_back({{"kind", org::rules_of(change.kind).many},
                       {"id", change.id},
                       {"how", org::word_of(change.how)},
                       {"words", change.words}});
  }
  return {{"applied", done.applied},     {"version", std::to_string(done.version)},
          {"counts", std::move(counts)}, {"changes", std::move(changes)},
          {"doubts", done.laid.doubts},  {"stopped", done.laid.stopped ? json_of(*done.laid.stopped) : Json()}};
}

http::Response stale(const Done& done, const std::string& request_id) {
  http::Response response = http::problem(
      412, fmt::format("the organisation was changed meanwhile: it is at version {}", done.version), request_id);
  response.headers.add("ETag", tag_of(done.version));
  return response;
}

http::Response faulty(const std::vector<listen::MemberFault>& faults, const std::string& request_id) {
  return problem_with(422, "nothing was changed: `faults` names what is wrong", request_id, "faults", json_of(faults));
}

/// Does it, or tells what it would do.
http::Response answer_to(House& house, const Call& call, const Wish& wish) {
  Done done;
  const std::string who = call.caller.actor();
  const auto work = [&](records::Transaction& transaction) { return try_out(transaction, wish, who, done); };
  const auto result = wish.preview ? house.door().look(work) : house.door().change(work);
  const std::string& request_id = call.request.id;
  if (done.stale) return stale(done, request_id);
  if (done.unknown) return http::problem(404, "there is nothing of that id on that day, or later", request_id);
  if (done.laid.stopped && !wish.preview) {
    return problem_with(422, "nothing was changed: " + done.laid.stopped->message, request_id, "faults",
                        Json::array({json_of(*done.laid.stopped)}));
  }
  if (!result) return http::problem(result.error(), request_id);
  const bool made = wish.told.size() == 1 && call.request.method == "PUT" && done.applied &&
                    std::ranges::any_of(done.laid.merged.changes, [](const org::Change& change) {
                      return change.how == org::Change::How::added;
                    });
  http::Response response = json_response(made ? 201 : 200, json_of(done));
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("ETag", tag_of(done.version));
  return response;
}

Result<bool> flag_in(const Parameters& told, const std::string& name) {
  const auto found = told.find(name);
  if (found == told.end()) return false;
  if (found->second != "true" && found->second != "false") return fail(Code::bad_input, "it is true or false", name);
  return found->second == "true";
}

/// What the request's query and head say of how it is to be done.
Result<Wish> wish_of(const House& house, const Call& call, std::span<const std::string_view> known) {
  const auto told = query_parameters(call.request, known);
  if (!told) return std::unexpected(told.error());
  const auto day = as_of_in(house, *told);
  if (!day) return std::unexpected(day.error());
  const auto preview = flag_in(*told, "preview"), whole = flag_in(*told, "ends_missing");
  for (const auto* flag : {&preview, &whole}) {
    if (!*flag) return std::unexpected(flag->error());
  }
  Wish wish{.told = {}, .options = {.as_of = *day, .ends_missing = *whole}, .preview = *preview, .if_match = {}};
  if (const auto tag = call.request.headers.find("If-Match")) wish.if_match = std::string(*tag);
  return wish;
}

constexpr auto k_of_one = std::to_array<std::string_view>({"as_of", "preview"});
constexpr auto k_of_many = std::to_array<std::string_view>({"as_of", "preview", "ends_missing"});

http::Response put(House& house, const Call& call) {
  const std::string& request_id = call.request.id;
  const auto kind = kind_in(call);
  if (!kind) return http::problem(kind.error(), request_id);
  auto wish = wish_of(house, call, k_of_one);
  if (!wish) return http::problem(wish.error(), request_id);
  auto read = listen::read_told_json_row(call.request.body, *kind, call.path.at("id"));
  if (!read) return http::problem(read.error(), request_id);
  if (!read->faults.empty()) return faulty(read->faults, request_id);
  wish->told = std::move(read->told);
  return answer_to(house, call, *wish);
}

http::Response end(House& house, const Call& call) {
  const std::string& request_id = call.request.id;
  const auto kind = kind_in(call);
  if (!kind) return http::problem(kind.error(), request_id);
  auto wish = wish_of(house, call, k_of_one);
  if (!wish) return http::problem(wish.error(), request_id);
  org::Told told{.kind = *kind, .id = call.path.at("id"), .said = {}, .ends = true, .where = {}};
  told.said.resize(org::rules_of(*kind).fields.size());
  told.where = listen::k_whole_body;
  wish->told.push_back(std::move(told));
  wish->must_be_known = true;
  return answer_to(house, call, *wish);
}

http::Response change(House& house, const Call& call) {
  const std::string& request_id = call.request.id;
  auto wish = wish_of(house, call, k_of_many);
  if (!wish) return http::problem(wish.error(), request_id);
  auto read = listen::read_told_json(call.request.body);
  if (!read) return http::problem(read.error(), request_id);
  if (!read->faults.empty()) return faulty(read->faults, request_id);
  if (read->told.empty()) {
    return faulty({{.pointer = "", .what = "it tells of nothing", .mend = R"(send {"units": [{"id": "Lyon"}]})"}},
                  request_id);
  }
  wish->told = std::move(read->told);
  return answer_to(house, call, *wish);
}

constexpr const char* k_rules =
    "The rules are those of files (docs/organisation.md): two parents at the same time, a parent who is not known, a "
    "cycle on any day, and "
    "nothing is changed. What was done is in force for every answer after this one.";

Operation changing(const char* method, const char* path, const char* id, const char* summary, OrganisationWork work) {
  Operation operation = about_organisation(method, path, id, summary, work);
  operation.right = guard::Right::change_organisation;
  operation.about = k_rules;
  operation.parameters.push_back(
      as_of("From when it holds, where it does not say so itself; today where it is left out."));
  operation.parameters.push_back(in_query(
      "preview", "true: tells what it would do, and what stops it, and changes nothing.", {{"type", "boolean"}}));
  operation.parameters.push_back(
      {.in = Parameter::In::header,
       .name = "If-Match",
       .about = "ETag of what the caller goes by: where the organisation was changed since, nothing is done.",
       .schema = {{"type", "string"}, {"examples", {"\"42\""}}}});
  operation.answers.push_back({.status = 412, .about = "The organisation was changed since; ETag is its version now."});
  operation.answers.push_back({.status = 200,
                               .about = "What was changed, or would be.",
                               .contents = {{std::string(k_json), "OrganisationChange"}}});
  return operation;
}

Answer nothing_changed() {
  return {.status = 422,
          .about = "Nothing was changed: every fault with its place.",
          .contents = {{std::string(k_problem), "Faults"}}};
}

Body json_body(const char* schema) {
  return {.contents = {{std::string(k_json), schema}}, .most_bytes = k_most_body_bytes};
}

}  // namespace

std::vector<Operation> organisation_change_operations() {
  Operation many =
      changing("POST", "/v1/organisation/changes", "changeOrganisation", "Many rows as one change", change);
  many.parameters.push_back(in_query(
      "ends_missing",
      "true: the rows are all that there is of their kinds; what is not among them ends the day before `as_of`.",
      {{"type", "boolean"}}));
  many.body = json_body("ToldOrganisation");
  many.answers.push_back(nothing_changed());
  Operation putting =
      changing("PUT", "/v1/organisation/{kind}/{id}", "putOrganisation", "Say what one thing is, from a day on", put);
  putting.about = std::string("What is left out stays as it is; null clears it. ") + k_rules;
  putting.body = json_body("ToldThing");
  putting.answers.push_back(nothing_changed());
  putting.answers.push_back(
      {.status = 201, .about = "It was not known before.", .contents = {{std::string(k_json), "OrganisationChange"}}});
  Operation ending = changing("DELETE", "/v1/organisation/{kind}/{id}", "endOrganisation",
                              "It ends: nothing of it holds on that day or later; what it was stays", end);
  return {std::move(many), std::move(putting), std::move(ending)};
}

}  // namespace bellwether::api
