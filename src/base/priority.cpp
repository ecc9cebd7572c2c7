#include "base/priority.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace bellwether {

void give_way() {
  constexpr int k_nice = 10;
  // Linux keeps it by thread. Where it can't be had, nothing gives way.
  const auto thread = static_cast<id_t>(syscall(SYS_gettid));
  if (getpriority(PRIO_PROCESS, thread) < k_nice) setpriority(PRIO_PROCESS, thread, k_nice);
}

}  // namespace bellwether
