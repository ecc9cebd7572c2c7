// Who spoke: the row's key, the customer, and what leads to a person and is not stored.
#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr double k_named = 0.6;

bool looks_like_reference(const ColumnProfile& p) {
  return p.mean_words < 3 && p.mean_length <= 64 && !p.time.has_separator && p.number == p.whole;
}

/// Two columns may be keys by name; the customer's own number is the customer even where it is unique.
std::optional<std::size_t> find_key(const Sketch& sketch) {
  std::optional<std::size_t> best;
  double best_score = 0;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const ColumnProfile& p = sketch.profile(i);
    if (sketch.taken[i] || !p.unique() || p.blank + p.na > 0 || !looks_like_reference(p)) continue;
    double score = sketch.named(i, "key.names");
    const double customer = sketch.named(i, "customer.names");
    if (customer > score || (score > 0 && sketch.named(i, "personal.numbers") >= score)) continue;
    if (customer == score) score -= 0.1;
    // Without any header a first column of long, different codes can be nothing else.
    constexpr std::uint64_t k_enough = 50;
    if (sketch.unnamed[i] && i == 0 && p.filled >= k_enough && p.mean_length >= 6) score = k_named;
    if (score >= k_named && score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

std::optional<std::size_t> find_customer(const Sketch& sketch) {
  std::optional<std::size_t> best;
  double best_score = 0;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const ColumnProfile& p = sketch.profile(i);
    if (sketch.taken[i] || p.filled == 0 || !looks_like_reference(p)) continue;
    const double score = sketch.named(i, "customer.names");
    if (score < k_named || (score < 1 && sketch.named(i, "customer.never") >= 0.5)) continue;
    // A handful of values are kinds of customers, not customers.
    if (p.filled >= 200 && p.distinct * 50 < p.filled && !p.distinct_is_more) continue;
    const bool repeats = best && p.distinct < sketch.profile(*best).distinct;
    // Of two equally good ones the one in which people come back: the other may number their orders.
    if (!best || score > best_score || (score == best_score && repeats)) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

/// Why nothing of this column is stored; empty: it is not personal.
std::string personal_because(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  if (p.share(p.email) >= 0.3) return "e-mail addresses stand in it";
  const double never = sketch.named(i, "personal.never");
  const double number = sketch.named(i, "personal.numbers");
  if (number >= k_named && (number >= 1 || never < 0.5) &&
      (p.share(p.number) < 0.5 || p.distinct >= 5 || p.filled < 20)) {
    return "leads to one person";
  }
  const double person = sketch.named(i, "personal.persons");
  if (person < k_named || (never >= 0.5 && person < 1) || p.share(p.number) >= 0.5 || p.mean_words > 12) return {};
  // A few values again and again name no persons; addresses of a few shops are the shops'.
  if (p.filled >= 50 && p.distinct * 20 < p.filled && !p.distinct_is_more) return {};
  const bool bare =
      sketch.names[i].words.size() == 1 && (sketch.names[i].joined == "name" || sketch.names[i].joined == "nombre" ||
                                            sketch.names[i].joined == "nome" || sketch.names[i].joined == "nom");
  if (bare && p.share(p.person) < 0.5) return {};
  return "says who somebody is";
}

/// An address or number to reach somebody by tells customers apart, too; it is kept as a pseudonym only.
std::optional<std::size_t> find_contact(const Sketch& sketch) {
  for (const bool email : {true, false}) {
    for (std::size_t i = 0; i < sketch.size(); ++i) {
      const ColumnProfile& p = sketch.profile(i);
      if (sketch.taken[i] || p.filled * 2 < p.cells || sketch.named(i, "customer.contacts") < k_named) continue;
      if (email ? p.share(p.email) >= 0.5 : p.share(p.phone) >= 0.5) return i;
    }
  }
  return std::nullopt;
}

}  // namespace

void take_who(Sketch& sketch) {
  if (const auto key = find_key(sketch)) {
    sketch.take(*key, Role::key, 0.9, fmt::format("{}, and different in every row", named_in_words(sketch, *key)));
  }
  auto customer = find_customer(sketch);
  const bool by_contact = !customer;
  if (!customer) customer = find_contact(sketch);
  if (customer) {
    sketch.take(*customer, Role::customer, by_contact ? 0.7 : 0.9,
                fmt::format("{}; {} different ones{}; stored as a pseudonym only", named_in_words(sketch, *customer),
                            with_thousands(static_cast<long long>(sketch.profile(*customer).distinct)),
                            by_contact ? ", and nothing better tells customers apart" : ""));
  }
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    if (sketch.taken[i]) continue;
    if (const std::string because = personal_because(sketch, i); !because.empty()) {
      sketch.take(i, Role::personal, 0.9, fmt::format("{}: {}; not stored", named_in_words(sketch, i), because));
    }
  }
}

}  // namespace bellwether::listen
