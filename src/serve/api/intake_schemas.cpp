#include "listen/intake/intake.hpp"
#include "listen/site/site_events.hpp"
#include "serve/api/schema_words.hpp"
#include "serve/api/schemas.hpp"

#include <string>
#include <utility>

namespace bellwether::api {

namespace {

using namespace schema;

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

}  // namespace

Json intake_schemas() {
  const Json faults = list_of(schema_ref("Fault"));
  return {{"Signal", signal()},
          {"Act", act()},
          {"SignalOrList",
           either(schema_ref("Signal"),
                  {{"type", "array"}, {"items", schema_ref("Signal")}, {"maxItems", listen::k_most_lines}})},
          {"ActOrList", either(schema_ref("Act"),
                               {{"type", "array"}, {"items", schema_ref("Act")}, {"maxItems", listen::k_most_lines}})},
          {"Taken",
           object({{"id", {{"type", "string"}, {"format", "uuid"}}},
                   {"repeated", {{"type", "boolean"}, {"description", "It was here already: nothing was added."}}}},
                  {"id"})},
          {"Fault", object({{"pointer", {{"type", "string"}, {"description", "JSON pointer (RFC 6901)."}}},
                            {"what", {{"type", "string"}}},
                            {"mend", {{"type", "string"}}}},
                           {"pointer", "what"})},
          {"Result", either(schema_ref("Taken"), object({{"faults", faults}}, {"faults"}))},
          {"TakenOrList", either(schema_ref("Taken"), object({{"taken", {{"type", "integer"}}},
                                                              {"rejected", {{"type", "integer"}}},
                                                              {"results", list_of(schema_ref("Result"))}},
                                                             {"taken", "rejected", "results"}))},
          {"TakenList", object({{"taken", {{"type", "integer"}}},
                                {"rejected", {{"type", "integer"}}},
                                {"results", list_of(schema_ref("Result"))}},
                               {"taken", "rejected", "results"})},
          {"Event", event()},
          {"EventList", list_of(schema_ref("Event"))},
          {"Anything", Json::object()},
          {"SiteEvents", site_events()},
          {"TakenEvents",
           object({{"taken", {{"type", "integer"}}},
                   {"left_out", {{"type", "integer"}, {"description", "Not kept, without consent."}}},
                   {"rejected", {{"type", "integer"}}},
                   {"results",
                    list_of(either(schema_ref("Result"), object({{"left_out", {{"type", "string"}}}}, {"left_out"})))}},
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
                         {"taken", "rejected", "lines"}))}};
}

}  // namespace bellwether::api
