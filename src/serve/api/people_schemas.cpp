#include "guard/access/rights.hpp"
#include "serve/api/schema_words.hpp"
#include "serve/api/schemas.hpp"
#include "tell/outbox/webhooks.hpp"

#include <utility>

namespace bellwether::api {

namespace {

using namespace schema;

Json session() {
  return object(
      {{"signed_in", yes_or_no()},
       {"setup_needed", {{"type", "boolean"}, {"description", "There is nobody yet."}}},
       {"csrf", {{"type", "string"}, {"description", "For the header X-CSRF-Token."}}},
       {"user", object({{"id", plain()}, {"name", plain()}, {"email", plain()}, {"second_factor", yes_or_no()}},
                       {"id", "name", "email", "second_factor"})},
       {"rights", list_of(plain())},
       {"reach", object({{"everything", yes_or_no()}, {"units", list_of(plain())}}, {"everything"})},
       {"organisation", plain()},
       {"openid", object({{"label", {{"type", "string"}, {"description", "What stands on the button."}}}}, {"label"})}},
      {"signed_in"});
}

Json grant() {
  Json roles = Json::array();
  for (const guard::RoleRights& role : guard::k_roles) roles.push_back(role.word);
  return closed(
      {{"role", {{"type", "string"}, {"enum", std::move(roles)}}},
       {"unit", {{"type", {"string", "null"}}, {"description", "With all beneath it; null: everything."}}},
       {"names", yes_or_no()},
       {"voices", yes_or_no()},
       {"employees", yes_or_no()},
       {"of_group",
        {{"type", "boolean"},
         {"description", "Of a group at the provider, and goes with it. Told only: what is sent counts not."}}}},
      {"role"});
}

Json user() {
  return object({{"id", plain()},
                 {"name", plain()},
                 {"email", plain()},
                 {"state", {{"type", "string"}, {"enum", {"invited", "active", "closed"}}}},
                 {"second_factor", yes_or_no()},
                 {"last_signed_in", or_null("string")},
                 {"grants", list_of(schema_ref("Grant"))}},
                {"id", "name", "email", "state", "second_factor", "last_signed_in", "grants"});
}

Json scope() {
  Json words = Json::array();
  for (const guard::Scope one : guard::k_scopes) words.push_back(guard::word_of(one));
  return {{"type", "string"}, {"enum", std::move(words)}};
}

Json key() {
  return object({{"id", plain()},
                 {"name", plain()},
                 {"scopes", list_of(scope())},
                 {"source", plain()},
                 {"made_by", plain()},
                 {"made_at", plain()},
                 {"revoked_at", or_null("string")}},
                {"id", "name", "scopes", "source", "made_by", "made_at", "revoked_at"});
}

Json event_kinds() {
  Json words = Json::array();
  for (const outbox::Kind kind : outbox::k_kinds) words.push_back(word_of(kind));
  return list_of({{"type", "string"}, {"enum", std::move(words)}});
}

Json webhook() {
  return object({{"id", plain()},
                 {"name", plain()},
                 {"url", plain()},
                 {"events", event_kinds()},
                 {"where", plain()},
                 {"state", one_of({"active", "paused", "ended"})},
                 {"why", or_null("string")},
                 {"old_secret_until", or_null("string")},
                 {"made_by", plain()},
                 {"made_at", plain()}},
                {"id", "name", "url", "events", "where", "state", "why", "old_secret_until", "made_by", "made_at"});
}

Json delivery() {
  return object(
      {{"id", plain()},
       {"event", plain()},
       {"made_at", plain()},
       {"state", one_of({"waiting", "delivered", "dead"})},
       {"next_at", or_null("string")},
       {"tries", whole_number()},
       {"attempts", whole_number()},
       {"last_at", or_null("string")},
       {"last_status", or_null("integer")},
       {"last_error", or_null("string")}},
      {"id", "event", "made_at", "state", "next_at", "tries", "attempts", "last_at", "last_status", "last_error"});
}

Json delivery_with_attempts() {
  Json whole = delivery();
  whole["properties"]["body"] = plain();
  whole["properties"]["tried"] = list_of(object({{"number", whole_number()},
                                                 {"at", plain()},
                                                 {"status", or_null("integer")},
                                                 {"took_ms", whole_number()},
                                                 {"error", or_null("string")}},
                                                {"number", "at", "status", "took_ms", "error"}));
  whole["required"].push_back("body");
  whole["required"].push_back("tried");
  return whole;
}

Json audit_line() {
  return object({{"number", {{"type", "integer"}}},
                 {"at", plain()},
                 {"who", plain()},
                 {"what", plain()},
                 {"on", plain()},
                 {"how", plain()}},
                {"number", "at", "who", "what", "on", "how"});
}

}  // namespace

Json people_schemas() {
  return {{"Session", session()},
          {"SignIn",
           closed({{"email", plain()}, {"password", plain()}, {"code", or_null("string")}}, {"email", "password"})},
          {"SetUp", closed({{"token", plain()}, {"name", plain()}, {"email", plain()}, {"password", plain()}},
                           {"token", "name", "email", "password"})},
          {"Acceptance", closed({{"token", plain()}, {"password", plain()}}, {"token", "password"})},
          {"PasswordChange", closed({{"old", plain()}, {"new", plain()}}, {"old", "new"})},
          {"PasswordAlone", closed({{"password", plain()}}, {"password"})},
          {"FactorOffer", object({{"secret", plain()}, {"uri", plain()}}, {"secret", "uri"})},
          {"FactorCode", closed({{"code", plain()}}, {"code"})},
          {"RecoveryCodes", object({{"recovery_codes", list_of(plain())}}, {"recovery_codes"})},
          {"Grant", grant()},
          {"User", user()},
          {"Users", object({{"users", list_of(schema_ref("User"))}}, {"users"})},
          {"OneUser", object({{"user", schema_ref("User")}}, {"user"})},
          {"UserWish", closed({{"name", plain()}, {"email", plain()}, {"grants", list_of(schema_ref("Grant"))}},
                              {"name", "email", "grants"})},
          {"InvitedUser", object({{"user", schema_ref("User")}, {"link", plain()}}, {"user", "link"})},
          {"GrantsWish", closed({{"grants", list_of(schema_ref("Grant"))}}, {"grants"})},
          {"Link", object({{"link", plain()}}, {"link"})},
          {"Key", key()},
          {"Keys", object({{"keys", list_of(schema_ref("Key"))}}, {"keys"})},
          {"KeyWish", closed({{"name", plain()}, {"scopes", list_of(scope())}, {"source", or_null("string")}},
                             {"name", "scopes"})},
          {"MadeKey", object({{"key", schema_ref("Key")}, {"secret", plain()}}, {"key", "secret"})},
          {"Webhook", webhook()},
          {"Webhooks", object({{"webhooks", list_of(schema_ref("Webhook"))}}, {"webhooks"})},
          {"OneWebhook", object({{"webhook", schema_ref("Webhook")}}, {"webhook"})},
          {"WebhookWish",
           closed({{"name", plain()}, {"url", plain()}, {"events", event_kinds()}, {"where", or_null("string")}},
                  {"name", "url", "events"})},
          {"WebhookChange", closed({{"name", or_null("string")},
                                    {"url", or_null("string")},
                                    {"events", event_kinds()},
                                    {"where", or_null("string")},
                                    {"state", one_of({"active", "paused", "ended"})}})},
          {"MadeWebhook", object({{"webhook", schema_ref("Webhook")}, {"secret", plain()}}, {"webhook", "secret"})},
          {"WebhookSecret",
           object({{"secret", plain()}, {"old_secret_signs_s", whole_number()}}, {"secret", "old_secret_signs_s"})},
          {"WebhookTest", object({{"delivered", yes_or_no()},
                                  {"status", or_null("integer")},
                                  {"took_ms", whole_number()},
                                  {"error", or_null("string")}},
                                 {"delivered", "status", "took_ms", "error"})},
          {"Delivery", delivery()},
          {"Deliveries", object({{"deliveries", list_of(schema_ref("Delivery"))}, {"next", or_null("string")}},
                                {"deliveries", "next"})},
          {"OneDelivery", object({{"delivery", delivery_with_attempts()}}, {"delivery"})},
          {"Replay", closed({{"since", plain()}}, {"since"})},
          {"Replayed", object({{"sent_again", whole_number()}}, {"sent_again"})},
          {"AuditPage", object({{"lines", list_of(audit_line())}, {"next", or_null("string")}}, {"lines", "next"})}};
}

}  // namespace bellwether::api
