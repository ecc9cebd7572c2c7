#include "measure/population.hpp"

#include "base/text.hpp"
#include "measure/filter.hpp"
#include "measure/filter_tokens.hpp"
#include "measure/names.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>

namespace bellwether::measure {

namespace {

using Fields = std::vector<facts::Field>;
using Kind = facts::Field::Kind;

const facts::Field& unit_field() {
  static const facts::Field field{.kind = Kind::dimension, .name = "unit"};
  return field;
}
const facts::Field& voice_field() {
  static const facts::Field field{.kind = Kind::dimension, .name = "voice_of"};
  return field;
}

bool holds(const Fields& fields, const facts::Field& field) { return std::ranges::find(fields, field) != fields.end(); }

/// Whether `fits` holds for every comparison in the filter.
template <class Fits>
bool all_leaves(const facts::Expr& expr, const Fits& fits) {
  return std::visit(
      [&](const auto& node) {
        if constexpr (requires { node.of; }) {
          return std::ranges::all_of(node.of, [&](const facts::Expr& part) { return all_leaves(part, fits); });
        } else {
          return fits(node);
        }
      },
      expr.node);
}

/// Conditions on these are the same for all answers of one cell.
bool speaks_of_cells_alone(const facts::Expr& expr, const Fields& attributes) {
  return all_leaves(expr, [&](const auto& leaf) {
    return leaf.field == unit_field() || leaf.field == voice_field() || holds(attributes, leaf.field);
  });
}

std::string text_of(const facts::Literal& literal) {
  if (const auto* text = std::get_if<std::string>(&literal)) return in_quotes(*text);
  if (const auto* day = std::get_if<Day>(&literal)) return bellwether::to_text(*day);
  const Decimal& number = std::get<Decimal>(literal);
  return std::to_string(number.digits) + "e" + std::to_string(number.exponent);
}

/// Equal texts are equal conditions; some equal conditions have different texts, which costs detail and tells nothing.
std::string text_of(const facts::Expr& expr);

std::string chain_text(std::string_view word, const std::vector<facts::Expr>& of) {
  std::set<std::string> parts;
  for (const facts::Expr& part : of) parts.insert(text_of(part));
  return std::string(word) + "(" + join(std::vector(parts.begin(), parts.end()), ", ") + ")";
}

std::string text_of(const facts::Expr& expr) {
  return std::visit(
      [](const auto& node) -> std::string {
        using Node = std::remove_cvref_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, facts::All>) return chain_text("all", node.of);
        if constexpr (std::is_same_v<Node, facts::Any>) return chain_text("any", node.of);
        if constexpr (std::is_same_v<Node, facts::Not>) return chain_text("not", node.of);
        if constexpr (std::is_same_v<Node, facts::Compare>) {
          return word_of(node.field) + " " + std::to_string(static_cast<int>(node.op)) + " " + text_of(node.literal);
        }
        if constexpr (std::is_same_v<Node, facts::OneOf>) {
          std::set<std::string> literals;
          for (const facts::Literal& literal : node.literals) literals.insert(text_of(literal));
          return word_of(node.field) + " in " + join(std::vector(literals.begin(), literals.end()), ", ");
        }
        if constexpr (std::is_same_v<Node, facts::Contains>) return word_of(node.field) + " ~ " + in_quotes(node.words);
        if constexpr (std::is_same_v<Node, facts::Known>) return word_of(node.field) + " is known";
        return {};
      },
      expr.node);
}

/// The conditions that all have to hold, `and` within `and` laid flat.
void add_terms(const facts::Expr& expr, std::vector<const facts::Expr*>& terms) {
  const auto* all = std::get_if<facts::All>(&expr.node);
  if (all == nullptr) {
    terms.push_back(&expr);
    return;
  }
  for (const facts::Expr& part : all->of) add_terms(part, terms);
}

/// Whether what counts as a hit is a matter of the measured value, or of whether something was said at all.
bool are_hits_of_the_value(const BoundMeasure& bound) {
  return std::ranges::all_of(bound.query.statistics, [&](const facts::Statistic& statistic) {
    if (statistic.kind != facts::Statistic::Kind::hits || bound.per) return true;
    return all_leaves(statistic.where, [&](const auto& leaf) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(leaf)>, facts::Known>) return true;
      return leaf.field == voice_field() || (bound.value && leaf.field == *bound.value);
    });
  });
}

std::string list_of_cuts(const GuardRules& rules) {
  std::vector<std::string> words{"unit"};
  words.insert(words.end(), rules.employee_attributes.begin(), rules.employee_attributes.end());
  return join(words, ", ");
}

/// The names that an answer is cut by, without the value that a distribution adds.
std::span<const facts::Field> asked_cuts(const BoundMeasure& bound, const Cut& cut) {
  const bool with_value = bound.measure.estimator == Estimator::distribution && !cut.by.empty();
  return {cut.by.data(), cut.by.size() - (with_value ? 1 : 0)};
}

}  // namespace

Fields attributes_of(const StoreReader& store, const GuardRules& rules) {
  Fields fields;
  const Names& names = store.names(facts::Table::signals);
  for (const std::string& word : rules.employee_attributes) {
    auto name = name_from_text(word);
    if (!name) continue;
    const auto known = names.find(*name, word, Unknown::is_an_error);
    if (!known) continue;  // nobody carries it: there is nothing to cut by
    const facts::Field& field = known->field;
    const bool cuts = field.kind == Kind::attribute || (field.kind == Kind::dimension && field.name != "theme");
    if (cuts && field != unit_field() && field != voice_field() && !holds(fields, field)) fields.push_back(field);
  }
  return fields;
}

Population population_of(const BoundMeasure& bound, const Fields& attributes) {
  std::vector<const facts::Expr*> terms;
  add_terms(bound.own_where, terms);
  std::map<std::string, const facts::Expr*> cutting;
  for (const facts::Expr* term : terms) {
    if (!speaks_of_cells_alone(*term, attributes)) cutting.emplace(text_of(*term), term);
  }
  Population population{.value = bound.value, .condition = {}};
  for (auto at = cutting.begin(); at != cutting.end();) {
    const auto* known = std::get_if<facts::Known>(&at->second->node);
    // To count those who gave something is to count that value's answers.
    if (known != nullptr && !population.value) population.value = known->field;
    at = known != nullptr && population.value == known->field ? cutting.erase(at) : std::next(at);
  }
  facts::All all;
  for (const auto& [text, term] : cutting) {
    population.condition.text += text + "; ";
    all.of.push_back(*term);
  }
  population.condition.is = {std::move(all)};
  return population;
}

std::vector<AnswersWith> answers_measured(const Catalogue& catalogue, const StoreReader& store,
                                          const Fields& attributes) {
  struct Found {
    std::optional<facts::Field> value;
    std::map<std::string, facts::Expr> conditions;
  };
  std::map<std::string, Found> found;
  for (const auto& [id, measure] : catalogue.all()) {
    if (measure.facts != facts::Table::signals || measure.estimator == Estimator::index) continue;
    const auto bound = bind_measure(measure, {}, store);
    if (!bound || !bound->carried || bound->employees == Employees::none) continue;
    Population population = population_of(*bound, attributes);
    Found& with = found[population.value ? word_of(*population.value) : std::string()];
    with.value = population.value;
    if (population.condition.text.empty()) continue;
    with.conditions.emplace(std::move(population.condition.text), std::move(population.condition.is));
  }
  std::vector<AnswersWith> all;
  for (auto& [word, with] : found) {
    AnswersWith& answers = all.emplace_back(AnswersWith{.value = with.value, .conditions = {}});
    for (auto& [text, is] : with.conditions) {
      if (answers.conditions.size() == k_most_conditions) break;
      answers.conditions.push_back({.text = text, .is = std::move(is)});
    }
  }
  return all;
}

std::optional<std::string> refused(const BoundMeasure& bound, const Cut& cut, const Fields& attributes,
                                   const GuardRules& rules) {
  const auto is_cell = [&](const facts::Field& field) { return field == unit_field() || holds(attributes, field); };
  if (bound.measure.estimator == Estimator::distinct) {
    return "different values can't be counted over groups of employees; count answers instead";
  }
  if (bound.value && is_cell(*bound.value)) {
    return "how employees are spread over " + word_of(*bound.value) + " is told by cutting a measure by it";
  }
  if (!are_hits_of_the_value(bound)) {
    return "what " + bound.measure.id +
           " counts depends on more than the value it measures; of employees only conditions on that value are told";
  }
  const auto cuts = asked_cuts(bound, cut);
  const bool may_cut =
      std::ranges::all_of(cuts, [&](const facts::Field& field) { return field == voice_field() || is_cell(field); });
  if (!may_cut) return "employees' answers are cut by " + list_of_cuts(rules) + " and by month, quarter and year alone";
  if (!speaks_of_cells_alone(bound.asked_where, attributes) || !speaks_of_cells_alone(cut.also, attributes)) {
    return "employees' answers are narrowed by " + list_of_cuts(rules) + " and by --from and --to alone";
  }
  if (cut.every == Grain::day || cut.every == Grain::week) {
    return "employees' answers are told by month, quarter and year alone";
  }
  return std::nullopt;
}

std::size_t attributes_needed(const BoundMeasure& bound, const Cut& cut, const Fields& attributes) {
  std::size_t needed = 0;
  for (std::size_t at = 0; at < attributes.size(); ++at) {
    const auto is_other = [&](const auto& leaf) { return leaf.field != attributes[at]; };
    const bool named = std::ranges::find(cut.by, attributes[at]) != cut.by.end() ||
                       !all_leaves(bound.own_where, is_other) || !all_leaves(bound.asked_where, is_other) ||
                       !all_leaves(cut.also, is_other);
    if (named) needed = at + 1;
  }
  return needed;
}

}  // namespace bellwether::measure
