#include "serve/http/server.hpp"

#include "base/id.hpp"
#include "serve/http/connection.hpp"
#include "serve/http/loop.hpp"

#include <csignal>
#include <thread>
#include <tuple>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <pthread.h>

namespace bellwether::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds k_rest_after_trouble{100};
constexpr std::size_t k_most_being_refused = 256;  // beyond that, a connection is closed without a word
constexpr int k_most_threads = 256;

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                         Context::executor_type>;

tcp::endpoint raw(const Endpoint& endpoint) {
  const asio::ip::address_v6 address(endpoint.address.bytes);
  if (address.is_v4_mapped()) return {asio::ip::make_address_v4(asio::ip::v4_mapped, address), endpoint.port};
  return {address, endpoint.port};
}

Endpoint cooked(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address();
  const auto bytes = address.is_v4() ? asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()).to_bytes()
                                     : address.to_v6().to_bytes();
  Endpoint cooked{.address = {}, .port = endpoint.port()};
  std::copy(bytes.begin(), bytes.end(), cooked.address.bytes.begin());
  return cooked;
}

std::unexpected<Error> cannot_listen(const Endpoint& at, const error_code& error) {
  const std::string place = to_text(at);
  if (error == asio::error::address_in_use) {
    return fail(Code::conflict, "another program listens there already", place, "stop it, or name another port");
  }
  if (error == asio::error::access_denied) {
    return fail(Code::io, "this user may not listen there", place,
                "name a port from 1024 on, or grant CAP_NET_BIND_SERVICE");
  }
  if (error == asio::error::make_error_code(asio::error::basic_errors(EADDRNOTAVAIL))) {
    return fail(Code::io, "this machine has no such address", place, "name one of its own, or 0.0.0.0 for all");
  }
  return fail(Code::io, fmt::format("can't listen: {}", error.message()), place);
}

/// Takes connections in on the first loop, and hands them to all in turn.
class Door {
 public:
  Door(House& house, std::vector<std::unique_ptr<Loop>>& loops)
      : house_(house), loops_(loops), acceptor_(loops.front()->context), rest_(loops.front()->context) {}

  Result<Endpoint> open(const Endpoint& at) {
    const tcp::endpoint place = raw(at);
    try {
      acceptor_.open(place.protocol());
      acceptor_.set_option(asio::socket_base::reuse_address(true));
      if (place.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(true));
      acceptor_.bind(place);
      acceptor_.listen();
      return cooked(acceptor_.local_endpoint());
    } catch (const boost::system::system_error& thrown) {
      return cannot_listen(at, thrown.code());
    }
  }

  void take() {
    Loop& loop = *loops_[next_++ % loops_.size()];
    acceptor_.async_accept(loop.context, [this, &loop](const error_code& error, Socket socket) {
      if (!acceptor_.is_open()) return;
      if (!error) {
        let_in(loop, std::move(socket));
        take();
        return;
      }
      // Out of file descriptors, most likely: others will end.
      rest_.expires_after(k_rest_after_trouble);
      rest_.async_wait([this](const error_code& stopped) {
        if (!stopped && acceptor_.is_open()) take();
      });
    });
  }

  void close() {
    error_code ignored;
    std::ignore = acceptor_.close(ignored);
    rest_.cancel();
  }

 private:
  void let_in(Loop& loop, Socket socket) {
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (!error) std::ignore = socket.native_non_blocking(true, error);
    if (error) return;
    std::ignore = socket.set_option(tcp::no_delay(true), error);
    Entrance entrance{.peer = cooked(peer).address};
    entrance.counted = !asker_of(entrance.peer, false, {}, house_.settings.proxies).by_proxy;
    switch (house_.gate.enter(entrance.peer, entrance.counted)) {
      case Gate::Entry::open:
        count(house_.connections);
        break;
      case Gate::Entry::full:
        entrance.refusal = 503;
        break;
      case Gate::Entry::full_for_address:
        entrance.refusal = 429;
        break;
    }
    if (entrance.refusal) {
      count(house_.refused);
      if (house_.being_refused.load(std::memory_order_relaxed) >= k_most_being_refused) return;
      count(house_.being_refused);
    }
    const auto connection = std::make_shared<Connection>(loop, std::move(socket), entrance);
    asio::post(loop.context, [connection] { Connection::begin(connection); });
  }

  House& house_;
  std::vector<std::unique_ptr<Loop>>& loops_;
  asio::basic_socket_acceptor<tcp, Context::executor_type> acceptor_;
  Timer rest_;
  std::size_t next_ = 0;
};

/// Signals are for the program's first thread; a write to a closed connection is told by its result.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

struct Server::State {
  State(Settings settings, Router router, TlsContext tls)
      : house(std::move(settings), std::move(router), std::move(tls), new_id(now()).low) {
    for (int thread = 0; thread < house.settings.threads; ++thread) loops.push_back(std::make_unique<Loop>(house));
  }

  House house;
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::unique_ptr<Door>> doors;  // go before the loops that they stand on
  std::vector<Endpoint> endpoints;
  std::vector<std::jthread> threads;
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Server>> Server::start(Settings settings, Router router) {
  if (settings.threads < 1 || settings.threads > k_most_threads) {
    return fail(Code::bad_input, fmt::format("a server has 1 to {} threads, not {}", k_most_threads, settings.threads));
  }
  if (settings.listen.empty())
    return fail(Code::bad_input, "no place to listen at is named", {}, "name one, such as 127.0.0.1:8080");
  TlsContext tls;
  if (settings.certificate) {
    auto made = tls_from(*settings.certificate);
    if (!made) return std::unexpected(made.error());
    tls = *std::move(made);
  }
  auto state = std::make_unique<State>(std::move(settings), std::move(router), std::move(tls));
  for (const Endpoint& at : state->house.settings.listen) {
    state->doors.push_back(std::make_unique<Door>(state->house, state->loops));
    const auto taken = state->doors.back()->open(at);
    if (!taken) return std::unexpected(taken.error());
    state->endpoints.push_back(*taken);
  }
  for (const auto& door : state->doors) door->take();
  for (std::size_t place = 0; place < state->loops.size(); ++place) {
    state->threads.emplace_back([&loop = *state->loops[place], place] {
      block_signals();
      pthread_setname_np(pthread_self(), fmt::format("http {}", place).c_str());
      loop.run();
    });
  }
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

const std::vector<Endpoint>& Server::endpoints() const { return state_->endpoints; }

Counters Server::counters() const {
  const House& house = state_->house;
  Counters counters;
  for (std::size_t status = 0; status < house.requests.size(); ++status) {
    if (const auto number = house.requests[status].load(std::memory_order_relaxed); number > 0) {
      counters.requests_by_status[static_cast<int>(status)] = number;
    }
  }
  counters.connections = house.connections;
  counters.connections_refused = house.refused;
  counters.bytes_in = house.bytes_in;
  counters.bytes_out = house.bytes_out;
  counters.connections_open = house.gate.connections();
  counters.streams_open = house.streams;
  return counters;
}

void Server::stop(std::chrono::milliseconds grace) {
  if (state_->threads.empty()) return;
  const Time kill = std::chrono::steady_clock::now() + grace;
  // The doors first, and the loops from there: what was let in before reaches its loop ahead of the word that it stops.
  asio::post(state_->loops.front()->context, [this, kill] {
    for (const auto& door : state_->doors) door->close();
    for (const auto& loop : state_->loops) loop->stop(kill);
  });
  state_->threads.clear();
}

}  // namespace bellwether::http
