#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/brief_maker.hpp"
#include "tell/brief_voices.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

constexpr std::size_t k_most_also = 8;
constexpr std::size_t k_most_bars = 6;

Tone tone_of_finding(const Finding& finding) { return tone_of(finding.measure.better, finding.difference.value); }

std::string words_of(const Finding& finding) {
  return finding.kind == Finding::Kind::moved
             ? moved_words(finding.measure, finding.place, finding.here, finding.other)
             : stands_out_words(finding.measure, finding.place, finding.here, finding.other);
}

std::vector<NoteIndex> notes_of(const Finding& finding, Brief& brief) {
  std::vector<NoteIndex> notes;
  notes.reserve(finding.asked.size());
  for (const measure::Answer& asked : finding.asked)
    notes.push_back(note_of(brief, asked.query, asked.snapshot, asked.version));
  return notes;
}

/// All findings about one place: a story.
struct Topic {
  Place place;
  std::vector<const Finding*> findings;  ///< most important first
  const Finding* inside = nullptr;       ///< for the whole: the slice that moved most with it
};

// The slice that carries the most of a move of the whole, if it moved half as much again as the whole did and carries a
// third of it: where everything moved alike, no slice is to be named.
const Finding* carrier(const Finding& whole, const std::vector<Finding>& all) {
  const Finding* most = nullptr;
  const auto carried = [](const Finding& slice) { return std::abs(slice.difference.value) * slice.share; };
  for (const Finding& slice : all) {
    if (slice.kind != Finding::Kind::moved || slice.place.is_whole() || slice.measure.id != whole.measure.id) continue;
    if ((slice.difference.value < 0) != (whole.difference.value < 0)) continue;
    if (std::abs(slice.difference.value) < 1.5 * std::abs(whole.difference.value)) continue;
    if (slice.place.dimension == "theme") continue;  // themes overlap: their shares do not add up
    if (most == nullptr || carried(slice) > carried(*most)) most = &slice;
  }
  if (most == nullptr || carried(*most) < std::abs(whole.difference.value) / 3) return nullptr;
  return most;
}

// Of two slices that make up everything, each is the other's mirror: one of them is told.
bool is_mirror(const Finding& finding, const Finding& other) {
  return finding.kind == Finding::Kind::stands_out && other.kind == Finding::Kind::stands_out &&
         finding.measure.id == other.measure.id && finding.place.dimension == other.place.dimension &&
         finding.place != other.place && finding.here.n == other.other.n && finding.other.n == other.here.n;
}

std::vector<Topic> topics_of(const Findings& findings) {
  std::vector<Topic> topics;
  for (std::size_t at = 0; at < findings.told.size(); ++at) {
    const Finding& finding = findings.told[at];
    const auto before = std::span(findings.told).first(at);
    if (std::ranges::any_of(before, [&](const Finding& other) { return is_mirror(finding, other); })) continue;
    const auto same = std::ranges::find(topics, finding.place, &Topic::place);
    if (same != topics.end()) {
      same->findings.push_back(&finding);
    } else {
      topics.push_back({.place = finding.place, .findings = {&finding}});
    }
  }
  for (Topic& topic : topics) {
    // News first, and of equals the measure that leads the page: everybody knows NPS better than a question of some survey.
    std::ranges::stable_sort(topic.findings, {},
                             [](const Finding* finding) { return std::pair(finding->kind, finding->rank); });
    if (topic.place.is_whole()) topic.inside = carrier(*topic.findings.front(), findings.told);
  }
  // What carries a move of the whole is told there, and needs no story of its own.
  std::erase_if(topics, [&](const Topic& topic) {
    return std::ranges::any_of(
        topics, [&](const Topic& other) { return other.inside != nullptr && other.inside->place == topic.place; });
  });
  return topics;
}

// ---- The chart -------------------------------------------------------------------------------------------------

Result<void> add_bar(const Ground& ground, const Finding& finding, const std::string& where,
                     const std::optional<Period>& period, std::string label, bool told, Brief& brief, Bars& bars) {
  measure::Question question;
  question.measure = finding.measure.id;
  question.where = where;
  question.snapshot = ground.snapshot;
  if (period) {
    question.from = period->from;
    question.to = period->to;
  }
  const auto answer = measure::ask(ground.catalogue, ground.facts, ground.guards, question);
  if (!answer) return std::unexpected(answer.error());
  if (answer->rows.empty()) return {};
  const measure::AnswerRow& row = answer->rows.front();
  const auto* estimate = std::get_if<measure::Estimate>(&row.is);
  if (estimate != nullptr) bars.decimals = std::max(bars.decimals, decimals_for(*estimate));
  bars.bars.push_back({.label = std::move(label),
                       .is = {.is = row.is, .n = estimate == nullptr ? row.n : estimate->n},
                       .told = told,
                       .note = note_of(brief, answer->query, answer->snapshot, answer->version)});
  return {};
}

std::string before_words(const Ground& ground) {
  const std::string words = period_words(ground.told.before->from, ground.told.before->to);
  return words.substr(0, words.find(','));
}

// The slice now, in the period before, and the rest; for the whole also the slice that carries it.
Result<Bars> bars_of(const Ground& ground, const Topic& topic, Brief& brief) {
  const Finding& finding = *topic.findings.front();
  Bars bars{.label = finding.measure.label.empty() ? finding.measure.id : finding.measure.label,
            .unit = said_unit(finding.measure)};
  const auto add = [&](const Place& place, bool rest, const std::optional<Period>& period, std::string label,
                       bool told) {
    const std::string here = filter_of(place);
    return add_bar(ground, finding, rest ? "not (" + here + ")" : here, period, std::move(label), told, brief, bars);
  };
  const Place& place = topic.place;
  if (auto done = add(place, false, ground.told.period, head_of(place), true); !done)
    return std::unexpected(done.error());
  if (ground.told.before) {
    auto done = add(place, false, ground.told.before, head_of(place) + ", " + before_words(ground), false);
    if (!done) return std::unexpected(done.error());
  }
  if (!place.is_whole()) {
    if (auto done = add(place, true, ground.told.period, "The rest", false); !done)
      return std::unexpected(done.error());
  } else if (topic.inside != nullptr) {
    const Place& inside = topic.inside->place;
    auto done = add(inside, false, ground.told.period, head_of(inside), false);
    if (done) done = add(inside, false, ground.told.before, head_of(inside) + ", " + before_words(ground), false);
    if (done) done = add(inside, true, ground.told.period, "The rest", false);
    if (!done) return std::unexpected(done.error());
  }
  if (bars.bars.size() > k_most_bars) bars.bars.resize(k_most_bars);
  return bars;
}

// ---- The words -------------------------------------------------------------------------------------------------

// "In week 45 it was 5 (−9 … 20, n 58)."
std::string was_words(const Ground& ground, const Finding& finding) {
  std::string before = in_period(*ground.told.before);
  before.front() = 'I';
  return fmt::format("{} it was {}.", before, told_number(finding.measure, finding.was->is));
}

// From where to where, with the doubt that belongs to it.
std::string from_to_words(const Ground& ground, const Finding& finding) {
  if (finding.kind == Finding::Kind::moved) {
    return fmt::format("{} was {} {}, and is {}.", short_name(finding.measure),
                       told_number(finding.measure, finding.other), in_period(*ground.told.before),
                       told_number(finding.measure, finding.here));
  }
  return words_of(finding) + ".";
}

std::string difference_words(const Finding& finding) {
  const int decimals = decimals_of(finding.here, finding.other);
  double low = std::abs(finding.difference.low);
  double high = std::abs(finding.difference.high);
  if (low > high) std::swap(low, high);
  const bool over_zero = finding.difference.low < 0 && finding.difference.high > 0;
  const std::string span = interval_text(over_zero ? 0 : low, high, decimals);
  return fmt::format("The difference is {} ({}), and {} of 100 answers come from there.",
                     amount_text(finding.difference.value, decimals, said_unit(finding.measure)), span,
                     number_text(finding.share * 100, 0));
}

Result<Story> story_of(const Ground& ground, const Topic& topic, Brief& brief) {
  const Finding& first = *topic.findings.front();
  Story story{.title = words_of(first), .tone = tone_of_finding(first)};
  if (topic.inside != nullptr) story.title += ", most of all " + where_of(topic.inside->place);
  if (first.kind == Finding::Kind::moved) {
    story.text.push_back({.text = from_to_words(ground, first), .notes = notes_of(first, brief)});
  } else {
    story.text.push_back({.text = difference_words(first), .notes = notes_of(first, brief)});
    if (first.was) {
      const measure::Answer& asked = first.was->asked;
      story.text.push_back(
          {.text = was_words(ground, first), .notes = {note_of(brief, asked.query, asked.snapshot, asked.version)}});
    }
  }
  if (topic.inside != nullptr) {
    story.text.push_back({.text = head_of(topic.inside->place) + ": " + from_to_words(ground, *topic.inside),
                          .notes = notes_of(*topic.inside, brief)});
  }
  for (std::size_t at = 1; at < std::min<std::size_t>(topic.findings.size(), 3); ++at) {
    const Finding& other = *topic.findings[at];
    story.text.push_back(
        {.text = words_of(other) + ".", .notes = notes_of(other, brief), .tone = tone_of_finding(other)});
  }
  auto bars = bars_of(ground, topic, brief);
  if (!bars) return std::unexpected(bars.error());
  story.chart = std::move(*bars);

  Finding voiced = first;
  if (topic.inside != nullptr) voiced.place = topic.inside->place;
  std::vector<Id> told;
  for (const Story& before : brief.stories) {
    for (const Voice& voice : before.voices) told.push_back(voice.id);
  }
  auto voices = voices_for(ground, voiced, told);
  if (!voices) return std::unexpected(voices.error());
  story.voices = std::move(*voices);
  if (story.voices.empty()) {
    story.no_voices = first.measure.id == "enps" || first.measure.where.find("\"employee\"") != std::string::npos
                          ? "Employees are not quoted: they could be known by their words."
                          : "Nobody there left words that can be quoted; employees never are.";
  }
  return story;
}

std::string said_period(const Ground& ground) {
  return ground.told.period ? " " + in_period(*ground.told.period) : std::string();
}

void write_headline(const Ground& ground, const Findings& findings, const std::vector<Topic>& topics, Brief& brief) {
  const bool compares = ground.told.period && ground.told.before;
  if (topics.empty()) {
    brief.headline =
        compares ? "No score moved beyond chance" + said_period(ground) : "Nothing stands out beyond chance";
    brief.below = findings.compared == 0 ? "There were too few answers to compare anything."
                                         : fmt::format("{} comparisons were made; none shows more than chance would.",
                                                       with_thousands(static_cast<long long>(findings.compared)));
    return;
  }
  const Topic& topic = topics.front();
  const Finding& first = *topic.findings.front();
  brief.tone = tone_of_finding(first);
  if (first.kind == Finding::Kind::moved) {
    brief.headline = words_of(first) + said_period(ground);
    if (topic.inside != nullptr) brief.headline += ", most of all " + where_of(topic.inside->place);
    brief.below = from_to_words(ground, first);
    return;
  }
  const int decimals = decimals_of(first.here, first.other);
  brief.headline = fmt::format("{} is {} {} the rest on {}", head_of(first.place),
                               amount_text(first.difference.value, decimals, said_unit(first.measure)),
                               first.difference.value < 0 ? "under" : "over", short_name(first.measure));
  brief.below = words_of(first) + ".";
  if (first.was) brief.below += " " + was_words(ground, first);
  if (compares) brief.below += " Taken as a whole, no score moved beyond chance.";
}

}  // namespace

Result<void> add_stories(const Ground& ground, const Findings& findings, Brief& brief) {
  const std::vector<Topic> topics = topics_of(findings);
  write_headline(ground, findings, topics, brief);
  for (std::size_t at = 0; at < topics.size(); ++at) {
    if (at < k_stories) {
      auto story = story_of(ground, topics[at], brief);
      if (!story) return std::unexpected(story.error());
      brief.stories.push_back(std::move(*story));
      continue;
    }
    if (brief.also.size() == k_most_also) {
      const std::size_t more = topics.size() - at;
      brief.also.push_back(
          {.text = fmt::format("{} more {} beyond chance.", more, more == 1 ? "slice is" : "slices are"), .notes = {}});
      break;
    }
    const Finding& first = *topics[at].findings.front();
    brief.also.push_back({.text = words_of(first), .notes = notes_of(first, brief), .tone = tone_of_finding(first)});
  }
  return {};
}

}  // namespace bellwether::tell
