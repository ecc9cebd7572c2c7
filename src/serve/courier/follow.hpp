// Follows the facts: what came in since it last looked becomes deliveries, in one transaction with up to where it looked. So nothing is
// lost and nothing comes twice, wherever the program stops.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/facts/facts.hpp"
#include "store/records/records.hpp"
#include "tell/outbox/deliveries.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::courier {

class Follower {
 public:
  /// `most_waiting`, below 10,000: of a webhook for which more would wait, the rest is not told, and it is paused.
  Follower(const facts::Facts& facts, records::Records& records, std::size_t most_waiting)
      : facts_(facts), records_(records), most_waiting_(most_waiting) {}

  /// Before anything is taken in: what came through the inbox before, and was not told yet, is to be told; what files brought since is
  /// not. Errors: as of the records.
  [[nodiscard]] Result<void> begin();
  /// Tells on what is new. True where there was something, and may be more.
  [[nodiscard]] Result<bool> follow(Instant now);

 private:
  using Range = std::pair<std::uint64_t, std::uint64_t>;
  /// What a webhook is to be told of a range.
  struct News {
    std::string webhook;
    std::vector<outbox::Event> events;
    std::string trouble;  ///< why it is to be paused
  };
  struct Heard {
    std::vector<outbox::Webhook> webhooks;  ///< that are active
    std::vector<outbox::Backlog> backlogs;
    outbox::Cursor cursor;
  };
  [[nodiscard]] Result<Heard> look();
  /// Errors: of a store that can't be asked just now.
  [[nodiscard]] Result<News> news_for(const outbox::Webhook& webhook, const Range& range, std::size_t room,
                                      Instant now) const;
  [[nodiscard]] Result<void> add_events(News& news, outbox::Kind kind, const facts::Expr& where, const Range& range,
                                        std::size_t room, Instant now) const;
  [[nodiscard]] Result<void> write(const std::vector<News>& all, const outbox::Cursor& cursor, Instant now);

  const facts::Facts& facts_;
  records::Records& records_;
  const std::size_t most_waiting_;
  std::uint64_t seen_ = 0;  ///< up to here all was looked at, also where nobody listened
  bool has_more_ = false;   ///< ranges of before
};

}  // namespace bellwether::courier
