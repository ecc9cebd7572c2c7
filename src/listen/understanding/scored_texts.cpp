#include "listen/understanding/scored_texts.hpp"

#include "listen/understanding/taken_out.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::listen {

namespace {

using Field = facts::Field;
using understand::Side;

constexpr std::size_t k_texts_at_once = 10'000;
constexpr int k_days_at_once = 30;
constexpr std::size_t k_most_judged = 50'000;  ///< of a filter
constexpr auto k_ratings = std::to_array<std::string_view>({"stars", "csat", "nps", "ces"});

/// Not employees', and with a score that this store knows, or judged.
Result<facts::Expr> learnable(const facts::Facts& facts, const JudgedSides& judged) {
  const auto known = facts.fields(facts::Table::signals);
  if (!known) return std::unexpected(known.error());
  facts::Any any;
  for (const facts::KnownField& field : *known) {
    if (field.field.kind == Field::Kind::rating && std::ranges::find(k_ratings, field.field.name) != k_ratings.end()) {
      any.of.push_back({facts::Known{field.field}});
    }
  }
  std::vector<facts::Literal> ids;
  for (const auto& [id, side] : judged) {
    if (ids.size() < k_most_judged) ids.emplace_back(to_text(id));
  }
  if (!ids.empty()) any.of.push_back({facts::OneOf{{.kind = Field::Kind::id, .name = {}}, std::move(ids)}});
  const Field voice{.kind = Field::Kind::dimension, .name = "voice_of"};
  return facts::Expr{
      facts::All{{{facts::Compare{voice, facts::Op::not_equal, std::string(word_of(facts::VoiceOf::employee))}},
                  {std::move(any)}}}};
}

std::optional<Side> side_of(const facts::StoredSignal& signal, const JudgedSides& judged) {
  if (const auto found = judged.find(signal.id); found != judged.end()) return found->second;
  std::optional<Side> side;
  for (const auto& [name, value] : signal.ratings) {
    const auto told = understand::side_of_score(name, static_cast<double>(value.value) / 100);
    if (!told) continue;
    if (side && *side != *told) return std::nullopt;
    side = told;
  }
  return side;
}

}  // namespace

Result<std::vector<understand::ScoredText>> scored_texts(const facts::Facts& facts, const JudgedSides& judged,
                                                         std::size_t most, const std::function<bool()>& stops) {
  const auto where = learnable(facts, judged);
  if (!where) return std::unexpected(where.error());
  const auto days = facts.days(facts::Table::signals);
  if (!days) return std::unexpected(days.error());
  std::vector<understand::ScoredText> texts;
  if (!*days) return texts;
  const auto [first, last] = **days;
  std::string room;
  for (std::int32_t end = last.days + 1; end > first.days && texts.size() < most; end -= k_days_at_once) {
    facts::Look look{.where = *where, .from = Day{std::max(first.days, end - k_days_at_once)}, .to = Day{end}};
    look.with_text_only = true;
    look.limit = k_texts_at_once;
    for (bool more = true; more && texts.size() < most;) {
      if (stops && stops()) return texts;
      const auto found = facts.look(look);
      if (!found) return std::unexpected(found.error());
      for (const facts::StoredSignal& signal : *found) {
        const auto side = side_of(signal, judged);
        if (!side || !signal.occurred_at || texts.size() == most) continue;
        texts.push_back(
            {.text = std::string(without_marks(signal.text, room)), .side = *side, .at = *signal.occurred_at});
      }
      more = found->size() == k_texts_at_once;
      if (more) {
        look.after = {
            .ordered_by = found->back().ordered_by, .occurred_at = found->back().occurred_at, .id = found->back().id};
      }
    }
  }
  return texts;
}

}  // namespace bellwether::listen
