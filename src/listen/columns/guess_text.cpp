// What was said: columns of free text, their titles, and copies that programs made of them.
#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::uint64_t k_enough = 50;

/// The same few values again and again: a category, however long its words.
bool is_coded(const ColumnProfile& p) {
  if (p.distinct_is_more || p.filled < k_enough) return p.filled >= 12 && p.distinct <= 4;
  return p.distinct <= std::max<std::uint64_t>(12, p.filled / 50);
}

double free_text(const ColumnProfile& p) {
  if (p.filled == 0 || p.share(p.number) > 0.5 || p.time.share() > 0.5 || p.share(p.url) > 0.5 ||
      p.share(p.hex_id) > 0.8 || p.share(p.email) > 0.3) {
    return 0;
  }
  if (is_coded(p)) return 0.05;
  if (p.mean_words < 1.3 && p.mean_length < 15) return 0.1;  // codes and single words
  const double different = p.distinct_is_more ? 1 : p.share(p.distinct);
  return 0.6 * std::clamp((p.mean_words - 1.5) / 6, 0.0, 1.0) + 0.4 * std::clamp(different * 1.25, 0.0, 1.0);
}

/// 0: no text; else how sure.
double text_score(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  const double content = free_text(p);
  const double name = sketch.named(i, "text.names");
  const double never = sketch.named(i, "text.never");
  if (never >= 0.5 && never >= name) return 0;
  const bool asked = sketch.asked(i, "text.questions");
  if ((name >= 0.55 || asked) && content >= 0.3)
    return std::min(0.95, 0.55 + 0.3 * std::max(name, 0.8) + 0.2 * content);
  // One or two answers to an open question show no more than that they are words.
  if ((name >= 0.9 || asked) && p.filled < 12 && p.filled > 0 && p.share(p.spaced) >= 0.5 && content > 0.1) return 0.6;
  // Few short answers under so plain a name are short comments, no codes.
  if (name >= 0.95 && p.filled > 0 && p.filled < 100 && p.numbers.empty()) return 0.6;
  constexpr std::uint32_t k_a_sentence = 25;
  return content >= 0.75 && p.p90_length >= k_a_sentence ? 0.4 + 0.4 * content : 0;
}

bool is_title(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  const double name = sketch.named(i, "text.titles");
  return name >= 0.6 && name > sketch.named(i, "text.never") && free_text(p) >= 0.25;
}

/// Letters and digits only, lower case: what is left of a text when a program has cleaned it.
std::string bones(std::string_view text) {
  std::string result = plain(text.substr(0, 300));
  std::erase(result, ' ');
  return result;
}

bool is_copy(const SampleColumn& a, const SampleColumn& b) {
  constexpr std::size_t k_compared = 200;
  std::size_t both = 0;
  std::size_t same = 0;
  for (std::size_t row = 0; row < a.cells.size() && both < k_compared; ++row) {
    const std::string_view left = trim(a.cells[row]);
    const std::string_view right = trim(b.cells[row]);
    if (left.empty() || right.empty()) continue;
    ++both;
    if (bones(left) == bones(right)) ++same;
  }
  return both >= 5 && same * 10 >= both * 7;
}

/// Of two columns with the same words the one that a program made is left out.
void leave_out_copies(Sketch& sketch, std::vector<std::size_t>& texts) {
  for (std::size_t a = 0; a < texts.size(); ++a) {
    for (std::size_t b = a + 1; b < texts.size();) {
      const bool made = sketch.named(texts[b], "text.copies") >= 0.5;
      const bool first_made = sketch.named(texts[a], "text.copies") >= 0.5;
      const bool same = is_copy(sketch.columns[texts[a]], sketch.columns[texts[b]]);
      if (!same && !made && !first_made) {
        ++b;
        continue;
      }
      const std::size_t out = first_made && !made ? a : b;
      const std::size_t kept = out == a ? b : a;
      sketch.take(texts[out], Role::ignored, 0.8,
                  fmt::format("the same words as ‘{}’, {}", sketch.columns[texts[kept]].name,
                              same ? "once more" : "worked over by a program"));
      texts.erase(texts.begin() + static_cast<std::ptrdiff_t>(out));
      if (out == a) b = a + 1;
    }
  }
}

}  // namespace

void take_texts(Sketch& sketch) {
  std::vector<std::size_t> texts;
  std::vector<double> sure(sketch.size());
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    if (sketch.taken[i]) continue;
    sure[i] = text_score(sketch, i);
    if (sure[i] == 0 && is_title(sketch, i)) sure[i] = 0.75;
    if (sure[i] > 0) texts.push_back(i);
  }
  leave_out_copies(sketch, texts);
  for (const std::size_t i : texts) {
    const ColumnProfile& p = sketch.profile(i);
    std::string why =
        fmt::format("{}; free text, {:.0f} words on average in {} filled cells", named_in_words(sketch, i),
                    std::max(p.mean_words, 1.0), with_thousands(static_cast<long long>(p.filled)));
    if (texts.size() > 1) why += "; joined with the other texts";
    sketch.take(i, Role::text, sure[i], std::move(why));
  }
}

}  // namespace bellwether::listen
