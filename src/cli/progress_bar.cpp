#include "cli/progress_bar.hpp"

#include "base/text.hpp"
#include "tell/terminal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace bellwether::cli {

namespace {
constexpr auto k_between = std::chrono::milliseconds(100);
constexpr int k_bar_columns = 24;
}  // namespace

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)),
      on_(isatty(STDERR_FILENO) == 1),
      began_(std::chrono::steady_clock::now()),
      last_(began_) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\x1b[2K", stderr);
}

void ProgressBar::show(std::uint64_t done, std::uint64_t all, std::uint64_t items, std::string_view unit) {
  if (!on_ || all == 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - last_ < k_between) return;
  last_ = now;
  drawn_ = true;
  const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(all));
  const double seconds = std::chrono::duration<double>(now - began_).count();
  const std::string line = progress_line(what_, share, items, unit, seconds);
  const std::size_t columns = tell::terminal_of(STDERR_FILENO).columns;
  fmt::print(stderr, "\r\x1b[2K{}", cut(line, columns > 1 ? columns - 1 : 1));
  std::fflush(stderr);
}

std::string duration_words(double seconds) {
  const auto whole = static_cast<long long>(std::ceil(std::max(0.0, seconds)));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

std::string progress_line(std::string_view what, double share, std::uint64_t items, std::string_view unit,
                          double seconds) {
  const int full = static_cast<int>(std::lround(share * k_bar_columns));
  std::string bar;
  for (int i = 0; i < k_bar_columns; ++i) bar += i < full ? "█" : "░";
  std::string line = fmt::format("{}  {}  {:.0f} %  {} {}", tell::printable(what), bar, share * 100,
                                 with_thousands(static_cast<long long>(items)), unit);
  // A rate of the first moments says nothing.
  if (seconds < 0.5) return line;
  line += fmt::format("  {} {}/s", with_thousands(std::llround(static_cast<double>(items) / seconds)), unit);
  if (share > 0.01) line += fmt::format("  {} left", duration_words(seconds / share - seconds));
  return line;
}

}  // namespace bellwether::cli
