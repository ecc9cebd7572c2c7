#include "serve/api/workers.hpp"

#include "base/priority.hpp"

#include <utility>

namespace bellwether::api {

Workers::Workers(std::size_t threads, std::size_t waiting) : most_waiting_(waiting) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
  }
}

Workers::~Workers() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

bool Workers::submit(std::function<void()> work) {
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(work));
  }
  came_.notify_one();
  return true;
}

void Workers::run(const std::stop_token& stop) {
  // Whoever sends something in waits for the disk alone, not for questions.
  give_way();
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      if (!came_.wait(lock, stop, [&] { return !waiting_.empty(); }) || stop.stop_requested()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace bellwether::api
