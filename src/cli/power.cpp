// How many answers are needed: before a survey is sent, and before a difference is called none.
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "measure/opened/opened.hpp"
#include "measure/power_of_measure.hpp"
#include "tell/power_text.hpp"
#include "tell/terminal.hpp"

#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace bellwether::cli {

namespace {

constexpr const char* k_footer = R"(Examples:
  bellwether power nps --difference 5
  bellwether power csat --difference 3 --power 0.9 --where 'unit = "Lyon"'
  bellwether power 'mean(rating.cleanliness)' --answers 400
  bellwether power stars --difference 0.2 --answers 150 --json

For shares, net shares and means. How far answers spread is taken from the store, where 30 or more are there (those
of the last 90 days if they are enough); else it is the worst case that the scale allows. The output says which.)";

struct PowerFlags {
  std::string folder = k_default_folder;
  measure::PowerQuestion question;
  bool json = false;
};

Result<measure::Power> answer_of(const PowerFlags& flags, bool folder_named) {
  // A data directory that was named has to be there: a slip of the pen would pass for the worst case.
  if (!folder_named && !std::filesystem::exists(flags.folder)) {
    const auto catalogue = measure::Catalogue::load({});
    if (!catalogue) return std::unexpected(catalogue.error());
    return measure::ask_power(*catalogue, flags.question);
  }
  const auto opened = measure::open_data(flags.folder, store::Access::read, "bellwether power");
  if (!opened) return std::unexpected(opened.error());
  return measure::ask_power(opened->catalogue, *opened->facts, opened->guards, flags.question);
}

int power_command(const PowerFlags& flags, bool folder_named) {
  const auto power = answer_of(flags, folder_named);
  if (!power) return tell_error(power.error());
  if (flags.json) {
    fmt::print("{}", tell::power_json(*power));
  } else {
    fmt::print("{}", tell::draw_power(*power, tell::terminal_of(STDOUT_FILENO)));
  }
  return 0;
}

}  // namespace

void add_power(CLI::App& program, int& status) {
  auto flags = std::make_shared<PowerFlags>();
  CLI::App* command =
      program.add_subcommand("power", "How many answers a difference takes, and what those there are could show");
  command->add_option("MEASURE", flags->question.measure, "Which measure (bellwether measures lists them)")->required();
  command->add_option("--difference", flags->question.difference,
                      "Difference to be seen, in the measure's unit: how many answers does it take?");
  command->add_option("--answers", flags->question.answers,
                      "Answers in each of two groups: which difference do they show?");
  command->add_option("--power", flags->question.detection.power, "How sure it is to be seen if it is there")
      ->check(CLI::Range(0.501, 0.9999))
      ->capture_default_str();
  command->add_option("--level", flags->question.detection.level, "Confidence level of the difference's interval")
      ->check(CLI::Range(0.5, 0.9999))
      ->capture_default_str();
  command->add_option("--where", flags->question.where, "Whose answers are looked at, as in: unit = \"Lyon\"");
  command->add_flag("--json", flags->json, "Print as JSON");
  const CLI::Option* folder = command->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  command->footer(k_footer);
  command->callback([flags, folder, &status] { status = power_command(*flags, folder->count() > 0); });
}

}  // namespace bellwether::cli
