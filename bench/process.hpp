// What a benchmark's own process takes and may take.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace bellwether::bench {

/// Of this process.
inline double resident_mb() {
  std::ifstream status("/proc/self/statm");
  double all_pages = 0, resident_pages = 0;
  status >> all_pages >> resident_pages;
  return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// How many connections this process may hold, besides stores and others; raises its limit as far as it may.
inline std::size_t connections_that_fit() {
  constexpr std::size_t k_others = 1'000;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  return files.rlim_cur - k_others;
}

}  // namespace bellwether::bench
