// Bodies and answers that come and go piece by piece.
#include "serve/http/served_for_test.hpp"

#include <atomic>

namespace bellwether::http {
namespace {

using std::chrono::milliseconds;

/// Answers each line of a body with its length, as the lines come: a batch with a result per line.
class Lines : public std::enable_shared_from_this<Lines> {
 public:
  Lines(BodyReader body, Reply reply) : body_(std::move(body)), reply_(std::move(reply)) {}
  void go_on() {
    body_.next([self = shared_from_this()](BodyReader::Piece piece) { self->take(piece); });
  }

 private:
  void take(const BodyReader::Piece& piece) {
    if (!piece) return;  // the reply is let go: the server says what was wrong, where it still can
    if (!stream_) stream_ = reply_.stream({.headers = {{"Content-Type", "application/x-ndjson"}}}, Reply::Kind::bytes);
    if (!*piece) return;
    std::string results;
    for (const char letter : **piece) {
      ++length_;
      if (letter == '\n') results += std::to_string(std::exchange(length_, 0)) + "\n";
    }
    stream_->send(results);
    go_on();
  }

  BodyReader body_;
  Reply reply_;
  std::optional<Stream> stream_;
  int length_ = 0;
};

struct Streams : Served {
  Streams() {
    routes["/lines"] = {.pattern = "/lines",
                        .answer = Streamed([](Request&&, const BodyReader& body, const Reply& reply) {
                          std::make_shared<Lines>(body, reply)->go_on();
                        })};
    routes["/events"] = {.pattern = "/events", .answer = Whole([this](Request&&, const Reply& reply) {
                                                 const std::scoped_lock lock(held);
                                                 streams.push_back(reply.stream({}, Reply::Kind::events));
                                                 streams.back().when_closed([this] { closed.happens(); });
                                                 opened.happens();
                                               })};
  }
  ~Streams() override {
    server.reset();  // what its threads tell stands here
    threads.join();
    const std::scoped_lock lock(held);
    streams.clear();
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  Stream stream(std::size_t which = 0) {
    const std::scoped_lock lock(held);
    return streams.at(which);
  }

  std::vector<Stream> streams;
  Happening opened;
  Happening closed;
};

TEST_F(Streams, AnswerLineByLineWhileTheBodyComes) {
  start();
  Client one = client();
  one.send("POST /lines HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
  one.send("4\r\nabc\n\r\n");
  const std::string head = one.read_until("\r\n\r\n");
  EXPECT_NE(head.find("application/x-ndjson"), std::string::npos);
  EXPECT_EQ(one.read_chunk(), "4\n");
  one.send("6\r\nd\nefg\n\r\n");
  EXPECT_EQ(one.read_chunk(), "2\n4\n");
  one.send("0\r\n\r\n");
  EXPECT_EQ(one.read_chunk(), std::nullopt);
  EXPECT_EQ(one.ask(post("/lines", "12345\n")).body, "6\n") << "the connection serves on";
}

TEST_F(Streams, TakeABodyOfAnyLength) {
  start();
  Client one = client();
  constexpr int k_lines = 300'000;
  std::jthread sender([&] {
    std::string lines;
    for (int i = 0; i < 1000; ++i) lines += "{\"a line\": \"of forty letters or so\"}\n";
    one.send("POST /lines HTTP/1.1\r\nHost: here\r\nContent-Length: " +
             std::to_string(lines.size() * (k_lines / 1000)) + "\r\n\r\n");
    for (int i = 0; i < k_lines / 1000; ++i) one.send(lines);
  });
  const Answer answer = one.read();
  EXPECT_TRUE(answer.is_complete);
  EXPECT_EQ(std::ranges::count(answer.body, '\n'), k_lines);
}

// A sender that never reads is not read either: what waits is bounded on both ways.
TEST_F(Streams, StopReadingWhereTheResultsAreNotTaken) {
  settings.limits.stream_bytes = 64 << 10;
  std::atomic<std::size_t> taken = 0;
  routes["/echo"] = {.answer = Streamed([&](Request&&, const BodyReader& body, const Reply& reply) {
                       struct Echo : std::enable_shared_from_this<Echo> {
                         Echo(BodyReader from, Stream to, std::atomic<std::size_t>& counted)
                             : body(std::move(from)), stream(std::move(to)), taken(counted) {}
                         void go_on() {
                           body.next([self = shared_from_this()](BodyReader::Piece piece) {
                             if (!piece || !*piece) return;
                             self->taken += (*piece)->size();
                             EXPECT_TRUE(self->stream.send(**piece)) << "there was room when it was asked for";
                             self->go_on();
                           });
                         }
                         BodyReader body;
                         Stream stream;
                         std::atomic<std::size_t>& taken;
                       };
                       std::make_shared<Echo>(body, reply.stream({}, Reply::Kind::bytes), taken)->go_on();
                     })};
  start();
  constexpr std::size_t k_bytes = 64 << 20;
  Client one(server->endpoints().front(), 4096);
  one.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(k_bytes) + "\r\n\r\n");
  std::atomic<bool> is_all_sent = false;
  std::jthread sender([&] {
    const std::string piece(1 << 20, 'x');
    for (std::size_t sent = 0; sent < k_bytes; sent += piece.size()) one.send(piece);
    is_all_sent = true;
  });
  std::size_t before = 0;
  do {
    before = taken;
    std::this_thread::sleep_for(milliseconds(300));
  } while (taken != before || taken == 0);
  EXPECT_FALSE(is_all_sent);
  EXPECT_LT(taken, k_bytes / 2);
  EXPECT_EQ(one.read().body.size(), k_bytes);
}

TEST_F(Streams, StopReadingWhereTheHandlerDoesNotAsk) {
  std::optional<BodyReader> reader;
  std::optional<Reply> kept;
  routes["/held"] = {.answer = Streamed([&](Request&&, const BodyReader& body, const Reply& reply) {
                       reader = body;
                       kept = reply;
                       opened.happens();
                     })};
  start();
  Client one = client();
  one.send("POST /held HTTP/1.1\r\nHost: here\r\nContent-Length: 100000000\r\n\r\n");
  ASSERT_TRUE(opened.waited_for());
  std::size_t taken = 0;
  const std::string piece(1 << 20, 'x');
  // What the system's buffers hold goes out; then nobody takes more.
  for (int misses = 0; misses < 5 && taken < 100'000'000;) {
    const ssize_t sent = ::send(one.socket(), piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) taken += static_cast<std::size_t>(sent);
    if (sent <= 0) {
      ++misses;
      std::this_thread::sleep_for(milliseconds(50));
    }
  }
  EXPECT_LT(taken, 100'000'000U);
  std::size_t got = 0;
  Happening all;
  std::function<void()> go_on = [&] {
    reader->next([&](BodyReader::Piece part) {
      if (part && *part) got += (*part)->size();
      if (!part || !*part || got >= taken) return all.happens();
      go_on();
    });
  };
  go_on();
  EXPECT_TRUE(all.waited_for());
  EXPECT_EQ(got, taken);
  (*kept)(text("enough"));
  EXPECT_EQ(one.read().body, "enough");
  EXPECT_TRUE(one.is_closed()) << "what is left of the body is no request";
  kept.reset();
}

TEST_F(Streams, TellWhatWasWrongWithABody) {
  settings.limits.body_time = milliseconds(200);
  routes["/lines"].most_body_bytes = 100;
  // Waits for the whole of it before it answers.
  routes["/later"] = {.answer = Streamed([](Request&&, const BodyReader& body, const Reply& reply) {
                        body.next([reply](const BodyReader::Piece& piece) {
                          if (piece) reply(text("came"));
                        });
                      })};
  start();
  Client large = client();
  expect_problem(large.ask("POST /lines HTTP/1.1\r\nHost: here\r\nContent-Length: 101\r\n\r\n"), 413);
  Client slow = client();
  expect_problem(slow.ask("POST /later HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\n"), 408);
  Client broken = client();
  expect_problem(broken.ask("POST /later HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n"),
                 400);
}

TEST_F(Streams, BreakOffWhereTheAnswerHasBegunAndTheBodyGrowsTooLarge) {
  routes["/lines"].most_body_bytes = 10;
  start();
  Client one = client();
  one.send("POST /lines HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabc\n\r\n");
  one.read_until("4\n\r\n");
  one.send("10\r\n0123456789abcdef\r\n");
  EXPECT_EQ(one.read_all(), "0\r\n\r\n") << "the handler ended its answer, and the rest of the body is no request";
}

TEST_F(Streams, TellAHandlerThatItsClientLeft) {
  Happening told;
  routes["/held"] = {.answer = Streamed([&](Request&&, const BodyReader& body, const Reply& reply) {
                       body.next([&told, reply](const BodyReader::Piece& piece) {
                         EXPECT_FALSE(piece);
                         if (!piece) told.happens();
                       });
                       opened.happens();
                     })};
  start();
  Client one = client();
  one.send("POST /held HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\n");
  ASSERT_TRUE(opened.waited_for());
  one.abort();
  EXPECT_TRUE(told.waited_for());
}

TEST_F(Streams, EndABodyOfOldByClosing) {
  start();
  Client one = client();
  const Answer answer = one.ask("POST /lines HTTP/1.0\r\nContent-Length: 3\r\n\r\nab\n");
  EXPECT_EQ(answer.field("Transfer-Encoding"), "");
  EXPECT_EQ(answer.body, "3\n");
}

TEST_F(Streams, HaveNoBodyForHead) {
  start();
  Client one = client();
  one.send("HEAD /lines HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nab\n");
  EXPECT_EQ(one.read(true).status, 200);
  EXPECT_EQ(one.ask(post("/lines", "a\n")).body, "2\n");
}

TEST_F(Streams, CarryEventsFromSeveralThreads) {
  start();
  Client one = client();
  one.send(get("/events"));
  const std::string head = one.read_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(head.find("Cache-Control: no-store\r\n"), std::string::npos);
  ASSERT_TRUE(opened.waited_for());
  constexpr int k_threads = 4;
  constexpr int k_events = 500;
  for (int thread = 0; thread < k_threads; ++thread) {
    threads.run([this, thread] {
      for (int i = 0; i < k_events; ++i) EXPECT_TRUE(stream().send("data: " + std::to_string(thread) + "\n\n"));
    });
  }
  std::string all;
  while (std::ranges::count(all, '\n') < 2 * k_threads * k_events) {
    const auto chunk = one.read_chunk();
    ASSERT_TRUE(chunk);
    all += *chunk;
  }
  for (int thread = 0; thread < k_threads; ++thread) {
    const std::string event = "data: " + std::to_string(thread) + "\n\n";
    int seen = 0;
    for (std::size_t at = all.find(event); at != std::string::npos; at = all.find(event, at + 1)) ++seen;
    EXPECT_EQ(seen, k_events);
  }
  EXPECT_EQ(server->counters().streams_open, 1U);
  stream().end();
  EXPECT_EQ(one.read_chunk(), std::nullopt);
  EXPECT_TRUE(closed.waited_for());
  EXPECT_FALSE(stream().send("data: late\n\n"));
}

TEST_F(Streams, AreKeptAliveByComments) {
  settings.limits.heartbeat = milliseconds(100);
  start();
  Client one = client();
  one.send(get("/events"));
  one.read_until("\r\n\r\n");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(one.read_chunk(), ":\n\n");
  stream().send("data: 1\n\n");
  EXPECT_EQ(one.read_until("data: 1\n\n").substr(0, 1), "9");
}

TEST_F(Streams, TellWhenTheirReaderLeft) {
  start();
  {
    Client one = client();
    one.send(get("/events"));
    one.read_until("\r\n\r\n");
    ASSERT_TRUE(opened.waited_for());
    EXPECT_TRUE(stream().is_open());
  }
  EXPECT_TRUE(closed.waited_for());
  EXPECT_FALSE(stream().is_open());
  EXPECT_FALSE(stream().send("data: nobody\n\n"));
  Happening at_once;
  stream().when_closed([&] { at_once.happens(); });
  EXPECT_TRUE(at_once.waited_for());
}

TEST_F(Streams, DropAReaderThatIsTooSlowAndSaySo) {
  settings.limits.stream_bytes = 32 << 10;
  start();
  Client one(server->endpoints().front(), 4096);
  one.send(get("/events"));
  ASSERT_TRUE(opened.waited_for());
  const std::string event = "data: " + std::string(1000, 'x') + "\n\n";
  while (stream().send(event)) {
  }
  EXPECT_FALSE(stream().is_open());
  const Answer answer = one.read();
  EXPECT_TRUE(answer.is_complete);
  EXPECT_TRUE(answer.body.ends_with(": dropped, because too much waited to be read\n\n")) << answer.body.size();
  EXPECT_TRUE(closed.waited_for());
}

TEST_F(Streams, DoNotPassForCompleteWhereBytesAreMissing) {
  settings.limits.stream_bytes = 32 << 10;
  std::optional<Stream> stream;
  routes["/export"] = {.answer = Whole([&](Request&&, const Reply& reply) {
                         stream = reply.stream({}, Reply::Kind::bytes);
                         opened.happens();
                       })};
  start();
  Client one(server->endpoints().front(), 4096);
  one.send(get("/export"));
  ASSERT_TRUE(opened.waited_for());
  while (stream->send(std::string(1000, 'x'))) {
  }
  EXPECT_FALSE(one.read().is_complete);
  stream.reset();
}

TEST_F(Streams, SendMuchAsRoomBecomesFree) {
  constexpr int k_pieces = 2000;
  struct Export : std::enable_shared_from_this<Export> {
    explicit Export(Stream to) : stream(std::move(to)) {}
    void go_on() {
      if (left-- == 0) return;
      EXPECT_TRUE(stream.send(std::string(10'000, 'x')));
      stream.when_room([self = shared_from_this()] { self->go_on(); });
    }
    Stream stream;
    int left = k_pieces;
  };
  routes["/export"] = {.answer = Whole([&](Request&&, const Reply& reply) {
                         std::make_shared<Export>(
                             reply.stream({.headers = {{"Content-Type", "text/csv"}}}, Reply::Kind::bytes))
                             ->go_on();
                       })};
  start();
  Client one = client();
  const Answer answer = one.ask(get("/export"));
  EXPECT_TRUE(answer.is_complete);
  EXPECT_EQ(answer.body.size(), k_pieces * 10'000U);
  EXPECT_EQ(one.ask(get("/export")).body.size(), k_pieces * 10'000U);
}

TEST_F(Streams, StopWithALastEvent) {
  settings.last_event = "event: stopping\ndata: come back\n\n";
  start();
  Client one = client();
  one.send(get("/events"));
  one.read_until("\r\n\r\n");
  ASSERT_TRUE(opened.waited_for());
  server->stop(milliseconds(k_patience_ms));
  EXPECT_EQ(one.read_chunk(), "event: stopping\ndata: come back\n\n");
  EXPECT_EQ(one.read_chunk(), std::nullopt);
  EXPECT_TRUE(one.is_closed());
  EXPECT_TRUE(closed.waited_for());
  EXPECT_FALSE(stream().send("data: too late\n\n"));
}

TEST_F(Streams, FinishRequestsUnderWayBeforeTheyStop) {
  Happening asked;
  Happening go_on;
  routes["/slow"] = {.answer = Whole([&](Request&&, const Reply& reply) {
                       asked.happens();
                       threads.run([&, reply] {
                         EXPECT_TRUE(go_on.waited_for());
                         reply(text("finished"));
                       });
                     })};
  start();
  Client idle = client();
  Client busy = client();
  Client sending = client();
  busy.send(get("/slow"));
  sending.send("POST /lines HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nab");
  sending.read_until("\r\n\r\n");
  ASSERT_TRUE(asked.waited_for());
  std::jthread stopping([&] { server->stop(milliseconds(k_patience_ms)); });
  EXPECT_TRUE(idle.is_closed());
  go_on.happens();
  sending.send("c\n");
  const Answer answer = busy.read();
  EXPECT_EQ(answer.body, "finished");
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_EQ(sending.read_chunk(), "4\n");
  stopping.join();
  EXPECT_FALSE(client().is_connected());
}

TEST_F(Streams, CutOffWhatDoesNotFinishInTime) {
  std::optional<Reply> kept;
  routes["/never"] = {.answer = Whole([&](Request&&, const Reply& reply) {
                        kept = reply;
                        opened.happens();
                      })};
  start();
  Client one = client();
  one.send(get("/never"));
  ASSERT_TRUE(opened.waited_for());
  server->stop(milliseconds(200));
  EXPECT_TRUE(one.is_closed());
  server.reset();
  (*kept)(text("an answer may come when the server is long gone"));
  kept.reset();
}

TEST_F(Streams, StopUnderLoad) {
  settings.threads = 2;
  routes["/later"] = {
      .answer = Whole([&](Request&&, const Reply& reply) { threads.run([reply] { reply(text("later")); }); })};
  for (int round = 0; round < 5; ++round) {
    start();
    std::vector<std::jthread> senders;
    for (int i = 0; i < 4; ++i) {
      senders.emplace_back([&, to = server->endpoints().front()] {
        for (;;) {
          Client one(to);
          if (!one.is_connected()) return;
          for (int asked = 0; asked < 10; ++asked) {
            if (!one.send(get(asked % 3 == 0 ? "/later" : "/nowhere"))) break;
            const Answer answer = one.read();
            if (answer.status == 0) break;
            EXPECT_TRUE(answer.is_complete);
          }
        }
      });
    }
    std::this_thread::sleep_for(milliseconds(50));
    server->stop(milliseconds(k_patience_ms));
    senders.clear();
    threads.join();
  }
}

}  // namespace
}  // namespace bellwether::http
