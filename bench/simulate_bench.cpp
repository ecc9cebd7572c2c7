// How fast a company is simulated, and in how much memory: `simulate_bench [--json FILE] [--signals N] [--threads T]`.
// Signals are written to a folder of the system's temporary ones, as `bellwether simulate` does.
#include "simulate/simulate.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace {

constexpr double k_bar_per_s = 200'000;
constexpr double k_bar_mb = 300;

/// The most that this process ever held, in MB.
double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1'024;
}

/// Seconds that this process spent computing, on all cores and in the kernel: other programs on the machine do not count.
double core_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int measure(const std::string& json_file, std::uint64_t signals, unsigned threads) {
  const auto scenario = bellwether::simulate::scenario_named("hotel");
  if (!scenario) {
    fmt::print(stderr, "{}\n", to_text(scenario.error()));
    return 1;
  }
  const auto folder =
      std::filesystem::temp_directory_path() /
      fmt::format("bellwether-simulate-bench-{}", std::chrono::steady_clock::now().time_since_epoch().count());
  const auto began = std::chrono::steady_clock::now();
  const auto written =
      bellwether::simulate::simulate(*scenario, folder, {.signals = signals, .seed = 1, .threads = threads}, {});
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::filesystem::remove_all(folder);
  if (!written) {
    fmt::print(stderr, "{}\n", to_text(written.error()));
    return 1;
  }
  const double per_s = static_cast<double>(written->signals) / core_seconds();
  fmt::print("simulated {} signals ({} MB) in {:.2f} s with {} thread(s), ", written->signals, written->bytes >> 20U,
             seconds, threads);
  fmt::print("{:.2f} s of one core: {:.0f} signals/s a core, peak {:.0f} MB\n", core_seconds(), per_s, peak_mb());
  const nlohmann::ordered_json report{{"simulate signals per second of one core",
                                       {{"value", per_s},
                                        {"unit", "signals/s of one core"},
                                        {"bar", k_bar_per_s},
                                        {"better", "higher"},
                                        {"passed", per_s >= k_bar_per_s}}},
                                      {"simulate peak memory",
                                       {{"value", peak_mb()},
                                        {"unit", "MB"},
                                        {"bar", k_bar_mb},
                                        {"better", "lower"},
                                        {"passed", peak_mb() < k_bar_mb}}}};
  if (!json_file.empty()) std::ofstream(json_file) << report.dump(2) << "\n";
  return 0;
}

int run(int count, char** words) {
  std::string json_file;
  std::uint64_t signals = 1'000'000;
  unsigned threads = 1;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string flag = words[i];
    if (flag == "--json") json_file = words[i + 1];
    if (flag == "--signals") signals = std::strtoull(words[i + 1], nullptr, 10);
    if (flag == "--threads") threads = static_cast<unsigned>(std::strtoul(words[i + 1], nullptr, 10));
  }
  return measure(json_file, signals, threads);
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "simulate_bench: {}\n", problem.what());
    return 2;
  }
}
