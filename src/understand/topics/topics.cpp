#include "understand/topics/topics.hpp"

#include "understand/clauses.hpp"
#include "understand/language.hpp"
#include "understand/topics/adopting.hpp"
#include "understand/topics/clusters.hpp"
#include "understand/topics/emergence.hpp"
#include "understand/topics/pieces.hpp"
#include "understand/topics/wording.hpp"
#include "understand/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace bellwether::topics {

namespace {

constexpr std::size_t k_most_learned = 24'000;  ///< different pieces that clusters are learned from
constexpr double k_clusters_by_root = 0.65;     ///< × √ of the different pieces
constexpr std::size_t k_fewest_clusters = 4, k_most_clusters = 160;
constexpr float k_fits = 0.40F;        ///< cosine to the centre, below which a piece is of no topic
constexpr std::size_t k_telling = 30;  ///< words of a topic of which a piece must have one
constexpr std::size_t k_keywords = 12, k_coherent = 8, k_samples = 5;
constexpr std::size_t k_fewest_of_topic = 5;
constexpr double k_fewest_share = 0.001;  ///< of the texts, for a topic
constexpr std::size_t k_most_fewest = 40;
constexpr double k_least_told = 0.10;        ///< weight of the first keyword, below which a topic says nothing
constexpr double k_least_coherence = -0.45;  ///< of a topic's first keywords; below it they were put together by chance
constexpr double k_least_coherence_of_part = -0.65;
constexpr double k_held = 0.1;
constexpr std::size_t k_most_held = 5;
constexpr std::size_t k_split_from = 60;  ///< pieces learned from, of a topic of one cluster that is looked into
constexpr double k_level = 0.95;

/// What was read of one text.
struct Reading {
  std::uint32_t place = 0;            ///< in what was given
  std::vector<std::uint32_t> themes;  ///< of the book, ascending
};

bool is_language(std::string_view code) { return code.size() == 2; }

/// The newest first, and of those without a time the last given.
std::vector<std::uint32_t> newest_first(std::span<const Text> texts) {
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
    if (texts[a].at != texts[b].at) return texts[b].at < texts[a].at;
    return b < a;
  });
  return order;
}

/// Those above the limits left out; in the order given.
std::vector<std::uint32_t> within_limits(std::span<const Text> texts) {
  auto order = newest_first(texts);
  std::size_t bytes = 0, kept = 0;
  while (kept < std::min(order.size(), Settings::k_most_texts)) {
    bytes += std::min(texts[order[kept]].text.size(), Settings::k_most_bytes_of_text);
    if (bytes > Settings::k_most_bytes) break;
    ++kept;
  }
  order.resize(kept);
  std::ranges::sort(order);
  return order;
}

/// Topics of one language.
class OfLanguage {
 public:
  OfLanguage(std::string_view code, std::span<const Text> texts, const Settings& settings, const Window& window)
      : texts_(texts), settings_(settings), window_(window), pieces_(code) {}

  void read(std::span<const std::uint32_t> places) {
    understand::Words words;
    understand::Clauses clauses;
    std::vector<understand::ThemePlace> found;
    for (const std::uint32_t place : places) {
      if (settings_.stop.stop_requested()) return;
      words.read(texts_[place].text.substr(0, Settings::k_most_bytes_of_text));
      Reading& reading = readings_.emplace_back();
      reading.place = place;
      pieces_.add(static_cast<std::uint32_t>(readings_.size() - 1), words);
      if (settings_.book == nullptr) continue;
      clauses.read(words);
      settings_.book->find(words, clauses, pieces_.language(), found);
      for (const understand::ThemePlace& one : found) {
        for (std::size_t theme = one.theme; theme != understand::Theme::k_none;
             theme = settings_.book->themes()[theme].parent) {
          reading.themes.push_back(static_cast<std::uint32_t>(theme));
        }
      }
      std::ranges::sort(reading.themes);
      const auto again = std::ranges::unique(reading.themes);
      reading.themes.erase(again.begin(), again.end());
    }
    pieces_.settle();
  }

  /// Texts that have a word to look at.
  [[nodiscard]] std::size_t with_words() const {
    std::size_t texts = 0;
    std::uint32_t last = k_none;
    for (const Piece& piece : pieces_.all()) texts += std::exchange(last, piece.text) != piece.text ? 1U : 0U;
    return texts;
  }

  [[nodiscard]] std::vector<Topic> find() {
    choose_learned();
    const auto count = static_cast<std::size_t>(k_clusters_by_root * std::sqrt(static_cast<double>(distinct_)));
    const Clusters clusters =
        cluster(pieces_, learned_, weights_, std::clamp(count, k_fewest_clusters, k_most_clusters), settings_.stop);
    if (settings_.stop.stop_requested()) return {};
    const Fits fits = fit(clusters);
    const Wording wording(pieces_, learned_, weights_);
    const Adopting adopting(pieces_, wording, learned_, weights_);
    wording_ = &wording;
    adopting_ = &adopting;

    std::vector<Group> groups(clusters.groups);
    for (std::uint32_t cluster = 0; cluster < clusters.group_of.size(); ++cluster) {
      groups[clusters.group_of[cluster]].clusters.push_back(cluster);
    }
    std::vector<Topic> topics;
    std::vector<std::pair<Group, Gathered>> gathered;
    for (Group& group : groups) {
      if (settings_.stop.stop_requested()) return {};
      Gathered one = gather(group.clusters, fits);
      if (is_topic(one)) gathered.emplace_back(std::move(group), std::move(one));
    }
    std::ranges::stable_sort(gathered, std::ranges::greater{}, [](const auto& one) { return one.second.texts.size(); });
    for (auto& [group, one] : gathered) {
      if (settings_.stop.stop_requested()) return {};
      auto topic = topic_of(one, {}, taken_);
      if (!topic) continue;
      topic->parts = parts_of(group, one, fits);
      for (const auto& [text, likeness] : one.texts) with_topic_.insert(text);
      topics.push_back(*std::move(topic));
    }
    return topics;
  }

  [[nodiscard]] std::size_t with_topic() const { return with_topic_.size(); }

 private:
  struct Group {
    std::vector<std::uint32_t> clusters;
  };
  /// Of each piece its cluster, and how well it fits there.
  using Fits = std::vector<Clusters::Nearest>;
  /// What speaks of a topic.
  struct Gathered {
    std::vector<std::uint32_t> members;  ///< places among the pieces learned from, ascending
    std::vector<TellingWord> words;
    std::map<std::uint32_t, float> texts;  ///< places in readings_, with the likeness of the piece that fits best
  };

  /// Pieces that say the same count once, damped: a thousand times "very good" teach no more than what it means.
  void choose_learned() {
    std::unordered_map<std::uint64_t, std::uint32_t> first;
    std::vector<std::uint32_t> distinct;
    std::vector<float> counts;
    std::vector<std::uint32_t> stems;
    for (std::uint32_t i = 0; i < pieces_.all().size(); ++i) {
      stems.clear();
      for (const Token& token : pieces_.tokens(pieces_.all()[i])) {
        if (token.stem != k_none) stems.push_back(token.stem);
      }
      if (stems.empty()) continue;
      std::uint64_t hash = 0xCBF29CE484222325U;
      for (const std::uint32_t stem : stems) hash = (hash ^ stem) * 0x100000001B3U, hash ^= hash >> 31U;
      const auto [at, is_new] = first.try_emplace(hash, static_cast<std::uint32_t>(distinct.size()));
      if (is_new) {
        distinct.push_back(i);
        counts.push_back(0);
      }
      counts[at->second] += 1;
    }
    distinct_ = distinct.size();
    const double step = std::max(1.0, static_cast<double>(distinct.size()) / k_most_learned);
    for (double at = 0; static_cast<std::size_t>(at) < distinct.size(); at += step) {
      learned_.push_back(distinct[static_cast<std::size_t>(at)]);
      weights_.push_back(1 + std::log(counts[static_cast<std::size_t>(at)]));
    }
  }

  [[nodiscard]] Fits fit(const Clusters& clusters) const {
    Fits fits(pieces_.all().size());
    std::array<float, WordVectors::k_dimensions> place{};
    for (std::size_t i = 0; i < fits.size() && !settings_.stop.stop_requested(); ++i) {
      if (clusters.space.place(pieces_.tokens(pieces_.all()[i]), place.data()))
        fits[i] = clusters.nearest(place.data());
    }
    return fits;
  }

  [[nodiscard]] bool has_any(const Piece& piece, std::span<const TellingWord> words) const {
    return std::ranges::any_of(pieces_.tokens(piece), [&](const Token& token) {
      return token.stem != k_none && std::ranges::find(words, token.stem, &TellingWord::stem) != words.end();
    });
  }

  [[nodiscard]] Gathered gather(std::span<const std::uint32_t> clusters, const Fits& fits) const {
    const auto is_in = [&](std::uint32_t piece) {
      return fits[piece].likeness >= k_fits && std::ranges::find(clusters, fits[piece].cluster) != clusters.end();
    };
    return gather_if(is_in, fits);
  }

  template <class IsIn>
  [[nodiscard]] Gathered gather_if(const IsIn& is_in, const Fits& fits) const {
    Gathered found;
    for (std::uint32_t i = 0; i < learned_.size(); ++i) {
      if (is_in(learned_[i])) found.members.push_back(i);
    }
    found.words = wording_->telling(found.members, k_telling);
    std::erase_if(found.members,
                  [&](std::uint32_t member) { return !has_any(pieces_.all()[learned_[member]], found.words); });
    for (std::uint32_t i = 0; i < pieces_.all().size(); ++i) {
      if (!is_in(i) || !has_any(pieces_.all()[i], found.words)) continue;
      float& likeness = found.texts[pieces_.all()[i].text];
      likeness = std::max(likeness, fits[i].likeness);
    }
    return found;
  }

  [[nodiscard]] double coherence_of(const Gathered& one) const {
    return wording_->coherence(std::span(one.words).first(std::min(k_coherent, one.words.size())));
  }

  [[nodiscard]] bool is_topic(const Gathered& one) const {
    const double share = k_fewest_share * static_cast<double>(readings_.size());
    const auto fewest = std::clamp(static_cast<std::size_t>(share), k_fewest_of_topic, k_most_fewest);
    return one.texts.size() >= fewest && !one.words.empty() && one.words.front().weight >= k_least_told &&
           coherence_of(one) >= k_least_coherence;
  }

  [[nodiscard]] std::optional<Topic> topic_of(const Gathered& one, std::span<const std::uint32_t> whole,
                                              std::set<std::uint64_t>& taken) const {
    Topic topic;
    topic.label = wording_->label(one.members, whole, taken);
    if (topic.label.empty()) return {};
    topic.language = pieces_.language();
    topic.coherence = coherence_of(one);
    for (const auto& [text, likeness] : one.texts) topic.texts.push_back(readings_[text].place);
    topic.share = measure::share(static_cast<std::int64_t>(one.texts.size()),
                                 static_cast<std::int64_t>(readings_.size()), k_level)
                      .value_or(measure::Estimate{});
    name_keywords(one, topic);
    topic.samples = samples_of(one);
    tell_themes(one, topic);
    topic.sentiment = sentiment_of(topic.texts);
    topic.emergence = emergence_of(topic.texts, texts_, window_);
    topic.entries = adopting_->entries(one.members, one.words);
    return topic;
  }

  void name_keywords(const Gathered& one, Topic& topic) const {
    std::map<std::uint32_t, std::pair<std::size_t, std::uint32_t>> texts_with;  // and the last text counted
    const auto words = std::span(one.words).first(std::min(k_keywords, one.words.size()));
    for (const TellingWord& word : words) texts_with[word.stem] = {0, k_none};
    for (const Piece& piece : pieces_.all()) {
      if (!one.texts.contains(piece.text)) continue;
      for (const Token& token : pieces_.tokens(piece)) {
        const auto found = token.stem == k_none ? texts_with.end() : texts_with.find(token.stem);
        if (found == texts_with.end() || std::exchange(found->second.second, piece.text) == piece.text) continue;
        ++found->second.first;
      }
    }
    for (const TellingWord& word : words) {
      topic.keywords.push_back({.word = wording_->written(word.form),
                                .weight = word.weight / words.front().weight,
                                .texts = texts_with[word.stem].first});
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> samples_of(const Gathered& one) const {
    constexpr std::size_t k_looked_at = 80, k_shortest = 20, k_longest = 300;  // bytes that are good to read
    constexpr double k_same_words = 0.5;
    std::vector<std::pair<float, std::uint32_t>> order;
    for (const auto& [text, likeness] : one.texts) {
      const std::size_t size = texts_[readings_[text].place].text.size();
      const float discount = size < k_shortest || size > k_longest ? 0.1F : 0;
      order.emplace_back(discount - likeness, text);
    }
    std::ranges::sort(order);
    std::vector<std::uint32_t> samples;
    std::vector<std::set<std::uint32_t>> said;
    for (const auto& [unlike, text] : std::span(order).first(std::min(order.size(), k_looked_at))) {
      std::set<std::uint32_t> stems;
      const auto of_text = std::ranges::equal_range(pieces_.all(), text, {}, &Piece::text);
      for (const Piece& piece : of_text) {
        for (const Token& token : pieces_.tokens(piece)) {
          if (token.stem != k_none) stems.insert(token.stem);
        }
      }
      const bool is_said = std::ranges::any_of(said, [&](const std::set<std::uint32_t>& before) {
        const auto both = static_cast<double>(
            std::ranges::count_if(stems, [&](std::uint32_t stem) { return before.contains(stem); }));
        return both > k_same_words * static_cast<double>(std::min(stems.size(), before.size()));
      });
      if (is_said) continue;
      samples.push_back(readings_[text].place);
      said.push_back(std::move(stems));
      if (samples.size() == k_samples) break;
    }
    return samples;
  }

  void tell_themes(const Gathered& one, Topic& topic) const {
    std::map<std::uint32_t, std::int64_t> found;
    std::int64_t covered = 0;
    for (const auto& [text, likeness] : one.texts) {
      covered += readings_[text].themes.empty() ? 0 : 1;
      for (const std::uint32_t theme : readings_[text].themes) ++found[theme];
    }
    const auto all = static_cast<std::int64_t>(one.texts.size());
    topic.covered = static_cast<double>(covered) / static_cast<double>(all);
    for (const auto& [theme, count] : found) {
      const auto share = measure::share(count, all, k_level);
      if (share && share->value >= k_held) topic.themes.push_back({.theme = theme, .share = *share});
    }
    std::ranges::stable_sort(topic.themes, std::ranges::greater{}, [](const Held& held) { return held.share.value; });
    if (topic.themes.size() > k_most_held) topic.themes.resize(k_most_held);
  }

  [[nodiscard]] std::optional<measure::Estimate> sentiment_of(std::span<const std::uint32_t> places) const {
    Int128 sum = 0, squares = 0;
    std::int64_t n = 0;
    for (const std::uint32_t place : places) {
      if (!texts_[place].sentiment || !std::isfinite(*texts_[place].sentiment)) continue;
      const auto value = std::llround(std::clamp(*texts_[place].sentiment, -1.0, 1.0) * static_cast<double>(k_micros));
      sum += value;
      squares += Int128{value} * value;
      ++n;
    }
    const auto found =
        measure::mean(n, sum, squares, k_micros, k_level, measure::AnswerScale{.lowest = -1, .highest = 1});
    return found ? std::optional(*found) : std::nullopt;
  }

  /// Its clusters, or what it falls apart into when it is looked at alone.
  [[nodiscard]] std::vector<Topic> parts_of(const Group& group, const Gathered& whole, const Fits& fits) {
    std::vector<Gathered> gathered;
    if (group.clusters.size() > 1) {
      for (const std::uint32_t cluster : group.clusters) gathered.push_back(gather(std::array{cluster}, fits));
    } else if (whole.members.size() >= k_split_from) {
      gathered = split(whole, fits);
    }
    std::erase_if(gathered, [&](const Gathered& part) {
      return part.texts.size() < k_fewest_of_topic || part.words.empty() ||
             coherence_of(part) < k_least_coherence_of_part || 10 * part.texts.size() > 9 * whole.texts.size();
    });
    if (gathered.size() < 2) return {};
    std::ranges::stable_sort(gathered, std::ranges::greater{}, [](const Gathered& part) { return part.texts.size(); });
    std::vector<Topic> parts;
    auto taken = taken_;
    for (const Gathered& part : gathered) {
      if (auto topic = topic_of(part, whole.members, taken)) parts.push_back(*std::move(topic));
    }
    return parts.size() < 2 ? std::vector<Topic>() : parts;
  }

  [[nodiscard]] std::vector<Gathered> split(const Gathered& whole, const Fits& fits) const {
    constexpr std::size_t k_of_part = 30, k_most_parts = 5;
    std::vector<std::uint32_t> inside;
    std::vector<float> weights;
    for (const std::uint32_t member : whole.members) {
      inside.push_back(learned_[member]);
      weights.push_back(weights_[member]);
    }
    const std::size_t count = std::clamp(whole.members.size() / k_of_part, std::size_t{2}, k_most_parts);
    const Clusters clusters = cluster(pieces_, inside, weights, count, settings_.stop);
    Fits inner(fits.size());
    std::array<float, WordVectors::k_dimensions> place{};
    for (std::uint32_t i = 0; i < fits.size(); ++i) {
      if (!whole.texts.contains(pieces_.all()[i].text) || fits[i].likeness < k_fits) continue;
      if (fits[i].cluster != fits[inside.front()].cluster) continue;
      if (clusters.space.place(pieces_.tokens(pieces_.all()[i]), place.data()))
        inner[i] = clusters.nearest(place.data());
    }
    std::vector<Gathered> parts;
    for (std::uint32_t group = 0; group < clusters.groups; ++group) {
      const auto is_in = [&](std::uint32_t piece) {
        return inner[piece].cluster != k_none && clusters.group_of[inner[piece].cluster] == group &&
               inner[piece].likeness > 0;
      };
      parts.push_back(gather_if(is_in, inner));
    }
    return parts;
  }

  std::span<const Text> texts_;
  const Settings& settings_;
  const Window& window_;
  Pieces pieces_;
  std::vector<Reading> readings_;
  std::size_t distinct_ = 0;
  std::vector<std::uint32_t> learned_;
  std::vector<float> weights_;
  const Wording* wording_ = nullptr;  ///< while topics are looked for
  const Adopting* adopting_ = nullptr;
  std::set<std::uint64_t> taken_;
  std::set<std::uint32_t> with_topic_;
};

}  // namespace

Result<Topics> find_topics(std::span<const Text> texts, const Settings& settings) {
  const auto kept = within_limits(texts);
  Topics found;
  found.read = kept.size();
  found.left_out = texts.size() - kept.size();
  std::map<std::string_view, std::vector<std::uint32_t>> by_language;
  for (const std::uint32_t place : kept) {
    const Text& text = texts[place];
    by_language[is_language(text.language) ? text.language : understand::language_of(text.text).code].push_back(place);
  }
  std::vector<std::pair<std::string_view, std::vector<std::uint32_t>>> languages(by_language.begin(),
                                                                                 by_language.end());
  std::ranges::stable_sort(languages, std::ranges::greater{}, [](const auto& one) { return one.second.size(); });
  // One "lately" for all languages.
  const Window lately = window_of(kept, texts, settings.recent_from);
  if (lately.is_known) found.recent_from = lately.from;
  bool was_enough = false;
  for (const auto& [code, places] : languages) {
    LanguageRead& language = found.languages.emplace_back();
    language.code = code;
    language.texts = places.size();
    language.is_too_few = true;
    if (!is_language(code) || places.size() < Settings::k_fewest_texts) continue;
    const Window window = window_of(places, texts, lately.from);
    OfLanguage of_language(code, texts, settings, window);
    of_language.read(places);
    const std::size_t with_words = of_language.with_words();
    found.without_words += places.size() - with_words;
    if (with_words < Settings::k_fewest_texts) continue;
    language.is_too_few = false;
    was_enough = true;
    auto topics = of_language.find();
    if (settings.stop.stop_requested()) break;
    language.with_topic = of_language.with_topic();
    std::ranges::move(topics, std::back_inserter(found.topics));
  }
  if (settings.stop.stop_requested()) {
    found.was_stopped = true;
    found.topics.clear();
    return found;
  }
  if (!was_enough) {
    return fail(Code::not_enough, fmt::format("no language has {} texts with words", Settings::k_fewest_texts), {},
                "bring more texts, or of a longer time");
  }
  std::ranges::stable_sort(found.topics, std::ranges::greater{}, [](const Topic& topic) { return topic.texts.size(); });
  tell_emerging(found.topics, settings.false_discovery_rate);
  return found;
}

}  // namespace bellwether::topics
