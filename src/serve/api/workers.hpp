// Threads for work that takes its time, so that the server's own never wait: questions to the facts.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace bellwether::api {

class Workers {
 public:
  /// `waiting`: most that may wait for a thread.
  Workers(std::size_t threads, std::size_t waiting);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();  ///< finishes what was begun; what waits is dropped

  /// False where too much waits already. What is dropped is destroyed without being called.
  [[nodiscard]] bool submit(std::function<void()> work);

 private:
  void run(const std::stop_token& stop);

  std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable_any came_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::jthread> threads_;  ///< last: they use all of the above
};

}  // namespace bellwether::api
