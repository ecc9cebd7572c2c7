// Webhooks and deliveries as JSON, and what their operations share.
#pragma once

#include "serve/api/operation.hpp"
#include "tell/outbox/deliveries.hpp"
#include "tell/outbox/webhooks.hpp"

namespace bellwether::api {

/// {"id","name","url","events":[],"where","state","why","old_secret_until","made_by","made_at"}
[[nodiscard]] Json webhook_json(const outbox::Webhook& webhook);
/// {"id","event","made_at","state","next_at","tries","attempts","last_at","last_status","last_error"}
[[nodiscard]] Json delivery_json(const outbox::Delivery& delivery);

/// That the caller may read everywhere what a webhook of these kinds tells: it would be a way around their rights otherwise.
/// Error: `withheld`.
[[nodiscard]] Result<void> may_hear(const Caller& caller, const std::vector<outbox::Kind>& kinds);

/// An operation on webhooks that takes its time, with its path's parameters told.
[[nodiscard]] Operation about_webhooks(const char* method, const char* path, const char* id, const char* summary,
                                       http::Response (*act)(House&, const Call&));

/// The part of the table about what became of events.
[[nodiscard]] std::vector<Operation> delivery_operations();

}  // namespace bellwether::api
