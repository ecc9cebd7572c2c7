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

/// Both ends are files of this process; so are the stores, and the connections that send.
inline std::size_t streams_that_fit(std::size_t wanted) {
  constexpr std::size_t k_others = 1'000;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = std::max<rlim_t>(files.rlim_max, 2 * wanted + k_others);
  rlimit most = files;
  most.rlim_max = files.rlim_cur;
  // Only root may raise it beyond what it was.
  if (setrlimit(RLIMIT_NOFILE, &most) != 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  return (files.rlim_cur - k_others) / 2;
}

}  // namespace bellwether::bench
