// How a handler takes a request and answers it: at once or later, from any thread, whole or piece by piece.
//
//   Route route_of(const Request& request) {                       // from the head alone
//     return {.pattern = "/v1/signals", .answer = Whole([&](Request&& r, Reply reply) {
//       inbox.put(entries_of(r.body), [reply](auto placed) { reply(response_to(placed)); });  // on the inbox's thread
//     })};
//   }
#pragma once

#include "base/result.hpp"
#include "serve/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::http {

class Exchange;

/// A response that is still being written. Copies are the same stream; when the last one goes, it ends. Any thread;
/// never waits.
class Stream {
 public:
  /// Takes the bytes for the client (of an event stream: whole events). False where nobody reads any more: the client
  /// went away, was too slow (Limits::stream_bytes), the stream was ended, or the server stops.
  bool send(std::string_view bytes) const;
  /// What was sent still goes out, then the response is complete.
  void end() const;
  [[nodiscard]] bool is_open() const;
  /// Called once when nobody reads any more, on a thread of the server; at once where that is so already. One call at
  /// most per stream.
  void when_closed(std::function<void()> then) const;
  /// Called once when there is room for more, on a thread of the server: for whoever has much to send. Not called once
  /// it is closed.
  void when_room(std::function<void()> then) const;

 private:
  friend class Reply;
  struct End;
  explicit Stream(std::shared_ptr<End> end) : end_(std::move(end)) {}
  std::shared_ptr<End> end_;  // shared by the copies: the last one to go ends the stream
};

/// The one answer to a request. Copies are the same answer; it may be given later and from any thread, once. Where all
/// copies go without one, the client is told 500 (or what was wrong with its body). Where the client is gone, an answer
/// goes nowhere.
class Reply {
 public:
  void operator()(Response response) const;

  enum class Kind : std::uint8_t {
    bytes,   ///< of any content type; ends when the handler ends it
    events,  ///< server-sent events: kept alive by comments, ended by the server's last event when it stops
  };
  /// Answers with a head now and the body piece by piece. `events` sets Content-Type and Cache-Control.
  [[nodiscard]] Stream stream(Response head, Kind kind) const;

 private:
  friend class Connection;
  struct End;
  explicit Reply(std::shared_ptr<Exchange> exchange);
  std::shared_ptr<End> end_;  // shared by the copies: the last one to go unanswered answers
};

/// A request's body, piece by piece. Nothing is read from the client while nobody asks, nor while what the handler
/// streams back is not taken.
class BodyReader {
 public:
  /// A piece of 128 KiB at most; what is streamed back for it in one send() finds room, however much it is.
  /// Nothing at the end; or an error: `too_large`, `bad_input` (broken chunks), `io` (too slow, or gone).
  /// After an error the handler may still answer, or let its Reply go: then the server says what was wrong.
  using Piece = Result<std::optional<std::string>>;
  /// Asks for the next piece; called once, on a thread of the server. One question at a time.
  void next(std::function<void(Piece)> then) const;

 private:
  friend class Connection;
  explicit BodyReader(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  std::shared_ptr<Exchange> exchange_;  // shared with the connection that reads
};

/// Called on a thread of the server: it must be quick, and hand what is slow to somebody else.
using Whole = std::function<void(Request&&, Reply)>;
using Streamed = std::function<void(Request&&, const BodyReader&, Reply)>;

/// What becomes of a request, told from its head: an answer at once (401, 404, 405, 415 …), or who answers with its
/// body.
struct Route {
  std::string_view pattern = {};  ///< "/v1/units/{id}", for the log; must outlive the server
  std::optional<std::size_t> most_body_bytes =
      {};  ///< instead of Limits::body_bytes; a streamed body has no limit without it
  std::variant<Response, Whole, Streamed> answer = {};
};
/// Called on the server's threads, on several at once.
using Router = std::function<Route(const Request& head)>;

}  // namespace bellwether::http
