// One thread and the connections that it holds. Only this header and the files that include it see Asio.
#pragma once

// Asio of Boost 1.74 uses std::exchange without its header.
#include "serve/http/exchange.hpp"
#include "serve/http/house.hpp"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace bellwether::http {

using Context = boost::asio::io_context;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Context::executor_type>;
using Time = std::chrono::steady_clock::time_point;

class Connection;

class Loop {
 public:
  explicit Loop(House& house);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  void run();            ///< until it was stopped and no connection is left
  void stop(Time kill);  ///< any thread: connections end by themselves, and are cut off at `kill`

  // The rest on the loop's thread.
  void add(Connection& connection);
  void remove(Connection& connection);
  [[nodiscard]] bool is_stopping() const { return is_stopping_; }
  [[nodiscard]] std::span<char> scratch() { return scratch_; }
  [[nodiscard]] std::string_view date();

  House& house;
  Context context{1};
  const std::shared_ptr<Mailbox> mailbox =
      std::make_shared<Mailbox>();  // shared with exchanges: an answer may outlive the loop

 private:
  void sweep();
  void tell_all();
  void end_if_empty();

  boost::asio::executor_work_guard<Context::executor_type> work_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                    Context::executor_type>
      timer_;
  std::vector<Connection*> connections_;
  std::vector<char> scratch_;  // every read goes here first: an idle connection holds no buffer
  std::string date_;
  std::int64_t date_second_ = -1;
  bool is_stopping_ = false;
  Time kill_ = Time::max();
};

}  // namespace bellwether::http
