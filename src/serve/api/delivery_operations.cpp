// What became of the events for a webhook, and sending them again.
#include "serve/api/answer_later.hpp"
#include "serve/api/query_parameters.hpp"
#include "serve/api/webhook_json.hpp"
#include "serve/http/problem.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace bellwether::api {

namespace {

constexpr auto k_known = std::to_array<std::string_view>({"state", "after", "limit"});

Result<outbox::DeliveriesWish> wish_of(const http::Request& request) {
  auto told = query_parameters(request, k_known);
  if (!told) return std::unexpected(told.error());
  auto& by = *told;
  outbox::DeliveriesWish wish{.after = by["after"]};
  if (const std::string& state = by["state"]; !state.empty()) {
    wish.became = outbox::became_from(state);
    if (!wish.became) {
      return fail(Code::bad_input, "there is no such state", "state", "there are waiting, delivered, dead");
    }
  }
  if (const std::string& limit = by["limit"]; !limit.empty()) {
    const char* const end = limit.data() + limit.size();
    const auto [at, error] = std::from_chars(limit.data(), end, wish.limit);
    if (error != std::errc() || at != end) return fail(Code::bad_input, "this is no number", "limit");
  }
  return wish;
}

http::Response list(House& house, const Call& call) {
  const auto wish = wish_of(call.request);
  if (!wish) return http::problem(wish.error(), call.request.id);
  Json all = Json::array();
  std::string next;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    const auto webhook = outbox::webhook_of(transaction, call.path.at("id"));
    if (!webhook) return std::unexpected(webhook.error());
    const auto found = outbox::deliveries(transaction, webhook->id, *wish);
    if (!found) return std::unexpected(found.error());
    for (const outbox::Delivery& delivery : *found) all.push_back(delivery_json(delivery));
    if (found->size() == wish->limit) next = found->back().id;
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  return json_response(200, {{"deliveries", std::move(all)}, {"next", next.empty() ? Json() : Json(next)}});
}

Json attempt_json(const outbox::NotedAttempt& attempt) {
  return {{"number", attempt.number},
          {"at", to_text(attempt.at)},
          {"status", attempt.status == 0 ? Json() : Json(attempt.status)},
          {"took_ms", attempt.took.count()},
          {"error", attempt.error.empty() ? Json() : Json(attempt.error)}};
}

http::Response show(House& house, const Call& call) {
  Json answer;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    const auto webhook = outbox::webhook_of(transaction, call.path.at("id"));
    if (!webhook) return std::unexpected(webhook.error());
    // The body is what was said: whoever looks at it must be let.
    if (auto checked = may_hear(call.caller, webhook->kinds); !checked) return checked;
    const auto found = outbox::delivery_of(transaction, webhook->id, call.path.at("delivery"));
    if (!found) return std::unexpected(found.error());
    answer = delivery_json(found->delivery);
    answer["body"] = found->delivery.body;
    Json& tries = answer["tried"] = Json::array();
    for (const outbox::NotedAttempt& attempt : found->attempts) tries.push_back(attempt_json(attempt));
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  http::Response response = json_response(200, {{"delivery", std::move(answer)}});
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response send_again(House& house, const Call& call) {
  const auto done = house.door().change([&](records::Transaction& transaction) {
    return outbox::replay(transaction, call.path.at("id"), call.path.at("delivery"), call.caller.actor(), now());
  });
  if (!done) return http::problem(done.error(), call.request.id);
  house.courier().wake();
  return nothing_more();
}

http::Response send_dead_again(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"since"});
  if (!body) return http::problem(body.error(), call.request.id);
  const auto text = text_in(*body, "since");
  if (!text) return http::problem(text.error(), call.request.id);
  const auto since = instant_from_text(*text);
  if (!since) return http::problem(since.error(), call.request.id);
  std::size_t count = 0;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    const auto again = outbox::replay_dead(transaction, call.path.at("id"), *since,
                                           house.courier().settings().most_waiting, call.caller.actor(), now());
    if (!again) return std::unexpected(again.error());
    count = *again;
    return {};
  });
  if (!done) return http::problem(done.error(), call.request.id);
  house.courier().wake();
  return json_response(200, {{"sent_again", count}});
}

}  // namespace

std::vector<Operation> delivery_operations() {
  const Answer missing{.status = 404, .about = "There is no such webhook or delivery."};
  const Answer ended{.status = 409, .about = "The webhook has ended, or too many would wait."};

  Operation listing =
      about_webhooks("GET", "/v1/webhooks/{id}/deliveries", "listDeliveries", "What became of its events", list);
  listing.parameters.push_back({.name = "state",
                                .about = "Only these.",
                                .schema = {{"type", "string"}, {"enum", {"waiting", "delivered", "dead"}}}});
  listing.parameters.push_back(
      {.name = "after", .about = "`next` of the page before.", .schema = {{"type", "string"}, {"format", "uuid"}}});
  listing.parameters.push_back(
      {.name = "limit",
       .about = "Of a page.",
       .schema = {{"type", "integer"}, {"minimum", 1}, {"maximum", outbox::k_most_page}, {"default", 50}}});
  listing.answers = {{.status = 200, .about = "The newest first.", .contents = {{std::string(k_json), "Deliveries"}}},
                     missing};

  Operation showing = about_webhooks("GET", "/v1/webhooks/{id}/deliveries/{delivery}", "readDelivery",
                                     "One event: what was sent, and each try", show);
  showing.answers = {{.status = 200, .about = "With its body.", .contents = {{std::string(k_json), "OneDelivery"}}},
                     missing};

  Operation again = about_webhooks("POST", "/v1/webhooks/{id}/deliveries/{delivery}/replay", "replayDelivery",
                                   "Send it again, at once", send_again);
  again.about = "With the same `webhook-id`; tried as long as at first.";
  again.answers = {{.status = 204, .about = "It will be."}, missing, ended};

  Operation all_again = about_webhooks("POST", "/v1/webhooks/{id}/replay", "replayDeadDeliveries",
                                       "Send all again that nobody took, made since a time", send_dead_again);
  all_again.body = Body{.contents = {{std::string(k_json), "Replay"}}, .most_bytes = 16 << 10};
  all_again.answers = {
      {.status = 200, .about = "How many.", .contents = {{std::string(k_json), "Replayed"}}}, missing, ended};
  return {std::move(listing), std::move(showing), std::move(again), std::move(all_again)};
}

}  // namespace bellwether::api
