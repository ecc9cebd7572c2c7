// Any bytes as NDJSON or JSON: nothing is read outside, columns only grow, and every value is a row or a rejected line.
#include "listen/rows/byte_source.hpp"
#include "listen/rows/json_reader.hpp"
#include "listen/rows/json_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace listen = bellwether::listen;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

void read(std::string_view text, const listen::RowLimits& limits) {
  auto reader = listen::open_json(listen::from_text(std::string(text)), {}, "fuzz", text.size(), limits);
  if (!reader) {
    demand(!reader.error().message.empty());
    return;
  }
  std::size_t columns = 0;
  listen::RowBlock block;
  while (true) {
    const auto more = (*reader)->next(block);
    demand(more.has_value());
    if (!*more) break;
    demand((*reader)->headers().size() >= columns && (*reader)->headers().size() <= limits.columns);
    columns = (*reader)->headers().size();
    for (std::size_t row = 0; row < block.size(); ++row) {
      demand(block.cells(row).size() <= columns);
      std::size_t bytes = 0;
      for (const std::string_view cell : block.cells(row)) {
        for (const char c : cell) bytes += c == '\0' ? 0U : 1U;  // Touches every byte, so that a view outside is seen.
      }
      demand(bytes <= 3 * text.size());
    }
    for (const listen::RejectedLine& rejected : block.rejected()) demand(!rejected.reason.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!listen::looks_like_json(text)) return 0;
  read(text, {});
  listen::RowLimits narrow;
  narrow.columns = 4;
  narrow.cell_bytes = 20;
  narrow.row_bytes = 200;
  narrow.json_depth = 3;
  read(text, narrow);
  return 0;
}
