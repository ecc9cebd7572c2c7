#include "listen/organisation/told_row.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "listen/organisation/told_file.hpp"
#include "org/span.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_quoted_columns = 40;

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
}

std::expected<std::optional<Day>, Reason> day_of(std::string_view cell) {
  std::string_view text = trim(cell);
  if (text.empty()) return std::optional<Day>{};
  // Spreadsheets and databases write a day as its midnight.
  for (const std::string_view midnight : {"T00:00:00Z", "T00:00:00", " 00:00:00"}) {
    if (text.ends_with(midnight)) text.remove_suffix(midnight.size());
  }
  const auto day = day_from_text(text);
  if (!day) return std::unexpected(fmt::format("“{}” is no day; write it as 2026-11-22", cut(text, k_quoted_columns)));
  return std::optional<Day>(*day);
}

}  // namespace

std::expected<std::string, Reason> told_id(std::string_view cell) {
  const std::string_view id = trim(cell);
  if (id.empty()) return std::unexpected("there is no id");
  if (id.size() > k_most_id_bytes)
    return std::unexpected(fmt::format("the id is longer than {} bytes", k_most_id_bytes));
  if (has_control(id)) return std::unexpected("the id holds a line break or another control character");
  if (id.find(';') != id.npos) return std::unexpected("the id holds “;”, which stands between the items of a list");
  return std::string(id);
}

std::expected<std::string, Reason> told_field(const org::Field& field, std::string_view cell) {
  const std::string_view text = trim(cell);
  if (text.size() > k_most_field_bytes)
    return std::unexpected(fmt::format("the text is longer than {} bytes", with_thousands(k_most_field_bytes)));
  if (text.find('\0') != text.npos) return std::unexpected("the text holds a zero byte");
  if (field.form == org::Form::list) return org::list_text(org::list_from(text));
  if (field.form == org::Form::number && !text.empty()) {
    const auto decimal = decimal_from(text);
    const auto micros = decimal ? decimal->micros() : std::nullopt;
    if (!micros) return std::unexpected(fmt::format("“{}” is no number", cut(text, k_quoted_columns)));
    return to_text(*micros);
  }
  return std::string(text);
}

std::expected<std::optional<Day>, Reason> told_first_day(std::string_view cell) { return day_of(cell); }

std::expected<std::optional<Day>, Reason> told_last_day(std::string_view cell) {
  auto day = day_of(cell);
  if (!day || !*day) return day;
  if (**day >= org::k_forever) return std::optional<Day>{};
  return std::optional<Day>(Day{(*day)->days + 1});
}

Reason wrong_days(const org::Told& told) {
  if (told.from && told.to && *told.to <= *told.from) return "it ends before it begins";
  return {};
}

}  // namespace bellwether::listen
