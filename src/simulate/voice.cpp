#include "simulate/voice.hpp"

#include <algorithm>
#include <cstdlib>

namespace bellwether::simulate {

namespace {

/// How a person writes, the same in all of his or her texts.
struct Hand {
  bool no_capitals, no_full_stops, shouts, smiles;
  double slips;  ///< per sentence
};

Hand hand_of(std::uint64_t who) {
  Stream draw(key_of(who, 7));
  return {.no_capitals = draw.chance(0.12),
          .no_full_stops = draw.chance(0.1),
          .shouts = draw.chance(0.15),
          .smiles = draw.chance(0.12),
          .slips = draw.chance(0.25) ? 0.35 : 0.03};
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// First letter in upper case: ASCII, and the Latin-1 letters that our five languages begin words with.
void raise(std::string& text, std::size_t at) {
  if (at >= text.size()) return;
  if (text[at] >= 'a' && text[at] <= 'z') {
    text[at] = static_cast<char>(text[at] - 'a' + 'A');
  } else if (text[at] == '\xc3' && at + 1 < text.size()) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (second >= 0xa0 && second <= 0xbe && second != 0xb7) text[at + 1] = static_cast<char>(second - 0x20);
  }
}

/// Slips of the finger, only among plain letters so that the text stays UTF-8.
void slip(std::string& text, std::size_t from, Stream& draw) {
  if (text.size() < from + 12) return;
  const auto at = from + 2 + draw.below(static_cast<std::uint32_t>(text.size() - from - 4));
  if (!is_letter(text[at - 1]) || !is_letter(text[at]) || !is_letter(text[at + 1])) return;
  switch (draw.below(3)) {
    case 0:
      std::swap(text[at], text[at + 1]);
      break;
    case 1:
      text.erase(at, 1);
      break;
    default:
      text.insert(at, 1, text[at]);
      break;
  }
}

class Writer {
 public:
  Writer(const World& world, const Draft& draft, std::string& out)
      : grammar_(world.grammars[draft.language]),
        draft_(draft),
        setting_{.place = world.units[draft.unit].unit.place,
                 .month = date_of(Day{static_cast<std::int32_t>(draft.at_s / 86'400)}).month},
        hand_(hand_of(draft.who)),
        draw_(key_of(draft.key, 2)),
        out_(out) {}

  void write(bool greets);

 private:
  void sentence(const Phrases& phrases, bool lively);
  void clauses(int sign);
  void clause(const Spoken& spoken);
  void begin_sentence();
  void end_sentence(bool lively);
  void add_phrase(const Phrases& phrases);
  [[nodiscard]] const Phrases& toned(const Toned& toned, int sign) const;

  const Grammar& grammar_;
  const Draft& draft_;
  Setting setting_;
  Hand hand_;
  Stream draw_;
  std::string& out_;
  std::size_t start_ = 0;
};

void Writer::write(bool greets) {
  const bool employee = draft_.channel == k_pulse;
  int sign = 0;
  bool both = false;
  for (std::size_t i = 0; i < draft_.spoken_count; ++i) {
    const int each = draft_.spoken[i].thousandths < 0 ? -1 : 1;
    if (i > 0 && each != sign) both = true;
    if (i == 0) sign = each;
  }
  const int tone = both ? 0 : sign;
  if (draft_.is_brief || draft_.spoken_count == 0) {
    add_phrase(toned(grammar_.brief, draft_.experience > 0.1F ? 1 : draft_.experience < -0.4F ? -1 : 0));
    if (!hand_.no_capitals) raise(out_, 0);
    return;
  }
  if (greets && draw_.chance(0.7)) sentence(grammar_.greeting, false);
  const bool opens = draw_.chance(0.4) && !employee && !greets;
  if (opens) sentence(toned(grammar_.opening, tone), tone > 0);
  clauses(sign);
  // A single bare clause is soon said by two people; something of one's own makes it one's own.
  const bool bare = draft_.spoken_count == 1 && !opens;
  if (!employee && draw_.chance(bare ? 0.85 : 0.3)) sentence(grammar_.talk.details, false);
  switch (draft_.intent) {
    case Intent::leaving:
      sentence(grammar_.talk.leaving, false);
      break;
    case Intent::question:
      sentence(grammar_.talk.question, false);
      break;
    case Intent::request:
      sentence(grammar_.talk.request, false);
      break;
    case Intent::suggestion:
      if (!employee) sentence(grammar_.talk.suggestion, false);
      break;
    default:
      if (draw_.chance(bare ? 0.55 : 0.3) && !employee) sentence(toned(grammar_.closing, tone), tone > 0);
  }
  if (hand_.smiles && !employee) {
    const auto& faces = sign > 0 ? grammar_.smile : grammar_.frown;
    out_ += ' ';
    out_ += faces[draw_.below(static_cast<std::uint32_t>(faces.size()))];
  }
}

void Writer::clauses(int sign) {
  begin_sentence();
  clause(draft_.spoken[0]);
  for (std::size_t i = 1; i < draft_.spoken_count; ++i) {
    const int each = draft_.spoken[i].thousandths < 0 ? -1 : 1;
    if (each != sign) {
      add_phrase(grammar_.but);
    } else if (i == 1 && draw_.chance(0.5)) {
      add_phrase(grammar_.also);
    } else {
      end_sentence(false);
      begin_sentence();
    }
    sign = each;
    clause(draft_.spoken[i]);
  }
  end_sentence(sign > 0);
}

void Writer::clause(const Spoken& spoken) {
  const Toned& theme = grammar_.themes[spoken.theme];
  add_phrase(spoken.thousandths < 0 ? theme.bad : theme.good);
}

void Writer::sentence(const Phrases& phrases, bool lively) {
  begin_sentence();
  add_phrase(phrases);
  end_sentence(lively);
}

void Writer::add_phrase(const Phrases& phrases) {
  grammar_.say(phrases[draw_.below(static_cast<std::uint32_t>(phrases.size()))], draw_, setting_, out_);
}

void Writer::begin_sentence() {
  if (!out_.empty()) out_ += ' ';
  start_ = out_.size();
}

void Writer::end_sentence(bool lively) {
  if (!hand_.no_capitals) raise(out_, start_);
  if (draw_.chance(hand_.slips)) slip(out_, start_, draw_);
  const char last = out_.back();
  if (last == '?' || last == '!' || last == '.' || last == ',') return;
  if (lively && hand_.shouts) {
    out_ += draw_.chance(0.3) ? "!!" : "!";
  } else if (!hand_.no_full_stops) {
    out_ += '.';
  } else {
    out_ += draw_.chance(0.5) ? "," : " -";
  }
}

const Phrases& Writer::toned(const Toned& toned, int sign) const {
  return sign > 0 ? toned.good : sign < 0 ? toned.bad : toned.mixed;
}

}  // namespace

void put_into_words(const World& world, const Draft& draft, std::string& out) {
  out.clear();
  const bool greets = draft.channel != k_pulse && world.scenario.channels[draft.channel].greets;
  Writer(world, draft, out).write(greets);
  while (!out.empty() && (out.back() == ',' || out.back() == '-' || out.back() == ' ')) out.pop_back();
}

}  // namespace bellwether::simulate
