// What each of many calls in a row would do, done once after the last of them.
//
//   const Burst burst;                           // on this thread, until the end of its scope
//   for (const auto& answer : answers) answer();
//
// and somewhere below, where it doesn't matter whether it happens now or in a moment:
//
//   if (!Burst::at_end(ring)) ring();
#pragma once

#include <functional>
#include <vector>

namespace bellwether {

/// Of one thread; the inner ones of several add nothing.
class Burst {
 public:
  Burst();
  Burst(const Burst&) = delete;
  Burst& operator=(const Burst&) = delete;
  ~Burst();  ///< does what was put off, in order

  /// False: there is no burst on this thread, and `work` was not taken.
  [[nodiscard]] static bool at_end(std::function<void()> work);

 private:
  std::vector<std::function<void()>> put_off_;
};

}  // namespace bellwether
