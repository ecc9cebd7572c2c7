// What other systems send by their webhooks, as their mapping takes it (docs/hooks.md). Who sends is known by the signature.
#include "base/text.hpp"
#include "guard/access/hook_secrets.hpp"
#include "listen/hooks/receive.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/told_lines.hpp"
#include "serve/http/problem.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::api {

namespace {

constexpr std::size_t k_most_body_bytes = 8 << 20;

http::Response not_known(House& house, const std::string& name, const std::string& request) {
  std::vector<std::string> names;
  for (const auto& [known, hook] : house.hooks().all()) names.push_back(known);
  const std::string near = nearest(name, names);
  return http::problem(404,
                       "there is no mapping of this name: " +
                           (near.empty() ? "there are " + join(names, ", ") : "did you mean " + near + "?"),
                       request);
}

listen::HookReply receive(House& house, const listen::Hook& hook, const http::Request& request) {
  const listen::HookRequest told{.body = request.body,
                                 .header = [&](std::string_view name) -> std::optional<std::string> {
                                   const auto field = request.headers.find(name);
                                   return field ? std::optional<std::string>(*field) : std::nullopt;
                                 },
                                 .query = [&](std::string_view name) -> std::optional<std::string> {
                                   const auto value = http::parameter(request, name);
                                   return value ? std::optional<std::string>(*value) : std::nullopt;
                                 }};
  const auto secret = [&](std::string_view name) { return guard::hook_secret(*house.opened().directory, name); };
  auto intake = house.intakes().lease();
  return listen::receive(hook, told, secret, *intake, hook.name, now());
}

/// Answers when the inbox has it.
void take(House& house, std::vector<listen::ToldLine> lines, const std::string& request, const http::Reply& reply) {
  auto told = std::make_shared<ToldLines>(std::move(lines));
  std::vector<inbox::Entry> entries = told->entries();
  if (entries.empty()) return reply(told->response(false, request));
  auto answer = [told, reply, request](const Result<std::vector<inbox::Placed>>& placed) {
    if (!placed) return reply(unable(placed.error(), request));
    told->place(*placed);
    reply(told->response(false, request));
  };
  const auto put = house.inbox().put(std::move(entries), Zone::utc().day_at(now()), std::move(answer));
  if (!put) reply(unable(put.error(), request));
}

void take_hook(House& house, Call&& call, const http::Reply& reply) {
  const std::string& id = call.request.id;
  const listen::Hook* const hook = house.hooks().find(call.path.at("name"));
  if (hook == nullptr) return reply(not_known(house, call.path.at("name"), id));
  listen::HookReply received = receive(house, *hook, call.request);
  switch (received.verdict) {
    case listen::HookVerdict::taken:
      return take(house, std::move(received.lines), id, reply);
    case listen::HookVerdict::answered: {
      http::Response answer;
      answer.headers.add("Content-Type", "text/plain; charset=utf-8");
      answer.headers.add("X-Content-Type-Options", "nosniff");  // it is the sender's own word
      answer.body = std::move(received.answer);
      return reply(std::move(answer));
    }
    case listen::HookVerdict::refused:
      return reply(http::problem(401, received.trouble ? to_text(*received.trouble) : "the signature is wrong", id));
    case listen::HookVerdict::unset: {
      http::Response response =
          http::problem(503, received.trouble ? to_text(*received.trouble) : "the secret is not set", id);
      response.headers.add("Retry-After", "3600");
      return reply(std::move(response));
    }
  }
}

}  // namespace

std::vector<Operation> hook_operations() {
  Operation operation;
  operation.method = "POST";
  operation.path = "/v1/hooks/{name}";
  operation.id = "receiveWebhook";
  operation.tag = "Intake";
  operation.summary = "Webhooks of other systems";
  operation.about =
      "For the other system to call: Zendesk, Intercom, Typeform, Formbricks, Google Play, App Store, Slack, GitHub, "
      "and "
      "whatever a mapping of "
      "your own says (docs/hooks.md). No key: the signature tells who sends, with a secret that is set by `bellwether "
      "hook secret`. Events that the mapping does not take are passed over with 202; what is delivered again adds "
      "nothing.";
  operation.parameters = {{.in = Parameter::In::path,
                           .name = "name",
                           .about = "Of the mapping.",
                           .schema = {{"type", "string"}, {"examples", {"zendesk"}}},
                           .required = true}};
  operation.body =
      Body{.contents = {{std::string(k_json), "Anything"}}, .most_bytes = k_most_body_bytes, .any_type = true};
  operation.answers = {
      {.status = 200, .about = "The word that the sender asked for back.", .contents = {{"text/plain", "Text"}}},
      {.status = 202, .about = "On disk.", .contents = {{std::string(k_json), "TakenList"}}},
      {.status = 400, .about = "This is no JSON.", .contents = {{std::string(k_problem), "Faults"}}},
      {.status = 401, .about = "The signature is missing, wrong or too old."},
      {.status = 404, .about = "There is no such mapping: the nearest is told."},
      {.status = 422,
       .about = "Nothing was taken: every fault with its place.",
       .contents = {{std::string(k_problem), "Faults"}}}};
  operation.whole = take_hook;
  return {operation};
}

}  // namespace bellwether::api
