#include "listen/import/import.hpp"

#include "cli/commands.hpp"
#include "cli/import_organisation.hpp"
#include "cli/import_print.hpp"
#include "cli/progress_bar.hpp"
#include "cli/told.hpp"
#include "measure/opened/opened.hpp"
#include "understand/reader.hpp"

#include <memory>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bellwether::cli {

namespace {

constexpr const char* k_footer =
    R"(Any table of feedback: CSV and its kin, NDJSON, JSON, XLSX, Parquet, each also gzip-compressed, and the exports of
Qualtrics, SurveyMonkey and LimeSurvey. What each column is, is worked out and shown; to say otherwise:

  bellwether import reviews.csv --print-map > map.toml     the guess, to be edited
  bellwether import reviews.csv --map map.toml

Importing a file again, or a longer version of it, adds nothing twice. Rows that can't be taken go to
FILE.rejected.csv with their reason, and the exit status is 1.

Units, people, journeys, goals: the changes are shown, and made as a whole or not at all.

  bellwether import --as organisation units.csv people.csv --dry-run)";

struct ImportFlags {
  std::string folder = k_default_folder;
  std::vector<std::string> files;
  std::string as = "signals";
  std::string map, source, as_of;
  bool ends_missing = false, dry_run = false, print_map = false, json = false;
  bool no_understanding = false;
};

/// What texts are read with; nothing where flag or settings say that they are not.
using MaybeKnowledge = std::optional<understand::Knowledge>;
Result<MaybeKnowledge> knowledge_for(const ImportFlags& flags, const store::DataDirectory* directory) {
  const bool is_on = directory == nullptr || directory->settings().understanding;
  if (!is_on || flags.no_understanding || flags.as != "signals") return std::nullopt;
  auto knowledge = understand::Knowledge::shipped();
  if (!knowledge) return std::unexpected(knowledge.error());
  return *std::move(knowledge);
}

listen::ImportOptions options_of(const ImportFlags& flags, const MaybeKnowledge& knowledge) {
  listen::ImportOptions options;
  if (knowledge) options.knowledge = &*knowledge;
  options.as = flags.as == "acts" ? facts::Table::acts : facts::Table::signals;
  if (!flags.map.empty()) options.map = flags.map;
  options.source = flags.source;
  options.dry_run = flags.dry_run;
  return options;
}

/// Shows what would be done; nothing is written.
int look(const ImportFlags& flags) {
  // A data directory tells the organisation's zone; a first look needs none.
  std::unique_ptr<store::DataDirectory> directory;
  if (std::filesystem::exists(flags.folder)) {
    auto opened = store::DataDirectory::open(flags.folder, store::Access::read, "bellwether import --dry-run");
    if (opened) directory = std::make_unique<store::DataDirectory>(std::move(*opened));
  }
  const auto knowledge = knowledge_for(flags, directory.get());
  if (!knowledge) return tell_error(knowledge.error());
  int status = 0;
  std::vector<listen::FileSummary> summaries;
  for (const std::string& file : flags.files) {
    const auto preview = listen::preview(file, options_of(flags, *knowledge), directory.get());
    if (!preview) {
      status = tell_error(preview.error());
      continue;
    }
    if (flags.print_map) {
      fmt::print("{}", listen::to_toml(preview->map));
    } else if (flags.json) {
      summaries.push_back(preview->so_far);
    } else {
      print_preview(*preview);
    }
  }
  if (flags.json) fmt::print("{}", import_json(summaries));
  return status;
}

int take_in(const ImportFlags& flags) {
  auto opened = measure::open_data(flags.folder, store::Access::write, "bellwether import", listen::k_store_memory_mb);
  if (!opened) return tell_error(opened.error());
  const auto knowledge = knowledge_for(flags, opened->directory.get());
  if (!knowledge) return tell_error(knowledge.error());
  int status = 0;
  std::vector<listen::FileSummary> summaries;
  for (const std::string& file : flags.files) {
    auto bar = std::make_unique<ProgressBar>(std::filesystem::path(file).filename().string());
    const auto summary = listen::import_file(file, options_of(flags, *knowledge), *opened->directory, *opened->facts,
                                             [&bar](const listen::Progress& progress) {
                                               bar->show(progress.bytes, progress.bytes_of, progress.rows, "rows");
                                             });
    bar.reset();
    if (!summary) {
      status = tell_error(summary.error());
      continue;
    }
    if (!flags.json) {
      print_columns(*summary);
      print_summary(*summary);
    }
    if (summary->rejected > 0) status = 1;
    summaries.push_back(*summary);
  }
  if (const auto tidied = opened->facts->tidy(); !tidied) status = tell_error(tidied.error());
  if (flags.json) fmt::print("{}", import_json(summaries));
  return status;
}

/// Flags of one kind of rows mean nothing to another; to leave them out silently would be to lie.
std::optional<Error> misplaced(const ImportFlags& flags) {
  const bool organisation = flags.as == "organisation";
  const auto wrong = [&](const char* flag) {
    return Error{.code = Code::wrong_usage,
                 .message = fmt::format("it means nothing with --as {}", flags.as),
                 .where = flag,
                 .mend = "leave it out"};
  };
  if (organisation && !flags.map.empty()) return wrong("--map");
  if (organisation && flags.print_map) return wrong("--print-map");
  if (organisation && !flags.source.empty()) return wrong("--source");
  if (flags.as != "signals" && flags.no_understanding) return wrong("--no-understanding");
  if (!organisation && !flags.as_of.empty()) return wrong("--as-of");
  if (!organisation && flags.ends_missing) return wrong("--ends-missing");
  return std::nullopt;
}

int import(const ImportFlags& flags) {
  if (const auto wrong = misplaced(flags)) return tell_error(*wrong);
  if (flags.as == "organisation") {
    return import_organisation({.folder = flags.folder,
                                .files = flags.files,
                                .as_of = flags.as_of,
                                .ends_missing = flags.ends_missing,
                                .dry_run = flags.dry_run,
                                .json = flags.json});
  }
  return flags.dry_run || flags.print_map ? look(flags) : take_in(flags);
}

}  // namespace

void add_import(CLI::App& program, int& status) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* command = program.add_subcommand("import", "Take in files of feedback");
  command->add_option("FILE", flags->files, "Files to take in")->required();
  command->add_option("--as", flags->as, "What the rows are")
      ->check(CLI::IsMember({"signals", "acts", "organisation"}))
      ->capture_default_str();
  command->add_option("--map", flags->map, "What each column is, as TOML (--print-map writes one)");
  command->add_option("--source", flags->source, "Name of the source; the file's name if none is given");
  command->add_option("--as-of", flags->as_of,
                      "Of the organisation: the day from which changes hold; today if none is given");
  command->add_flag("--ends-missing", flags->ends_missing, "Of the organisation: what is not in the files has ended");
  command->add_flag("--no-understanding", flags->no_understanding,
                    "Of signals: what their texts mean is not read, beyond what the columns tell");
  command->add_flag("--dry-run", flags->dry_run, "Show what would be done and write nothing");
  command->add_flag("--print-map", flags->print_map, "Print the map as guessed and write nothing");
  command->add_flag("--json", flags->json, "Print the result as JSON");
  command->add_option("--data", flags->folder, "Data directory; made if it is not there")->capture_default_str();
  command->footer(k_footer);
  command->callback([flags, &status] { status = import(*flags); });
}

}  // namespace bellwether::cli
