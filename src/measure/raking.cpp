// Iterative proportional fitting.
#include "base/invariant.hpp"
#include "measure/critical.hpp"
#include "measure/weights.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace bellwether::measure {

namespace {

/// One dimension: which label each cell has, and the share that each label should have.
struct Dimension {
  std::string name;
  std::vector<std::size_t> label_of_cell = {};
  std::vector<double> share = {};
};

double total_of(const Margin& margin) {
  double total = 0;
  for (const auto& [label, count] : margin.population) total += count;
  return total;
}

Result<void> totals_agree(std::span<const Margin> margins) {
  // Shares add up to 1 beside counts of whatever size.
  constexpr double k_slack = 1e-6;
  const Margin* counted = nullptr;
  for (const Margin& margin : margins) {
    const double total = total_of(margin);
    if (!(total > 0)) return fail(Code::bad_input, "the margin of " + margin.dimension + " adds up to nothing");
    if (std::abs(total - 1) <= k_slack) continue;
    if (counted != nullptr && std::abs(total / total_of(*counted) - 1) > k_slack) {
      return fail(Code::conflict,
                  fmt::format("the population is {} by {} and {} by {}", total_of(*counted), counted->dimension, total,
                              margin.dimension),
                  {}, "give all margins for the same population, or as shares that add up to 1");
    }
    if (counted == nullptr) counted = &margin;
  }
  return {};
}

Result<Dimension> dimension_of(std::span<const MarginCell> cells, const Margin& margin, std::size_t place) {
  Dimension dimension{.name = margin.dimension};
  std::map<std::string, std::size_t> index;
  for (const auto& [label, count] : margin.population) {
    invariant(count >= 0 && std::isfinite(count));
    index.emplace(label, dimension.share.size());
    dimension.share.push_back(count / total_of(margin));
  }
  std::vector<std::int64_t> answers(dimension.share.size());
  for (const MarginCell& cell : cells) {
    invariant(place < cell.labels.size() && cell.n >= 0);
    const auto found = index.find(cell.labels[place]);
    if (found == index.end()) {
      if (cell.n == 0) {
        dimension.label_of_cell.push_back(0);
        continue;
      }
      return fail(
          Code::not_found,
          "some answers have " + margin.dimension + " \"" + cell.labels[place] + "\", which the population has not", {},
          "add it to the margin, or leave these answers out");
    }
    answers[found->second] += cell.n;
    dimension.label_of_cell.push_back(found->second);
  }
  for (const auto& [label, at] : index) {
    if (dimension.share[at] > 0 && answers[at] == 0) {
      return not_enough("no answer has " + margin.dimension + " \"" + label + "\", which the population has",
                        "merge it with another label");
    }
  }
  return dimension;
}

/// Each label's share of the weighted answers.
std::vector<double> shares_now(const Dimension& dimension, const std::vector<double>& mass) {
  std::vector<double> shares(dimension.share.size());
  double all = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    shares[dimension.label_of_cell[i]] += mass[i];
    all += mass[i];
  }
  for (double& share : shares) share /= all;
  return shares;
}

struct Gap {
  double size = 0;
  std::string dimension;
};

Gap largest_gap(const std::vector<Dimension>& dimensions, const std::vector<double>& mass) {
  Gap gap;
  for (const Dimension& dimension : dimensions) {
    const std::vector<double> shares = shares_now(dimension, mass);
    for (std::size_t at = 0; at < shares.size(); ++at) {
      const double size = std::abs(shares[at] - dimension.share[at]);
      if (!(size <= gap.size)) gap = {.size = size, .dimension = dimension.name};
    }
  }
  return gap;
}

}  // namespace

Result<Raking> rake(std::span<const MarginCell> cells, std::span<const Margin> margins, const RakingLimits& limits) {
  if (const auto fine = totals_agree(margins); !fine) return std::unexpected(fine.error());
  double n = 0;
  std::vector<double> mass;
  for (const MarginCell& cell : cells) {
    mass.push_back(static_cast<double>(cell.n));
    n += mass.back();
  }
  if (n == 0) return not_enough("no answers here", "weights need answers");
  std::vector<Dimension> dimensions;
  for (std::size_t place = 0; place < margins.size(); ++place) {
    auto dimension = dimension_of(cells, margins[place], place);
    if (!dimension) return std::unexpected(dimension.error());
    dimensions.push_back(std::move(*dimension));
  }

  Raking raking;
  Gap gap = largest_gap(dimensions, mass);
  while (!(gap.size <= limits.largest_gap) && raking.rounds < limits.most_rounds) {
    for (const Dimension& dimension : dimensions) {
      const std::vector<double> shares = shares_now(dimension, mass);
      for (std::size_t i = 0; i < mass.size(); ++i) {
        const std::size_t at = dimension.label_of_cell[i];
        if (mass[i] > 0) mass[i] *= dimension.share[at] / shares[at];
      }
    }
    ++raking.rounds;
    gap = largest_gap(dimensions, mass);
  }
  if (!(gap.size <= limits.largest_gap)) {
    return fail(
        Code::conflict,
        fmt::format("after {} rounds {} is still {:.2g} away from its margin", raking.rounds, gap.dimension, gap.size),
        {}, "some combinations have no answers: merge labels, or weight by fewer dimensions");
  }
  double all = 0;
  for (const double m : mass) all += m;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    raking.weights.push_back(cells[i].n == 0 ? 0 : mass[i] / static_cast<double>(cells[i].n) * (n / all));
  }
  raking.largest_gap = gap.size;
  return raking;
}

}  // namespace bellwether::measure
