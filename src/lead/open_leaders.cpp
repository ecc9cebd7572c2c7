#include "lead/open_leaders.hpp"

#include "lead/excess_response.hpp"
#include "lead/fact_words.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::lead {

Result<OpenLeaders> OpenLeaders::read(measure::StoreReader& acts, const Fairness& fairness, Day end) {
  OpenLeaders open;
  open.viewer_ = fairness.viewer;
  open.all_ = fairness.individual_scores && fairness.today >= Day{end.days + fairness.first_look_days};
  open.any_ = fairness.individual_scores;
  if (!open.any_ || open.all_) return open;
  const auto slices = acts.ask({.table = facts::Table::acts,
                                .where = kind_is("evidence.seen"),
                                .by = {dimension("actor")},
                                // As may_see(): a look of the last days before counts, too.
                                .from = Day{end.days - fairness.first_look_days},
                                .statistics = {rows()}});
  if (!slices) return std::unexpected(slices.error());
  for (const facts::SliceRow& row : slices->rows) open.seen_.insert(row.slice[0].text);
  return open;
}

Result<std::vector<GamingFlag>> read_flags(measure::StoreReader& signals, measure::StoreReader& acts,
                                           const Field& field, const std::vector<facts::Field>& ratings,
                                           const Subject& subject, const OpenLeaders& open) {
  std::vector<GamingFlag> flags;
  const bool all = subject.kind == Subject::Kind::organisation;
  const auto take = [&](Result<std::vector<GamingFlag>> found) -> Result<void> {
    if (!found) return std::unexpected(found.error());
    for (GamingFlag& flag : *found) {
      const std::vector<std::string>& meant = flag.of_leader ? subject.leaders : subject.units;
      const bool is_meant = all || std::ranges::find(meant, flag.id) != meant.end();
      if (is_meant && (!flag.of_leader || open.to(flag.id))) flags.push_back(std::move(flag));
    }
    return {};
  };
  if (auto taken = take(read_gamed_visits(acts, field)); !taken) return std::unexpected(taken.error());
  for (const facts::Field& rating : ratings) {
    if (auto taken = take(read_begged_scores(signals, field, rating)); !taken) return std::unexpected(taken.error());
  }
  if (auto taken = take(read_excess_response(signals, acts, field)); !taken) return std::unexpected(taken.error());
  return flags;
}

}  // namespace bellwether::lead
