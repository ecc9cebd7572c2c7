#include "tell/voices.hpp"

#include "base/text.hpp"
#include "measure/ask.hpp"
#include "measure/filter.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

using facts::Expr;
using facts::Field;
using facts::Look;
using facts::LookedUpTo;

/// What a page's end is known by: the snapshot that all pages are of, and where its last voice stands. "42.1763802000000000.300.018f…"
struct Cursor {
  std::uint64_t snapshot = 0;
  LookedUpTo place;
};

std::string number_or_none(std::optional<std::int64_t> number) { return number ? fmt::format("{}", *number) : "-"; }

std::string to_text(const Cursor& cursor) {
  const auto& at = cursor.place.occurred_at;
  return fmt::format("{}.{}.{}.{}", cursor.snapshot, number_or_none(at ? std::optional(at->us) : std::nullopt),
                     number_or_none(cursor.place.ordered_by), to_text(cursor.place.id));
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}
/// False where it is neither a number nor "-".
bool read_or_none(std::string_view text, std::optional<std::int64_t>& number) {
  if (text == "-") return true;
  return read_number(text, number.emplace());
}

Result<Cursor> cursor_from(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  Cursor cursor;
  std::optional<std::int64_t> moment;
  const auto id = parts.size() == 4 ? id_from_text(parts[3]) : std::nullopt;
  if (!id || !read_number(parts[0], cursor.snapshot) || !read_or_none(parts[1], moment) ||
      !read_or_none(parts[2], cursor.place.ordered_by)) {
    return fail(Code::bad_input, "this is where no page ended", "after", "take `next` of the page before");
  }
  if (moment) cursor.place.occurred_at = Instant{*moment};
  cursor.place.id = *id;
  return cursor;
}

/// cold "hot shower" → cold, hot shower
Result<std::vector<std::string>> searched_words(std::string_view text) {
  std::vector<std::string> words;
  const std::vector<std::string_view> parts = split(text, '"');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool in_quotes = i % 2 == 1 && i + 1 < parts.size();
    if (in_quotes) {
      words.emplace_back(trim(parts[i]));
      continue;
    }
    for (const std::string_view word : split(parts[i], ' ')) words.emplace_back(trim(word));
  }
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  if (words.size() > k_most_searched_words) {
    return fail(Code::bad_input, fmt::format("{} words were sent", words.size()), "words",
                fmt::format("search for at most {}", k_most_searched_words));
  }
  return words;
}

Expr is_no_employee() {
  return {facts::Compare{.field = {.kind = Field::Kind::dimension, .name = "voice_of"},
                         .op = facts::Op::not_equal,
                         .literal = std::string("employee")}};
}

Expr is(Field::Kind kind, std::string value) {
  return {facts::Compare{.field = {.kind = kind, .name = {}}, .op = facts::Op::equal, .literal = std::move(value)}};
}

struct Meant {
  Expr where;
  std::optional<Field> value;  ///< what the measure measures
};

Result<Meant> meant_by(const measure::Catalogue& catalogue, const facts::Facts& facts, const VoicesWish& wish,
                       const Expr& within) {
  Meant meant;
  facts::All all{.of = {within, is_no_employee()}};
  if (wish.measure.empty()) {
    auto filter = measure::filter_for(facts, facts::Table::signals, wish.where);
    if (!filter) return std::unexpected(filter.error());
    all.of.push_back(*std::move(filter));
  } else {
    auto behind = measure::behind(catalogue, facts, wish.measure, wish.where);
    if (!behind) return std::unexpected(behind.error());
    if (behind->table != facts::Table::signals) {
      return fail(Code::unsupported, wish.measure + " counts what was done, not what was said", "measure",
                  "ask for voices by a filter");
    }
    if (behind->only_employees) {
      return fail(Code::withheld, wish.measure + " is about employees, whose voices are not shown one by one",
                  "measure");
    }
    all.of.push_back(std::move(behind->where));
    meant.value = behind->value;
  }
  auto words = searched_words(wish.words);
  if (!words) return std::unexpected(words.error());
  for (std::string& word : *words) {
    all.of.push_back({facts::Contains{.field = {.kind = Field::Kind::text, .name = {}}, .words = std::move(word)}});
  }
  meant.where = {std::move(all)};
  return meant;
}

Result<Field> order_field(const facts::Facts& facts, const VoicesWish& wish, const Meant& meant) {
  if (wish.by.empty()) {
    if (meant.value) return *meant.value;
    return fail(Code::bad_input, "lowest and highest by what?", "by", "name a rating or number: by=rating.nps");
  }
  const auto name = measure::name_from_text(wish.by);
  if (!name) return std::unexpected(name.error());
  return measure::bind_name(*name, wish.by, facts, facts::Table::signals);
}

Result<Look> look_for(const measure::Catalogue& catalogue, const facts::Facts& facts, const VoicesWish& wish,
                      const Expr& within) {
  if (wish.limit == 0 || wish.limit > k_most_voices) {
    return fail(Code::bad_input, "a page can't be so long", "limit", fmt::format("ask for 1 to {}", k_most_voices));
  }
  auto meant = meant_by(catalogue, facts, wish, within);
  if (!meant) return std::unexpected(meant.error());
  Look look{.where = {},
            .from = wish.from,
            .to = wish.to,
            .order = wish.order,
            .with_text_only = wish.with_text_only,
            .limit = wish.limit + 1,  // whether there is a next page
            .snapshot = facts.snapshot()};
  if (wish.order == Look::Order::lowest || wish.order == Look::Order::highest) {
    const auto by = order_field(facts, wish, *meant);
    if (!by) return std::unexpected(by.error());
    look.order_by = *by;
  }
  look.where = std::move(meant->where);
  if (!wish.after.empty()) {
    const auto cursor = cursor_from(wish.after);
    if (!cursor) return std::unexpected(cursor.error());
    look.snapshot = cursor->snapshot;
    look.after = cursor->place;
  }
  return look;
}

}  // namespace

Result<VoicesPage> voices(const measure::Catalogue& catalogue, const facts::Facts& facts, const VoicesWish& wish,
                          const Expr& within) {
  const auto look = look_for(catalogue, facts, wish, within);
  if (!look) return std::unexpected(look.error());
  auto found = facts.look(*look);
  if (!found) return std::unexpected(found.error());
  VoicesPage page{.voices = *std::move(found), .next = {}, .snapshot = *look->snapshot};
  if (page.voices.size() > wish.limit) {
    page.voices.pop_back();
    const facts::StoredSignal& last = page.voices.back();
    page.next =
        to_text(Cursor{.snapshot = page.snapshot,
                       .place = {.ordered_by = last.ordered_by, .occurred_at = last.occurred_at, .id = last.id}});
  }
  return page;
}

Result<VoiceWithOthers> voice(const facts::Facts& facts, const Id& id, std::size_t others, const Expr& within) {
  const auto found =
      facts.look({.where = {facts::All{.of = {within, is_no_employee(), is(Field::Kind::id, bellwether::to_text(id))}}},
                  .limit = 1});
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return fail(Code::not_found, "there is no such voice, or it is not yours to see", "id");
  VoiceWithOthers with{.voice = found->front(), .others = {}};
  if (!with.voice.subject || others == 0) return with;
  auto more = facts.look(
      {.where = {facts::All{.of = {within,
                                   is_no_employee(),
                                   is(Field::Kind::subject, fmt::format("{:016x}", with.voice.subject->value)),
                                   {facts::Not{.of = {is(Field::Kind::id, bellwether::to_text(id))}}}}}},
       .limit = others});
  if (!more) return std::unexpected(more.error());
  with.others = *std::move(more);
  return with;
}

Result<Expr> bound_voices(const measure::Catalogue& catalogue, const facts::Facts& facts, const VoicesWish& wish,
                          const Expr& within) {
  auto meant = meant_by(catalogue, facts, wish, within);
  if (!meant) return std::unexpected(meant.error());
  return std::move(meant->where);
}

}  // namespace bellwether::tell
