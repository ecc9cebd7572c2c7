#include "language_training.hpp"

#include "understand/language_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include <unicode/translit.h>

namespace bellwether::models {

namespace {

using namespace understand;

constexpr std::uint64_t k_seed = 20'260'101;
constexpr std::size_t k_examples = 900'000;
constexpr std::size_t k_calibration_examples = 40'000;
constexpr std::size_t k_most_texts_of_set = 8'000;
constexpr std::size_t k_most_text_bytes = 400;
constexpr float k_step = 0.35F;
constexpr std::uint64_t k_dropped_of_1000 = 200;  // Pieces left out at random, so that no single one decides.

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from every compiler.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return (z ^ (z >> 31U)) % bound;
  }
  bool happens(std::uint64_t of_1000) { return below(1000) < of_1000; }

 private:
  std::uint64_t state_;
};

/// A text in words, as written and without accents, as many people write on phones.
struct Words {
  std::vector<std::string> written, bare;
};

/// What a language is learned from: each source is drawn from equally often, however large it is.
struct Sources {
  std::vector<std::vector<Words>> texts;
  std::vector<std::string> words;
  std::uint64_t weight = 0;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

class Accents {
 public:
  Accents() {
    UErrorCode error = U_ZERO_ERROR;
    remove_.reset(icu::Transliterator::createInstance("Latin-ASCII", UTRANS_FORWARD, error));
  }
  [[nodiscard]] std::string without(std::string_view text) const {
    icu::UnicodeString unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    remove_->transliterate(unicode);
    std::string bare;
    unicode.toUTF8String(bare);
    return bare;
  }

 private:
  std::unique_ptr<icu::Transliterator> remove_;
};

Words words_of(std::string_view text, const Accents& accents) {
  const std::string_view cut = text.substr(0, k_most_text_bytes);
  return {split(cut), split(accents.without(cut))};
}

std::optional<std::size_t> class_of(std::string_view code) {
  for (std::size_t i = 0; i < k_latin_languages.size() + k_cyrillic_languages.size(); ++i) {
    if (code_of(i) == code) return i;
  }
  return {};
}

using AllSources = std::array<Sources, k_classes>;

/// How often a language is drawn: what rests on our own lines alone must not take texts away from its many neighbours;
/// Cyrillic has three languages only, apart from all others.
constexpr std::uint64_t k_weight = 100, k_weight_own = 45, k_weight_cyrillic = 70, k_weight_unknown = 45;

std::uint64_t weight_of(std::size_t language, bool has_texts) {
  if (has_texts) return k_weight;
  return language < k_latin_languages.size() ? k_weight_own : k_weight_cyrillic;
}

AllSources gather(std::span<const TextSet> sets, std::span<const Phrases> phrases, Part part) {
  AllSources sources;
  const Accents accents;
  for (const TextSet& set : sets) {
    if (!set.may_train) continue;
    std::array<std::vector<Words>, k_classes> texts;
    for (const LabelledText& text : set.texts) {
      const auto language = class_of(text.code);
      if (!language || part_of(text.text) != part || texts[*language].size() == k_most_texts_of_set) continue;
      texts[*language].push_back(words_of(text.text, accents));
      if (texts[*language].back().written.empty()) texts[*language].pop_back();
    }
    for (std::size_t i = 0; i < k_classes; ++i) {
      if (!texts[i].empty()) sources[i].texts.push_back(std::move(texts[i]));
    }
  }
  for (std::size_t i = 0; i < k_classes; ++i) {
    if (!sources[i].texts.empty()) sources[i].weight = weight_of(i, true);
  }
  if (part != Part::training) return sources;
  for (const Phrases& own : phrases) {
    const auto language = class_of(own.code);
    if (!language) continue;
    Sources& of = sources[*language];
    if (of.texts.empty()) of.weight = weight_of(*language, false);
    of.words = own.words;
    std::vector<Words> texts;
    for (const std::string& phrase : own.phrases) texts.push_back(words_of(phrase, accents));
    of.texts.push_back(std::move(texts));
  }
  sources[k_class_und].weight = k_weight_unknown;
  return sources;
}

/// Keys hit at random, along a row of the keyboard, or one after another.
std::string nonsense(Chance& chance) {
  constexpr std::array<std::string_view, 4> k_keys{"abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"};
  std::string text;
  const std::uint64_t words = 1 + chance.below(4);
  for (std::uint64_t word = 0; word < words; ++word) {
    const std::string_view keys = k_keys[chance.happens(600) ? 0 : chance.below(4)];
    const bool slides = chance.happens(300) && keys.size() < 26;
    std::uint64_t key = chance.below(keys.size());
    const std::uint64_t letters = 4 + chance.below(8);
    for (std::uint64_t i = 0; i < letters; ++i) {
      text += keys[key];
      key = slides ? (key + 1) % keys.size() : chance.below(keys.size());
    }
    text += ' ';
  }
  return text;
}

/// A text as customers may write it: whole or a few words of it, with or without accents, with a letter missing.
std::string draw(const Sources& sources, Chance& chance) {
  if (!sources.words.empty() && chance.happens(sources.texts.size() > 1 ? 60 : 250)) {
    std::string text;
    const std::uint64_t words = 1 + chance.below(4);
    for (std::uint64_t i = 0; i < words; ++i) text += sources.words[chance.below(sources.words.size())] + ' ';
    return text;
  }
  const auto& source = sources.texts[chance.below(sources.texts.size())];
  const Words& words = source[chance.below(source.size())];
  const auto& chosen = chance.happens(300) && !words.bare.empty() ? words.bare : words.written;
  std::size_t first = 0, count = chosen.size();
  if (chance.happens(650)) {
    count = std::min<std::size_t>(count, 1 + chance.below(8));
    first = chance.below(chosen.size() - count + 1);
  }
  std::string text;
  for (std::size_t i = first; i < first + count; ++i) text += chosen[i] + ' ';
  if (text.size() > 8 && chance.happens(100)) {
    const std::size_t at = chance.below(text.size());
    if (static_cast<unsigned char>(text[at]) < 0x80) text.erase(at, 1);
  }
  return text;
}

struct Example {
  std::size_t language = 0;
  Script script = Script::latin;
  std::vector<std::uint32_t> rows;
};

Example example(const AllSources& sources, Chance& chance) {
  std::uint64_t all = 0;
  for (const Sources& of : sources) all += of.weight;
  std::uint64_t at = chance.below(all);
  Example drawn;
  while (at >= sources[drawn.language].weight) at -= sources[drawn.language++].weight;
  drawn.script = drawn.language < k_latin_languages.size() ? Script::latin : Script::cyrillic;
  const bool is_nonsense = drawn.language == k_class_und && chance.happens(500);
  const std::string text = is_nonsense ? nonsense(chance) : draw(sources[drawn.language], chance);
  PlainWords words(text);
  PlainWord word;
  WordPieces pieces;
  while (words.next(word)) {
    if (word.script != drawn.script) continue;
    pieces_of(word, pieces);
    drawn.rows.insert(drawn.rows.end(), pieces.rows.begin(),
                      pieces.rows.begin() + static_cast<std::ptrdiff_t>(pieces.count));
  }
  return drawn;
}

/// AdaGrad (Duchi, Hazan, Singer, JMLR 12 (2011) 2121–2159) over the softmax of sums divided by √pieces.
std::vector<float> learn(const AllSources& sources) {
  std::vector<float> weights(k_rows * k_classes), slopes(k_rows * k_classes, 1e-4F);
  Chance chance(k_seed);
  for (std::size_t i = 0; i < k_examples; ++i) {
    Example drawn = example(sources, chance);
    std::erase_if(drawn.rows, [&chance](std::uint32_t) { return chance.happens(k_dropped_of_1000); });
    if (drawn.rows.empty()) continue;
    const float scale = 1 / std::sqrt(static_cast<float>(drawn.rows.size()));
    const auto [first, count] = classes_of(drawn.script);
    std::array<float, k_classes> sums{};
    for (const std::uint32_t row : drawn.rows) {
      for (std::size_t k = 0; k < k_classes; ++k) sums[k] += weights[row * k_classes + k];
    }
    float highest = sums[first] * scale, all = 0;
    for (std::size_t k = first; k < first + count; ++k) highest = std::max(highest, sums[k] * scale);
    std::array<float, k_classes> slope{};
    for (std::size_t k = first; k < first + count; ++k) all += slope[k] = std::exp(sums[k] * scale - highest);
    for (std::size_t k = first; k < first + count; ++k)
      slope[k] = (slope[k] / all - (k == drawn.language ? 1.0F : 0.0F)) * scale;
    for (const std::uint32_t row : drawn.rows) {
      float* weight = &weights[row * k_classes];
      float* squares = &slopes[row * k_classes];
      for (std::size_t k = 0; k < k_classes; ++k) {
        squares[k] += slope[k] * slope[k];
        weight[k] -= k_step * scale * slope[k] / std::sqrt(squares[k]);
      }
    }
  }
  return weights;
}

/// Eight bits: the rare larger ones are cut, for the sake of the many small ones.
std::vector<std::byte> pack(const std::vector<float>& weights, LanguageModel::Head& head) {
  std::vector<float> sizes;
  for (const float weight : weights) {
    if (weight != 0) sizes.push_back(std::abs(weight));
  }
  const auto cut = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() * 999 / 1000);
  std::ranges::nth_element(sizes, cut);
  head.magic = LanguageModel::k_magic;
  head.per_unit = *cut / 127;
  std::vector<std::byte> bytes(LanguageModel::k_bytes);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const float whole = std::clamp(std::round(weights[i] / head.per_unit), -127.0F, 127.0F);
    bytes[sizeof head + i] = static_cast<std::byte>(static_cast<std::int8_t>(whole));
  }
  std::memcpy(bytes.data(), &head, sizeof head);
  return bytes;
}

/// The slope and power under which texts that were not learned from are likeliest.
void calibrate(std::vector<std::byte>& bytes, LanguageModel::Head& head, const AllSources& sources) {
  const auto* weights = reinterpret_cast<const std::int8_t*>(bytes.data() + sizeof head);
  struct Case {
    std::array<std::int32_t, k_classes> sums{};
    std::size_t language = 0;
    float pieces = 0;
  };
  std::vector<Case> cases;
  Chance chance(k_seed + 1);
  for (std::size_t i = 0; i < k_calibration_examples; ++i) {
    const Example drawn = example(sources, chance);
    if (drawn.script != Script::latin || drawn.rows.empty()) continue;
    Case& one = cases.emplace_back();
    one.language = drawn.language;
    one.pieces = static_cast<float>(drawn.rows.size());
    for (const std::uint32_t row : drawn.rows) {
      for (std::size_t k = 0; k < k_classes; ++k) one.sums[k] += weights[row * k_classes + k];
    }
  }
  double least = 1e300;
  for (float power = -0.9F; power < 0.01F; power += 0.05F) {
    for (float slope = 0.1F; slope < 8; slope *= 1.1F) {
      double loss = 0;
      for (const Case& one : cases) {
        const float unit = head.per_unit * slope * std::pow(one.pieces, power);
        float all = 0;
        for (std::size_t k = 0; k < k_latin_languages.size(); ++k) {
          all += std::exp(std::min(80.0F, static_cast<float>(one.sums[k] - one.sums[one.language]) * unit));
        }
        loss += std::log(static_cast<double>(all));
      }
      if (loss >= least) continue;
      least = loss;
      head.slope = slope;
      head.power = power;
    }
  }
  std::memcpy(bytes.data(), &head, sizeof head);
}

}  // namespace

std::vector<std::byte> train_language(std::span<const TextSet> sets, std::span<const Phrases> phrases) {
  LanguageModel::Head head;
  std::vector<std::byte> bytes = pack(learn(gather(sets, phrases, Part::training)), head);
  calibrate(bytes, head, gather(sets, phrases, Part::calibration));
  return bytes;
}

std::unordered_set<std::uint64_t> seen_texts(std::span<const TextSet> sets, std::span<const Phrases> phrases) {
  std::unordered_set<std::uint64_t> seen;
  for (const TextSet& set : sets) {
    for (const LabelledText& text : set.texts) {
      if (set.may_train && part_of(text.text) != Part::held_out) seen.insert(letters_hash(text.text));
    }
  }
  for (const Phrases& own : phrases) {
    for (const std::string& word : own.words) seen.insert(letters_hash(word));
    for (const std::string& phrase : own.phrases) seen.insert(letters_hash(phrase));
  }
  return seen;
}

}  // namespace bellwether::models
