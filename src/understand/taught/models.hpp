// Models that were learned here, in the records: each try with its verdict and its card; the newest that was taken is in use, unless a later
// verdict dropped it.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/records/records.hpp"
#include "understand/own_model.hpp"
#include "understand/own_scores.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::taught {

/// One try to learn.
struct Try {
  std::int64_t number = 0;  ///< counts up from 1
  Instant at;
  understand::Verdict verdict = understand::Verdict::keep;
  std::string version;  ///< OwnModel::version(); empty where too little was there to learn from
  std::string
      card;  ///< JSON: what it was learned from and how good it is (card_of()), or why nothing was learned: {"not_enough": "…"}
};

/// {"learned_from","tried_on","from","to","better_by":{"value","low","high"},"own":{…},"shipped":{…},"today":{…},"languages":[…]}; shares
/// from 0 to 1 with their 95 % intervals, and beside them what always guessing the largest class would get.
[[nodiscard]] std::string card_of(const understand::OwnLearned& learned);

/// Keeps a try, and the model where it was taken. Nothing is committed here.
[[nodiscard]] Result<Try> keep_try(records::Transaction& transaction, const understand::OwnLearned& learned,
                                   Instant at);
/// Keeps that there was too little to learn from.
[[nodiscard]] Result<Try> keep_no_try(records::Transaction& transaction, std::string_view why, Instant at);

/// The newest first, at most `most`.
[[nodiscard]] Result<std::vector<Try>> tries(records::Transaction& transaction, std::size_t most);

/// The one in use; nothing where the shipped one is, or what was kept of it can't be read any more.
[[nodiscard]] Result<std::optional<understand::OwnModel>> model_in_use(records::Transaction& transaction);

}  // namespace bellwether::taught
