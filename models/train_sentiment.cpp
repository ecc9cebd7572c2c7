// train_sentiment [FILE]: trains the model that tells how a text feels from the feelings of its words, and says how good it is on texts that
// it never saw. Every set is free to be used so (docs/models/sentiment.md names them).
#include "data_folder.hpp"
#include "learn/evaluation.hpp"
#include "learn/train.hpp"
#include "texts.hpp"
#include "understand/feeling_words.hpp"
#include "understand/sentiment.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace bellwether;
using understand::Side;

/// Whatever people talk about elsewhere, a company is seldom written to without a feeling: half of the neutral examples' weight is taken
/// for that.
constexpr double k_neutral_weight = 0.5;
constexpr std::size_t k_held_out = 0;  ///< the fifth that nothing is learned from

struct Sets {
  understand::FeelingWords feeling_words;
  understand::Words words;
  understand::Feelings feelings;
  learn::Examples to_learn;
  std::vector<std::pair<std::string, learn::Examples>> held_out;  ///< by set

  enum class Said : std::uint8_t { of_the_text, of_what_it_is_about };

  /// A rating says nothing of a text in which nothing is felt.
  void add(std::string_view language, std::string_view text, Side side, double weight, Said said) {
    words.read(text);
    if (words.all().empty()) return;
    feeling_words.read(words, language, feelings);
    if (said == Said::of_what_it_is_about && feelings.all.empty()) return;
    const understand::FeelingFeatures features(words, feelings);
    learn::Examples& into = models::fifth_of(text) == k_held_out ? held_out.back().second : to_learn;
    into.add(features.all(), static_cast<std::size_t>(side), weight);
  }
};

/// Of a rating: up to `low` negative, from `high` on positive; what lies between says nothing.
std::optional<Side> side_of(std::string_view rating, double low, double high) {
  double value = 0;
  const auto [end, wrong] = std::from_chars(rating.data(), rating.data() + rating.size(), value);
  if (wrong != std::errc() || end != rating.data() + rating.size() || rating.empty()) return std::nullopt;
  if (value <= low) return Side::negative;
  if (value >= high) return Side::positive;
  return std::nullopt;
}

Result<void> add_rated(Sets& sets, const char* file, std::string_view language, std::vector<std::string_view> columns,
                       double low, double high, double negative_weight) {
  return models::read_columns(models::data_folder() / file, columns, [&](std::span<const std::string_view> cells) {
    const auto side = side_of(cells[0], low, high);
    if (!side) return;
    for (const std::string_view text : cells.subspan(1)) {
      if (text.empty() || text == "NA") continue;
      sets.add(language, text, *side, *side == Side::negative ? negative_weight : 1, Sets::Said::of_what_it_is_about);
    }
  });
}

/// The sides of the 28 emotions; surprise, curiosity and the like are neither.
Result<void> add_emotions(Sets& sets) {
  std::ifstream labels(models::data_folder() / "goemotions/labels.txt");
  std::vector<Side> sides;
  for (std::string label; std::getline(labels, label);) {
    constexpr auto k_good =
        std::to_array<std::string_view>({"admiration", "amusement", "approval", "caring", "excitement", "gratitude",
                                         "joy", "love", "optimism", "pride", "relief"});
    constexpr auto k_bad =
        std::to_array<std::string_view>({"anger", "annoyance", "disappointment", "disapproval", "disgust",
                                         "embarrassment", "fear", "grief", "nervousness", "remorse", "sadness"});
    const bool good = std::ranges::find(k_good, label) != k_good.end();
    const bool bad = std::ranges::find(k_bad, label) != k_bad.end();
    sides.push_back(good ? Side::positive : bad ? Side::negative : Side::neutral);
  }
  std::ifstream texts(models::data_folder() / "goemotions/train.tsv");
  if (sides.empty() || !texts) return fail(Code::not_found, "the emotions are not there", "goemotions");
  for (std::string line; std::getline(texts, line);) {
    const std::size_t text_end = line.find('\t'), ids_end = line.find('\t', text_end + 1);
    if (ids_end == std::string::npos) continue;
    std::array<bool, understand::k_sides> has{};
    const char* at = line.data() + text_end + 1;
    for (const char* end = line.data() + ids_end; at < end; ++at) {
      std::size_t emotion = 0;
      at = std::from_chars(at, end, emotion).ptr;
      if (emotion < sides.size()) has.at(static_cast<std::size_t>(sides[emotion])) = true;
    }
    if (has[0] && has[2]) continue;
    const Side side = has[2] ? Side::positive : has[0] ? Side::negative : Side::neutral;
    sets.add("en", line.substr(0, text_end), side, side == Side::neutral ? k_neutral_weight : 1,
             Sets::Said::of_the_text);
  }
  return {};
}

Result<void> read_all(Sets& sets) {
  sets.held_out.emplace_back("GoEmotions, comments (en)", learn::Examples());
  if (auto read = add_emotions(sets); !read) return read;
  struct Rated {
    const char* name;
    const char* file;
    const char* language;
    std::vector<std::string_view> columns;  ///< the rating, then texts
    double low, high, negative_weight;      ///< there are far fewer negative ones in some
  };
  const std::array<Rated, 3> rated = {
      Rated{"Women's clothing, reviews (en)",
            "womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv",
            "en",
            {"Rating", "Title", "Review Text"},
            2,
            4,
            2},
      Rated{"Skytrax, airport lounges (en)", "skytrax/lounge.csv", "en", {"overall_rating", "content"}, 2, 4, 1},
      Rated{"Garden store, NPS comments (fr)", "nps_garden_store_fr/nps.csv", "fr", {"nps", "explication"}, 6, 9, 3}};
  for (const Rated& set : rated) {
    sets.held_out.emplace_back(set.name, learn::Examples());
    auto read = add_rated(sets, set.file, set.language, set.columns, set.low, set.high, set.negative_weight);
    if (!read) return read;
  }
  return {};
}

void tell(const std::string& name, const learn::Examples& examples, const learn::LinearModel& model) {
  std::vector<std::size_t> is, told;
  std::vector<double> positive, negative;
  std::array<double, understand::k_sides> sure{};
  for (std::size_t i = 0; i < examples.size(); ++i) {
    model.probabilities(examples.features(i), sure);
    is.push_back(examples.of_class(i));
    told.push_back(static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin()));
    if (is.back() == 2) positive.push_back(sure[2] - sure[0]);
    if (is.back() == 0) negative.push_back(sure[2] - sure[0]);
  }
  const auto found = learn::evaluate(is, told, understand::k_sides);
  const auto area = learn::area_under_curve(positive, negative);
  fmt::print("{:<34} n {:>6}  accuracy {:.3f} [{:.3f} {:.3f}] (largest side {:.3f})  AUC {:.3f} [{:.3f} {:.3f}]\n",
             name, found.n, found.accuracy.value, found.accuracy.low, found.accuracy.high, found.guessing_accuracy,
             area.value, area.low, area.high);
}

Result<void> run(const char* file) {
  auto words = understand::FeelingWords::shipped();
  if (!words) return std::unexpected(words.error());
  Sets sets{.feeling_words = *std::move(words), .words = {}, .feelings = {}, .to_learn = {}, .held_out = {}};
  if (auto read = read_all(sets); !read) return read;
  const auto model = learn::train(sets.to_learn, {.classes = understand::k_sides,
                                                  .slots = understand::FeelingFeatures::k_slots,
                                                  .smallness = 3,
                                                  .balance = 0.5,
                                                  .rare_louder = false});
  if (!model) return std::unexpected(model.error());
  fmt::print("learned from {} texts; tried on others\n", sets.to_learn.size());
  for (const auto& [name, examples] : sets.held_out) tell(name, examples, *model);
  const std::string bytes = model->bytes();
  if (!std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return fail(Code::io, "can't be written", file);
  }
  return {};
}

}  // namespace

int main(int count, char** words) {
  const auto done = run(count > 1 ? words[1] : "models/sentiment.model");
  if (!done) fmt::print(stderr, "train_sentiment: {}\n", to_text(done.error()));
  return done ? 0 : 1;
}
