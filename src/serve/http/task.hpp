// Coroutines of one loop: code that waits reads like code that does not. A task starts when it is awaited, and goes
// back to whoever awaits it when it is done. It stays on its loop's thread, so that nothing here needs a lock.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace bellwether::http {

template <class Value>
class [[nodiscard]] Task {
 public:
  struct Promise;
  using promise_type = Promise;  // as the language calls it
  using Handle = std::coroutine_handle<Promise>;

  struct Back {
    static bool await_ready() noexcept { return false; }
    static std::coroutine_handle<> await_suspend(Handle done) noexcept { return done.promise().waiting; }
    static void await_resume() noexcept {}
  };
  struct Promise {
    std::coroutine_handle<> waiting;
    std::optional<Value> value;
    Task get_return_object() { return Task(Handle::from_promise(*this)); }
    static std::suspend_always initial_suspend() noexcept { return {}; }
    static Back final_suspend() noexcept { return {}; }
    void return_value(Value result) { value = std::move(result); }
    // What may throw is caught where it is called; what is left is lack of memory.
    [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
  };

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  static bool await_ready() noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) noexcept {
    handle_.promise().waiting = waiting;
    return handle_;
  }
  Value await_resume() { return *std::move(handle_.promise().value); }

 private:
  Handle handle_;
};

/// A coroutine that nobody awaits: it runs at once, and cleans up after itself.
struct Detached {
  struct Promise {
    static Detached get_return_object() noexcept { return {}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
  };
  using promise_type = Promise;
};

}  // namespace bellwether::http
