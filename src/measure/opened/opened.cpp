#include "measure/opened/opened.hpp"

#include "org/organisation_records.hpp"
#include "store/records/records.hpp"

#include <filesystem>
#include <utility>

namespace bellwether::measure {

Guards guards_over(const store::Settings& settings, const org::Tree* tree) {
  GuardRules rules{.k_employee = settings.privacy.k_employee,
                   .k_comments = settings.privacy.k_comments,
                   .k_customer = settings.privacy.k_customer,
                   .employee_attributes = settings.privacy.employee_attributes};
  if (tree != nullptr) rules.parents = parents_of(*tree);
  return Guards(std::move(rules));
}

namespace {

Result<Guards> guards_of(const store::DataDirectory& directory) {
  const store::Settings& settings = directory.settings();
  if (!records::Records::are_in(directory)) return guards_over(settings, nullptr);
  const auto records = records::Records::open(directory);
  if (!records) return std::unexpected(records.error());
  const auto organisation = org::read_organisation(**records);
  if (!organisation) return std::unexpected(organisation.error());
  const org::Tree tree = organisation->units.as_of(settings.zone.day_at(now()), org::Ended::kept_last);
  return guards_over(settings, &tree);
}

}  // namespace

Result<Opened> open_data(const std::filesystem::path& folder, store::Access access, std::string_view command,
                         std::size_t most_memory_mb) {
  auto directory = store::DataDirectory::open(folder, access, command);
  if (!directory) return std::unexpected(directory.error());
  Opened opened;
  opened.directory = std::make_unique<store::DataDirectory>(std::move(*directory));
  auto catalogue = Catalogue::load(opened.directory->measures_folder());
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

}  // namespace bellwether::measure
