#include "store/records/statement.hpp"

#include "base/text.hpp"

#include <charconv>

#include <fmt/format.h>

namespace bellwether::records {

Result<std::int64_t> Row::whole(std::size_t column) const {
  const std::string& text = texts_[column];
  std::int64_t value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (trouble != std::errc{} || end != text.data() + text.size())
    return fail(Code::damaged, fmt::format("a whole number is stored as \"{}\"", text));
  return value;
}

Result<Day> Row::day(std::size_t column) const {
  auto day = day_from_text(texts_[column]);
  if (!day) return fail(Code::damaged, fmt::format("a day is stored as \"{}\"", texts_[column]));
  return day;
}

BoundStatement::BoundStatement(soci::session& session, std::string_view sql, std::span<const std::string> names,
                               std::size_t columns)
    : names_(names.begin(), names.end()),
      given_(names.size()),
      found_(columns),
      given_known_(names.size(), soci::i_null),
      found_known_(columns, soci::i_null),
      texts_(columns),
      known_(std::make_unique<bool[]>(columns)),
      statement_(session) {
  for (std::size_t i = 0; i < names.size(); ++i) statement_.exchange(soci::use(given_[i], given_known_[i], names[i]));
  for (std::size_t i = 0; i < columns; ++i) statement_.exchange(soci::into(found_[i], found_known_[i]));
  statement_.alloc();
  statement_.prepare(std::string(sql));
  statement_.define_and_bind();
}

Result<void> BoundStatement::set(std::size_t parameter, const Value& value) {
  // PostgreSQL refuses the one and SOCI would cut at the other; SQLite would take both.
  if (!is_utf8(value.text())) return fail(Code::bad_input, "records hold text in UTF-8 only", ":" + names_[parameter]);
  if (value.text().contains('\0'))
    return fail(Code::bad_input, "records hold no text with a zero byte in it", ":" + names_[parameter]);
  given_[parameter] = value.text();
  given_known_[parameter] = value.known() ? soci::i_ok : soci::i_null;
  return {};
}

bool BoundStatement::execute() { return statement_.execute(true); }
bool BoundStatement::fetch() { return statement_.fetch(); }

Row BoundStatement::row() {
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    known_[i] = found_known_[i] == soci::i_ok;
    if (known_[i]) {
      texts_[i] = found_[i];
    } else {
      texts_[i].clear();
    }
  }
  return {texts_, std::span<const bool>(known_.get(), texts_.size())};
}

}  // namespace bellwether::records
