#include "store/records/postgresql_connection.hpp"

#include "base/text.hpp"
#include "store/records/engine.hpp"

#include <array>
#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace bellwether::records::engine {

namespace {

constexpr std::string_view k_hidden = "…";
constexpr const char* k_setting = "[records] postgresql";

/// What tells people which database is meant.
constexpr std::array<std::string_view, 6> k_told = {"service", "host", "hostaddr", "port", "dbname", "user"};
constexpr std::array<std::string_view, 2> k_secret = {"password", "sslpassword"};

/// A network that swallows what is sent would else be waited for for hours; seconds, and milliseconds.
const std::array<std::pair<const char*, const char*>, 4> k_patience = {{{"keepalives_idle", "30"},
                                                                        {"keepalives_interval", "10"},
                                                                        {"keepalives_count", "3"},
                                                                        {"tcp_user_timeout", "60000"}}};

/// The keys that the text gives a value to; nothing where it can't be read. libpq says why, with parts of the text,
/// which may be parts of a password.
std::optional<std::map<std::string, std::string>> parsed(const std::string& text) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(text.c_str(), nullptr),
                                                                             &PQconninfoFree);
  if (!options) return std::nullopt;
  std::map<std::string, std::string> given;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) given[option->keyword] = option->val;
  }
  return given;
}

std::string in_quotes(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

}  // namespace

Result<PostgresqlConnection> connection_of(const PostgresqlSchema& place) {
  auto given = parsed(place.connection);
  if (!given) {
    return fail(Code::bad_input, "the connection to the records can't be read", k_setting,
                "write it as \"host=/run/postgresql dbname=bellwether\" or \"postgresql://server/bellwether\"");
  }
  for (const std::string_view secret : k_secret) {
    if (!given->contains(std::string(secret))) continue;
    return fail(Code::bad_input, "a password stands in the settings, where it may be read or copied", k_setting,
                fmt::format("take it out, and put it into {} or ~/.pgpass", k_password_variable));
  }
  PostgresqlConnection connection;
  connection.where = "postgresql";
  for (const std::string_view key : k_told) {
    const auto at = given->find(std::string(key));
    if (at != given->end()) connection.where += fmt::format(" {}={}", key, at->second);
  }
  connection.where += ", schema " + place.schema;
  if (const char* password = std::getenv(k_password_variable); password != nullptr && *password != '\0') {
    connection.password = password;
    (*given)["password"] = password;
  }
  given->try_emplace("connect_timeout", std::to_string(k_busy_timeout.count()));
  given->try_emplace("application_name", "bellwether");
  for (const auto& [key, value] : k_patience) given->try_emplace(key, value);
  (*given)["client_encoding"] = "UTF8";
  for (const auto& [key, value] : *given) connection.told += fmt::format("{}={} ", key, in_quotes(value));
  return connection;
}

std::string without_password(std::string_view said, const std::string& password) {
  std::string hidden(said);
  for (auto at = password.empty() ? std::string::npos : hidden.find(password); at != std::string::npos;) {
    hidden.replace(at, password.size(), k_hidden);
    at = hidden.find(password, at + k_hidden.size());
  }
  std::string line;
  for (const char c : hidden) {
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : c;
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace bellwether::records::engine
