// Puts ready batches into a table of facts on all of the engine's threads: the engine asks for chunks, each thread for a
// stretch of rows of its own, as long as the row groups that the engine compresses and writes at once. Through the
// appender, which one thread feeds and which copies everything once more, it takes nearly twice the time.
#pragma once

#include "base/result.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/facts.hpp"
#include "store/facts/query.hpp"
#include "store/facts/ready.hpp"
#include "store/facts/signal.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <variant>

namespace bellwether::facts {

/// A batch with what was made ready of it; both live longer than the insertion.
template <class Batch, class Ready>
struct ReadyBatch {
  const Batch* batch;
  const Ready* ready;
};
using AnyReadyBatch = std::variant<ReadyBatch<SignalBatch, ReadySignals>, ReadyBatch<ActBatch, ReadyActs>>;

class InsertFacts {
 public:
  /// Makes the engine know where chunks come from. One for a database. Error: `unsupported`.
  [[nodiscard]] static Result<InsertFacts> make(const Connection& connection);

  /// Inserts in the connection's transaction. All batches are of the table's kind. Rows of different stretches come in no
  /// particular order. Errors: `io`, `too_large`.
  [[nodiscard]] Result<void> insert(const Connection& connection, Table table, std::span<const AnyReadyBatch> batches,
                                    std::int64_t snapshot);

  /// Puts what understanding made of these signals in place of what stands at their ids, where there is a text, in the connection's
  /// transaction. `days`: a condition on `day` that holds for all of them. Error: `io`.
  [[nodiscard]] Result<void> put_readings(const Connection& connection, const ReadyBatch<SignalBatch, ReadySignals>& of,
                                          std::string_view days, std::span<const Parameter> parameters);

  struct Given;  ///< what the engine's threads take from; for insert_facts.cpp alone

 private:
  [[nodiscard]] Result<void> set_out(const Connection& connection, Table table, std::span<const AnyReadyBatch> batches,
                                     std::int64_t snapshot);

  explicit InsertFacts(std::unique_ptr<Given> given);
  struct Delete {
    void operator()(Given* given) const;
  };
  std::unique_ptr<Given, Delete> given_;
};

}  // namespace bellwether::facts
