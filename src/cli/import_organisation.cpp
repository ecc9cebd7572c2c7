#include "cli/import_organisation.hpp"

#include "base/text.hpp"
#include "cli/held_records.hpp"
#include "cli/told.hpp"
#include "listen/organisation/organisation_import.hpp"
#include "org/kind.hpp"
#include "tell/terminal.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

using Json = nlohmann::ordered_json;
using How = org::Change::How;

constexpr std::array<How, 4> k_hows = {How::added, How::changed, How::moved, How::ended};
constexpr std::size_t k_lines_shown = 5;  ///< of each kind of change
constexpr std::size_t k_lines_in_json = 10'000;

std::string count(std::size_t n) { return with_thousands(static_cast<long long>(n)); }

/// Changes are sorted by kind and how, so that those of one kind are neighbours.
struct Group {
  org::Kind kind;
  How how;
  std::vector<const org::Change*> changes;
};

std::vector<Group> groups_of(const std::vector<org::Change>& changes) {
  std::vector<Group> groups;
  for (const org::Change& change : changes) {
    if (groups.empty() || groups.back().kind != change.kind || groups.back().how != change.how)
      groups.push_back({.kind = change.kind, .how = change.how, .changes = {}});
    groups.back().changes.push_back(&change);
  }
  return groups;
}

void print_files(const listen::OrganisationImport& done) {
  for (const listen::OrganisationFile& file : done.files) {
    fmt::print("{}: {}, {} rows read, {} rejected\n", tell::printable(file.file), tell::printable(file.form),
               count(file.read), count(file.rejected));
    for (const listen::Remark& remark : file.remarks) {
      fmt::print("  note: {}{}\n", remark.column.empty() ? "" : tell::printable(remark.column) + ": ",
                 tell::printable(remark.what));
    }
    for (const std::string& reason : file.first_reasons) fmt::print("  rejected: {}\n", tell::printable(reason));
    if (file.rejected > file.first_reasons.size())
      fmt::print("  … and {} more\n", count(file.rejected - file.first_reasons.size()));
    if (file.rejects_file)
      fmt::print("  rejected rows, each with its reason: {}\n", tell::printable(file.rejects_file->string()));
  }
}

void print_changes(const listen::OrganisationImport& done) {
  for (const Group& group : groups_of(done.changes)) {
    const org::KindRules& rules = org::rules_of(group.kind);
    const std::size_t n = group.changes.size();
    fmt::print("\n{} {} {}\n", count(n), n == 1 ? rules.word : rules.many, org::word_of(group.how));
    for (std::size_t i = 0; i < std::min(n, k_lines_shown); ++i) {
      const org::Change& change = *group.changes[i];
      fmt::print("  {}{}\n", tell::printable(change.id),
                 change.words.empty() ? "" : ": " + tell::printable(change.words));
    }
    if (n > k_lines_shown) fmt::print("  … and {} more\n", count(n - k_lines_shown));
  }
  if (!done.doubts.empty()) fmt::print("\nTo look at:\n");
  for (const std::string& doubt : done.doubts) fmt::print("  {}\n", tell::printable(doubt));
}

void print_end(const listen::OrganisationImport& done, bool dry_run) {
  if (done.stopped) {
    fmt::print("\nNothing was changed.\n");
  } else if (done.changes.empty()) {
    fmt::print("\nNothing to change: all of it is known.\n");
  } else if (dry_run) {
    fmt::print("\nNothing was written: this is what it would do.\n");
  } else {
    fmt::print("\nDone: {}.\n", done.changes.size() == 1 ? "1 change" : count(done.changes.size()) + " changes");
  }
}

std::string to_json(const listen::OrganisationImport& done, Day as_of) {
  Json out{{"as_of", to_text(as_of)},  {"applied", done.applied}, {"files", Json::array()}, {"counts", Json::object()},
           {"changes", Json::array()}, {"doubts", done.doubts},   {"error", nullptr}};
  for (const listen::OrganisationFile& file : done.files) {
    Json one{{"file", file.file},         {"form", file.form},       {"read", file.read},
             {"rejected", file.rejected}, {"rejects_file", nullptr}, {"remarks", Json::array()}};
    if (file.rejects_file) one["rejects_file"] = file.rejects_file->string();
    for (const listen::Remark& remark : file.remarks)
      one["remarks"].push_back({{"column", remark.column}, {"what", remark.what}});
    out["files"].push_back(std::move(one));
  }
  for (const How how : k_hows) out["counts"][std::string(org::word_of(how))] = 0;
  for (const org::Change& change : done.changes) {
    Json& counted = out["counts"][std::string(org::word_of(change.how))];
    counted = counted.get<std::size_t>() + 1;
    if (out["changes"].size() < k_lines_in_json) {
      out["changes"].push_back({{"kind", org::rules_of(change.kind).word},
                                {"id", change.id},
                                {"how", org::word_of(change.how)},
                                {"words", change.words}});
    }
  }
  if (done.stopped)
    out["error"] = {{"code", word_of(done.stopped->code)},
                    {"message", done.stopped->message},
                    {"where", done.stopped->where},
                    {"mend", done.stopped->mend}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// The stores as far as they are needed: nothing of them where a first preview has none.
struct Stores {
  std::unique_ptr<store::DataDirectory> directory;
  std::unique_ptr<records::Records> records;
};

Result<Stores> open_stores(const OrganisationFlags& flags) {
  Stores stores;
  if (flags.dry_run && !std::filesystem::exists(flags.folder)) return stores;
  // Beside a server that runs on it: of the data directory only the records are needed, which make way for each other.
  auto directory = store::DataDirectory::open_beside(flags.folder);
  if (!directory) return std::unexpected(directory.error());
  stores.directory = std::make_unique<store::DataDirectory>(std::move(*directory));
  if (flags.dry_run && !records::Records::are_in(*stores.directory)) return stores;
  auto records = records::Records::open(*stores.directory, flags.dry_run ? store::Access::read : store::Access::write);
  if (!records) return std::unexpected(records.error());
  stores.records = std::move(*records);
  return stores;
}

std::string who() {
  const char* user = std::getenv("USER");
  return user == nullptr || *user == '\0' ? k_by_command_line : fmt::format("{} ({})", k_by_command_line, user);
}

}  // namespace

int import_organisation(const OrganisationFlags& flags) {
  auto stores = open_stores(flags);
  if (!stores) return tell_error(stores.error());
  listen::OrganisationOptions options{
      .as_of = {}, .ends_missing = flags.ends_missing, .dry_run = flags.dry_run, .who = who(), .at = now()};
  options.as_of = (stores->directory ? stores->directory->settings().zone : Zone::utc()).day_at(options.at);
  if (!flags.as_of.empty()) {
    const auto day = day_from_text(flags.as_of);
    if (!day)
      return tell_error({.code = Code::wrong_usage, .message = day.error().message, .where = "--as-of", .mend = {}});
    options.as_of = *day;
  }
  const std::vector<std::filesystem::path> files(flags.files.begin(), flags.files.end());
  const auto done = listen::import_organisation(files, options, stores->directory.get(), stores->records.get());
  if (!done) return tell_error(done.error());
  if (flags.json) {
    fmt::print("{}", to_json(*done, options.as_of));
  } else {
    print_files(*done);
    print_changes(*done);
    print_end(*done, flags.dry_run);
  }
  if (done->stopped) return flags.json ? 1 : tell_error(*done->stopped);
  for (const listen::OrganisationFile& file : done->files) {
    if (file.rejected > 0) return 1;
  }
  return 0;
}

}  // namespace bellwether::cli
