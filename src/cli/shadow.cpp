// The leadership shadow: what is said in the weeks after leaders were seen.
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "lead/shadow_report.hpp"
#include "measure/ask.hpp"
#include "measure/opened/opened.hpp"
#include "tell/shadow_json.hpp"
#include "tell/shadow_term.hpp"
#include "tell/terminal.hpp"

#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace bellwether::cli {

namespace {

constexpr const char* k_footer = R"(Examples:
  bellwether shadow                                 the whole organisation over a year
  bellwether shadow --unit South --weeks 104
  bellwether shadow --leader p-17 --viewer p-17     where am I not seen, and does it show?
  bellwether shadow --employees rating.trust --customers rating.nps
  bellwether shadow --unit South --on-todays-tree

Visits, talks, town halls and the like are weighed by kind, seniority and distance; what employees and customers say in
the weeks after is compared within units and weeks, beside a placebo. Leaders stand by the reporting tree and are never
ranked. What it can't say: docs/shadow.md.)";

struct ShadowFlags {
  std::string folder = k_default_folder;
  lead::ShadowQuestion question;
  std::string viewer, snapshot;
  bool json = false;
};

int shadow_command(const ShadowFlags& flags) {
  lead::ShadowQuestion question = flags.question;
  if (!flags.snapshot.empty()) {
    measure::Question snapshot;
    if (auto read = measure::read_snapshot(snapshot, flags.snapshot); !read) return tell_error(read.error());
    question.snapshot = snapshot.snapshot;
  }
  const auto opened = measure::open_data(flags.folder, store::Access::read, "bellwether shadow");
  if (!opened) return tell_error(opened.error());
  const auto organisation = measure::organisation_of(*opened->directory);
  if (!organisation) return tell_error(organisation.error());
  const store::Settings& settings = opened->directory->settings();
  const lead::Fairness fairness{.individual_scores = settings.individual_scores,
                                .first_look_days = settings.first_look_days,
                                .viewer = flags.viewer,
                                .today = Day{static_cast<std::int32_t>(now().us / k_us_per_day)}};
  const measure::Rules rules{.catalogue = opened->catalogue, .guards = opened->guards};
  const auto report = lead::shadow_report(*opened->facts, rules, *organisation, question, fairness);
  if (!report) return tell_error(report.error());
  fmt::print("{}",
             flags.json ? tell::shadow_json(*report) : tell::draw_shadow(*report, tell::terminal_of(STDOUT_FILENO)));
  return 0;
}

}  // namespace

void add_shadow(CLI::App& program, int& status) {
  auto flags = std::make_shared<ShadowFlags>();
  CLI::App* command = program.add_subcommand(
      "shadow", "The leadership shadow: what is said after leaders were seen, and where they are not");
  command->add_option("--leader", flags->question.leader, "A person who leads: where not seen, and whether it shows");
  command->add_option("--unit", flags->question.unit, "A unit with all below it");
  command->add_option("--weeks", flags->question.weeks, "How many weeks to look back, 26 to 520")
      ->capture_default_str();
  command->add_option("--employees", flags->question.employees, "What employees answer")->capture_default_str();
  command->add_option("--customers", flags->question.customers, "What customers answer")->capture_default_str();
  command->add_flag("--on-todays-tree", flags->question.on_todays_tree,
                    "What stands under a unit as of today; else as of the newest fact");
  command->add_option("--viewer", flags->viewer, "Person id of who looks: a leader sees his or her own evidence first");
  command->add_option("--snapshot", flags->snapshot, "Only what was in the store at this snapshot");
  command->add_flag("--json", flags->json, "Print as JSON");
  command->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  command->footer(k_footer);
  command->callback([flags, &status] { status = shadow_command(*flags); });
}

}  // namespace bellwether::cli
