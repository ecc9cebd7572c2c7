#include "listen/understanding/rereader.hpp"

#include "base/priority.hpp"
#include "listen/understanding/signal_reader.hpp"
#include "understand/reading_mark.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::listen {

namespace {

using Field = facts::Field;

constexpr std::size_t k_texts_at_once = 10'000;
constexpr auto k_try_again = std::chrono::seconds(5);
constexpr int k_days_at_once = 30;
constexpr std::size_t k_most_readers = 10'000;

Field reader_field() { return {.kind = Field::Kind::dimension, .name = "reader"}; }

facts::Expr known(Field field) { return {facts::Known{std::move(field)}}; }
facts::Expr no(facts::Expr of) { return {facts::Not{{std::move(of)}}}; }

/// Texts that this reading has not been at, and that nobody else has read.
facts::Expr unread(const facts::Facts& facts, std::string_view reading) {
  std::vector<facts::Literal> done;
  for (std::string& mark : facts.words(facts::Table::signals, reader_field(), k_most_readers)) {
    if (!understand::told_in(mark) || understand::is_of(mark, reading)) done.emplace_back(std::move(mark));
  }
  facts::All all{{known({.kind = Field::Kind::text, .name = {}})}};
  if (!done.empty()) all.of.push_back(no({facts::OneOf{reader_field(), std::move(done)}}));
  return {std::move(all)};
}

/// As it came in: what the sender told, and the text.
facts::Signal as_told(facts::SignalBatch& batch, const facts::StoredSignal& stored) {
  facts::Signal signal;
  signal.id = stored.id;
  signal.occurred_at = stored.occurred_at;
  signal.voice_of = stored.voice_of;
  signal.text = batch.keep(stored.text);
  // A store from before readings were marked: whatever is known was told.
  const auto told = understand::told_in(stored.reader);
  const auto stays = [&](bool understand::Told::* part) { return !told || (*told).*part; };
  if (stays(&understand::Told::language)) signal.language = batch.keep(stored.language);
  if (stays(&understand::Told::sentiment)) signal.sentiment = stored.sentiment;
  if (stays(&understand::Told::intent)) signal.intent = batch.keep(stored.intent);
  if (stays(&understand::Told::urgency)) signal.urgency = stored.urgency;
  if (stays(&understand::Told::effort)) signal.effort = stored.effort;
  if (stays(&understand::Told::themes)) {
    std::vector<facts::Mention> themes;
    for (const auto& [theme, sentiment] : stored.themes) {
      themes.push_back({.theme = batch.keep(theme), .sentiment = sentiment});
    }
    signal.themes = batch.keep(std::span<const facts::Mention>(themes));
  }
  return signal;
}

}  // namespace

Rereader::Rereader(facts::Facts& facts, const understand::Knowledge& knowledge, Reread reread)
    : facts_(facts), knowledge_(knowledge), reread_(std::move(reread)) {
  progress_.under_way = true;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Rereader::~Rereader() {
  thread_.request_stop();
  changed_.notify_all();
}

void Rereader::look_again() {
  const std::scoped_lock lock(mutex_);
  ++asked_;
  progress_.under_way = true;
  progress_.done = 0;
  changed_.notify_all();
}

Rereader::Progress Rereader::progress() const {
  const std::scoped_lock lock(mutex_);
  return progress_;
}

bool Rereader::wait_until_done(std::chrono::milliseconds most) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, most, [&] { return !progress_.under_way; });
}

bool Rereader::goes_on(const std::stop_token& stop, std::uint64_t asked) const {
  const std::scoped_lock lock(mutex_);
  return !stop.stop_requested() && asked == asked_;
}

void Rereader::run(const std::stop_token& stop) {
  // People who ask, and what comes in, go first.
  give_way();
  std::uint64_t done = 0;
  while (!stop.stop_requested()) {
    std::uint64_t asked = 0;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [&] { return asked_ != done; })) return;
      asked = asked_;
    }
    const auto read = read_all(stop, asked);
    std::unique_lock lock(mutex_);
    progress_.trouble = read ? std::nullopt : std::optional(read.error());
    if (!read) {
      changed_.wait_for(lock, stop, k_try_again, [] { return false; });
      continue;
    }
    done = asked;
    progress_.under_way = asked != asked_;
    changed_.notify_all();
  }
}

Result<void> Rereader::read_all(const std::stop_token& stop, std::uint64_t asked) {
  SignalReader reader(knowledge_);
  {
    const std::scoped_lock lock(mutex_);
    progress_.reading = understand::reading_of(knowledge_);
  }
  count_left();
  if (auto read = read_days(reader, stop, asked); !read) return read;
  facts::Look undated;
  undated.where = no(known({.kind = Field::Kind::day, .name = {}}));
  while (goes_on(stop, asked)) {
    const auto read = read_some(reader, undated);
    if (!read) return std::unexpected(read.error());
    if (*read == 0) break;
  }
  if (goes_on(stop, asked)) count_left();
  return {};
}

Result<void> Rereader::read_days(SignalReader& reader, const std::stop_token& stop, std::uint64_t asked) {
  const auto days = facts_.days(facts::Table::signals);
  if (!days) return std::unexpected(days.error());
  if (!*days) return {};
  const auto [first, last] = **days;
  for (std::int32_t end = last.days + 1; end > first.days && goes_on(stop, asked);) {
    const std::int32_t begin = std::max(first.days, end - k_days_at_once);
    facts::Look look;
    look.from = Day{begin};
    look.to = Day{end};
    const auto read = read_some(reader, look);
    if (!read) return std::unexpected(read.error());
    if (*read == 0) end = begin;
  }
  return {};
}

Result<std::size_t> Rereader::read_some(SignalReader& reader, facts::Look look) {
  const std::string reading = understand::reading_of(knowledge_);
  look.where = {facts::All{{std::move(look.where), unread(facts_, reading)}}};
  look.with_text_only = true;
  look.limit = k_texts_at_once;
  const auto stored = facts_.look(look);
  if (!stored) return std::unexpected(stored.error());
  if (stored->empty()) return 0;
  facts::SignalBatch batch;
  for (const facts::StoredSignal& one : *stored) {
    facts::Signal signal = as_told(batch, one);
    reader.read(signal, batch.room());
    signal.text = {};  // stays as it is
    batch.add() = signal;
  }
  const auto committed = facts_.reread(std::move(batch)).get();
  if (!committed) return std::unexpected(committed.error());
  {
    const std::scoped_lock lock(mutex_);
    progress_.done += stored->size();
    progress_.left -= std::min<std::uint64_t>(progress_.left, stored->size());
  }
  if (reread_) reread_(*committed);
  return stored->size();
}

/// How much there is to do, for people to see; it is no trouble where that can't be told.
void Rereader::count_left() {
  facts::Query query;
  query.where = unread(facts_, understand::reading_of(knowledge_));
  query.statistics = {{.kind = facts::Statistic::Kind::rows}};
  const auto counted = facts_.ask(query);
  const std::scoped_lock lock(mutex_);
  progress_.left =
      counted && !counted->rows.empty() ? static_cast<std::uint64_t>(counted->rows[0].numbers[0].value_or(0)) : 0;
}

}  // namespace bellwether::listen
