// What people say: to be searched, read one by one, and heard as it comes in.
#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "listen/understanding/signal_reader.hpp"
#include "measure/ask.hpp"
#include "measure/reach.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/query_parameters.hpp"
#include "serve/api/reading_json.hpp"
#include "serve/http/problem.hpp"
#include "tell/voices.hpp"
#include "understand/reading_mark.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace bellwether::api {

namespace {

using Order = facts::Look::Order;

constexpr std::size_t k_others = 20;
constexpr auto k_search = std::to_array<std::string_view>(
    {"where", "words", "measure", "from", "to", "order", "by", "text", "limit", "after"});
constexpr auto k_live = std::to_array<std::string_view>({"where"});
constexpr auto k_orders = std::to_array<std::pair<std::string_view, Order>>(
    {{"newest", Order::newest}, {"oldest", Order::oldest}, {"lowest", Order::lowest}, {"highest", Order::highest}});

Result<tell::VoicesWish> wish_of(const http::Request& request) {
  auto told = query_parameters(request, k_search);
  if (!told) return std::unexpected(told.error());
  auto& by = *told;
  const auto days = days_from(by["from"], by["to"]);
  if (!days) return std::unexpected(days.error());
  tell::VoicesWish wish{.where = by["where"],
                        .words = by["words"],
                        .measure = by["measure"],
                        .from = days->from,
                        .to = days->to,
                        .by = by["by"],
                        .after = by["after"]};
  if (const std::string& order = by["order"]; !order.empty()) {
    const auto* const known = std::ranges::find(k_orders, order, &std::pair<std::string_view, Order>::first);
    if (known == k_orders.end()) {
      return fail(Code::bad_input, "there is no such order", "order", "there are newest, oldest, lowest and highest");
    }
    wish.order = known->second;
  }
  if (const std::string& text = by["text"]; !text.empty()) {
    if (text != "yes" && text != "any") return fail(Code::bad_input, "text is yes or any", "text");
    wish.with_text_only = text == "yes";
  }
  if (const std::string& limit = by["limit"]; !limit.empty()) {
    const char* const end = limit.data() + limit.size();
    const auto [at, error] = std::from_chars(limit.data(), end, wish.limit);
    if (error != std::errc() || at != end) return fail(Code::bad_input, "this is no number", "limit");
  }
  return wish;
}

/// Whose voices the caller may read.
facts::Expr heard_by(const Caller& caller) { return measure::within(caller.seen(guard::Right::read_voices)); }

/// Voices with what stands where in their texts.
class ToldVoices {
 public:
  explicit ToldVoices(const House& house) {
    if (house.knowledge() == nullptr) return;
    reader_.emplace(*house.knowledge());
    reading_ = understand::reading_of(*house.knowledge());
  }

  Json json(const facts::StoredSignal& voice) {
    Json told = tell::voice_json(voice);
    Json& mentions = told["mentions"] = Json::array();
    // Only of the reading that its figures are of; where themes were told with it, nobody knows where they stand.
    const auto as_told = understand::told_in(voice.reader);
    if (!reader_ || voice.text.empty() || !as_told || as_told->themes || !understand::is_of(voice.reader, reading_)) {
      return told;
    }
    const understand::Meaning& meaning = reader_->look(voice.text);
    mentions = mentions_json(voice.text, meaning, reader_->book());
    return told;
  }

 private:
  std::optional<listen::SignalReader> reader_;
  std::string reading_;
};

http::Response json_of(const Json& body) {
  http::Response response = json_response(200, body);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

void search(House& house, Call&& call, const http::Reply& reply) {
  auto wish = wish_of(call.request);
  const std::string id = call.request.id;
  if (!wish) return reply(http::problem(wish.error(), id));
  answer_later(house, id, reply, [&house, wish = *std::move(wish), id, within = heard_by(call.caller)] {
    const auto page = tell::voices(house.opened().catalogue, *house.opened().facts, wish, within);
    if (!page) return http::problem(page.error(), id);
    Json voices = Json::array();
    ToldVoices told(house);
    for (const facts::StoredSignal& voice : page->voices) voices.push_back(told.json(voice));
    return json_of({{"voices", std::move(voices)},
                    {"next", page->next.empty() ? Json() : Json(page->next)},
                    {"snapshot", house.opened().facts->store_name() + "-" + std::to_string(page->snapshot)}});
  });
}

void look_at(House& house, Call&& call, const http::Reply& reply) {
  const std::string request = call.request.id;
  const auto id = id_from_text(call.path.at("id"));
  if (!id) return reply(http::problem(404, "this is no id of a voice", request));
  answer_later(house, request, reply, [&house, id = *id, request, caller = std::move(call.caller)] {
    const auto found = tell::voice(*house.opened().facts, id, k_others, heard_by(caller));
    if (!found) return http::problem(found.error(), request);
    const auto noted = house.door().change([&](records::Transaction& transaction) {
      return guard::note_deed(transaction, {.who = caller.actor(), .what = "voice.looked_at", .on = to_text(id)},
                              now());
    });
    if (!noted) return http::problem(noted.error(), request);
    ToldVoices told(house);
    Json voice = told.json(found->voice);
    Json& others = voice["others"] = Json::array();
    for (const facts::StoredSignal& other : found->others) others.push_back(told.json(other));
    return json_of(voice);
  });
}

/// The snapshot behind which a page that comes back wants to go on.
std::uint64_t since_of(const http::Request& request, std::uint64_t snapshot) {
  const auto told = request.headers.find("Last-Event-ID");
  std::uint64_t since = snapshot;
  if (told) std::from_chars(told->data(), told->data() + told->size(), since);
  return std::min(since, snapshot);
}

/// The same for all who are told the same.
std::string group_of(const std::string& where, const Caller& caller) {
  const guard::Reach reach = caller.reach(guard::Right::read_voices);
  return measure::canonical_filter(where) + (reach.everything ? "" : "\n" + join(reach.units, "\n"));
}

/// Whether the caller still is who may hear just this.
bool may_still(House& house, const Caller& caller) {
  const auto known = house.door().known();
  if (caller.key) return known->keys.has(caller.key->id);
  if (!caller.session || !caller.user) return false;
  const auto session = known->sessions.find(caller.session->hash);
  const auto user = known->users.find(caller.user->id);
  if (session == known->sessions.end() || user == known->users.end()) return false;
  const Caller today{.key = {}, .user = user->second, .session = session->second, .csrf = {}, .known = known};
  return guard::is_live(session->second, now()) &&
         today.reach(guard::Right::read_voices) == caller.reach(guard::Right::read_voices);
}

void listen(House& house, Call&& call, const http::Reply& reply) {
  auto told = query_parameters(call.request, k_live);
  const std::string id = call.request.id;
  if (!told) return reply(http::problem(told.error(), id));
  const std::uint64_t since = since_of(call.request, house.opened().facts->snapshot());
  do_later(house, id, reply, [&house, id, reply, since, where = (*told)["where"], caller = std::move(call.caller)] {
    auto bound =
        tell::bound_voices(house.opened().catalogue, *house.opened().facts, {.where = where}, heard_by(caller));
    if (!bound) return reply(http::problem(bound.error(), id));
    const auto joined = house.live().join({.group = group_of(where, caller),
                                           .where = *std::move(bound),
                                           .since = since,
                                           .may_listen = [&house, caller] { return may_still(house, caller); }},
                                          reply);
    if (!joined) reply(http::problem(joined.error(), id));
  });
}

Parameter asked(std::string name, std::string about, Json schema) {
  return {.in = Parameter::In::query, .name = std::move(name), .about = std::move(about), .schema = std::move(schema)};
}
Parameter asked(std::string name, std::string about, const char* example) {
  return asked(std::move(name), std::move(about), Json{{"type", "string"}, {"examples", {example}}});
}

Operation searching() {
  Operation operation = reading("/v1/voices", "searchVoices", "Voices", "What people say: by filter and words");
  operation.about =
      "Personal data was taken out before anything was kept: marks like ⟨phone⟩ stand for it. All pages are of the "
      "store "
      "as it was at the first one; what comes later is told by `/v1/live`. Employees' words are not among them.";
  operation.right = guard::Right::read_voices;
  operation.parameters = {
      asked("where", "Filter.", R"(unit = "Lyon" and rating.nps <= 6)"),
      asked("words", "Each of these words is in the text; \"several in quotes\" as they stand.", "shower cold"),
      asked("measure", "Only what this measure counts.", "nps"),
      asked("from", "First day, week, month, quarter or year.", "2026-01"),
      asked("to", "The last one, included.", "2026-W46"),
      asked("order", "By time, or by a rating or number.",
            {{"type", "string"}, {"enum", {"newest", "oldest", "lowest", "highest"}}, {"default", "newest"}}),
      asked("by", "What lowest and highest go by; what the measure measures, where it is left out.", "rating.nps"),
      asked("text", "yes: only with words.", {{"type", "string"}, {"enum", {"yes", "any"}}, {"default", "any"}}),
      asked("limit", "Of a page.",
            {{"type", "integer"}, {"minimum", 1}, {"maximum", tell::k_most_voices}, {"default", 50}}),
      asked("after", "`next` of the page before.", "42.1763802000000000.-.018f6b2e-7c11-7d00-8000-000000000001")};
  operation.answers = {
      {.status = 200, .about = "A page.", .contents = {{std::string(k_json), "Voices"}}},
      {.status = 404, .about = "A name that no fact carries, or no such measure: the nearest is told."},
      {.status = 422, .about = "The measure counts what was done, and has no voices."}};
  operation.whole = search;
  return operation;
}

Operation looking() {
  Operation operation =
      reading("/v1/voices/{id}", "readVoice", "Voices", "One voice, and what else the same customer said");
  operation.right = guard::Right::read_voices;
  operation.parameters = {
      {.in = Parameter::In::path,
       .name = "id",
       .about = "Its id.",
       .schema = {{"type", "string"}, {"format", "uuid"}, {"examples", {"018f6b2e-7c11-7d00-8000-000000000001"}}},
       .required = true}};
  operation.answers = {{.status = 200, .about = "The voice.", .contents = {{std::string(k_json), "VoiceWithOthers"}}},
                       {.status = 404, .about = "There is none, or it is not yours to see."}};
  operation.whole = look_at;
  return operation;
}

Operation listening() {
  Operation operation = reading("/v1/live", "hearVoices", "Voices", "Voices as they come in");
  operation.about =
      "Server-sent events without end: `voice` with a voice as JSON; `gap` where more came at once than are told. "
      "Events "
      "have an `id` now and then: a browser that comes back with the last one as Last-Event-ID has missed nothing.";
  operation.right = guard::Right::read_voices;
  operation.parameters = {asked("where", "Filter.", R"(unit = "Lyon")"),
                          {.in = Parameter::In::header,
                           .name = "Last-Event-ID",
                           .about = "Where to go on.",
                           .schema = {{"type", "string"}, {"examples", {"42"}}}}};
  operation.answers = {{.status = 200, .about = "Events.", .contents = {{"text/event-stream", "Text"}}},
                       {.status = 404, .about = "A name that no fact carries: the nearest is told."}};
  operation.whole = listen;
  return operation;
}

}  // namespace

std::vector<Operation> voice_operations() { return {searching(), looking(), listening()}; }

}  // namespace bellwether::api
