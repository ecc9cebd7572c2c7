// What operations share that take their time, or take JSON in.
#pragma once

#include "serve/api/operation.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::api {

/// Answers with what `work` returns, on a thread of the workers; 503 where too much waits there already.
void answer_later(House& house, const std::string& request_id, const http::Reply& reply,
                  std::function<http::Response()> work);

/// The same for work that answers by itself.
void do_later(House& house, const std::string& request_id, const http::Reply& reply, std::function<void()> work);

/// A whole body that is one JSON object, with nothing in it but `known`. Errors: `bad_input`.
[[nodiscard]] Result<Json> object_in(const std::string& body, std::initializer_list<std::string_view> known);
/// That an object has nothing in it but `known`. Error: `bad_input`.
[[nodiscard]] Result<void> check_members(const Json& object, std::initializer_list<std::string_view> known);
/// A member that is text. Error: `bad_input` where it is missing or something else.
[[nodiscard]] Result<std::string> text_in(const Json& object, const std::string& name);
/// The same; nothing where it is missing or null.
[[nodiscard]] Result<std::optional<std::string>> text_or_none_in(const Json& object, const std::string& name);

/// 204.
[[nodiscard]] http::Response nothing_more();

}  // namespace bellwether::api
