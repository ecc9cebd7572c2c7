// Any bytes as a file: found out what it is, split, headed. Whatever comes, nothing is read outside, every row has its cells,
// lines go up, and what is rejected says why.
#include "listen/rows/byte_source.hpp"
#include "listen/rows/csv_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace listen = bellwether::listen;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

void read(std::string_view text, const listen::RowLimits& limits) {
  auto reader = listen::open_csv(listen::from_text(std::string(text)), {}, "fuzz", text.size(), limits);
  if (!reader) {
    demand(!reader.error().message.empty());
    return;
  }
  const std::size_t columns = (*reader)->headers().size();
  demand(columns <= limits.columns);
  listen::RowBlock block;
  std::size_t rows = 0;
  std::uint64_t line = 0;
  while (true) {
    const auto more = (*reader)->next(block);
    demand(more.has_value());
    if (!*more) break;
    for (std::size_t row = 0; row < block.size(); ++row, ++rows) {
      demand(block.cells(row).size() <= columns);
      demand(block.line(row) >= line);
      line = block.line(row);
      std::size_t bytes = 0;
      for (const std::string_view cell : block.cells(row)) {
        for (const char c : cell) bytes += c == '\0' ? 0U : 1U;  // Touches every byte, so that a view outside is seen.
        demand(cell.size() <= 3 * limits.cell_bytes);
      }
      demand(bytes <= 3 * text.size());
    }
    for (const listen::RejectedLine& rejected : block.rejected()) demand(!rejected.reason.empty());
  }
  demand(rows <= text.size() + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(text, {});
  listen::RowLimits narrow;
  narrow.columns = 4;
  narrow.cell_bytes = 20;
  narrow.row_bytes = 200;
  read(text, narrow);
  return 0;
}
