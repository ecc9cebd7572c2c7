// One request under way, between the threads of its handler and the loop of its connection.
#pragma once

#include "serve/http/reply.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::http {

/// What a loop is told from other threads. A hundred answers given while the loop is busy, or in one burst, ring its bell once.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
 public:
  void tell(std::shared_ptr<Exchange> exchange);
  [[nodiscard]] std::vector<std::shared_ptr<Exchange>> take();
  void hang_up(std::function<void()> bell);  ///< an empty bell: nobody listens any more

 private:
  void ring();

  std::mutex held_;
  std::function<void()> bell_;
  std::vector<std::shared_ptr<Exchange>> letters_;
};

/// Who waits on its loop for news of an exchange.
class Sleeper {
 public:
  Sleeper() = default;
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  virtual ~Sleeper() = default;
  virtual void wake() = 0;
};

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  /// `mailbox` is shared with the loop, since an answer may come when the loop is gone.
  Exchange(std::shared_ptr<Mailbox> mailbox, std::size_t most_bytes)
      : mailbox_(std::move(mailbox)), most_bytes_(most_bytes) {}

  // The handler's side: any thread.
  void answer(Response response);
  void stream(Response head, Reply::Kind kind);
  void drop_reply();
  [[nodiscard]] bool send(std::string_view bytes);
  void end_stream();
  [[nodiscard]] bool is_open() const;
  void when_closed(std::function<void()> then);
  void when_room(std::function<void()> then);
  void ask(std::function<void(BodyReader::Piece)> then);

  // The loop's side.
  /// What the handler did since it was last asked.
  struct News {
    std::optional<Response> response = {};
    std::optional<Response> head = {};  ///< a stream begins
    Reply::Kind kind = Reply::Kind::bytes;
    std::string bytes = {};           ///< to be sent
    bool dropped = false;             ///< nobody will answer
    bool ended = false;               ///< nothing follows `bytes`
    bool overflowed = false;          ///< bytes are missing: the stream can't be completed
    bool asks = false;                ///< for a piece of the body
    std::function<void()> room = {};  ///< to be called: somebody waits for room, and there is some
  };
  /// `unsent` bytes are still with the connection.
  [[nodiscard]] News take(std::size_t unsent);
  /// False where there are news already; else the sleeper is woken by the next ones, on its loop.
  [[nodiscard]] bool sleep();
  void deliver(BodyReader::Piece piece);  ///< to whoever asked
  /// Nobody reads any more: later answers go nowhere, and whoever waits is told.
  void close();
  Sleeper* sleeper = nullptr;  ///< touched on the loop only

 private:
  void tell(std::unique_lock<std::mutex> lock);

  mutable std::mutex held_;
  const std::shared_ptr<Mailbox> mailbox_;
  const std::size_t most_bytes_;
  News news_;
  bool has_news_ = false;
  bool asleep_ = false;
  bool answered_ = false;
  bool streams_ = false;
  bool closed_ = false;
  bool refuses_ = false;  // the stream takes nothing more
  Reply::Kind kind_ = Reply::Kind::bytes;
  std::size_t unsent_ = 0;
  std::function<void()> when_closed_;
  std::function<void()> when_room_;
  std::function<void(BodyReader::Piece)> asked_;
};

}  // namespace bellwether::http
