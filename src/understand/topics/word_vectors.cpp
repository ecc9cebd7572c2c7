#include "understand/topics/word_vectors.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>
#include <utility>

namespace bellwether::topics {

namespace {

constexpr std::uint32_t k_fewest_pieces = 3;
constexpr double k_smoothing = 0.75;
constexpr double k_strength = 0.75;   ///< power of a direction's strength that its length gets
constexpr std::size_t k_beyond = 10;  ///< directions more than are kept
constexpr int k_power_iterations = 3;

/// How often two words stand near: a table with open places, a power of two.
class Pairs {
 public:
  void add(std::uint32_t a, std::uint32_t b) {
    if (a == b) return;
    const std::uint64_t key = (std::uint64_t{std::min(a, b)} << 32U | std::max(a, b)) + 1;
    if (2 * used_ >= keys_.size()) grow();
    const std::size_t at = place_of(key);
    if (keys_[at] == 0) {
      keys_[at] = key;
      ++used_;
    }
    ++counts_[at];
  }

  struct Pair {
    std::uint32_t a = 0, b = 0, count = 0;
  };
  [[nodiscard]] std::vector<Pair> sorted() const {
    std::vector<Pair> pairs;
    pairs.reserve(used_);
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (keys_[i] == 0) continue;
      const std::uint64_t key = keys_[i] - 1;
      pairs.push_back({static_cast<std::uint32_t>(key >> 32U), static_cast<std::uint32_t>(key), counts_[i]});
    }
    std::ranges::sort(pairs, {}, [](const Pair& pair) { return std::pair(pair.a, pair.b); });
    return pairs;
  }

 private:
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    std::size_t at = (key * 0x9E3779B97F4A7C15U) >> shift_;
    while (keys_[at] != 0 && keys_[at] != key) at = (at + 1) & (keys_.size() - 1);
    return at;
  }
  void grow() {
    const auto keys = std::exchange(keys_, std::vector<std::uint64_t>(2 * keys_.size()));
    const auto counts = std::exchange(counts_, std::vector<std::uint32_t>(2 * counts_.size()));
    --shift_;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == 0) continue;
      const std::size_t at = place_of(keys[i]);
      keys_[at] = keys[i];
      counts_[at] = counts[i];
    }
  }

  int shift_ = 64 - 16;
  std::vector<std::uint64_t> keys_ = std::vector<std::uint64_t>(std::size_t{1} << 16U);
  std::vector<std::uint32_t> counts_ = std::vector<std::uint32_t>(std::size_t{1} << 16U);
  std::size_t used_ = 0;
};

/// A table that is the same across and down, of which few numbers are not 0.
struct Sparse {
  std::vector<std::size_t> begins;
  std::vector<std::uint32_t> columns;
  std::vector<float> numbers;

  [[nodiscard]] RowsOfNumbers times(const RowsOfNumbers& right) const {
    RowsOfNumbers into(begins.size() - 1, right.columns());
    for (std::size_t row = 0; row + 1 < begins.size(); ++row) {
      float* const to = into.row(row);
      for (std::size_t i = begins[row]; i < begins[row + 1]; ++i) {
        add_times(to, right.row(columns[i]), numbers[i], right.columns());
      }
    }
    return into;
  }
};

void choose_words(const Pieces& pieces, std::span<const std::uint32_t> learned_from, WordVectors& vectors) {
  std::vector<std::uint32_t> counts(pieces.stems()), last(pieces.stems(), k_none);
  for (const std::uint32_t piece : learned_from) {
    for (const Token& token : pieces.tokens(pieces.all()[piece])) {
      if (token.stem == k_none || std::exchange(last[token.stem], piece) == piece) continue;
      ++counts[token.stem];
    }
  }
  for (std::uint32_t stem = 0; stem < counts.size(); ++stem) {
    if (counts[stem] >= k_fewest_pieces) vectors.stem_of.push_back(stem);
  }
  std::ranges::stable_sort(vectors.stem_of, std::ranges::greater{}, [&](std::uint32_t stem) { return counts[stem]; });
  if (vectors.stem_of.size() > WordVectors::k_most_words) vectors.stem_of.resize(WordVectors::k_most_words);
  vectors.word_of.assign(pieces.stems(), k_none);
  for (std::uint32_t word = 0; word < vectors.stem_of.size(); ++word) {
    vectors.word_of[vectors.stem_of[word]] = word;
    vectors.pieces.push_back(counts[vectors.stem_of[word]]);
  }
}

std::vector<Pairs::Pair> count_pairs(const Pieces& pieces, std::span<const std::uint32_t> learned_from,
                                     const WordVectors& vectors) {
  Pairs pairs;
  std::vector<std::uint32_t> words;
  for (const std::uint32_t piece : learned_from) {
    words.clear();
    for (const Token& token : pieces.tokens(pieces.all()[piece])) {
      if (token.stem != k_none && vectors.word_of[token.stem] != k_none) words.push_back(vectors.word_of[token.stem]);
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::size_t end = std::min(words.size(), i + 1 + WordVectors::k_window);
      for (std::size_t j = i + 1; j < end; ++j) pairs.add(words[i], words[j]);
    }
  }
  return pairs.sorted();
}

Sparse information_of(std::span<const Pairs::Pair> pairs, std::size_t words) {
  std::vector<double> sums(words), smooth(words);
  for (const auto& pair : pairs) {
    sums[pair.a] += pair.count;
    sums[pair.b] += pair.count;
  }
  double all = 0;
  for (std::size_t i = 0; i < words; ++i) all += smooth[i] = std::pow(sums[i], k_smoothing);
  // Either word may be the one whose share is smoothed: the mean of both, so that the table is the same across and down.
  const auto information = [&](const Pairs::Pair& pair) {
    const auto one = [&](std::uint32_t a, std::uint32_t b) {
      return std::max(0.0, std::log(pair.count * all / (sums[a] * smooth[b])));
    };
    return static_cast<float>((one(pair.a, pair.b) + one(pair.b, pair.a)) / 2);
  };
  Sparse table;
  table.begins.assign(words + 1, 0);
  std::vector<float> numbers;
  for (const auto& pair : pairs) {
    numbers.push_back(information(pair));
    if (numbers.back() <= 0) continue;
    ++table.begins[pair.a + 1];
    ++table.begins[pair.b + 1];
  }
  std::partial_sum(table.begins.begin(), table.begins.end(), table.begins.begin());
  table.columns.resize(table.begins.back());
  table.numbers.resize(table.begins.back());
  std::vector<std::size_t> next(table.begins.begin(), table.begins.end() - 1);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (numbers[i] <= 0) continue;
    for (const auto& [row, column] : {std::pair(pairs[i].a, pairs[i].b), std::pair(pairs[i].b, pairs[i].a)}) {
      table.columns[next[row]] = column;
      table.numbers[next[row]++] = numbers[i];
    }
  }
  return table;
}

/// Columns at right angles, of length 1 (Gram and Schmidt, each twice). Kept as rows while it is done.
void straighten(RowsOfNumbers& table) {
  RowsOfNumbers across(table.columns(), table.rows());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t j = 0; j < table.columns(); ++j) across.row(j)[i] = table.row(i)[j];
  }
  for (std::size_t j = 0; j < across.rows(); ++j) {
    for (int again = 0; again < 2; ++again) {
      for (std::size_t before = 0; before < j; ++before) {
        add_times(across.row(j), across.row(before), -product(across.row(j), across.row(before), across.columns()),
                  across.columns());
      }
      normalise(across.row(j), across.columns());
    }
  }
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t j = 0; j < table.columns(); ++j) table.row(i)[j] = across.row(j)[i];
  }
}

struct Directions {
  std::vector<double> strengths;
  RowsOfNumbers columns;  ///< a column for each
};

/// Of a small table that is the same across and down: Jacobi's rotations.
Directions directions_of(std::vector<double> table, std::size_t size) {
  std::vector<double> turned(size * size);
  for (std::size_t i = 0; i < size; ++i) turned[i * size + i] = 1;
  constexpr int k_sweeps = 30;
  for (int sweep = 0; sweep < k_sweeps; ++sweep) {
    double off = 0, on = 0;
    for (std::size_t i = 0; i < size; ++i) {
      on += table[i * size + i] * table[i * size + i];
      for (std::size_t j = i + 1; j < size; ++j) off += table[i * size + j] * table[i * size + j];
    }
    if (off <= 1e-14 * on) break;
    for (std::size_t p = 0; p < size; ++p) {
      for (std::size_t q = p + 1; q < size; ++q) {
        const double across = table[p * size + q];
        if (std::abs(across) < 1e-300) continue;
        const double half = (table[q * size + q] - table[p * size + p]) / (2 * across);
        const double tangent = (half >= 0 ? 1 : -1) / (std::abs(half) + std::sqrt(half * half + 1));
        const double cosine = 1 / std::sqrt(tangent * tangent + 1), sine = tangent * cosine;
        const auto turn = [&](double& x, double& y) {
          const double kept = x;
          x = cosine * kept - sine * y;
          y = sine * kept + cosine * y;
        };
        for (std::size_t k = 0; k < size; ++k) turn(table[k * size + p], table[k * size + q]);
        for (std::size_t k = 0; k < size; ++k) turn(table[p * size + k], table[q * size + k]);
        for (std::size_t k = 0; k < size; ++k) turn(turned[k * size + p], turned[k * size + q]);
      }
    }
  }
  Directions found;
  found.columns = RowsOfNumbers(size, size);
  for (std::size_t i = 0; i < size; ++i) found.strengths.push_back(table[i * size + i]);
  for (std::size_t i = 0; i < size * size; ++i) found.columns.row(0)[i] = static_cast<float>(turned[i]);
  return found;
}

RowsOfNumbers strongest(const Sparse& table, std::size_t words, const std::stop_token& stop) {
  const std::size_t drawn = std::min(words, WordVectors::k_dimensions + k_beyond);
  RowsOfNumbers base(words, drawn);
  // Not a distribution of the library, whose numbers differ from one to another.
  std::mt19937 random(1);
  for (std::size_t i = 0; i < words * drawn; ++i) base.row(0)[i] = static_cast<float>(random()) / 4294967296.0F - 0.5F;
  for (int i = 0; i < k_power_iterations && !stop.stop_requested(); ++i) {
    base = table.times(base);
    straighten(base);
  }
  const RowsOfNumbers once = table.times(base);
  std::vector<double> small(drawn * drawn);
  for (std::size_t word = 0; word < words; ++word) {
    for (std::size_t i = 0; i < drawn; ++i) {
      for (std::size_t j = 0; j < drawn; ++j)
        small[i * drawn + j] += double{base.row(word)[i]} * double{once.row(word)[j]};
    }
  }
  for (std::size_t i = 0; i < drawn; ++i) {
    for (std::size_t j = 0; j < i; ++j)
      small[i * drawn + j] = small[j * drawn + i] = (small[i * drawn + j] + small[j * drawn + i]) / 2;
  }
  const Directions found = directions_of(std::move(small), drawn);
  std::vector<std::size_t> order(drawn);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return std::abs(found.strengths[i]); });
  RowsOfNumbers rows(words, WordVectors::k_dimensions);
  for (std::size_t k = 0; k < std::min(drawn, WordVectors::k_dimensions); ++k) {
    const auto strength = static_cast<float>(std::pow(std::abs(found.strengths[order[k]]), k_strength));
    for (std::size_t word = 0; word < words; ++word) {
      float sum = 0;
      for (std::size_t i = 0; i < drawn; ++i) sum += base.row(word)[i] * found.columns.row(i)[order[k]];
      rows.row(word)[k] = strength * sum;
    }
  }
  for (std::size_t word = 0; word < words; ++word) normalise(rows.row(word), rows.columns());
  return rows;
}

}  // namespace

WordVectors learn_words(const Pieces& pieces, std::span<const std::uint32_t> learned_from,
                        const std::stop_token& stop) {
  WordVectors vectors;
  choose_words(pieces, learned_from, vectors);
  const std::size_t words = vectors.stem_of.size();
  if (words == 0) return vectors;
  const auto pairs = count_pairs(pieces, learned_from, vectors);
  if (pairs.empty()) {
    // Each text is one word: each word is a direction of its own, as far as there are.
    vectors.rows = RowsOfNumbers(words, WordVectors::k_dimensions);
    for (std::size_t word = 0; word < words; ++word) vectors.rows.row(word)[word % WordVectors::k_dimensions] = 1;
    return vectors;
  }
  vectors.rows = strongest(information_of(pairs, words), words, stop);
  // A word that never stands near another one points somewhere of its own.
  for (std::size_t word = 0; word < words; ++word) {
    float* const row = vectors.rows.row(word);
    if (product(row, row, WordVectors::k_dimensions) < 0.5F) row[word % WordVectors::k_dimensions] = 1;
  }
  return vectors;
}

}  // namespace bellwether::topics
