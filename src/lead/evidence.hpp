// Reads the evidence behind frameworks: every figure that their indicators need, once, for all units and leaders.
#pragma once

#include "base/result.hpp"
#include "lead/framework.hpp"
#include "lead/organisation_view.hpp"
#include "lead/score.hpp"
#include "measure/catalogue.hpp"
#include "measure/guards.hpp"
#include "org/organisation.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::lead {

struct EvidenceQuestion {
  std::span<const Framework* const> frameworks;
  Day end;                           ///< first day after the period
  std::optional<Subject> only = {};  ///< read for this one alone; nothing: for whoever is asked about later
  std::optional<std::uint64_t> snapshot = {};
  double level = 0.95;
  bool counts_alone = false;  ///< for n: without how answers go together, which intervals are made of
  /// Who leads what, for specials; without it a unit is itself alone.
  const org::Organisation* organisation = nullptr;
};

class EvidenceBook {
 public:
  /// Errors: as measure::ask(), naming the indicator; `bad_input` for an indicator of own acts whose measure is of signals.
  [[nodiscard]] static Result<EvidenceBook> read(const measure::Catalogue& catalogue, const facts::Facts& facts,
                                                 const measure::Guards& guards, const EvidenceQuestion& question);

  /// Employees are told of in whole blocks (measure/guarded_cells.hpp): of a subject those that lie wholly in its units.
  /// One entry per indicator of the framework, in its order. Merges the statistics of the subject's units, or those of the
  /// leaders' own acts, and estimates. Specials are those of specials.hpp.
  [[nodiscard]] std::vector<Evidence> of(const Framework& framework, const Subject& subject) const;

  /// How answers of the same people go together: the correlation of two indicators' values, by Evidence::rests_on.
  [[nodiscard]] const Correlations& correlations() const;
  [[nodiscard]] const std::string& snapshot() const;

  EvidenceBook(EvidenceBook&&) noexcept;
  EvidenceBook& operator=(EvidenceBook&&) noexcept;
  EvidenceBook(const EvidenceBook&) = delete;
  EvidenceBook& operator=(const EvidenceBook&) = delete;
  ~EvidenceBook();

 private:
  struct State;
  explicit EvidenceBook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::lead
