#include "truth_grid.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace bellwether::truth {

Summary run(const std::string& title, const std::vector<Case>& cases, std::span<const std::int64_t> sizes,
            const char* counted) {
  fmt::print("\n{}\n{:<34}", title, fmt::format("coverage, by {}", counted));
  for (const std::int64_t n : sizes) fmt::print("{:>12}", n);
  fmt::print("\n");
  Summary summary;
  int cells = 0;
  for (const Case& one : cases) {
    fmt::print("{:<34}", one.world);
    for (const std::int64_t n : sizes) {
      const measure::Kept kept = one.coverage(n);
      const std::string share = kept.answered > 0.99 ? "" : fmt::format(" ({:.0f} %)", kept.answered * 100);
      fmt::print("{:>12}", kept.answered > 0 ? fmt::format("{:.3f}{}", kept.coverage, share) : "no answer");
      if (kept.answered < k_seldom) continue;
      summary.mean += kept.coverage;
      ++cells;
      if (n >= k_worst_from && kept.coverage < summary.worst) {
        summary.worst = kept.coverage;
        summary.where = fmt::format("{}, {} {}", one.world, n, counted);
      }
    }
    fmt::print("\n");
    std::fflush(stdout);
  }
  summary.mean /= cells;
  fmt::print("mean {:.4f}; worst from {} {} on {:.4f} ({})\n", summary.mean, k_worst_from, counted, summary.worst,
             summary.where);
  return summary;
}

}  // namespace bellwether::truth
