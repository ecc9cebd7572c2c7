// Voices as they come in, told to every open page whose filter means them. Listeners with the same filter are one group: the facts are
// asked once for all of it after a commit, and the answer is written once.
//
//   Live live(facts, {});
//   Mover mover(…, [&](const facts::Commit& commit) { live.moved(commit.snapshot); });
//   live.join({.group = "unit = \"Lyon\"", .where = bound, .since = facts.snapshot()}, reply);
#pragma once

#include "base/result.hpp"
#include "serve/http/reply.hpp"
#include "store/facts/facts.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace bellwether::api {

struct LiveLimits {
  std::size_t groups = 64;
  std::size_t listeners = 20'000;
  std::size_t voices_at_once = 500;        ///< of one look; of more, the newest are told, and that there were more
  std::chrono::milliseconds pause{100};    ///< between looks, so that many small commits are one
  std::chrono::milliseconds sweep{5'000};  ///< after so long at most, whoever is gone or may no longer listen is let go
};

/// What a page wants to hear.
struct Listening {
  std::string group;  ///< the same for all with the same `where`
  facts::Expr where;
  std::uint64_t since = 0;                ///< the snapshot up to which it knows everything
  std::function<bool()> may_listen = {};  ///< asked now and then; empty: always
};

class Live {
 public:
  /// `facts` must outlive it.
  Live(const facts::Facts& facts, const LiveLimits& limits);
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;
  ~Live();

  /// Answers with a stream of server-sent events: `voice` with a voice as JSON (tell/voices.hpp), `gap` where there were too many to
  /// tell all. The last event of a commit has its snapshot as id: whoever begins with that as `since` has missed nothing.
  /// Error: `full` over the limits; then nothing is answered yet.
  [[nodiscard]] Result<void> join(Listening wish, const http::Reply& reply);
  /// There is more to see. From any thread; never waits.
  void moved(std::uint64_t snapshot);

  [[nodiscard]] std::size_t listeners() const;

 private:
  struct Listener {
    Listening wish;
    http::Stream stream;
  };
  struct Group {
    facts::Expr where;
    std::uint64_t seen = 0;
    std::list<Listener> listeners;
  };

  void run(const std::stop_token& stop);
  void let_in(std::vector<Listener> newcomers, std::uint64_t snapshot);
  void tell(Group& group, std::uint64_t snapshot);
  /// The events of what came after `since`, up to a snapshot; empty where there is nothing, or the facts can't be asked just now.
  [[nodiscard]] Result<std::string> events(const facts::Expr& where, std::uint64_t since, std::uint64_t snapshot) const;
  void sweep();

  const facts::Facts& facts_;
  const LiveLimits limits_;

  mutable std::mutex mutex_;
  std::condition_variable_any came_;
  std::uint64_t snapshot_ = 0;
  std::vector<Listener> newcomers_;
  std::map<std::string, std::size_t> held_;  ///< listeners by group, newcomers among them
  std::size_t listeners_ = 0;

  std::map<std::string, Group> groups_;  ///< touched by the thread alone
  std::jthread thread_;                  ///< last: it uses all of the above
};

}  // namespace bellwether::api
