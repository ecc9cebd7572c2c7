// The audit log, a page at a time.
#include "guard/access/audit.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace bellwether::api {

namespace {

constexpr std::int64_t k_most_lines = 500;

/// A whole number from 1 on. Error: `bad_input`.
Result<std::optional<std::int64_t>> whole_in(const http::Request& request, std::string_view name) {
  const auto text = http::parameter(request, name);
  if (!text || text->empty()) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (wrong != std::errc() || end != text->data() + text->size() || number < 1) {
    return fail(Code::bad_input, "this is a whole number from 1 on", std::string(name));
  }
  return number;
}

http::Response page(House& house, const Call& call) {
  const auto after = whole_in(call.request, "after");
  if (!after) return http::problem(after.error(), call.request.id);
  const auto limit = whole_in(call.request, "limit");
  if (!limit) return http::problem(limit.error(), call.request.id);
  const std::int64_t most = std::min(limit->value_or(50), k_most_lines);
  std::vector<guard::AuditLine> lines;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    auto read = guard::audit_lines(transaction, *after, most + 1);
    if (!read) return std::unexpected(read.error());
    lines = *std::move(read);
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  const bool more = std::cmp_greater(lines.size(), most);
  if (more) lines.pop_back();
  Json all = Json::array();
  for (const guard::AuditLine& line : lines) {
    all.push_back({{"number", line.number},
                   {"at", line.at},
                   {"who", line.who},
                   {"what", line.what},
                   {"on", line.on},
                   {"how", line.how}});
  }
  return json_response(
      200, {{"lines", std::move(all)}, {"next", more ? Json(std::to_string(lines.back().number)) : Json()}});
}

}  // namespace

std::vector<Operation> audit_operations() {
  Operation operation = reading("/v1/audit", "readAudit", "People", "Who did and looked at what");
  operation.about = "The newest first. Whether the log is unbroken, `bellwether check --audit` tells.";
  operation.right = guard::Right::read_audit;
  operation.parameters = {
      {.in = Parameter::In::query,
       .name = "after",
       .about = "`next` of the page before.",
       .schema = {{"type", "string"}}},
      {.in = Parameter::In::query,
       .name = "limit",
       .about = "Most lines.",
       .schema = {{"type", "integer"}, {"minimum", 1}, {"maximum", k_most_lines}, {"default", 50}}}};
  operation.answers = {{.status = 200, .about = "A page.", .contents = {{std::string(k_json), "AuditPage"}}}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    const std::string request_id = call.request.id;
    answer_later(house, request_id, reply, [&house, call = std::move(call)] { return page(house, call); });
  };
  return {std::move(operation)};
}

}  // namespace bellwether::api
