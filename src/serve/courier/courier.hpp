// Tells other systems of what happens: follows the facts into the outbox, and sends what is due, some at a time.
//
//   auto courier = Courier::start(directory, facts, seal, {.rules = {.allowed = {…}}});   // before anything is taken in
//   (*courier)->wake();                                                                   // there is something new
//
// Each event goes out at least once, with the same id at each try. A receiver that is slow or away holds up the others only for as long
// as the senders that it may have.
#pragma once

#include "base/result.hpp"
#include "guard/access/seal.hpp"
#include "serve/courier/follow.hpp"
#include "serve/fetch/fetch.hpp"
#include "store/directory/data_directory.hpp"
#include "store/facts/facts.hpp"
#include "store/records/records.hpp"
#include "tell/outbox/deliveries.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace bellwether::courier {

struct CourierSettings {
  fetch::Rules rules = {};
  bool allow_http = false;  ///< also addresses without TLS
  fetch::Limits limits = {.answer_bytes = 4 << 10};
  std::size_t senders = 8;
  std::size_t senders_of_one = 2;        ///< that one webhook may have at the same time
  std::size_t most_waiting = 9'000;      ///< of one webhook; with more it is paused
  std::int64_t keep_days = 30;           ///< so long it is told what became of a delivery
  std::chrono::milliseconds pause{500};  ///< between looks at what is due, where nobody wakes it
};

class Courier {
 public:
  /// Directory and facts must outlive it. Errors: as of the records and facts.
  [[nodiscard]] static Result<std::unique_ptr<Courier>> start(const store::DataDirectory& directory,
                                                              const facts::Facts& facts, const guard::Seal& seal,
                                                              CourierSettings settings);
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;
  /// Breaks off what is being sent, which is sent again at the next start.
  ~Courier();

  /// There is something new: facts, webhooks, something to be sent again. From any thread; never waits.
  void wake();

  /// Whether a webhook may have this URL. Errors: as of fetch::check_url; `bad_input` for one without TLS where that is not allowed.
  [[nodiscard]] Result<void> check_url(std::string_view url) const;

  struct Tested {
    int status = 0;  ///< 0: there was no answer
    std::chrono::milliseconds took{0};
    std::string error;
  };
  /// Sends an event of the kind `webhook.test`, once, and tells what came back; it is in no list. Error: `full` while another is tested.
  [[nodiscard]] Result<Tested> test(const outbox::Webhook& webhook, const std::vector<std::string>& secrets);

  struct Progress {
    std::uint64_t delivered = 0, failed = 0;  ///< attempts since the start
    std::size_t waiting = 0;                  ///< deliveries of all webhooks
    std::optional<Error> trouble;             ///< why nothing moves just now; it is tried again and again
  };
  [[nodiscard]] Progress progress() const;
  [[nodiscard]] const CourierSettings& settings() const { return settings_; }

 private:
  /// One delivery on its way, with all that sending takes.
  struct Parcel {
    std::string delivery, webhook, url, body;
    std::vector<std::string> secrets;
  };
  Courier(const facts::Facts& facts, const guard::Seal& seal, std::unique_ptr<records::Records> records,
          CourierSettings settings);

  void keep(const std::stop_token& stop);
  [[nodiscard]] Result<void> pass();
  [[nodiscard]] Result<void> note_results();
  [[nodiscard]] Result<void> fetch_due();
  [[nodiscard]] Result<void> fetch_due_of(records::Transaction& transaction, const outbox::Webhook& webhook,
                                          Instant now);
  [[nodiscard]] Result<void> prune_sometimes();
  void forget_parcels_of_others(const std::set<std::string>& active);

  void send(const std::stop_token& stop);
  [[nodiscard]] std::optional<Parcel> take(const std::stop_token& stop);
  [[nodiscard]] outbox::Attempt carry(const Parcel& parcel, const std::stop_token& stop) const;

  const guard::Seal seal_;
  const CourierSettings settings_;
  std::unique_ptr<records::Records> records_;  ///< touched by the keeper alone
  Follower follower_;
  std::optional<std::chrono::steady_clock::time_point> pruned_;

  mutable std::mutex mutex_;
  std::condition_variable_any woken_;   ///< the keeper
  std::condition_variable_any packed_;  ///< the senders
  bool is_woken_ = false;
  std::deque<Parcel> parcels_;
  std::set<std::string> held_;                    ///< deliveries in memory: packed, on their way, or not noted yet
  std::map<std::string, std::size_t> packed_of_;  ///< how many of these each webhook has
  std::map<std::string, std::size_t> sending_;    ///< and how many are on their way
  struct Done {
    outbox::Attempt attempt;
    std::string webhook;
  };
  std::vector<Done> done_;
  Progress progress_;

  std::mutex testing_;
  std::vector<std::jthread> senders_;
  std::jthread keeper_;  ///< last: it uses all of the above
};

}  // namespace bellwether::courier
