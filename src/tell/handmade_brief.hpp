// A brief made by hand for the tests of drawing: every kind of thing that a brief can hold, with hostile text in it.
#pragma once

#include "tell/brief.hpp"

#include <string>
#include <utility>
#include <vector>

namespace bellwether::tell {

inline Number number_of(double value, double low, double high, std::int64_t n,
                        measure::Method method = measure::Method::adjusted_wald) {
  return {.is = measure::Estimate{.value = value, .low = low, .high = high, .level = 0.95, .n = n, .method = method},
          .n = n};
}

inline Number withheld_number(std::string why, std::int64_t n) {
  return {.is = measure::Withheld{std::move(why)}, .n = n};
}

inline std::vector<Point> trend_of(const std::vector<double>& values, double half, std::int64_t n,
                                   measure::Method method) {
  std::vector<Point> trend;
  for (std::size_t at = 0; at < values.size(); ++at) {
    trend.push_back({.period = "2026-W" + std::to_string(47 - values.size() + at),
                     .is = number_of(values[at], values[at] - half, values[at] + half, n, method)});
  }
  return trend;
}

inline Figure handmade_nps() {
  Figure nps{
      .measure = "nps",
      .label = "Net Promoter Score",
      .about = "Promoters (9–10) minus detractors (0–6), as a share of answers, in points",
      .unit = "points",
      .better = measure::Better::higher,
      .now = number_of(32, 27, 37, 1204),
      .before = number_of(41, 36, 46, 1188),
      .change = measure::Difference{.value = -9, .low = -16, .high = -2, .verdict = measure::Verdict::down},
      .tone = Tone::worse,
      .trend = trend_of({44, 42, 43, 45, 43, 41, 42, 44, 42, 40, 41, 41, 32}, 5, 1190, measure::Method::adjusted_wald),
      .note = 0,
      .note_before = 1,
      .note_trend = 2};
  nps.trend[4].is = withheld_number("fewer than 5 people answered", 3);
  return nps;
}

inline Figure handmade_csat() {
  return {
      .measure = "csat",
      .label = "Satisfaction",
      .about = "Answers of 4 or 5 on a scale of 1 to 5",
      .unit = "%",
      .better = measure::Better::higher,
      .now = number_of(81.3, 78.9, 83.5, 1020, measure::Method::wilson),
      .before = number_of(80.1, 77.6, 82.4, 1011, measure::Method::wilson),
      .change = measure::Difference{.value = 1.2, .low = -2.1, .high = 4.5},
      .trend = trend_of({80, 79, 81, 80, 82, 80, 79, 80, 81, 80, 81, 80.1, 81.3}, 2.4, 1015, measure::Method::wilson),
      .note = 3,
      .note_before = 4,
      .note_trend = 5};
}

inline Figure handmade_volume() {
  Figure volume{.measure = "volume",
                .label = "Signals",
                .about = "How many signals came in",
                .unit = "signals",
                .now = number_of(4812, 4812, 4812, 4812, measure::Method::exact),
                .before = number_of(4410, 4410, 4410, 4410, measure::Method::exact),
                .change = measure::Difference{.value = 402, .low = 214, .high = 590, .verdict = measure::Verdict::up},
                .note = 6,
                .note_before = 7};
  for (int at = 0; at < 13; ++at) {
    const double value = at == 12 ? 4812 : 4300 + 40 * (at % 4);
    volume.trend.push_back(
        {.period = "2026-W" + std::to_string(34 + at),
         .is = number_of(value, value, value, static_cast<std::int64_t>(value), measure::Method::exact)});
  }
  return volume;
}

inline Figure handmade_effort() {
  return {.measure = "ces",
          .label = "Effort",
          .about = "How easy it was",
          .unit = "of 7",
          .better = measure::Better::higher,
          .now = withheld_number("fewer than 5 people answered", 4),
          .note = 8};
}

inline Story lyon_story() {
  return {
      .title = "Lyon: NPS 12 (3\u00A0…\u00A021, n\u00A0214), 24\u00A0points under the rest",
      .tone = Tone::worse,
      .text = {{.text = "It was 38 in week\u00A045, and fell by 26\u00A0points (13\u00A0…\u00A039).", .notes = {9}},
               {.text = "Satisfaction is 61\u00A0% there, 22\u00A0percentage points under the rest.", .notes = {10}}},
      .chart = {.label = "Net Promoter Score",
                .unit = "points",
                .bars = {{.label = "Lyon", .is = number_of(12, 3, 21, 214), .told = true, .note = 9},
                         {.label = "Lyon, week\u00A045", .is = number_of(38, 29, 47, 208), .note = 9},
                         {.label = "the rest", .is = number_of(36, 31, 41, 990), .note = 9},
                         {.label = "Nice <b>", .is = withheld_number("fewer than 5 people answered", 3), .note = 9}}},
      .voices = {{.id = {.high = 0x0190a1b2c3d4e5f6, .low = 0x8123456789abcdef},
                  .text = "Attendu 40 minutes à la réception & personne ne s'est excusé. <script>alert(\"x\")</script>",
                  .language = "fr",
                  .from = "Lyon · check-in · 12 November 2026 · nps 2"},
                 {.id = {.high = 0x0190a1b2c3d4e5f7, .low = 0x8123456789abcde0},
                  .text = "الغرفة لم تكن جاهزة 😡",
                  .language = "ar",
                  .from = "Lyon · room · 10 November 2026 · nps 0"},
                 {.id = {.high = 0x0190a1b2c3d4e5f8, .low = 0x8123456789abcde1},
                  .text = "The queue at the desk went out of the door, and the key did not work when I finally got it",
                  .cut = true,
                  .language = "en",
                  .from = "Lyon · check-in · 9 November 2026 · nps 3"}}};
}

inline Story breakfast_story() {
  return {
      .title =
          "Touchpoint breakfast: satisfaction 92\u00A0% (89\u00A0…\u00A094, n\u00A0402), 14\u00A0percentage points "
          "over the rest",
      .tone = Tone::better,
      .text = {{.text = "It was 90\u00A0% in week\u00A045; no change beyond chance.", .notes = {11}}},
      .chart = {.label = "Satisfaction",
                .unit = "%",
                .bars = {{.label = "breakfast",
                          .is = number_of(92, 89, 94, 402, measure::Method::wilson),
                          .told = true,
                          .note = 11},
                         {.label = "the rest", .is = number_of(78, 75, 81, 618, measure::Method::wilson), .note = 11}}},
      .voices = {},
      .no_voices = "Nobody wrote a comment there in week\u00A046."};
}

/// One that moved, one that rests on too little, one that nothing is known of.
inline std::vector<LeadLine> handmade_lead() {
  return {{.label = "CORE",
           .about = "What a leader is for",
           .score = measure::Estimate{.value = 57.1, .low = 51.6, .high = 62.4, .method = measure::Method::mover},
           .coverage = 0.71,
           .change = measure::Difference{.value = 10, .low = 2, .high = 18, .verdict = measure::Verdict::up},
           .told = "weakest: Reach 40; strongest: Care 75; moved most by Goals kept (+10.0 points)",
           .note = 14},
          {.label = "Say <b>& do</b>",
           .about = "Whether what is said is done",
           .score = measure::Estimate{.value = 73, .low = 40, .high = 90, .method = measure::Method::mover},
           .coverage = 0.12,
           .thin = true,
           .told = "bring next: ask the teams for `brand_lived`",
           .note = 15},
          {.label = "The shadow", .about = "Who is seen", .told = "bring next: tell of visits", .note = 16}};
}

inline Brief handmade_brief() {
  Brief brief{
      .organisation = "Hôtel & Söhne <test>",
      .period = "week\u00A046, 2026",
      .dates = "9 to 15 November 2026",
      .against = "week\u00A045, 2026",
      .why_period = "It is the last full week, with 4,812 signals.",
      .headline = "NPS fell 9\u00A0points in week\u00A046, most of all in Lyon",
      .below = "From 41 to 32 (27\u00A0…\u00A037, n\u00A01,204).",
      .tone = Tone::worse,
      .figures = {handmade_nps(), handmade_csat(), handmade_volume(), handmade_effort()},
      .stories = {lyon_story(), breakfast_story()},
      .also = {{.text = "Channel chat: NPS 21 (12\u00A0…\u00A030, n\u00A0180), 13\u00A0points under the rest",
                .notes = {12},
                .tone = Tone::worse},
               {.text = "Paris: NPS 51 (43\u00A0…\u00A058, n\u00A0260), 24\u00A0points over the rest",
                .notes = {13},
                .tone = Tone::better}},
      .lead = handmade_lead(),
      .thin = {{.text = "Nice: 3 answers to NPS in week\u00A046",
                .needed = "about 130 would tell ± 10\u00A0points",
                .note = 9}},
      .remarks = {"1,204 signals carry no date and are in no period."},
      .method = {"Intervals hold at 95\u00A0%. A change or a difference is told only where it is beyond chance."},
      .made_at = {1'795'000'000'000'000}};
  for (int at = 0; at < 14; ++at) {
    brief.notes.push_back({.query = "bellwether measure nps --by unit --where 'voice_of = \"customer\" and x <= " +
                                    std::to_string(at) + "' --from 2026-11-09 --to 2026-11-16",
                           .snapshot = "1f0c9a2e-42",
                           .version = "0.1.0+5d2f91ab"});
  }
  for (const char* framework : {"core", "say-do", "shadow"}) {
    brief.notes.push_back(
        {.query = "bellwether lead " + std::string(framework) + " --period 2026-W46 --show-work --snapshot 1f0c9a2e-42",
         .snapshot = "1f0c9a2e-42",
         .version = {}});
  }
  return brief;
}

}  // namespace bellwether::tell
