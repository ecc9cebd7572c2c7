#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "guard/access/hook_secrets.hpp"
#include "listen/hooks/hooks.hpp"
#include "store/directory/data_directory.hpp"

#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

struct HookFlags {
  std::string folder = k_default_folder, name;
  bool json = false;
};

int list(const HookFlags& flags) {
  const auto directory = store::DataDirectory::open_beside(flags.folder);
  if (!directory) return tell_error(directory.error());
  const auto hooks = listen::Hooks::load(directory->folder() / "hooks");
  if (!hooks) return tell_error(hooks.error());
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const auto& [name, hook] : hooks->all()) {
    const bool needed = hook.signature.method != listen::Signature::Method::none;
    const bool set = needed && guard::hook_secret(*directory, hook.signature.secret).has_value();
    if (flags.json) {
      all.push_back({{"name", name},
                     {"about", hook.about},
                     {"file", hook.file},
                     {"secret", needed ? nlohmann::ordered_json(hook.signature.secret) : nullptr},
                     {"secret_set", set}});
      continue;
    }
    fmt::print("/v1/hooks/{:<16} {}\n{:<27}{}\n", name, hook.about, "",
               !needed ? "not signed: anybody may send"
               : set   ? fmt::format("secret {} is set", hook.signature.secret)
                     : fmt::format("closed until its secret is set: bellwether hook secret {}", hook.signature.secret));
  }
  if (flags.json) fmt::print("{}\n", all.dump(2));
  return 0;
}

/// The secret comes on standard input: on the command line other users of the machine could read it.
int set_secret(const HookFlags& flags) {
  const auto directory = store::DataDirectory::open_beside(flags.folder);
  if (!directory) return tell_error(directory.error());
  std::string secret;
  std::getline(std::cin, secret);
  if (!secret.empty() && secret.back() == '\r') secret.pop_back();
  if (auto set = guard::set_hook_secret(*directory, flags.name, secret); !set) return tell_error(set.error());
  fmt::print("The secret {} is set; a running server uses it from the next request on.\n", flags.name);
  return 0;
}

int forget(const HookFlags& flags) {
  const auto directory = store::DataDirectory::open_beside(flags.folder);
  if (!directory) return tell_error(directory.error());
  if (auto done = guard::forget_hook_secret(*directory, flags.name); !done) return tell_error(done.error());
  fmt::print("The secret {} is forgotten: what is signed with it is let in no more.\n", flags.name);
  return 0;
}

CLI::App* add_part(CLI::App* command, const char* name, const char* about, const std::shared_ptr<HookFlags>& flags) {
  CLI::App* part = command->add_subcommand(name, about);
  part->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  return part;
}

}  // namespace

void add_hook(CLI::App& program, int& status) {
  auto flags = std::make_shared<HookFlags>();
  CLI::App* command = program.add_subcommand("hook", "Webhooks of other systems: list, and what they sign with");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  bellwether hook list\n"
      "  bellwether hook secret zendesk < secret.txt\n"
      "\n"
      "docs/hooks.md tells how to set up the other system, and how to write a mapping of your own.");
  CLI::App* listing = add_part(command, "list", "All mappings, and whether their secrets are set", flags);
  listing->add_flag("--json", flags->json, "Print the result as JSON");
  listing->callback([flags, &status] { status = list(*flags); });
  CLI::App* setting = add_part(command, "secret", "Set a secret, read from standard input", flags);
  setting->add_option("name", flags->name, "The secret's name, as the mapping has it")->required();
  setting->callback([flags, &status] { status = set_secret(*flags); });
  CLI::App* forgetting = add_part(command, "forget", "Forget a secret", flags);
  forgetting->add_option("name", flags->name, "The secret's name")->required();
  forgetting->callback([flags, &status] { status = forget(*flags); });
}

}  // namespace bellwether::cli
