#include "understand/own_scores.hpp"

#include "learn/train.hpp"
#include "understand/language.hpp"
#include "understand/reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <span>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

constexpr std::size_t k_fewest_of_side = 20;
constexpr double k_tried_share = 0.2;
constexpr std::size_t k_asks_every = 256;  ///< texts

std::uint64_t hash_of(std::string_view bytes, std::uint64_t hash = 0xCBF29CE484222325U) {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return hash;
}

/// By its letters alone: the same text, however it is written.
std::uint64_t letters_of(const Words& words) {
  std::uint64_t hash = hash_of({});
  for (const Word& word : words.all()) {
    if (word.kind == Word::Kind::word) hash = hash_of(words.folded(word), hash);
  }
  return hash;
}

/// What one way of reading tells of texts.
struct Told {
  std::vector<std::size_t> sides;
  std::vector<double> values;
  void add(const Sentiment& sentiment) {
    sides.push_back(static_cast<std::size_t>(sentiment.side));
    values.push_back(sentiment.value);
  }
};

/// The older part is learned from, the newest tried on.
struct Part {
  learn::Examples examples;
  std::array<std::size_t, k_sides> of_side{};
  std::vector<std::size_t> is;
  std::vector<std::string> languages;
  Told shipped, today;  ///< of the newest alone
};

struct Parts {
  Part older, newest;
  Instant from, to;
};

double macro_f1(std::span<const std::size_t> is, std::span<const std::size_t> told,
                std::span<const std::size_t> drawn) {
  std::array<std::array<double, k_sides>, k_sides> counts{};
  for (const std::size_t i : drawn) counts.at(is[i]).at(told[i]) += 1;
  double sum = 0;
  int sides = 0;
  for (std::size_t side = 0; side < k_sides; ++side) {
    double of_side = 0, told_so = 0;
    for (std::size_t other = 0; other < k_sides; ++other) {
      of_side += counts.at(side).at(other);
      told_so += counts.at(other).at(side);
    }
    if (of_side + told_so == 0) continue;
    sum += 2 * counts.at(side).at(side) / (of_side + told_so);
    ++sides;
  }
  return sides == 0 ? 0 : sum / sides;
}

std::vector<std::size_t> all_of(std::size_t n) {
  std::vector<std::size_t> all(n);
  for (std::size_t i = 0; i < n; ++i) all[i] = i;
  return all;
}

/// A figure of some texts with its interval. Efron and Tibshirani (1993), section 13.3: percentiles over texts drawn anew.
template <class Of>
learn::Figure drawn_anew(std::span<const std::size_t> texts, const Of& of) {
  constexpr int k_draws = 1'000;
  std::mt19937_64 random(1);
  std::vector<std::size_t> drawn(texts.size());
  std::vector<double> all;
  for (int draw = 0; draw < k_draws; ++draw) {
    for (std::size_t& one : drawn) one = texts[random() % texts.size()];
    all.push_back(of(drawn));
  }
  std::ranges::sort(all);
  const double value = of(texts);
  const auto at = [&](double share) { return all[static_cast<std::size_t>(share * (k_draws - 1))]; };
  return {.value = value, .low = std::min(value, at(0.025)), .high = std::max(value, at(0.975))};
}

/// Macro-F1 of the one less that of the other, both on the same texts.
learn::Figure difference(std::span<const std::size_t> is, std::span<const std::size_t> one,
                         std::span<const std::size_t> other) {
  return drawn_anew(all_of(is.size()), [&](std::span<const std::size_t> drawn) {
    return macro_f1(is, one, drawn) - macro_f1(is, other, drawn);
  });
}

learn::Figure area_of(std::span<const std::size_t> is, std::span<const double> values) {
  std::vector<double> positive, negative;
  for (std::size_t i = 0; i < is.size(); ++i) {
    if (is[i] == 2) positive.push_back(values[i]);
    if (is[i] == 0) negative.push_back(values[i]);
  }
  return learn::area_under_curve(positive, negative);
}

Result<void> check(const Part& older, const Part& newest) {
  if (older.examples.size() + newest.examples.size() < k_fewest_scored) {
    return fail(Code::not_enough,
                fmt::format("{} different texts came with a score", older.examples.size() + newest.examples.size()), {},
                fmt::format("it takes {}", k_fewest_scored));
  }
  for (const Part* part : {&older, &newest}) {
    for (std::size_t side = 0; side < k_sides; ++side) {
      // Where a scale has no middle, or nobody takes it, there are two sides to tell.
      if (part->of_side.at(side) >= k_fewest_of_side || (side == 1 && older.of_side[1] + newest.of_side[1] == 0))
        continue;
      return fail(Code::not_enough,
                  fmt::format("only {} {} texts are among the {}", part->of_side.at(side),
                              word_of(static_cast<Side>(side)), part == &older ? "older ones" : "newest ones"),
                  {}, fmt::format("it takes {} of each side", k_fewest_of_side));
    }
  }
  return {};
}

}  // namespace

std::optional<Side> side_of_score(std::string_view rating, double score) {
  struct Scale {
    std::string_view rating;
    double lowest, negative, positive, highest;
  };
  constexpr auto k_scales =
      std::to_array<Scale>({{"nps", 0, 6, 9, 10}, {"csat", 1, 2, 4, 5}, {"stars", 1, 2, 4, 5}, {"ces", 1, 3, 5, 7}});
  const auto* const scale = std::ranges::find(k_scales, rating, &Scale::rating);
  if (scale == k_scales.end() || score < scale->lowest || score > scale->highest) return std::nullopt;
  if (score <= scale->negative) return Side::negative;
  return score >= scale->positive ? Side::positive : Side::neutral;
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::take:
      return "take";
    case Verdict::keep:
      return "keep";
    case Verdict::drop:
      return "drop";
  }
  return {};
}

namespace {

/// Reads every text once. Error: it was stopped.
Result<Parts> part(const std::vector<ScoredText>& texts, const Knowledge& knowledge,
                   const std::function<bool()>& stops) {
  const auto first_tried = static_cast<std::size_t>(static_cast<double>(texts.size()) * (1 - k_tried_share));
  const auto today = knowledge.own->now();
  Words words;
  Feelings feelings;
  std::vector<learn::Feature> features;
  std::unordered_set<std::uint64_t> seen;
  Parts parts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i % k_asks_every == 0 && stops && stops()) return fail(Code::conflict, "learning was stopped");
    words.read(texts[i].text);
    if (words.all().empty()) continue;
    const bool is_new = seen.insert(letters_of(words)).second;
    if (!is_new) continue;
    const std::string_view language = language_of(texts[i].text).code;
    knowledge.feeling_words.read(words, language, feelings);
    OwnModel::gather(words, feelings, features);
    Part& part = i < first_tried ? parts.older : parts.newest;
    const auto side = static_cast<std::size_t>(texts[i].side);
    part.examples.add(features, side);
    part.is.push_back(side);
    ++part.of_side.at(side);
    if (&part == &parts.older) continue;
    part.languages.emplace_back(language);
    const Sentiment shipped = knowledge.sentiment.of(words, feelings);
    part.shipped.add(shipped);
    if (today) part.today.add(today->reads(language) ? today->of(words, feelings, features) : shipped);
    if (part.is.size() == 1) parts.from = texts[i].at;
    parts.to = texts[i].at;
  }
  return parts;
}

/// Of two sides every way of reading tells the one that is more probable.
void tell_two_sides(Told& told) {
  for (std::size_t i = 0; i < told.sides.size(); ++i) told.sides[i] = told.values[i] >= 0 ? 2 : 0;
}

Told told_by(const learn::LinearModel& model, const Part& part) {
  Told told;
  std::array<double, k_sides> sure{};
  for (std::size_t i = 0; i < part.examples.size(); ++i) {
    model.probabilities(part.examples.features(i), sure);
    const auto side = static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin());
    told.add({.value = sure[2] - sure[0], .confidence = sure.at(side), .side = static_cast<Side>(side)});
  }
  return told;
}

std::vector<OfLanguage> by_language(const Part& newest, const Told& own) {
  std::map<std::string, std::vector<std::size_t>> texts;
  for (std::size_t i = 0; i < newest.is.size(); ++i) texts[newest.languages[i]].push_back(i);
  std::vector<OfLanguage> all;
  for (const auto& [code, of] : texts) {
    const auto f1 = [&](const Told& told) {
      return drawn_anew(of, [&](std::span<const std::size_t> drawn) { return macro_f1(newest.is, told.sides, drawn); });
    };
    all.push_back({.code = code, .n = of.size(), .own = f1(own), .shipped = f1(newest.shipped)});
    all.back().used = of.size() >= k_fewest_of_language && all.back().own.value >= all.back().shipped.value;
  }
  std::ranges::stable_sort(all, std::greater<>(), &OfLanguage::n);
  return all;
}

Verdict verdict_on(const OwnLearned& learned) {
  const bool reads_any = std::ranges::any_of(learned.languages, &OfLanguage::used);
  // Against a model that always tells the same, even guessing has more of macro-F1: it has to order texts, too, and no worse.
  const bool orders = learned.own_area.low > 0.5 && learned.own_area.value >= learned.shipped_area.value;
  const bool beats_shipped = reads_any && orders && learned.better_by.low > 0;
  if (beats_shipped && (!learned.better_than_today || learned.better_than_today->low > 0)) return Verdict::take;
  return learned.shipped_than_today && learned.shipped_than_today->low > 0 ? Verdict::drop : Verdict::keep;
}

}  // namespace

Result<OwnLearned> learn_own(std::vector<ScoredText> texts, const Knowledge& knowledge,
                             const std::function<bool()>& stops) {
  std::ranges::stable_sort(texts, {}, &ScoredText::at);
  if (texts.size() > k_most_scored) texts.erase(texts.begin(), texts.end() - k_most_scored);
  auto parts = part(texts, knowledge, stops);
  if (!parts) return std::unexpected(parts.error());
  Part& newest = parts->newest;
  if (auto enough = check(parts->older, newest); !enough) return std::unexpected(enough.error());
  if (parts->older.of_side[1] + newest.of_side[1] == 0) {
    tell_two_sides(newest.shipped);
    tell_two_sides(newest.today);
  }
  const auto trained = learn::train(parts->older.examples, {.classes = k_sides,
                                                            .slots = OwnModel::k_slots,
                                                            .smallness = 6,
                                                            .balance = 0.5,
                                                            .rare_louder = true,
                                                            .descent = {.stops = stops}});
  if (!trained) return std::unexpected(trained.error());
  // What is kept is rounded: it is tried as it is kept.
  const auto kept = learn::LinearModel::from_bytes(trained->bytes());
  if (!kept) return std::unexpected(kept.error());
  const Told own = told_by(*kept, newest);

  OwnLearned learned;
  learned.learned_from = parts->older.examples.size();
  learned.tried_on = newest.examples.size();
  learned.from = parts->from;
  learned.to = parts->to;
  learned.own = learn::evaluate(newest.is, own.sides, k_sides);
  learned.shipped = learn::evaluate(newest.is, newest.shipped.sides, k_sides);
  learned.own_area = area_of(newest.is, own.values);
  learned.shipped_area = area_of(newest.is, newest.shipped.values);
  learned.better_by = difference(newest.is, own.sides, newest.shipped.sides);
  if (!newest.today.sides.empty()) {
    learned.today = learn::evaluate(newest.is, newest.today.sides, k_sides);
    learned.better_than_today = difference(newest.is, own.sides, newest.today.sides);
    learned.shipped_than_today = difference(newest.is, newest.shipped.sides, newest.today.sides);
  }
  learned.languages = by_language(newest, own);
  learned.verdict = verdict_on(learned);
  std::vector<std::string> read;
  for (const OfLanguage& language : learned.languages) {
    if (language.used) read.push_back(language.code);
  }
  learned.model = OwnModel(*kept, read);
  return learned;
}

}  // namespace bellwether::understand
