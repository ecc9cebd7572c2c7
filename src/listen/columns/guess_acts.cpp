// Files of what the organisation did: event logs, case histories, lists of decisions.
#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

struct Wanted {
  Role role;
  std::string_view list;
  bool number;
};
constexpr auto k_wanted = std::to_array<Wanted>({
    {Role::kind, "acts.kind", false},
    {Role::about, "acts.about", false},
    {Role::actor, "acts.actor", false},
    {Role::amount, "acts.amount", true},
    {Role::duration, "acts.duration", true},
    {Role::currency, "acts.currency", false},
});

bool fits(const ColumnProfile& p, const Wanted& wanted) {
  if (p.filled == 0 || p.time.has_separator) return false;
  if (wanted.number) return p.number == p.filled;
  if (wanted.role == Role::kind) return p.mean_words <= 12 && (p.filled < 20 || p.distinct * 2 <= p.filled);
  if (wanted.role == Role::currency) return p.mean_length <= 3.5 && p.number == 0;
  return p.mean_words <= 8;
}

}  // namespace

void take_acts(Sketch& sketch) {
  constexpr double k_named = 0.6;
  for (const Wanted& wanted : k_wanted) {
    std::optional<std::size_t> best;
    double best_score = 0;
    for (std::size_t i = 0; i < sketch.size(); ++i) {
      if (sketch.taken[i] || !fits(sketch.profile(i), wanted)) continue;
      const double score = sketch.named(i, wanted.list);
      if (score >= k_named && score > best_score) {
        best = i;
        best_score = score;
      }
    }
    if (!best) continue;
    ColumnUse& use =
        sketch.take(*best, wanted.role, 0.8,
                    fmt::format("{}; {}", named_in_words(sketch, *best), values_in_words(sketch.profile(*best))));
    use.decimal = sketch.profile(*best).decimal;
  }
  bool kind = false;
  for (const ColumnUse& use : sketch.guess.map.columns) kind = kind || use.role == Role::kind;
  if (!kind) {
    sketch.guess.questions.push_back(
        {.column = {},
         .question = "no column says what was done; give one the role kind",
         .answers = {{.reading = "a column that names the act", .line = "role = \"kind\""}}});
  }
}

}  // namespace bellwether::listen
