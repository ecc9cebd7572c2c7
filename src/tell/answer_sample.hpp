// For tests: an answer made by hand, with unknown, undated, withheld, wide and hostile slices.
#pragma once

#include "measure/ask.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::tell {

inline measure::AnswerRow sample_row(std::string unit, double value, double low, double high, std::int64_t n) {
  return {.slice = {{"unit", std::move(unit)}},
          .from = day_from({2026, 11, 9}),
          .to = day_from({2026, 11, 16}),
          .is = measure::Estimate{.value = value,
                                  .low = low,
                                  .high = high,
                                  .level = 0.95,
                                  .n = n,
                                  .method = measure::Method::adjusted_wald},
          .n = n};
}

inline measure::Answer sample_answer() {
  measure::Answer answer;
  answer.measure.id = "nps";
  answer.measure.label = "Net Promoter Score";
  answer.measure.unit = "points";
  answer.measure.better = measure::Better::higher;
  answer.query = "bellwether measure nps --by unit --every week --where 'channel in (\"chat\", \"phone\")'";
  answer.snapshot = "1f0c9a2e-42";
  answer.version = "0.1.0+5d2f91ab";
  answer.rows = {sample_row("Lyon", 12.25, 3.5, 21.125, 214), sample_row("東京駅", -34, -50, -18, 96),
                 sample_row("=HYPERLINK(\"http://x\")", 40, 31, 49, 1204), sample_row("Köln\x1b[31m", 55, 50, 60, 777)};
  measure::AnswerRow few = sample_row("Nice", 0, 0, 0, 0);
  few.is = measure::Withheld{"fewer than 5 people answered"};
  few.n = 3;
  answer.rows.push_back(few);
  measure::AnswerRow unknown = sample_row("", 8, -2, 18, 120);
  unknown.slice[0].second.reset();
  unknown.from.reset();
  unknown.to.reset();
  unknown.undated = true;
  answer.rows.push_back(unknown);
  answer.undated = 120;
  return answer;
}

}  // namespace bellwether::tell
