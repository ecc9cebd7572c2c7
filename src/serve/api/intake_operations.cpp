// What comes in: signals and acts, one, several, or lines without end. Each is on disk before its sender is told so.
#include "base/text.hpp"
#include "serve/api/event_request.hpp"
#include "serve/api/intake_lines.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/told_lines.hpp"
#include "serve/http/problem.hpp"

#include <memory>
#include <utility>

namespace bellwether::api {

namespace {

constexpr std::size_t k_most_body_bytes = 8 << 20;
constexpr std::string_view k_plain = "text/plain";

Day today() { return Zone::utc().day_at(now()); }

/// Facts, or events that carry them; and whether it is one that was sent, not a list.
struct ReadBody {
  std::vector<listen::ToldLine> lines;
  bool single = true;
};

ReadBody read_body(House& house, listen::FactKind kind, const http::Request& request, const listen::Sender& sender) {
  const auto intake = house.intakes().lease();
  const bool is_list = trim(request.body).starts_with('[');
  if (!carries_events(request)) {
    return {.lines = intake->read(request.body, kind, sender, now()), .single = !is_list};
  }
  const bool binary = http::media_type(request) != k_event && http::media_type(request) != k_events;
  return {.lines = read_events(*intake, kind, request, sender, now()), .single = binary || !is_list};
}

/// Answers when the inbox has it.
void take_whole(House& house, listen::FactKind kind, Call&& call, const http::Reply& reply) {
  const auto sender = sender_of(call);
  if (!sender) return reply(http::problem(sender.error(), call.request.id));
  if (http::media_type(call.request) == k_plain && !carries_events(call.request)) {
    return reply(http::problem(415, "a text alone is taken of an event: send application/json", call.request.id));
  }
  auto [lines, single] = read_body(house, kind, call.request, *sender);
  auto told = std::make_shared<ToldLines>(std::move(lines));
  std::vector<inbox::Entry> entries = told->entries();
  if (entries.empty()) return reply(told->response(single, call.request.id));
  auto answer = [told, reply, single = single, id = call.request.id](const Result<std::vector<inbox::Placed>>& placed) {
    if (!placed) return reply(unable(placed.error(), id));
    told->place(*placed);
    reply(told->response(single, id));
  };
  const auto put = house.inbox().put(std::move(entries), today(), std::move(answer));
  if (!put) reply(unable(put.error(), call.request.id));
}

Operation sending(listen::FactKind kind) {
  const bool signal = kind == listen::FactKind::signal;
  const std::string one = signal ? "Signal" : "Act";
  Operation operation;
  operation.method = "POST";
  operation.path = signal ? "/v1/signals" : "/v1/acts";
  operation.id = signal ? "sendSignals" : "sendActs";
  operation.tag = "Intake";
  operation.summary = signal ? "Send what customers and employees say" : "Send what the organisation does";
  operation.about =
      "One object, an array of up to 10,000, or one object a line (application/x-ndjson) without end. What is answered "
      "with an id is on "
      "disk. A fault in one is told with a JSON pointer, and the others are taken. Sent again with the same `source` "
      "and `id`, or with "
      "the same `Idempotency-Key`, it is known again and adds nothing, for seven days at least. Lines are answered "
      "line by line while "
      "they come; the last line of the answer sums up, and says from which line on to send again where it had to stop. "
      "Events of CloudEvents 1.0 whose data is the same are taken, too: one (structured), an array (batch), or with "
      "their context in headers (binary): docs/signals.md.";
  operation.right = signal ? guard::Right::send_signals : guard::Right::send_acts;
  operation.parameters = {
      {.in = Parameter::In::header,
       .name = "Idempotency-Key",
       .about = "Names the request: sent again under it, the same lines get the same ids and are taken once.",
       .schema = {{"type", "string"}, {"minLength", 1}, {"maxLength", 200}}},
      {.in = Parameter::In::query,
       .name = "results",
       .about = "Of lines: `all`, or `faults` for those alone that were not taken.",
       .schema = {{"type", "string"}, {"enum", {"all", "faults"}}, {"default", "all"}}},
      {.in = Parameter::In::header,
       .name = "ce-specversion",
       .about = "The body is the data of an event: its context stands in ce-id, ce-source, ce-type and ce-time.",
       .schema = {{"type", "string"}, {"enum", {"1.0"}}}}};
  operation.body = Body{.contents = {{std::string(k_json), one + "OrList"},
                                     {std::string(k_lines), one},
                                     {std::string(k_event), "Event"},
                                     {std::string(k_events), "EventList"},
                                     {std::string(k_plain), "Text"}},
                        .most_bytes = k_most_body_bytes};
  operation.answers = {{.status = 200,
                        .about = "Of one: it was here already. Of lines: their results, line by line.",
                        .contents = {{std::string(k_json), "Taken"}, {std::string(k_lines), "LineResult"}}},
                       {.status = 202,
                        .about = "On disk; in the figures within a second or so. Of an array, at least one was.",
                        .contents = {{std::string(k_json), "TakenOrList"}}},
                       {.status = 400,
                        .about = "This is no JSON, or a parameter is wrong.",
                        .contents = {{std::string(k_problem), "Faults"}}},
                       {.status = 409,
                        .about = "The same `id` came before with other content: facts are never changed.",
                        .contents = {{std::string(k_problem), "Faults"}}},
                       {.status = 422,
                        .about = "Nothing was taken: every fault with its place.",
                        .contents = {{std::string(k_problem), "Faults"}}}};
  operation.whole = [kind](House& house, Call&& call, const http::Reply& reply) {
    take_whole(house, kind, std::move(call), reply);
  };
  operation.lines = [kind](House& house, Call&& call, const http::BodyReader& body, const http::Reply& reply) {
    take_lines(house, kind, std::move(call), body, reply);
  };
  return operation;
}

}  // namespace

std::vector<Operation> intake_operations() {
  return {sending(listen::FactKind::signal), sending(listen::FactKind::act)};
}

}  // namespace bellwether::api
