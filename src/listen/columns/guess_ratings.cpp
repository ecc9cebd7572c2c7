// Numbers on a scale: by their names, as sisters of the same scale, or because a column beside them says what they are.
#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

struct Standard {
  Asks asks;
  std::string_view name;
  std::string_view names, questions;
  std::int32_t low, high;
};
constexpr auto k_standards = std::to_array<Standard>({
    {Asks::nps, "nps", "rating.nps.names", "rating.nps.questions", 0, 10},
    {Asks::csat, "csat", "rating.csat.names", "rating.csat.questions", 1, 5},
    {Asks::ces, "ces", "rating.ces.names", "rating.ces.questions", 1, 7},
    {Asks::stars, "stars", "rating.stars.names", "rating.stars.questions", 1, 5},
});

/// What a column's name says about it as a rating.
struct Named {
  Asks asks = Asks::other;
  double standard = 0;  ///< how well it fits the standard rating of `asks`
  double score = 0;     ///< how well it fits any rating
  double never = 0;
  bool question = false;
};

Named named_rating(const Sketch& sketch, std::size_t i) {
  Named result;
  // Where a survey tool gives the question's text, the name beside it is a code: "sbs_notes#2".
  const double weight = sketch.columns[i].label.empty() ? 1 : 0.8;
  for (const Standard& standard : k_standards) {
    double score = weight * sketch.named(i, standard.names);
    if (score < 0.9 && sketch.asked(i, standard.questions)) {
      score = 0.9;
      result.question = true;
    }
    if (score > result.standard) {
      result.standard = score;
      result.asks = standard.asks;
    }
  }
  result.score = std::max(result.standard, weight * sketch.named(i, "rating.other.names"));
  if (sketch.asked(i, "rating.other.questions")) {
    result.score = std::max(result.score, 0.8);
    result.question = true;
  }
  if (result.standard < 0.6) result.asks = Asks::other;
  result.never = sketch.asked(i, "rating.other.rankings") ? 1 : sketch.named(i, "rating.other.never");
  return result;
}

bool is_numeric(const ColumnProfile& p) {
  return p.filled > 0 && !p.numbers.empty() && (p.share(p.number) >= 0.9 || p.share(p.leading) >= 0.9);
}

std::string format_of(const ColumnProfile& p) {
  return p.share(p.number) >= 0.9 || p.share(p.leading) < 0.9 ? "" : "leading";
}

bool is_scale(const Scale& scale, const Standard& standard) {
  return scale.low.value == standard.low * 100 && scale.high.value == standard.high * 100;
}

/// A rating that is found, before the standard names are given out.
struct Rating {
  std::size_t column = 0;
  Named named;
  ScaleGuess scale;
  std::string why;
};

std::string scale_toml(const Scale& scale) {
  std::string line = fmt::format("scale = [{}, {}]", to_text(scale.low), to_text(scale.high));
  if (scale.no_answer.empty()) return line;
  line += ", no_answer = [";
  for (std::size_t i = 0; i < scale.no_answer.size(); ++i) {
    line += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", scale.no_answer[i]);
  }
  return line + "]";
}

void ask_for_scale(Sketch& sketch, const Rating& rating) {
  const Scale& other = *rating.scale.or_else;
  sketch.ask(rating.column,
             fmt::format("its answers go from 1 to 6, and 6 may be the best answer or stand for “never used”"),
             {{.reading = fmt::format("an answer like the others, {}", range_of(rating.scale.scale)),
               .line = scale_toml(rating.scale.scale)},
              {.reading = fmt::format("6 is no answer, {}", range_of(other)), .line = scale_toml(other)}});
}

// --- by name

/// A column called just "nps" is a rating also where people typed a few words or numbers that are none: these are counted
/// when the rows are read, and not kept.
constexpr double k_called_so = 0.95;
constexpr double k_numbers_at_least = 0.7;
constexpr double k_strays_at_most = 0.05;
constexpr double k_above_all_scales = 11;

/// Without the few numbers that no scale of single answers has, where the rest has one.
std::vector<std::pair<double, std::uint64_t>> without_strays(NumberCounts numbers) {
  std::vector<std::pair<double, std::uint64_t>> kept;
  std::uint64_t all = 0;
  std::uint64_t strays = 0;
  for (const auto& entry : numbers) {
    all += entry.second;
    if (entry.first < 0 || entry.first > k_above_all_scales) {
      strays += entry.second;
    } else {
      kept.push_back(entry);
    }
  }
  if (kept.empty() || static_cast<double>(strays) > k_strays_at_most * static_cast<double>(all)) {
    kept.assign(numbers.begin(), numbers.end());
  }
  return kept;
}

std::optional<Rating> by_name(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  const Named named = named_rating(sketch, i);
  const bool called_so = named.standard >= k_called_so && !p.numbers.empty() && p.share(p.number) >= k_numbers_at_least;
  if (!is_numeric(p) && !called_so) return std::nullopt;
  if (named.score < 0.55 || named.never >= named.score) return std::nullopt;
  if (p.filled >= 50 && (p.ascending || p.unique())) return std::nullopt;
  const std::vector<std::pair<double, std::uint64_t>> answers =
      called_so ? without_strays(p.numbers) : std::vector(p.numbers.begin(), p.numbers.end());
  auto scale = guess_scale(answers, named.asks);
  if (!scale) return std::nullopt;
  // 1, 2 and 3 under a mere noun ("food") are as likely codes for yes, no and don't know.
  const bool noun = named.asks == Asks::other && !named.question;
  if (noun && (p.numbers.back().first < 4 || (p.numbers.back().first < 5 && p.numbers.front().first < 1)))
    return std::nullopt;
  // Numbers up to 100 are a rating only where a question asks for them, or they measure satisfaction.
  const bool hundred = scale->scale.high.value == 10'000;
  if (hundred && !named.question && named.asks != Asks::csat) return std::nullopt;
  return Rating{.column = i, .named = named, .scale = *scale, .why = named_in_words(sketch, i)};
}

// --- as sisters

/// A column that could be one of several answers on one scale, though no name says so.
struct Sister {
  std::size_t column = 0;
  int top = 0;
  std::map<int, double> shares;  ///< of the answers 1 … 5, 7 or 10
};

std::optional<Sister> sister(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  if (!is_numeric(p) || p.number != p.whole || p.filled < 20 || p.filled * 10 < p.cells) return std::nullopt;
  const Named named = named_rating(sketch, i);
  if (named.never >= 0.75 && named.never > named.score) return std::nullopt;
  if (p.low < 0 || p.low > 3 || p.high < 5 || p.high > 11 || p.high == 8 || p.high == 9) return std::nullopt;
  if (static_cast<double>(p.numbers.size()) < 0.6 * (p.high - p.low + 1)) return std::nullopt;
  Sister result{.column = i, .top = static_cast<int>(p.high), .shares = {}};
  const int last = result.top <= 6 ? 5 : (result.top == 11 ? 10 : result.top);
  double all = 0;
  for (const auto& [number, n] : p.numbers) {
    const int value = static_cast<int>(number);
    if (value < (last == 10 ? 0 : 1) || value > last) continue;
    result.shares[value] = static_cast<double>(n);
    all += static_cast<double>(n);
  }
  if (all < 10) return std::nullopt;
  for (auto& [value, share] : result.shares) share /= all;
  return result;
}

std::map<int, double> pooled(const std::vector<Sister>& sisters) {
  std::map<int, double> all;
  for (const Sister& one : sisters) {
    for (const auto& [value, share] : one.shares) all[value] += share / static_cast<double>(sisters.size());
  }
  return all;
}

double distance_between(const std::map<int, double>& a, const std::map<int, double>& b) {
  double sum = 0;
  for (int value = 0; value <= 10; ++value) {
    const auto at = [value](const std::map<int, double>& of) {
      const auto found = of.find(value);
      return found == of.end() ? 0.0 : found->second;
    };
    sum += std::abs(at(a) - at(b));
  }
  return sum / 2;
}

/// The middle answer's half above which ratings have their peak, and counts of things do not.
bool peaks_high(const std::map<int, double>& shares, int last) {
  const auto peak = std::ranges::max_element(shares, {}, [](const auto& entry) { return entry.second; });
  return peak != shares.end() && peak->first * 2 > last;
}

/// "CUSL2" → "CUSL", "Q6A" → "Q6", "Q2_1" → "Q2_": what questions of one block have in common.
std::string_view stem(std::string_view name) {
  const std::size_t digits = name.find_last_not_of("0123456789");
  if (digits != std::string_view::npos && digits + 1 < name.size()) return name.substr(0, digits + 1);
  if (name.size() >= 3 && name[name.size() - 2] >= '0' && name[name.size() - 2] <= '9')
    return name.substr(0, name.size() - 1);
  return name;
}

/// Columns that dropped out, or were no candidates for want of low answers, but belong to a block of which others are in.
void take_back_blocks(const Sketch& sketch, std::vector<Sister>& sisters) {
  const std::vector<Sister> found = sisters;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const ColumnProfile& p = sketch.profile(i);
    if (sketch.taken[i] || !is_numeric(p) || p.number != p.whole || p.low < 1) continue;
    if (std::ranges::any_of(sisters, [i](const Sister& one) { return one.column == i; })) continue;
    const std::string_view block = stem(sketch.columns[i].name);
    const bool belongs = std::ranges::any_of(found, [&](const Sister& one) {
      const std::string_view name = sketch.columns[one.column].name;
      return name != block && stem(name) == block && one.top == static_cast<int>(p.high);
    });
    if (belongs && block != sketch.columns[i].name)
      sisters.push_back({.column = i, .top = static_cast<int>(p.high), .shares = {}});
  }
}

/// A code of some sisters is a code of all, also of those in which the sample holds none.
void share_codes(std::vector<Rating>& ratings, const std::vector<Sister>& sisters) {
  for (const std::string_view code : {"0", "6"}) {
    const auto is_sister = [&](const Rating& rating) {
      return std::ranges::any_of(sisters, [&](const Sister& one) { return one.column == rating.column; });
    };
    const auto has = [&](const Rating& rating) {
      return std::ranges::find(rating.scale.scale.no_answer, code) != rating.scale.scale.no_answer.end();
    };
    const auto with = std::ranges::count_if(ratings, [&](const Rating& r) { return is_sister(r) && has(r); });
    if (with * 2 < static_cast<std::ptrdiff_t>(sisters.size())) continue;
    for (Rating& rating : ratings) {
      if (is_sister(rating) && !has(rating)) rating.scale.scale.no_answer.emplace_back(code);
    }
  }
}

/// Four or more columns with the same steps and alike answers are a matrix of questions.
void find_sisters(const Sketch& sketch, std::vector<Rating>& ratings) {
  constexpr std::size_t k_a_matrix = 4;
  constexpr double k_alike = 0.42;  // total variation distance: 0 alike, 1 nothing in common
  const auto known = [&](std::size_t i) {
    return std::ranges::any_of(ratings, [i](const Rating& r) { return r.column == i; });
  };
  for (const int last : {5, 7, 10}) {
    std::vector<Sister> sisters;
    std::vector<NumberCounts> with_six;
    for (std::size_t i = 0; i < sketch.size(); ++i) {
      if (sketch.taken[i]) continue;
      auto one = sister(sketch, i);
      if (!one || (one->top <= 6 ? 5 : (one->top == 7 ? 7 : 10)) != last) continue;
      if (one->top == 6) with_six.emplace_back(sketch.profile(i).numbers);
      sisters.push_back(std::move(*one));
    }
    const bool six_is_code = !with_six.empty() && is_six_a_code(with_six);
    if (!with_six.empty() && !six_is_code) {
      std::erase_if(sisters, [](const Sister& one) { return one.top == 6; });
    }
    // What is unlike the rest drops out, the farthest first, until the rest is alike.
    while (sisters.size() >= k_a_matrix) {
      const auto all = pooled(sisters);
      const auto far =
          std::ranges::max_element(sisters, {}, [&](const Sister& one) { return distance_between(one.shares, all); });
      if (distance_between(far->shares, all) <= k_alike) break;
      sisters.erase(far);
    }
    if (sisters.size() < k_a_matrix || !peaks_high(pooled(sisters), last)) continue;
    take_back_blocks(sketch, sisters);
    for (const Sister& one : sisters) {
      auto scale = guess_scale(sketch.profile(one.column).numbers, Asks::other, six_is_code && one.top == 6);
      if (!scale) continue;
      scale->sure = 0.85;
      scale->or_else.reset();
      std::string why = fmt::format("{}; answers like those of {} other columns on the same scale",
                                    named_in_words(sketch, one.column), sisters.size() - 1);
      if (known(one.column)) {
        for (Rating& rating : ratings) {
          if (rating.column != one.column) continue;
          const bool unsure = rating.scale.or_else.has_value() || one.top == 6;
          if (unsure) rating.scale = *scale;
          rating.scale.sure = std::max(rating.scale.sure, 0.85);
        }
        continue;
      }
      ratings.push_back(
          {.column = one.column, .named = named_rating(sketch, one.column), .scale = *scale, .why = std::move(why)});
    }
    share_codes(ratings, sisters);
  }
}

/// In a survey that asks for the NPS from 0 to 10, its other questions to 10 stand on the same boxes.
void share_nps_scale(const Sketch& sketch, std::vector<Rating>& ratings) {
  const auto nps = std::ranges::find_if(ratings, [](const Rating& r) {
    return r.named.asks == Asks::nps && r.scale.scale.low.value == 0 && r.scale.scale.high.value == 1000;
  });
  if (nps == ratings.end()) return;
  for (Rating& rating : ratings) {
    const bool to_ten = rating.scale.scale.low.value == 100 && rating.scale.scale.high.value == 1000;
    if (!to_ten || sketch.profile(rating.column).low < sketch.profile(nps->column).low) continue;
    rating.scale.scale.low = {0};
    rating.scale.why = fmt::format("0–10, as ‘{}’", sketch.columns[nps->column].name);
  }
}

/// The scale, and the codes that are no answer.
std::string scale_in_words(const Scale& scale) {
  if (scale.no_answer.empty()) return range_of(scale);
  return fmt::format("{}; {} {} no answer", range_of(scale), join(scale.no_answer, " and "),
                     scale.no_answer.size() == 1 ? "is" : "are");
}

void remark_on_zeros(Sketch& sketch) {
  std::vector<std::string> columns;
  for (const ColumnUse& use : sketch.guess.map.columns) {
    if (use.role != Role::rating || !use.scale) continue;
    if (std::ranges::find(use.scale->no_answer, "0") != use.scale->no_answer.end()) columns.push_back(use.column);
  }
  if (columns.empty()) return;
  const bool many = columns.size() > 1;
  sketch.remark(many ? std::string() : columns[0],
                fmt::format("0 is taken as “no answer”{}; if it is an answer, write a scale from 0",
                            many ? fmt::format(" in {} columns, ‘{}’ the first", columns.size(), columns[0]) : ""));
}

// --- by a column beside it

/// "Promoter", "Passive", "Detractor" beside a number: the number is the NPS answer.
bool is_group_of(const Sketch& sketch, std::size_t group, std::size_t score) {
  const ColumnProfile& p = sketch.profile(group);
  const bool words = !p.values.empty() && p.values.size() <= 4 && std::ranges::all_of(p.values, [](const auto& value) {
    const std::string word = plain(value.first);
    return word.starts_with("promo") || word.starts_with("pass") || word.starts_with("detra") ||
           word.starts_with("neutr") || word.starts_with("krit");
  });
  if (!words) return false;
  std::size_t fits = 0;
  std::size_t all = 0;
  for (std::size_t row = 0; row < sketch.columns[score].cells.size(); ++row) {
    const auto number = decimal_from(trim(sketch.columns[score].cells[row]));
    const std::string word = plain(sketch.columns[group].cells[row]);
    if (!number || word.empty()) continue;
    ++all;
    const double value = number->value();
    const char expected = value >= 9 ? 'p' : (value >= 7 ? 'n' : 'd');
    const char said =
        word.starts_with("promo") ? 'p' : (word.starts_with("detra") || word.starts_with("krit") ? 'd' : 'n');
    if (expected == said) ++fits;
  }
  return all > 0 && fits * 100 >= all * 95;
}

bool says_nps_in_every_cell(const ColumnProfile& p) {
  return p.values.size() == 1 && words_of(p.values[0].first).joined.starts_with("np") &&
         plain(p.values[0].first).starts_with("nps");
}

void find_nps_by_sister(const Sketch& sketch, std::vector<Rating>& ratings) {
  if (std::ranges::any_of(ratings,
                          [](const Rating& r) { return r.named.asks == Asks::nps && r.named.standard >= 0.6; }))
    return;
  for (std::size_t beside = 0; beside < sketch.size(); ++beside) {
    for (std::size_t i = 0; i < sketch.size(); ++i) {
      const ColumnProfile& p = sketch.profile(i);
      if (i == beside || sketch.taken[i] || !is_numeric(p) || p.low < 0 || p.high > 10 || p.number != p.whole) continue;
      const bool grouped = is_group_of(sketch, beside, i);
      const bool typed = says_nps_in_every_cell(sketch.profile(beside)) && named_rating(sketch, i).score >= 0.6;
      if (!grouped && !typed) continue;
      auto scale = guess_scale(p.numbers, Asks::nps);
      if (!scale) continue;
      scale->sure = 0.9;
      std::erase_if(ratings, [i](const Rating& r) { return r.column == i; });
      ratings.push_back({.column = i,
                         .named = {.asks = Asks::nps, .standard = 0.95, .score = 0.95},
                         .scale = *scale,
                         .why = fmt::format("{}; ‘{}’ says {}", named_in_words(sketch, i), sketch.columns[beside].name,
                                            grouped ? "promoter, passive or detractor for it" : "NPS")});
      return;
    }
  }
}

// --- answers in words

std::optional<Rating> by_words(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  if (p.values.size() < 3 || p.values.size() > 12 || p.share(p.number) > 0) return std::nullopt;
  for (const auto& steps : sketch.lexicon.likert()) {
    std::vector<Word> words;
    std::uint64_t read = 0;
    bool fits = true;
    std::vector<std::string> none;
    for (const auto& [value, n] : p.values) {
      const std::string word = plain(value);
      const auto step = std::ranges::find(steps, word);
      if (step != steps.end()) {
        words.push_back({.word = value, .value = {static_cast<std::int32_t>((step - steps.begin() + 1) * 100)}});
        read += n;
      } else if (sketch.lexicon["no_answer.words"].in_name(words_of(value)) >= 1) {
        none.push_back(value);
      } else {
        fits = false;
      }
    }
    if (!fits || words.size() < 3 || read == 0) continue;
    Rating rating{.column = i, .named = named_rating(sketch, i), .scale = {}, .why = {}};
    std::ranges::sort(words, {}, &Word::value);
    rating.scale.scale = {.low = {100},
                          .high = {static_cast<std::int32_t>(steps.size() * 100)},
                          .no_answer = std::move(none),
                          .reversed = false,
                          .words = std::move(words)};
    rating.scale.sure = 0.8;
    rating.scale.why = fmt::format("from “{}” as 1 to “{}” as {}", steps.front(), steps.back(), steps.size());
    rating.why = fmt::format("{}; answers in words of one scale", named_in_words(sketch, i));
    return rating;
  }
  return std::nullopt;
}

/// Of several questions that ask for the same, the one that asks for the whole.
bool asks_for_the_whole(const Sketch& sketch, std::size_t i) {
  return sketch.lexicon["rating.other.whole"].in_text(sketch.labels[i]) ||
         sketch.lexicon["rating.other.whole"].in_text(sketch.names[i]);
}

/// Each standard name goes to the column that fits it best, if it stands on the standard scale. Where several questions
/// fit alike and none asks for the whole, nobody gets it: the satisfaction with the staff is not the CSAT.
void give_names(const Sketch& sketch, const std::vector<Rating>& ratings, std::map<std::size_t, std::string>& names) {
  for (const Standard& standard : k_standards) {
    const Rating* best = nullptr;
    double best_fit = 0;
    std::size_t alike = 0;
    for (const Rating& rating : ratings) {
      if (rating.named.asks != standard.asks || !is_scale(rating.scale.scale, standard)) continue;
      // nps is known by a part of a name, too: nothing else is asked from 0 to 10 in these words.
      if (rating.named.standard < (standard.asks == Asks::nps ? 0.6 : 0.9)) continue;
      const bool whole = rating.named.question && asks_for_the_whole(sketch, rating.column);
      const double fit = rating.named.standard + (whole ? 0.01 : 0);
      if (fit == best_fit) ++alike;
      if (fit <= best_fit) continue;
      best = &rating;
      best_fit = fit;
      alike = 1;
    }
    if (alike > 1 && standard.asks != Asks::nps && best->named.question) continue;
    if (best != nullptr) names.emplace(best->column, standard.name);
  }
}

}  // namespace

void take_ratings(Sketch& sketch) {
  std::vector<Rating> ratings;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    if (sketch.taken[i]) continue;
    if (auto rating = by_name(sketch, i)) {
      ratings.push_back(std::move(*rating));
    } else if (auto worded = by_words(sketch, i)) {
      ratings.push_back(std::move(*worded));
    }
  }
  find_sisters(sketch, ratings);
  find_nps_by_sister(sketch, ratings);
  share_nps_scale(sketch, ratings);
  std::ranges::sort(ratings, {}, &Rating::column);
  std::map<std::size_t, std::string> names;
  give_names(sketch, ratings, names);

  for (const Rating& rating : ratings) {
    const std::size_t i = rating.column;
    const ColumnProfile& p = sketch.profile(i);
    if (rating.scale.or_else) ask_for_scale(sketch, rating);
    const bool told = !rating.scale.scale.words.empty() || rating.scale.why.ends_with("’");
    const std::string says = told ? rating.scale.why : scale_in_words(rating.scale.scale);
    ColumnUse& use = sketch.take(i, Role::rating, rating.scale.sure, fmt::format("{}; {}", rating.why, says));
    use.scale = rating.scale.scale;
    use.decimal = p.decimal;
    if (rating.scale.scale.words.empty()) use.format = format_of(p);
    if (const auto name = names.find(i); name != names.end()) use.name = name->second;
  }
  remark_on_zeros(sketch);
}

}  // namespace bellwether::listen
