#include "listen/columns/scale_guess.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::uint64_t k_many = 100;  // answers after which a step that nobody chose is not there

std::string code_text(double value) { return to_text(value); }

/// The answers that are left when the usual codes for "no answer" are taken away.
struct Block {
  std::vector<std::pair<double, std::uint64_t>> answers;
  std::vector<std::string> codes;
  std::uint64_t coded = 0;
  std::uint64_t count = 0;

  [[nodiscard]] double low() const { return answers.front().first; }
  [[nodiscard]] double high() const { return answers.back().first; }
  [[nodiscard]] std::uint64_t at(double value) const {
    for (const auto& [number, n] : answers) {
      if (number == value) return n;
    }
    return 0;
  }
  void take_out(double value) {
    std::erase_if(answers, [&](const auto& answer) {
      if (answer.first != value) return false;
      codes.push_back(code_text(value));
      coded += answer.second;
      count -= answer.second;
      return true;
    });
  }
};

bool is_usual_code(double value) {
  static constexpr auto k_codes =
      std::to_array<double>({-1, -2, -3, -7, -8, -9, -66, -77, -88, -97, -98, -99, -999, 66,
                             77, 88, 96, 97, 98, 99, 555, 777, 888, 996, 997, 998, 999,  9999});
  return std::ranges::find(k_codes, value) != k_codes.end();
}

/// -99, 99, 888: far from the answers; and 8 or 9 behind a gap after 1–5.
Block without_codes(NumberCounts numbers) {
  Block block;
  block.answers.assign(numbers.begin(), numbers.end());
  for (const auto& [number, n] : numbers) block.count += n;
  for (const auto& [number, n] : numbers) {
    if (number < 0 && is_usual_code(number)) block.take_out(number);
  }
  while (block.answers.size() >= 3) {
    const double last = block.high();
    const double before = block.answers[block.answers.size() - 2].first;
    const bool far = is_usual_code(last) && last > 10 && before <= 10 && last - before > 1;
    const bool behind_gap = (last == 9 || last == 8 || last == 7) && before <= 5 && last - before > 1 &&
                            block.at(last - 1) == 0 && block.answers.size() >= 4;
    if (!far && !behind_gap) break;
    block.take_out(last);
  }
  return block;
}

Scale scale_of(double low, double high, std::vector<std::string> codes) {
  const auto hundredths = [](double value) { return Hundredths{static_cast<std::int32_t>(std::lround(value * 100))}; };
  Scale scale;
  scale.low = hundredths(low);
  scale.high = hundredths(high);
  scale.no_answer = std::move(codes);
  return scale;
}

}  // namespace

std::string range_of(const Scale& scale) { return fmt::format("{}–{}", to_text(scale.low), to_text(scale.high)); }

std::optional<ScaleGuess> guess_scale(NumberCounts numbers, Asks asks, bool six_is_code) {
  if (numbers.empty()) return std::nullopt;
  Block block = without_codes(numbers);
  if (block.answers.empty() || block.low() < 0) return std::nullopt;
  const bool many = block.count >= k_many;
  // Likely to recommend, on 1–5 or 1–7: of a hundred people somebody would have given more, had there been more.
  const bool asked_shorter = many && (block.high() == 5 || (block.high() == 7 && block.low() >= 1));

  ScaleGuess guess;
  double low = 1;
  double high = 0;
  guess.sure = 0.9;
  const double top = block.high();
  if (top == 11 && block.answers.size() >= 6) {
    block.take_out(11);  // behind 0–10, "don't know" is often the eleventh box
    low = 0;
    high = 10;
  } else if (top > 10) {
    // 0–100, or stars in tens. Bare scores of this size are anything.
    const bool tens = std::ranges::all_of(block.answers, [](const auto& a) { return std::fmod(a.first, 10) == 0; });
    if (tens && top == 50 && block.low() >= 10)
      return ScaleGuess{.scale = scale_of(10, 50, block.codes),
                        .sure = 0.8,
                        .why = "10–50, stars in tens",
                        .no_answer = block.coded,
                        .or_else = {}};
    if (top > 100 || top <= 20 || asks == Asks::nps || asks == Asks::stars || asks == Asks::ces) return std::nullopt;
    low = 0;
    high = 100;
    guess.sure = 0.7;
  } else if (top > 7) {
    high = 10;
    low = block.low() < 1 || asks == Asks::nps ? 0 : 1;
    if (top < 10) guess.sure = many ? 0.65 : 0.75;
  } else if (asks == Asks::nps && !asked_shorter) {
    high = 10;
    low = 0;
    guess.sure = many ? 0.6 : 0.75;
  } else if (top > 6) {
    high = 7;
    if (block.low() < 1) block.take_out(0);
  } else if (top > 5 && top < 6) {
    high = 10;
    guess.sure = 0.6;
  } else if (top == 6) {
    if (six_is_code) {
      block.take_out(6);
      block.take_out(0);
      high = 5;
    } else if (asks == Asks::ces || !many) {
      high = 7;
      guess.sure = 0.65;
      if (block.low() < 1) block.take_out(0);
    } else {
      // A scale to 6, a scale to 7 whose best nobody gave, or 1–5 with 6 for "never used".
      high = 6;
      guess.sure = 0.4;
      if (block.low() < 1) block.take_out(0);
      std::vector<std::string> codes = block.codes;
      codes.emplace_back("6");
      guess.or_else = scale_of(1, 5, std::move(codes));
    }
  } else if (top > 4) {
    high = 5;
    if (block.low() == 0) {
      block.take_out(0);
      guess.sure = 0.75;
    }
  } else if (top >= 2) {
    const bool four = many && top == 4;
    const bool three = many && top == 3 && block.answers.size() == 3;
    high = four ? 4 : (three ? 3 : 5);
    guess.sure = 0.65;
    if (block.low() == 0) {
      if (high == 5) block.take_out(0);
      low = high == 5 ? 1 : 0;
    }
  } else {
    // Only 0 and 1, or nothing but 1: yes and no, unless there are next to no answers yet.
    if (many || block.low() == 0 || asks == Asks::other) return std::nullopt;
    high = 5;
    guess.sure = 0.6;
  }
  if (block.answers.empty()) return std::nullopt;

  guess.scale = scale_of(low, high, block.codes);
  guess.no_answer = block.coded;
  guess.why = range_of(guess.scale);
  if (!block.codes.empty()) {
    guess.why += fmt::format("; {} {} no answer", join(block.codes, ", "), block.codes.size() == 1 ? "is" : "are");
  }
  return guess;
}

bool is_six_a_code(std::span<const NumberCounts> sisters) {
  double least = 1;
  double most = 0;
  std::size_t counted = 0;
  for (const NumberCounts numbers : sisters) {
    std::uint64_t six = 0;
    std::uint64_t all = 0;
    for (const auto& [number, n] : numbers) {
      all += n;
      if (number == 6) six = n;
    }
    if (all < 20) continue;
    const double share = static_cast<double>(six) / static_cast<double>(all);
    least = std::min(least, share);
    most = std::max(most, share);
    ++counted;
  }
  // On a real scale the best answer's share moves by a factor of two or three from question to question.
  return counted >= 3 && most >= 0.1 && most >= 5 * least;
}

}  // namespace bellwether::listen
