// CloudEvents 1.0.2 (github.com/cloudevents/spec): events of any system whose data is a signal or an act.
#include "base/text.hpp"
#include "listen/intake/intake_state.hpp"

#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

namespace bellwether::listen {

namespace {

using simdjson::dom::element;

enum class Data : std::uint8_t { json, text, other };

/// By its media type: `type/subtype; parameters`.
Data kind_of_data(std::string_view content_type) {
  const std::string type = lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
  if (type.empty() || type == "application/json" || type.ends_with("+json") || type == "text/json") return Data::json;
  return type.starts_with("text/") ? Data::text : Data::other;
}

/// Nothing where it is no Base64 (RFC 4648, with padding).
std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

/// One event while it is read.
class Intake::Event {
 public:
  Event(State& state, FactKind kind, const Sender& sender, std::uint64_t number, Instant now)
      : state_(state), kind_(kind), sender_(sender), number_(number), now_(now) {}

  /// An object of the JSON format.
  ToldLine structured(element told, const At& at) {
    simdjson::dom::object object;
    if (told.get(object) != simdjson::SUCCESS) {
      return refused(at, fmt::format("this is {}, not an event", kind_of(told)), k_example);
    }
    EventContext context;
    struct Named {
      std::string_view name;
      std::string_view* text;
    };
    const auto texts = std::to_array<Named>({{"specversion", &context.specversion},
                                             {"id", &context.id},
                                             {"source", &context.source},
                                             {"type", &context.type},
                                             {"time", &context.time},
                                             {"datacontenttype", &context.datacontenttype}});
    std::optional<element> data, base64;
    for (const simdjson::dom::key_value_pair field : object) {
      if (field.value.is_null()) continue;
      if (field.key == "data") data = field.value;
      if (field.key == "data_base64") base64 = field.value;
      for (const Named& each : texts) {
        if (field.key != each.name || field.value.get(*each.text) == simdjson::SUCCESS) continue;
        fault(At{.up = &at, .name = field.key}, fmt::format("this is {}, not a text", kind_of(field.value)), {});
      }
    }
    check(context, at);
    if (data && base64) fault(at, "both data and data_base64 are told", "send one of the two");
    if (!line_.faults.empty()) return std::move(line_);
    if (base64) return in_base64(context, *base64, at);
    const At of_data{.up = &at, .name = "data"};
    if (!data) return refused(of_data, "the event carries no data", k_example);
    std::string_view text;
    if (data->get(text) == simdjson::SUCCESS) return of_text(context, text, at, of_data);
    return of_element(context, *data, at, of_data);
  }

  /// Context from elsewhere; the data as it came.
  ToldLine binary(const EventContext& context, std::string_view data) {
    const At root;
    check(context, root);
    if (!line_.faults.empty()) return std::move(line_);
    return of_bytes(context, data, root, root);
  }

 private:
  static constexpr std::string_view k_example =
      R"(send {"specversion": "1.0", "id": "1", "source": "shop", "type": "review", "data": {"text": "…"}})";

  void fault(const At& at, std::string what, std::string_view mend) {
    line_.faults.push_back({.pointer = at.pointer(), .what = std::move(what), .mend = std::string(mend)});
  }
  ToldLine refused(const At& at, std::string what, std::string_view mend) {
    fault(at, std::move(what), mend);
    return std::move(line_);
  }

  void check(const EventContext& context, const At& at) {
    if (context.specversion != "1.0") {
      fault(At{.up = &at, .name = "specversion"},
            context.specversion.empty() ? "the version of CloudEvents is not told"
                                        : quoted(context.specversion) + " is no version that is known here",
            "send specversion 1.0");
    }
    required(context.id, At{.up = &at, .name = "id"});
    required(context.source, At{.up = &at, .name = "source"});
    required(context.type, At{.up = &at, .name = "type"});
  }
  void required(std::string_view text, const At& at) {
    if (text.empty()) return fault(at, "an event must tell this", k_example);
    if (text.size() > k_most_name_bytes) {
      return fault(at, fmt::format("{} bytes are more than the {} that fit here", text.size(), k_most_name_bytes),
                   "shorten it");
    }
    if (has_control(text)) fault(at, "this holds a control character", "leave it out");
    if (!simdjson::validate_utf8(text.data(), text.size())) fault(at, "this is not UTF-8", "send it in UTF-8");
  }

  ToldLine in_base64(const EventContext& context, element told, const At& at) {
    const At of_data{.up = &at, .name = "data_base64"};
    std::string_view text;
    const auto bytes = told.get(text) == simdjson::SUCCESS ? from_base64(text) : std::nullopt;
    if (!bytes) return refused(of_data, "this is no Base64", {});
    return of_bytes(context, *bytes, at, of_data);
  }

  ToldLine of_bytes(const EventContext& context, std::string_view bytes, const At& at, const At& of_data) {
    switch (kind_of_data(context.datacontenttype)) {
      case Data::json: {
        element data;
        if (const auto problem = state_.inner.parse(bytes.data(), bytes.size()).get(data)) {
          return refused(of_data, why_no_json(problem), "send one object as the data");
        }
        return of_element(context, data, at, of_data);
      }
      case Data::text:
        if (!simdjson::validate_utf8(bytes.data(), bytes.size())) {
          return refused(of_data, "this text is not UTF-8", "send it in UTF-8");
        }
        return of_text(context, bytes, at, of_data);
      case Data::other:
        break;
    }
    return refused(of_data, fmt::format("data of type {} is not read here", quoted(context.datacontenttype)),
                   "send application/json or text/plain; POST /v1/hooks/… maps whatever a system sends");
  }

  /// What was said, and nothing else.
  ToldLine of_text(const EventContext& context, std::string_view text, const At& at, const At& of_data) {
    if (kind_ == FactKind::act) return refused(of_data, "this is a text, not an act", "send an object as the data");
    const std::string object = nlohmann::json{{"text", text}}.dump();
    element data;
    if (const auto problem = state_.inner.parse(object).get(data)) return refused(of_data, why_no_json(problem), {});
    return of_element(context, data, at, of_data);
  }

  ToldLine of_element(const EventContext& context, element data, const At& at, const At& of_data) {
    const At of_time{.up = &at, .name = "time"};
    const std::string id =
        sender_.source.empty() ? std::string(context.id) : fmt::format("{} {}", context.source, context.id);
    const Unsaid unsaid{.source = sender_.source.empty() ? context.source : std::string_view(sender_.source),
                        .id = id,
                        .kind = context.type,
                        .occurred_at = context.time,
                        .occurred_at_at = &of_time,
                        .event_type = context.type};
    return state_.line(data, number_, of_data, kind_, sender_, unsaid, now_);
  }

  State& state_;
  FactKind kind_;
  const Sender& sender_;
  std::uint64_t number_;
  Instant now_;
  ToldLine line_;
};

std::vector<ToldLine> Intake::read_events(std::string_view body, FactKind kind, const Sender& sender, Instant now) {
  const auto read = [&](element told, std::uint64_t number, const At& at) {
    return Event(*state_, kind, sender, number, now).structured(told, at);
  };
  return state_->lines_of(body, "send one event, or an array of events", read);
}

ToldLine Intake::read_event(const EventContext& context, std::string_view data, FactKind kind, const Sender& sender,
                            Instant now) {
  return Event(*state_, kind, sender, 0, now).binary(context, data);
}

}  // namespace bellwether::listen
