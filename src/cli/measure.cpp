#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "measure/ask.hpp"
#include "measure/opened/opened.hpp"
#include "tell/answer_csv.hpp"
#include "tell/answer_json.hpp"
#include "tell/table.hpp"
#include "tell/terminal.hpp"

#include <memory>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace bellwether::cli {

namespace {

constexpr const char* k_footer = R"(Examples:
  bellwether measure nps
  bellwether measure nps --by unit,channel --every month --from 2026-01 --to 2026-06
  bellwether measure csat --where 'unit = "Lyon" and channel in ("chat", "phone")'
  bellwether measure 'mean(rating.cleanliness)' --by touchpoint
  bellwether measure nps --by unit --from 2026-10 --to 2026-10 --compare previous
  bellwether measure csat --where 'channel = "chat"' --compare 'channel = "phone"'
  bellwether measure 'mean(attribute.basket)' --by unit --interval bootstrap
  bellwether measure nps --every quarter --weight unit,segment

Dimensions: unit, touchpoint, channel, source, language, voice_of, theme, intent, weekday, rating.NAME, or any
attribute. Filters: = != < <= > >=, in (…), ~ "words", is known, and, or, not. --from and --to name a day, week
(2026-W46), month, quarter or year; both are included. --weight takes unit or attributes that the counts of customers or
employees (acts population.counted) tell, too.)";

struct MeasureFlags {
  std::string folder = k_default_folder;
  std::string id, by, every, where, from, to;
  std::string snapshot, compare, interval, weight;
  double level = 0.95;
  bool json = false, csv = false;
};

Result<measure::Question> question_of(const MeasureFlags& flags) {
  measure::Question question;
  question.measure = flags.id;
  if (!flags.by.empty()) {
    auto by = measure::names_from_list(flags.by);
    if (!by) return std::unexpected(by.error());
    question.by = std::move(*by);
  }
  if (!flags.weight.empty()) {
    auto weight = measure::names_from_list(flags.weight);
    if (!weight) return std::unexpected(weight.error());
    question.weight = std::move(*weight);
  }
  if (!flags.interval.empty()) question.interval = measure::IntervalBy::bootstrap;
  question.where = flags.where;
  question.level = flags.level;
  if (!flags.every.empty()) question.every = *grain_from(flags.every);
  if (!flags.from.empty()) {
    const auto from = period_from_text(flags.from);
    if (!from) return fail(Code::wrong_usage, from.error().message, "--from", from.error().mend);
    question.from = from->from;
  }
  if (!flags.to.empty()) {
    const auto to = period_from_text(flags.to);
    if (!to) return fail(Code::wrong_usage, to.error().message, "--to", to.error().mend);
    question.to = to->to;
  }
  if (!flags.snapshot.empty()) {
    if (auto read = measure::read_snapshot(question, flags.snapshot); !read) return std::unexpected(read.error());
  }
  return question;
}

int compare_command(const MeasureFlags& flags, const measure::Question& question) {
  const auto against = measure::against_from_text(flags.compare);
  if (!against) return tell_error(against.error());
  const auto opened = measure::open_data(flags.folder, store::Access::read, "bellwether measure");
  if (!opened) return tell_error(opened.error());
  const auto answer = measure::compare_rows(opened->catalogue, *opened->facts, opened->guards, question, *against);
  if (!answer) return tell_error(answer.error());
  if (flags.json) {
    fmt::print("{}", tell::comparison_json(*answer));
  } else if (flags.csv) {
    fmt::print("{}", tell::comparison_csv(*answer));
  } else {
    fmt::print("{}", tell::draw_comparison(*answer, tell::terminal_of(STDOUT_FILENO)));
  }
  return 0;
}

int measure_command(const MeasureFlags& flags) {
  const auto question = question_of(flags);
  if (!question) return tell_error(question.error());
  if (!flags.compare.empty()) return compare_command(flags, *question);
  const auto opened = measure::open_data(flags.folder, store::Access::read, "bellwether measure");
  if (!opened) return tell_error(opened.error());
  const auto answer = measure::ask(opened->catalogue, *opened->facts, opened->guards, *question);
  if (!answer) return tell_error(answer.error());
  if (flags.json) {
    fmt::print("{}", tell::answer_json(*answer));
  } else if (flags.csv) {
    fmt::print("{}", tell::answer_csv(*answer));
  } else {
    fmt::print("{}", tell::draw_table(*answer, tell::terminal_of(STDOUT_FILENO)));
  }
  return 0;
}

}  // namespace

void add_measure(CLI::App& program, int& status) {
  auto flags = std::make_shared<MeasureFlags>();
  CLI::App* command =
      program.add_subcommand("measure", "Where we stand: a measure by slices and periods, with intervals");
  command->add_option("NAME", flags->id, "Which measure (bellwether measures lists them)")->required();
  command->add_option("--by", flags->by, "Slices: dimensions or attributes, comma-separated, at most 4");
  command->add_option("--every", flags->every, "Calendar periods")
      ->check(CLI::IsMember({"day", "week", "month", "quarter", "year"}));
  command->add_option("--where", flags->where, "Filter, as in: unit = \"Lyon\" and rating.nps <= 6");
  command->add_option("--from", flags->from, "First day or period");
  command->add_option("--to", flags->to, "Last day or period, included");
  command->add_option("--compare", flags->compare,
                      "With what each row is compared: previous (the period before), or another filter");
  command->add_option("--weight", flags->weight,
                      "Weight answers to the population's spread over these: unit or attributes, comma-separated");
  command
      ->add_option("--interval", flags->interval,
                   "bootstrap: by drawing the answers of a mean again and again, for skewed amounts")
      ->check(CLI::IsMember({"bootstrap"}));
  command->add_option("--snapshot", flags->snapshot, "Only what was in the store at this snapshot");
  command->add_option("--level", flags->level, "Confidence level of the intervals")
      ->check(CLI::Range(0.5, 0.9999))
      ->capture_default_str();
  CLI::Option* json = command->add_flag("--json", flags->json, "Print as JSON");
  command->add_flag("--csv", flags->csv, "Print as CSV")->excludes(json);
  command->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  command->footer(k_footer);
  command->callback([flags, &status] { status = measure_command(*flags); });
}

}  // namespace bellwether::cli
