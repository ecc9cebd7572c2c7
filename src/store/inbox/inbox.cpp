#include "store/inbox/inbox.hpp"

#include "store/inbox/known_keys.hpp"
#include "store/inbox/sqlite.hpp"
#include "store/inbox/tables.hpp"

#include <algorithm>
#include <atomic>
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
/// The log is carried into the file when it has this many pages: rarely enough to cost little, often enough to be read back fast.
constexpr int k_log_pages = 8'000;
/// The log grows while it is carried; at so many pages the writer waits for its end.
constexpr int k_most_log_pages = 8 * k_log_pages;
/// Entries in the facts are dropped in stretches, with what is written anyway, so that no put waits long for it.
constexpr std::uint64_t k_dropped_at_once = 2'000;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

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

  State(Engine to_write, Engine to_read, Engine to_carry, const Limits& given)
      : limits(given), writing(std::move(to_write)), reading(std::move(to_read)), carrying(std::move(to_carry)) {}

  [[nodiscard]] Result<void> start();
  void run();
  [[nodiscard]] Result<void> write(std::span<Put> group, std::vector<std::vector<Placed>>& placed);
  [[nodiscard]] Result<Placed> place(const Entry& entry);
  /// Within a transaction; up to which number.
  [[nodiscard]] Result<std::uint64_t> drop_moved();
  [[nodiscard]] Result<void> drop_when_idle();
  void carry_log();
  void shorten_log();

  const Limits limits;
  Engine writing;
  Engine reading;   ///< after(), under `reading_mutex`
  Engine carrying;  ///< carries the log into the file, beside the writer
  mutable std::mutex reading_mutex;

  std::optional<KnownKeys> keys;
  std::optional<Statement> begin, insert, set_last, commit;
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

  std::atomic<int> log_pages = 0;
  std::condition_variable_any long_log;
  std::jthread carrier;
  std::jthread thread;  ///< last: it uses all of the above
};

Result<void> Inbox::State::start() {
  const auto set = [&](std::optional<Statement>& into, const std::string& sql) -> Result<void> {
    auto statement = writing.prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    into.emplace(*std::move(statement));
    return {};
  };
  if (auto made = set(begin, "BEGIN IMMEDIATE"); !made) return made;
  if (auto made = set(insert, "INSERT INTO entries VALUES (?, ?)"); !made) return made;
  if (auto made = set(set_last, "UPDATE state SET value = ? WHERE name = 'last'"); !made) return made;
  if (auto made = set(commit, "COMMIT"); !made) return made;
  auto known = KnownKeys::open(writing, limits.keep_days);
  if (!known) return std::unexpected(known.error());
  keys.emplace(*std::move(known));
  const auto state = [&](const char* name) {
    return writing.number("SELECT value FROM state WHERE name = '" + std::string(name) + "'");
  };
  const auto moved = state("moved");
  const auto given = state("last");
  const auto bytes = writing.number(
      "SELECT COALESCE(SUM(LENGTH(bytes)), 0) FROM entries WHERE number > (SELECT value FROM state WHERE name = "
      "'moved')");
  for (const auto* one : {&moved, &given, &bytes}) {
    if (!*one) return std::unexpected(one->error());
  }
  moved_to = dropped_to = static_cast<std::uint64_t>(*moved);
  last = static_cast<std::uint64_t>(*given);
  backlog_bytes = static_cast<std::uint64_t>(*bytes);
  if (last > moved_to) sizes.emplace_back(last, backlog_bytes);
  const auto note_pages = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<State*>(self)->log_pages = pages;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writing.handle(), note_pages, this);
  carrier = std::jthread([this](const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    // A wait that is stopped still tells whether the log is long.
    while (long_log.wait(lock, stop, [&] { return log_pages >= k_log_pages; }) && !stop.stop_requested()) {
      lock.unlock();
      carry_log();
      lock.lock();
      // Until the writer has begun the log anew there is nothing to do but to carry what came since, now and then.
      long_log.wait_for(lock, stop, std::chrono::milliseconds(200), [] { return false; });
    }
  });
  thread = std::jthread([this] { run(); });
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
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (written) {
        group[i].answer(std::move(placed[i]));
      } else {
        group[i].answer(std::unexpected(written.error()));
      }
    }
    if (log_pages >= k_log_pages) long_log.notify_one();
    if (log_pages >= k_most_log_pages) shorten_log();
  }
}

Result<void> Inbox::State::write(std::span<Put> group, std::vector<std::vector<Placed>>& placed) {
  const auto undo_all = [&](const Error& error) {
    writing.roll_back();
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
  if (auto carried = keys->carry(); !carried) return undo_all(carried.error());
  const auto dropped = drop_moved();
  if (!dropped) return undo_all(dropped.error());
  if (newest > last) {
    if (auto set = set_last->bind(1, static_cast<std::int64_t>(newest)).run(); !set) return undo_all(set.error());
  }
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
  if (auto added = insert->bind(1, static_cast<std::int64_t>(number)).bind(2, bytes_of(entry.bytes)).run(); !added) {
    return std::unexpected(added.error());
  }
  if (entry.key) {
    if (auto added = keys->add(*entry.key, {.number = number, .content = entry.content}); !added) {
      return std::unexpected(added.error());
    }
  }
  return Placed{.as = Placed::As::taken_in, .number = number};
}

Result<std::uint64_t> Inbox::State::drop_moved() {
  std::uint64_t to = 0;
  {
    const std::scoped_lock lock(mutex);
    if (moved_to == dropped_to) return dropped_to;
    to = std::min(moved_to, dropped_to + k_dropped_at_once);
  }
  const std::string number = std::to_string(to);
  auto done = writing.run("DELETE FROM entries WHERE number <= " + number + "; UPDATE state SET value = " + number +
                          " WHERE name = 'moved';");
  if (!done) return std::unexpected(done.error());
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

void Inbox::State::carry_log() {
  // An error leaves the log as it is: it is carried another time.
  sqlite3_wal_checkpoint_v2(carrying.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void Inbox::State::shorten_log() {
  sqlite3_wal_checkpoint_v2(writing.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
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
  state_->carrier.request_stop();
  state_->carrier.join();
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
  auto carrying = Engine::open(file, Engine::Open::read);
  if (!carrying) return std::unexpected(carrying.error());
  auto state = std::make_unique<State>(*std::move(writing), *std::move(reading), *std::move(carrying), limits);
  if (auto started = state->start(); !started) return std::unexpected(started.error());
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
  auto statement =
      state_->reading.prepare("SELECT number, bytes FROM entries WHERE number > ? ORDER BY number LIMIT ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, static_cast<std::int64_t>(position)).bind(2, static_cast<std::int64_t>(most));
  std::vector<Waiting> waiting;
  std::size_t bytes = 0;
  while (true) {
    const auto next = statement->next();
    if (!next) return std::unexpected(next.error());
    if (!*next) return waiting;
    const std::span<const std::byte> body = statement->bytes(1);
    bytes += body.size();
    if (bytes > most_bytes && !waiting.empty()) return waiting;
    Waiting& one = waiting.emplace_back();
    one.number = static_cast<std::uint64_t>(statement->number(0));
    one.bytes.assign(reinterpret_cast<const char*>(body.data()), body.size());
  }
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
  auto done = state_->set_last->bind(1, static_cast<std::int64_t>(position)).run();
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
