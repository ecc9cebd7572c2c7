#include "tell/brief.hpp"

#include "cli/brief_file.hpp"
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "measure/opened/opened.hpp"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bellwether::cli {

namespace {

struct BriefFlags {
  std::string folder = k_default_folder;
  std::string period, out;
  std::string format = "term";
};

int brief(const BriefFlags& flags) {
  std::optional<Period> period;
  if (!flags.period.empty()) {
    const auto named = period_from_text(flags.period);
    if (!named) {
      return tell_error({.code = Code::wrong_usage,
                         .message = named.error().message,
                         .where = "--period",
                         .mend = named.error().mend});
    }
    period = *named;
  }
  const auto opened = measure::open_data(flags.folder, store::Access::read, "bellwether brief");
  if (!opened) return tell_error(opened.error());
  const auto made = make_brief_of(*opened, period);
  if (!made) return tell_error(made.error());
  const std::string text = drawn(*made, *brief_format_from(flags.format), flags.out.empty());
  if (flags.out.empty()) {
    fmt::print("{}", text);
    return 0;
  }
  if (const auto written = write_file(flags.out, text); !written) return tell_error(written.error());
  fmt::print("The brief is in {}\n", flags.out);
  return 0;
}

}  // namespace

void add_brief(CLI::App& program, int& status) {
  auto flags = std::make_shared<BriefFlags>();
  CLI::App* command =
      program.add_subcommand("brief", "One page for a leader: where we stand, what stands out, who said so");
  command->footer(
      "Examples:\n"
      "  bellwether brief\n"
      "  bellwether brief --period 2026-W46\n"
      "  bellwether brief --period 2026-10 --format html --out brief.html");
  command->add_option(
      "--period", flags->period,
      "Day, week (2026-W46), month (2026-10), quarter or year; the last full one with enough answers if none is given");
  command->add_option("--format", flags->format, "term, html or md")
      ->check(CLI::IsMember({"term", "html", "md"}))
      ->capture_default_str();
  command->add_option("--out", flags->out, "File to write; the terminal if none is given");
  command->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  command->callback([flags, &status] { status = brief(*flags); });
}

}  // namespace bellwether::cli
