// The brief as a value: what a leader must know, on one page. Made from facts by make_brief.hpp, drawn by brief_term.hpp,
// brief_html.hpp and brief_md.hpp; drawing adds nothing and leaves nothing out that has to do with doubt.
#pragma once

#include "base/id.hpp"
#include "base/time.hpp"
#include "measure/ask.hpp"
#include "measure/catalogue.hpp"
#include "measure/estimate.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::tell {

// g++ warns of members that a designated initialiser leaves out, unless they have one here.
// NOLINTBEGIN(readability-redundant-member-init)

/// How one number was counted: the command that gives it again. Numbers point at their note.
struct Note {
  std::string query = {};     ///< "bellwether measure …"
  std::string snapshot = {};  ///< "1f0c9a2e-42"
  std::string version = {};   ///< "0.1.0+5d2f91ab"
};
using NoteIndex = std::size_t;  ///< into Brief::notes

/// A number, or why there is none.
struct Number {
  std::variant<measure::Estimate, measure::Withheld> is = measure::Withheld{};
  std::int64_t n = 0;  ///< answers behind it, also where withheld
};

/// Whether something is good or bad news; always shown with a word or arrow besides its colour.
enum class Tone : std::uint8_t { better, worse, neither };

/// One point of a trend.
struct Point {
  std::string period = {};  ///< "2026-W46"
  Number is = {};
};

/// Where we stand on one measure.
struct Figure {
  std::string measure = {};  ///< its id
  std::string label = {};    ///< "Net Promoter Score"
  std::string about = {};
  std::string unit = {};
  measure::Better better = measure::Better::neither;
  int decimals = 0;
  Number now = {};
  std::optional<Number> before = {};               ///< nothing where there is no period before
  std::optional<measure::Difference> change = {};  ///< now − before; nothing where either is not there
  Tone tone = Tone::neither;                       ///< of a change beyond chance
  std::vector<Point> trend = {};                   ///< oldest first; the last is the period that is told; may be empty
  NoteIndex note = 0;                              ///< gives `now` again
  NoteIndex note_before = 0;                       ///< gives `before` again, where there is one
  std::optional<NoteIndex> note_trend = {};        ///< gives the trend again
};

/// What somebody said, word for word as it is stored.
struct Voice {
  Id id = {};
  std::string text = {};
  bool cut = false;           ///< `text` is the voice's beginning: the whole is too long for the page
  std::string language = {};  ///< ISO 639-1, may be empty
  std::string from = {};      ///< "Lyon · check-in · 9 November 2026 · nps 3"
};

/// One bar in a story's chart.
struct Bar {
  std::string label = {};  ///< "Lyon", "the rest", "Lyon, week 45"
  Number is = {};
  bool told = false;  ///< the one that the story is about
  NoteIndex note = 0;
};

/// Bars of one measure on one scale.
struct Bars {
  std::string label = {};  ///< "Net Promoter Score, in points"
  std::string unit = {};
  int decimals = 0;
  std::vector<Bar> bars = {};
};

/// A sentence with numbers in it, and where they come from.
struct Sentence {
  std::string text = {};
  std::vector<NoteIndex> notes = {};
  Tone tone = Tone::neither;
};

/// Something that moved or stands out, with the voices behind it.
struct Story {
  std::string title = {};  ///< a true sentence without a full stop
  Tone tone = Tone::neither;
  std::vector<Sentence> text = {};
  Bars chart = {};                 ///< may be empty
  std::vector<Voice> voices = {};  ///< at most k_voices
  std::string no_voices = {};      ///< why there are none: "nobody wrote a comment there"; empty where there are some
};
inline constexpr std::size_t k_stories = 3;
inline constexpr std::size_t k_voices = 3;

/// Too few answers to say.
struct Thin {
  std::string text = {};    ///< "Nice: 7 answers to NPS"
  std::string needed = {};  ///< "about 130 would tell ± 10 points"; may be empty
  NoteIndex note = 0;
};

/// One framework of leadership.
struct LeadLine {
  std::string label = {};  ///< "CORE"
  std::string about = {};
  std::optional<measure::Estimate> score = {};     ///< 0 … 100; nothing where nothing is known
  double coverage = 0;                             ///< 0 … 1
  bool thin = false;                               ///< too little evidence to go by the score
  std::optional<measure::Difference> change = {};  ///< against the period before
  std::string told = {};                           ///< what stands lowest and highest, or what evidence to bring
  NoteIndex note = 0;
};

struct Brief {
  std::string organisation = {};    ///< may be empty
  std::string period = {};          ///< "week 46, 2026"; "all time"
  std::optional<Period> told = {};  ///< the period as days; nothing for all time
  std::string dates = {};           ///< "9 to 15 November 2026"; may be empty
  std::string against = {};         ///< "week 45, 2026"; empty where there is nothing to compare with
  std::string why_period = {};      ///< how the period was chosen; empty where it was asked for
  std::string headline = {};        ///< a true sentence, without a full stop
  std::string below = {};           ///< one or two sentences that go with it
  Tone tone = Tone::neither;
  std::vector<Figure> figures = {};
  std::vector<Story> stories = {};  ///< at most k_stories, most important first
  std::vector<Sentence> also = {};  ///< what else stands out or moved, most important first
  std::vector<LeadLine> lead = {};  ///< how we lead; empty where there is no evidence of it
  std::vector<Thin> thin = {};
  std::vector<std::string> remarks = {};  ///< undated signals, what is missing, what to do
  std::vector<std::string> method = {};   ///< the small print, in sentences
  std::vector<Note> notes = {};
  Instant made_at = {};
};

// NOLINTEND(readability-redundant-member-init)

/// "up", "down", "can't tell yet"; "no period before" without a change.
[[nodiscard]] std::string verdict_words(const std::optional<measure::Difference>& change);
/// "▲ up", "▼ down", "can't tell yet", "no period before".
[[nodiscard]] std::string verdict_mark(const std::optional<measure::Difference>& change);
/// "up 9 points, from 41"; "can't tell yet, was 41"; "no period before".
[[nodiscard]] std::string change_words(const Figure& figure);
/// "61 (56 … 66)", "unknown", "too little evidence".
[[nodiscard]] std::string score_words(const LeadLine& line);
/// "▲ up", "can't tell yet"; "nothing to compare with" where the score before is not known well enough; empty where this one is not.
[[nodiscard]] std::string against_words(const LeadLine& line);
/// "42 … 54 · n 1,204"; "exact" counts and withheld numbers have none.
[[nodiscard]] std::string interval_words(const Number& number, int decimals);
/// What has to be said beside a note's query: its version, and its snapshot where the query does not name it; may be empty.
[[nodiscard]] std::string beside_query(const Note& note);
/// The first eight letters that differ among time-ordered ids are the last ones: "…9a3f61c2".
[[nodiscard]] std::string short_id(const Id& id);

}  // namespace bellwether::tell
