#include "base/time.hpp"
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "serve/api/api_server.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pthread.h>

namespace bellwether::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ServeFlags {
  std::string folder = k_default_folder, certificate, key, log = "all";
  std::vector<std::string> listen = {"127.0.0.1:8080"}, proxies;
  std::string proxy_header = "x-forwarded-for";
  int threads = 1;
  double rate = 0;
  int grace_s = 10;
};

enum class Log : std::uint8_t { all, problems, none };

/// One JSON object a line on standard error; whole lines, whoever writes.
class LogLines {
 public:
  explicit LogLines(Log level) : level_(level) {}

  void note(const Json& line) {
    if (level_ == Log::none) return;
    const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const std::scoped_lock lock(mutex_);
    std::fwrite(text.data(), 1, text.size(), stderr);
  }
  void note(const http::Finished& request) {
    if (level_ == Log::none || (level_ == Log::problems && request.status > 0 && request.status < 400)) return;
    note(Json{{"at", to_text(now())},
              {"event", "request"},
              {"id", request.request_id},
              {"method", request.method},
              {"route", request.pattern},
              {"status", request.status},
              {"us", request.duration.count()},
              {"bytes_in", request.bytes_in},
              {"bytes_out", request.bytes_out}});
  }

 private:
  Log level_;
  std::mutex mutex_;
};

Result<api::ServerSettings> settings_of(const ServeFlags& flags) {
  api::ServerSettings settings;
  settings.house.folder = flags.folder;
  settings.http.threads = flags.threads;
  settings.http.limits.requests_per_second = flags.rate;
  settings.grace = std::chrono::seconds(flags.grace_s);
  for (const std::string& place : flags.listen) {
    const auto endpoint = http::endpoint_from(place);
    if (!endpoint) return fail(Code::wrong_usage, endpoint.error().message, "--listen", endpoint.error().mend);
    settings.http.listen.push_back(*endpoint);
  }
  for (const std::string& proxy : flags.proxies) {
    const auto network = http::network_from(proxy);
    if (!network) return fail(Code::wrong_usage, network.error().message, "--proxy", network.error().mend);
    settings.http.proxies.trusted.push_back(*network);
  }
  settings.http.proxies.header =
      flags.proxy_header == "forwarded" ? http::Proxies::Header::forwarded : http::Proxies::Header::x_forwarded_for;
  if (flags.certificate.empty() != flags.key.empty()) {
    return fail(Code::wrong_usage, "a certificate and its key go together", "--certificate",
                "name both files, or neither");
  }
  if (!flags.certificate.empty()) {
    settings.http.certificate = http::Certificate{.chain_file = flags.certificate, .key_file = flags.key};
  }
  return settings;
}

/// Waits for an order to end. Threads that were made since block_orders() leave orders to whoever waits.
void block_orders() {
  sigset_t orders;
  sigemptyset(&orders);
  for (const int order : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&orders, order);
  pthread_sigmask(SIG_BLOCK, &orders, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // whoever read what is printed may go: the server stays
}
int wait_for_order() {
  sigset_t orders;
  sigemptyset(&orders);
  for (const int order : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&orders, order);
  int order = 0;
  while (sigwait(&orders, &order) != 0) {
  }
  return order;
}

/// While there is nobody who could sign in: the way in for the first one.
Result<void> tell_setup_link(api::ApiServer& server, bool secure) {
  api::Door& door = server.house().door();
  if (door.known()->has_users) return {};
  std::string token;
  const auto made = door.change([&](records::Transaction& transaction) -> Result<void> {
    auto link = guard::make_setup_link(transaction, now());
    if (!link) return std::unexpected(link.error());
    token = *std::move(link);
    return {};
  });
  if (!made) return made;
  std::string place = http::to_text(server.endpoints().front());
  for (const char* any : {"0.0.0.0:", "[::]:"}) {
    if (place.starts_with(any)) place = "localhost:" + place.substr(std::string_view(any).size());
  }
  fmt::print("Nobody can sign in yet. Become the owner, once and within {} hours, at\n  {}://{}/setup#{}\n",
             guard::k_setup_hours, secure ? "https" : "http", place, token);
  return {};
}

int serve(const ServeFlags& flags) {
  auto settings = settings_of(flags);
  if (!settings) return tell_error(settings.error());
  const auto log = std::make_shared<LogLines>(flags.log == "none"       ? Log::none
                                              : flags.log == "problems" ? Log::problems
                                                                        : Log::all);
  settings->http.on_finished = [log](const http::Finished& request) { log->note(request); };
  block_orders();
  const bool secure = settings->http.certificate.has_value();
  auto server = api::ApiServer::start(*std::move(settings));
  if (!server) return tell_error(server.error());
  for (const http::Endpoint& endpoint : (*server)->endpoints()) {
    fmt::print("Listening at {}://{}\n", secure ? "https" : "http", http::to_text(endpoint));
  }
  if (auto told = tell_setup_link(**server, secure); !told) return tell_error(told.error());
  if ((*server)->house().door().known()->keys.size() == 0) {
    fmt::print("No program has a key yet: bellwether key make \"web shop\" --source shop --data {}\n", flags.folder);
  }
  std::fflush(stdout);
  const int order = wait_for_order();
  log->note(Json{{"at", to_text(now())}, {"event", "stopping"}, {"signal", order}});
  (*server)->stop();
  server->reset();
  fmt::print("Stopped; what was taken in is on disk.\n");
  return 0;
}

}  // namespace

void add_serve(CLI::App& program, int& status) {
  auto flags = std::make_shared<ServeFlags>();
  CLI::App* command = program.add_subcommand("serve", "Take in signals over HTTP, and answer questions");
  command->footer(
      "Examples:\n"
      "  bellwether serve\n"
      "  bellwether serve --listen 0.0.0.0:8443 --certificate chain.pem --certificate-key key.pem\n"
      "  bellwether serve --listen 127.0.0.1:8080 --proxy 127.0.0.1     behind a proxy on this machine\n"
      "\n"
      "Then:\n"
      "  curl -H \"Authorization: Bearer $KEY\" -d '{\"text\": \"Great room\", \"ratings\": {\"nps\": 9}}' "
      "http://127.0.0.1:8080/v1/signals\n"
      "\n"
      "http://127.0.0.1:8080/openapi.json tells everything that can be asked. Stops in good order on SIGINT and "
      "SIGTERM.");
  command->add_option("--data", flags->folder, "Data directory; made where it is not there")->capture_default_str();
  command->add_option("--listen", flags->listen, "Address and port; more than once for more; port 0 takes any free one")
      ->capture_default_str();
  command->add_option("--certificate", flags->certificate, "TLS: certificate chain (PEM)");
  command->add_option("--certificate-key", flags->key, "TLS: its private key (PEM)");
  command->add_option("--proxy", flags->proxies,
                      "Address or network of a proxy whose word on who asks is taken; more than once for more");
  command->add_option("--proxy-header", flags->proxy_header, "Which header that proxy writes")
      ->check(CLI::IsMember({"x-forwarded-for", "forwarded"}))
      ->capture_default_str();
  command->add_option("--threads", flags->threads, "Threads that hold connections")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_option("--rate", flags->rate, "Most requests a second of one address; 0: no limit")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--log", flags->log, "Requests on standard error, one JSON object a line")
      ->check(CLI::IsMember({"all", "problems", "none"}))
      ->capture_default_str();
  command->add_option("--grace", flags->grace_s, "Seconds for what is under way when it stops")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
  command->callback([flags, &status] { status = serve(*flags); });
}

}  // namespace bellwether::cli
