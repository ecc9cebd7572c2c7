#include "serve/api/webhook_json.hpp"

#include "serve/api/answer_later.hpp"

#include <string>
#include <utility>

namespace bellwether::api {

namespace {

Json time_or_null(const std::optional<Instant>& at) { return at ? Json(to_text(*at)) : Json(); }
Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json webhook_json(const outbox::Webhook& webhook) {
  Json events = Json::array();
  for (const outbox::Kind kind : webhook.kinds) events.push_back(word_of(kind));
  return {{"id", webhook.id},
          {"name", webhook.name},
          {"url", webhook.url},
          {"events", std::move(events)},
          {"where", webhook.filter},
          {"state", word_of(webhook.state)},
          {"why", text_or_null(webhook.why)},
          {"old_secret_until", time_or_null(webhook.old_secret_until)},
          {"made_by", webhook.made_by},
          {"made_at", to_text(webhook.made_at)}};
}

Json delivery_json(const outbox::Delivery& delivery) {
  const bool waits = delivery.became == outbox::Became::waiting;
  return {{"id", delivery.id},
          {"event", delivery.kind},
          {"made_at", to_text(delivery.made_at)},
          {"state", word_of(delivery.became)},
          {"next_at", waits ? Json(to_text(delivery.next_at)) : Json()},
          {"tries", delivery.tries},
          {"attempts", delivery.attempts},
          {"last_at", time_or_null(delivery.last_at)},
          {"last_status", delivery.last_status == 0 ? Json() : Json(delivery.last_status)},
          {"last_error", text_or_null(delivery.last_error)}};
}

Result<void> may_hear(const Caller& caller, const std::vector<outbox::Kind>& kinds) {
  for (const outbox::Kind kind : kinds) {
    const guard::Right right =
        kind == outbox::Kind::signal_received ? guard::Right::read_voices : guard::Right::read_measures;
    if (caller.reach(right).everything) continue;
    return fail(Code::withheld,
                std::string(word_of(kind)) + " is told on by whoever may read it themselves, everywhere", "events",
                "this needs " + std::string(guard::word_of(right)));
  }
  return {};
}

Operation about_webhooks(const char* method, const char* path, const char* id, const char* summary,
                         http::Response (*act)(House&, const Call&)) {
  Operation operation = reading(path, id, "Webhooks", summary);
  operation.method = method;
  operation.right = guard::Right::change_webhooks;
  for (const auto& [name, about] :
       {std::pair("id", "The webhook's."), std::pair("delivery", "The event's: its webhook-id.")}) {
    if (operation.path.find("{" + std::string(name) + "}") == std::string::npos) continue;
    operation.parameters.push_back({.in = Parameter::In::path,
                                    .name = name,
                                    .about = about,
                                    .schema = {{"type", "string"}, {"format", "uuid"}},
                                    .required = true});
  }
  operation.whole = [act](House& house, Call&& call, const http::Reply& reply) {
    const std::string request_id = call.request.id;
    answer_later(house, request_id, reply, [&house, act, call = std::move(call)] { return act(house, call); });
  };
  return operation;
}

}  // namespace bellwether::api
