// What other libraries make of the same texts: bench/peers/reading, run by Node.js.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace bellwether::bench {

/// Texts per second of one core, by the library's name. Nothing where Node.js or the libraries are missing: `scripts/setup bench` brings them.
inline std::map<std::string, double> read_by_peers(const std::filesystem::path& folder,
                                                   std::span<const std::string> texts, int rounds) {
  std::map<std::string, double> told;
  if (!std::filesystem::exists(folder / "node_modules")) return told;
  const auto file = std::filesystem::temp_directory_path() / fmt::format("bellwether-reading-{}.txt", getpid());
  std::ofstream out(file);
  for (const std::string& text : texts) out << text << '\n';
  out.close();
  const std::string command =
      fmt::format("node '{}' '{}' {}", (folder / "reading.mjs").string(), file.string(), rounds);
  if (FILE* pipe = popen(command.c_str(), "r"); pipe != nullptr) {
    std::string answer;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) answer += static_cast<char>(c);
    const bool is_well = pclose(pipe) == 0;
    const auto json = nlohmann::json::parse(answer, nullptr, false);
    if (is_well && json.is_object()) told = json.get<std::map<std::string, double>>();
  }
  std::filesystem::remove(file);
  return told;
}

}  // namespace bellwether::bench
