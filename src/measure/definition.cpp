#include "measure/definition.hpp"

#include "base/text.hpp"
#include "measure/definition_reader.hpp"
#include "measure/filter.hpp"
#include "measure/filter_tokens.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace bellwether::measure {

namespace {

constexpr auto k_keys = std::to_array<std::string_view>(
    {"label",  "about",  "facts",  "where",  "value",     "estimator", "positive", "negative", "unit",
     "factor", "better", "source", "limits", "scale",     "quantile",  "per",      "of",       "until",
     "match",  "within", "still",  "due",    "agreement", "items",     "parts"});

constexpr auto k_estimators = std::to_array<std::pair<std::string_view, Estimator>>({
    {"share", Estimator::share},
    {"net_share", Estimator::net_share},
    {"mean", Estimator::mean},
    {"count", Estimator::count},
    {"distinct", Estimator::distinct},
    {"distribution", Estimator::distribution},
    {"ratio", Estimator::ratio},
    {"rate", Estimator::rate},
    {"quantile", Estimator::quantile},
    {"survival", Estimator::survival},
    {"in_time", Estimator::in_time},
    {"repeat", Estimator::repeat},
    {"agreement", Estimator::agreement},
    {"index", Estimator::index},
});
constexpr auto k_better = std::to_array<std::pair<std::string_view, Better>>(
    {{"higher", Better::higher}, {"lower", Better::lower}, {"neither", Better::neither}});
constexpr auto k_facts = std::to_array<std::pair<std::string_view, facts::Table>>(
    {{"signals", facts::Table::signals}, {"acts", facts::Table::acts}});
constexpr auto k_agreements = std::to_array<std::pair<std::string_view, Agreement>>({
    {"rwg", Agreement::rwg},
    {"matching", Agreement::matching},
    {"alpha_nominal", Agreement::alpha_nominal},
    {"alpha_ordinal", Agreement::alpha_ordinal},
    {"alpha_interval", Agreement::alpha_interval},
    {"alpha_ratio", Agreement::alpha_ratio},
});

/// What an estimator needs, and what else it understands. A key that is in neither list means nothing to it.
struct Needs {
  Estimator estimator;
  std::vector<std::string_view> needed, may;
};
const std::vector<Needs>& needs() {
  static const std::vector<Needs> k_needs{
      {Estimator::share, {}, {"value", "positive", "of"}},  // one of the two, see check_share()
      {Estimator::net_share, {"positive", "negative"}, {"value"}},
      {Estimator::mean, {"value"}, {}},
      {Estimator::count, {}, {"value"}},
      {Estimator::distinct, {"value"}, {}},
      {Estimator::distribution, {"value"}, {}},
      {Estimator::ratio, {"value", "per"}, {}},
      {Estimator::rate, {"of"}, {"value"}},
      {Estimator::quantile, {"value", "quantile"}, {}},
      {Estimator::survival, {"until", "match"}, {"quantile", "within", "still"}},
      {Estimator::in_time, {"until", "match", "due"}, {}},
      {Estimator::repeat, {"value", "within"}, {"until"}},
      {Estimator::agreement, {"value", "agreement"}, {"items"}},
      {Estimator::index, {"parts"}, {}},
  };
  return k_needs;
}
constexpr auto k_special =
    std::to_array<std::string_view>({"value", "positive", "negative", "quantile", "per", "of", "until", "match",
                                     "within", "still", "due", "agreement", "items", "parts"});

std::string_view example_of(std::string_view key) {
  constexpr auto k_examples = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"value", "value = \"rating.nps\""},
      {"positive", "positive = \">= 9\""},
      {"negative", "negative = \"<= 6\""},
      {"quantile", "quantile = 0.5"},
      {"per", "per = \"attribute.orders\""},
      {"of", "of = { facts = \"acts\", where = 'kind = \"invitation.sent\"', value = \"amount\" }"},
      {"until", "until = { facts = \"acts\", where = 'kind = \"case.resolved\"' }"},
      {"match", "match = \"about\""},
      {"within", "within = \"7 d\""},
      {"due", "due = \"attribute.due\""},
      {"agreement", "agreement = \"rwg\""},
      {"items", "items = \"attribute.item\""},
      {"parts", "parts = [{ measure = \"nps\", from = -100, to = 100 }]"},
  });
  for (const auto& [word, example] : k_examples) {
    if (word == key) return example;
  }
  return "";
}

/// One measure's table.
class Reader {
 public:
  Reader(const toml::table& table, std::string id, Mistakes& mistakes)
      : in_(table, "the measure " + id, mistakes), mistakes_(mistakes) {
    measure_.id = std::move(id);
    measure_.file = mistakes.at(table);
  }

  Measure read() {
    if (!is_plain_word(measure_.id)) {
      mistakes_.add(in_.source(), in_quotes(measure_.id) + " can't be asked for by name",
                    "use letters, digits, _ and -");
    }
    in_.check_keys(k_keys, "a measure");
    // What is missing is asked for only where every key is right: a misspelt one would be told of twice.
    for (const auto step : {&Reader::read_texts, &Reader::read_words, &Reader::read_numbers, &Reader::check_needs,
                            &Reader::read_others, &Reader::check_more, &Reader::check_filters}) {
      if (in_.is_right()) (this->*step)();
    }
    return std::move(measure_);
  }

 private:
  void read_texts() {
    measure_.label = in_.text("label", true);
    measure_.about = in_.text("about");
    measure_.where = in_.text("where");
    measure_.value = in_.text("value");
    measure_.positive = in_.text("positive");
    measure_.negative = in_.text("negative");
    measure_.unit = in_.text("unit");
    measure_.source = in_.text("source");
    measure_.limits = in_.text("limits");
    measure_.per = in_.text("per");
    measure_.due = in_.text("due");
    measure_.items = in_.text("items");
  }

  void read_words() {
    measure_.estimator = in_.word<Estimator>("estimator", k_estimators, {});
    measure_.better = in_.word<Better>("better", k_better, Better::neither);
    measure_.facts = in_.word<facts::Table>("facts", k_facts, facts::Table::signals);
    measure_.agreement = in_.word<Agreement>("agreement", k_agreements, Agreement::rwg);
  }

  void read_numbers() {
    const bool hundredths = measure_.unit == "%" || measure_.unit == "points";
    measure_.factor = in_.number("factor").value_or(hundredths ? 100 : 1);
    if (in_.is_right() && !(measure_.factor > 0)) {
      in_.wrong("factor", "factor is a number above zero", "write factor = 100 for percent");
    }
    if (const auto ends = in_.pair("scale", "the lowest and the highest answer", "scale = [1, 5]")) {
      measure_.scale = AnswerScale{.lowest = ends->first, .highest = ends->second};
      if (!(ends->first < ends->second)) {
        in_.wrong("scale", "scale is the lowest and the highest answer", "write scale = [1, 5]");
      }
    }
    measure_.quantile = in_.number("quantile");
    if (measure_.quantile && !(*measure_.quantile > 0 && *measure_.quantile < 1)) {
      in_.wrong("quantile", "quantile lies between 0 and 1", "write quantile = 0.5 for the median");
    }
    measure_.within_s = in_.duration_s("within");
    measure_.still = in_.flag("still");
  }

  void check_needs() {
    const auto of = std::ranges::find(needs(), measure_.estimator, &Needs::estimator);
    const std::string estimator = in_quotes(word_of(measure_.estimator));
    for (const std::string_view key : k_special) {
      const bool needed = std::ranges::find(of->needed, key) != of->needed.end();
      const bool known = needed || std::ranges::find(of->may, key) != of->may.end();
      if (needed && !in_.has(key)) {
        in_.wrong(key, "a measure with estimator " + estimator + " needs " + std::string(key),
                  "add " + std::string(example_of(key)));
      }
      if (!known && in_.has(key)) {
        in_.wrong(key, std::string(key) + " means nothing with estimator " + estimator, "leave it out");
      }
    }
    if (measure_.estimator == Estimator::share && in_.has("positive") == in_.has("of")) {
      in_.wrong("of",
                in_.has("of") ? "a share is of the answers that are positive, or of those in `of`, not both"
                              : "a measure with estimator \"share\" needs positive",
                in_.has("of") ? "leave one of them out" : "add " + std::string(example_of("positive")));
    }
    if (measure_.estimator == Estimator::survival && in_.has("quantile") == in_.has("within")) {
      in_.wrong("within", "a measure with estimator \"survival\" needs either quantile or within",
                "write quantile = 0.5 for the median time, or within = \"7 d\" for the share that has ended by then");
    }
  }

  void read_others() {
    if (const toml::table* table = in_.table("of")) measure_.of = other_facts("of", *table);
    if (const toml::table* table = in_.table("until")) measure_.until = other_facts("until", *table);
    read_match();
    read_parts();
  }

  OtherFacts other_facts(std::string_view key, const toml::table& table) {
    constexpr auto k_other_keys = std::to_array<std::string_view>({"facts", "where", "value", "as"});
    constexpr auto k_as = std::to_array<std::pair<std::string_view, bool>>({{"flow", false}, {"stock", true}});
    const TableReader in(table, std::string(key) + " of the measure " + measure_.id, mistakes_);
    in.check_keys(k_other_keys, key);
    OtherFacts other;
    other.facts = in.word<facts::Table>("facts", k_facts, measure_.facts);
    other.where = in.text("where");
    other.value = in.text("value");
    other.stock = in.word<bool>("as", k_as, false);
    check_filter(in, "where", other.where);
    check_name(in, "value", other.value);
    if (other.stock && other.value.empty()) {
      in.wrong("as", "a stock is a level, and needs the value that says it", "add value = \"amount\"");
    }
    return other;
  }

  /// One field that both facts carry under the same name, or one for each.
  void read_match() {
    const toml::node* node = in_.source().get("match");
    if (node == nullptr) return;
    const toml::array* both = node->as_array();
    if (both == nullptr) {
      measure_.match_start = measure_.match_end = in_.text("match");
    } else if (both->size() == 2) {
      measure_.match_start = (*both)[0].value_or(std::string());
      measure_.match_end = (*both)[1].value_or(std::string());
    }
    for (const std::string& name : {measure_.match_start, measure_.match_end}) {
      if (!name_from_text(name)) {
        in_.wrong("match", "match is the field that a fact shares with what ends it", "write match = \"about\"");
      }
    }
  }

  void read_parts() {
    const toml::node* node = in_.source().get("parts");
    if (node == nullptr) return;
    const toml::array* all = node->as_array();
    if (all == nullptr || all->empty()) {
      in_.wrong("parts", "parts is a list of measures", "write " + std::string(example_of("parts")));
      return;
    }
    for (const toml::node& each : *all) {
      const toml::table* table = each.as_table();
      if (table == nullptr) {
        in_.wrong("parts", "each part is a table", "write " + std::string(example_of("parts")));
        return;
      }
      read_part(*table);
    }
  }

  void read_part(const toml::table& table) {
    constexpr auto k_part_keys = std::to_array<std::string_view>({"measure", "weight", "from", "to"});
    const TableReader in(table, "a part of the measure " + measure_.id, mistakes_);
    in.check_keys(k_part_keys, "a part");
    Part part;
    part.measure = in.text("measure", true);
    part.weight = in.number("weight").value_or(1);
    part.from = in.number("from").value_or(0);
    part.to = in.number("to").value_or(100);
    if (!(part.weight > 0)) in.wrong("weight", "a weight is above zero", "leave the part out instead");
    if (part.from == part.to) in.wrong("to", "from and to are the same", "write from = 1, to = 5");
    measure_.parts.push_back(std::move(part));
  }

  void check_more() {
    if (measure_.still && !measure_.within_s) in_.wrong("still", "still needs within", "add within = \"365 d\"");
    if (measure_.estimator != Estimator::agreement) return;
    const bool alpha = measure_.agreement != Agreement::rwg && measure_.agreement != Agreement::matching;
    if (alpha != !measure_.items.empty()) {
      in_.wrong("items",
                alpha ? "alpha needs items: the field that says what was judged" : "items goes with alpha only",
                alpha ? "add items = \"attribute.item\"" : "leave it out");
    }
    if (measure_.agreement == Agreement::rwg && !measure_.scale) {
      in_.wrong("scale", "r*wg needs the scale of the answers", "add scale = [1, 5]");
    }
  }

  void check_filters() {
    check_filter(in_, "where", measure_.where);
    check_name(in_, "value", measure_.value);
    check_name(in_, "per", measure_.per);
    check_name(in_, "due", measure_.due);
    check_name(in_, "items", measure_.items);
    for (const auto& [key, condition] :
         {std::pair{"positive", measure_.positive}, std::pair{"negative", measure_.negative}}) {
      if (!condition.empty()) check_filter(in_, key, condition_of(measure_, condition));
    }
  }

  static void check_filter(const TableReader& in, std::string_view key, std::string_view text) {
    if (const auto filter = filter_from_text(text); !filter && in.is_right()) in.wrong(key, filter.error());
  }
  static void check_name(const TableReader& in, std::string_view key, const std::string& text) {
    if (text.empty()) return;
    if (const auto name = name_from_text(text); !name && in.is_right()) in.wrong(key, name.error());
  }

  TableReader in_;
  Mistakes& mistakes_;
  Measure measure_;
};

}  // namespace

std::string condition_of(const Measure& measure, std::string_view condition) {
  return measure.value.empty() ? std::string(condition) : measure.value + " " + std::string(condition);
}

Result<std::vector<Measure>> measures_from_toml(std::string_view toml, std::string_view file) {
  const auto root = toml_of(toml, file);
  if (!root) return std::unexpected(root.error());
  std::vector<Measure> measures;
  for (const auto& [key, node] : *root) {
    Mistakes mistakes{.file = std::string(file), .first = {}, .line = 0};
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return fail(Code::bad_input, in_quotes(key.str()) + " stands outside of a measure", mistakes.at(node),
                  "put it under a heading like [my_measure]");
    }
    Measure measure = Reader(*table, std::string(key.str()), mistakes).read();
    if (mistakes.first) return std::unexpected(std::move(*mistakes.first));
    measures.push_back(std::move(measure));
  }
  return measures;
}

}  // namespace bellwether::measure
