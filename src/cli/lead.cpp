// How we lead: frameworks scored from evidence.
#include "base/id.hpp"
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "lead/scorecard.hpp"
#include "measure/ask.hpp"
#include "measure/opened/opened.hpp"
#include "tell/score_json.hpp"
#include "tell/score_term.hpp"
#include "tell/terminal.hpp"

#include <memory>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace bellwether::cli {

namespace {

constexpr const char* k_footer = R"(Examples:
  bellwether lead                                  all frameworks, the whole organisation
  bellwether lead core --unit South                one framework for a unit and all below it
  bellwether lead lead --period 2026-Q3 --show-work
  bellwether lead core --unit South --period 2025-Q4 --on-todays-tree
  bellwether lead sponsorship --leader p-17 --viewer p-17

A score runs from 0 to 100 and carries its interval and its coverage: how much of the wished evidence is there, how fresh,
from how many sides. Where nothing is known it reads unknown. Scores of single leaders are for the leader first, are
never ranked, and can be switched off: docs/frameworks/README.md.)";

struct LeadFlags {
  std::string folder = k_default_folder;
  std::string framework, unit, leader, viewer, period, every, snapshot;
  bool on_todays_tree = false, show_work = false, json = false;
};

Result<lead::ScorecardQuestion> question_of(const LeadFlags& flags) {
  lead::ScorecardQuestion question;
  if (!flags.framework.empty()) question.frameworks.push_back(flags.framework);
  question.unit = flags.unit;
  question.leader = flags.leader;
  question.on_todays_tree = flags.on_todays_tree;
  if (!flags.period.empty()) {
    const auto period = period_from_text(flags.period);
    if (!period) return fail(Code::wrong_usage, period.error().message, "--period", period.error().mend);
    question.period = *period;
  }
  if (!flags.every.empty()) question.every = *grain_from(flags.every);
  if (!flags.snapshot.empty()) {
    measure::Question snapshot;
    if (auto read = measure::read_snapshot(snapshot, flags.snapshot); !read) return std::unexpected(read.error());
    question.snapshot = snapshot.snapshot;
  }
  return question;
}

/// That a leader has looked at his or her own scores, so that others may.
Result<void> record_seen(facts::Facts& facts, const std::string& leader) {
  facts::ActBatch batch;
  facts::Act& act = batch.add();
  act.occurred_at = now();
  act.id = new_id(*act.occurred_at);
  act.received_at = *act.occurred_at;
  act.source = facts::k_own_source;
  act.kind = "evidence.seen";
  act.actor = batch.keep(leader);
  act.about = "scores";
  auto committed = facts.append(std::move(batch)).get();
  if (!committed) return std::unexpected(committed.error());
  return {};
}

int lead_command(const LeadFlags& flags) {
  const auto question = question_of(flags);
  if (!question) return tell_error(question.error());
  const bool own_look = !flags.leader.empty() && flags.leader == flags.viewer;
  const auto opened =
      measure::open_data(flags.folder, own_look ? store::Access::write : store::Access::read, "bellwether lead");
  if (!opened) return tell_error(opened.error());
  const auto frameworks = lead::Frameworks::load(opened->catalogue, opened->directory->folder() / "frameworks");
  if (!frameworks) return tell_error(frameworks.error());
  const auto organisation = measure::organisation_of(*opened->directory);
  if (!organisation) return tell_error(organisation.error());
  const store::Settings& settings = opened->directory->settings();
  const lead::Fairness fairness{.individual_scores = settings.individual_scores,
                                .first_look_days = settings.first_look_days,
                                .viewer = flags.viewer,
                                .today = Day{static_cast<std::int32_t>(now().us / k_us_per_day)}};
  const auto cards = lead::scorecards(opened->catalogue, *frameworks, *opened->facts, opened->guards, *organisation,
                                      *question, fairness);
  if (!cards) return tell_error(cards.error());
  if (flags.json) {
    fmt::print("{}", tell::score_json(*cards));
  } else {
    fmt::print("{}", tell::draw_scores(*cards, {.show_work = flags.show_work}, tell::terminal_of(STDOUT_FILENO)));
  }
  if (!own_look) return 0;
  const auto seen = record_seen(*opened->facts, flags.leader);
  return seen ? 0 : tell_error(seen.error());
}

}  // namespace

void add_lead(CLI::App& program, int& status) {
  auto flags = std::make_shared<LeadFlags>();
  CLI::App* command = program.add_subcommand("lead", "How we lead: frameworks scored from what people do and say");
  command->add_option("FRAMEWORK", flags->framework,
                      "lead, core, elements, pillars, sponsorship, customer-centric, or one's own; none: all");
  command->add_option("--unit", flags->unit, "A unit with all below it");
  command->add_option("--leader", flags->leader, "A person who leads, with the units that he or she leads");
  command->add_option("--viewer", flags->viewer, "Person id of who looks: a leader sees his or her own evidence first");
  command->add_option("--period", flags->period, "Up to the end of this week, month, quarter or year; else up to now");
  command->add_option("--every", flags->every, "Also over the last eight of these")
      ->check(CLI::IsMember({"week", "month", "quarter", "year"}));
  command->add_flag("--on-todays-tree", flags->on_todays_tree,
                    "What stands under a unit as of today, in the past too; else as of each period's end");
  command->add_flag("--show-work", flags->show_work, "Every indicator, and the arithmetic");
  command->add_option("--snapshot", flags->snapshot, "Only what was in the store at this snapshot");
  command->add_flag("--json", flags->json, "Print as JSON");
  command->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  command->footer(k_footer);
  command->callback([flags, &status] { status = lead_command(*flags); });
}

}  // namespace bellwether::cli
