#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "serve/api/api_server.hpp"
#include "serve/api/pages.hpp"
#include "store/directory/settings.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
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

/// As they were given; what is empty was not.
struct ServeFlags {
  std::string folder = k_default_folder;
  std::vector<std::string> listen, proxies;
  std::string certificate, certificate_key, proxy_header, threads, rate, pages, log, grace;

  [[nodiscard]] std::vector<store::SettingFlag> told() const {
    std::vector<store::SettingFlag> all;
    const auto add = [&](const char* name, const char* flag, const std::string& text) {
      if (!text.empty()) all.push_back({.name = name, .flag = flag, .text = text});
    };
    add("server.listen", "--listen", join(listen, ","));
    add("server.proxies", "--proxy", join(proxies, ","));
    add("server.proxy_header", "--proxy-header", proxy_header);
    add("server.certificate", "--certificate", certificate);
    add("server.certificate_key", "--certificate-key", certificate_key);
    add("server.threads", "--threads", threads);
    add("limits.requests_per_second", "--rate", rate);
    add("server.pages", "--pages", pages);
    add("server.log", "--log", log);
    add("server.grace_s", "--grace", grace);
    return all;
  }
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

/// Where a setting was told, for a message about what stands in it.
std::string source_of(const store::ReadSettings& read, std::string_view name) {
  const auto told = std::ranges::find(read.told, name, &store::ToldSetting::name);
  return told == read.told.end() ? std::string(name) : fmt::format("{} ({})", name, told->source);
}

Result<http::Settings> http_settings(const store::ReadSettings& read) {
  const store::ServerPlace& server = read.settings.server;
  const store::ServerLimits& limits = read.settings.limits;
  http::Settings http;
  http.threads = server.threads;
  for (const std::string& place : server.listen) {
    const auto endpoint = http::endpoint_from(place);
    if (!endpoint) {
      return fail(Code::bad_input, endpoint.error().message, source_of(read, "server.listen"), endpoint.error().mend);
    }
    http.listen.push_back(*endpoint);
  }
  for (const std::string& proxy : server.proxies) {
    const auto network = http::network_from(proxy);
    if (!network) {
      return fail(Code::bad_input, network.error().message, source_of(read, "server.proxies"), network.error().mend);
    }
    http.proxies.trusted.push_back(*network);
  }
  http.proxies.header =
      server.proxy_header == "forwarded" ? http::Proxies::Header::forwarded : http::Proxies::Header::x_forwarded_for;
  if (server.certificate.empty() != server.certificate_key.empty()) {
    return fail(Code::bad_input, "a certificate and its key go together", source_of(read, "server.certificate"),
                "name both files, or neither");
  }
  if (!server.certificate.empty()) {
    http.certificate = http::Certificate{.chain_file = server.certificate, .key_file = server.certificate_key};
  }
  using std::chrono::seconds;
  http.limits.header_bytes = limits.header_kb << 10U;
  http.limits.head_time = seconds(limits.head_s);
  http.limits.body_time = seconds(limits.body_s);
  http.limits.idle_time = seconds(limits.idle_s);
  http.limits.answer_time = seconds(limits.answer_s);
  http.limits.connections = limits.connections;
  http.limits.connections_per_address = limits.connections_per_address;
  http.limits.requests_per_second = limits.requests_per_second;
  return http;
}

Result<courier::CourierSettings> courier_settings(const store::WebhookLimits& told) {
  courier::CourierSettings settings{.allow_http = told.allow_http,
                                    .senders = told.senders,
                                    .most_waiting = told.most_waiting,
                                    .keep_days = told.keep_days};
  settings.rules.authorities = told.authorities;
  settings.limits.connect_time = std::chrono::seconds(told.connect_s);
  settings.limits.whole_time = std::chrono::seconds(told.answer_s);
  for (const std::string& text : told.allow_networks) {
    const auto network = http::network_from(text);
    if (!network) {
      Error error = network.error();
      error.where = "webhooks.allow_networks";
      return std::unexpected(std::move(error));
    }
    settings.rules.allowed.push_back(*network);
  }
  return settings;
}

Result<api::ServerSettings> settings_of(const ServeFlags& flags, const store::ReadSettings& read) {
  auto http = http_settings(read);
  if (!http) return std::unexpected(http.error());
  const store::Settings& told = read.settings;
  auto courier = courier_settings(told.webhooks);
  if (!courier) return std::unexpected(courier.error());
  api::ServerSettings settings;
  settings.http = *std::move(http);
  settings.house = {.folder = flags.folder,
                    .inbox = {.queue_bytes = told.inbox.queue_mb << 20U,
                              .backlog_bytes = std::uint64_t{told.inbox.backlog_mb} << 20U,
                              .keep_days = told.inbox.keep_days},
                    .live = {.groups = told.limits.live_filters, .listeners = told.limits.live_pages},
                    .courier = *std::move(courier),
                    .question_threads = static_cast<std::size_t>(told.server.question_threads),
                    .questions_waiting = told.limits.questions_waiting};
  settings.requests_per_second_of_key = told.limits.requests_per_second_of_key;
  settings.grace = std::chrono::seconds(told.server.grace_s);
  settings.pages =
      told.server.pages.empty() ? api::pages_beside_program() : std::optional(std::filesystem::path(told.server.pages));
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
Result<void> tell_setup_link(api::ApiServer& server, bool secure, const std::string& address) {
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
  const std::string reached = address.empty() ? fmt::format("{}://{}", secure ? "https" : "http", place) : address;
  fmt::print("Nobody can sign in yet. Become the owner, once and within {} hours, at\n  {}/setup#{}\n",
             guard::k_setup_hours, reached, token);
  return {};
}

int serve(const ServeFlags& flags) {
  const auto read = store::settings_of(flags.folder, store::from_environment, flags.told());
  if (!read) return tell_error(read.error());
  auto settings = settings_of(flags, *read);
  if (!settings) return tell_error(settings.error());
  const std::string& level = read->settings.server.log;
  const auto log = std::make_shared<LogLines>(level == "none"       ? Log::none
                                              : level == "problems" ? Log::problems
                                                                    : Log::all);
  settings->http.on_finished = [log](const http::Finished& request) { log->note(request); };
  block_orders();
  const bool secure = settings->http.certificate.has_value(), has_pages = settings->pages.has_value();
  auto server = api::ApiServer::start(*std::move(settings));
  if (!server) return tell_error(server.error());
  if (const auto& torn = (*server)->house().opened().facts->torn_log()) {
    fmt::print(stderr, "The facts' log ended in the middle of a block: its last {} bytes were put aside in {}.\n",
               torn->bytes, torn->kept.string());
  }
  for (const http::Endpoint& endpoint : (*server)->endpoints()) {
    fmt::print("Listening at {}://{}\n", secure ? "https" : "http", http::to_text(endpoint));
  }
  if (!has_pages) fmt::print("There are no pages to look at: make build makes them.\n");
  if (auto told = tell_setup_link(**server, secure, read->settings.server.address); !told)
    return tell_error(told.error());
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
      "  curl http://127.0.0.1:8080/v1/signals -H \"Authorization: Bearer $KEY\" -H \"Content-Type: application/json\" "
      "\\\n"
      "    -d '{\"text\": \"Great room\", \"ratings\": {\"nps\": 9}}'\n"
      "\n"
      "http://127.0.0.1:8080/openapi.json tells everything that can be asked. Stops in good order on SIGINT and "
      "SIGTERM.\n"
      "\n"
      "Every setting may stand in bellwether.toml of the data directory or in the environment, too: bellwether check "
      "--config\ntells all of them.");
  command->add_option("--data", flags->folder, "Data directory; made where it is not there")->capture_default_str();
  command->add_option("--listen", flags->listen,
                      "Address and port; more than once for more; port 0 takes any free one [127.0.0.1:8080]");
  command->add_option("--certificate", flags->certificate, "TLS: certificate chain (PEM)");
  command->add_option("--certificate-key", flags->certificate_key, "TLS: its private key (PEM)");
  command->add_option("--proxy", flags->proxies,
                      "Address or network of a proxy whose word on who asks is taken; more than once for more");
  command->add_option("--proxy-header", flags->proxy_header,
                      "Which header that proxy writes: x-forwarded-for or forwarded [x-forwarded-for]");
  command->add_option("--pages", flags->pages, "Folder of the pages, where they do not stand beside the program");
  command->add_option("--threads", flags->threads, "Threads that hold connections [1]");
  command->add_option("--rate", flags->rate, "Most requests a second of one address; 0: no limit [0]");
  command->add_option("--log", flags->log,
                      "Requests on standard error, one JSON object a line: all, problems or none [all]");
  command->add_option("--grace", flags->grace, "Seconds for what is under way when it stops [10]");
  command->callback([flags, &status] { status = serve(*flags); });
}

}  // namespace bellwether::cli
