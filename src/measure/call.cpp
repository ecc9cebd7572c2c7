#include "measure/call.hpp"

#include "base/text.hpp"
#include "measure/filter.hpp"
#include "measure/filter_tokens.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::measure {

namespace {

constexpr auto k_known = std::to_array<KnownRating>({
    {.name = "nps", .scale = {0, 10}, .top = 9, .unit = "of 10"},
    {.name = "csat", .scale = {1, 5}, .top = 4, .unit = "of 5"},
    {.name = "ces", .scale = {1, 7}, .top = 5, .unit = "of 7"},
    {.name = "stars", .scale = {1, 5}, .top = 5, .unit = "stars"},
});

struct Call {
  Token function;
  FieldName value;
  std::optional<std::string> from;  ///< the second argument as written
};

Result<Call> read_call(std::string_view text) {
  constexpr std::string_view k_form = "write mean(rating.x), top(rating.x, 4) or distribution(rating.x)";
  auto tokens = tokens_of(text);
  if (!tokens) return std::unexpected(tokens.error());
  const auto wrong = [&](const Token& token, const std::string& message) {
    return point_at(Code::bad_input, message, text, token.place, std::string(k_form));
  };
  const auto is_sign = [](const Token& token, std::string_view sign) {
    return token.kind == Token::Kind::sign && token.word == sign;
  };
  std::size_t at = 0;
  const auto next = [&]() -> const Token& { return (*tokens)[std::min(at++, tokens->size() - 1)]; };

  Call call;
  call.function = next();
  if (const Token& open = next(); !is_sign(open, "(")) return wrong(open, "\"(\" is missing here");
  const Token& name = next();
  if (name.kind != Token::Kind::name && name.kind != Token::Kind::text) return wrong(name, "a name is missing here");
  call.value = {.kind = name.prefix, .word = name.word, .place = name.place};
  const Token* after = &next();
  if (is_sign(*after, ",")) {
    const Token& number = next();
    if (number.kind != Token::Kind::number) return wrong(number, "a number is missing here");
    call.from = number.word;
    after = &next();
  }
  if (!is_sign(*after, ")")) return wrong(*after, "\")\" is missing here");
  if (const Token& end = next(); end.kind != Token::Kind::end) return wrong(end, "nothing may stand behind \")\"");
  return call;
}

Measure named(std::string id, std::string label, std::string about) {
  Measure measure;
  measure.id = std::move(id);
  measure.label = std::move(label);
  measure.about = std::move(about);
  return measure;
}

Result<Measure> mean_of(const Call& call, const std::optional<KnownRating>& known) {
  Measure measure =
      named("mean(" + to_text(call.value) + ")", "Mean of " + call.value.word, "Average answer to " + call.value.word);
  measure.estimator = Estimator::mean;
  if (known) {
    measure.scale = known->scale;
    measure.unit = known->unit;
    measure.better = Better::higher;
  }
  return measure;
}

Result<Measure> top_of(std::string_view text, const Call& call, const std::optional<KnownRating>& known) {
  if (!call.from && !known) {
    return point_at(Code::bad_input, "the top box of " + to_text(call.value) + " is not known", text, call.value.place,
                    "say from which answer on: top(" + to_text(call.value) + ", 4)");
  }
  const std::string from = call.from ? *call.from : bellwether::to_text(known->top);
  Measure measure = named("top(" + to_text(call.value) + ", " + from + ")", "Top box of " + call.value.word,
                          "Share of answers to " + call.value.word + " that are " + from + " or above");
  measure.estimator = Estimator::share;
  measure.positive = ">= " + from;
  measure.unit = "%";
  measure.factor = 100;
  measure.better = known ? Better::higher : Better::neither;
  return measure;
}

Result<Measure> distribution_of(const Call& call) {
  Measure measure = named("distribution(" + to_text(call.value) + ")", "Distribution of " + call.value.word,
                          "Share of each answer to " + call.value.word);
  measure.estimator = Estimator::distribution;
  measure.unit = "%";
  measure.factor = 100;
  return measure;
}

}  // namespace

std::optional<KnownRating> known_rating(std::string_view name) {
  for (const KnownRating& known : k_known) {
    if (known.name == name) return known;
  }
  return std::nullopt;
}

Result<Measure> measure_from_call(std::string_view text) {
  const auto call = read_call(text);
  if (!call) return std::unexpected(call.error());
  const bool is_attribute = call->value.kind == "attribute";
  const auto known = is_attribute ? std::nullopt : known_rating(call->value.word);

  Result<Measure> measure;
  if (call->function.word == "mean") {
    measure = mean_of(*call, known);
  } else if (call->function.word == "top") {
    measure = top_of(text, *call, known);
  } else if (call->function.word == "distribution") {
    measure = distribution_of(*call);
  } else {
    const std::vector<std::string> functions{"mean", "top", "distribution"};
    const std::string near = nearest(call->function.word, functions);
    return point_at(Code::not_found, "there is no " + call->function.word + "(…)", text, call->function.place,
                    near.empty() ? "there are mean, top and distribution" : "did you mean " + near + "?");
  }
  if (!measure) return measure;
  if (call->from && call->function.word != "top") {
    return point_at(Code::bad_input, call->function.word + "(…) takes one name", text, call->function.place,
                    "write " + call->function.word + "(" + to_text(call->value) + ")");
  }
  measure->value = to_text(call->value);
  return measure;
}

}  // namespace bellwether::measure
