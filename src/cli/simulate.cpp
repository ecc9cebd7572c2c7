#include "simulate/simulate.hpp"

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/progress_bar.hpp"
#include "cli/told.hpp"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bellwether::cli {

namespace {

struct SimulateFlags {
  std::string scenario, out;
  std::optional<std::uint64_t> signals;
  std::uint64_t seed = 1;
  unsigned threads = 0;
  std::optional<std::uint32_t> leaders, employees;
};

int simulate_command(const SimulateFlags& flags) {
  const auto scenario = simulate::scenario_named(flags.scenario);
  if (!scenario) return tell_error(scenario.error());
  Result<simulate::Written> written;
  {
    ProgressBar bar(flags.scenario);
    written = simulate::simulate(*scenario, flags.out,
                                 {.signals = flags.signals,
                                  .seed = flags.seed,
                                  .threads = flags.threads,
                                  .leaders = flags.leaders,
                                  .employees = flags.employees},
                                 [&bar](const simulate::Progress& progress) {
                                   bar.show(static_cast<std::uint64_t>(progress.done * 1'000'000), 1'000'000,
                                            progress.signals, "signals");
                                 });
  }
  if (!written) return tell_error(written.error());
  fmt::print("{} signals in {}\n{} acts in {}\nwhat was planted, with its true size, in {}\nunits and people in {}\n",
             with_thousands(static_cast<long long>(written->signals)), written->signals_file.string(),
             with_thousands(static_cast<long long>(written->acts)), written->acts_file.string(),
             written->truth_file.string(), written->organisation_file.string());
  return 0;
}

}  // namespace

void add_simulate(CLI::App& program, int& status) {
  auto flags = std::make_shared<SimulateFlags>();
  CLI::App* command =
      program.add_subcommand("simulate", "Write a believable company's signals and acts, and the truth about them");
  command->footer(
      "Examples:\n"
      "  bellwether simulate hotel --out sim\n"
      "  bellwether simulate telecom --out sim --signals 10000000 --seed 7\n"
      "  bellwether simulate leaders --out sim --leaders 200 --employees 5000\n\n"
      "The same scenario and seed give the same bytes. truth.json says what was planted.");
  command->add_option("SCENARIO", flags->scenario, "hotel, telecom, leaders, or a scenario file (docs/simulate.md)")
      ->required();
  command->add_option("--out", flags->out, "Folder to write into")->required();
  command->add_option("--signals", flags->signals, "About how many; scales customers, not days")
      ->check(CLI::Range(std::uint64_t{0}, simulate::k_most_signals));
  command->add_option("--leaders", flags->leaders, "How many lead in a grown company (the scenario leaders)")
      ->check(CLI::Range(3U, simulate::k_most_leaders));
  command->add_option("--employees", flags->employees, "How many work under them")
      ->check(CLI::Range(0U, simulate::k_most_employees));
  command->add_option("--seed", flags->seed, "The same seed gives the same bytes")->capture_default_str();
  command->add_option("--threads", flags->threads, "0: all cores; does not change the bytes")->capture_default_str();
  command->callback([flags, &status] { status = simulate_command(*flags); });
}

}  // namespace bellwether::cli
