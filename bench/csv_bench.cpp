// csv_bench FILE…: how fast files become rows of cells, on one thread, without anything being done with the rows.
#include "listen/rows/rows.hpp"

#include <chrono>
#include <filesystem>
#include <string>

#include <fmt/format.h>

namespace {

int measure(const std::string& file) {
  using Clock = std::chrono::steady_clock;
  for (int round = 0; round < 3; ++round) {
    const auto start = Clock::now();
    const auto reader = bellwether::listen::open_rows(file);
    if (!reader) {
      fmt::print(stderr, "{}\n", to_text(reader.error()));
      return 1;
    }
    bellwether::listen::RowBlock block;
    std::size_t rows = 0;
    while (true) {
      const auto more = (*reader)->next(block);
      if (!more || !*more) break;
      rows += block.size();
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    fmt::print("{}: {}, {} rows, {:.0f} MB/s, {:.2f} M rows/s\n", file, (*reader)->form().text(), rows,
               static_cast<double>((*reader)->bytes_of()) / seconds / 1e6, static_cast<double>(rows) / seconds / 1e6);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  int status = 0;
  for (int i = 1; i < argc; ++i) status |= measure(argv[i]);
  return status;
}
