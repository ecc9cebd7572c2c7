#include "serve/api/told_lines.hpp"

#include "serve/http/problem.hpp"

#include <algorithm>
#include <ranges>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

constexpr const char* k_wait_seconds = "2";

/// Facts are never changed: what came before under the same name stays.
listen::Fault differs(const listen::ToldLine& line) {
  if (line.has_own_id) {
    return {.pointer = "/id",
            .what = "the same id came before with other content",
            .mend = "facts are never changed: send it under an id of its own"};
  }
  return {.pointer = "",
          .what = "the same Idempotency-Key came before with other content",
          .mend = "send a new request under a new key"};
}

Json json_of(const std::vector<listen::Fault>& faults) {
  Json list = Json::array();
  for (const listen::Fault& fault : faults) {
    Json one{{"pointer", fault.pointer}, {"what", fault.what}};
    if (!fault.mend.empty()) one["mend"] = fault.mend;
    list.push_back(std::move(one));
  }
  return list;
}

bool is_no_json(const std::vector<listen::Fault>& faults) {
  return faults.size() == 1 && faults.front().pointer.empty() && faults.front().what.starts_with("this is no JSON");
}

/// What nearly every request is told, on the one thread that everybody waits for: an id is plain text, and needs no care.
http::Response taken_response(std::string_view id, bool repeated) {
  http::Response response{.status = repeated ? 200 : 202};
  response.headers.add("Content-Type", std::string(k_json));
  response.body = fmt::format(R"({{"id":"{}"{}}})", id, repeated ? R"(,"repeated":true)" : "");
  return response;
}

}  // namespace

Result<listen::Sender> sender_of(const Call& call) {
  listen::Sender sender;
  if (call.caller.key)
    sender = {.source = call.caller.key->source, .scope = call.caller.key->id, .idempotency_key = {}};
  if (const auto key = call.request.headers.find("Idempotency-Key")) {
    constexpr std::size_t k_most_bytes = 200;
    if (key->empty() || key->size() > k_most_bytes) {
      return fail(Code::bad_input, "an Idempotency-Key has 1 to 200 bytes", "Idempotency-Key",
                  "send a UUID for each request");
    }
    sender.idempotency_key = std::string(*key);
  }
  return sender;
}

ToldLines::ToldLines(std::vector<listen::ToldLine> lines) : lines_(std::move(lines)), placed_(lines_.size()) {}

std::vector<inbox::Entry> ToldLines::entries() {
  std::vector<inbox::Entry> entries;
  for (listen::ToldLine& line : lines_) {
    if (line.entry) entries.push_back(std::move(*line.entry));
  }
  return entries;
}

void ToldLines::place(const std::vector<inbox::Placed>& placed) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (lines_[i].entry) placed_[i] = placed[next++];
  }
}

bool ToldLines::is_taken(std::size_t line) const {
  return placed_[line] && placed_[line]->as != inbox::Placed::As::differs;
}

Json ToldLines::result(std::size_t line) const {
  const auto& placed = placed_[line];
  if (!placed) return {{"faults", json_of(lines_[line].faults)}};
  if (placed->as == inbox::Placed::As::differs) {
    return {{"faults", json_of({differs(lines_[line])})}};
  }
  Json result{{"id", to_text(lines_[line].id)}};
  if (placed->as == inbox::Placed::As::repeated) result["repeated"] = true;
  return result;
}

http::Response ToldLines::response(bool single, std::string_view request_id) const {
  const bool none = std::ranges::none_of(std::views::iota(std::size_t{0}, size()), [&](auto i) { return is_taken(i); });
  if (none && size() == 1 && is_no_json(lines_.front().faults)) {
    return problem_with(400, lines_.front().faults.front().what + ": " + lines_.front().faults.front().mend, request_id,
                        "faults", json_of(lines_.front().faults));
  }
  if (single || (size() == 1 && !placed_.front() && lines_.front().faults.front().pointer.empty())) {
    if (!placed_.front()) {
      return problem_with(422, "it was not taken: `faults` names everything that is wrong", request_id, "faults",
                          json_of(lines_.front().faults));
    }
    if (!is_taken(0)) {
      const listen::Fault why = differs(lines_.front());
      return problem_with(lines_.front().has_own_id ? 409 : 422, why.what + "; " + why.mend, request_id, "faults",
                          json_of({why}));
    }
    return taken_response(to_text(lines_.front().id), placed_.front()->as == inbox::Placed::As::repeated);
  }
  Json results = Json::array();
  std::size_t taken = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    if (is_taken(i)) ++taken;
    results.push_back(result(i));
  }
  if (none && size() > 0) {
    return problem_with(422, "none was taken: `results` names for each what is wrong", request_id, "results",
                        std::move(results));
  }
  return json_response(202, {{"taken", taken}, {"rejected", size() - taken}, {"results", std::move(results)}});
}

http::Response unable(const Error& error, std::string_view request_id) {
  Error told = error;
  told.where.clear();  // a file of ours is nothing to the sender
  http::Response response = http::problem(told, request_id);
  if (error.code == Code::full) response.headers.add("Retry-After", k_wait_seconds);
  return response;
}

}  // namespace bellwether::api
