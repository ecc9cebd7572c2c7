#include "understand/intent.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace bellwether::understand {

namespace {

/// The logistic form: evidence of k_even makes 0.5.
constexpr double k_slope = 1.6, k_even = 1.5;
/// Of what stands beyond the strongest cue, which counts up to as much as that: a long text full of hints is not sure of anything.
constexpr double k_further = 0.45;
constexpr double k_most = 5;

/// How the text feels speaks for a complaint or for praise, and against the other one.
constexpr double k_felt = 4, k_felt_against = 2;
/// Who waits and calls again complains; who asks "why is it always late?" complains more than asks.
constexpr double k_effort_complains = 0.55, k_grave_complains = 0.4, k_felt_against_question = 1, k_request_asks = 0.35;

/// Taken from urgency where nothing is asked for, complained of or dangerous.
constexpr double k_no_matter = 1;

/// What speaks for a kind: the strongest cue, some of the further ones, and all that speaks against.
struct Evidence {
  double strongest = 0, sum = 0, against = 0;

  void add(double weight) {
    if (weight < 0) {
      against -= weight;
      return;
    }
    strongest = std::max(strongest, weight);
    sum += weight;
  }
  [[nodiscard]] double value() const { return strongest + k_further * std::min(sum - strongest, strongest) - against; }
};

using ByKind = std::array<Evidence, k_cue_kinds>;

ByKind evidence_in(std::span<const Cue> cues) {
  ByKind all;
  for (const Cue& cue : cues) all.at(static_cast<std::size_t>(cue.kind)).add(cue.weight);
  return all;
}

double share_of(double evidence) { return 1 / (1 + std::exp(-k_slope * (std::min(evidence, k_most) - k_even))); }

TextRange range_of(const Words& words, std::size_t first, std::size_t last) {
  return {.begin = words.all()[first].begin, .end = words.all()[last].end};
}

std::optional<EffortKind> effort_kind(CueKind kind) {
  if (kind < CueKind::repeat_contact) return std::nullopt;
  return static_cast<EffortKind>(static_cast<std::size_t>(kind) - static_cast<std::size_t>(CueKind::repeat_contact));
}

double effort_in(const ByKind& evidence) {
  Evidence effort;
  for (auto kind = static_cast<std::size_t>(CueKind::repeat_contact); kind < k_cue_kinds; ++kind) {
    effort.add(std::max(0.0, evidence.at(kind).value()));
  }
  return effort.value();
}

std::array<double, k_intents> evidence_of_intents(const ByKind& cues, const Feelings& feelings,
                                                  const Sentiment& sentiment) {
  std::array<double, k_intents> all{};
  for (std::size_t i = 0; i < k_intents; ++i) all.at(i) = cues.at(i).value();
  const auto of = [&](Intent intent) -> double& { return all.at(static_cast<std::size_t>(intent)); };
  const double value = feelings.all.empty() ? 0 : sentiment.value;
  const double good = std::max(0.0, value), bad = std::max(0.0, -value);
  double& complaint = of(Intent::complaint);
  double& praise = of(Intent::praise);
  const double said = complaint;
  complaint += k_felt * bad - k_felt_against * good + k_effort_complains * std::min(k_most, effort_in(cues));
  complaint += k_grave_complains * std::max({0.0, of(Intent::leaving), of(Intent::legal_or_public)});
  praise += k_felt * good - k_felt_against * bad - k_felt_against * std::clamp(said / 3, 0.0, 1.0);
  of(Intent::question) -= k_felt_against_question * bad + k_request_asks * std::max(0.0, of(Intent::request));
  return all;
}

/// Ranges that touch or overlap are made one.
void join(std::vector<TextRange>& ranges) {
  std::ranges::sort(ranges, {}, &TextRange::begin);
  std::size_t kept = 0;
  for (const TextRange& range : ranges) {
    if (kept > 0 && range.begin <= ranges[kept - 1].end) {
      ranges[kept - 1].end = std::max(ranges[kept - 1].end, range.end);
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
}

std::vector<TextRange> words_for(Intent intent, const Words& words, std::span<const Cue> cues,
                                 const Feelings& feelings) {
  std::vector<TextRange> ranges;
  for (const Cue& cue : cues) {
    const bool speaks = static_cast<std::size_t>(cue.kind) == static_cast<std::size_t>(intent) && cue.weight > 0;
    const bool toils = intent == Intent::complaint && effort_kind(cue.kind) && cue.weight > 1;
    if (speaks || toils) ranges.push_back(range_of(words, cue.first, cue.last));
  }
  for (const Feeling& feeling : feelings.all) {
    const bool speaks =
        (intent == Intent::complaint && feeling.valence < 0) || (intent == Intent::praise && feeling.valence > 0);
    if (speaks) ranges.push_back(range_of(words, feeling.first, feeling.last));
  }
  join(ranges);
  return ranges;
}

/// 0 goes first.
int rank_of(Intent intent) {
  switch (intent) {
    case Intent::safety:
      return 0;
    case Intent::legal_or_public:
      return 1;
    case Intent::leaving:
      return 2;
    case Intent::request:
    case Intent::question:
    case Intent::suggestion:
      return 3;
    case Intent::complaint:
    case Intent::praise:
      return 4;
  }
  return 4;
}

std::optional<Intent> main_of(std::span<const FoundIntent> surest_first) {
  std::optional<Intent> main;
  for (const FoundIntent& found : surest_first) {
    if (found.confidence < Intents::k_likely) break;
    if (!main || rank_of(found.intent) < rank_of(*main)) main = found.intent;
  }
  return main;
}

}  // namespace

std::string_view word_of(Intent intent) { return word_of(static_cast<CueKind>(intent)); }

std::string_view word_of(EffortKind kind) {
  return word_of(
      static_cast<CueKind>(static_cast<std::size_t>(CueKind::repeat_contact) + static_cast<std::size_t>(kind)));
}

void read_intents(const Words& words, std::span<const Cue> cues, const Feelings& feelings, const Sentiment& sentiment,
                  Intents& into) {
  into.all.clear();
  into.main.reset();
  const auto evidence = evidence_of_intents(evidence_in(cues), feelings, sentiment);
  for (std::size_t i = 0; i < k_intents; ++i) {
    const double confidence = share_of(evidence.at(i));
    if (confidence < Intents::k_least) continue;
    const auto intent = static_cast<Intent>(i);
    into.all.push_back({.intent = intent, .confidence = confidence, .words = words_for(intent, words, cues, feelings)});
  }
  std::ranges::stable_sort(into.all, std::greater(), &FoundIntent::confidence);
  into.main = main_of(into.all);
}

Urgency urgency_of(const Words& words, std::span<const Cue> cues) {
  Urgency urgency;
  for (const Cue& cue : cues) {
    if (cue.kind == CueKind::urgency && cue.weight > 0) urgency.words.push_back(range_of(words, cue.first, cue.last));
  }
  if (urgency.words.empty()) return urgency;
  const ByKind evidence = evidence_in(cues);
  const auto of = [&](CueKind kind) { return evidence.at(static_cast<std::size_t>(kind)).value(); };
  const double matter = std::max({of(CueKind::request), of(CueKind::question), of(CueKind::complaint),
                                  of(CueKind::leaving), of(CueKind::legal_or_public), of(CueKind::safety)});
  urgency.value = share_of(of(CueKind::urgency) - (matter < k_even ? k_no_matter : 0));
  return urgency;
}

Effort effort_of(const Words& words, std::span<const Cue> cues) {
  Effort effort;
  for (const Cue& cue : cues) {
    const auto kind = effort_kind(cue.kind);
    if (!kind || cue.weight <= 0) continue;
    effort.signs.push_back({.kind = *kind, .words = range_of(words, cue.first, cue.last)});
  }
  if (!effort.signs.empty()) effort.value = share_of(effort_in(evidence_in(cues)));
  return effort;
}

}  // namespace bellwether::understand
