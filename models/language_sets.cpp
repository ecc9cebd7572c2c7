#include "language_sets.hpp"

#include "listen/rows/rows.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace bellwether::models {

namespace {

/// A file of a known form. `text` and `label` name columns; a file without a label is in one language.
struct CsvSet {
  std::string_view name, file, text, label, code;
  bool may_train;
};

constexpr std::string_view k_indian_set = "ecommerce_csat_remarks";

constexpr auto k_csv_sets = std::to_array<CsvSet>({
    {"language_detection", "language_detection/Language_Detection.csv", "Text", "Language", "", true},
    {"googleplay_reviews", "googleplay_reviews/googleplaystore_user_reviews.csv", "Translated_Review", "", "en", true},
    {"womens_clothing_reviews", "womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv", "Review Text", "",
     "en", true},
    {"banking77", "banking77/train.csv", "text", "", "en", true},
    {"cfpb_complaints", "cfpb_complaints/complaints_narrative_product.csv", "narrative", "", "en", true},
    {"nps_garden_store_fr", "nps_garden_store_fr/nps.csv", "explication", "", "fr", true},
    {"twitter_airline", "twitter_airline_sentiment/Tweets.csv", "text", "", "en", false},
    {k_indian_set, "ecommerce_csat_remarks/Customer_support_data.csv", "Customer Remarks", "", "en", false},
    {"olist", "olist_subset/olist_order_reviews_dataset.csv", "review_comment_message", "", "pt", false},
    {"chinese_reviews hotels", "chinese_reviews/ChnSentiCorp_htl_all.csv", "review", "", "zh", false},
    {"chinese_reviews food", "chinese_reviews/waimai_10k.csv", "review", "", "zh", false},
});

/// A file of lines with tabs: the text is in one of the cells.
struct LineSet {
  std::string_view name, file;
  std::size_t cell;
  std::string_view code;
  bool may_train;
};

constexpr auto k_line_sets = std::to_array<LineSet>({
    {"goemotions", "goemotions/train.tsv", 0, "en", true},
    {"germeval", "germeval2017_bahn_de/dev.tsv", 1, "de", false},
    {"sst2", "sst2/dev.tsv", 0, "en", false},
});

constexpr auto k_semeval = std::to_array<std::string_view>({"en", "es", "fr", "nl", "ru", "tr"});

/// As the set spells them.
constexpr auto k_labels = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"English", "en"},
    {"Malayalam", "ml"},
    {"Hindi", "hi"},
    {"Tamil", "ta"},
    {"Portugeese", "pt"},
    {"French", "fr"},
    {"Dutch", "nl"},
    {"Spanish", "es"},
    {"Greek", "el"},
    {"Russian", "ru"},
    {"Danish", "da"},
    {"Italian", "it"},
    {"Turkish", "tr"},
    {"Sweedish", "sv"},
    {"Arabic", "ar"},
    {"German", "de"},
    {"Kannada", "kn"},
});

std::string_view code_of_label(std::string_view label) {
  const auto* found = std::ranges::find(k_labels, label, &std::pair<std::string_view, std::string_view>::first);
  return found != k_labels.end() ? found->second : std::string_view{};
}

/// Remarks to an Indian shop that are no English: Hindi in Latin letters (two of its words that English has not), or
/// letters that an export has turned into question marks. A rule, so that no model's opinion decides what it is measured on.
bool is_known_not_english(const std::string& text) {
  constexpr auto k_hindi = std::to_array<std::string_view>(
      {"hai",  "hain", "nahi",  "nhi",  "kiya", "kar",  "kr",    "ka",   "ki",   "ke",    "ko",    "mera",
       "meri", "mere", "mujhe", "muje", "aap",  "ap",   "bahut", "bhi",  "acha", "accha", "achha", "ho",
       "gaya", "raha", "rahe",  "rha",  "rhe",  "se",   "aur",   "ye",   "yeh",  "koi",   "diya",  "kya",
       "hua",  "liye", "baat",  "bat",  "tha",  "mein", "apne",  "kuch", "bol",  "wala",  "karo",  "karke"});
  std::istringstream words(text);
  int hindi = 0;
  for (std::string word; words >> word;) {
    std::ranges::transform(word, word.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    hindi += std::ranges::find(k_hindi, word) != k_hindi.end() ? 1 : 0;
  }
  return hindi >= 2 || text.find("???") != text.npos;
}

bool is_missing(std::string_view text) { return text.size() < 2 || text == "NA" || text == "nan"; }

std::ptrdiff_t column_of(const listen::RowReader& reader, std::string_view name) {
  const auto found = std::ranges::find(reader.headers(), name, &listen::Header::name);
  return found != reader.headers().end() ? found - reader.headers().begin() : -1;
}

Result<TextSet> read_csv(const std::filesystem::path& folder, const CsvSet& set) {
  auto reader = listen::open_rows(folder / set.file);
  if (!reader) return std::unexpected(reader.error());
  const std::ptrdiff_t text = column_of(**reader, set.text), label = column_of(**reader, set.label);
  if (text < 0) return fail(Code::bad_input, "there is no column " + std::string(set.text), std::string(set.file));
  TextSet all{std::string(set.name), set.may_train, {}};
  listen::RowBlock block;
  while (true) {
    const Result<bool> more = (*reader)->next(block);
    if (!more) return std::unexpected(more.error());
    if (!*more) return all;
    for (std::size_t row = 0; row < block.size(); ++row) {
      const std::string_view cell = block.cell(row, static_cast<std::size_t>(text));
      const std::string_view code =
          label < 0 ? set.code : code_of_label(block.cell(row, static_cast<std::size_t>(label)));
      if (set.name == k_indian_set && is_known_not_english(std::string(cell))) continue;
      if (!is_missing(cell) && !code.empty()) all.texts.push_back({std::string(cell), code});
    }
  }
}

Result<TextSet> read_lines(const std::filesystem::path& folder, const LineSet& set) {
  std::ifstream file(folder / set.file);
  if (!file) return fail(Code::not_found, "the data set can't be read", (folder / set.file).string());
  TextSet all{std::string(set.name), set.may_train, {}};
  std::string line, cell;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    for (std::size_t i = 0; i <= set.cell; ++i) std::getline(cells, cell, '\t');
    if (!is_missing(cell)) all.texts.push_back({cell, set.code});
  }
  return all;
}

/// A word and its tag on each line, a blank line behind each sentence.
Result<TextSet> read_semeval(const std::filesystem::path& folder, std::string_view code) {
  const auto path = folder / "semeval2016_ote_multilingual" / (std::string(code) + ".absa.train.tsv");
  std::ifstream file(path);
  if (!file) return fail(Code::not_found, "the data set can't be read", path.string());
  TextSet all{"semeval2016 " + std::string(code), false, {}};
  std::string line, sentence;
  while (std::getline(file, line)) {
    if (const std::size_t end = line.find_first_of(" \t"); end != line.npos) {
      sentence += (sentence.empty() ? "" : " ") + line.substr(0, end);
    } else if (!sentence.empty()) {
      all.texts.push_back({std::exchange(sentence, {}), code});
    }
  }
  if (!sentence.empty()) all.texts.push_back({sentence, code});
  return all;
}

}  // namespace

Result<std::vector<TextSet>> read_sets(const std::filesystem::path& folder) {
  std::vector<TextSet> sets;
  const auto take = [&sets](Result<TextSet> set) -> Result<void> {
    if (!set) return std::unexpected(set.error());
    sets.push_back(std::move(*set));
    return {};
  };
  for (const CsvSet& set : k_csv_sets) {
    if (auto taken = take(read_csv(folder, set)); !taken) return std::unexpected(taken.error());
  }
  for (const LineSet& set : k_line_sets) {
    if (auto taken = take(read_lines(folder, set)); !taken) return std::unexpected(taken.error());
  }
  for (const std::string_view code : k_semeval) {
    if (auto taken = take(read_semeval(folder, code)); !taken) return std::unexpected(taken.error());
  }
  return sets;
}

Result<std::vector<Phrases>> read_phrases(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return fail(Code::not_found, "our own phrases can't be read", path.string());
  std::vector<Phrases> all;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '[') {
      all.push_back({line.substr(1, line.find(']') - 1), {}, {}});
    } else if (all.empty()) {
      return fail(Code::bad_input, "a phrase stands before the first [language]", path.string());
    } else if (all.back().words.empty()) {
      std::istringstream words(line);
      for (std::string word; words >> word;) all.back().words.push_back(word);
    } else {
      all.back().phrases.push_back(line);
    }
  }
  return all;
}

}  // namespace bellwether::models
