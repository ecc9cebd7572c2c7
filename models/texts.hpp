// Public texts with what people said of them, as models are trained and tried on.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::models {

/// Hands over each row's cells of these columns; rows that can't be read are left out. Errors: as of open_rows, `not_found` for a column.
[[nodiscard]] Result<void> read_columns(const std::filesystem::path& file, std::span<const std::string_view> columns,
                                        const std::function<void(std::span<const std::string_view>)>& row);

/// Which fifth a text falls into, 0 … 4, by its letters alone: the same text, however it is written, is always on the same side.
[[nodiscard]] std::size_t fifth_of(std::string_view text);

}  // namespace bellwether::models
