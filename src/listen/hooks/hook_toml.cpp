#include "base/text.hpp"
#include "base/toml_mistakes.hpp"
#include "listen/hooks/hook.hpp"
#include "listen/hooks/source_toml.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_bytes = 1'000'000;
constexpr std::size_t k_most_rules = 100;
constexpr std::size_t k_most_name_bytes_of_hook = 60;

using Method = Signature::Method;
using Part = Signature::Part;

// --- signature

constexpr auto k_methods = std::to_array<std::pair<std::string_view, Method>>({{"none", Method::none},
                                                                               {"hmac-sha256", Method::hmac_sha256},
                                                                               {"hmac-sha1", Method::hmac_sha1},
                                                                               {"shared", Method::shared}});

/// "{timestamp}.{body}" in its pieces.
void read_over(const toml::node& node, std::string_view text, Signature& signature, TomlMistakes& mistakes) {
  constexpr auto k_parts = std::to_array<std::pair<std::string_view, Part>>(
      {{"{body}", Part::body}, {"{timestamp}", Part::timestamp}, {"{id}", Part::id}});
  while (!text.empty()) {
    const auto* const part =
        std::ranges::find_if(k_parts, [&](const auto& each) { return text.starts_with(each.first); });
    if (part != k_parts.end()) {
      signature.over.push_back({.part = part->second, .text = {}});
      text.remove_prefix(part->first.size());
      continue;
    }
    const std::size_t next = std::min(text.find('{', 1), text.size());
    if (text.front() == '{') {
      return mistakes.add(node, fmt::format("‘{}’ is nothing that is signed", text.substr(0, text.find('}') + 1)),
                          "write {body}, {timestamp} and {id}, with what stands between: \"{timestamp}.{body}\"");
    }
    signature.over.push_back({.part = Part::text, .text = std::string(text.substr(0, next))});
    text.remove_prefix(next);
  }
}

bool is_signed(const Signature& signature, Part part) {
  return std::ranges::find(signature.over, part, &Signature::Piece::part) != signature.over.end();
}

void check_hmac(const toml::table& table, const Signature& signature, TomlMistakes& mistakes) {
  if (signature.header.empty()) {
    mistakes.lacks(table, "the signature names no header", "add header = \"X-Signature\", where the sender writes it");
  }
  if (!is_signed(signature, Part::body)) {
    mistakes.lacks(table, "the signature is not over the body", "write over = \"{body}\", or \"{timestamp}.{body}\"");
  }
  if (is_signed(signature, Part::timestamp) != !signature.timestamp.empty()) {
    mistakes.lacks(table, "the time stamp is to stand in what is signed, and to have a header",
                   "write timestamp = \"X-Timestamp\" and over = \"{timestamp}{body}\", or neither");
  }
  if (is_signed(signature, Part::id) != !signature.id.empty()) {
    mistakes.lacks(table, "the id is to stand in what is signed, and to have a header",
                   "write id = \"webhook-id\" and over = \"{id}.{timestamp}.{body}\", or neither");
  }
}

void read_encoding(const toml::table& table, Signature& signature, TomlMistakes& mistakes) {
  const std::string word = mistakes.text(table, "encoding").value_or("hex");
  if (word == "base64") {
    signature.encoding = Signature::Encoding::base64;
  } else if (word != "hex") {
    mistakes.no_such(*table.get("encoding"), "encoding", word, {"hex", "base64"});
  }
}

void read_hmac(const toml::table& table, Signature& signature, TomlMistakes& mistakes) {
  read_encoding(table, signature, mistakes);
  const toml::node* over = table.get("over");
  read_over(over == nullptr ? table : *over, mistakes.text(table, "over").value_or("{body}"), signature, mistakes);
  signature.timestamp = mistakes.text(table, "timestamp").value_or("");
  signature.id = mistakes.text(table, "id").value_or("");
  if (const toml::node* node = table.get("tolerance_s")) {
    constexpr std::int64_t k_longest_s = 86'400;
    signature.tolerance_s = node->value_exact<std::int64_t>().value_or(0);
    if (signature.tolerance_s < 1 || signature.tolerance_s > k_longest_s) {
      mistakes.add(*node, "tolerance_s is a whole number of seconds, 1 to 86,400", "300 is usual");
    }
  }
  if (const auto form = mistakes.text(table, "secret_form")) {
    signature.base64_secret = *form == "base64";
    if (*form != "base64" && *form != "text")
      mistakes.no_such(*table.get("secret_form"), "form", *form, {"text", "base64"});
  }
  check_hmac(table, signature, mistakes);
}

Signature signature_from(const toml::table& top, TomlMistakes& mistakes) {
  Signature signature;
  const toml::table* table = mistakes.table(top, "signature", "[signature]");
  if (table == nullptr) {
    mistakes.lacks(top, "it is not told how a request shows who sends it",
                   "add [signature], or say method = \"none\" there");
    return signature;
  }
  mistakes.only(*table, "a signature",
                {"method", "secret", "secret_form", "header", "query", "prefix", "encoding", "over", "timestamp", "id",
                 "tolerance_s"});
  if (!table->contains("method")) {
    mistakes.lacks(*table, "the signature has no method", "write method = \"hmac-sha256\", hmac-sha1, shared or none");
    return signature;
  }
  const std::string word = mistakes.text(*table, "method").value_or("");
  const auto* const method = std::ranges::find(k_methods, word, &std::pair<std::string_view, Method>::first);
  if (method == k_methods.end()) {
    mistakes.no_such(*table->get("method"), "method", word, {"none", "hmac-sha256", "hmac-sha1", "shared"});
    return signature;
  }
  signature.method = method->second;
  if (signature.method == Method::none) return signature;
  signature.secret = mistakes.text(*table, "secret").value_or("");
  signature.header = mistakes.text(*table, "header").value_or("");
  signature.query = mistakes.text(*table, "query").value_or("");
  signature.prefix = mistakes.text(*table, "prefix").value_or("");
  if (signature.secret.empty()) {
    mistakes.lacks(*table, "the signature names no secret",
                   "add secret = \"NAME\": the setting's name, not the secret itself");
  }
  if (signature.method != Method::shared) {
    read_hmac(*table, signature, mistakes);
  } else if (signature.header.empty() == signature.query.empty()) {
    mistakes.lacks(*table, "a shared secret stands in a header or in a parameter",
                   "write header = \"X-Secret\" or query = \"secret\"");
  }
  return signature;
}

// --- what is taken

const std::vector<std::string>& members_of(FactKind kind) {
  static const std::vector<std::string> k_of_signals = {
      "id",   "source",   "occurred_at", "channel",   "voice_of", "customer", "unit",   "touchpoint", "ratings",
      "text", "language", "attributes",  "sentiment", "intent",   "urgency",  "effort", "reader"};
  static const std::vector<std::string> k_of_acts = {"id",     "source",   "occurred_at", "kind",
                                                     "actor",  "about",    "customer",    "unit",
                                                     "amount", "currency", "duration_s",  "attributes"};
  return kind == FactKind::signal ? k_of_signals : k_of_acts;
}

void read_named(const toml::table& fact, std::string_view key, TomlMistakes& mistakes, std::vector<NamedSource>& named,
                std::optional<Spread>& all) {
  const toml::table* table = mistakes.table(fact, key, "ratings.csat = \"path.to.it\"");
  if (table == nullptr) return;
  for (const auto& [name, node] : *table) {
    if (name.str() == "*") {
      all = spread_from(node, mistakes);
    } else {
      named.emplace_back(std::string(name.str()), source_from(node, mistakes));
    }
  }
}

void read_fact(const toml::table& fact, TomlMistakes& mistakes, TakeRule& rule) {
  const bool signal = rule.kind == FactKind::signal;
  mistakes.only(fact, signal ? "a signal" : "an act", members_of(rule.kind));
  for (const auto& [key, node] : fact) {
    if (key.str() == "ratings") {
      read_named(fact, key.str(), mistakes, rule.ratings, rule.all_ratings);
    } else if (key.str() == "attributes") {
      read_named(fact, key.str(), mistakes, rule.attributes, rule.all_attributes);
    } else {
      rule.members.emplace_back(std::string(key.str()), source_from(node, mistakes));
      if (key.str() == "id") rule.members.back().second.needed = true;
    }
  }
}

TakeRule rule_from(const toml::table& table, bool is_known_again, TomlMistakes& mistakes) {
  TakeRule rule;
  rule.line = line_of(table);
  mistakes.only(table, "[[take]]", {"about", "when", "signal", "act"});
  rule.about = mistakes.text(table, "about").value_or("");
  rule.when = conditions_from(table.get("when"), mistakes);
  rule.kind = table.contains("act") ? FactKind::act : FactKind::signal;
  if (table.contains("act") == table.contains("signal")) {
    mistakes.lacks(table, "[[take]] makes a signal or an act", "add [take.signal] or [take.act]");
    return rule;
  }
  const std::string_view key = rule.kind == FactKind::act ? "act" : "signal";
  const toml::table* fact = mistakes.table(table, key, "[take.signal]");
  if (fact == nullptr) return rule;
  read_fact(*fact, mistakes, rule);
  if (!is_known_again && !fact->contains("id")) {
    mistakes.lacks(*fact, "without an id, what is delivered again would count again",
                   "add id = \"path.to.its.id\", or above all delivery = \"$header.X-Delivery\"");
  }
  if (rule.kind == FactKind::act && !fact->contains("kind")) {
    mistakes.lacks(*fact, "an act says what was done", "add kind = { constant = \"case.resolved\" }: docs/acts.md");
  }
  return rule;
}

void read_rules(const toml::table& top, TomlMistakes& mistakes, Hook& hook) {
  const toml::node* node = top.get("take");
  const toml::array* list = node == nullptr ? nullptr : node->as_array();
  if (list == nullptr || list->empty() || list->size() > k_most_rules) {
    return mistakes.lacks(node == nullptr ? top : *node, "a mapping has 1 to 100 rules of what it takes",
                          "add [[take]] with [take.signal]");
  }
  for (const toml::node& each : *list) {
    if (const toml::table* table = each.as_table()) {
      hook.take.push_back(rule_from(*table, hook.delivery.has_value(), mistakes));
    } else {
      mistakes.add(each, "this is no rule", "write each as [[take]]");
    }
  }
}

void read_challenge(const toml::table& top, TomlMistakes& mistakes, Hook& hook) {
  const toml::table* table = mistakes.table(top, "challenge", "[challenge]");
  if (table == nullptr) return;
  mistakes.only(*table, "a challenge", {"when", "answer"});
  Challenge challenge;
  challenge.when = conditions_from(table->get("when"), mistakes);
  const toml::node* answer = table->get("answer");
  if (challenge.when.empty() || answer == nullptr) {
    return mistakes.lacks(*table, "a challenge says when, and what is answered",
                          "write when = { type = \"url_verification\" } and answer = \"challenge\"");
  }
  if (auto path = path_from(*answer, mistakes)) challenge.answer = std::move(*path);
  hook.challenge = std::move(challenge);
}

void read_head(const toml::table& top, TomlMistakes& mistakes, Hook& hook) {
  hook.name = mistakes.text(top, "name").value_or("");
  hook.about = mistakes.text(top, "about").value_or("");
  hook.source = mistakes.text(top, "source").value_or("");
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  if (hook.name.empty() || hook.name.size() > k_most_name_bytes_of_hook || !std::ranges::all_of(hook.name, fits)) {
    const toml::node* node = top.get("name");
    mistakes.lacks(node == nullptr ? top : *node, "a mapping has a name of a to z, 0 to 9, - and _",
                   "add name = \"tickets\": requests go to /v1/hooks/tickets");
  }
  if (hook.source.empty()) mistakes.lacks(top, "it is not told where the facts come from", "add source = \"helpdesk\"");
  if (const toml::node* each = top.get("each")) hook.each = path_from(*each, mistakes);
  if (const toml::node* delivery = top.get("delivery")) hook.delivery = path_from(*delivery, mistakes);
}

}  // namespace

Result<Hook> hook_from_toml(std::string_view toml, std::string_view file) {
  if (toml.size() > k_most_bytes) {
    return fail(Code::too_large, fmt::format("a mapping may have up to {} bytes", with_thousands(k_most_bytes)),
                std::string(file));
  }
  toml::table top;
  try {
    top = toml::parse(toml, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, "this is not TOML: " + std::string(error.description()),
                fmt::format("{}:{}", file, error.source().begin.line));
  }
  TomlMistakes mistakes(file);
  Hook hook;
  hook.file = file;
  mistakes.only(top, "a mapping", {"name", "about", "source", "each", "delivery", "signature", "challenge", "take"});
  read_head(top, mistakes, hook);
  hook.signature = signature_from(top, mistakes);
  read_challenge(top, mistakes, hook);
  read_rules(top, mistakes, hook);
  if (mistakes.first()) return std::unexpected(*mistakes.first());
  return hook;
}

}  // namespace bellwether::listen
