// What was met while mapping, counted by column, in words.
#include "base/text.hpp"
#include "listen/columns/scale_guess.hpp"
#include "listen/import/mapping_state.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

std::string number(std::uint64_t n) { return with_thousands(static_cast<long long>(n)); }

std::string rating_in_words(const ColumnCounts& count, const RatingColumn& rating) {
  std::vector<std::string> parts;
  if (count.blank > 0) parts.push_back(fmt::format("{} blank", number(count.blank)));
  if (count.na > 0) parts.push_back(fmt::format("{} say NA or the like", number(count.na)));
  if (count.no_answer > 0 && rating.scale) {
    parts.push_back(
        fmt::format("{} say {} (no answer)", number(count.no_answer), join(rating.scale->no_answer, " or ")));
  }
  if (count.out_of_scale > 0) {
    parts.push_back(fmt::format("{} outside {} such as ‘{}’", number(count.out_of_scale),
                                rating.scale ? range_of(*rating.scale) : "what can be kept", count.outside));
  }
  if (count.unreadable > 0)
    parts.push_back(fmt::format("{} no numbers such as ‘{}’", number(count.unreadable), count.unread));
  if (parts.empty()) return {};
  return fmt::format("{}: not counted as answers; {} answers", join(parts, ", "), number(count.taken));
}

std::string time_in_words(const ColumnCounts& count) {
  std::vector<std::string> parts;
  if (count.blank + count.na > 0) {
    parts.push_back(fmt::format("{} rows carry no time: kept, and in no period", number(count.blank + count.na)));
  }
  if (count.suspicious > 0) {
    parts.push_back(fmt::format("{} lie before 1900 or in the future: kept, but look wrong", number(count.suspicious)));
  }
  return join(parts, "; ");
}

}  // namespace

void Mapper::add_counts_of(const Mapper& other) {
  for (std::size_t i = 0; i < std::min(state_->counts.size(), other.state_->counts.size()); ++i) {
    ColumnCounts& mine = state_->counts[i];
    const ColumnCounts& theirs = other.state_->counts[i];
    mine.blank += theirs.blank;
    mine.na += theirs.na;
    mine.no_answer += theirs.no_answer;
    mine.out_of_scale += theirs.out_of_scale;
    mine.unreadable += theirs.unreadable;
    mine.taken += theirs.taken;
    mine.suspicious += theirs.suspicious;
    if (mine.outside.empty()) mine.outside = theirs.outside;
    if (mine.unread.empty()) mine.unread = theirs.unread;
  }
  state_->undated += other.state_->undated;
}

std::vector<Remark> Mapper::remarks() const {
  const State& state = *state_;
  std::vector<Remark> remarks;
  const auto say = [&](std::size_t column, std::string what) {
    if (!what.empty()) remarks.push_back({.column = state.headers[column], .what = std::move(what)});
  };
  if (state.time_column) say(*state.time_column, time_in_words(state.counts[*state.time_column]));
  for (const RatingColumn& rating : state.ratings)
    say(rating.column, rating_in_words(state.counts[rating.column], rating));
  for (const std::size_t column : state.texts) {
    const ColumnCounts& count = state.counts[column];
    if (count.na > 0) say(column, fmt::format("{} say NA or the like: taken as nothing said", number(count.na)));
  }
  std::uint64_t na = 0;
  std::size_t columns = 0;
  for (const AttributeColumn& attribute : state.attributes) {
    const ColumnCounts& count = state.counts[attribute.column];
    na += count.na;
    columns += count.na > 0 ? 1U : 0U;
    if (count.unreadable > 0) {
      say(attribute.column,
          fmt::format("{} no numbers such as ‘{}’: not kept", number(count.unreadable), count.unread));
    }
  }
  if (na > 0) {
    remarks.push_back(
        {.column = {},
         .what = fmt::format("{} cells in {} other columns say NA or the like: not known", number(na), columns)});
  }
  for (const auto column : {state.voice_of, state.language, state.sentiment, state.urgency, state.effort, state.themes,
                            state.amount, state.duration}) {
    if (!column || state.counts[*column].unreadable == 0) continue;
    say(*column, fmt::format("{} can't be read, such as ‘{}’: left out", number(state.counts[*column].unreadable),
                             state.counts[*column].unread));
  }
  return remarks;
}

}  // namespace bellwether::listen
