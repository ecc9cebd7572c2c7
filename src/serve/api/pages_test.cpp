#include "serve/api/pages.hpp"

#include "serve/api/api_for_test.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace bellwether::api {
namespace {

namespace fs = std::filesystem;

TEST_F(Api, PagesAreServedBesideTheRest) {
  const fs::path pages = folder / "pages";
  fs::create_directories(pages / "assets");
  std::ofstream(pages / "index.html") << "<!doctype html><title>Bellwether</title>";
  std::ofstream(pages / "assets/app-1a2b.js") << std::string(2'000, 'x');
  ServerSettings settings;
  settings.house.folder = folder / "data";
  settings.pages = pages;
  start(std::move(settings));

  const auto room = ask("GET", "/measures/nps?by=unit");
  EXPECT_EQ(room.status, 200);
  EXPECT_EQ(room.field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(room.field("Content-Security-Policy").find("default-src 'self'"), std::string::npos);
  EXPECT_EQ(room.body, "<!doctype html><title>Bellwether</title>");
  EXPECT_EQ(ask("GET", "/", {}, {}, k_json, "If-None-Match: " + room.field("ETag") + "\r\n").status, 304);

  const auto script = ask("GET", "/assets/app-1a2b.js", {}, {}, k_json, "Accept-Encoding: br, gzip\r\n");
  EXPECT_EQ(script.field("Content-Encoding"), "gzip");
  EXPECT_LT(script.body.size(), 200U);
  EXPECT_NE(script.field("Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(ask("GET", "/assets/app-1a2b.js").body.size(), 2'000U);

  EXPECT_EQ(ask("GET", "/assets/gone.js").status, 404);
  EXPECT_EQ(ask("GET", "/v1/nothing").status, 404);
  EXPECT_EQ(ask("POST", "/measures").status, 404);
  EXPECT_EQ(ask("GET", "/healthz").status, 200);
  EXPECT_EQ(Pages::read(folder).error().code, Code::not_found);
}

}  // namespace
}  // namespace bellwether::api
