#include "listen/hooks/receive.hpp"

#include "base/text.hpp"
#include "listen/hooks/told_item.hpp"

#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

namespace bellwether::listen {

namespace {

ToldLine line_with(Fault fault) {
  ToldLine line;
  line.faults.push_back(std::move(fault));
  return line;
}

/// Whether the request is let in; says why not in `reply`.
bool let_in(const Hook& hook, const HookRequest& request, const HookLookup& secret, Instant now, HookReply& reply) {
  std::optional<std::string> known;
  if (hook.signature.method != Signature::Method::none) {
    if (secret) known = secret(hook.signature.secret);
    if (!known) {
      reply.verdict = HookVerdict::unset;
      reply.trouble = Error{
          .code = Code::not_found,
          .message = fmt::format("the secret ‘{}’ of the webhook {} is not set", hook.signature.secret, hook.name),
          .where = hook.file,
          .mend = "set it to what the sending system shows"};
      return false;
    }
  }
  const auto checked = check_signature(hook.signature, request, known.value_or(""), now);
  if (checked) return true;
  reply.verdict = checked.error().code == Code::withheld ? HookVerdict::refused : HookVerdict::unset;
  reply.trouble = checked.error();
  return false;
}

/// The items of the request: the elements of the list at `each`, or the one that stands there, or the body.
std::vector<Spot> items_of(const Hook& hook, const Item& whole, HookReply& reply) {
  if (!hook.each) return {whole.here};
  const auto at = spot_at(*hook.each, whole);
  if (!at || !at->node) {
    reply.skipped.push_back({.pointer = {}, .why = fmt::format("there is nothing at {}", hook.each->text())});
    return {};
  }
  simdjson::dom::array list;
  if (at->node->get(list) != simdjson::SUCCESS) return {*at};
  std::vector<Spot> items;
  for (const simdjson::dom::element each : list) {
    if (items.size() >= k_most_lines) {
      reply.lines.push_back(
          line_with({.pointer = at->pointer,
                     .what = fmt::format("a list of more than {} is too long", with_thousands(k_most_lines)),
                     .mend = "send it in parts"}));
      return {};
    }
    items.push_back(
        {.node = each, .text = {}, .pointer = at->pointer + "/" + std::to_string(items.size()), .name = {}});
  }
  return items;
}

const TakeRule* rule_for(const Hook& hook, const Item& item) {
  for (const TakeRule& rule : hook.take) {
    if (hold(rule.when, item)) return &rule;
  }
  return nullptr;
}

}  // namespace

HookReply receive(const Hook& hook, const HookRequest& request, const HookLookup& secret, Intake& intake,
                  std::string_view scope, Instant now) {
  HookReply reply;
  if (!let_in(hook, request, secret, now, reply)) return reply;
  simdjson::dom::parser parser;
  simdjson::dom::element body;
  if (const auto problem = parser.parse(request.body.data(), request.body.size()).get(body)) {
    reply.lines.push_back(line_with({.pointer = {},
                                     .what = fmt::format("this is no JSON: {}", simdjson::error_message(problem)),
                                     .mend = "choose JSON where the sending system asks for the form"}));
    return reply;
  }
  const Item whole{.request = request, .body = body, .here = {.node = body, .text = {}, .pointer = {}, .name = {}}};
  if (hook.challenge && hold(hook.challenge->when, whole)) {
    if (const auto answer = spot_at(hook.challenge->answer, whole)) {
      reply.verdict = HookVerdict::answered;
      reply.answer = text_of(*answer).value_or("");
      return reply;
    }
  }
  Sender sender{.source = hook.source, .scope = std::string(scope), .idempotency_key = {}};
  if (const auto delivery = hook.delivery ? spot_at(*hook.delivery, whole) : std::nullopt) {
    sender.idempotency_key = text_of(*delivery).value_or("");
  }
  std::uint64_t number = 0;
  for (Spot& spot : items_of(hook, whole, reply)) {
    const Item item{.request = request, .body = body, .here = std::move(spot)};
    const std::uint64_t here = number++;  // of all items, so that it stays the same whatever is skipped
    if (const TakeRule* rule = rule_for(hook, item)) {
      reply.lines.push_back(tell(*rule, item, hook, here, intake, sender, now));
    } else {
      reply.skipped.push_back({.pointer = item.here.pointer, .why = "no rule of the mapping takes this"});
    }
  }
  return reply;
}

}  // namespace bellwether::listen
