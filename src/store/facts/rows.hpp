// Puts ready batches into the tables of facts, column by column.
#pragma once

#include "base/result.hpp"
#include "store/facts/ready.hpp"
#include "store/facts/signal.hpp"
#include "store/facts/table_writer.hpp"

#include <cstdint>

namespace bellwether::facts {

[[nodiscard]] Result<void> write_rows(TableWriter& writer, const SignalBatch& batch, const ReadySignals& ready,
                                      std::int64_t snapshot);
[[nodiscard]] Result<void> write_rows(TableWriter& writer, const ActBatch& batch, const ReadyActs& ready,
                                      std::int64_t snapshot);

}  // namespace bellwether::facts
