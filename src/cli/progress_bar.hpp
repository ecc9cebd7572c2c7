// A bar on the terminal while something long runs: share, rate, time left. Nothing where the output is no terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::cli {

class ProgressBar {
 public:
  /// `what` stands before the bar: a file's name. Draws on standard error, if that is a terminal.
  explicit ProgressBar(std::string what);
  ~ProgressBar();  ///< wipes the bar
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// `done` of `all` in any unit; `items` counts what `unit` names ("rows"). Draws at most ten times a second.
  void show(std::uint64_t done, std::uint64_t all, std::uint64_t items, std::string_view unit);

 private:
  std::string what_;
  bool on_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point last_;
};

/// "2 min 5 s", "40 s"; for what is left.
[[nodiscard]] std::string duration_words(double seconds);

/// The line itself, for tests: "reviews.csv  ████████░░░░  62 %  412,000 rows  103,000 rows/s  14 s left".
[[nodiscard]] std::string progress_line(std::string_view what, double share, std::uint64_t items, std::string_view unit,
                                        double seconds);

}  // namespace bellwether::cli
