// A data directory with facts and records, a webhook in it, and a receiver that writes down what it is told.
#pragma once

#include "serve/courier/courier.hpp"
#include "serve/http/served_for_test.hpp"
#include "tell/outbox/signature.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::courier {

inline const guard::Seal k_seal(guard::Seal::Key{2, 7, 1});

struct Told {
  std::string path, id, timestamp, signature, body;
};

class WithReceiver : public http::Served {
 protected:
  WithReceiver() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bellwether-courier-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    directory.emplace(store::DataDirectory::open(folder, store::Access::write, "test").value());
    facts = facts::Facts::open(*directory).value();
    records = records::Records::open(*directory, store::Access::write).value();
    start();
  }
  WithReceiver(const WithReceiver&) = delete;
  WithReceiver& operator=(const WithReceiver&) = delete;
  ~WithReceiver() override {
    courier.reset();
    server.reset();
    records.reset();
    facts.reset();
    directory.reset();
    std::filesystem::remove_all(folder);
  }

  http::Route route_of(const http::Request&) override {
    return {.pattern = "/",
            .answer = http::Whole([this](const http::Request& request, const http::Reply& reply) {
              {
                const std::scoped_lock lock(held);
                const auto field = [&](const char* name) {
                  return std::string(request.headers.find(name).value_or(""));
                };
                told.push_back({.path = request.path,
                                .id = field("webhook-id"),
                                .timestamp = field("webhook-timestamp"),
                                .signature = field("webhook-signature"),
                                .body = request.body});
              }
              came.happens();
              if (request.path == "/slow") {
                threads.run([this, reply] {
                  EXPECT_TRUE(may_end.waited_for());
                  reply(http::text("late"));
                });
                return;
              }
              http::Response response{.status = request.path == "/bad" ? 500 : request.path == "/gone" ? 410 : 204};
              reply(response);
            })};
  }
  [[nodiscard]] std::vector<Told> told_so_far() {
    const std::scoped_lock lock(held);
    return told;
  }

  [[nodiscard]] static CourierSettings settings_of_test() {
    return {.rules = {.allowed = {*http::network_from("127.0.0.0/8")}},
            .allow_http = true,
            .pause = std::chrono::milliseconds(50)};
  }
  void start_courier(CourierSettings with = settings_of_test()) {
    courier = Courier::start(*directory, *facts, k_seal, std::move(with)).value();
  }
  outbox::MadeWebhook make(const std::string& path, std::vector<outbox::Kind> kinds = {outbox::Kind::signal_received},
                           const std::string& filter = {}) {
    outbox::MadeWebhook made;
    change([&](records::Transaction& transaction) -> Result<void> {
      auto done =
          outbox::make_webhook(transaction, k_seal,
                               {.name = path,
                                .url = fmt::format("http://127.0.0.1:{}{}", server->endpoints().front().port, path),
                                .kinds = std::move(kinds),
                                .filter = filter},
                               {.store = facts->store_name(), .snapshot = facts->snapshot()}, "test", now());
      if (!done) return std::unexpected(done.error());
      made = *std::move(done);
      return {};
    });
    return made;
  }
  void change(const std::function<Result<void>(records::Transaction&)>& work) const {
    auto transaction = records->begin();
    ASSERT_TRUE(transaction) << to_text(transaction.error());
    auto done = transaction->claim();
    if (done) done = work(*transaction);
    if (done) done = transaction->commit();
    ASSERT_TRUE(done) << to_text(done.error());
  }
  [[nodiscard]] std::vector<outbox::Delivery> deliveries(const std::string& webhook) const {
    auto transaction = records->begin();
    return outbox::deliveries(*transaction, webhook, {.limit = outbox::k_most_page}).value();
  }
  [[nodiscard]] outbox::Webhook webhook(const std::string& id) const {
    auto transaction = records->begin();
    return outbox::webhook_of(*transaction, id).value();
  }

  /// So many voices of a unit, as one commit that came through the inbox, or from a file.
  void say(int count, const std::string& unit = "Lyon", bool by_inbox = true,
           facts::VoiceOf of = facts::VoiceOf::customer) {
    facts::FromInbox moved{.signals = {}, .acts = {}, .position = facts->inbox_position() + 1};
    for (int i = 0; i < count; ++i) {
      facts::Signal& signal = moved.signals.add();
      signal.id = derived_id(++next_id, 1);
      signal.occurred_at = now();
      signal.source = "shop";
      signal.unit = moved.signals.keep(unit);
      signal.voice_of = of;
      signal.text = moved.signals.keep(fmt::format("voice {}", next_id));
    }
    const auto committed =
        by_inbox ? facts->append(std::move(moved)).get() : facts->append(std::move(moved.signals)).get();
    ASSERT_TRUE(committed) << to_text(committed.error());
    if (courier) courier->wake();
  }
  void do_something(const std::string& kind) {
    facts::FromInbox moved{.signals = {}, .acts = {}, .position = facts->inbox_position() + 1};
    facts::Act& act = moved.acts.add();
    act.id = derived_id(++next_id, 2);
    act.occurred_at = now();
    act.kind = moved.acts.keep(kind);
    act.actor = "p-1";
    act.about = "case-9";
    ASSERT_TRUE(facts->append(std::move(moved)).get());
    if (courier) courier->wake();
  }
  /// Looks again and again, as long as a test is patient.
  template <class Is>
  [[nodiscard]] static bool soon(Is is) {
    for (int i = 0; i < http::k_patience_ms / 20; ++i) {
      if (is()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

  std::filesystem::path folder;
  std::optional<store::DataDirectory> directory;
  std::unique_ptr<facts::Facts> facts;
  std::unique_ptr<records::Records> records;
  std::vector<Told> told;
  http::Happening came, may_end;
  std::uint64_t next_id = 0;
  std::unique_ptr<Courier> courier;
};

}  // namespace bellwether::courier
