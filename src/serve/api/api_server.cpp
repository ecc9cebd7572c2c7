#include "serve/api/api_server.hpp"

#include "serve/api/metrics.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/router.hpp"

#include <atomic>
#include <string>
#include <utility>

namespace bellwether::api {

namespace {

/// Known to the operations that tell of the server itself before there is one.
struct Itself {
  std::atomic<const http::Server*> server = nullptr;
  std::shared_ptr<const std::string> document;
};

Operation telling_numbers(const std::shared_ptr<const Itself>& itself) {
  Operation operation = reading("/metrics", "readMetrics", "Status", "Figures of the server, for Prometheus");
  operation.answers = {{.status = 200, .about = "Text exposition format.", .contents = {{"text/plain", "Text"}}}};
  operation.whole = [itself](House& house, Call&&, const http::Reply& reply) {
    const http::Server* const server = itself->server;
    http::Response response;
    response.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.body = metrics_of(house, server == nullptr ? http::Counters{} : server->counters());
    reply(std::move(response));
  };
  return operation;
}

Operation telling_itself(const std::shared_ptr<const Itself>& itself) {
  Operation operation = reading("/openapi.json", "readDocument", "Status", "This document");
  operation.answers = {{.status = 200, .about = "OpenAPI 3.1.", .contents = {{std::string(k_json), "Document"}}}};
  operation.whole = [itself](House&, Call&&, const http::Reply& reply) {
    http::Response response;
    response.headers.add("Content-Type", std::string(k_json));
    response.shared_body = itself->document;
    reply(std::move(response));
  };
  return operation;
}

}  // namespace

Result<std::unique_ptr<ApiServer>> ApiServer::start(ServerSettings settings) {
  Pages pages;
  if (settings.pages) {
    auto read = Pages::read(*settings.pages);
    if (!read) return std::unexpected(read.error());
    pages = *std::move(read);
  }
  auto house = House::open(settings.house);
  if (!house) return std::unexpected(house.error());
  std::unique_ptr<ApiServer> server(new ApiServer);
  server->house_ = *std::move(house);
  server->grace_ = settings.grace;

  const auto itself = std::make_shared<Itself>();
  auto table = std::make_shared<std::vector<Operation>>(operations());
  table->push_back(telling_numbers(itself));
  table->push_back(telling_itself(itself));
  itself->document = std::make_shared<const std::string>(openapi_of(*table).dump());

  auto http = http::Server::start(
      std::move(settings.http),
      router_over(*server->house_, std::move(table), std::move(pages), settings.requests_per_second_of_key));
  if (!http) return std::unexpected(http.error());
  server->http_ = *std::move(http);
  itself->server = server->http_.get();
  return server;
}

ApiServer::~ApiServer() { stop(); }

const std::vector<http::Endpoint>& ApiServer::endpoints() const { return http_->endpoints(); }

void ApiServer::stop() {
  if (http_) http_->stop(grace_);
}

}  // namespace bellwether::api
