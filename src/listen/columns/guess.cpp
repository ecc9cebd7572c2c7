#include "listen/columns/guess.hpp"

#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_words_of_a_question = 6;  // a name this long is a question's text
constexpr std::size_t k_longest_name = 48;

/// "column 3", as the readers name a column without a header, "Unnamed: 0" and "".
bool is_unnamed(std::string_view name) {
  const std::string lower = lower_ascii(trim(name));
  if (lower.empty() || lower.starts_with("unnamed")) return true;
  return lower.starts_with("column ") && lower.find_first_not_of("0123456789", 7) == std::string::npos;
}

/// An employee speaks where the names say so twice, or pros and cons stand beside each other.
void take_voice(Sketch& sketch) {
  std::vector<std::string> said;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    if (sketch.lexicon["voice_of.employees"].in_name(sketch.names[i]) >= 1) said.push_back(sketch.name_of(i));
  }
  if (said.size() < 2) return;
  sketch.guess.map.voice_of = facts::VoiceOf::employee;
  sketch.remark("", fmt::format("columns such as ‘{}’ and ‘{}’ stand in files of employees: every voice is taken as an "
                                "employee's",
                                said[0], said[1]));
}

}  // namespace

Sketch::Sketch(std::span<const SampleColumn> columns_in, const GuessContext& context_in, const Lexicon& lexicon_in)
    : columns(columns_in), context(context_in), lexicon(lexicon_in), taken(columns_in.size()) {
  for (const SampleColumn& column : columns) {
    guess.profiles.push_back(listen::profile(column));
    unnamed.push_back(is_unnamed(column.name));
    names.push_back(unnamed.back() ? Words{} : words_of(column.name));
    const bool long_name = names.back().words.size() >= k_words_of_a_question;
    const std::string_view label =
        !column.label.empty() ? column.label : (long_name ? column.name : std::string_view());
    labels.push_back(words_of(label));
    const std::size_t dash = label.rfind('-');
    label_ends.push_back(dash == std::string_view::npos ? Words{} : words_of(label.substr(dash + 1)));
    ColumnUse use;
    use.column = column.name;
    use.label = column.label;
    guess.map.columns.push_back(std::move(use));
  }
}

double Sketch::named(std::size_t i, std::string_view list) const {
  const Phrases& phrases = lexicon[list];
  double best = 0;
  if (names[i].words.size() < k_words_of_a_question) best = phrases.in_name(names[i]);
  if (labels[i].words.size() < k_words_of_a_question) best = std::max(best, phrases.in_name(labels[i]));
  // "Please give us your details: - Phone number": what is asked for stands at the end.
  if (label_ends[i].words.size() < k_words_of_a_question) best = std::max(best, 0.9 * phrases.in_name(label_ends[i]));
  return best;
}

bool Sketch::asked(std::size_t i, std::string_view list) const {
  const Phrases& phrases = lexicon[list];
  return phrases.in_text(labels[i]) || phrases.in_text(names[i]);
}

ColumnUse& Sketch::take(std::size_t i, Role role, double sure, std::string why) {
  ColumnUse& use = guess.map.columns[i];
  use.role = role;
  use.sure = sure;
  use.why = std::move(why);
  taken[i] = true;
  return use;
}

void Sketch::ask(std::size_t i, std::string question, std::vector<MapQuestion::Answer> answers) {
  guess.questions.push_back({.column = name_of(i), .question = std::move(question), .answers = std::move(answers)});
}

void Sketch::remark(std::string column, std::string what) {
  guess.remarks.push_back({.column = std::move(column), .what = std::move(what)});
}

std::string named_in_words(const Sketch& sketch, std::size_t i) {
  if (sketch.unnamed[i]) return "without a name";
  if (sketch.names[i].words.size() >= k_words_of_a_question) return "a question";
  return fmt::format("named ‘{}’", cut(sketch.columns[i].name, 40));
}

std::string cells_in_words(std::uint64_t some, std::uint64_t all) {
  const auto words = [](std::uint64_t n) { return with_thousands(static_cast<long long>(n)); };
  return some == all ? fmt::format("all {} cells", words(all)) : fmt::format("{} of {} cells", words(some), words(all));
}

std::string values_in_words(const ColumnProfile& p) {
  if (p.distinct_is_more)
    return fmt::format("more than {} different values", with_thousands(ColumnProfile::k_distinct));
  if (p.distinct == 1) return "one value in all cells";
  return fmt::format("{} different values", with_thousands(static_cast<long long>(p.distinct)));
}

std::string plain_name(std::string_view header) {
  // camelCase parts words, too; plain() does the rest.
  std::string parted;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto is_between = [&](std::size_t k, char from, char to) { return header[k] >= from && header[k] <= to; };
    if (i > 0 && is_between(i, 'A', 'Z') && is_between(i - 1, 'a', 'z')) parted += ' ';
    parted += header[i];
  }
  std::string name = plain(parted);
  std::ranges::replace(name, ' ', '_');
  if (name.size() > k_longest_name) {
    const std::size_t word = name.rfind('_', k_longest_name);
    name.resize(word == std::string::npos || word < k_longest_name / 2 ? k_longest_name : word);
    while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xc0U) == 0x80U) name.pop_back();
    while (!name.empty() && static_cast<unsigned char>(name.back()) >= 0xc0U) name.pop_back();
  }
  if (name.empty()) return "column";
  return name[0] >= '0' && name[0] <= '9' ? "q_" + name : name;
}

void name_uses(Sketch& sketch) {
  std::set<std::string, std::less<>> ratings;
  std::set<std::string, std::less<>> attributes;
  for (const ColumnUse& use : sketch.guess.map.columns) {
    if (use.role == Role::rating && !use.name.empty()) ratings.insert(use.name);
  }
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    ColumnUse& use = sketch.guess.map.columns[i];
    if ((use.role != Role::rating && use.role != Role::attribute) || !use.name.empty()) continue;
    auto& known = use.role == Role::rating ? ratings : attributes;
    const std::string name = plain_name(use.column);
    use.name = name;
    for (int n = 2; !known.insert(use.name).second; ++n) use.name = fmt::format("{}_{}", name, n);
  }
}

Guess guess_columns(std::span<const SampleColumn> columns, const GuessContext& context) {
  const Lexicon lexicon = Lexicon::shipped();
  Sketch sketch(columns, context, lexicon);
  if (take_own_form(sketch)) return std::move(sketch.guess);
  take_voice(sketch);
  take_empty_and_row_numbers(sketch);
  take_time(sketch);
  if (context.as == facts::Table::acts) take_acts(sketch);
  take_who(sketch);
  take_texts(sketch);
  if (context.as == facts::Table::signals) take_ratings(sketch);
  take_where(sketch);
  take_rest(sketch);
  name_uses(sketch);
  return std::move(sketch.guess);
}

std::string to_text(const MapQuestion& question) {
  std::string text = fmt::format("‘{}’: {}", question.column, question.question);
  for (const auto& answer : question.answers) text += fmt::format("\n  {}: write  {}", answer.reading, answer.line);
  return text;
}

}  // namespace bellwether::listen
