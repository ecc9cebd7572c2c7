#include "cli/held_records.hpp"

#include <utility>

namespace bellwether::cli {

Result<HeldRecords> hold_records(const std::string& folder) {
  auto directory = store::DataDirectory::open_beside(folder);
  if (!directory) return std::unexpected(directory.error());
  HeldRecords held{.directory = std::make_unique<store::DataDirectory>(*std::move(directory)), .records = {}};
  auto records = records::Records::open(*held.directory, store::Access::write);
  if (!records) return std::unexpected(records.error());
  held.records = *std::move(records);
  return held;
}

Result<void> change_records(const std::string& folder, const std::function<Result<void>(records::Transaction&)>& work) {
  const auto held = hold_records(folder);
  if (!held) return std::unexpected(held.error());
  auto transaction = held->records->begin();
  if (!transaction) return std::unexpected(transaction.error());
  if (auto done = work(*transaction); !done) return done;
  return transaction->commit();
}

}  // namespace bellwether::cli
