#include "base/text.hpp"
#include "cli/brief_file.hpp"
#include "cli/commands.hpp"
#include "cli/progress_bar.hpp"
#include "cli/told.hpp"
#include "listen/import/import.hpp"
#include "listen/organisation/organisation_import.hpp"
#include "measure/opened/opened.hpp"
#include "simulate/simulate.hpp"
#include "store/records/records.hpp"
#include "tell/terminal.hpp"

#include <filesystem>
#include <memory>
#include <span>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace bellwether::cli {

namespace {

struct DemoFlags {
  std::string out = "./bellwether-demo";
  std::string scenario = "hotel";
};

/// Takes one of the simulated files in; known rows are known, so that a demo that was stopped goes on.
Result<void> take_in(measure::Opened& opened, const std::filesystem::path& file, facts::Table as) {
  ProgressBar bar(file.filename().string());
  const listen::ImportOptions options{.as = as, .map = {}, .source = "simulated", .dry_run = false};
  const auto summary = listen::import_file(
      file, options, *opened.directory, *opened.facts,
      [&bar](const listen::Progress& progress) { bar.show(progress.bytes, progress.bytes_of, progress.rows, "rows"); });
  if (!summary) return std::unexpected(summary.error());
  return {};
}

/// Its units and people.
Result<void> take_in_organisation(measure::Opened& opened, const std::filesystem::path& file) {
  auto records = records::Records::open(*opened.directory);
  if (!records) return std::unexpected(records.error());
  const Instant at = now();
  const listen::OrganisationOptions options{.as_of = opened.directory->settings().zone.day_at(at),
                                            .ends_missing = false,
                                            .dry_run = false,
                                            .who = "bellwether demo",
                                            .at = at};
  const auto done = listen::import_organisation(std::span(&file, 1), options, opened.directory.get(), records->get());
  if (!done) return std::unexpected(done.error());
  if (done->stopped) return std::unexpected(*done->stopped);
  return {};
}

/// The organisation's name stands at the head of its brief.
Result<void> name_it(const std::filesystem::path& data, const std::string& organisation) {
  std::error_code trouble;
  std::filesystem::create_directories(data, trouble);  // what is wrong with it shows where it is opened
  std::filesystem::permissions(data, std::filesystem::perms::owner_all, trouble);
  return write_file(data / "bellwether.toml", fmt::format("[organisation]\nname = \"{}\"\n", organisation));
}

/// An earlier version of the program may have made the records: this one brings them to its own schema.
Result<void> bring_up_to_date(const std::filesystem::path& data) {
  const auto directory = store::DataDirectory::open_beside(data);
  if (!directory) return std::unexpected(directory.error());
  const auto records = records::Records::open(*directory, store::Access::write);
  if (!records) return std::unexpected(records.error());
  return {};
}

/// Simulates the company and takes it in, unless an earlier demo has done both.
Result<void> prepare(const DemoFlags& flags, const std::filesystem::path& data) {
  const std::filesystem::path files = std::filesystem::path(flags.out) / "files";
  const std::filesystem::path ready = std::filesystem::path(flags.out) / ("ready-" + flags.scenario);
  if (std::filesystem::exists(ready)) return bring_up_to_date(data);
  const auto scenario = simulate::scenario_named(flags.scenario);
  if (!scenario) return std::unexpected(scenario.error());
  fmt::print("Simulating a company ({}) …\n", flags.scenario);
  const auto written = simulate::simulate(*scenario, files, {}, [](const simulate::Progress&) {});
  if (!written) return std::unexpected(written.error());
  fmt::print("Taking in {} signals and {} acts …\n", with_thousands(static_cast<long long>(written->signals)),
             with_thousands(static_cast<long long>(written->acts)));
  if (auto named = name_it(data, scenario->organisation); !named) return named;
  auto opened = measure::open_data(data, store::Access::write, "bellwether demo", listen::k_store_memory_mb);
  if (!opened) return std::unexpected(opened.error());
  if (auto taken = take_in(*opened, written->signals_file, facts::Table::signals); !taken) return taken;
  if (auto taken = take_in(*opened, written->acts_file, facts::Table::acts); !taken) return taken;
  if (auto tidied = opened->facts->tidy(); !tidied) return tidied;
  if (auto taken = take_in_organisation(*opened, written->organisation_file); !taken) return taken;
  return write_file(ready, "The company was simulated and taken in; without this file the demo does so again.\n");
}

int demo(const DemoFlags& flags) {
  const std::filesystem::path out = flags.out;
  std::error_code trouble;
  std::filesystem::create_directories(out, trouble);
  if (trouble) {
    return tell_error({.code = Code::io,
                       .message = fmt::format("the folder can't be made: {}", trouble.message()),
                       .where = flags.out,
                       .mend = "name another with --out"});
  }
  const std::filesystem::path data = out / "data";
  if (const auto prepared = prepare(flags, data); !prepared) return tell_error(prepared.error());
  const auto opened = measure::open_data(data, store::Access::read, "bellwether demo");
  if (!opened) return tell_error(opened.error());
  const auto brief = make_brief_of(*opened, std::nullopt);
  if (!brief) return tell_error(brief.error());
  const std::filesystem::path page = out / "brief.html";
  if (const auto written = write_file(page, drawn(*brief, BriefFormat::html, false)); !written) {
    return tell_error(written.error());
  }
  fmt::print("\n{}\n", drawn(*brief, BriefFormat::term, true));
  fmt::print(
      "The same as a page: {}\n\nAsk it more:\n"
      "  bellwether measure nps --by unit --every month --from 2026-08 --data {}\n"
      "  bellwether lead --data {}\n"
      "  bellwether measures\n\nYour own feedback:\n"
      "  bellwether import FILE --dry-run\n",
      page.string(), data.string(), data.string());
  return 0;
}

}  // namespace

void add_demo(CLI::App& program, int& status) {
  auto flags = std::make_shared<DemoFlags>();
  CLI::App* command =
      program.add_subcommand("demo", "A simulated company, and its brief in the terminal and as a page");
  command->footer(
      "Example:\n"
      "  bellwether demo --scenario telecom --out telecom-demo");
  command->add_option("--out", flags->out, "Folder for its files, data and page")->capture_default_str();
  command->add_option("--scenario", flags->scenario, "hotel or telecom")->capture_default_str();
  command->callback([flags, &status] { status = demo(*flags); });
}

}  // namespace bellwether::cli
