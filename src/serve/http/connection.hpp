// One connection, from its first byte to its last: one request after the other.
#pragma once

#include "serve/http/exchange.hpp"
#include "serve/http/loop.hpp"
#include "serve/http/parser.hpp"
#include "serve/http/task.hpp"
#include "serve/http/wire.hpp"

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::http {

/// How a connection was let in.
struct Entrance {
  Address peer;
  bool counted = false;             ///< by its address
  std::optional<int> refusal = {};  ///< it was not: it is told why (503, 429), and closed
};

// Shared by its own coroutine and by what it waits for at the socket, which may be told after its end.
class Connection : public Sleeper, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, Socket socket, const Entrance& entrance);
  static void begin(const std::shared_ptr<Connection>& connection);

  void wake() override;
  void expire();  ///< its deadline has passed
  void kill();    ///< it ends now
  [[nodiscard]] Time deadline() const { return deadline_; }
  std::size_t place = 0;  ///< where the loop keeps it

 private:
  enum class Woken : std::uint8_t { again, expired, killed };
  struct Pause {
    Connection& connection;
    static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) const noexcept { connection.waiting_ = waiting; }
    [[nodiscard]] Woken await_resume() const noexcept { return connection.woken(); }
  };
  /// What the client still may take: a span, and a second for each so many bytes that did pass.
  struct Allowance {
    std::chrono::milliseconds span;
    std::size_t least_bytes_per_second;
    std::chrono::nanoseconds waited{0};
    std::uint64_t bytes = 0;
    [[nodiscard]] Time until(Time now) const;
  };

  // connection.cpp: waiting, reading, and the way of a request
  Detached live(std::shared_ptr<Connection> self);
  Task<bool> greet();
  Task<bool> serve();
  Task<bool> read_head();
  Task<bool> read_whole_body();
  Task<bool> refuse(int status, std::string_view detail, std::optional<std::chrono::milliseconds> retry_after = {});
  void begin_request();
  [[nodiscard]] std::optional<Route> routed();
  [[nodiscard]] Pause pause(Time until);
  [[nodiscard]] Pause yield();  ///< the loop's other connections have their turn
  [[nodiscard]] Woken woken();
  void arm(Wire::Now wait);
  [[nodiscard]] Wire::Now read();
  void parse_waiting();
  [[nodiscard]] std::string_view unread() const { return std::string_view(in_).substr(in_from_); }
  [[nodiscard]] Wire::Now advance_body();
  [[nodiscard]] bool owes_continue() const;

  // answer.cpp: what goes out
  Task<bool> answer(Response response);
  Task<bool> send(std::string_view head, std::string_view body);
  Task<bool> linger();
  void finish();

  // converse.cpp: a handler that answers later, or piece by piece
  struct Streaming;
  Task<bool> converse();
  [[nodiscard]] std::optional<Response> take_news(Streaming& stream, Exchange::News& news);
  [[nodiscard]] bool begin_stream(Streaming& stream, const Response& head, Reply::Kind kind);
  void add(Streaming& stream, std::string_view bytes);
  [[nodiscard]] Wire::Now flush();
  [[nodiscard]] bool feed();
  void fail_body(int status, Code code, std::string detail);
  [[nodiscard]] bool is_gone_while_idle(const Streaming& stream);
  [[nodiscard]] Time next_deadline(const Streaming& stream, Wire::Now flushed, bool asks, Time now) const;
  [[nodiscard]] std::optional<Response> late(Streaming& stream, Wire::Now flushed, bool asks);
  bool end_stream(const Streaming& stream);

  Loop& loop_;
  Socket socket_;
  Wire wire_;
  const Entrance entrance_;
  Parser parser_;
  std::string in_;  // read and not yet understood
  std::size_t in_from_ = 0;
  std::string out_;  // of a stream: written and not yet taken
  std::size_t out_from_ = 0;

  std::coroutine_handle<> waiting_;
  Time deadline_ = Time::max();
  bool is_expired_ = false;
  bool is_killed_ = false;
  bool is_read_armed_ = false;
  bool is_write_armed_ = false;
  int requests_in_a_row_ = 0;
  bool is_fresh_ = true;       // no request yet
  bool may_have_more_ = true;  // reading is worth a try before waiting

  // Of the request under way.
  std::shared_ptr<Exchange> exchange_;  // shared with the handler's Reply
  std::string id_;
  std::string method_;
  std::string_view pattern_;
  std::string mistake_;
  std::uint64_t most_body_bytes_ = 0;
  std::uint64_t body_bytes_ = 0;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
  int status_ = 0;
  bool is_late_ = false;       // its head did not come in time
  bool is_continued_ = false;  // "100 Continue" was sent
  bool is_gone_ = false;       // the client is
  std::optional<Parser::Refusal> body_failure_;
  Allowance body_allowance_;
  Allowance write_allowance_;
  Time began_;
};

}  // namespace bellwether::http
