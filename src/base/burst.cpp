#include "base/burst.hpp"

#include <utility>

namespace bellwether {

namespace {

thread_local Burst* t_burst = nullptr;

}  // namespace

Burst::Burst() {
  if (t_burst == nullptr) t_burst = this;
}

Burst::~Burst() {
  if (t_burst != this) return;
  t_burst = nullptr;
  for (const auto& work : put_off_) work();
}

bool Burst::at_end(std::function<void()> work) {
  if (t_burst == nullptr) return false;
  t_burst->put_off_.push_back(std::move(work));
  return true;
}

}  // namespace bellwether
