#include "measure/definition.hpp"

#include "base/text.hpp"
#include "measure/filter.hpp"
#include "measure/filter_tokens.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <toml++/toml.h>

namespace bellwether::measure {

namespace {

const std::vector<std::string> k_keys{"label",    "about", "facts",  "where",  "value",  "estimator", "positive",
                                      "negative", "unit",  "factor", "better", "source", "limits",    "scale"};

/// One measure's table, read key by key; the first mistake is kept.
class Reader {
 public:
  Reader(const toml::table& table, std::string id, std::string_view file) : table_(table), file_(file) {
    measure_.id = std::move(id);
    measure_.file = at(table);
  }

  Result<Measure> read() {
    if (!is_plain_word(measure_.id)) {
      wrong(table_, in_quotes(measure_.id) + " can't be asked for by name", "use letters, digits, _ and -");
    }
    for (const auto& [key, node] : table_) check_key(key, node);
    // What is missing is asked for only where every key is right: a misspelt one would be told of twice.
    if (!mistake_) read_texts();
    if (!mistake_) read_words();
    if (!mistake_) read_numbers();
    if (!mistake_) check_needs();
    if (!mistake_) check_filters();
    if (mistake_) return std::unexpected(std::move(*mistake_));
    return std::move(measure_);
  }

 private:
  void read_texts() {
    measure_.label = text("label", true);
    measure_.about = text("about", false);
    measure_.where = text("where", false);
    measure_.value = text("value", false);
    measure_.positive = text("positive", false);
    measure_.negative = text("negative", false);
    measure_.unit = text("unit", false);
    measure_.source = text("source", false);
    measure_.limits = text("limits", false);
  }

  void check_key(const toml::key& key, const toml::node& node) {
    for (const std::string& known : k_keys) {
      if (known == key.str()) return;
    }
    const std::string near = nearest(key.str(), k_keys);
    wrong(node, "a measure has no " + in_quotes(key.str()),
          near.empty() ? "known keys: " + join(k_keys, ", ") : "did you mean " + near + "?");
  }

  std::string text(std::string_view key, bool needed) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      if (needed)
        wrong(table_, "the measure " + measure_.id + " has no " + std::string(key),
              "add " + std::string(key) + " = \"…\"");
      return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value) wrong(*node, std::string(key) + " is a text", "put it in quotes");
    return value.value_or("");
  }

  /// The value of a key that is one of some words; `fallback` where it is not given.
  template <class T, std::size_t N>
  T word(std::string_view key, const std::array<std::pair<std::string_view, T>, N>& words, std::optional<T> fallback) {
    const std::string given = text(key, !fallback);
    if (given.empty() && table_.get(key) == nullptr) return fallback.value_or(words[0].second);
    std::vector<std::string> known;
    for (const auto& [name, meaning] : words) {
      if (name == given) return meaning;
      known.emplace_back(name);
    }
    if (const toml::node* node = table_.get(key)) {
      const std::string near = nearest(given, known);
      wrong(*node, "there is no " + std::string(key) + " " + in_quotes(given),
            near.empty() ? "write one of: " + join(known, ", ") : "did you mean " + near + "?");
    }
    return words[0].second;
  }

  void read_words() {
    constexpr auto k_estimators = std::to_array<std::pair<std::string_view, Estimator>>({
        {"share", Estimator::share},
        {"net_share", Estimator::net_share},
        {"mean", Estimator::mean},
        {"count", Estimator::count},
        {"distinct", Estimator::distinct},
        {"distribution", Estimator::distribution},
    });
    constexpr auto k_better = std::to_array<std::pair<std::string_view, Better>>(
        {{"higher", Better::higher}, {"lower", Better::lower}, {"neither", Better::neither}});
    constexpr auto k_facts = std::to_array<std::pair<std::string_view, facts::Table>>(
        {{"signals", facts::Table::signals}, {"acts", facts::Table::acts}});
    measure_.estimator = word<Estimator>("estimator", k_estimators, {});
    measure_.better = word<Better>("better", k_better, Better::neither);
    measure_.facts = word<facts::Table>("facts", k_facts, facts::Table::signals);
  }

  void read_numbers() {
    read_factor();
    read_scale();
  }

  void read_factor() {
    const toml::node* node = table_.get("factor");
    if (node == nullptr) {
      measure_.factor = measure_.unit == "%" || measure_.unit == "points" ? 100 : 1;
      return;
    }
    measure_.factor = node->value<double>().value_or(0);
    if (!(measure_.factor > 0) || !std::isfinite(measure_.factor))
      wrong(*node, "factor is a number above zero", "write factor = 100 for percent");
  }

  void read_scale() {
    const toml::node* node = table_.get("scale");
    if (node == nullptr) return;
    const toml::array* ends = node->as_array();
    const auto end_at = [&](std::size_t i) { return (*ends)[i].value<double>(); };
    if (ends == nullptr || ends->size() != 2 || !end_at(0) || !end_at(1) || !(*end_at(0) < *end_at(1))) {
      wrong(*node, "scale is the lowest and the highest answer", "write scale = [1, 5]");
      return;
    }
    measure_.scale = AnswerScale{.lowest = *end_at(0), .highest = *end_at(1)};
  }

  void check_needs() {
    const auto need = [&](bool needed, bool there, std::string_view key, std::string_view example) {
      if (needed && !there) {
        wrong(table_,
              "a measure with estimator " + in_quotes(word_of(measure_.estimator)) + " needs " + std::string(key),
              "add " + std::string(key) + " = " + in_quotes(example));
      }
      if (!needed && there) {
        wrong(*table_.get(key),
              std::string(key) + " means nothing with estimator " + in_quotes(word_of(measure_.estimator)),
              "leave it out");
      }
    };
    const bool parts = measure_.estimator == Estimator::share || measure_.estimator == Estimator::net_share;
    need(parts, !measure_.positive.empty(), "positive", ">= 9");
    need(measure_.estimator == Estimator::net_share, !measure_.negative.empty(), "negative", "<= 6");
    if (!parts && measure_.estimator != Estimator::count) need(true, !measure_.value.empty(), "value", "rating.nps");
  }

  void check_filters() {
    check_filter("where", measure_.where);
    if (!measure_.value.empty()) {
      if (const auto name = name_from_text(measure_.value); !name) wrong_filter("value", name.error());
    }
    for (const auto& [key, condition] :
         {std::pair{"positive", measure_.positive}, std::pair{"negative", measure_.negative}}) {
      if (!condition.empty()) check_filter(key, condition_of(measure_, condition));
    }
  }

  void check_filter(std::string_view key, std::string_view text) {
    if (const auto filter = filter_from_text(text); !filter) wrong_filter(key, filter.error());
  }

  void wrong_filter(std::string_view key, const Error& error) {
    if (mistake_) return;
    const toml::node* node = table_.get(key);
    mistake_ = Error{.code = error.code,
                     .message = std::string(key) + " does not read: " + error.message,
                     .where = at(node == nullptr ? static_cast<const toml::node&>(table_) : *node),
                     .mend = error.mend};
  }

  /// Keeps the mistake that stands first in the file.
  void wrong(const toml::node& node, std::string message, std::string mend) {
    const auto line = node.source().begin.line;
    if (mistake_ && line >= line_) return;
    line_ = line;
    mistake_ =
        Error{.code = Code::bad_input, .message = std::move(message), .where = at(node), .mend = std::move(mend)};
  }

  std::string at(const toml::node& node) const {
    return std::string(file_) + ":" + std::to_string(node.source().begin.line);
  }

  const toml::table& table_;
  std::string_view file_;
  Measure measure_;
  std::optional<Error> mistake_;
  toml::source_index line_ = 0;
};

}  // namespace

std::string condition_of(const Measure& measure, std::string_view condition) {
  return measure.value.empty() ? std::string(condition) : measure.value + " " + std::string(condition);
}

Result<std::vector<Measure>> measures_from_toml(std::string_view toml, std::string_view file) {
  toml::table root;
  try {
    root = toml::parse(toml, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, "this is not TOML: " + std::string(error.description()),
                std::string(file) + ":" + std::to_string(error.source().begin.line));
  }
  std::vector<Measure> measures;
  for (const auto& [key, node] : root) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return fail(Code::bad_input, in_quotes(key.str()) + " stands outside of a measure",
                  std::string(file) + ":" + std::to_string(node.source().begin.line),
                  "put it under a heading like [my_measure]");
    }
    auto measure = Reader(*table, std::string(key.str()), file).read();
    if (!measure) return std::unexpected(measure.error());
    measures.push_back(std::move(*measure));
  }
  return measures;
}

}  // namespace bellwether::measure
