#include "measure/store_reader.hpp"

#include "measure/bound_measure.hpp"

#include <utility>
#include <vector>

namespace bellwether::measure {

Result<StoreReader> StoreReader::open(const facts::Facts& facts, facts::Table table,
                                      std::optional<std::uint64_t> snapshot, const std::string& store, Reach reach) {
  if (!store.empty() && store != facts.store_name()) {
    return fail(Code::conflict, "the snapshot is of the store " + store + ", and this is " + facts.store_name(),
                "--snapshot", "ask the data directory that the answer came from");
  }
  if (snapshot && *snapshot > facts.snapshot()) {
    return fail(Code::not_found, "there is no snapshot " + std::to_string(*snapshot) + " yet", "--snapshot",
                "the latest is " + std::to_string(facts.snapshot()));
  }
  auto signals = Names::of(facts, facts::Table::signals);
  if (!signals) return std::unexpected(signals.error());
  auto acts = Names::of(facts, facts::Table::acts);
  if (!acts) return std::unexpected(acts.error());
  if (reach.units) {
    signals->forget_values();
    acts->forget_values();
  }
  return StoreReader(facts, table, *std::move(signals), *std::move(acts), snapshot, std::move(reach));
}

StoreReader::StoreReader(const facts::Facts& facts, facts::Table table, Names signals, Names acts,
                         std::optional<std::uint64_t> snapshot, Reach reach)
    : facts_(&facts),
      table_(table),
      signals_(std::move(signals)),
      acts_(std::move(acts)),
      snapshot_(snapshot),
      reach_(std::move(reach)) {}

Result<facts::Slices> StoreReader::ask(facts::Query query) {
  query.snapshot = snapshot_;
  auto slices = facts_->ask(query);
  if (slices && !snapshot_) snapshot_ = slices->snapshot;
  return slices;
}

Result<facts::Trail> StoreReader::trail(facts::TrailQuery query) {
  query.snapshot = snapshot_;
  auto trail = facts_->trail(query);
  if (trail && !snapshot_) snapshot_ = trail->snapshot;
  return trail;
}

Result<facts::Crowd> StoreReader::crowd(facts::CrowdQuery query) {
  query.snapshot = snapshot_;
  auto crowd = facts_->crowd(query);
  if (crowd && !snapshot_) snapshot_ = crowd->snapshot;
  return crowd;
}

Result<facts::Numbers> StoreReader::numbers(facts::NumbersQuery query) {
  query.snapshot = snapshot_;
  auto numbers = facts_->numbers(query);
  if (numbers && !snapshot_) snapshot_ = numbers->snapshot;
  return numbers;
}

Result<std::optional<Instant>> StoreReader::newest() {
  if (!newest_) {
    auto newest = facts_->newest(snapshot_);
    if (!newest) return newest;
    newest_ = *newest;
  }
  return *newest_;
}

Result<bool> StoreReader::has_employees() {
  if (!has_employees_) {
    const auto slices = ask({.where = of_employees(), .statistics = {facts::Statistic{}}});
    if (!slices) return std::unexpected(slices.error());
    has_employees_ = !slices->rows.empty() && slices->rows.front().numbers.front().value_or(0) > 0;
  }
  return *has_employees_;
}

Result<bool> StoreReader::has_later(const facts::Expr& where) const {
  if (!snapshot_ || *snapshot_ == facts_->snapshot()) return false;
  std::vector<std::int64_t> counts;
  for (const auto& snapshot : {snapshot_, std::optional<std::uint64_t>()}) {
    const auto slices = facts_->ask({.where = where, .statistics = {facts::Statistic{}}, .snapshot = snapshot});
    if (!slices) return std::unexpected(slices.error());
    counts.push_back(slices->rows.empty() ? 0 : static_cast<std::int64_t>(slices->rows[0].numbers[0].value_or(0)));
  }
  return counts[0] != counts[1];
}

std::string StoreReader::snapshot_name() const { return facts_->store_name() + "-" + std::to_string(snapshot()); }

}  // namespace bellwether::measure
