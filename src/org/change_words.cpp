#include "org/change_words.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::org {

namespace {

/// More pieces of a history than this are counted, not told.
constexpr std::size_t k_most_pieces = 3;

std::string since(Day day) { return day > k_always ? " from " + to_text(day) : ""; }

/// "under South, kind store", for something new.
std::string all_fields(const KindRules& rules, const Version& version) {
  std::string words;
  for (std::size_t i = 0; i < rules.fields.size(); ++i) {
    if (version.fields[i].empty()) continue;
    words += (words.empty() ? "" : ", ") + std::string(rules.fields[i].name) + " " + version.fields[i];
  }
  const Span& valid = version.valid;
  if (valid.from > k_always || valid.to < k_forever) words += (words.empty() ? "" : ", ") + to_text(valid);
  return words;
}

/// The days on which either begins or ends something.
std::vector<Day> edges(const Timeline& a, const Timeline& b) {
  std::vector<Day> days;
  for (const Timeline* timeline : {&a, &b}) {
    for (const Version& version : timeline->versions()) {
      days.push_back(version.valid.from);
      days.push_back(version.valid.to);
    }
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

struct Piece {
  Change::How how;
  std::string words;
};

Piece differing_fields(const KindRules& rules, const Version& was, const Version& is, Day from) {
  Piece piece{.how = Change::How::changed, .words = {}};
  for (std::size_t i = 0; i < rules.fields.size(); ++i) {
    if (was.fields[i] == is.fields[i]) continue;
    if (rules.fields[i].moves) piece.how = Change::How::moved;
    piece.words += (piece.words.empty() ? "" : ", ") + std::string(rules.fields[i].name) + " " +
                   in_words(was.fields[i]) + " → " + in_words(is.fields[i]);
  }
  piece.words += since(from);
  return piece;
}

}  // namespace

std::string in_words(std::string_view value) { return value.empty() ? "nothing" : std::string(value); }

Change change_between(Kind kind, std::string id, const Timeline& before, const Timeline& after, bool by_absence) {
  const KindRules& rules = rules_of(kind);
  Change change{.kind = kind, .id = std::move(id), .how = Change::How::changed, .words = {}};
  if (before.empty()) {
    change.how = Change::How::added;
    change.words = all_fields(rules, after.versions().front());
    for (std::size_t i = 1; i < after.versions().size() && i < k_most_pieces; ++i)
      change.words += "; then " + all_fields(rules, after.versions()[i]);
    if (after.versions().size() > k_most_pieces) change.words += "; …";
    return change;
  }
  std::vector<Piece> pieces;
  bool gone = false;  // what was planned for after an end has no end of its own to be told
  for (const Day day : edges(before, after)) {
    const Version *was = before.at(day), *is = after.at(day);
    if (was == nullptr && is == nullptr) continue;
    if (is == nullptr && gone) continue;
    gone = is == nullptr;
    if (was != nullptr && is != nullptr) {
      if (was->fields != is->fields) pieces.push_back(differing_fields(rules, *was, *is, day));
    } else if (is == nullptr) {
      std::string words = after.empty() ? "taken back before it began" : "last day " + to_text(Day{day.days - 1});
      if (by_absence) words += ", not in the file";
      pieces.push_back({.how = Change::How::ended, .words = std::move(words)});
    } else {
      pieces.push_back({.how = Change::How::changed, .words = "there " + to_text(is->valid)});
    }
  }
  // A move says more than an end of some days, and that more than a change.
  for (const Change::How how : {Change::How::moved, Change::How::ended}) {
    if (std::ranges::any_of(pieces, [&](const Piece& piece) { return piece.how == how; })) {
      change.how = how;
      break;
    }
  }
  for (std::size_t i = 0; i < std::min(pieces.size(), k_most_pieces); ++i)
    change.words += (i > 0 ? "; " : "") + pieces[i].words;
  if (pieces.size() > k_most_pieces) change.words += "; …";
  return change;
}

}  // namespace bellwether::org
