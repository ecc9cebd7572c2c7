#include "serve/api/schemas.hpp"

#include "guard/access/rights.hpp"
#include "listen/intake/intake.hpp"
#include "listen/site/site_events.hpp"
#include "serve/api/organisation_schemas.hpp"
#include "tell/outbox/webhooks.hpp"

#include <string>
#include <utility>

namespace bellwether::api {

namespace {

using Json = nlohmann::ordered_json;

Json ref(const char* name) { return {{"$ref", std::string("#/components/schemas/") + name}}; }

Json text(const char* about, std::size_t most = listen::k_most_name_bytes) {
  return {{"type", "string"}, {"maxLength", most}, {"description", about}};
}

Json object(Json properties, Json required = Json::array()) {
  Json schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

/// An object that has nothing else: what is not known is a fault.
Json closed(Json properties, Json required = Json::array()) {
  Json schema = object(std::move(properties), std::move(required));
  schema["additionalProperties"] = false;
  return schema;
}

Json either(Json a, Json b) { return {{"oneOf", {std::move(a), std::move(b)}}}; }
Json or_null(const char* type) { return {{"type", {type, "null"}}}; }

Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

Json who(const char* about) {
  return {{"type", {"string", "integer"}}, {"maxLength", listen::k_most_name_bytes}, {"description", about}};
}

Json attributes() {
  return {{"type", "object"},
          {"maxProperties", listen::k_most_members},
          {"additionalProperties", {{"type", {"string", "number", "boolean", "null"}}}},
          {"description", "Anything else, by names of your own."}};
}

Json part(double lowest, const char* about) {
  return {{"type", "number"}, {"minimum", lowest}, {"maximum", 1}, {"description", about}};
}

Json signal() {
  return closed(
      {{"id", who("The sender's own: the same source and id are the same signal.")},
       {"source", text("The system that it comes from; the key's where it has one.")},
       {"occurred_at",
        {{"type", "string"},
         {"description", "RFC 3339; when it came, where it is left out."},
         {"examples", {"2026-11-22T09:30:00Z"}}}},
       {"channel", text("survey, review, ticket, call, chat, complaint, post, order, visit …")},
       {"voice_of",
        {{"type", "string"}, {"enum", {"customer", "employee", "partner", "public"}}, {"default", "customer"}}},
       {"customer", who("Who it is; kept as a pseudonym only.")},
       {"unit", text("Brand, region, store, team.")},
       {"touchpoint", text("Where the customer met the organisation.")},
       {"ratings",
        {{"type", "object"},
         {"maxProperties", listen::k_most_members},
         {"properties",
          {{"nps", {{"type", "number"}, {"minimum", 0}, {"maximum", 10}}},
           {"csat", {{"type", "number"}, {"minimum", 1}, {"maximum", 5}}},
           {"ces", {{"type", "number"}, {"minimum", 1}, {"maximum", 7}}},
           {"stars", {{"type", "number"}, {"minimum", 1}, {"maximum", 5}}}}},
         {"additionalProperties", {{"type", "number"}}},
         {"examples", {{{"nps", 9}}}}}},
       {"text", text("What was said; personal data is taken out before anything is kept.", listen::k_most_voice_bytes)},
       {"language", text("ISO 639-1: en, fr, pt-BR …")},
       {"attributes", attributes()},
       {"sentiment", part(-1, "What a reader of your own made of the text.")},
       {"intent", text("complaint, praise, question, suggestion, request, leaving …")},
       {"urgency", part(0, "")},
       {"effort", part(0, "")},
       {"themes", list_of(closed({{"theme", text("")}, {"sentiment", part(-1, "")}}, {"theme"}))},
       {"reader", text("Which model version read it.")}});
}

Json act() {
  return closed(
      {{"id", who("The sender's own: the same source and id are the same act.")},
       {"source", text("The system that it comes from; the key's where it has one.")},
       {"occurred_at", {{"type", "string"}, {"description", "RFC 3339; when it came, where it is left out."}}},
       {"kind", text("What was done: case.resolved, floor.visited, promise.kept …")},
       {"actor", text("The person who did it.")},
       {"about", text("The id of what it is about.")},
       {"unit", text("Where it happened.")},
       {"customer", who("Kept as a pseudonym only.")},
       {"amount", {{"type", "number"}}},
       {"currency", {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}},
       {"duration_s", {{"type", "number"}}},
       {"attributes", attributes()}},
      {"kind"});
}

/// CloudEvents 1.0.2 in its JSON format; extensions may stand beside.
Json event() {
  return object(
      {{"specversion", {{"type", "string"}, {"enum", {"1.0"}}}},
       {"id", text("With `source`, names the event: sent again, it is known again.")},
       {"source", text("A URI reference of what it comes from.")},
       {"type", text("Of a signal the attribute event_type; of an act its kind, unless the data tells it.")},
       {"time", {{"type", "string"}, {"description", "RFC 3339; when it occurred, unless the data tells it."}}},
       {"datacontenttype", {{"type", "string"}, {"description", "application/json or text/plain."}}},
       {"data", {{"type", {"object", "string"}}, {"description", "A Signal or an Act; a text is a signal's."}}},
       {"data_base64", {{"type", "string"}}}},
      {"specversion", "id", "source", "type"});
}

/// What a page tells; which names are taken says the site.
Json site_event() {
  return closed({{"id", who("Of the page's own making: sent again, it is known again.")},
                 {"type", text("What happened: page.viewed, answer.given, or another that the site lists.")},
                 {"age_ms",
                  {{"type", "number"},
                   {"minimum", 0},
                   {"maximum", listen::k_oldest_event_ms},
                   {"description", "How long ago, by the page's own watch."}}},
                 {"unit", text("Of those that the site lists; where it lists one, that is taken.")},
                 {"touchpoint", text("Of those that the site lists.")},
                 {"customer", who("Kept as a pseudonym only, and only with consent.")},
                 {"ratings", {{"type", "object"}, {"additionalProperties", {{"type", "number"}}}}},
                 {"text", text("What was said; personal data is taken out before anything is kept.")},
                 {"language", text("ISO 639-1: en, fr, pt-BR …")},
                 {"attributes", attributes()}},
                {"type"});
}

Json site_events() {
  return object(
      {{"site", text("Its name.")},
       {"consent", {{"type", "boolean"}, {"description", "Whether the visitor agreed; false where left out."}}},
       {"events",
        {{"type", "array"}, {"items", site_event()}, {"minItems", 1}, {"maxItems", listen::k_most_site_events}}}},
      {"site", "events"});
}

Json answer_row() {
  return object({{"slice", {{"type", "object"}, {"additionalProperties", or_null("string")}}},
                 {"from", or_null("string")},
                 {"to", {{"type", {"string", "null"}}, {"description", "The first day after."}}},
                 {"value", or_null("number")},
                 {"low", or_null("number")},
                 {"high", or_null("number")},
                 {"level", or_null("number")},
                 {"n", {{"type", "integer"}}},
                 {"method", or_null("string")},
                 {"withheld", {{"type", {"string", "null"}}, {"description", "Why there is no figure."}}}},
                {"slice", "value", "low", "high", "n", "withheld"});
}

Json voice() {
  return object(
      {{"id", {{"type", "string"}, {"format", "uuid"}}},
       {"occurred_at", or_null("string")},
       {"day", or_null("string")},
       {"channel", or_null("string")},
       {"unit", or_null("string")},
       {"touchpoint", or_null("string")},
       {"voice_of", {{"type", "string"}, {"enum", {"customer", "partner", "public"}}}},
       {"source", or_null("string")},
       {"text", or_null("string")},
       {"language", or_null("string")},
       {"intent", or_null("string")},
       {"sentiment", or_null("number")},
       {"urgency", or_null("number")},
       {"effort", or_null("number")},
       {"ratings", {{"type", "object"}, {"additionalProperties", {{"type", "number"}}}}},
       {"attributes", {{"type", "object"}, {"additionalProperties", {{"type", {"string", "number"}}}}}},
       {"themes", list_of(object({{"theme", {{"type", "string"}}}, {"sentiment", or_null("number")}}, {"theme"}))},
       {"customer", {{"type", {"string", "null"}}, {"description", "A pseudonym: 16 hex digits."}}}},
      {"id", "occurred_at", "voice_of", "text", "ratings", "attributes", "themes", "customer"});
}

Json with_others(Json schema) {
  schema["properties"]["others"] = list_of(ref("Voice"));
  schema["required"].push_back("others");
  return schema;
}

Json plain() { return {{"type", "string"}}; }
Json yes_or_no() { return {{"type", "boolean"}}; }

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
                 {"grants", list_of(ref("Grant"))}},
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
Json one_of(std::initializer_list<const char*> words) {
  Json all = Json::array();
  for (const char* word : words) all.push_back(word);
  return {{"type", "string"}, {"enum", std::move(all)}};
}
Json whole_number() { return {{"type", "integer"}}; }

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

Json schemas() {
  const Json faults = list_of(ref("Fault"));
  const Json problem{{"title", {{"type", "string"}}},
                     {"status", {{"type", "integer"}}},
                     {"detail", {{"type", "string"}, {"description", "What was wrong, and how to put it right."}}},
                     {"request_id", {{"type", "string"}}}};
  Json with_faults = problem;
  with_faults["faults"] = faults;
  with_faults["results"] = list_of(ref("Result"));
  Json with_needs = problem;
  with_needs["needs"] = {{"type", "string"}, {"enum", {"code"}}};
  Json all{
      {"Signal", signal()},
      {"Act", act()},
      {"SignalOrList",
       either(ref("Signal"), {{"type", "array"}, {"items", ref("Signal")}, {"maxItems", listen::k_most_lines}})},
      {"ActOrList", either(ref("Act"), {{"type", "array"}, {"items", ref("Act")}, {"maxItems", listen::k_most_lines}})},
      {"Taken",
       object({{"id", {{"type", "string"}, {"format", "uuid"}}},
               {"repeated", {{"type", "boolean"}, {"description", "It was here already: nothing was added."}}}},
              {"id"})},
      {"Fault", object({{"pointer", {{"type", "string"}, {"description", "JSON pointer (RFC 6901)."}}},
                        {"what", {{"type", "string"}}},
                        {"mend", {{"type", "string"}}}},
                       {"pointer", "what"})},
      {"Result", either(ref("Taken"), object({{"faults", faults}}, {"faults"}))},
      {"TakenOrList", either(ref("Taken"), object({{"taken", {{"type", "integer"}}},
                                                   {"rejected", {{"type", "integer"}}},
                                                   {"results", list_of(ref("Result"))}},
                                                  {"taken", "rejected", "results"}))},
      {"TakenList",
       object(
           {{"taken", {{"type", "integer"}}}, {"rejected", {{"type", "integer"}}}, {"results", list_of(ref("Result"))}},
           {"taken", "rejected", "results"})},
      {"Event", event()},
      {"EventList", list_of(ref("Event"))},
      {"Anything", Json::object()},
      {"SiteEvents", site_events()},
      {"TakenEvents",
       object({{"taken", {{"type", "integer"}}},
               {"left_out", {{"type", "integer"}, {"description", "Not kept, without consent."}}},
               {"rejected", {{"type", "integer"}}},
               {"results", list_of(either(ref("Result"), object({{"left_out", {{"type", "string"}}}}, {"left_out"})))}},
              {"taken", "left_out", "rejected", "results"})},
      {"LineResult",
       either(object({{"line", {{"type", "integer"}}},
                      {"id", {{"type", "string"}, {"format", "uuid"}}},
                      {"repeated", {{"type", "boolean"}}},
                      {"faults", faults}},
                     {"line"}),
              object({{"taken", {{"type", "integer"}}},
                      {"rejected", {{"type", "integer"}}},
                      {"lines", {{"type", "integer"}}},
                      {"stopped_at", {{"type", "integer"}, {"description", "From this line on, send again."}}},
                      {"why", {{"type", "string"}}},
                      {"retry_after", {{"type", "integer"}, {"description", "Seconds."}}}},
                     {"taken", "rejected", "lines"}))},
      {"Measures", object({{"measures", list_of(ref("Measure"))}}, {"measures"})},
      {"Measure", object({{"id", {{"type", "string"}}},
                          {"label", {{"type", "string"}}},
                          {"about", {{"type", "string"}}},
                          {"unit", {{"type", "string"}}},
                          {"better", {{"type", "string"}}},
                          {"source", {{"type", "string"}}},
                          {"limits", {{"type", "string"}}}},
                         {"id", "label"})},
      {"Answer", object({{"measure", {{"type", "string"}}},
                         {"unit", {{"type", "string"}}},
                         {"better", {{"type", "string"}}},
                         {"query", {{"type", "string"}}},
                         {"snapshot", {{"type", "string"}}},
                         {"version", {{"type", "string"}}},
                         {"rows", list_of(answer_row())},
                         {"notes", list_of(plain())}},
                        {"measure", "query", "snapshot", "version", "rows"})},
      {"Voice", voice()},
      {"VoiceWithOthers", with_others(voice())},
      {"Voices",
       object({{"voices", list_of(ref("Voice"))}, {"next", or_null("string")}, {"snapshot", {{"type", "string"}}}},
              {"voices", "next", "snapshot"})},
      {"Dimensions",
       object(
           {{"dimensions", list_of(object({{"name", {{"type", "string"}}},
                                           {"kind", {{"type", "string"}}},
                                           {"has_text", {{"type", "boolean"}}},
                                           {"has_number", {{"type", "boolean"}}},
                                           {"values", {{"type", {"array", "null"}}, {"items", {{"type", "string"}}}}}},
                                          {"name", "kind", "values"}))}},
           {"dimensions"})},
      {"Values",
       object(
           {{"name", {{"type", "string"}}}, {"values", list_of({{"type", "string"}})}, {"more", {{"type", "boolean"}}}},
           {"name", "values", "more"})},
      {"Units", object({{"units", list_of(object({{"name", {{"type", "string"}}},
                                                  {"label", {{"type", "string"}}},
                                                  {"parent", or_null("string")}},
                                                 {"name", "label", "parent"}))}},
                       {"units"})},
      {"Days", object({{"from", or_null("string")}, {"to", or_null("string")}}, {"from", "to"})},
      {"Session", session()},
      {"SignIn",
       closed({{"email", plain()}, {"password", plain()}, {"code", or_null("string")}}, {"email", "password"})},
      {"NeedsCode", object(with_needs, {"title", "status", "detail"})},
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
      {"Users", object({{"users", list_of(ref("User"))}}, {"users"})},
      {"OneUser", object({{"user", ref("User")}}, {"user"})},
      {"UserWish",
       closed({{"name", plain()}, {"email", plain()}, {"grants", list_of(ref("Grant"))}}, {"name", "email", "grants"})},
      {"InvitedUser", object({{"user", ref("User")}, {"link", plain()}}, {"user", "link"})},
      {"GrantsWish", closed({{"grants", list_of(ref("Grant"))}}, {"grants"})},
      {"Link", object({{"link", plain()}}, {"link"})},
      {"Key", key()},
      {"Keys", object({{"keys", list_of(ref("Key"))}}, {"keys"})},
      {"KeyWish",
       closed({{"name", plain()}, {"scopes", list_of(scope())}, {"source", or_null("string")}}, {"name", "scopes"})},
      {"MadeKey", object({{"key", ref("Key")}, {"secret", plain()}}, {"key", "secret"})},
      {"Webhook", webhook()},
      {"Webhooks", object({{"webhooks", list_of(ref("Webhook"))}}, {"webhooks"})},
      {"OneWebhook", object({{"webhook", ref("Webhook")}}, {"webhook"})},
      {"WebhookWish",
       closed({{"name", plain()}, {"url", plain()}, {"events", event_kinds()}, {"where", or_null("string")}},
              {"name", "url", "events"})},
      {"WebhookChange", closed({{"name", or_null("string")},
                                {"url", or_null("string")},
                                {"events", event_kinds()},
                                {"where", or_null("string")},
                                {"state", one_of({"active", "paused", "ended"})}})},
      {"MadeWebhook", object({{"webhook", ref("Webhook")}, {"secret", plain()}}, {"webhook", "secret"})},
      {"WebhookSecret",
       object({{"secret", plain()}, {"old_secret_signs_s", whole_number()}}, {"secret", "old_secret_signs_s"})},
      {"WebhookTest", object({{"delivered", yes_or_no()},
                              {"status", or_null("integer")},
                              {"took_ms", whole_number()},
                              {"error", or_null("string")}},
                             {"delivered", "status", "took_ms", "error"})},
      {"Delivery", delivery()},
      {"Deliveries",
       object({{"deliveries", list_of(ref("Delivery"))}, {"next", or_null("string")}}, {"deliveries", "next"})},
      {"OneDelivery", object({{"delivery", delivery_with_attempts()}}, {"delivery"})},
      {"Replay", closed({{"since", plain()}}, {"since"})},
      {"Replayed", object({{"sent_again", whole_number()}}, {"sent_again"})},
      {"AuditPage", object({{"lines", list_of(audit_line())}, {"next", or_null("string")}}, {"lines", "next"})},
      {"Text", {{"type", "string"}}},
      {"Document", {{"type", "object"}}},
      {"Health", object({{"alive", {{"type", "boolean"}}}}, {"alive"})},
      {"Ready",
       object({{"ready", {{"type", "boolean"}}},
               {"waiting", {{"type", "integer"}, {"description", "Entries on disk that are not in the facts yet."}}},
               {"refused", {{"type", "integer"}, {"description", "Put aside since the start: inbox.refused.ndjson."}}},
               {"trouble", or_null("string")}},
              {"ready", "waiting", "refused", "trouble"})},
      {"Problem", object(problem, {"title", "status", "detail"})},
      {"Faults", object(with_faults, {"title", "status", "detail"})}};
  all.update(organisation_schemas());
  return all;
}

}  // namespace bellwether::api
