// What the server can be asked, as one table: it serves the requests and writes the OpenAPI document, so that neither can say what
// the other does not do.
#pragma once

#include "guard/access/rights.hpp"
#include "serve/api/house.hpp"
#include "serve/http/reply.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace bellwether::api {

using Json = nlohmann::ordered_json;

/// A request that was let in.
struct Call {
  http::Request request;
  std::map<std::string, std::string, std::less<>> path;  ///< what stands for {name}
  Caller caller;                                         ///< of an operation that is open to everybody: nobody
};

/// A parameter of path, query or header.
struct Parameter {
  enum class In : std::uint8_t { path, query, header };
  In in = In::query;
  std::string name;
  std::string about;
  Json schema;
  bool required = false;
};

/// What an operation takes in: by content type, the name of a schema (schemas.hpp).
struct Body {
  std::vector<std::pair<std::string, std::string>> contents;
  std::size_t most_bytes = 1 << 20;
  bool any_type = false;  ///< whatever Content-Type says: the body itself tells
};

struct Answer {
  int status = 200;
  std::string about;
  std::vector<std::pair<std::string, std::string>> contents = {};  ///< content type, schema
};

struct Operation {
  std::string method;  ///< "GET"
  std::string path;    ///< "/v1/measures/{measure}"
  std::string id;      ///< "askMeasure"
  std::string tag;
  std::string summary;
  std::string about;
  std::optional<guard::Right> right = {};  ///< what key or user must have; nothing: open to everybody
  bool for_signed_in = false;              ///< for whoever is signed in, whatever their rights; for no key
  std::vector<Parameter> parameters = {};
  std::optional<Body> body = {};
  std::vector<Answer> answers = {};  ///< beside those that every operation may give (problems_of())

  std::function<void(House&, Call&&, http::Reply)> whole = {};
  /// For a body of lines without end; instead of `whole` where the request says application/x-ndjson.
  std::function<void(House&, Call&&, const http::BodyReader&, http::Reply)> lines = {};

  [[nodiscard]] bool is_guarded() const { return right.has_value() || for_signed_in; }
};

inline constexpr std::string_view k_json = "application/json";
inline constexpr std::string_view k_lines = "application/x-ndjson";
inline constexpr std::string_view k_problem = "application/problem+json";

/// One that is read, with nothing else told of it yet.
[[nodiscard]] Operation reading(std::string path, std::string id, std::string tag, std::string summary);

/// All of them.
[[nodiscard]] std::vector<Operation> operations();
/// What any request to this operation may be told, as statuses with a reason each.
[[nodiscard]] std::vector<Answer> problems_of(const Operation& operation);

/// The parts of the table.
[[nodiscard]] std::vector<Operation> intake_operations();
[[nodiscard]] std::vector<Operation> hook_operations();
[[nodiscard]] std::vector<Operation> site_operations();
[[nodiscard]] std::vector<Operation> measure_operations();
[[nodiscard]] std::vector<Operation> voice_operations();
[[nodiscard]] std::vector<Operation> browse_operations();
[[nodiscard]] std::vector<Operation> status_operations();
[[nodiscard]] std::vector<Operation> organisation_operations();
[[nodiscard]] std::vector<Operation> session_operations();
[[nodiscard]] std::vector<Operation> openid_operations();
[[nodiscard]] std::vector<Operation> second_factor_operations();
[[nodiscard]] std::vector<Operation> user_operations();
[[nodiscard]] std::vector<Operation> key_operations();
[[nodiscard]] std::vector<Operation> webhook_operations();
[[nodiscard]] std::vector<Operation> audit_operations();
[[nodiscard]] std::vector<Operation> theme_operations();
[[nodiscard]] std::vector<Operation> review_operations();
[[nodiscard]] std::vector<Operation> model_operations();

/// The OpenAPI 3.1 document of a table.
[[nodiscard]] Json openapi_of(const std::vector<Operation>& operations);

[[nodiscard]] http::Response json_response(int status, const Json& body);
/// A problem (RFC 9457) with one more member: {"title","status","detail","request_id", name: value}.
[[nodiscard]] http::Response problem_with(int status, std::string_view detail, std::string_view request_id,
                                          std::string_view name, Json value);

}  // namespace bellwether::api
