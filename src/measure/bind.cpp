// From the names and values of a filter as written to fields and literals of the store.
#include "base/text.hpp"
#include "measure/filter.hpp"
#include "measure/filter_tokens.hpp"
#include "measure/names.hpp"
#include "store/facts/signal.hpp"

#include <optional>
#include <utility>

namespace bellwether::measure {

namespace {

using Kind = facts::Field::Kind;

facts::Expr nothing() { return {facts::Any{}}; }

facts::Expr negated(facts::Expr expr) {
  facts::Not node;
  node.of.push_back(std::move(expr));
  return {std::move(node)};
}

bool is_number(const facts::KnownField& known) {
  return known.field.kind == Kind::rating || known.field.kind == Kind::number;
}

std::vector<facts::Literal> only(facts::Literal literal) {
  std::vector<facts::Literal> literals;
  literals.push_back(std::move(literal));
  return literals;
}

/// Words that the product sets itself: another one is always a mistake.
bool is_closed(const facts::Field& field) { return field.kind == Kind::dimension && field.name == "voice_of"; }

class Binder {
 public:
  Binder(std::string_view text, const Names& names, Unknown unknown) : text_(text), names_(names), unknown_(unknown) {}

  Result<facts::Expr> operator()(const FilterAll& all) const { return chain<facts::All>(all.of); }
  Result<facts::Expr> operator()(const FilterAny& any) const { return chain<facts::Any>(any.of); }

  Result<facts::Expr> operator()(const FilterNot& is_not) const {
    auto inner = std::visit(*this, is_not.of.front().node);
    if (!inner) return inner;
    return negated(std::move(*inner));
  }

  Result<facts::Expr> operator()(const FilterCompare& compare) const {
    auto known = names_.find(compare.name, text_, unknown_);
    if (!known) return std::unexpected(known.error());
    const bool of_order = compare.op != facts::Op::equal && compare.op != facts::Op::not_equal;
    if (of_order && !has_order(*known)) {
      return wrong(compare.name.place, word_of(known->field) + " holds text, which has no larger and smaller",
                   "write = or != or in (…)");
    }
    auto literals = literals_of(*known, compare.value, of_order);
    if (!literals) return std::unexpected(literals.error());
    if (!names_.knows(known->field)) return compare.op == facts::Op::not_equal ? negated(nothing()) : nothing();
    const facts::Op op = compare.op == facts::Op::not_equal ? facts::Op::equal : compare.op;
    facts::Any any;
    for (facts::Literal& literal : *literals) {
      any.of.push_back({facts::Compare{.field = known->field, .op = op, .literal = std::move(literal)}});
    }
    facts::Expr expr = any.of.size() == 1 ? std::move(any.of.front()) : facts::Expr{std::move(any)};
    return compare.op == facts::Op::not_equal ? negated(std::move(expr)) : std::move(expr);
  }

  Result<facts::Expr> operator()(const FilterOneOf& one_of) const {
    auto known = names_.find(one_of.name, text_, unknown_);
    if (!known) return std::unexpected(known.error());
    facts::OneOf node{.field = known->field, .literals = {}};
    for (const FilterValue& value : one_of.values) {
      auto literals = literals_of(*known, value, false);
      if (!literals) return std::unexpected(literals.error());
      for (facts::Literal& literal : *literals) node.literals.push_back(std::move(literal));
    }
    if (!names_.knows(known->field)) return nothing();
    return facts::Expr{std::move(node)};
  }

  Result<facts::Expr> operator()(const FilterContains& contains) const {
    auto known = names_.find(contains.name, text_, unknown_);
    if (!known) return std::unexpected(known.error());
    if (known->field.kind != Kind::text && known->field.kind != Kind::attribute) {
      return wrong(contains.name.place, "\"~\" looks for words in text; " + word_of(known->field) + " is none",
                   "write text ~ \"refund\", or = or in (…) for " + word_of(known->field));
    }
    if (!names_.knows(known->field)) return nothing();
    return facts::Expr{facts::Contains{.field = known->field, .words = contains.words.text}};
  }

  Result<facts::Expr> operator()(const FilterKnown& is_known) const {
    auto known = names_.find(is_known.name, text_, unknown_);
    if (!known) return std::unexpected(known.error());
    facts::Expr expr = names_.knows(known->field) ? facts::Expr{facts::Known{.field = known->field}} : nothing();
    return is_known.known ? std::move(expr) : negated(std::move(expr));
  }

 private:
  template <class Node>
  Result<facts::Expr> chain(const std::vector<Filter>& filters) const {
    Node node;
    for (const Filter& filter : filters) {
      auto part = std::visit(*this, filter.node);
      if (!part) return part;
      node.of.push_back(std::move(*part));
    }
    return facts::Expr{std::move(node)};
  }

  static bool has_order(const facts::KnownField& known) {
    return is_number(known) || known.field.kind == Kind::day || known.field.kind == Kind::weekday ||
           known.field.kind == Kind::attribute;
  }

  /// What a written value means for a field: one literal, or for an attribute that holds both, as number and as text.
  Result<std::vector<facts::Literal>> literals_of(const facts::KnownField& known, const FilterValue& value,
                                                  bool of_order) const {
    const std::string name = word_of(known.field);
    switch (known.field.kind) {
      case Kind::rating:
      case Kind::number:
        return number_of(name, value);
      case Kind::weekday:
        return weekday_of_value(value);
      case Kind::day:
        return day_of_value(value);
      case Kind::attribute:
        return attribute_value(known, value, of_order);
      case Kind::text:
        return wrong(value.place, "a voice is searched for words, not compared", "write text ~ \"refund\"");
      case Kind::dimension:
      case Kind::subject:
      case Kind::about:
      case Kind::id:
        break;
    }
    if (auto checked = check_value(known.field, value); !checked) return std::unexpected(checked.error());
    return only(value.text);
  }

  Result<std::vector<facts::Literal>> number_of(const std::string& name, const FilterValue& value) const {
    const auto number = value.kind == FilterValue::Kind::day ? std::nullopt : decimal_from(value.text);
    if (!number) return wrong(value.place, name + " is a number", "write for example " + name + " <= 6");
    return only(*number);
  }

  Result<std::vector<facts::Literal>> weekday_of_value(const FilterValue& value) const {
    const auto number = decimal_from(value.text);
    if (!number || !number->is_whole() || number->value() < 1 || number->value() > 7) {
      return wrong(value.place, "a weekday is a number from 1 (Monday) to 7 (Sunday)", "write weekday in (6, 7)");
    }
    return only(*number);
  }

  Result<std::vector<facts::Literal>> day_of_value(const FilterValue& value) const {
    const auto day = day_from_text(value.text);
    if (!day) return wrong(value.place, "a day is written like 2026-01-31", "write day >= 2026-01-31");
    return only(*day);
  }

  Result<std::vector<facts::Literal>> attribute_value(const facts::KnownField& known, const FilterValue& value,
                                                      bool of_order) const {
    const std::string name = word_of(known.field);
    const bool nobody_knows = !known.has_number && !known.has_text;
    const auto number = value.kind == FilterValue::Kind::day ? std::nullopt : decimal_from(value.text);
    if (of_order && !known.has_number && !nobody_knows) {
      return wrong(value.place, name + " holds text, which has no larger and smaller", "write = or != or in (…)");
    }
    if (of_order && !number) return wrong(value.place, name + " is compared with a number here", "write = or !=");

    std::vector<facts::Literal> literals;
    if (number && known.has_number) literals.push_back(facts::Literal{*number});
    if (!of_order && known.has_text) {
      if (literals.empty()) {
        if (auto checked = check_value(known.field, value); !checked) return std::unexpected(checked.error());
      }
      literals.push_back(facts::Literal{value.text});
    }
    if (literals.empty() && !nobody_knows) {
      return wrong(value.place, name + " is a number", "write for example " + name + " = 1");
    }
    if (literals.empty()) literals.push_back(facts::Literal{value.text});
    return literals;
  }

  /// A value that occurs nowhere is a slip of the pen if one near it does; else it is an answer without facts.
  Result<void> check_value(const facts::Field& field, const FilterValue& value) const {
    if (is_closed(field)) {
      if (facts::voice_of_from(value.text)) return {};
      return wrong(value.place, "nobody speaks as " + in_quotes(value.text),
                   "write \"customer\", \"employee\", \"partner\" or \"public\"");
    }
    if (unknown_ == Unknown::is_nothing || (field.kind != Kind::dimension && field.kind != Kind::attribute)) return {};
    auto near = names_.nearest_value(field, value.text);
    if (!near) return std::unexpected(near.error());
    if (near->empty()) return {};
    return point_at(Code::not_found, "no fact has " + word_of(field) + " = " + in_quotes(value.text), text_,
                    value.place, "did you mean " + in_quotes(*near) + "?");
  }

  std::unexpected<Error> wrong(Place place, const std::string& message, std::string mend) const {
    return point_at(Code::bad_input, message, text_, place, std::move(mend));
  }

  std::string_view text_;
  const Names& names_;
  Unknown unknown_;
};

}  // namespace

Result<facts::Expr> bind_filter(const Filter& filter, std::string_view text, const Names& names, Unknown unknown) {
  return std::visit(Binder(text, names, unknown), filter.node);
}

Result<facts::Expr> bind_filter(const Filter& filter, std::string_view text, const facts::Facts& facts,
                                facts::Table table, Unknown unknown) {
  auto names = Names::of(facts, table);
  if (!names) return std::unexpected(names.error());
  return bind_filter(filter, text, *names, unknown);
}

Result<facts::Field> bind_name(const FieldName& name, std::string_view text, const facts::Facts& facts,
                               facts::Table table, Unknown unknown) {
  auto names = Names::of(facts, table);
  if (!names) return std::unexpected(names.error());
  auto known = names->find(name, text, unknown);
  if (!known) return std::unexpected(known.error());
  return known->field;
}

Result<facts::Expr> filter_for(const facts::Facts& facts, facts::Table table, std::string_view text) {
  auto filter = filter_from_text(text);
  if (!filter) return std::unexpected(filter.error());
  return bind_filter(*filter, text, facts, table);
}

}  // namespace bellwether::measure
