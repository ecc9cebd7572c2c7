#include "measure/filter.hpp"

#include "base/text.hpp"
#include "measure/filter_tokens.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace bellwether::measure {

namespace {

constexpr auto k_keywords = std::to_array<std::string_view>({"and", "or", "not", "in", "is", "known", "unknown"});

bool is_keyword(std::string_view word) {
  return std::any_of(k_keywords.begin(), k_keywords.end(),
                     [&](std::string_view keyword) { return equals_ignoring_case(word, keyword); });
}

constexpr auto k_operators = std::to_array<std::pair<std::string_view, facts::Op>>({
    {"=", facts::Op::equal},
    {"!=", facts::Op::not_equal},
    {"<", facts::Op::less},
    {"<=", facts::Op::less_or_equal},
    {">", facts::Op::greater},
    {">=", facts::Op::greater_or_equal},
});

std::size_t depth_of(const Filter& filter) {
  const auto deepest = [](const std::vector<Filter>& filters) {
    std::size_t depth = 0;
    for (const Filter& inner : filters) depth = std::max(depth, depth_of(inner));
    return depth + 1;
  };
  if (const auto* all = std::get_if<FilterAll>(&filter.node)) return deepest(all->of);
  if (const auto* any = std::get_if<FilterAny>(&filter.node)) return deepest(any->of);
  if (const auto* negation = std::get_if<FilterNot>(&filter.node)) return deepest(negation->of);
  return 1;
}

/// Recursive descent: one function per line of the grammar in filter.hpp.
class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

  Result<Filter> read_filter() {
    if (here().kind == Token::Kind::end) return Filter{};
    auto filter = read_any();
    if (!filter) return filter;
    // The canonical form may need two brackets a level; a tree of this depth can be written and read again.
    if (depth_of(*filter) > k_filter_depth) return too_deep({});
    if (here().kind == Token::Kind::end) return filter;
    return wrong_here("\"and\" or \"or\" is missing here", "join terms with and, or");
  }

  Result<FieldName> read_single_name() {
    auto name = read_name();
    if (name && here().kind != Token::Kind::end)
      return wrong_here("one name is enough", "put it in quotes if this belongs to it");
    return name;
  }

 private:
  Result<Filter> read_any() {
    return read_chain<FilterAny>("or", [this] { return read_all(); });
  }
  Result<Filter> read_all() {
    return read_chain<FilterAll>("and", [this] { return read_term(); });
  }

  template <class Node, class Read>
  Result<Filter> read_chain(std::string_view keyword, Read read) {
    auto first = read();
    if (!first || !is_word(keyword)) return first;
    Node node;
    node.of.push_back(std::move(*first));
    while (take_word(keyword)) {
      auto another = read();
      if (!another) return another;
      node.of.push_back(std::move(*another));
    }
    return Filter{std::move(node)};
  }

  Result<Filter> read_term() {
    if (depth_ == k_filter_nesting) return too_deep(here().place);
    ++depth_;
    auto term = read_term_inside();
    --depth_;
    return term;
  }

  Result<Filter> read_term_inside() {
    if (take_word("not")) {
      auto inner = read_term();
      if (!inner) return inner;
      return negated(std::move(*inner));
    }
    if (!is_sign("(")) return read_comparison();
    const Place open = here().place;
    ++at_;
    auto inner = read_any();
    if (!inner) return inner;
    if (take_sign(")")) return inner;
    if (here().kind == Token::Kind::end) {
      return point_at(Code::bad_input, "the bracket that opens here is not closed", text_, open, "add a closing )");
    }
    return wrong_here("\"and\", \"or\" or \")\" is missing here", "join terms with and, or");
  }

  static Filter negated(Filter inner) {
    FilterNot node;
    node.of.push_back(std::move(inner));
    return Filter{std::move(node)};
  }

  Result<Filter> read_comparison() {
    auto name = read_name();
    if (!name) return std::unexpected(name.error());
    if (take_word("is")) return read_known(std::move(*name));
    if (take_word("not")) {
      if (!is_word("in"))
        return wrong_here("\"in\" is missing behind \"not\"", "write: unit not in (\"Lyon\", \"Nice\")");
      auto list = read_list(std::move(*name));
      if (!list) return list;
      return negated(std::move(*list));
    }
    if (is_word("in")) return read_list(std::move(*name));
    if (take_sign("~")) return read_words(std::move(*name));
    for (const auto& [sign, op] : k_operators) {
      if (!take_sign(sign)) continue;
      auto value = read_value();
      if (!value) return std::unexpected(value.error());
      return Filter{FilterCompare{.name = std::move(*name), .op = op, .value = std::move(*value)}};
    }
    return wrong_here("a comparison is missing behind " + to_text(*name),
                      "write = != < <= > >= ~ with a value, in (…), is known or is unknown");
  }

  Result<FieldName> read_name() {
    const Token& token = here();
    const bool is_name = (token.kind == Token::Kind::name && !(token.plain && is_keyword(token.word))) ||
                         token.kind == Token::Kind::text;
    if (!is_name) return wrong_here("a name is missing here", "write for example: unit, rating.nps, attribute.segment");
    if (auto counted = count_term(); !counted) return std::unexpected(counted.error());
    FieldName name{.kind = token.prefix, .word = token.word, .place = token.place};
    ++at_;
    return name;
  }

  Result<Filter> read_known(FieldName name) {
    const bool turned = take_word("not");
    const bool known = is_word("known");
    if (!known && (turned || !is_word("unknown"))) {
      return wrong_here("\"known\" or \"unknown\" is missing behind \"is\"", "write: unit is known, unit is unknown");
    }
    ++at_;
    return Filter{FilterKnown{.name = std::move(name), .known = known && !turned}};
  }

  Result<Filter> read_list(FieldName name) {
    ++at_;
    FilterOneOf node{.name = std::move(name), .values = {}};
    if (!take_sign("(")) return wrong_here("\"(\" is missing behind \"in\"", "write: channel in (\"chat\", \"phone\")");
    do {
      auto value = read_value();
      if (!value) return std::unexpected(value.error());
      node.values.push_back(std::move(*value));
    } while (take_sign(","));
    if (!take_sign(")")) return wrong_here("\",\" or \")\" is missing here", "write: channel in (\"chat\", \"phone\")");
    return Filter{std::move(node)};
  }

  Result<Filter> read_words(FieldName name) {
    if (here().kind != Token::Kind::text)
      return wrong_here("words in quotes are missing behind \"~\"", "write: text ~ \"refund\"");
    auto words = read_value();
    if (!words) return std::unexpected(words.error());
    if (words->text.empty()) {
      return point_at(Code::bad_input, "there are no words to look for", text_, words->place,
                      "write: text ~ \"refund\"");
    }
    return Filter{FilterContains{.name = std::move(name), .words = std::move(*words)}};
  }

  Result<FilterValue> read_value() {
    const Token& token = here();
    FilterValue value{.kind = FilterValue::Kind::text, .text = token.word, .place = token.place};
    switch (token.kind) {
      case Token::Kind::text:
        break;
      case Token::Kind::number:
        value.kind = FilterValue::Kind::number;
        break;
      case Token::Kind::day:
        value.kind = FilterValue::Kind::day;
        break;
      case Token::Kind::name:
        return wrong_here("text stands in quotes",
                          "write " + in_quotes(token.prefix.empty() ? token.word : token.prefix + "." + token.word));
      default:
        return wrong_here("a value is missing here", "write text in quotes, a number, or a day like 2026-01-31");
    }
    if (auto counted = count_term(); !counted) return std::unexpected(counted.error());
    ++at_;
    return value;
  }

  Result<void> count_term() {
    if (++terms_ <= k_filter_terms) return {};
    return point_at(Code::too_large, "the filter has more than " + with_thousands(k_filter_terms) + " names and values",
                    text_, here().place);
  }

  std::unexpected<Error> too_deep(Place place) const {
    return point_at(Code::too_large, "the filter is nested too deeply", text_, place,
                    "in (…) says in one term what many joined by or say");
  }

  const Token& here() const { return tokens_[at_]; }
  bool is_word(std::string_view keyword) const {
    return here().kind == Token::Kind::name && here().plain && equals_ignoring_case(here().word, keyword);
  }
  bool is_sign(std::string_view sign) const { return here().kind == Token::Kind::sign && here().word == sign; }
  bool take_word(std::string_view keyword) {
    const bool taken = is_word(keyword);
    if (taken) ++at_;
    return taken;
  }
  bool take_sign(std::string_view sign) {
    const bool taken = is_sign(sign);
    if (taken) ++at_;
    return taken;
  }
  std::unexpected<Error> wrong_here(const std::string& message, std::string mend) const {
    return point_at(Code::bad_input, message, text_, here().place, std::move(mend));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t terms_ = 0;
};

std::string text_of(const FilterValue& value) {
  return value.kind == FilterValue::Kind::text ? in_quotes(value.text) : value.text;
}

struct Printer {
  std::string operator()(const FilterAll& all) const { return joined(all.of, " and "); }
  std::string operator()(const FilterAny& any) const { return joined(any.of, " or "); }
  std::string operator()(const FilterNot& is_not) const { return "not (" + to_text(is_not.of.front()) + ")"; }
  std::string operator()(const FilterCompare& compare) const {
    const auto* op = std::find_if(k_operators.begin(), k_operators.end(),
                                  [&](const auto& candidate) { return candidate.second == compare.op; });
    return to_text(compare.name) + " " + std::string(op->first) + " " + text_of(compare.value);
  }
  std::string operator()(const FilterOneOf& one_of) const {
    std::vector<std::string> values;
    for (const FilterValue& value : one_of.values) values.push_back(text_of(value));
    return to_text(one_of.name) + " in (" + join(values, ", ") + ")";
  }
  std::string operator()(const FilterContains& contains) const {
    return to_text(contains.name) + " ~ " + text_of(contains.words);
  }
  std::string operator()(const FilterKnown& known) const {
    return to_text(known.name) + (known.known ? " is known" : " is unknown");
  }

 private:
  /// `and` binds tighter than `or`, yet brackets around both read better, and keep nested chains apart.
  static std::string joined(const std::vector<Filter>& filters, std::string_view between) {
    std::vector<std::string> parts;
    for (const Filter& filter : filters) {
      const bool chain =
          std::holds_alternative<FilterAll>(filter.node) || std::holds_alternative<FilterAny>(filter.node);
      parts.push_back(chain ? "(" + to_text(filter) + ")" : to_text(filter));
    }
    return join(parts, between);
  }
};

}  // namespace

bool operator==(const FilterAll& a, const FilterAll& b) { return a.of == b.of; }
bool operator==(const FilterAny& a, const FilterAny& b) { return a.of == b.of; }
bool operator==(const FilterNot& a, const FilterNot& b) { return a.of == b.of; }

Result<Filter> filter_from_text(std::string_view text) {
  auto tokens = tokens_of(text);
  if (!tokens) return std::unexpected(tokens.error());
  return Parser(text, std::move(*tokens)).read_filter();
}

Result<FieldName> name_from_text(std::string_view text) {
  auto tokens = tokens_of(text);
  if (!tokens) return std::unexpected(tokens.error());
  return Parser(text, std::move(*tokens)).read_single_name();
}

std::string to_text(const Filter& filter) { return std::visit(Printer{}, filter.node); }

std::string to_text(const FieldName& name) {
  const bool plain = is_plain_word(name.word) && !(name.kind.empty() && is_keyword(name.word));
  const std::string word = plain ? name.word : in_quotes(name.word);
  return name.kind.empty() ? word : name.kind + "." + word;
}

}  // namespace bellwether::measure
