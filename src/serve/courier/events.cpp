#include "serve/courier/events.hpp"

#include "measure/bound_measure.hpp"
#include "measure/filter.hpp"
#include "tell/voices.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::courier {

namespace {

using Json = nlohmann::ordered_json;

std::string event(std::string_view type, Instant at, Json data) {
  const Json event{{"type", type}, {"timestamp", to_text(at)}, {"data", std::move(data)}};
  return event.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json number(Micros value) { return static_cast<double>(value.value) / 1'000'000; }
Json number_or_null(const std::optional<Micros>& value) { return value ? number(*value) : Json(); }

/// Whether a filter asks who acted.
bool names_actor(const facts::Expr& expr) {
  return std::visit(
      [](const auto& node) {
        using Node = std::remove_cvref_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, facts::All> || std::is_same_v<Node, facts::Any> ||
                      std::is_same_v<Node, facts::Not>) {
          return std::ranges::any_of(node.of, names_actor);
        } else {
          return node.field == facts::Field{.kind = facts::Field::Kind::dimension, .name = "actor"};
        }
      },
      expr.node);
}

}  // namespace

std::string voice_event(const facts::StoredSignal& voice, Instant at) {
  return event(word_of(outbox::Kind::signal_received), at, tell::voice_json(voice));
}

std::string act_event(const facts::StoredAct& act, Instant at) {
  Json attributes = Json::object();
  for (const auto& [name, value] : act.attributes) {
    const auto* const words = std::get_if<std::string>(&value);
    attributes[name] = words != nullptr ? Json(*words) : number(std::get<Micros>(value));
  }
  Json data{{"id", to_text(act.id)},
            {"occurred_at", act.occurred_at ? Json(to_text(*act.occurred_at)) : Json()},
            {"day", act.day ? Json(to_text(*act.day)) : Json()},
            {"kind", text_or_null(act.kind)},
            {"unit", text_or_null(act.unit)},
            {"about", text_or_null(act.about)},
            {"source", text_or_null(act.source)},
            {"amount", number_or_null(act.amount)},
            {"currency", text_or_null(act.currency)},
            {"duration_s", number_or_null(act.duration_s)},
            {"attributes", std::move(attributes)},
            {"customer", act.subject ? Json(fmt::format("{:016x}", act.subject->value)) : Json()}};
  return event(word_of(outbox::Kind::act_recorded), at, std::move(data));
}

std::string test_event(std::string_view webhook, Instant at) {
  return event("webhook.test", at, {{"webhook", webhook}});
}

Result<facts::Expr> meant_by(const facts::Facts& facts, outbox::Kind kind, std::string_view filter, bool of_a_person) {
  const auto read = measure::filter_from_text(filter);
  if (!read) return std::unexpected(read.error());
  const bool of_voices = kind == outbox::Kind::signal_received;
  auto bound = measure::bind_filter(*read, filter, facts, of_voices ? facts::Table::signals : facts::Table::acts,
                                    of_a_person ? measure::Unknown::is_an_error : measure::Unknown::is_nothing);
  if (!bound) return bound;
  if (of_voices) return measure::both(*std::move(bound), measure::of_others());
  if (names_actor(*bound)) {
    return fail(Code::bad_input, "who acted is not told to webhooks, and can't be asked for", "where",
                "leave actor out of the filter");
  }
  return bound;
}

}  // namespace bellwether::courier
