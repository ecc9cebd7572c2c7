// The server: a house, the table of what it can be asked, and the engine that listens.
#pragma once

#include "base/result.hpp"
#include "serve/api/house.hpp"
#include "serve/http/server.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace bellwether::api {

struct ServerSettings {
  HouseSettings house;
  http::Settings http;
  double requests_per_second_of_key = 0;       ///< in the long run; 0: no limit
  std::optional<std::filesystem::path> pages;  ///< folder with index.html; nothing: none are served
  std::chrono::milliseconds grace{10'000};     ///< for what is under way, when it stops
};

class ApiServer {
 public:
  /// Listens when it returns. Errors: as of House::open, Pages::read and http::Server::start.
  [[nodiscard]] static Result<std::unique_ptr<ApiServer>> start(ServerSettings settings);
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;
  ~ApiServer();  ///< as stop()

  [[nodiscard]] const std::vector<http::Endpoint>& endpoints() const;
  [[nodiscard]] House& house() { return *house_; }
  /// Stops accepting, finishes what is under way, carries what is in the inbox as far as the batch under way, and closes everything.
  void stop();

 private:
  ApiServer() = default;

  std::chrono::milliseconds grace_{0};
  std::unique_ptr<http::Server> http_;
  std::unique_ptr<House>
      house_;  ///< last: what it still answers when it closes goes to a server that is stopped, and still there
};

}  // namespace bellwether::api
