#include "listen/site/site.hpp"

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "store/directory/data_directory.hpp"

#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

struct SiteFlags {
  std::string folder = k_default_folder;
  bool json = false;
};

std::string_view word_of(listen::WithoutConsent kept) {
  switch (kept) {
    case listen::WithoutConsent::answers:
      return "answers";
    case listen::WithoutConsent::all:
      return "all";
    case listen::WithoutConsent::nothing:
      return "nothing";
  }
  return "";
}

std::string script_of(const listen::Site& site, const std::string& server) {
  const bool all = site.without_consent == listen::WithoutConsent::all;
  return fmt::format(R"(<script src="{}/events.js" data-site="{}" data-views{} defer></script>)", server, site.name,
                     all ? " data-all" : "");
}

int list(const SiteFlags& flags) {
  const auto directory = store::DataDirectory::open_beside(flags.folder);
  if (!directory) return tell_error(directory.error());
  const auto sites = listen::Sites::load(directory->folder() / "sites");
  if (!sites) return tell_error(sites.error());
  const std::string& told = directory->settings().server.address;
  const std::string server = told.empty() ? "http://127.0.0.1:8080" : told;
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const auto& [name, site] : sites->all()) {
    if (flags.json) {
      all.push_back({{"name", name},
                     {"source", site.source},
                     {"origins", site.origins},
                     {"without_consent", word_of(site.without_consent)},
                     {"file", site.file},
                     {"script", script_of(site, server)}});
    } else {
      fmt::print("{:<16} {} from {}; without consent: {}\n  {}\n", name, site.source, join(site.origins, ", "),
                 word_of(site.without_consent), script_of(site, server));
    }
  }
  if (flags.json) fmt::print("{}\n", all.dump(2));
  if (!flags.json && sites->all().empty()) {
    fmt::print("There are no sites: {} makes one (docs/page-events.md).\n",
               (directory->folder() / "sites" / "NAME.toml").string());
  }
  return 0;
}

}  // namespace

void add_site(CLI::App& program, int& status) {
  auto flags = std::make_shared<SiteFlags>();
  CLI::App* command =
      program.add_subcommand("site", "Your own pages that tell of their visitors: list, with the line to put in");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  bellwether site list\n"
      "\n"
      "A site is a file in sites/ of the data directory: docs/page-events.md tells what stands in it.");
  CLI::App* listing = command->add_subcommand("list", "All sites, and the script for their pages");
  listing->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  listing->add_flag("--json", flags->json, "Print the result as JSON");
  listing->callback([flags, &status] { status = list(*flags); });
}

}  // namespace bellwether::cli
