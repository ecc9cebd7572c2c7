// Webhooks out: which other systems are told, of what.
#include "base/text.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/webhook_json.hpp"
#include "serve/courier/events.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::api {

namespace {

using outbox::Kind;

http::Response secret_response(int status, const Json& body) {
  http::Response response = json_response(status, body);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Result<std::optional<std::vector<Kind>>> kinds_in(const Json& body) {
  const auto found = body.find("events");
  if (found == body.end() || found->is_null()) return std::nullopt;
  std::vector<Kind> kinds;
  bool right = found->is_array();
  for (std::size_t i = 0; right && i < found->size(); ++i) {
    const auto kind = (*found)[i].is_string() ? outbox::kind_from((*found)[i].get<std::string>()) : std::nullopt;
    right = kind.has_value();
    if (kind && std::ranges::find(kinds, *kind) == kinds.end()) kinds.push_back(*kind);
  }
  if (right) return kinds;
  return fail(Code::bad_input, "events is a list of kinds of events", "events",
              "there are signal.received, act.recorded");
}

Result<std::optional<outbox::State>> state_in(const Json& body) {
  const auto word = text_or_none_in(body, "state");
  if (!word) return std::unexpected(word.error());
  if (!*word) return std::nullopt;
  const auto state = outbox::state_from(**word);
  if (state) return state;
  return fail(Code::bad_input, "there is no such state", "state", "there are active, paused, ended");
}

/// What a body says of a webhook; what it does not say stays.
Result<outbox::WebhookChange> change_in(const Json& body) {
  auto name = text_or_none_in(body, "name");
  if (!name) return std::unexpected(name.error());
  auto url = text_or_none_in(body, "url");
  if (!url) return std::unexpected(url.error());
  auto where = text_or_none_in(body, "where");
  if (!where) return std::unexpected(where.error());
  auto kinds = kinds_in(body);
  if (!kinds) return std::unexpected(kinds.error());
  auto state = state_in(body);
  if (!state) return std::unexpected(state.error());
  return outbox::WebhookChange{.name = *std::move(name),
                               .url = *std::move(url),
                               .filter = *std::move(where),
                               .kinds = *std::move(kinds),
                               .state = *state};
}

/// That it may be told so, there, by the caller.
Result<void> check(House& house, const Caller& caller, const std::string& url, const std::vector<Kind>& kinds,
                   const std::string& filter) {
  if (auto checked = house.courier().check_url(url); !checked) {
    Error error = checked.error();
    error.code = Code::bad_input;
    return std::unexpected(std::move(error));
  }
  if (auto checked = may_hear(caller, kinds); !checked) return checked;
  for (const Kind kind : kinds) {
    const auto meant = courier::meant_by(*house.opened().facts, kind, filter, true);
    if (!meant) return std::unexpected(meant.error());
  }
  return {};
}

outbox::Since from_now_on(House& house) {
  const facts::Facts& facts = *house.opened().facts;
  return {.store = facts.store_name(), .snapshot = facts.snapshot()};
}

http::Response list(House& house, const Call& call) {
  Json all = Json::array();
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    const auto webhooks = outbox::webhooks(transaction);
    if (!webhooks) return std::unexpected(webhooks.error());
    for (const outbox::Webhook& webhook : *webhooks) all.push_back(webhook_json(webhook));
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  return json_response(200, {{"webhooks", std::move(all)}});
}

http::Response make(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"name", "url", "events", "where"});
  if (!body) return http::problem(body.error(), call.request.id);
  auto told = change_in(*body);
  if (!told) return http::problem(told.error(), call.request.id);
  outbox::WebhookWish wish{.name = told->name.value_or(""),
                           .url = told->url.value_or(""),
                           .kinds = told->kinds.value_or(std::vector<Kind>()),
                           .filter = told->filter.value_or("")};
  if (auto checked = check(house, call.caller, wish.url, wish.kinds, wish.filter); !checked) {
    return http::problem(checked.error(), call.request.id);
  }
  Json answer;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    const auto made = outbox::make_webhook(transaction, house.seal(), std::move(wish), from_now_on(house),
                                           call.caller.actor(), now());
    if (!made) return std::unexpected(made.error());
    answer = {{"webhook", webhook_json(made->webhook)}, {"secret", made->secret}};
    return {};
  });
  if (!done) return http::problem(done.error(), call.request.id);
  house.courier().wake();
  return secret_response(201, answer);
}

Result<outbox::Webhook> read(House& house, const Call& call) {
  Result<outbox::Webhook> found = fail(Code::not_found, "there is no such webhook", "id");
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    found = outbox::webhook_of(transaction, call.path.at("id"));
    return {};
  });
  if (!looked) return std::unexpected(looked.error());
  return found;
}

http::Response show(House& house, const Call& call) {
  const auto webhook = read(house, call);
  if (!webhook) return http::problem(webhook.error(), call.request.id);
  return json_response(200, {{"webhook", webhook_json(*webhook)}});
}

http::Response change(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"name", "url", "events", "where", "state"});
  if (!body) return http::problem(body.error(), call.request.id);
  const auto told = change_in(*body);
  if (!told) return http::problem(told.error(), call.request.id);
  const auto before = read(house, call);
  if (!before) return http::problem(before.error(), call.request.id);
  // Whatever it is, it can be named otherwise, paused and ended.
  if (told->url || told->kinds || told->filter || told->state == outbox::State::active) {
    const auto checked = check(house, call.caller, told->url.value_or(before->url), told->kinds.value_or(before->kinds),
                               told->filter.value_or(before->filter));
    if (!checked) return http::problem(checked.error(), call.request.id);
  }
  Json answer;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    const auto changed =
        outbox::change_webhook(transaction, before->id, *told, from_now_on(house), call.caller.actor(), now());
    if (!changed) return std::unexpected(changed.error());
    answer = {{"webhook", webhook_json(*changed)}};
    return {};
  });
  if (!done) return http::problem(done.error(), call.request.id);
  house.courier().wake();
  return json_response(200, answer);
}

http::Response remove(House& house, const Call& call) {
  const auto done = house.door().change([&](records::Transaction& transaction) {
    return outbox::remove_webhook(transaction, call.path.at("id"), call.caller.actor(), now());
  });
  if (!done) return http::problem(done.error(), call.request.id);
  house.courier().wake();
  return nothing_more();
}

http::Response renew(House& house, const Call& call) {
  std::string secret;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    auto renewed = outbox::renew_secret(transaction, house.seal(), call.path.at("id"), call.caller.actor(), now());
    if (!renewed) return std::unexpected(renewed.error());
    secret = *std::move(renewed);
    return {};
  });
  if (!done) return http::problem(done.error(), call.request.id);
  return secret_response(200, {{"secret", secret}, {"old_secret_signs_s", outbox::k_overlap_s}});
}

http::Response test(House& house, const Call& call) {
  const auto webhook = read(house, call);
  if (!webhook) return http::problem(webhook.error(), call.request.id);
  std::vector<std::string> secrets;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    auto kept = outbox::secrets_of(transaction, house.seal(), webhook->id, now());
    if (!kept) return std::unexpected(kept.error());
    secrets = *std::move(kept);
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  const auto tested = house.courier().test(*webhook, secrets);
  if (!tested) return http::problem(tested.error(), call.request.id);
  const bool delivered = outbox::outcome_of(tested->status) == outbox::Outcome::delivered;
  return json_response(200, {{"delivered", delivered},
                             {"status", tested->status == 0 ? Json() : Json(tested->status)},
                             {"took_ms", tested->took.count()},
                             {"error", tested->error.empty() ? Json() : Json(tested->error)}});
}

void takes(Operation& operation, const char* schema) {
  operation.body = Body{.contents = {{std::string(k_json), schema}}, .most_bytes = 16 << 10};
}
std::vector<Answer> answers(int status, const char* about, const char* schema) {
  return {{.status = status, .about = about, .contents = {{std::string(k_json), schema}}}};
}

}  // namespace

std::vector<Operation> webhook_operations() {
  Operation listing = about_webhooks("GET", "/v1/webhooks", "listWebhooks", "Who is told of what", list);
  listing.answers = answers(200, "The newest first, without their secrets.", "Webhooks");

  Operation making = about_webhooks("POST", "/v1/webhooks", "makeWebhook", "Tell another system from now on", make);
  making.about =
      "Events are signed as Standard Webhooks and sent at least once. Whoever makes a webhook of `signal.received` "
      "must "
      "have `voices:read` everywhere, of `act.recorded` `measures:read`. Addresses that are not of the public internet "
      "are refused unless the server's settings allow their network.";
  takes(making, "WebhookWish");
  making.answers = answers(201, "`secret` signs the events, and is told this once.", "MadeWebhook");

  Operation showing = about_webhooks("GET", "/v1/webhooks/{id}", "readWebhook", "One webhook", show);
  showing.answers = answers(200, "Without its secret.", "OneWebhook");

  Operation changing = about_webhooks("PATCH", "/v1/webhooks/{id}", "changeWebhook", "Change, pause or go on", change);
  changing.about =
      "What is not told stays. Paused, it hears of nothing new, and what waits is kept; ended, that is dropped; active "
      "again, it hears from then on.";
  takes(changing, "WebhookChange");
  changing.answers = answers(200, "As it is now.", "OneWebhook");

  Operation removing = about_webhooks("DELETE", "/v1/webhooks/{id}", "removeWebhook",
                                      "Remove it, with all that was noted of its events", remove);
  removing.answers = {{.status = 204, .about = "Removed."}};

  Operation renewing =
      about_webhooks("POST", "/v1/webhooks/{id}/secret", "renewWebhookSecret", "Another secret to sign with", renew);
  renewing.about =
      "The one before signs along for a day: events carry two signatures, and the receiver may change when it likes.";
  renewing.answers = answers(200, "`secret` is told this once.", "WebhookSecret");

  Operation testing = about_webhooks("POST", "/v1/webhooks/{id}/test", "testWebhook",
                                     "Send a test event, and tell what came back", test);
  testing.about = "An event `webhook.test`, sent once. What the receiver wrote is not told, but its status.";
  testing.answers = answers(200, "What came back.", "WebhookTest");

  std::vector<Operation> all = {std::move(listing),  std::move(making),   std::move(showing), std::move(changing),
                                std::move(removing), std::move(renewing), std::move(testing)};
  for (Operation& operation : all) {
    if (operation.path.find('{') != std::string::npos) {
      operation.answers.push_back({.status = 404, .about = "There is no such webhook."});
    }
  }
  for (Operation& operation : delivery_operations()) all.push_back(std::move(operation));
  return all;
}

}  // namespace bellwether::api
