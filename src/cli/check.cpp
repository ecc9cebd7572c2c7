#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "guard/access/audit.hpp"
#include "measure/opened/opened.hpp"
#include "org/organisation_records.hpp"
#include "store/directory/settings.hpp"
#include "store/records/postgresql_connection.hpp"
#include "store/records/records.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

struct CheckFlags {
  std::string folder = k_default_folder;
  bool json = false, audit = false, config = false;
};

void print_json(const facts::CheckReport& report) {
  nlohmann::ordered_json out{{"sound", report.problems.empty()},
                             {"signals", report.signals},
                             {"acts", report.acts},
                             {"snapshot", report.snapshot},
                             {"looked_at", report.looked_at},
                             {"problems", nlohmann::ordered_json::array()}};
  for (const facts::Problem& problem : report.problems) {
    out["problems"].push_back({{"where", problem.where}, {"what", problem.what}, {"mend", problem.mend}});
  }
  fmt::print("{}\n", out.dump(2));
}

void print_words(const facts::CheckReport& report) {
  fmt::print("{} signals, {} acts\n", with_thousands(static_cast<long long>(report.signals)),
             with_thousands(static_cast<long long>(report.acts)));
  for (const std::string& what : report.looked_at) fmt::print("  looked at {}\n", what);
  for (const facts::Problem& problem : report.problems) {
    fmt::print("\n  {}: {}\n", problem.where, problem.what);
    if (!problem.mend.empty()) fmt::print("    → {}\n", problem.mend);
  }
  fmt::print("{}\n", report.problems.empty() ? "All sound." : fmt::format("{} problems.", report.problems.size()));
}

/// Adds what is wrong with the records, where the directory has some. Error: they can't be opened at all.
Result<void> check_records(const store::DataDirectory& directory, facts::CheckReport& report) {
  if (!records::Records::are_in(directory)) return {};
  auto records = records::Records::open(directory);
  if (!records) return std::unexpected(records.error());
  const auto problems = (*records)->check();
  if (!problems) return std::unexpected(problems.error());
  for (const std::string& problem : *problems) {
    report.problems.push_back({.where = (*records)->where(),
                               .what = problem,
                               .mend = "put a backup in their place, and import the organisation again"});
  }
  const auto organisation = org::read_organisation(**records);
  if (!organisation) {
    report.problems.push_back(
        {.where = (*records)->where(), .what = organisation.error().message, .mend = organisation.error().mend});
  }
  report.looked_at.emplace_back("the records of the organisation: readable, keys unique, trees without a cycle");
  auto transaction = (*records)->begin();
  if (!transaction) return std::unexpected(transaction.error());
  const auto audit = guard::check_audit(*transaction);
  if (!audit) return std::unexpected(audit.error());
  if (audit->broken) {
    report.problems.push_back({.where = fmt::format("audit log, line {}", *audit->broken),
                               .what = audit->why,
                               .mend = "find out who could write to the records; a backup tells what stood there"});
  }
  report.looked_at.emplace_back("the audit log: every line as it was written");
  return {};
}

/// The audit log alone: whether it is unbroken, and by what it can be known again.
int check_audit_log(const CheckFlags& flags) {
  if (!std::filesystem::exists(flags.folder)) {
    return tell_error(
        {.code = Code::not_found, .message = "there is no data directory", .where = flags.folder, .mend = {}});
  }
  const auto directory = store::DataDirectory::open_beside(flags.folder);  // also while a server runs
  if (!directory) return tell_error(directory.error());
  const auto records = records::Records::open(*directory);
  if (!records) return tell_error(records.error());
  auto transaction = (*records)->begin();
  if (!transaction) return tell_error(transaction.error());
  const auto report = guard::check_audit(*transaction);
  if (!report) return tell_error(report.error());
  if (flags.json) {
    const nlohmann::ordered_json out{{"sound", !report->broken},
                                     {"lines", report->lines},
                                     {"last_hash", report->last_hash},
                                     {"broken", report->broken ? nlohmann::ordered_json(*report->broken) : nullptr},
                                     {"why", report->why}};
    fmt::print("{}\n", out.dump(2));
  } else if (report->broken) {
    fmt::print("The audit log is broken at line {}: {}. The {} lines before it are as they were written.\n",
               *report->broken, report->why, with_thousands(report->lines));
  } else {
    fmt::print("{} lines, unbroken.\n", with_thousands(report->lines));
    if (report->lines > 0) {
      fmt::print("Line {} ends in {}: note it down, and a cut end will show, too.\n", report->lines, report->last_hash);
    }
  }
  return report->broken ? 1 : 0;
}

constexpr std::string_view k_password_about =
    "Password of the PostgreSQL server, from the environment alone (or from ~/.pgpass); what it is, is never told";

bool has_password() { return !store::from_environment(records::engine::k_password_variable).value_or("").empty(); }

/// Every setting, what it is just now, and who said so.
int tell_settings(const CheckFlags& flags) {
  const auto read = store::settings_of(flags.folder, store::from_environment);
  if (!read) return tell_error(read.error());
  if (flags.json) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const store::ToldSetting& told : read->told) {
      all.push_back({{"name", told.name},
                     {"value", told.value},
                     {"source", told.source},
                     {"variable", told.variable},
                     {"about", told.about}});
    }
    all.push_back({{"name", "records.password"},
                   {"value", has_password() ? "set" : "not set"},
                   {"source", has_password() ? records::engine::k_password_variable : "default"},
                   {"variable", records::engine::k_password_variable},
                   {"about", k_password_about}});
    fmt::print("{}\n", all.dump(2));
    return 0;
  }
  std::string section;
  for (const store::ToldSetting& told : read->told) {
    const std::string of = told.name.substr(0, told.name.find('.'));
    if (of != section) fmt::print("{}[{}]\n", section.empty() ? "" : "\n", of);
    section = of;
    fmt::print("# {}\n{} = {}    # {}\n", told.about, told.name.substr(of.size() + 1), told.value,
               told.source != "default" ? "from " + told.source
               : told.variable.empty()  ? "default"
                                        : "default, or " + told.variable);
  }
  fmt::print("\n# {}\n# {} is {}\n", k_password_about, records::engine::k_password_variable,
             has_password() ? "set" : "not set");
  return 0;
}

int check(const CheckFlags& flags) {
  if (flags.config) return tell_settings(flags);
  if (flags.audit) return check_audit_log(flags);
  auto opened = measure::open_data(flags.folder, store::Access::read, "bellwether check");
  if (!opened) return tell_error(opened.error());
  auto report = opened->facts->check();
  if (!report) return tell_error(report.error());
  if (auto checked = check_records(*opened->directory, *report); !checked) return tell_error(checked.error());
  if (flags.json) {
    print_json(*report);
  } else {
    print_words(*report);
  }
  return report->problems.empty() ? 0 : 1;
}

}  // namespace

void add_check(CLI::App& program, int& status) {
  auto flags = std::make_shared<CheckFlags>();
  CLI::App* command = program.add_subcommand("check", "Verify a data directory and name what is wrong");
  command->footer(
      "Looks at every table of the store, and changes nothing. Exit status: 0 sound, 1 not.\n"
      "\n"
      "Example:\n"
      "  bellwether check --config     every setting, as bellwether.toml has it, and where its value comes from");
  command->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  command->add_flag("--audit", flags->audit, "Verify the audit log alone, line by line");
  command->add_flag("--config", flags->config, "Tell every setting: its meaning, its value, and who said so");
  command->add_flag("--json", flags->json, "Print the result as JSON");
  command->callback([flags, &status] { status = check(*flags); });
}

}  // namespace bellwether::cli
