#include "base/embedded.hpp"
#include "base/text.hpp"
#include "simulate/scenario.hpp"

#include <filesystem>
#include <fstream>

namespace bellwether::simulate {

namespace {

constexpr std::string_view k_folder = "scenarios/";
constexpr std::uintmax_t k_most_bytes = 4U << 20U;

std::vector<std::string> shipped() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name.starts_with(k_folder) && file.name.ends_with(".toml")) {
      names.emplace_back(file.name.substr(k_folder.size(), file.name.size() - k_folder.size() - 5));
    }
  }
  return names;
}

}  // namespace

Result<Scenario> scenario_named(std::string_view name_or_path) {
  const std::string shipped_file = std::string(k_folder) + std::string(name_or_path) + ".toml";
  if (const std::string_view text = embedded_file(shipped_file); !text.empty()) {
    return scenario_from_toml(text, shipped_file);
  }
  const std::filesystem::path path(name_or_path);
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(path, error);
  if (error) {
    const std::vector<std::string> names = shipped();
    return fail(Code::not_found, "there is no such scenario", std::string(name_or_path),
                "give the path of a TOML file, or one of the shipped ones: " + join(names, ", "));
  }
  if (bytes > k_most_bytes) return fail(Code::too_large, "a scenario may be 4 MiB large", path.string());
  std::ifstream in(path, std::ios::binary);
  std::string text(bytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(bytes));
  if (!in) return fail(Code::io, "the file can't be read", path.string());
  return scenario_from_toml(text, path.string());
}

}  // namespace bellwether::simulate
