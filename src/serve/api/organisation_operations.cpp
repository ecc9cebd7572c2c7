// The organisation to read: what there is on a day, the history of one thing, and the log of changes.
#include "base/text.hpp"
#include "org/organisation_records.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/organisation_parts.hpp"
#include "serve/api/organisation_view.hpp"
#include "serve/api/query_parameters.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

using Told = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t k_some = 100, k_most = 1'000;
/// Lines of the log that are looked at for one page of somebody who is told of few of them.
constexpr std::size_t k_most_looked_at = 10'000;

template <class Number>
Result<Number> number_in(const Told& told, std::string_view name, Number otherwise, Number most) {
  const auto found = told.find(name);
  if (found == told.end()) return otherwise;
  Number number = 0;
  const char* const end = found->second.data() + found->second.size();
  const auto [at, wrong] = std::from_chars(found->second.data(), end, number);
  if (wrong != std::errc() || at != end || number < 1 || number > most) {
    return fail(Code::bad_input, fmt::format("this is a whole number from 1 to {}", most), std::string(name));
  }
  return number;
}

http::Response told_as_of(const Json& body, std::int64_t version) {
  http::Response response = json_response(200, body);
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("ETag", tag_of(version));
  return response;
}

/// Whom a list is narrowed to, beside what is told at all.
class Narrowed {
 public:
  static Result<Narrowed> by(const OrganisationView& view, org::Kind kind, const Told& told, Day day) {
    Narrowed narrowed;
    if (const auto parent = told.find("parent"); parent != told.end()) {
      narrowed.field_ = org::field_of(kind, "parent");
      if (!narrowed.field_) return none_of(kind, "parent", "units have one");
      if (view.sees_unit(parent->second)) narrowed.values_.push_back(parent->second);
    }
    if (const auto unit = told.find("unit"); unit != told.end()) {
      if (kind != org::Kind::unit && !org::field_of(kind, "unit")) {
        return none_of(kind, "unit", "units, people and goals are of one");
      }
      if (narrowed.field_) return fail(Code::bad_input, "units are narrowed by unit or by parent", "parent");
      narrowed.by_id_ = kind == org::Kind::unit;
      narrowed.field_ = narrowed.by_id_ ? 0 : org::field_of(kind, "unit");
      narrowed.values_ = view.known().organisation.units.subtree(unit->second, day);
      // Facts and people may be of a unit that the organisation does not know.
      if (narrowed.values_.empty()) narrowed.values_.push_back(unit->second);
      std::ranges::sort(narrowed.values_);
    }
    return narrowed;
  }

  [[nodiscard]] bool has(const org::Thing& thing) const {
    return !field_ || std::ranges::binary_search(values_, by_id_ ? thing.id : thing.fields[*field_]);
  }

 private:
  static std::unexpected<Error> none_of(org::Kind kind, const char* name, const char* who) {
    return fail(Code::bad_input, fmt::format("{} have no {}", org::rules_of(kind).many, name), name, who);
  }
  std::optional<std::size_t> field_;
  bool by_id_ = false;
  std::vector<std::string> values_;
};

Result<Json> list_of(const House& house, const Call& call, const OrganisationView& view) {
  constexpr auto k_known = std::to_array<std::string_view>({"as_of", "unit", "parent", "limit", "after"});
  const auto kind = kind_in(call);
  if (!kind) return std::unexpected(kind.error());
  const auto told = query_parameters(call.request, k_known);
  if (!told) return std::unexpected(told.error());
  const auto day = as_of_in(house, *told);
  if (!day) return std::unexpected(day.error());
  const auto limit = number_in(*told, "limit", k_some, k_most);
  if (!limit) return std::unexpected(limit.error());
  const auto narrowed = Narrowed::by(view, *kind, *told, *day);
  if (!narrowed) return std::unexpected(narrowed.error());

  const auto all = view.known().all(*kind);
  auto next = all.begin();
  if (const auto after = told->find("after"); after != told->end()) {
    next = std::ranges::upper_bound(all, after->second, {}, &org::Thing::id);
  }
  Json things = Json::array(), behind;
  for (; next != all.end(); ++next) {
    if (!next->valid.holds(*day) || !view.tells(*next) || !narrowed->has(*next)) continue;
    if (things.size() == *limit) {
      behind = things.back()["id"];
      break;
    }
    things.push_back(view.json_of(*next));
  }
  return Json{{"kind", org::rules_of(*kind).many},
              {"as_of", to_text(*day)},
              {"things", std::move(things)},
              {"next", std::move(behind)}};
}

std::unexpected<Error> nothing_of(org::Kind kind, const std::string& id, const char* more) {
  return fail(Code::not_found, fmt::format("there is no {} {}{}, or it is not yours to see", org::rules_of(kind).word,
                                           cut(id, 60), more));
}

Result<Json> one_of(const House& house, const Call& call, const OrganisationView& view) {
  constexpr auto k_known = std::to_array<std::string_view>({"as_of"});
  const auto kind = kind_in(call);
  if (!kind) return std::unexpected(kind.error());
  const auto told = query_parameters(call.request, k_known);
  if (!told) return std::unexpected(told.error());
  const auto day = as_of_in(house, *told);
  if (!day) return std::unexpected(day.error());
  const std::string& id = call.path.at("id");
  for (const org::Thing& thing : view.known().all(*kind, id)) {
    if (thing.valid.holds(*day) && view.tells(thing)) return view.json_of(thing);
  }
  return nothing_of(*kind, id, " on that day");
}

Result<Json> history_of(const House&, const Call& call, const OrganisationView& view) {
  constexpr auto k_known = std::to_array<std::string_view>({"limit", "after"});
  const auto kind = kind_in(call);
  if (!kind) return std::unexpected(kind.error());
  const auto told = query_parameters(call.request, k_known);
  if (!told) return std::unexpected(told.error());
  const auto limit = number_in(*told, "limit", k_some, k_most);
  if (!limit) return std::unexpected(limit.error());
  std::optional<Day> after;
  if (const auto day = told->find("after"); day != told->end()) {
    const auto read = day_from_text(day->second);
    if (!read) return fail(Code::bad_input, read.error().message, "after");
    after = *read;
  }
  const std::string& id = call.path.at("id");
  if (!view.tells(*kind, id) || view.known().all(*kind, id).empty()) return nothing_of(*kind, id, "");
  Json spans = Json::array(), behind;
  Day last{};
  for (const org::Thing& thing : view.known().all(*kind, id)) {
    if ((after && thing.valid.from <= *after) || !view.tells(thing)) continue;
    if (spans.size() == *limit) {
      behind = to_text(last);
      break;
    }
    last = thing.valid.from;
    spans.push_back(view.json_of(thing));
  }
  return Json{
      {"kind", org::rules_of(*kind).many}, {"id", id}, {"spans", std::move(spans)}, {"next", std::move(behind)}};
}

/// How the change came: older lines of the command line have the name of who typed it alone.
const char* way_of(std::string_view who) {
  if (who.starts_with("key:")) return "key";
  return who.starts_with("user:") ? "user" : "command line";
}

Json line_of(const org::LoggedChange& change, org::Kind kind, const OrganisationView& view) {
  return {{"number", change.number},
          {"at", change.at},
          {"who", change.who},
          {"way", way_of(change.who)},
          {"kind", org::rules_of(kind).many},
          {"id", change.id},
          {"how", change.how},
          {"words", view.tells_all_of(kind) ? Json(change.words) : Json()}};
}

Result<org::LogFilter> filter_in(const Told& told) {
  org::LogFilter filter;
  if (const auto word = told.find("kind"); word != told.end()) {
    filter.kind = org::kind_from(word->second);
    if (!filter.kind) return no_kind(word->second);
  }
  if (const auto id = told.find("id"); id != told.end()) filter.id = id->second;
  if (told.contains("after")) {
    const auto after = number_in<std::int64_t>(told, "after", 1, std::numeric_limits<std::int64_t>::max());
    if (!after) return std::unexpected(after.error());
    filter.before = *after;
  }
  return filter;
}

/// A page of those lines that are told; it ends early where many were looked at for few.
Result<Json> page_of(records::Transaction& transaction, org::LogFilter filter, std::size_t limit,
                     const OrganisationView& view) {
  Json lines = Json::array();
  for (std::size_t looked_at = 0; looked_at < k_most_looked_at;) {
    const auto some = org::logged_changes(transaction, filter, k_most);
    if (!some) return std::unexpected(some.error());
    for (const org::LoggedChange& change : *some) {
      if (lines.size() == limit) return Json{{"changes", std::move(lines)}, {"next", std::to_string(*filter.before)}};
      filter.before = change.number;
      const auto kind = org::kind_from(change.what);
      if (kind && view.tells(*kind, change.id)) lines.push_back(line_of(change, *kind, view));
    }
    if (some->size() < k_most) return Json{{"changes", std::move(lines)}, {"next", nullptr}};
    looked_at += some->size();
  }
  return Json{{"changes", std::move(lines)}, {"next", std::to_string(*filter.before)}};
}

http::Response log_of(House& house, const Call& call) {
  constexpr auto k_known = std::to_array<std::string_view>({"kind", "id", "limit", "after"});
  const std::string& request = call.request.id;
  const auto told = query_parameters(call.request, k_known);
  if (!told) return http::problem(told.error(), request);
  const auto filter = filter_in(*told);
  if (!filter) return http::problem(filter.error(), request);
  const auto limit = number_in(*told, "limit", k_some, k_most);
  if (!limit) return http::problem(limit.error(), request);
  const OrganisationView view(call.caller);
  Json page;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    auto read = page_of(transaction, *filter, *limit, view);
    if (!read) return std::unexpected(read.error());
    page = *std::move(read);
    return {};
  });
  if (!looked) return http::problem(looked.error(), request);
  return told_as_of(page, view.known().version);
}

using Reading = Result<Json> (*)(const House&, const Call&, const OrganisationView&);

template <Reading read>
http::Response answer_of(House& house, const Call& call) {
  const OrganisationView view(call.caller);
  const auto body = read(house, call, view);
  return body ? told_as_of(*body, view.known().version) : http::problem(body.error(), call.request.id);
}

Operation looking(const char* path, const char* id, const char* summary, OrganisationWork work) {
  Operation operation = about_organisation("GET", path, id, summary, work);
  operation.right = guard::Right::read_organisation;
  return operation;
}

Parameter limit() {
  return in_query("limit", "Of a page.",
                  {{"type", "integer"}, {"minimum", 1}, {"maximum", k_most}, {"default", k_some}});
}
Parameter after() { return in_query("after", "`next` of the page before.", {{"type", "string"}}); }
Answer told(std::string about, const char* schema) {
  return {.status = 200, .about = std::move(about), .contents = {{std::string(k_json), schema}}};
}

constexpr const char* k_about =
    "As far as the caller's right reaches: units with all beneath; people and goals with the unit that they are of; "
    "the rest is of the "
    "whole organisation. What else is named, like a manager of another part, is null where it is not told itself, and "
    "people's "
    "names are told to keys and to those who were granted names. ETag is the organisation's version, for If-Match.";

Operation listing() {
  Operation operation = looking("/v1/organisation/{kind}", "listOrganisation",
                                "What there is of a kind on a day, by id", answer_of<list_of>);
  operation.about = k_about;
  operation.parameters.push_back(as_of("The day; today where it is left out."));
  operation.parameters.push_back(
      in_query("unit", "Of units, people and goals: those of this unit and of all beneath it.", {{"type", "string"}}));
  operation.parameters.push_back(in_query("parent", "Of units: those right beneath this one.", {{"type", "string"}}));
  operation.parameters.push_back(limit());
  operation.parameters.push_back(after());
  operation.answers.push_back(told("A page.", "OrganisationPage"));
  return operation;
}

Operation reading_one() {
  Operation operation =
      looking("/v1/organisation/{kind}/{id}", "readOrganisation", "One thing as it is on a day", answer_of<one_of>);
  operation.about = k_about;
  operation.parameters.push_back(as_of("The day; today where it is left out."));
  operation.answers.push_back(told("The thing.", "OrganisationThing"));
  return operation;
}

Operation reading_history() {
  Operation operation = looking("/v1/organisation/{kind}/{id}/history", "readOrganisationHistory",
                                "What one thing was, stretch of days by stretch of days", answer_of<history_of>);
  operation.about = k_about;
  operation.parameters.push_back(limit());
  operation.parameters.push_back(after());
  operation.answers.push_back(told("The oldest first.", "OrganisationHistory"));
  return operation;
}

Operation reading_log() {
  Operation operation =
      looking("/v1/organisation/changes", "readOrganisationChanges", "Who changed what, and when", log_of);
  operation.about =
      "The newest first. Of what the caller sees; in words only to those who see everything of that kind. A page may "
      "hold fewer lines "
      "than asked for, and still have one behind it.";
  operation.parameters = {in_query("kind", "Of this kind.", kind_schema()),
                          in_query("id", "Of the thing of this id.", {{"type", "string"}}), limit(), after()};
  operation.answers.push_back(told("A page.", "OrganisationChanges"));
  operation.answers.push_back({.status = 404, .about = "The organisation has no things of this kind."});
  return operation;
}

}  // namespace

std::vector<Operation> organisation_operations() {
  // The log stands before the kinds, whose pattern its path would fit.
  std::vector<Operation> all{reading_log(), listing(), reading_one(), reading_history()};
  std::vector<Operation> changing = organisation_change_operations();
  std::ranges::move(changing, std::back_inserter(all));
  return all;
}

}  // namespace bellwether::api
