// understand_bench FILE…: how fast texts are read whole (language, personal data, sentiment, themes, intent, urgency, effort), on one core:
// each line is a text, cut to 140 bytes.
#include "understand/reader.hpp"

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace {

constexpr std::size_t k_longest = 140;

std::vector<std::string> texts_of(const std::string& file) {
  std::vector<std::string> texts;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) texts.push_back(line.substr(0, k_longest));
  }
  return texts;
}

int measure(const std::string& file) {
  using Clock = std::chrono::steady_clock;
  constexpr int k_times = 3;
  const std::vector<std::string> texts = texts_of(file);
  if (texts.empty()) {
    fmt::print(stderr, "{} has no lines\n", file);
    return 1;
  }
  const auto knowledge = bellwether::understand::Knowledge::shipped();
  if (!knowledge) return 1;
  bellwether::understand::Reader reader(*knowledge);
  for (int round = 0; round < 3; ++round) {
    std::size_t findings = 0;
    const auto start = Clock::now();
    for (int i = 0; i < k_times; ++i) {
      for (const std::string& text : texts) {
        findings += reader.read(text).mentions.size();
      }
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    fmt::print("{}: {} texts, {} mentions, {:.0f} texts/s\n", file, texts.size(), findings / k_times,
               static_cast<double>(texts.size() * k_times) / seconds);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  int status = 0;
  for (int i = 1; i < argc; ++i) status |= measure(argv[i]);
  return status;
}
