#include "listen/site/site.hpp"

#include "base/text_file.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::listen {

Result<Sites> Sites::load(const std::filesystem::path& folder) {
  Sites all;
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored)) return all;
  const auto files = files_in(folder, ".toml");
  if (!files) return std::unexpected(files.error());
  for (const std::filesystem::path& file : *files) {
    const auto text = text_of_file(file);
    if (!text) return std::unexpected(text.error());
    auto site = site_from_toml(*text, file.string());
    if (!site) return std::unexpected(site.error());
    if (const Site* const there = all.find(site->name)) {
      return fail(Code::bad_input, "there are two sites of the name " + site->name, file.string(),
                  "rename one; the other stands in " + there->file);
    }
    std::string name = site->name;
    all.sites_.emplace(std::move(name), *std::move(site));
  }
  return all;
}

const Site* Sites::find(std::string_view name) const {
  const auto found = sites_.find(name);
  return found == sites_.end() ? nullptr : &found->second;
}

bool Sites::has_origin(std::string_view origin) const {
  return std::ranges::any_of(sites_, [&](const auto& site) {
    return std::ranges::find(site.second.origins, origin) != site.second.origins.end();
  });
}

}  // namespace bellwether::listen
