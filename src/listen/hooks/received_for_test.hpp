// A request to a webhook, and what comes out, for tests.
#pragma once

#include "base/text.hpp"
#include "listen/hooks/hooks.hpp"
#include "listen/hooks/receive.hpp"
#include "store/facts/signal.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {

using HookFields = std::map<std::string, std::string>;

/// A text of the folder samples/.
inline std::string hook_sample(const std::string& name) {
  std::ifstream file(std::string(BELLWETHER_SOURCE_DIR) + "/src/listen/hooks/samples/" + name + ".json");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

inline HookLookup lookup_in(HookFields fields) {
  return [fields = std::move(fields)](std::string_view name) -> std::optional<std::string> {
    for (const auto& [key, value] : fields) {
      if (equals_ignoring_case(key, name)) return value;
    }
    return std::nullopt;
  };
}

class Received : public testing::Test {
 protected:
  static constexpr Instant k_now{.us = 1'795'000'000'000'000};  // 18 November 2026, 11:06:40 UTC
  // Base64, as Standard Webhooks wants it; for the others it is just a text.
  static constexpr std::string_view k_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /// The headers that the sender would add, signature and all.
  static HookFields signed_fields(const Hook& hook, std::string_view body, HookFields fields = {}) {
    const Signature& signature = hook.signature;
    if (!signature.timestamp.empty()) {
      const bool zendesk = hook.name == "zendesk";
      fields.emplace(signature.timestamp,
                     zendesk ? "2026-11-18T11:06:40Z" : std::to_string(k_now.us / k_us_per_second));
    }
    if (!signature.id.empty()) fields.emplace(signature.id, "msg_1");
    const HookRequest request{.body = body, .header = lookup_in(fields), .query = {}};
    const auto written = signature_of(signature, request, k_secret);
    EXPECT_TRUE(written) << (written ? "" : written.error().message);
    if (!signature.header.empty()) fields.emplace(signature.header, *written);
    return fields;
  }

  HookReply receive_with(const Hook& hook, std::string_view body, HookFields headers, HookFields query = {}) {
    const HookRequest request{
        .body = body, .header = lookup_in(std::move(headers)), .query = lookup_in(std::move(query))};
    const auto secret = [](std::string_view) -> std::optional<std::string> { return std::string(k_secret); };
    return receive(hook, request, secret, intake, hook.name, k_now);
  }

  HookReply receive_signed(const Hook& hook, std::string_view body, HookFields headers = {}, HookFields query = {}) {
    return receive_with(hook, body, signed_fields(hook, body, std::move(headers)), std::move(query));
  }

  /// A mapping that is not signed: what stands here, then a rule whose signal has these members.
  static Hook hook_of(const std::string& members, const std::string& head = "") {
    const auto hook = hook_from_toml("name = \"t\"\nsource = \"there\"\n" + head +
                                         "\n[signature]\nmethod = \"none\"\n[[take]]\n[take.signal]\n" + members,
                                     "t.toml");
    EXPECT_TRUE(hook) << (hook ? "" : to_text(hook.error()));
    return hook.value_or(Hook{});
  }

  static const Hook& shipped(std::string_view name) {
    static const Hooks k_hooks = [] {
      auto loaded = Hooks::load({});
      EXPECT_TRUE(loaded) << (loaded ? "" : to_text(loaded.error()));
      return loaded.value_or(Hooks{});
    }();
    const Hook* hook = k_hooks.find(name);
    EXPECT_NE(hook, nullptr) << name;
    static const Hook k_none;
    return hook == nullptr ? k_none : *hook;
  }

  /// Every member of the facts that came out, one a line: "text: …". Customers are written as who they must be.
  std::vector<std::vector<std::string>> told(const HookReply& reply, const std::vector<std::string>& customers = {}) {
    std::vector<std::vector<std::string>> all;
    for (const ToldLine& line : reply.lines) {
      for (const Fault& fault : line.faults)
        ADD_FAILURE() << fault.pointer << ": " << fault.what << " → " << fault.mend;
      if (!line.entry) continue;
      facts::SignalBatch signals;
      facts::ActBatch acts;
      EXPECT_TRUE(read_entry(line.entry->bytes, signals, acts));
      if (signals.size() == 1) all.push_back(members_of(signals.rows().front(), customers));
      if (acts.size() == 1) all.push_back(members_of(acts.rows().front(), customers));
    }
    return all;
  }

  /// "/pointer: what" of each fault.
  static std::vector<std::string> faults_of(const HookReply& reply) {
    std::vector<std::string> all;
    for (const ToldLine& line : reply.lines) {
      for (const Fault& fault : line.faults) all.push_back(fault.pointer + ": " + fault.what);
    }
    return all;
  }

  guard::Pseudonyms pseudonyms{std::array<unsigned char, 16>{1, 2, 3}};
  Zone zone = Zone::named("Europe/Paris").value();
  Intake intake{pseudonyms, zone};

 private:
  using Members = std::vector<std::string>;

  static void add(Members& members, const std::string& name, std::string_view value) {
    if (!value.empty()) members.push_back(name + ": " + std::string(value));
  }

  template <class Fact>
  void add_shared(const Fact& fact, const std::vector<std::string>& customers, Members& members) {
    add(members, "at", fact.occurred_at ? to_text(*fact.occurred_at) : std::string());
    add(members, "source", fact.source);
    if (fact.subject) {
      std::string who = "somebody else";
      for (const std::string& customer : customers) {
        if (pseudonyms.of(customer) == fact.subject->value) who = customer;
      }
      add(members, "customer", who);
    }
    add(members, "unit", fact.unit);
    for (const facts::Attribute& attribute : fact.attributes) {
      const auto* text = std::get_if<std::string_view>(&attribute.value);
      add(members, "." + std::string(attribute.name),
          text != nullptr ? std::string(*text) : to_text(std::get<Micros>(attribute.value)));
    }
  }

  Members members_of(const facts::Signal& signal, const std::vector<std::string>& customers) {
    Members members;
    add_shared(signal, customers, members);
    add(members, "channel", signal.channel);
    add(members, "voice_of", facts::word_of(signal.voice_of));
    add(members, "touchpoint", signal.touchpoint);
    add(members, "text", signal.text);
    add(members, "language", signal.language);
    for (const facts::Rating& rating : signal.ratings) add(members, std::string(rating.name), to_text(rating.value));
    std::ranges::sort(members);
    return members;
  }

  Members members_of(const facts::Act& act, const std::vector<std::string>& customers) {
    Members members;
    add_shared(act, customers, members);
    add(members, "kind", act.kind);
    add(members, "actor", act.actor);
    add(members, "about", act.about);
    std::ranges::sort(members);
    return members;
  }
};

using HookFacts = std::vector<std::vector<std::string>>;

}  // namespace bellwether::listen
