// verdicts OUT.json PART.json…: joins what the benchmarks measured into one file and one table. Ends with 1 where a bar
// was missed, so that nobody has to read the table to know.
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

std::string cell(const Json& entry, const char* key) {
  if (!entry.contains(key) || entry[key].is_null()) return "";
  const Json& value = entry[key];
  if (value.is_number_float()) return fmt::format("{:.4g}", value.get<double>());
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string bar_of(const Json& entry) {
  return entry.contains("bar_at_most") ? cell(entry, "bar") + "–" + cell(entry, "bar_at_most") : cell(entry, "bar");
}

std::string verdict(const Json& entry) {
  if (!entry.contains("bar") || entry["bar"].is_null()) return "";
  return entry.value("passed", false) ? "held" : "MISSED";
}

int run(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: verdicts OUT.json PART.json…\n");
    return 2;
  }
  Json all = Json::object();
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i]);
    all.update(Json::parse(in));
  }
  std::ofstream(argv[1]) << all.dump(2) << '\n';

  bool missed = false;
  fmt::print("\n{:<58} {:>12} {:<14} {:>10}  {}\n", "what", "measured", "unit", "bar", "");
  for (const auto& [name, entry] : all.items()) {
    const std::string word = verdict(entry);
    missed = missed || word == "MISSED";
    fmt::print("{:<58} {:>12} {:<14} {:>10}  {}\n", name, cell(entry, "value"), cell(entry, "unit"), bar_of(entry),
               word);
  }
  fmt::print("\nwritten to {}\n", argv[1]);
  return missed ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "verdicts: {}\n", problem.what());
    return 2;
  }
}
