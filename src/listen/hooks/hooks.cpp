#include "listen/hooks/hooks.hpp"

#include "base/embedded.hpp"
#include "base/text_file.hpp"

#include <utility>

namespace bellwether::listen {

namespace {

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

}  // namespace

Result<Hooks> Hooks::load(const std::optional<std::filesystem::path>& folder) {
  Hooks all;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with("hooks/")) continue;
    if (auto added = add(all.hooks_, file.text, file.name); !added) return std::unexpected(added.error());
  }
  if (!folder || !std::filesystem::exists(*folder)) return all;
  const auto files = files_in(*folder, ".toml");
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
