// One row's cells to what they say: days, lists, numbers; the same for tables and TOML.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "org/kind.hpp"
#include "org/merge.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::listen {

/// Why a cell can't be taken: "“soon” is no day; write it as 2026-11-22".
using Reason = std::string;

[[nodiscard]] std::expected<std::string, Reason> told_id(std::string_view cell);
/// The text of a field in its stored form: trimmed; lists with ';' between; numbers in their shortest form.
[[nodiscard]] std::expected<std::string, Reason> told_field(const org::Field& field, std::string_view cell);
/// A first day; nothing for an empty cell. The earliest day that can be written stands for always.
[[nodiscard]] std::expected<std::optional<Day>, Reason> told_first_day(std::string_view cell);
/// A last day, as the day after it; nothing for an empty cell. 9999-12-31 stands for no end.
[[nodiscard]] std::expected<std::optional<Day>, Reason> told_last_day(std::string_view cell);
/// What is wrong with a row whose cells are each right; empty where nothing is.
[[nodiscard]] Reason wrong_days(const org::Told& told);

}  // namespace bellwether::listen
