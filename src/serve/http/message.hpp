// A request as it came and a response as it goes, as plain values that know nothing of sockets.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::http {

/// Header fields in the order in which they came; names are compared without regard to case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  /// The first field of that name; nothing where there is none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  /// All of them, in order.
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  void clear() { fields_.clear(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// One `name=value` of a query, decoded.
struct Parameter {
  std::string name;
  std::string value;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

struct Request {
  std::string method;  ///< as sent: "GET". HEAD is answered as GET would be; the engine leaves the body out
  std::string path;    ///< as sent, without the query: "/v1/units/Lyon%20Nord"
  std::vector<std::string> segments;  ///< of the path, decoded: {"v1", "units", "Lyon Nord"}; never "." or "..", UTF-8
  std::vector<Parameter> query;       ///< in order, repeated names kept
  Headers headers;
  std::string body;    ///< whole, where the route takes it so
  std::string client;  ///< the address of who asks, without port; behind a trusted proxy, whom that names
  std::string scheme;  ///< "http" or "https"; behind a trusted proxy, what that names
  std::string host;    ///< of the Host header or of an absolute target
  std::string id;      ///< 16 hex digits; in the access log, in every problem, and in the header X-Request-Id
};

/// The first parameter of that name; nothing where there is none.
[[nodiscard]] std::optional<std::string_view> parameter(const Request& request, std::string_view name);

/// "application/json" of "Application/JSON; charset=utf-8"; empty where there is no Content-Type.
[[nodiscard]] std::string media_type(const Request& request);

/// What is answered. The engine itself writes Content-Length, Transfer-Encoding, Connection, Date and X-Request-Id, and
/// leaves the body out where the protocol has none (HEAD, 204, 304). A field that would break out of its line is never
/// written: a 500 goes instead.
struct Response {
  int status = 200;  ///< 200 … 599
  Headers headers = {};
  std::string body = {};
  std::shared_ptr<const std::string> shared_body = {};  ///< sent instead of `body`: kept once, for all to whom it goes

  [[nodiscard]] std::string_view bytes() const { return shared_body ? std::string_view(*shared_body) : body; }
};

/// "Not Found" of 404; "Status" of a number without a name.
[[nodiscard]] const char* reason_of(int status);

/// Whether a field can be written as it is, and is none of those that the engine writes itself.
[[nodiscard]] bool is_writable_field(std::string_view name, std::string_view value);

}  // namespace bellwether::http
