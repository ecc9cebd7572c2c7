#include "cli/opened.hpp"

#include "org/organisation_records.hpp"
#include "store/records/records.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bellwether::cli {

namespace {

/// The organisation's rules, with the units as they stand today; those that have ended where they stood last.
Result<measure::Guards> guards_of(const store::DataDirectory& directory) {
  const store::Settings& settings = directory.settings();
  measure::GuardRules rules{.k_employee = settings.privacy.k_employee,
                            .k_comments = settings.privacy.k_comments,
                            .k_customer = settings.privacy.k_customer,
                            .employee_attributes = settings.privacy.employee_attributes};
  if (records::Records::are_in(directory)) {
    const auto records = records::Records::open(directory);
    if (!records) return std::unexpected(records.error());
    const auto organisation = org::read_organisation(**records);
    if (!organisation) return std::unexpected(organisation.error());
    const org::Tree tree = organisation->units.as_of(settings.zone.day_at(now()), org::Ended::kept_last);
    rules.parents = measure::parents_of(tree);
  }
  return measure::Guards(std::move(rules));
}

}  // namespace

Result<Opened> open_data(const std::filesystem::path& folder, store::Access access, std::string_view command,
                         std::size_t most_memory_mb) {
  auto directory = store::DataDirectory::open(folder, access, command);
  if (!directory) return std::unexpected(directory.error());
  Opened opened;
  opened.directory = std::make_unique<store::DataDirectory>(std::move(*directory));
  auto catalogue = measure::Catalogue::load(opened.directory->measures_folder());
  if (!catalogue) return std::unexpected(catalogue.error());
  opened.catalogue = std::move(*catalogue);
  auto facts = facts::Facts::open(*opened.directory, most_memory_mb);
  if (!facts) return std::unexpected(facts.error());
  opened.facts = std::move(*facts);
  auto guards = guards_of(*opened.directory);
  if (!guards) return std::unexpected(guards.error());
  opened.guards = std::move(*guards);
  return opened;
}

Result<org::Organisation> organisation_of(const store::DataDirectory& directory) {
  if (!records::Records::are_in(directory)) return org::Organisation::make({});
  auto records = records::Records::open(directory);
  if (!records) return std::unexpected(records.error());
  return org::read_organisation(**records);
}

int tell_error(const Error& error) {
  fmt::print(stderr, "bellwether: {}\n", to_text(error));
  return error.code == Code::wrong_usage ? 2 : 1;
}

Result<void> write_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path unfinished = file;
  unfinished += ".part";
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out) {
      return fail(Code::io, "the file can't be written", file.string(),
                  "name another with --out, or see whether the disk is full");
    }
  }
  std::error_code trouble;
  std::filesystem::rename(unfinished, file, trouble);
  if (trouble)
    return fail(Code::io, fmt::format("the file can't be put in place: {}", trouble.message()), file.string());
  return {};
}

Result<std::string> read_file(const std::filesystem::path& file, std::size_t most_bytes) {
  std::error_code trouble;
  const auto size = std::filesystem::file_size(file, trouble);
  if (trouble)
    return fail(Code::not_found, fmt::format("the file can't be read: {}", trouble.message()), file.string());
  if (size > most_bytes) {
    return fail(Code::too_large, fmt::format("the file has {} bytes; at most {} are read", size, most_bytes),
                file.string());
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return fail(Code::io, "the file can't be read", file.string());
  return text;
}

}  // namespace bellwether::cli
