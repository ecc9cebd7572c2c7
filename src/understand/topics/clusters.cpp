#include "understand/topics/clusters.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

namespace bellwether::topics {

namespace {

constexpr std::size_t k_columns = WordVectors::k_dimensions;
constexpr int k_rounds = 3;
constexpr int k_first_steps = 15, k_later_steps = 6;
constexpr float k_quietest = 0.05F;
constexpr double k_rare = 5;     ///< a word of so many pieces is half as loud as what it tells: it may be chance
constexpr float k_same = 0.76F;  ///< cosine of centres that mean nearly the same
constexpr double k_largest_share = 0.06;  ///< of the pieces, above which groups do not grow together

/// One column after the other, so that all clusters of a piece are summed up at once.
RowsOfNumbers across(const RowsOfNumbers& centres) {
  RowsOfNumbers turned(centres.columns(), centres.rows());
  for (std::size_t i = 0; i < centres.rows(); ++i) {
    for (std::size_t j = 0; j < centres.columns(); ++j) turned.row(j)[i] = centres.row(i)[j];
  }
  return turned;
}

class Finding {
 public:
  Finding(const Pieces& pieces, std::span<const std::uint32_t> learned_from, std::span<const float> weights,
          std::size_t count, const std::stop_token& stop)
      : pieces_(pieces), learned_from_(learned_from), weights_(weights), count_(count), stop_(stop) {}

  Clusters find() {
    found_.space.words = learn_words(pieces_, learned_from_, stop_);
    const std::size_t words = found_.space.words.stem_of.size();
    found_.space.loudness.resize(words);
    for (std::size_t word = 0; word < words; ++word) {
      const double rarity = static_cast<double>(learned_from_.size()) / found_.space.words.pieces[word];
      found_.space.loudness[word] = static_cast<float>(std::sqrt(std::log(1 + rarity)));
    }
    for (int round = 0; round < k_rounds && !stop_.stop_requested(); ++round) {
      if (round != 0) tell_apart();
      place_all();
      if (round == 0) sow();
      if (count_ == 0) break;
      if (round != 0) move_centres();
      const int steps = round == 0 ? k_first_steps : k_later_steps;
      for (int step = 0; step < steps && !stop_.stop_requested(); ++step) {
        if (!assign()) break;
        move_centres();
      }
      assign();
    }
    put_together();
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::size_t size() const { return learned_from_.size(); }

  void place_all() {
    places_ = RowsOfNumbers(size(), k_columns);
    has_place_.assign(size(), false);
    found_.space.middle.assign(k_columns, 0);
    float all = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      has_place_[i] = found_.space.place(tokens(i), places_.row(i));
      if (!has_place_[i]) continue;
      add_times(found_.space.middle.data(), places_.row(i), weights_[i], k_columns);
      all += weights_[i];
    }
    for (float& one : found_.space.middle) one /= std::max(all, 1e-12F);
    for (std::size_t i = 0; i < size(); ++i) {
      if (has_place_[i]) has_place_[i] = found_.space.place(tokens(i), places_.row(i));
    }
  }

  [[nodiscard]] std::span<const Token> tokens(std::size_t i) const {
    return pieces_.tokens(pieces_.all()[learned_from_[i]]);
  }

  /// The next seed is drawn by the square of how far a piece is from those before it.
  void sow() {
    std::vector<double> far(size(), 2);
    for (std::size_t i = 0; i < size(); ++i) far[i] = has_place_[i] ? 2 : 0;
    std::mt19937 random(1);
    std::vector<std::size_t> seeds;
    while (seeds.size() < count_) {
      double all = 0;
      for (std::size_t i = 0; i < size(); ++i) all += weights_[i] * far[i] * far[i];
      if (all <= 1e-9) break;
      double at = static_cast<double>(random()) / 4294967296.0 * all;
      std::size_t seed = 0, last = 0;
      for (; seed < size(); ++seed) {
        const double here = weights_[seed] * far[seed] * far[seed];
        if (here > 0) last = seed;
        if (at < here) break;
        at -= here;
      }
      seeds.push_back(std::min(seed, last));
      for (std::size_t i = 0; i < size(); ++i) {
        if (far[i] <= 0) continue;
        const double away = 1 - double{product(places_.row(i), places_.row(seeds.back()), k_columns)};
        far[i] = std::clamp(away < 1e-6 ? 0.0 : away, 0.0, far[i]);
      }
    }
    count_ = seeds.size();
    found_.centres = RowsOfNumbers(count_, k_columns);
    for (std::size_t i = 0; i < count_; ++i) {
      std::copy_n(places_.row(seeds[i]), k_columns, found_.centres.row(i));
    }
    found_.of.assign(size(), k_none);
  }

  /// False where nothing changed.
  bool assign() {
    const RowsOfNumbers turned = across(found_.centres);
    std::vector<float> likeness(count_);
    std::size_t changed = 0;
    fit_.assign(size(), 0);
    for (std::size_t i = 0; i < size(); ++i) {
      if (!has_place_[i]) continue;
      std::ranges::fill(likeness, 0.0F);
      for (std::size_t j = 0; j < k_columns; ++j) {
        add_times(likeness.data(), turned.row(j), places_.row(i)[j], count_);
      }
      const auto best = std::ranges::max_element(likeness);
      const auto cluster = static_cast<std::uint32_t>(best - likeness.begin());
      fit_[i] = *best;
      changed += std::exchange(found_.of[i], cluster) != cluster ? 1U : 0U;
    }
    return changed != 0;
  }

  void move_centres() {
    found_.centres = RowsOfNumbers(count_, k_columns);
    std::vector<float> held(count_);
    for (std::size_t i = 0; i < size(); ++i) {
      if (found_.of[i] == k_none || !has_place_[i]) continue;
      add_times(found_.centres.row(found_.of[i]), places_.row(i), weights_[i], k_columns);
      held[found_.of[i]] += weights_[i];
    }
    for (std::size_t cluster = 0; cluster < count_; ++cluster) {
      if (held[cluster] <= 0 && !fit_.empty()) {
        // Where nobody is left, it begins again at the piece that fits worst.
        const auto worst = static_cast<std::size_t>(std::ranges::min_element(fit_) - fit_.begin());
        std::copy_n(places_.row(worst), k_columns, found_.centres.row(cluster));
        fit_[worst] = 1;
      }
      normalise(found_.centres.row(cluster), k_columns);
    }
  }

  void tell_apart() {
    Space& space = found_.space;
    const std::size_t words = space.words.stem_of.size();
    std::vector<std::vector<std::pair<std::uint32_t, float>>> of_word(words);
    std::vector<std::uint32_t> last(words, k_none);
    std::vector<double> of_cluster(count_);
    double all = 0;
    for (std::uint32_t i = 0; i < size(); ++i) {
      const std::uint32_t cluster = found_.of[i];
      if (cluster == k_none) continue;
      of_cluster[cluster] += weights_[i];
      all += weights_[i];
      for (const Token& token : tokens(i)) {
        if (token.stem == k_none) continue;
        const std::uint32_t word = space.words.word_of[token.stem];
        if (word == k_none || std::exchange(last[word], i) == i) continue;
        of_word[word].emplace_back(cluster, weights_[i]);
      }
    }
    std::vector<double> here(count_);
    for (std::size_t word = 0; word < words; ++word) {
      std::ranges::fill(here, 0.01);
      double sum = 0.01 * static_cast<double>(count_);
      for (const auto& [cluster, weight] : of_word[word]) {
        here[cluster] += weight;
        sum += weight;
      }
      double told = 0;
      for (std::size_t cluster = 0; cluster < count_; ++cluster) {
        const double share = here[cluster] / sum, usual = (of_cluster[cluster] + 0.01) / (all + 0.01);
        told += share * std::log(share / usual);
      }
      const double n = space.words.pieces[word];
      space.loudness[word] = std::max(k_quietest, static_cast<float>(told * n / (n + k_rare)));
    }
  }

  /// Always the two groups whose centres are nearest, until none are near.
  void put_together() {
    std::vector<double> held(count_);
    double all = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      if (i >= found_.of.size() || found_.of[i] == k_none) continue;
      held[found_.of[i]] += weights_[i];
      all += weights_[i];
    }
    found_.group_of.resize(count_);
    std::iota(found_.group_of.begin(), found_.group_of.end(), 0U);
    RowsOfNumbers sums(count_, k_columns), centres = found_.centres;
    for (std::size_t i = 0; i < count_; ++i) {
      add_times(sums.row(i), centres.row(i), static_cast<float>(held[i]), k_columns);
    }
    std::vector<bool> is_there(count_, true);
    for (;;) {
      float nearest = k_same;
      std::size_t one = count_, other = count_;
      for (std::size_t a = 0; a < count_; ++a) {
        for (std::size_t b = a + 1; is_there[a] && b < count_; ++b) {
          if (!is_there[b] || held[a] + held[b] > k_largest_share * all) continue;
          const float likeness = product(centres.row(a), centres.row(b), k_columns);
          if (likeness > nearest) {
            nearest = likeness;
            one = a;
            other = b;
          }
        }
      }
      if (one == count_) break;
      is_there[other] = false;
      held[one] += held[other];
      add_times(sums.row(one), sums.row(other), 1, k_columns);
      std::copy_n(sums.row(one), k_columns, centres.row(one));
      normalise(centres.row(one), k_columns);
      std::ranges::replace(found_.group_of, static_cast<std::uint32_t>(other), static_cast<std::uint32_t>(one));
    }
    std::vector<std::uint32_t> number(count_, k_none);
    for (std::uint32_t& group : found_.group_of) {
      if (number[group] == k_none) number[group] = static_cast<std::uint32_t>(found_.groups++);
      group = number[group];
    }
  }

  const Pieces& pieces_;
  std::span<const std::uint32_t> learned_from_;
  std::span<const float> weights_;
  std::size_t count_;
  const std::stop_token& stop_;
  Clusters found_;
  RowsOfNumbers places_;
  std::vector<bool> has_place_;
  std::vector<float> fit_;
};

}  // namespace

bool Space::place(std::span<const Token> tokens, float* into) const {
  std::fill_n(into, k_columns, 0.0F);
  bool has_any = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].stem == k_none) continue;
    const std::uint32_t word = words.word_of[tokens[i].stem];
    if (word == k_none) continue;
    // Said again, it is said once.
    const auto before = tokens.first(i);
    if (std::ranges::find(before, tokens[i].stem, &Token::stem) != before.end()) continue;
    add_times(into, words.rows.row(word), loudness[word], k_columns);
    has_any = true;
  }
  if (!has_any) return false;
  normalise(into, k_columns);
  add_times(into, middle.data(), -1, k_columns);
  normalise(into, k_columns);
  return true;
}

Clusters::Nearest Clusters::nearest(const float* place) const {
  Nearest best;
  for (std::uint32_t cluster = 0; cluster < centres.rows(); ++cluster) {
    const float likeness = product(place, centres.row(cluster), k_columns);
    if (best.cluster == k_none || likeness > best.likeness) best = {.cluster = cluster, .likeness = likeness};
  }
  return best;
}

Clusters cluster(const Pieces& pieces, std::span<const std::uint32_t> learned_from, std::span<const float> weights,
                 std::size_t count, const std::stop_token& stop) {
  return Finding(pieces, learned_from, weights, count, stop).find();
}

}  // namespace bellwether::topics
