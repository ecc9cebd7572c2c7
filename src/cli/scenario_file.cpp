#include "cli/scenario_file.hpp"

#include "cli/opened.hpp"

namespace bellwether::cli {

namespace {
constexpr std::size_t k_most_bytes = std::size_t{4} << 20U;
}

Result<simulate::Scenario> read_scenario(const std::string& name_or_file) {
  if (name_or_file.find_first_of("./\\") == std::string::npos) return simulate::scenario_named(name_or_file);
  const auto text = read_file(name_or_file, k_most_bytes);
  if (!text) return std::unexpected(text.error());
  return simulate::scenario_from_toml(*text, name_or_file);
}

}  // namespace bellwether::cli
