#include "store/facts/filter_sql.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "store/facts/scaled.hpp"
#include "store/facts/signal.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::equal:
      return "=";
    case Op::not_equal:
      return "<>";
    case Op::less:
      return "<";
    case Op::less_or_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_or_equal:
      return ">=";
  }
  return "=";
}

std::string said(const Field& field) {
  switch (field.kind) {
    case Field::Kind::dimension:
    case Field::Kind::number:
      return field.name;
    case Field::Kind::rating:
      return "rating." + field.name;
    case Field::Kind::attribute:
      return "attribute." + field.name;
    case Field::Kind::text:
      return "text";
    case Field::Kind::subject:
      return "subject";
    case Field::Kind::about:
      return "about";
    case Field::Kind::id:
      return "id";
    case Field::Kind::day:
      return "day";
    case Field::Kind::weekday:
      return "weekday";
  }
  return {};
}

std::unexpected<Error> not_of_table(const Field& field, Table table) {
  return fail(Code::bad_input, fmt::format("{} have no {}", table == Table::signals ? "signals" : "acts", said(field)),
              said(field));
}

Operand plain(Operand::Kind kind, const std::string& column, std::int64_t scale = 1) {
  return {.kind = kind, .column = column, .scale = scale, .known = column + " IS NOT NULL"};
}

std::string column_of(const NamedField& field) {
  if (!field.column.empty()) return field.column;
  switch (field.kind) {
    case FieldKind::rating:
      return dialect::map_value("more_ratings", field.id);
    case FieldKind::text:
      return dialect::map_value("more_texts", field.id);
    case FieldKind::number:
      return dialect::map_value("more_numbers", field.id);
  }
  return {};
}

Result<Operand> dimension_operand(const Field& field, Table table, bool mentions) {
  if (table == Table::signals && field.name == "voice_of") return plain(Operand::Kind::voice_of, "voice_of");
  const auto dimension = dimension_of(table, field.name);
  if (!dimension) return not_of_table(field, table);
  const bool themes = *dimension == Dimension::theme;
  Operand operand = plain(themes ? Operand::Kind::themes : Operand::Kind::word, themes ? "themes" : field.name);
  operand.dimension = *dimension;
  if (themes && mentions)
    operand = {.kind = Operand::Kind::word, .dimension = Dimension::theme, .column = "theme", .known = "TRUE"};
  return operand;
}

Result<Operand> rating_operand(const Field& field, Table table, const Names& names) {
  const auto named = names.field(table, FieldKind::rating, field.name);
  if (!named) return fail(Code::not_found, fmt::format("no fact has a rating named {}", field.name), said(field));
  return plain(Operand::Kind::value, column_of(*named), k_hundredths);
}

Result<Operand> attribute_operand(const Field& field, Table table, const Names& names) {
  const auto text = names.field(table, FieldKind::text, field.name);
  const auto number = names.field(table, FieldKind::number, field.name);
  if (!text && !number)
    return fail(Code::not_found, fmt::format("no fact has an attribute named {}", field.name), said(field));
  Operand operand{.kind = Operand::Kind::value, .scale = k_micros};
  if (text) operand.text = column_of(*text);
  if (number) operand.column = column_of(*number);
  for (const std::string& column : {operand.text, operand.column}) {
    if (column.empty()) continue;
    operand.known += fmt::format("{}{} IS NOT NULL", operand.known.empty() ? "" : " OR ", column);
  }
  operand.known = "(" + operand.known + ")";
  return operand;
}

Result<Operand> number_operand(const Field& field, Table table, bool mentions) {
  const auto is = [&](std::initializer_list<std::string_view> known) {
    return std::ranges::find(known, field.name) != known.end();
  };
  const bool known = table == Table::signals ? is({"sentiment", "urgency", "effort"}) : is({"amount", "duration_s"});
  if (!known) return not_of_table(field, table);
  return plain(Operand::Kind::value, mentions && field.name == "sentiment" ? "theme_sentiment" : field.name,
               scale_of(field));
}

/// Writes one filter.
class Conditions {
 public:
  Conditions(Sql& sql, const Operands& operands, const Names& names) : sql_(sql), operands_(operands), names_(names) {}

  /// The condition, or its negation where it is not `wanted`: so no NOT is ever put around something that may be NULL.
  Result<void> put(const Expr& expr, bool wanted, int depth) {
    if (depth > k_most_depth) return fail(Code::too_large, "the filter is nested too deeply");
    return std::visit([&](const auto& node) { return put_node(node, wanted, depth); }, expr.node);
  }

 private:
  Result<void> put_node(const All& all, bool wanted, int depth) {
    return put_joined(all.of, wanted ? " AND " : " OR ", wanted ? "TRUE" : "FALSE", wanted, depth);
  }
  Result<void> put_node(const Any& any, bool wanted, int depth) {
    return put_joined(any.of, wanted ? " OR " : " AND ", wanted ? "FALSE" : "TRUE", wanted, depth);
  }
  Result<void> put_node(const Not& negation, bool wanted, int depth) {
    if (negation.of.size() != 1) return fail(Code::bad_input, "a negation needs exactly one condition");
    return put(negation.of.front(), !wanted, depth + 1);
  }
  Result<void> put_joined(const std::vector<Expr>& of, std::string_view between, std::string_view empty, bool wanted,
                          int depth) {
    if (of.empty()) return put_constant(empty == "TRUE");
    sql_.put("(");
    bool first = true;
    for (const Expr& expr : of) {
      if (!std::exchange(first, false)) sql_.put(between);
      if (auto done = put(expr, wanted, depth + 1); !done) return done;
    }
    sql_.put(")");
    return {};
  }
  Result<void> put_constant(bool holds) {
    sql_.put(holds ? "TRUE" : "FALSE");
    return {};
  }

  Result<void> put_node(const Known& known, bool wanted, int) {
    const auto operand = operands_(known.field);
    if (!operand) return std::unexpected(operand.error());
    sql_.put(wanted ? operand->known : "NOT (" + operand->known + ")");  // IS NOT NULL is never NULL itself
    return {};
  }

  Result<void> put_node(const Compare& compare, bool wanted, int) {
    const auto operand = operands_(compare.field);
    if (!operand) return std::unexpected(operand.error());
    return put_compare(*operand, compare.field, wanted ? compare.op : negated(compare.op), compare.op, wanted,
                       compare.literal);
  }

  /// `asked` is the comparison as it was written; `op` the one that is to hold, which differs where it is negated.
  Result<void> put_compare(const Operand& operand, const Field& field, Op op, Op asked, bool wanted,
                           const Literal& literal) {
    // `unknown <> x` holds; every other comparison with something unknown does not, and so its negation does.
    const bool unknown_holds = (asked == Op::not_equal) == wanted;
    switch (operand.kind) {
      case Operand::Kind::word:
        return put_words(operand, field, asked, wanted, literal);
      case Operand::Kind::themes:
        return put_themes(operand, field, asked, wanted, literal);
      case Operand::Kind::voice_of:
        return put_voice(operand, field, asked, wanted, literal);
      case Operand::Kind::value:
        return put_value(operand, field, op, unknown_holds, literal);
      case Operand::Kind::day: {
        const auto* day = std::get_if<Day>(&literal);
        if (day == nullptr) return wrong_literal(field, "a day");
        return put_plain(operand.column, op, unknown_holds, *day);
      }
      case Operand::Kind::id:
      case Operand::Kind::subject:
        return put_identity(operand, field, op, unknown_holds, literal);
    }
    return {};
  }

  Result<void> put_plain(std::string_view column, Op op, bool unknown_holds, Parameter value) {
    if (unknown_holds) {
      sql_.put(fmt::format("({0} IS NULL OR {0} {1} ?)", column, sign_of(op)), std::move(value));
    } else {
      sql_.put(fmt::format("{} {} ?", column, sign_of(op)), std::move(value));
    }
    return {};
  }

  static std::unexpected<Error> wrong_literal(const Field& field, std::string_view needed) {
    return fail(Code::bad_input, fmt::format("{} can only be compared with {}", said(field), needed), said(field));
  }

  Result<void> put_value(const Operand& operand, const Field& field, Op op, bool unknown_holds,
                         const Literal& literal) {
    if (const auto* text = std::get_if<std::string>(&literal)) {
      const bool may_have_text = field.kind == Field::Kind::attribute || !operand.text.empty();
      if (!may_have_text) return wrong_literal(field, "a number");
      if (operand.text.empty()) return put_constant(unknown_holds);
      return put_plain(operand.text, op, unknown_holds, *text);
    }
    const auto* number = std::get_if<Decimal>(&literal);
    if (number == nullptr || (operand.column.empty() && field.kind != Field::Kind::attribute)) {
      return wrong_literal(field, operand.column.empty() ? "a text" : "a number");
    }
    if (operand.column.empty()) return put_constant(unknown_holds);
    const Bound bound = bound_of(op, *number, operand.scale);
    if (bound.is == Bound::Is::compared) return put_plain(operand.column, bound.op, unknown_holds, bound.bound);
    if ((bound.is == Bound::Is::always) == unknown_holds) return put_constant(unknown_holds);
    sql_.put(fmt::format("{} {}", operand.column, unknown_holds ? "IS NULL" : "IS NOT NULL"));
    return {};
  }

  /// Numbers of the words that compare so; words are compared here, by bytes, and not by the engine.
  Result<std::vector<std::int64_t>> numbers_of(Dimension dimension, const Field& field, Op op, const Literal& literal) {
    const auto* word = std::get_if<std::string>(&literal);
    if (word == nullptr) return wrong_literal(field, "a text");
    std::vector<std::int64_t> numbers;
    if (op == Op::equal || op == Op::not_equal) {
      if (const auto number = names_.find(dimension, *word)) numbers.push_back(*number);
      return numbers;
    }
    return numbers_where(dimension,
                         [&](std::string_view known) { return compare<std::string_view>(known, op, *word); });
  }

  template <class Predicate>
  Result<std::vector<std::int64_t>> numbers_where(Dimension dimension, Predicate fits) {
    std::vector<std::int64_t> numbers;
    const auto words = names_.words(dimension);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (fits(words[i])) numbers.push_back(static_cast<std::int64_t>(i));
    }
    if (numbers.size() > k_most_literals) return fail(Code::too_large, "the filter fits too many different values");
    return numbers;
  }

  Result<void> put_words(const Operand& operand, const Field& field, Op asked, bool wanted, const Literal& literal) {
    const auto numbers = numbers_of(operand.dimension, field, asked, literal);
    if (!numbers) return std::unexpected(numbers.error());
    return put_in(operand.column, *numbers, (asked != Op::not_equal) == wanted);
  }

  /// Whether a column's number is (or is not) among some. Not known is not among them.
  Result<void> put_in(std::string_view column, std::span<const std::int64_t> numbers, bool among) {
    if (numbers.empty()) return put_constant(!among);
    sql_.put(among ? fmt::format("{} IN (", column) : fmt::format("({0} IS NULL OR {0} NOT IN (", column));
    for (std::size_t i = 0; i < numbers.size(); ++i) sql_.put(i == 0 ? "?" : ", ?", numbers[i]);
    sql_.put(among ? ")" : "))");
    return {};
  }

  Result<void> put_themes(const Operand& operand, const Field& field, Op asked, bool wanted, const Literal& literal) {
    const auto numbers = numbers_of(operand.dimension, field, asked, literal);
    if (!numbers) return std::unexpected(numbers.error());
    return put_any_theme(operand.column, *numbers, (asked != Op::not_equal) == wanted);
  }

  Result<void> put_any_theme(std::string_view column, std::span<const std::int64_t> numbers, bool any) {
    if (numbers.empty()) return put_constant(!any);
    const std::string holds = dialect::list_holds(column);
    if (!any) sql_.put(fmt::format("({} IS NULL OR NOT ", column));
    sql_.put("(");
    for (std::size_t i = 0; i < numbers.size(); ++i) sql_.put((i == 0 ? "" : " OR ") + holds, numbers[i]);
    sql_.put(any ? ")" : "))");
    return {};
  }

  Result<void> put_voice(const Operand& operand, const Field& field, Op asked, bool wanted, const Literal& literal) {
    const auto* word = std::get_if<std::string>(&literal);
    if (word == nullptr) return wrong_literal(field, "a text");
    std::vector<std::int64_t> numbers;
    const Op positive = asked == Op::not_equal ? Op::equal : asked;
    for (const VoiceOf voice : {VoiceOf::customer, VoiceOf::employee, VoiceOf::partner, VoiceOf::everyone}) {
      if (compare<std::string_view>(word_of(voice), positive, *word))
        numbers.push_back(static_cast<std::int64_t>(voice));
    }
    return put_in(operand.column, numbers, (asked != Op::not_equal) == wanted);
  }

  Result<void> put_identity(const Operand& operand, const Field& field, Op op, bool unknown_holds,
                            const Literal& literal) {
    const auto* text = std::get_if<std::string>(&literal);
    if (text == nullptr || (op != Op::equal && op != Op::not_equal)) return wrong_literal(field, "a text, by = or !=");
    if (operand.kind == Operand::Kind::id) {
      const auto id = id_from_text(*text);
      if (!id) return put_constant(op == Op::not_equal);
      return put_plain(operand.column, op, unknown_holds, *id);
    }
    std::uint64_t pseudonym = 0;
    const char* end = text->data() + text->size();
    const auto [at, error] = std::from_chars(text->data(), end, pseudonym, 16);
    if (error != std::errc() || at != end) return put_constant(op == Op::not_equal);
    return put_plain(operand.column, op, unknown_holds, std::bit_cast<std::int64_t>(pseudonym));
  }

  Result<void> put_node(const OneOf& one_of, bool wanted, int) {
    literals_ += one_of.literals.size();
    if (literals_ > k_most_literals) return fail(Code::too_large, "the filter has too many values");
    const auto operand = operands_(one_of.field);
    if (!operand) return std::unexpected(operand.error());
    if (one_of.literals.empty()) return put_constant(!wanted);
    if (operand->kind == Operand::Kind::word || operand->kind == Operand::Kind::themes) {
      std::vector<std::int64_t> all;
      for (const Literal& literal : one_of.literals) {
        const auto numbers = numbers_of(operand->dimension, one_of.field, Op::equal, literal);
        if (!numbers) return std::unexpected(numbers.error());
        all.insert(all.end(), numbers->begin(), numbers->end());
      }
      return operand->kind == Operand::Kind::word ? put_in(operand->column, all, wanted)
                                                  : put_any_theme(operand->column, all, wanted);
    }
    sql_.put("(");
    for (std::size_t i = 0; i < one_of.literals.size(); ++i) {
      if (i > 0) sql_.put(wanted ? " OR " : " AND ");
      const auto done = put_compare(*operand, one_of.field, wanted ? Op::equal : Op::not_equal, Op::equal, wanted,
                                    one_of.literals[i]);
      if (!done) return done;
    }
    sql_.put(")");
    return {};
  }

  Result<void> put_node(const Contains& contains, bool wanted, int) {
    const auto operand = operands_(contains.field);
    if (!operand) return std::unexpected(operand.error());
    if (operand->kind == Operand::Kind::word || operand->kind == Operand::Kind::themes) {
      const std::string words = fold(contains.words);
      const auto numbers = numbers_where(
          operand->dimension, [&](std::string_view known) { return fold(known).find(words) != std::string::npos; });
      if (!numbers) return std::unexpected(numbers.error());
      return operand->kind == Operand::Kind::word ? put_in(operand->column, *numbers, wanted)
                                                  : put_any_theme(operand->column, *numbers, wanted);
    }
    if (operand->kind != Operand::Kind::value ||
        (operand->text.empty() && contains.field.kind != Field::Kind::attribute)) {
      return fail(Code::bad_input, fmt::format("{} is no text to look into", said(contains.field)),
                  said(contains.field));
    }
    if (operand->text.empty()) return put_constant(!wanted);
    const std::string holds = dialect::text_holds(operand->text);
    sql_.put(wanted ? holds : fmt::format("({} IS NULL OR NOT {})", operand->text, holds), contains.words);
    return {};
  }

  Sql& sql_;
  const Operands& operands_;
  const Names& names_;
  std::size_t literals_ = 0;
};

}  // namespace

Result<Operand> operand_of(const Field& field, Table table, const Names& names, bool mentions) {
  const bool of_signals = table == Table::signals;
  switch (field.kind) {
    case Field::Kind::dimension:
      return dimension_operand(field, table, mentions);
    case Field::Kind::rating:
      return rating_operand(field, table, names);
    case Field::Kind::attribute:
      return attribute_operand(field, table, names);
    case Field::Kind::number:
      return number_operand(field, table, mentions);
    case Field::Kind::text:
      if (!of_signals) return not_of_table(field, table);
      return Operand{.kind = Operand::Kind::value, .column = {}, .text = "text", .known = "has_text"};
    case Field::Kind::about:
      if (of_signals) return not_of_table(field, table);
      return Operand{.kind = Operand::Kind::value, .column = {}, .text = "about", .known = "about IS NOT NULL"};
    case Field::Kind::subject:
      return plain(Operand::Kind::subject, "subject");
    case Field::Kind::id:
      return plain(Operand::Kind::id, "id");
    case Field::Kind::day:
      return plain(Operand::Kind::day, "day");
    // The week's first day is a Monday, so a difference of two stored dates is enough.
    case Field::Kind::weekday:
      return Operand{
          .kind = Operand::Kind::value, .column = "(day - week + 1)", .scale = 1, .known = "day IS NOT NULL"};
  }
  return not_of_table(field, table);
}

Result<void> put_condition(Sql& sql, const Expr& expr, const Operands& operands, const Names& names) {
  return Conditions(sql, operands, names).put(expr, true, 0);
}

}  // namespace bellwether::facts
