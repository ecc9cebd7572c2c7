// All webhooks that this instance knows: those that are shipped, and the organisation's own.
//
//   auto hooks = Hooks::load(data / "hooks");
//   const Hook* zendesk = hooks->find("zendesk");
#pragma once

#include "base/result.hpp"
#include "listen/hooks/hook.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::listen {

class Hooks {
 public:
  /// The shipped ones, then every *.toml of the folder, if there is such a folder; its own take the place of shipped
  /// ones of the same name. Errors: `bad_input` at file:line; two in the folder with one name; `io`, `too_large`.
  [[nodiscard]] static Result<Hooks> load(const std::optional<std::filesystem::path>& folder);

  /// Nothing where there is none of this name. Lives as long as this.
  [[nodiscard]] const Hook* find(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, Hook, std::less<>>& all() const { return hooks_; }

 private:
  std::map<std::string, Hook, std::less<>> hooks_;
};

}  // namespace bellwether::listen
