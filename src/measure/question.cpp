// Questions as command lines, and back: what makes a number again must be one line that a person can paste.
#include "base/text.hpp"
#include "measure/ask.hpp"
#include "measure/filter.hpp"
#include "measure/filter_tokens.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <string>
#include <system_error>
#include <utility>

namespace bellwether::measure {

namespace {

/// In single quotes where a shell would take a sign for its own.
std::string shell_word(const std::string& word) {
  constexpr std::string_view k_safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.,:=/+-";
  if (!word.empty() && word.find_first_not_of(k_safe) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// Cuts a line into words as a shell does: single quotes, double quotes, backslashes.
Result<std::vector<std::string>> shell_words(std::string_view line) {
  if (line.size() > 2 * k_filter_bytes) return fail(Code::too_large, "the question is too long");
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      if (in_word) words.push_back(std::exchange(word, {}));
      in_word = false;
      continue;
    }
    in_word = true;
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < line.size() &&
               (quote == 0 || line[i + 1] == '"' || line[i + 1] == '\\')) {
      word += line[++i];
    } else {
      word += c;
    }
  }
  if (quote != 0) return fail(Code::wrong_usage, "the question's quotes are not closed", std::string(1, quote));
  if (in_word) words.push_back(std::move(word));
  return words;
}

std::unexpected<Error> wrong(const std::string& flag, const std::string& given, std::string mend) {
  return fail(Code::wrong_usage, in_quotes(given) + " does not fit " + flag, flag, std::move(mend));
}

Result<void> read_by(Question& question, const std::string& given) {
  auto names = names_from_list(given);
  if (!names) return std::unexpected(names.error());
  question.by = std::move(*names);
  return {};
}

Result<void> read_every(Question& question, const std::string& given) {
  const auto grain = grain_from(given);
  if (!grain) return wrong("--every", given, "write day, week, month, quarter or year");
  question.every = *grain;
  return {};
}

Result<Period> read_period(const std::string& flag, const std::string& given) {
  auto period = period_from_text(given);
  if (!period) return fail(Code::wrong_usage, period.error().message, flag, period.error().mend);
  return period;
}

Result<void> read_from(Question& question, const std::string& given) {
  const auto period = read_period("--from", given);
  if (!period) return std::unexpected(period.error());
  question.from = period->from;
  return {};
}

Result<void> read_to(Question& question, const std::string& given) {
  const auto period = read_period("--to", given);
  if (!period) return std::unexpected(period.error());
  question.to = period->to;
  return {};
}

bool lies_between_0_and_1(double x) { return x > 0 && x < 1; }

Result<void> read_level(Question& question, const std::string& given) {
  double level = 0;
  const auto [end, trouble] = std::from_chars(given.data(), given.data() + given.size(), level);
  if (trouble != std::errc{} || end != given.data() + given.size() || !lies_between_0_and_1(level)) {
    return wrong("--level", given, "write a number between 0 and 1, like 0.95");
  }
  question.level = level;
  return {};
}

Result<void> read_interval(Question& question, const std::string& given) {
  if (given != "bootstrap") return wrong("--interval", given, "write bootstrap, or leave it out");
  question.interval = IntervalBy::bootstrap;
  return {};
}

Result<void> read_weight(Question& question, const std::string& given) {
  auto names = names_from_list(given);
  if (!names) return std::unexpected(names.error());
  question.weight = std::move(*names);
  return {};
}

std::string canonical_name(const std::string& name) {
  const auto read = name_from_text(name);
  return read ? to_text(*read) : name;
}

}  // namespace

Result<void> read_flag(Question& question, const std::string& flag, const std::string& given) {
  if (flag == "--by") return read_by(question, given);
  if (flag == "--every") return read_every(question, given);
  if (flag == "--from") return read_from(question, given);
  if (flag == "--to") return read_to(question, given);
  if (flag == "--level") return read_level(question, given);
  if (flag == "--snapshot") return read_snapshot(question, given);
  if (flag == "--interval") return read_interval(question, given);
  if (flag == "--weight") return read_weight(question, given);
  if (flag == "--where") {
    question.where = given;
    return {};
  }
  const std::vector<std::string> flags{"--by",    "--every",    "--where",    "--from",  "--to",
                                       "--level", "--interval", "--snapshot", "--weight"};
  const std::string near = nearest(flag, flags);
  return fail(Code::wrong_usage, "a question has no " + flag, flag,
              near.empty() ? "there are " + join(flags, ", ") : "did you mean " + near + "?");
}

Result<void> read_snapshot(Question& question, const std::string& given) {
  const std::size_t dash = given.rfind('-');
  const std::string number = dash == std::string::npos ? given : given.substr(dash + 1);
  std::uint64_t snapshot = 0;
  const auto [end, trouble] = std::from_chars(number.data(), number.data() + number.size(), snapshot);
  if (trouble != std::errc{} || end != number.data() + number.size()) {
    return wrong("--snapshot", given, "write it as an answer shows it, like 1f0c9a2e-42");
  }
  question.snapshot = snapshot;
  question.store = dash == std::string::npos ? std::string() : given.substr(0, dash);
  return {};
}

std::string canonical_filter(const std::string& where) {
  const auto filter = filter_from_text(where);
  return filter ? to_text(*filter) : where;
}

std::string to_text(const Question& question) { return to_text(question, canonical_filter(question.where)); }

std::string to_text(const Question& question, const std::string& where) {
  std::string line = "bellwether measure " + shell_word(question.measure);
  const auto flag = [&](const char* name, const std::string& value) {
    line += std::string(" ") + name + " " + shell_word(value);
  };
  const auto names_flag = [&](const char* name, const std::vector<std::string>& given) {
    if (given.empty()) return;
    std::vector<std::string> names;
    for (const std::string& one : given) names.push_back(canonical_name(one));
    flag(name, join(names, ","));
  };
  names_flag("--by", question.by);
  if (question.every != Grain::none) flag("--every", word_of(question.every));
  if (!where.empty()) flag("--where", where);
  if (question.from) flag("--from", bellwether::to_text(*question.from));
  if (question.to) flag("--to", bellwether::to_text(Day{question.to->days - 1}));
  names_flag("--weight", question.weight);
  if (question.interval == IntervalBy::bootstrap) flag("--interval", "bootstrap");
  if (question.level != 0.95) flag("--level", bellwether::to_text(question.level));
  if (question.snapshot) {
    flag("--snapshot", (question.store.empty() ? "" : question.store + "-") + std::to_string(*question.snapshot));
  }
  return line;
}

Result<Question> question_from_text(std::string_view line) {
  auto words = shell_words(line);
  if (!words) return std::unexpected(words.error());
  std::size_t at = 0;
  for (const std::string_view prefix : {"bellwether", "measure"}) {
    if (at < words->size() && (*words)[at] == prefix) ++at;
  }
  if (at == words->size() || (*words)[at].starts_with("--")) {
    return fail(Code::wrong_usage, "the question names no measure", {}, "write: bellwether measure nps --by unit");
  }
  Question question;
  question.measure = (*words)[at++];
  while (at < words->size()) {
    std::string flag = (*words)[at++];
    std::string value;
    if (const std::size_t equals = flag.find('='); flag.starts_with("--") && equals != std::string::npos) {
      value = flag.substr(equals + 1);
      flag.resize(equals);
    } else if (at < words->size()) {
      value = (*words)[at++];
    } else {
      return fail(Code::wrong_usage, "there is no value behind " + flag, flag);
    }
    if (auto read = read_flag(question, flag, value); !read) return std::unexpected(read.error());
  }
  return question;
}

Result<std::vector<std::string>> names_from_list(std::string_view text) {
  auto tokens = tokens_of(text);
  if (!tokens) return std::unexpected(tokens.error());
  std::vector<std::string> names;
  for (std::size_t at = 0;; at += 2) {
    const Token& token = (*tokens)[at];
    if (token.kind != Token::Kind::name && token.kind != Token::Kind::text) {
      return point_at(Code::bad_input, "a name is missing here", text, token.place,
                      "write for example: unit, rating.nps");
    }
    names.push_back(to_text(FieldName{.kind = token.prefix, .word = token.word, .place = token.place}));
    const Token& after = (*tokens)[at + 1];
    if (after.kind == Token::Kind::end) return names;
    if (after.kind != Token::Kind::sign || after.word != ",") {
      return point_at(Code::bad_input, "a comma is missing between names", text, after.place,
                      "write for example: unit, rating.nps");
    }
  }
}

Result<std::string> with_slice(std::string_view where,
                               const std::vector<std::pair<std::string, std::optional<std::string>>>& slice) {
  auto filter = filter_from_text(where);
  if (!filter) return std::unexpected(filter.error());
  FilterAll all;
  if (auto* chain = std::get_if<FilterAll>(&filter->node)) {
    all = std::move(*chain);
  } else {
    all.of.push_back(std::move(*filter));
  }
  for (const auto& [word, value] : slice) {
    auto name = name_from_text(word);
    if (!name) return std::unexpected(name.error());
    if (value) {
      all.of.push_back({FilterCompare{.name = std::move(*name),
                                      .op = facts::Op::equal,
                                      .value = {.kind = FilterValue::Kind::text, .text = *value, .place = {}}}});
    } else {
      all.of.push_back({FilterKnown{.name = std::move(*name), .known = false}});
    }
  }
  if (all.of.size() == 1) return to_text(all.of.front());
  return to_text(Filter{std::move(all)});
}

}  // namespace bellwether::measure
