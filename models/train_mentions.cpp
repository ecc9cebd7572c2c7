// train_mentions [FILE]: trains the model that tells how a text feels of one thing that it mentions, and says how good it is on sentences
// that it never saw. It learns from a set that is free to be used so (docs/models/mentions.md names it); the others are only tried.
#include "data_folder.hpp"
#include "learn/evaluation.hpp"
#include "learn/train.hpp"
#include "mentioned_texts.hpp"
#include "understand/feeling_words.hpp"
#include "understand/mention_features.hpp"
#include "understand/sentiment.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace bellwether;
using understand::Side;

constexpr const char* k_to_learn = "mams_absa/MAMS-ATSA_train.xml";
constexpr double k_smallness = 1;
/// Its sentences were chosen to name several things, half of them in passing. Elsewhere what is named is mostly felt of.
constexpr double k_neutral_weight = 0.3;

/// The words that a range of bytes touches.
understand::Place place_of(const understand::Words& words, const models::MarkedMention& mention) {
  const auto all = words.all();
  const auto first = std::ranges::find_if(all, [&](const understand::Word& word) { return word.end > mention.begin; });
  const auto at = std::min(static_cast<std::size_t>(first - all.begin()), all.size() - 1);
  std::size_t last = at;
  while (last + 1 < all.size() && all[last + 1].begin < mention.end) ++last;
  return {.first = at, .last = last};
}

/// What is read of each mention: with the words around it, as in English; or the feelings alone, as in other languages.
enum class With : std::uint8_t { words, feelings, both };

struct Read {
  understand::FeelingWords feeling_words;

  [[nodiscard]] Result<learn::Examples> file(const char* name, double neutral_weight, With with) const {
    const auto texts = models::read_mentioned(models::data_folder() / name);
    if (!texts) return std::unexpected(texts.error());
    learn::Examples examples;
    understand::Words words;
    understand::Clauses clauses;
    understand::Feelings feelings;
    understand::MentionFeatures features;
    std::vector<understand::Place> places;
    std::vector<learn::Feature> near;
    for (const models::MentionedText& text : *texts) {
      words.read(text.text);
      clauses.read(words);
      if (words.all().empty()) continue;
      feeling_words.read(words, "en", feelings);
      places.clear();
      for (const models::MarkedMention& mention : text.mentions) places.push_back(place_of(words, mention));
      for (const bool with_words : {true, false}) {
        if (with_words ? with == With::feelings : with == With::words) continue;
        features.begin(words, clauses, feelings, places, with_words);
        for (std::size_t i = 0; i < places.size(); ++i) {
          features.read(i, near);
          const auto side = text.mentions[i].side;
          examples.add(near, static_cast<std::size_t>(side), side == Side::neutral ? neutral_weight : 1);
        }
      }
    }
    return examples;
  }
};

void tell(const std::string& name, const learn::Examples& examples, const learn::LinearModel& model) {
  std::vector<std::size_t> is, told;
  std::array<double, understand::k_sides> sure{};
  for (std::size_t i = 0; i < examples.size(); ++i) {
    model.probabilities(examples.features(i), sure);
    is.push_back(examples.of_class(i));
    told.push_back(static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin()));
  }
  const auto found = learn::evaluate(is, told, understand::k_sides);
  fmt::print(
      "{:<46} n {:>6}  accuracy {:.3f} [{:.3f} {:.3f}] (always \"{}\" {:.3f})  macro-F1 {:.3f} [{:.3f} {:.3f}]\n", name,
      found.n, found.accuracy.value, found.accuracy.low, found.accuracy.high,
      understand::word_of(static_cast<understand::Side>(found.largest)), found.guessing_accuracy, found.macro_f1.value,
      found.macro_f1.low, found.macro_f1.high);
}

Result<learn::LinearModel> trained(const Read& read, double neutral_weight) {
  const auto to_learn = read.file(k_to_learn, neutral_weight, With::both);
  if (!to_learn) return std::unexpected(to_learn.error());
  return learn::train(*to_learn, {.classes = understand::k_sides,
                                  .slots = understand::MentionFeatures::k_slots,
                                  .smallness = k_smallness,
                                  .balance = 0,
                                  .rare_louder = false});
}

Result<void> tell_all(const Read& read, const learn::LinearModel& model) {
  struct Tried {
    const char* name;
    const char* file;
  };
  constexpr auto k_tried =
      std::to_array<Tried>({{.name = "MAMS, held out", .file = "mams_absa/MAMS-ATSA_val.xml"},
                            {.name = "SemEval 2014, restaurants", .file = "semeval2014_absa/Restaurants_Train_v2.xml"},
                            {.name = "SemEval 2014, laptops", .file = "semeval2014_absa/Laptop_Train_v2.xml"}});
  for (const Tried& tried : k_tried) {
    for (const With with : {With::words, With::feelings}) {
      const auto examples = read.file(tried.file, 1, with);
      if (!examples) return std::unexpected(examples.error());
      tell(fmt::format("{}{}", tried.name, with == With::words ? "" : ", by feelings alone"), *examples, model);
    }
  }
  return {};
}

Result<void> run(const char* file) {
  auto words = understand::FeelingWords::shipped();
  if (!words) return std::unexpected(words.error());
  const Read read{.feeling_words = *std::move(words)};
  const auto as_told = trained(read, 1);
  if (!as_told) return std::unexpected(as_told.error());
  fmt::print("learned from {} as it is:\n", k_to_learn);
  if (auto told = tell_all(read, *as_told); !told) return told;
  const auto model = trained(read, k_neutral_weight);
  if (!model) return std::unexpected(model.error());
  fmt::print("as it ships, a neutral mention counted {}:\n", k_neutral_weight);
  if (auto told = tell_all(read, *model); !told) return told;
  const std::string bytes = model->bytes();
  if (!std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return fail(Code::io, "can't be written", file);
  }
  return {};
}

}  // namespace

int main(int count, char** words) {
  const auto done = run(count > 1 ? words[1] : "models/mentions.model");
  if (!done) fmt::print(stderr, "train_mentions: {}\n", to_text(done.error()));
  return done ? 0 : 1;
}
