#include "guard/access/hook_secrets.hpp"
#include "serve/api/api_for_test.hpp"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace bellwether::api {
namespace {

TEST_F(Api, WebhooksAreTakenWhereTheyAreSignedRight) {
  const auto directory = store::DataDirectory::open_beside(folder).value();
  const std::string body =
      R"({"action": "opened", "issue": {"id": 7, "number": 1, "title": "Broken", "body": "It is slow",
    "html_url": "https://example.org", "created_at": "2026-11-16T09:00:00Z", "updated_at": "2026-11-16T09:00:00Z",
    "user": {"login": "ada", "id": 3}}, "repository": {"full_name": "a/b"}})";
  const auto send = [&](std::string_view key) {
    std::array<unsigned char, 32> mac{};
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(body.data()),
         body.size(), mac.data(), nullptr);
    std::string hex;
    for (const unsigned char byte : mac) hex += fmt::format("{:02x}", byte);
    return ask("POST", "/v1/hooks/github", {}, body, "application/json; charset=utf-8",
               "X-GitHub-Event: issues\r\nX-Hub-Signature-256: sha256=" + hex + "\r\n");
  };
  EXPECT_EQ(send("s3cret").status, 503);  // no secret is set
  ASSERT_TRUE(guard::set_hook_secret(directory, "github", "s3cret"));
  EXPECT_EQ(send("another").status, 401);
  const auto taken = send("s3cret");
  EXPECT_EQ(taken.status, 202) << taken.body;
  EXPECT_EQ(Json::parse(taken.body)["taken"], 1) << taken.body;
  EXPECT_EQ(Json::parse(send("s3cret").body)["results"][0]["repeated"], true);
  settle();
  const Json voices = Json::parse(ask("GET", "/v1/voices?where=source%20%3D%20%22github%22", all).body)["voices"];
  ASSERT_EQ(voices.size(), 1U);
  EXPECT_NE(voices[0]["text"].get<std::string>().find("It is slow"), std::string::npos);

  const auto unknown = ask("POST", "/v1/hooks/githup", {}, "{}");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_NE(unknown.body.find("github"), std::string::npos);
  EXPECT_EQ(ask("GET", "/v1/hooks/github").status, 405);
}

}  // namespace
}  // namespace bellwether::api
