#include "store/inbox/inbox.hpp"

#include "base/burst.hpp"
#include "store/inbox/entry_rows.hpp"
#include "store/inbox/known_keys.hpp"
#include "store/inbox/log.hpp"
#include "store/inbox/sqlite.hpp"
#include "store/inbox/tables.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <utility>

namespace bellwether::inbox {

namespace {

/// Of one transaction: as many as the disk takes about as fast as one.
constexpr std::size_t k_most_in_group = 20'000;
/// Entries in the facts are dropped in stretches, with what is written anyway, so that no put waits long for it.
constexpr std::uint64_t k_dropped_at_once = 2'000;

std::size_t size_of(const std::vector<Entry>& entries) {
  std::size_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.bytes.size() + sizeof(Entry);
  return bytes;
}

}  // namespace

struct Inbox::State {
  struct Put {
    std::vector<Entry> entries;
    Day today;
    Answer answer;
    std::size_t bytes = 0;
  };

  State(Engine to_write, Engine to_read, const Limits& given)
      : limits(given), writing(std::move(to_write)), reading(std::move(to_read)) {}

  [[nodiscard]] Result<void> start(const std::filesystem::path& file);
  [[nodiscard]] Result<void> read_state();
  void run();
  [[nodiscard]] Result<void> write(std::span<Put> group, std::vector<std::vector<Placed>>& placed);
  [[nodiscard]] Result<Placed> place(const Entry& entry);
  /// Within a transaction; up to which number.
  [[nodiscard]] Result<std::uint64_t> drop_moved();
  [[nodiscard]] Result<void> drop_when_idle();

  const Limits limits;
  Engine writing;
  Engine reading;  ///< after(), under `reading_mutex`
  mutable std::mutex reading_mutex;

  std::optional<EntryRows> rows;
  std::optional<KnownKeys> keys;
  std::optional<Statement> begin, drop, set_moved, commit;
  std::unique_ptr<Log> log;
  std::uint64_t newest = 0;  ///< number given last, also in a transaction that is not committed yet

  mutable std::mutex mutex;
  std::condition_variable came;          ///< for the writer
  mutable std::condition_variable more;  ///< for the mover
  std::deque<Put> queue;
  std::size_t queue_bytes = 0;
  std::uint64_t moved_to = 0;    ///< as the mover said
  std::uint64_t dropped_to = 0;  ///< as the file knows
  std::uint64_t last = 0;
  std::uint64_t backlog_bytes = 0;
  std::deque<std::pair<std::uint64_t, std::uint64_t>> sizes;  ///< by group: last number and bytes, until moved
  bool ending = false, closed = false;
  std::jthread thread;  ///< last: it uses all of the above
};

Result<void> Inbox::State::start(const std::filesystem::path& file) {
  const auto set = [&](std::optional<Statement>& into, const std::string& sql) -> Result<void> {
    auto statement = writing.prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    into.emplace(*std::move(statement));
    return {};
  };
  if (auto made = set(begin, "BEGIN IMMEDIATE"); !made) return made;
  if (auto made = set(drop, "DELETE FROM entries WHERE last <= ?"); !made) return made;
  if (auto made = set(set_moved, "UPDATE state SET value = ? WHERE name = 'moved'"); !made) return made;
  if (auto made = set(commit, "COMMIT"); !made) return made;
  auto opened_rows = EntryRows::open(writing);
  if (!opened_rows) return std::unexpected(opened_rows.error());
  rows.emplace(*std::move(opened_rows));
  auto known = KnownKeys::open(writing, limits.keep_days);
  if (!known) return std::unexpected(known.error());
  keys.emplace(*std::move(known));
  if (auto read = read_state(); !read) return read;
  auto opened = Log::open(writing, file);
  if (!opened) return std::unexpected(opened.error());
  log = *std::move(opened);
  thread = std::jthread([this] { run(); });
  return {};
}

Result<void> Inbox::State::read_state() {
  const auto moved = writing.number("SELECT value FROM state WHERE name = 'moved'");
  const auto given = writing.number(
      "SELECT MAX((SELECT MAX(value) FROM state WHERE name IN ('last', 'moved')), (SELECT COALESCE(MAX(last), 0) FROM "
      "entries))");
  const auto bytes = writing.number(
      "SELECT COALESCE(SUM(LENGTH(bytes) - 4 * (last - first + 1)), 0) FROM entries WHERE last > (SELECT value FROM "
      "state WHERE name = 'moved')");
  for (const auto* one : {&moved, &given, &bytes}) {
    if (!*one) return std::unexpected(one->error());
  }
  moved_to = dropped_to = static_cast<std::uint64_t>(*moved);
  last = static_cast<std::uint64_t>(*given);
  backlog_bytes = static_cast<std::uint64_t>(*bytes);
  if (last > moved_to) sizes.emplace_back(last, backlog_bytes);
  return {};
}

void Inbox::State::run() {
  while (true) {
    std::vector<Put> group;
    {
      std::unique_lock lock(mutex);
      came.wait(lock, [&] { return !queue.empty() || ending || moved_to > dropped_to; });
      if (queue.empty() && ending) return;
      std::size_t entries = 0;
      while (!queue.empty() && (group.empty() || entries + queue.front().entries.size() <= k_most_in_group)) {
        entries += queue.front().entries.size();
        group.push_back(std::move(queue.front()));
        queue.pop_front();
      }
    }
    if (group.empty()) {
      // What can't be dropped now is dropped another time: it is in the facts, and known to be.
      if (!drop_when_idle()) std::this_thread::sleep_for(std::chrono::seconds(1));
      continue;
    }
    std::vector<std::vector<Placed>> placed;
    const auto written = write(group, placed);
    std::size_t bytes = 0;
    for (const Put& put : group) bytes += put.bytes;
    {
      const std::scoped_lock lock(mutex);
      queue_bytes -= bytes;
    }
    if (written) more.notify_all();
    {
      const Burst burst;
      for (std::size_t i = 0; i < group.size(); ++i) {
        if (written) {
          group[i].answer(std::move(placed[i]));
        } else {
          group[i].answer(std::unexpected(written.error()));
        }
      }
    }
    log->tend();
  }
}

Result<void> Inbox::State::write(std::span<Put> group, std::vector<std::vector<Placed>>& placed) {
  const auto undo_all = [&](const Error& error) {
    writing.roll_back();
    rows->undone();
    keys->undone();
    return std::unexpected(error);
  };
  for (const Put& put : group) {
    if (auto tended = keys->tend(put.today); !tended) return tended;
  }
  if (auto begun = begin->run(); !begun) return begun;
  newest = last;
  std::uint64_t bytes = 0;
  for (const Put& put : group) {
    std::vector<Placed>& all = placed.emplace_back();
    all.reserve(put.entries.size());
    for (const Entry& entry : put.entries) {
      auto one = place(entry);
      if (!one) return undo_all(one.error());
      all.push_back(*one);
      if (one->as == Placed::As::taken_in) bytes += entry.bytes.size();
    }
  }
  if (auto wrote = rows->write(); !wrote) return undo_all(wrote.error());
  if (auto wrote = keys->write(); !wrote) return undo_all(wrote.error());
  const auto dropped = drop_moved();
  if (!dropped) return undo_all(dropped.error());
  if (auto committed = commit->run(); !committed) return undo_all(committed.error());
  keys->committed();
  const std::scoped_lock lock(mutex);
  dropped_to = *dropped;
  if (newest == last) return {};
  last = newest;
  backlog_bytes += bytes;
  sizes.emplace_back(newest, bytes);
  return {};
}

Result<Placed> Inbox::State::place(const Entry& entry) {
  if (entry.key) {
    const auto before = keys->find(*entry.key);
    if (!before) return std::unexpected(before.error());
    if (*before) {
      return Placed{.as = (*before)->content == entry.content ? Placed::As::repeated : Placed::As::differs,
                    .number = (*before)->number};
    }
  }
  const std::uint64_t number = ++newest;
  if (auto added = rows->add(number, entry.bytes); !added) return std::unexpected(added.error());
  if (entry.key) keys->add(*entry.key, {.number = number, .content = entry.content});
  return Placed{.as = Placed::As::taken_in, .number = number};
}

Result<std::uint64_t> Inbox::State::drop_moved() {
  std::uint64_t to = 0;
  {
    const std::scoped_lock lock(mutex);
    if (moved_to == dropped_to) return dropped_to;
    to = std::min(moved_to, dropped_to + k_dropped_at_once);
  }
  for (Statement* statement : {&*drop, &*set_moved}) {
    if (auto done = statement->bind(1, static_cast<std::int64_t>(to)).run(); !done) {
      return std::unexpected(done.error());
    }
  }
  return to;
}

Result<void> Inbox::State::drop_when_idle() {
  if (auto begun = writing.run("BEGIN IMMEDIATE"); !begun) return begun;
  const auto dropped = drop_moved();
  auto done = dropped ? writing.run("COMMIT") : std::unexpected(dropped.error());
  if (!done) {
    writing.roll_back();
    return done;
  }
  const std::scoped_lock lock(mutex);
  dropped_to = *dropped;
  return {};
}

Inbox::Inbox(std::unique_ptr<State> state) : state_(std::move(state)) {}

Inbox::~Inbox() {
  close();
  {
    const std::scoped_lock lock(state_->mutex);
    state_->ending = true;
  }
  state_->came.notify_all();
  state_->thread.join();
}

Result<std::unique_ptr<Inbox>> Inbox::open(const store::DataDirectory& directory, const Limits& limits) {
  const std::filesystem::path file = directory.inbox_file();
  auto writing = Engine::open(file, Engine::Open::write);
  if (!writing) return std::unexpected(writing.error());
  std::error_code problem;
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, problem);
  if (auto made = make_tables(*writing, file); !made) return std::unexpected(made.error());
  auto reading = Engine::open(file, Engine::Open::read);
  if (!reading) return std::unexpected(reading.error());
  auto state = std::make_unique<State>(*std::move(writing), *std::move(reading), limits);
  if (auto started = state->start(file); !started) return std::unexpected(started.error());
  return std::unique_ptr<Inbox>(new Inbox(std::move(state)));
}

Result<void> Inbox::put(std::vector<Entry> entries, Day today, Answer answer) {
  const std::size_t bytes = size_of(entries);
  {
    const std::scoped_lock lock(state_->mutex);
    const bool too_much = state_->queue_bytes + bytes > state_->limits.queue_bytes && !state_->queue.empty();
    if (too_much || state_->backlog_bytes >= state_->limits.backlog_bytes) {
      return fail(Code::full, "more comes in than can be written down", {}, "send it again in a few seconds");
    }
    state_->queue_bytes += bytes;
    state_->queue.push_back(
        {.entries = std::move(entries), .today = today, .answer = std::move(answer), .bytes = bytes});
  }
  state_->came.notify_one();
  return {};
}

Result<std::vector<Waiting>> Inbox::after(std::uint64_t position, std::size_t most, std::size_t most_bytes) const {
  const std::scoped_lock lock(state_->reading_mutex);
  return read_entries(state_->reading, position, most, most_bytes);
}

void Inbox::moved(std::uint64_t position) {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->moved_to = std::max(state_->moved_to, position);
    while (!state_->sizes.empty() && state_->sizes.front().first <= position) {
      state_->backlog_bytes -= state_->sizes.front().second;
      state_->sizes.pop_front();
    }
  }
  state_->came.notify_one();
}

std::uint64_t Inbox::let_go() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->moved_to;
}

Result<void> Inbox::begin_after(std::uint64_t position) {
  const std::scoped_lock lock(state_->mutex);
  if (state_->last >= position) return {};
  auto done = state_->writing.run("UPDATE state SET value = " + std::to_string(position) + " WHERE name = 'last'");
  if (!done) return done;
  state_->last = position;
  return {};
}

bool Inbox::wait_for_more(std::uint64_t position, std::chrono::milliseconds most) const {
  std::unique_lock lock(state_->mutex);
  state_->more.wait_for(lock, most, [&] { return state_->last > position || state_->closed; });
  return state_->last > position && !state_->closed;
}

void Inbox::close() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->closed = true;
  }
  state_->more.notify_all();
}

Inbox::Fill Inbox::fill() const {
  const std::scoped_lock lock(state_->mutex);
  return {.queue_bytes = state_->queue_bytes,
          .backlog_bytes = state_->backlog_bytes,
          .backlog = state_->last - std::min(state_->last, state_->moved_to),
          .last = state_->last};
}

}  // namespace bellwether::inbox
