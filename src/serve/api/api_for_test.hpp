// A server with a data directory of its own, asked as programs ask it.
#pragma once

#include "base/time.hpp"
#include "guard/access/api_keys.hpp"
#include "serve/api/api_server.hpp"
#include "serve/api/documented_for_test.hpp"
#include "serve/api/operation.hpp"
#include "serve/http/client_for_test.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/records.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::api {

class Api : public testing::Test {
 protected:
  Api() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-api-XXXXXX").string();
    folder = mkdtemp(name.data());
    all = make_key({guard::k_scopes.begin(), guard::k_scopes.end()});
    sending = make_key({guard::Scope::send_signals});
    start();
  }
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;
  ~Api() override {
    server.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  void start(const inbox::Limits& limits = {}) {
    server.reset();
    ServerSettings settings;
    settings.house.folder = folder;
    settings.house.inbox = limits;
    start(std::move(settings));
  }
  /// On any free port, with the test's data.
  void start(ServerSettings settings) {
    server.reset();
    if (settings.house.folder.empty()) settings.house.folder = folder;
    settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
    auto started = ApiServer::start(std::move(settings));
    ASSERT_TRUE(started) << to_text(started.error());
    server = *std::move(started);
  }
  std::string make_key(std::vector<guard::Scope> scopes) const {
    const auto directory = store::DataDirectory::open_beside(folder);
    const auto records = records::Records::open(*directory, store::Access::write);
    auto transaction = (*records)->begin();
    auto made = guard::make_api_key(*transaction, {.name = "test", .scopes = std::move(scopes), .source = "shop"},
                                    "test", now());
    EXPECT_TRUE(made && transaction->commit());
    return made ? made->secret : "";
  }

  http::Answer ask(std::string_view method, std::string_view path, std::string_view key = {},
                   std::string_view body = {}, std::string_view type = k_json, std::string_view more = {},
                   bool head_only = false) const {
    http::Client client(server->endpoints().front());
    std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{}", method, path, more);
    if (!key.empty()) request += fmt::format("Authorization: Bearer {}\r\n", key);
    if (!body.empty()) request += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", type, body.size());
    EXPECT_TRUE(client.send(request + "\r\n" + std::string(body)));
    auto answer = client.read(head_only || method == "HEAD");
    EXPECT_EQ(undocumented(method, path, answer, head_only), "");
    return answer;
  }
  http::Answer post(std::string_view body, std::string_view more = {}) const {
    return ask("POST", "/v1/signals", all, body, k_json, more);
  }
  /// Waits until all that was taken in is in the facts.
  void settle() const {
    House& house = server->house();
    ASSERT_TRUE(house.mover().wait_until(house.inbox().fill().last, std::chrono::minutes(1)));
  }
  std::int64_t answers(std::string_view query = "") const {
    settle();
    const auto answer = ask("GET", fmt::format("/v1/measures/nps{}", query), all);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::int64_t n = 0;
    const Json body = Json::parse(answer.body);
    for (const Json& row : body["rows"]) n += row["n"].get<std::int64_t>();
    return n;
  }

  std::filesystem::path folder;
  std::string all, sending;
  std::unique_ptr<ApiServer> server;
};

}  // namespace bellwether::api
