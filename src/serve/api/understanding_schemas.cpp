#include "serve/api/schema_words.hpp"
#include "serve/api/schemas.hpp"

#include <utility>

namespace bellwether::api {

namespace {

using namespace schema;

Json share() { return {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}; }

Json figure(bool or_null) {
  Json one = object({{"value", {{"type", "number"}}}, {"low", {{"type", "number"}}}, {"high", {{"type", "number"}}}},
                    {"value", "low", "high"});
  if (or_null) one["type"] = {"object", "null"};
  return one;
}

Json reviews() {
  Json sentiment = object({{"side", one_of({"negative", "neutral", "positive"})},
                           {"value", {{"type", "number"}, {"minimum", -1}, {"maximum", 1}}},
                           {"confidence", share()}},
                          {"side", "value", "confidence"});
  Json reading = object({{"voice", schema_ref("Voice")},
                         {"reading", std::move(sentiment)},
                         {"why",
                          {{"type", "string"},
                           {"enum", {"drawn", "unsure"}},
                           {"description", "Drawn by chance, or one of those that the machine is least sure of."}}}},
                        {"voice", "reading", "why"});
  return object(
      {{"readings", list_of(std::move(reading))},
       {"looked_through", {{"type", "integer"}, {"description", "Readings among the newest voices."}}},
       {"unsure", {{"type", "integer"}, {"description", "Of them less sure than 0.6, and not judged by you."}}},
       {"judged", {{"type", "integer"}, {"description", "Sentiments that you have judged."}}}},
      {"readings", "looked_through", "unsure", "judged"});
}

Json part() { return one_of({"sentiment", "theme", "intent"}); }

Json judgement() {
  return closed(
      {{"signal", text("Id of the voice.")},
       {"part", part()},
       {"theme", or_null("string")},
       {"told", text("What it is: of sentiment negative, neutral, positive; of a theme yes, no; of intent its "
                     "word, or none.")}},
      {"signal", "part", "told"});
}

Json evaluation() {
  Json side = object({{"side", plain()},
                      {"n", whole_number()},
                      {"precision", figure(false)},
                      {"recall", figure(false)},
                      {"f1", figure(false)}},
                     {"side", "n", "precision", "recall", "f1"});
  Json one =
      object({{"n", whole_number()},
              {"accuracy", figure(false)},
              {"macro_f1", figure(false)},
              {"area_under_curve", figure(true)},
              {"guessing_accuracy", share()},
              {"guessing_macro_f1", share()},
              {"sides", list_of(std::move(side))}},
             {"n", "accuracy", "macro_f1", "area_under_curve", "guessing_accuracy", "guessing_macro_f1", "sides"});
  return one;
}

Json card() {
  Json today = evaluation();
  today["type"] = {"object", "null"};
  Json language = object({{"code", plain()},
                          {"n", whole_number()},
                          {"own", figure(false)},
                          {"shipped", figure(false)},
                          {"used", yes_or_no()}},
                         {"code", "n", "own", "shipped", "used"});
  Json learned = object({{"learned_from", whole_number()},
                         {"tried_on", whole_number()},
                         {"from", {{"type", "string"}, {"description", "When the texts came that it was tried on."}}},
                         {"to", plain()},
                         {"better_by", figure(false)},
                         {"better_than_today", figure(true)},
                         {"own", evaluation()},
                         {"shipped", evaluation()},
                         {"today", std::move(today)},
                         {"languages", list_of(std::move(language))}},
                        {"learned_from", "tried_on", "from", "to", "better_by", "better_than_today", "own", "shipped",
                         "today", "languages"});
  return either(std::move(learned), object({{"not_enough", plain()}}, {"not_enough"}));
}

Json models() {
  Json one = object({{"id", plain()}, {"label", plain()}, {"about", plain()}}, {"id", "label", "about"});
  Json attempt = object({{"number", whole_number()},
                         {"at", plain()},
                         {"verdict",
                          {{"type", "string"},
                           {"enum", {"take", "keep", "drop"}},
                           {"description", "Taken into use; what read before goes on; back to the shipped model."}}},
                         {"version", plain()},
                         {"card", schema_ref("LearnedCard")}},
                        {"number", "at", "verdict", "version", "card"});
  Json own = object({{"under_way", yes_or_no()},
                     {"next", plain()},
                     {"trouble", or_null("string")},
                     {"in_use", or_null("string")},
                     {"tries", list_of(std::move(attempt))}},
                    {"under_way", "next", "trouble", "in_use", "tries"});
  own["type"] = {"object", "null"};
  return object({{"models", list_of(std::move(one))}, {"own", std::move(own)}}, {"models", "own"});
}

}  // namespace

Json understanding_schemas() {
  return {{"Reviews", reviews()},
          {"Judgement", judgement()},
          {"Judged", object({{"signal", plain()},
                             {"part", part()},
                             {"theme", or_null("string")},
                             {"told", plain()},
                             {"machine", {{"type", "string"}, {"description", "What was read, in the same words."}}}},
                            {"signal", "part", "theme", "told", "machine"})},
          {"Models", models()},
          {"LearnedCard", card()},
          {"Model", object({{"id", plain()}, {"label", plain()}, {"about", plain()}, {"text", plain()}},
                           {"id", "label", "about", "text"})},
          {"Learning", object({{"under_way", yes_or_no()}}, {"under_way"})}};
}

}  // namespace bellwether::api
