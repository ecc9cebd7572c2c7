// try_intent: how good intent, urgency and effort are, on texts written for it and, more roughly, on public texts whose intent is known from
// where they stand (docs/models/intent.md tells what it prints).
#include "data_folder.hpp"
#include "learn/evaluation.hpp"
#include "texts.hpp"
#include "understand/reader.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace bellwether;
using understand::Intent;
using Cells = std::span<const std::string_view>;

constexpr std::size_t k_none = understand::k_intents;

std::string text_of(const learn::Figure& figure) {
  return fmt::format("{:.3f} [{:.3f}, {:.3f}]", figure.value, figure.low, figure.high);
}

std::string_view name_of(std::size_t intent) {
  return intent == k_none ? "none" : understand::word_of(static_cast<Intent>(intent));
}

std::size_t intent_named(std::string_view name) {
  std::size_t intent = 0;
  while (intent < k_none && name_of(intent) != name) ++intent;
  return intent;
}

std::size_t main_of(const understand::Meaning& meaning) {
  return meaning.intents.main ? static_cast<std::size_t>(*meaning.intents.main) : k_none;
}

bool is_likely(const understand::Meaning& meaning, Intent intent) {
  return std::ranges::any_of(meaning.intents.all, [&](const understand::FoundIntent& found) {
    return found.intent == intent && found.confidence >= understand::Intents::k_likely;
  });
}

Result<void> try_own(understand::Reader& reader, std::string_view part) {
  std::vector<std::size_t> is, told, urgent, told_urgent, effort, told_effort;
  constexpr auto k_columns = std::to_array<std::string_view>({"part", "intent", "urgent", "effort", "text"});
  const auto read = models::read_columns(std::filesystem::path(BELLWETHER_SOURCE_DIR) / "tests/gold/intents.csv",
                                         k_columns, [&](Cells cells) {
                                           if (cells[0] != part) return;
                                           const auto& meaning = reader.read(cells[4]);
                                           is.push_back(intent_named(cells[1]));
                                           told.push_back(main_of(meaning));
                                           urgent.push_back(cells[2] == "yes" ? 1 : 0);
                                           told_urgent.push_back(meaning.urgency.value >= 0.5 ? 1 : 0);
                                           effort.push_back(cells[3] == "yes" ? 1 : 0);
                                           told_effort.push_back(meaning.effort.value >= 0.5 ? 1 : 0);
                                         });
  if (!read) return read;
  const auto found = learn::evaluate(is, told, k_none + 1);
  fmt::print("own texts, {}: n {}  macro-F1 {}  accuracy {}\n", part, found.n, text_of(found.macro_f1),
             text_of(found.accuracy));
  for (std::size_t i = 0; i <= k_none; ++i) {
    fmt::print("  {:<16} n {:>3}  F1 {}\n", name_of(i), found.classes[i].n, text_of(found.classes[i].f1));
  }
  for (const auto& [name, said, heard] :
       {std::tuple{"urgent", &urgent, &told_urgent}, {"effort", &effort, &told_effort}}) {
    const auto one = learn::evaluate(*said, *heard, 2).classes[1];
    fmt::print("  {:<16} n {:>3}  F1 {}  precision {}  recall {}\n", name, one.n, text_of(one.f1),
               text_of(one.precision), text_of(one.recall));
  }
  return {};
}

/// Share of `hits` with the Wilson score interval.
struct Share {
  std::size_t hits = 0, n = 0;
  void add(bool hit) {
    hits += hit ? 1U : 0U;
    ++n;
  }
  [[nodiscard]] std::string text() const {
    if (n == 0) return "no texts";
    constexpr double z = 1.959964;
    const auto all = static_cast<double>(n);
    const double p = static_cast<double>(hits) / all;
    const double centre = (p + z * z / (2 * all)) / (1 + z * z / all);
    const double half = z / (1 + z * z / all) * std::sqrt(p * (1 - p) / all + z * z / (4 * all * all));
    return fmt::format("{:.3f} [{:.3f}, {:.3f}]  n {}", p, centre - half, centre + half, n);
  }
};

/// Of a set's texts that are surely of a kind: how many are told to be, and what else.
struct Rough {
  const char* what;
  const char* file;
  std::vector<std::string_view> columns;  ///< the text, and what tells whether it counts
  std::function<bool(Cells)> counts;
  std::vector<Intent> any_of;
};

Result<void> try_rough(understand::Reader& reader, const Rough& set) {
  const auto file = models::data_folder() / set.file;
  if (!std::filesystem::exists(file)) {
    fmt::print("{}: is not here\n", set.what);
    return {};
  }
  Share share, safety, legal, leaving, urgent, effort;
  const auto read = models::read_columns(file, set.columns, [&](Cells cells) {
    if (cells[0].empty() || cells[0] == "NA" || !set.counts(cells)) return;
    const auto& meaning = reader.read(cells[0]);
    share.add(std::ranges::any_of(set.any_of, [&](Intent intent) { return is_likely(meaning, intent); }));
    safety.add(is_likely(meaning, Intent::safety));
    legal.add(is_likely(meaning, Intent::legal_or_public));
    leaving.add(is_likely(meaning, Intent::leaving));
    urgent.add(meaning.urgency.value >= 0.5);
    effort.add(meaning.effort.value >= 0.5);
  });
  if (!read) return read;
  fmt::print("{}: {}\n", set.what, share.text());
  for (const auto& [name, other] : {std::pair{"safety", &safety},
                                    {"legal_or_public", &legal},
                                    {"leaving", &leaving},
                                    {"urgent", &urgent},
                                    {"effort", &effort}}) {
    fmt::print("    {:<16} {}\n", name, other->text());
  }
  return {};
}

std::vector<Rough> rough_sets() {
  const auto all = [](Cells) { return true; };
  const auto says = [](std::string_view what) { return [what](Cells cells) { return cells[1] == what; }; };
  const auto low = [](Cells cells) { return cells[1] == "1" || cells[1] == "2"; };
  const auto high = [](Cells cells) { return cells[1] == "5"; };
  const char* tweets = "twitter_airline_sentiment/Tweets.csv";
  const char* clothes = "womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv";
  const char* shop = "olist_subset/olist_order_reviews_dataset.csv";
  const char* work = "glassdoor_reviews/reviews_190428.csv";
  const char* rail = "germeval2017_bahn_de/dev.tsv";
  return {
      {"banking77: question or request", "banking77/train.csv", {"text"}, all, {Intent::question, Intent::request}},
      {"banking77: question, request or complaint",
       "banking77/train.csv",
       {"text"},
       all,
       {Intent::question, Intent::request, Intent::complaint}},
      {"cfpb narratives: complaint",
       "cfpb_complaints/complaints_narrative_product.csv",
       {"narrative"},
       all,
       {Intent::complaint}},
      {"airline tweets, negative: complaint",
       tweets,
       {"text", "airline_sentiment"},
       says("negative"),
       {Intent::complaint}},
      {"airline tweets, positive: praise", tweets, {"text", "airline_sentiment"}, says("positive"), {Intent::praise}},
      {"airline tweets, positive: complaint",
       tweets,
       {"text", "airline_sentiment"},
       says("positive"),
       {Intent::complaint}},
      {"airline tweets, negative: praise", tweets, {"text", "airline_sentiment"}, says("negative"), {Intent::praise}},
      {"germeval, negative: complaint", rail, {"column 2", "column 4"}, says("negative"), {Intent::complaint}},
      {"germeval, positive: praise", rail, {"column 2", "column 4"}, says("positive"), {Intent::praise}},
      {"germeval, positive: complaint", rail, {"column 2", "column 4"}, says("positive"), {Intent::complaint}},
      {"olist, 1 and 2 stars: complaint", shop, {"review_comment_message", "review_score"}, low, {Intent::complaint}},
      {"olist, 5 stars: praise", shop, {"review_comment_message", "review_score"}, high, {Intent::praise}},
      {"olist, 5 stars: complaint", shop, {"review_comment_message", "review_score"}, high, {Intent::complaint}},
      {"glassdoor cons: complaint", work, {"cons"}, all, {Intent::complaint}},
      {"glassdoor pros: praise", work, {"pros"}, all, {Intent::praise}},
      {"glassdoor advice to management: suggestion", work, {"advice_to_management"}, all, {Intent::suggestion}},
      {"clothing, 1 and 2 stars: complaint", clothes, {"Review Text", "Rating"}, low, {Intent::complaint}},
      {"clothing, 5 stars: praise", clothes, {"Review Text", "Rating"}, high, {Intent::praise}},
  };
}

Result<void> try_speed(understand::Reader& reader, const understand::Knowledge& knowledge) {
  std::vector<std::string> texts;
  constexpr auto k_columns = std::to_array<std::string_view>({"text"});
  const auto read = models::read_columns(models::data_folder() / "banking77/train.csv", k_columns,
                                         [&](Cells cells) { texts.emplace_back(cells[0]); });
  if (!read) return read;
  using Clock = std::chrono::steady_clock;
  Clock::duration spent{};
  std::size_t words = 0;
  std::vector<understand::Cue> cues;
  understand::Intents intents;
  for (const std::string& text : texts) {
    const auto meaning = reader.read(text);  // a copy: what follows is measured by itself
    words += reader.words().all().size();
    const auto start = Clock::now();
    knowledge.cue_words.read(reader.words(), meaning.language.code, cues);
    understand::read_intents(reader.words(), cues, meaning.feelings, meaning.sentiment, intents);
    (void)understand::urgency_of(reader.words(), cues);
    (void)understand::effort_of(reader.words(), cues);
    spent += Clock::now() - start;
  }
  const double micros = std::chrono::duration<double, std::micro>(spent).count();
  fmt::print("speed: {:.2f} µs a text of {:.1f} words\n", micros / static_cast<double>(texts.size()),
             static_cast<double>(words) / static_cast<double>(texts.size()));
  return {};
}

Result<void> run() {
  const auto knowledge = understand::Knowledge::shipped();
  if (!knowledge) return std::unexpected(knowledge.error());
  understand::Reader reader(*knowledge);
  for (const char* part : {"tune", "test"}) {
    if (auto tried = try_own(reader, part); !tried) return tried;
  }
  for (const Rough& set : rough_sets()) {
    if (auto tried = try_rough(reader, set); !tried) return tried;
  }
  return try_speed(reader, *knowledge);
}

}  // namespace

int main() {
  const auto done = run();
  if (!done) fmt::print(stderr, "try_intent: {}\n", to_text(done.error()));
  return done ? 0 : 1;
}
