// Puts rows of ready batches into chunks of the tables of facts, column by column.
#pragma once

#include "store/facts/chunk_writer.hpp"
#include "store/facts/ready.hpp"
#include "store/facts/signal.hpp"

#include <cstddef>
#include <cstdint>

namespace bellwether::facts {

/// Where one stands in a batch: at which row, and at which of the named values of all rows.
struct RowCursor {
  std::size_t row = 0, rating = 0, attribute = 0, theme = 0;
};
/// Goes on to `row`, which is not behind.
template <class Batch>
void pass_to(RowCursor& cursor, const Batch& batch, std::size_t row);

/// Writes rows from the cursor on, until the chunk is full or the row `end` is reached. What it says of texts it copies.
void write_rows(ChunkWriter& writer, const SignalBatch& batch, const ReadySignals& ready, std::int64_t snapshot,
                RowCursor& cursor, std::size_t end);
void write_rows(ChunkWriter& writer, const ActBatch& batch, const ReadyActs& ready, std::int64_t snapshot,
                RowCursor& cursor, std::size_t end);

}  // namespace bellwether::facts
