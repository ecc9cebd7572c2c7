// A server on a data directory of its own, with people who sign in, asked as browsers ask it.
#pragma once

#include "guard/access/passwords.hpp"
#include "guard/access/sessions.hpp"
#include "guard/access/users.hpp"
#include "serve/api/api_server.hpp"
#include "serve/api/documented_for_test.hpp"
#include "serve/api/operation.hpp"
#include "serve/http/client_for_test.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::api {

inline constexpr std::string_view k_password = "the train was on time";

/// What a request carries: a key, or the cookie of a session with its token against forgery.
struct As {
  std::string key = {}, cookie = {}, csrf = {};
};

class WithPeople : public testing::Test {
 protected:
  WithPeople() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-people-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  WithPeople(const WithPeople&) = delete;
  WithPeople& operator=(const WithPeople&) = delete;
  ~WithPeople() override {
    server.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  void start(ServerSettings settings = {}) {
    server.reset();
    settings.house.folder = folder;
    settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
    settings.http.proxies.trusted = {*http::network_from("127.0.0.1")};
    auto started = ApiServer::start(std::move(settings));
    ASSERT_TRUE(started) << to_text(started.error());
    server = *std::move(started);
  }
  [[nodiscard]] Door& door() const { return server->house().door(); }
  void change(const Door::Work& work) const {
    const auto done = door().change(work);
    ASSERT_TRUE(done) << to_text(done.error());
  }

  /// Somebody active, who has these grants and k_password.
  guard::User add_user(const std::string& name, std::vector<guard::Grant> grants) const {
    static const std::string k_hash = guard::hash_password(k_password).value();
    guard::User user;
    change([&](records::Transaction& transaction) -> Result<void> {
      auto invited = guard::invite_user(
          transaction, {.name = name, .email = name + "@example.org", .grants = std::move(grants)}, "test", now());
      if (!invited) return std::unexpected(invited.error());
      const auto token = guard::make_welcome_link(transaction, invited->id, "test", now());
      if (!token) return std::unexpected(token.error());
      auto began = guard::accept_link(transaction, *token, k_hash, now());
      if (!began) return std::unexpected(began.error());
      user = *std::move(began);
      return {};
    });
    return user;
  }
  /// Of the link by which the first owner comes in.
  [[nodiscard]] std::string setup_token() const {
    std::string token;
    change([&](records::Transaction& transaction) -> Result<void> {
      auto made = guard::make_setup_link(transaction, now());
      if (!made) return std::unexpected(made.error());
      token = *made;
      return {};
    });
    return token;
  }
  /// Signed in without asking for the password, which takes its time.
  [[nodiscard]] As signed_in(const guard::User& user) const {
    std::string token;
    change([&](records::Transaction& transaction) -> Result<void> {
      auto made = guard::begin_session(transaction, user.id, now());
      if (!made) return std::unexpected(made.error());
      token = made->token;
      return {};
    });
    return {.cookie = token, .csrf = guard::csrf_token_of(token)};
  }
  [[nodiscard]] As with_key(std::vector<guard::Scope> scopes) const {
    std::string secret;
    change([&](records::Transaction& transaction) -> Result<void> {
      auto made =
          guard::make_api_key(transaction, {.name = "t", .scopes = std::move(scopes), .source = "t"}, "t", now());
      if (!made) return std::unexpected(made.error());
      secret = made->secret;
      return {};
    });
    return {.key = secret};
  }

  [[nodiscard]] static std::string request(std::string_view method, std::string_view path, const As& as,
                                           std::string_view body, std::string_view more) {
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{}", method, path, more);
    if (!as.key.empty()) text += fmt::format("Authorization: Bearer {}\r\n", as.key);
    if (!as.cookie.empty()) text += fmt::format("Cookie: theme=dark; bellwether_session={}\r\n", as.cookie);
    if (!as.csrf.empty()) text += fmt::format("X-CSRF-Token: {}\r\n", as.csrf);
    if (!body.empty()) text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    return text + "\r\n" + std::string(body);
  }
  [[nodiscard]] http::Answer ask(std::string_view method, std::string_view path, const As& as = {},
                                 std::string_view body = {}, std::string_view more = {}) const {
    http::Client client(server->endpoints().front());
    EXPECT_TRUE(client.send(request(method, path, as, body, more)));
    auto answer = client.read(method == "HEAD");
    EXPECT_EQ(undocumented(method, path, answer), "");
    return answer;
  }
  [[nodiscard]] Json json(std::string_view method, std::string_view path, const As& as = {},
                          std::string_view body = {}) const {
    const auto answer = ask(method, path, as, body);
    return answer.body.empty() ? Json() : Json::parse(answer.body);
  }
  /// Waits until all that was taken in is in the facts.
  void settle() const {
    House& house = server->house();
    ASSERT_TRUE(house.mover().wait_until(house.inbox().fill().last, std::chrono::minutes(1)));
  }

  std::filesystem::path folder;
  std::unique_ptr<ApiServer> server;
};

}  // namespace bellwether::api
