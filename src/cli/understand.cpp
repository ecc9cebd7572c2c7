// What texts mean, line by line; and how well that is understood, against what people said of them.
#include "base/text.hpp"
#include "base/text_file.hpp"
#include "cli/commands.hpp"
#include "cli/gold_texts.hpp"
#include "cli/text_topics.hpp"
#include "cli/told.hpp"
#include "learn/evaluation.hpp"
#include "understand/own_scores.hpp"
#include "understand/reader.hpp"

#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_footer = R"(Examples:
  bellwether understand comments.txt
  echo "Room great, breakfast cold" | bellwether understand -
  bellwether understand --themes hotels comments.txt
  bellwether understand --topics comments.txt
  bellwether understand --evaluate gold.csv
  bellwether understand --learn gold.csv
  bellwether understand --evaluate reviews.tsv --text-column Review --sentiment-column Liked --json

Each line is one text, and each line of the answer says what was understood of it, as JSON: begin and end are bytes of
the line. A file to evaluate with is a table (CSV, TSV, XLSX …) with a text and the side that people said it is on.)";

struct UnderstandFlags {
  std::string file;
  std::string gold, to_learn;
  std::string themes = std::string(understand::Knowledge::k_book);
  GoldFile columns;
  bool topics = false;
  bool json = false;
};

Json range(std::string_view text, std::size_t begin, std::size_t end) {
  return {{"begin", begin}, {"end", end}, {"text", text.substr(begin, end - begin)}};
}

Json json_of(const understand::Sentiment& sentiment) {
  return {
      {"value", sentiment.value}, {"side", understand::word_of(sentiment.side)}, {"confidence", sentiment.confidence}};
}

Json mentions_of(std::string_view text, const understand::Meaning& meaning, const understand::ThemeBook& book) {
  Json mentions = Json::array();
  for (const understand::ThemeMention& mention : meaning.mentions) {
    Json one = range(text, mention.begin, mention.end);
    one["theme"] = book.themes()[mention.theme].name;
    one["sentiment"] = json_of(mention.sentiment);
    mentions.push_back(std::move(one));
  }
  return mentions;
}

Json themes_of(const understand::Meaning& meaning, const understand::ThemeBook& book) {
  Json themes = Json::array();
  for (const understand::ThemeFelt& felt : meaning.themes) {
    themes.push_back(
        {{"theme", book.themes()[felt.theme].name}, {"sentiment", felt.value}, {"mentions", felt.mentions}});
  }
  return themes;
}

Json json_of(std::string_view text, const std::vector<understand::TextRange>& words) {
  Json all = Json::array();
  for (const understand::TextRange& one : words) all.push_back(range(text, one.begin, one.end));
  return all;
}

Json json_of(std::string_view text, const understand::Intents& intents) {
  Json all = Json::array();
  for (const understand::FoundIntent& found : intents.all) {
    all.push_back({{"intent", understand::word_of(found.intent)},
                   {"confidence", found.confidence},
                   {"words", json_of(text, found.words)}});
  }
  return {{"main", intents.main ? Json(understand::word_of(*intents.main)) : Json()}, {"all", std::move(all)}};
}

Json json_of(std::string_view text, const understand::Effort& effort) {
  Json signs = Json::array();
  for (const understand::EffortSign& sign : effort.signs) {
    Json one = range(text, sign.words.begin, sign.words.end);
    one["kind"] = understand::word_of(sign.kind);
    signs.push_back(std::move(one));
  }
  return {{"value", effort.value}, {"signs", std::move(signs)}};
}

Json json_of(std::uint64_t line, std::string_view text, const understand::Meaning& meaning,
             const understand::Reader& reader) {
  const understand::Words& words = reader.words();
  Json feelings = Json::array();
  for (const understand::Feeling& feeling : meaning.feelings.all) {
    Json one = range(text, words.all()[feeling.first].begin, words.all()[feeling.last].end);
    one["valence"] = feeling.valence;
    feelings.push_back(std::move(one));
  }
  Json personal = Json::array();
  for (const personal::Found& found : meaning.personal_data) {
    personal.push_back({{"begin", found.begin}, {"end", found.end}, {"kind", personal::word_of(found.kind)}});
  }
  return {{"line", line},
          {"language", {{"code", meaning.language.code}, {"confidence", meaning.language.confidence}}},
          {"sentiment", json_of(meaning.sentiment)},
          {"feelings", std::move(feelings)},
          {"themes", themes_of(meaning, reader.book())},
          {"mentions", mentions_of(text, meaning, reader.book())},
          {"intents", json_of(text, meaning.intents)},
          {"urgency", {{"value", meaning.urgency.value}, {"words", json_of(text, meaning.urgency.words)}}},
          {"effort", json_of(text, meaning.effort)},
          {"personal_data", std::move(personal)}};
}

int understand_lines(std::istream& in, const understand::Knowledge& knowledge, const UnderstandFlags& flags) {
  if (flags.topics) return tell_topics(in, knowledge, flags.json);
  understand::Reader reader(knowledge);
  std::uint64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    const auto& meaning = reader.read(line);
    const Json json = json_of(++number, line, meaning, reader);
    std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  return std::cout.flush() ? 0 : 1;
}

int understand_file(const UnderstandFlags& flags, const understand::Knowledge& knowledge) {
  const std::string& file = flags.file;
  if (file == "-") return understand_lines(std::cin, knowledge, flags);
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return tell_error(Error{
        .code = Code::not_found, .message = "can't be read", .where = file, .mend = "name a file of texts, or -"});
  }
  return understand_lines(in, knowledge, flags);
}

Json json_of(const learn::Figure& figure) {
  return {{"value", figure.value}, {"low", figure.low}, {"high", figure.high}};
}

std::string text_of(const learn::Figure& figure) {
  return fmt::format("{:.3f} [{:.3f}, {:.3f}]", figure.value, figure.low, figure.high);
}

Json json_of(const learn::Evaluation& found, std::size_t left_out) {
  Json classes = Json::object();
  for (std::size_t c = 0; c < found.classes.size(); ++c) {
    const learn::ClassFigures& one = found.classes[c];
    if (one.n + one.told == 0) continue;
    classes[std::string(understand::word_of(static_cast<understand::Side>(c)))] = {
        {"n", one.n},
        {"told", one.told},
        {"precision", json_of(one.precision)},
        {"recall", json_of(one.recall)},
        {"f1", json_of(one.f1)}};
  }
  return {{"n", found.n},
          {"accuracy", json_of(found.accuracy)},
          {"macro_f1", json_of(found.macro_f1)},
          {"baseline",
           {{"always", understand::word_of(static_cast<understand::Side>(found.largest))},
            {"accuracy", found.guessing_accuracy},
            {"macro_f1", found.guessing_macro_f1}}},
          {"classes", std::move(classes)},
          {"left_out", left_out},
          {"level", 0.95}};
}

void draw(const learn::Evaluation& found) {
  fmt::print("{} texts; intervals of 95 %, by the bootstrap\n\n", found.n);
  fmt::print("accuracy  {}   always \"{}\": {:.3f}\n", text_of(found.accuracy),
             understand::word_of(static_cast<understand::Side>(found.largest)), found.guessing_accuracy);
  fmt::print("macro-F1  {}   {:>{}}  {:.3f}\n\n", text_of(found.macro_f1), "",
             9 + understand::word_of(static_cast<understand::Side>(found.largest)).size(), found.guessing_macro_f1);
  fmt::print("{:<9} {:>7}  {:<22} {:<22} {:<22}\n", "side", "n", "precision", "recall", "F1");
  for (std::size_t c = 0; c < found.classes.size(); ++c) {
    const learn::ClassFigures& one = found.classes[c];
    if (one.n + one.told == 0) continue;
    fmt::print("{:<9} {:>7}  {:<22} {:<22} {:<22}\n", understand::word_of(static_cast<understand::Side>(c)), one.n,
               text_of(one.precision), text_of(one.recall), text_of(one.f1));
  }
}

/// Which texts are learned from, and which are tried: by their letters, so that the same file is parted the same way.
Instant drawn_by(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return {static_cast<std::int64_t>((hash ^ (hash >> 29)) >> 2)};
}

int try_to_learn(const UnderstandFlags& flags, const understand::Knowledge& knowledge) {
  GoldFile gold = flags.columns;
  gold.file = flags.to_learn;
  const auto texts = read_gold(gold);
  if (!texts) return tell_error(texts.error());
  std::vector<understand::ScoredText> scored;
  for (std::size_t i = 0; i < texts->texts.size(); ++i) {
    scored.push_back({.text = texts->texts[i], .side = texts->sides[i], .at = drawn_by(texts->texts[i])});
  }
  const auto learned = understand::learn_own(std::move(scored), knowledge);
  if (!learned) return tell_error(learned.error());
  const std::size_t left_out = texts->left_out.size();
  if (flags.json) {
    const Json told{{"learned_from", learned->learned_from},    {"tried_on", learned->tried_on},
                    {"own", json_of(learned->own, left_out)},   {"shipped", json_of(learned->shipped, left_out)},
                    {"own_auc", json_of(learned->own_area)},    {"shipped_auc", json_of(learned->shipped_area)},
                    {"better_by", json_of(learned->better_by)}, {"is_better", learned->better_by.low > 0}};
    fmt::print("{}\n", told.dump(2));
    return 0;
  }
  fmt::print("learned from {} texts, tried on {} others\n\n", learned->learned_from, learned->tried_on);
  fmt::print("A model of these texts:\n");
  draw(learned->own);
  fmt::print("\nThe shipped one, on the same texts:\n");
  draw(learned->shipped);
  fmt::print("\npositive from negative: AUC {} of the one, {} of the other\n", text_of(learned->own_area),
             text_of(learned->shipped_area));
  fmt::print("macro-F1 is {} by {}: {}\n", learned->better_by.value > 0 ? "higher" : "lower",
             text_of(learned->better_by),
             learned->better_by.low > 0 ? "better, beyond chance" : "not better beyond chance");
  return 0;
}

/// Of two sides, the one that is more probable; else the most probable of the three.
understand::Side told_of(const understand::Sentiment& sentiment, bool has_neutral) {
  if (has_neutral) return sentiment.side;
  return sentiment.value >= 0 ? understand::Side::positive : understand::Side::negative;
}

int evaluate(const UnderstandFlags& flags, const understand::Knowledge& knowledge) {
  GoldFile gold = flags.columns;
  gold.file = flags.gold;
  const auto texts = read_gold(gold);
  if (!texts) return tell_error(texts.error());
  understand::Reader reader(knowledge);
  std::vector<std::size_t> is, told;
  for (std::size_t i = 0; i < texts->texts.size(); ++i) {
    is.push_back(static_cast<std::size_t>(texts->sides[i]));
    told.push_back(static_cast<std::size_t>(told_of(reader.read(texts->texts[i]).sentiment, texts->has_neutral)));
  }
  const auto found = learn::evaluate(is, told, understand::k_sides);
  constexpr std::size_t k_most_told = 10;
  for (std::size_t i = 0; i < std::min(k_most_told, texts->left_out.size()); ++i) {
    fmt::print(stderr, "line {} is left out: {}\n", texts->left_out[i].line, texts->left_out[i].reason);
  }
  if (texts->left_out.size() > k_most_told) {
    fmt::print(stderr, "and {} more lines are left out\n", texts->left_out.size() - k_most_told);
  }
  if (flags.json) {
    fmt::print("{}\n", json_of(found, texts->left_out.size()).dump(2));
  } else {
    draw(found);
  }
  return 0;
}

/// A book of themes is a shipped one's name, or a file.
Result<understand::Knowledge> knowledge_with(const std::string& themes) {
  if (!themes.ends_with(".toml")) return understand::Knowledge::shipped(themes);
  const auto text = text_of_file(themes, understand::ThemeBook::k_most_bytes);
  if (!text) return std::unexpected(text.error());
  auto book = understand::ThemeBook::from_toml(*text, themes);
  if (!book) return std::unexpected(book.error());
  auto knowledge = understand::Knowledge::shipped();
  if (knowledge) knowledge->themes->set(std::make_shared<const understand::ThemeBook>(*std::move(book)));
  return knowledge;
}

int understand_command(const UnderstandFlags& flags) {
  if (int{!flags.file.empty()} + int{!flags.gold.empty()} + int{!flags.to_learn.empty()} != 1) {
    return tell_error(
        Error{.code = Code::wrong_usage,
              .message = "there is nothing to read, or too much",
              .where = {},
              .mend = "name a file of texts (- is standard input), or --evaluate or --learn and a table"});
  }
  const auto knowledge = knowledge_with(flags.themes);
  if (!knowledge) return tell_error(knowledge.error());
  if (!flags.to_learn.empty()) return try_to_learn(flags, *knowledge);
  return flags.gold.empty() ? understand_file(flags, *knowledge) : evaluate(flags, *knowledge);
}

}  // namespace

void add_understand(CLI::App& program, int& status) {
  auto flags = std::make_shared<UnderstandFlags>();
  CLI::App* command = program.add_subcommand("understand", "What texts mean; and how well that is understood");
  command->add_option("FILE", flags->file, "Texts, one on each line; - is standard input");
  command
      ->add_option("--themes", flags->themes,
                   fmt::format("What is listened for: a file of themes (*.toml), or one of {}",
                               fmt::join(understand::ThemeBook::shipped_names(), ", ")))
      ->capture_default_str();
  command->add_option("--evaluate", flags->gold, "A table of texts with the side that people said they are on");
  command->add_option(
      "--learn", flags->to_learn,
      "The same, to see what a model of one's own would be worth: learned from four fifths of the texts, "
      "tried on the others");
  command->add_option("--text-column", flags->columns.text_column, "Its column of texts")->capture_default_str();
  command->add_option("--sentiment-column", flags->columns.sentiment_column, "Its column of sides")
      ->capture_default_str();
  command->add_flag("--topics", flags->topics,
                    "What the texts of FILE speak of again and again, in place of each line");
  command->add_flag("--json", flags->json, "Print topics or the evaluation as JSON");
  command->footer(k_footer);
  command->callback([flags, &status] { status = understand_command(*flags); });
}

}  // namespace bellwether::cli
