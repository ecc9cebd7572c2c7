// How much of an indicator's facts both ends of a comparison count: counted, since waves of surveys and bursts of acts lie anything but
// evenly in a window.
#pragma once

#include "base/result.hpp"
#include "lead/evidence.hpp"
#include "lead/framework.hpp"
#include "lead/organisation_view.hpp"
#include "lead/score.hpp"
#include "measure/catalogue.hpp"
#include "measure/guards.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::lead {

/// What both are made of: units in both, leaders in both. Nothing where both name units and share none.
[[nodiscard]] std::optional<Subject> in_both(const Subject& now, const Subject& before);

struct SharedQuestion {
  std::span<const Framework* const> frameworks;
  Day now, before;                   ///< first days after the two periods
  std::optional<Subject> only = {};  ///< read for this one alone, of in_both()
  std::optional<std::uint64_t> snapshot = {};
};

class SharedFacts {
 public:
  /// Reads the part of each window that lies in both. Errors: as EvidenceBook::read().
  [[nodiscard]] static Result<SharedFacts> read(const measure::Catalogue& catalogue, const facts::Facts& facts,
                                                const measure::Guards& guards, const SharedQuestion& question);

  /// in_common() of each indicator, dimension by dimension, as change() wants it. Of specials it goes by their windows
  /// (in_common_by_window()): their facts are of several kinds. What is withheld of the part in both counts as not shared.
  [[nodiscard]] std::vector<double> of(const Score& now, const Score& before,
                                       const std::optional<Subject>& in_both) const;

 private:
  struct Part {
    const Framework* framework = nullptr;
    std::unique_ptr<Framework> in_both;  ///< of the indicators whose windows overlap, each as long as the overlap
  };
  std::vector<Part> parts_;
  std::optional<EvidenceBook> book_;  ///< none where no windows overlap
  int days_ = 0;
};

}  // namespace bellwether::lead
