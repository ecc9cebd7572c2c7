// A provider that does what a test wants, right or wrong, at an address of its own.
#pragma once

#include "base/text.hpp"
#include "base/time.hpp"
#include "guard/openid/request.hpp"
#include "guard/openid/signer_for_test.hpp"
#include "serve/http/problem.hpp"
#include "serve/http/server.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::api {

class FakeProvider {
 public:
  FakeProvider() {
    http::Settings settings;
    settings.listen = {*http::endpoint_from("127.0.0.1:0")};
    auto started = http::Server::start(settings, [this](const http::Request&) { return route_of(); });
    EXPECT_TRUE(started);
    server_ = *std::move(started);
    issuer = fmt::format("http://{}", http::to_text(server_->endpoints().front()));
  }
  FakeProvider(const FakeProvider&) = delete;
  FakeProvider& operator=(const FakeProvider&) = delete;
  ~FakeProvider() { server_.reset(); }

  /// What somebody who signs in here gets: a code, for the challenge that the browser brought.
  std::string code_for(nlohmann::json claims, const std::string& nonce, const std::string& challenge) {
    claims["iss"] = issuer;
    claims["aud"] = "bellwether";
    claims["iat"] = now().us / k_us_per_second;
    claims["exp"] = now().us / k_us_per_second + 300;
    claims["nonce"] = nonce;
    change(claims);
    const std::scoped_lock lock(held_);
    const std::string code = fmt::format("code-{}", ++codes_made_);
    codes_[code] = {std::move(claims), challenge};
    return code;
  }

  std::string issuer;
  openid::Signer first{"first", true}, second{"second", true};
  const openid::Signer* signs = &first;      ///< tokens
  const openid::Signer* published = &first;  ///< at the keys' address
  std::function<void(nlohmann::json&)> change = [](nlohmann::json&) {};
  std::string token_instead;  ///< where not empty
  nlohmann::json userinfo;    ///< null: 403
  std::string issuer_told;    ///< where not empty
  std::atomic<int> documents = 0, key_sets = 0, userinfos = 0, document_status = 200, token_status = 200;
  std::atomic<int> slow_ms = 0;  ///< before a token is given
  std::string token_error = "server_error";

 private:
  http::Route route_of() {
    return {.pattern = "/", .answer = http::Whole([this](const http::Request& request, const http::Reply& reply) {
                              reply(answer_to(request));
                            })};
  }
  static http::Response json(const nlohmann::json& body, int status = 200) {
    http::Response response{.status = status, .body = body.dump()};
    response.headers.add("Content-Type", "application/json");
    return response;
  }
  http::Response answer_to(const http::Request& request) {
    if (request.path == "/.well-known/openid-configuration") return document();
    if (request.path == "/keys") {
      ++key_sets;
      return json(nlohmann::json::parse(openid::key_set_of({published})));
    }
    if (request.path == "/token") return tokens(request);
    if (request.path == "/me") {
      ++userinfos;
      const bool let = request.headers.find("Authorization") == "Bearer access" && !userinfo.is_null();
      return let ? json(userinfo) : json({}, 403);
    }
    return json({}, 404);
  }
  http::Response document() {
    ++documents;
    return json({{"issuer", issuer_told.empty() ? issuer : issuer_told},
                 {"authorization_endpoint", issuer + "/auth"},
                 {"token_endpoint", issuer + "/token"},
                 {"userinfo_endpoint", issuer + "/me"},
                 {"jwks_uri", issuer + "/keys"}},
                document_status);
  }
  http::Response tokens(const http::Request& request) {
    if (slow_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(slow_ms));
    if (token_status != 200) return json({{"error", token_error}}, token_status);
    std::map<std::string, std::string, std::less<>> form;
    for (const std::string_view pair : split(request.body, '&')) {
      const std::size_t equals = pair.find('=');
      form.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    }
    // bellwether:s3cret
    if (request.headers.find("Authorization") != "Basic YmVsbHdldGhlcjpzM2NyZXQ=") {
      return json({{"error", "invalid_client"}}, 401);
    }
    const std::scoped_lock lock(held_);
    const auto found = codes_.find(form["code"]);
    if (found == codes_.end() || openid::challenge_of(form["code_verifier"]) != found->second.second) {
      return json({{"error", "invalid_grant"}}, 400);
    }
    const std::string token = token_instead.empty() ? signs->sign(found->second.first) : token_instead;
    codes_.erase(found);  // once
    return json({{"id_token", token}, {"access_token", "access"}, {"token_type", "Bearer"}});
  }

  std::mutex held_;
  int codes_made_ = 0;
  std::map<std::string, std::pair<nlohmann::json, std::string>, std::less<>> codes_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace bellwether::api
