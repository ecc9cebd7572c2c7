#include "listen/hooks/hooks.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_files = 1'000;
constexpr std::uintmax_t k_most_file_bytes = 1'000'000;

using HooksByName = std::map<std::string, Hook, std::less<>>;

Result<void> add(HooksByName& hooks, std::string_view toml, std::string_view file) {
  auto hook = hook_from_toml(toml, file);
  if (!hook) return std::unexpected(hook.error());
  if (const auto there = hooks.find(hook->name); there != hooks.end()) {
    return fail(Code::bad_input, "there are two mappings of the name " + hook->name, std::string(file),
                "rename one; the other stands in " + there->second.file);
  }
  std::string name = hook->name;
  hooks.emplace(std::move(name), std::move(*hook));
  return {};
}

Result<std::vector<std::filesystem::path>> files_of(const std::filesystem::path& folder) {
  std::error_code trouble;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator at(folder, trouble), end; !trouble && at != end; at.increment(trouble)) {
    if (at->path().extension() != ".toml") continue;
    files.push_back(at->path());
    if (files.size() > k_most_files) {
      return fail(Code::too_large, "there are more than " + with_thousands(k_most_files) + " files", folder.string());
    }
  }
  if (trouble) return fail(Code::io, "can't list the folder: " + trouble.message(), folder.string());
  std::ranges::sort(files);
  return files;
}

Result<std::string> text_of_file(const std::filesystem::path& file) {
  std::error_code trouble;
  const std::uintmax_t bytes = std::filesystem::file_size(file, trouble);
  if (trouble) return fail(Code::io, "can't read the file: " + trouble.message(), file.string());
  if (bytes > k_most_file_bytes) {
    return fail(Code::too_large, "a mapping may have up to " + with_thousands(k_most_file_bytes) + " bytes",
                file.string());
  }
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return fail(Code::io, "can't read the file", file.string());
  return std::move(text).str();
}

}  // namespace

Result<Hooks> Hooks::load(const std::optional<std::filesystem::path>& folder) {
  Hooks all;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with("hooks/")) continue;
    if (auto added = add(all.hooks_, file.text, file.name); !added) return std::unexpected(added.error());
  }
  if (!folder || !std::filesystem::exists(*folder)) return all;
  const auto files = files_of(*folder);
  if (!files) return std::unexpected(files.error());
  HooksByName own;
  for (const std::filesystem::path& file : *files) {
    const auto text = text_of_file(file);
    if (!text) return std::unexpected(text.error());
    if (auto added = add(own, *text, file.string()); !added) return std::unexpected(added.error());
  }
  for (auto& [name, hook] : own) all.hooks_.insert_or_assign(name, std::move(hook));
  return all;
}

const Hook* Hooks::find(std::string_view name) const {
  const auto found = hooks_.find(name);
  return found == hooks_.end() ? nullptr : &found->second;
}

}  // namespace bellwether::listen
