#include "store/facts/writer.hpp"

#include "store/facts/deltas.hpp"
#include "store/facts/schema.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

constexpr auto k_idle = std::chrono::seconds(2);
/// Rollups are compacted on the way when this many rows were added, and as many as there were before.
constexpr std::uint64_t k_most_added_rows = 4'000'000;

}  // namespace

std::size_t Writer::Job::facts() const {
  return (signals() != nullptr ? signals()->size() : 0) + (acts() != nullptr ? acts()->size() : 0);
}

const SignalBatch* Writer::Job::signals() const {
  if (const auto* moved = std::get_if<FromInbox>(&work)) return &moved->signals;
  return std::get_if<SignalBatch>(&work);
}

const ActBatch* Writer::Job::acts() const {
  if (const auto* moved = std::get_if<FromInbox>(&work)) return &moved->acts;
  return std::get_if<ActBatch>(&work);
}

std::optional<std::uint64_t> Writer::Job::position() const {
  const auto* moved = std::get_if<FromInbox>(&work);
  return moved == nullptr ? std::nullopt : std::optional(moved->position);
}

Writer::Writer(Connection connection, InsertFacts insert, Names& names, const Zone& zone,
               std::atomic<std::uint64_t>& snapshot, std::atomic<std::uint64_t>& inbox_position, RollupRows rows)
    : connection_(std::move(connection)),
      insert_(std::move(insert)),
      names_(names),
      zone_(zone),
      snapshot_(snapshot),
      inbox_position_(inbox_position),
      rows_(rows),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  came_.notify_all();
}

std::future<Result<Commit>> Writer::submit(Work work, std::optional<ImportNote> note) {
  Job job{.work = std::move(work), .note = std::move(note), .promise = {}, .ready_signals = {}, .ready_acts = {}};
  auto answer = job.promise.get_future();
  {
    std::unique_lock lock(mutex_);
    went_.wait(lock, [&] { return waiting_.size() < Facts::k_waiting_batches; });
    waiting_.push_back(std::move(job));
  }
  came_.notify_one();
  return answer;
}

void Writer::run() {
  std::vector<Job> taken;
  while (wait_for_work(taken)) {
    // A tidy() or reread() has to wait for the batches that came before it, and is no part of a transaction with them.
    std::vector<Job> group;
    for (Job& job : taken) {
      const auto* again = std::get_if<Reread>(&job.work);
      if (again == nullptr && !std::holds_alternative<Tidy>(job.work)) {
        group.push_back(std::move(job));
        continue;
      }
      do_group(std::exchange(group, {}));
      job.promise.set_value(again != nullptr ? reread(again->signals) : tidy());
    }
    do_group(std::move(group));
    taken.clear();
  }
}

bool Writer::wait_for_work(std::vector<Job>& taken) {
  std::unique_lock lock(mutex_);
  const auto something = [&] { return !waiting_.empty() || ending_; };
  if (!came_.wait_for(lock, k_idle, something)) {
    lock.unlock();
    checkpoint_when_idle();
    lock.lock();
    came_.wait(lock, something);
  }
  if (waiting_.empty()) return false;
  taken.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  went_.notify_all();
  return true;
}

void Writer::do_group(std::vector<Job> group) {
  std::vector<Job*> fit;
  for (Job& job : group) {
    const std::size_t known = names_.field_count();
    if (auto ready = make_job_ready(job); ready) {
      fit.push_back(&job);
    } else {
      names_.forget_fields_after(known);
      job.promise.set_value(std::unexpected(ready.error()));
    }
  }
  if (fit.empty()) return;
  const auto committed = write(fit);
  if (committed || fit.size() == 1) {
    for (Job* job : fit) {
      if (committed) {
        job->promise.set_value(Commit{.snapshot = committed->snapshot, .facts = job->facts()});
      } else {
        job->promise.set_value(std::unexpected(committed.error()));
      }
    }
    return;
  }
  // What the engine refuses together it may take one by one; only the batch that can't be written is to fail.
  for (Job*& job : fit) job->promise.set_value(write({&job, 1}));
}

Result<void> Writer::make_job_ready(Job& job) {
  if (const SignalBatch* signals = job.signals()) {
    auto ready = make_ready(*signals, names_, zone_);
    if (!ready) return std::unexpected(ready.error());
    job.ready_signals = *std::move(ready);
  }
  if (const ActBatch* acts = job.acts()) {
    auto ready = make_ready(*acts, names_, zone_);
    if (!ready) return std::unexpected(ready.error());
    job.ready_acts = *std::move(ready);
  }
  return {};
}

Result<Commit> Writer::write(std::span<Job*> jobs) {
  const std::uint64_t snapshot = snapshot_.load() + 1;
  const auto stamp = static_cast<std::int64_t>(snapshot);
  auto transaction = Transaction::begin(connection_);
  if (!transaction) return std::unexpected(transaction.error());
  if (auto added = names_.add_columns(connection_); !added) return std::unexpected(added.error());
  if (auto wrote = write_facts(jobs, stamp); !wrote) return std::unexpected(wrote.error());

  Deltas deltas;
  for (const Job* job : jobs) {
    if (job->ready_signals) deltas.count(*job->signals(), *job->ready_signals);
  }
  if (auto wrote = deltas.write(connection_, stamp); !wrote) return std::unexpected(wrote.error());
  if (auto saved = names_.save(connection_); !saved) return std::unexpected(saved.error());
  for (const Job* job : jobs) {
    if (!job->note) continue;
    if (auto noted = note_import(*job->note, stamp); !noted) return std::unexpected(noted.error());
  }
  std::uint64_t position = inbox_position_;
  for (const Job* job : jobs) {
    if (!job->position()) continue;
    if (*job->position() <= position) {
      return fail(Code::conflict, fmt::format("the facts have the inbox up to entry {}", position), {},
                  "go on after that entry");
    }
    position = *job->position();
  }
  if (position != inbox_position_) {
    const auto noted = set_meta(connection_, k_inbox_position, fmt::format("{}", position));
    if (!noted) return std::unexpected(noted.error());
    const auto stamped = set_meta(connection_, k_inbox_snapshot, fmt::format("{}", snapshot));
    if (!stamped) return std::unexpected(stamped.error());
  }
  if (auto noted = set_meta(connection_, "snapshot", fmt::format("{}", snapshot)); !noted)
    return std::unexpected(noted.error());
  if (auto committed = transaction->commit(); !committed) return std::unexpected(committed.error());

  names_.saved();
  snapshot_.store(snapshot);
  inbox_position_.store(position);
  in_log_ = true;
  rows_.added += deltas.size();
  rows_.all += deltas.size();
  if (rows_.added > k_most_added_rows && 2 * rows_.added > rows_.all) [[maybe_unused]]
    const auto later = compact_now();  // what was committed stays so; the next commit tries again
  return Commit{.snapshot = snapshot, .facts = 0};
}

Result<void> Writer::write_facts(std::span<Job*> jobs, std::int64_t snapshot) {
  std::vector<AnyReadyBatch> signals, acts;
  for (const Job* job : jobs) {
    if (job->ready_signals && !job->signals()->empty()) {
      signals.emplace_back(ReadyBatch{.batch = job->signals(), .ready = &*job->ready_signals});
    }
    if (job->ready_acts && !job->acts()->empty()) {
      acts.emplace_back(ReadyBatch{.batch = job->acts(), .ready = &*job->ready_acts});
    }
  }
  if (!signals.empty()) {
    if (auto wrote = insert_.insert(connection_, Table::signals, signals, snapshot); !wrote) return wrote;
  }
  return acts.empty() ? Result<void>{} : insert_.insert(connection_, Table::acts, acts, snapshot);
}

Result<void> Writer::note_import(const ImportNote& note, std::int64_t snapshot) const {
  const std::string table(table_name(note.table));
  const std::array<Parameter, 3> which = {note.source, table, note.file};
  if (auto gone = connection_.run("DELETE FROM imports WHERE source = ? AND facts = ? AND file = ?", which); !gone)
    return gone;
  const std::array<Parameter, 8> values = {note.source,
                                           table,
                                           note.file,
                                           static_cast<std::int64_t>(note.bytes),
                                           note.content_hash,
                                           static_cast<std::int64_t>(note.accepted),
                                           std::int64_t{note.complete ? 1 : 0},
                                           snapshot};
  return connection_.run("INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, CAST(? AS BOOLEAN), ?)", values);
}

Result<void> Writer::compact_now() {
  auto transaction = Transaction::begin(connection_);
  if (!transaction) return std::unexpected(transaction.error());
  if (auto compacted = compact(connection_, snapshot_.load()); !compacted) return compacted;
  if (auto committed = transaction->commit(); !committed) return committed;
  const auto rows = rollup_rows(connection_);
  if (!rows) return std::unexpected(rows.error());
  rows_ = *rows;
  in_log_ = true;
  return {};
}

Result<Commit> Writer::tidy() {
  if (rows_.added > 0) {
    if (auto compacted = compact_now(); !compacted) return std::unexpected(compacted.error());
  }
  if (auto done = connection_.run("CHECKPOINT"); !done) return std::unexpected(done.error());
  in_log_ = false;
  return Commit{.snapshot = snapshot_.load(), .facts = 0};
}

namespace {

/// A condition that holds for the days of all these signals; the engine skips what lies outside.
struct DaysOf {
  std::string condition;
  std::vector<Parameter> parameters;

  explicit DaysOf(const ReadySignals& ready) {
    std::optional<std::pair<Day, Day>> dated;
    bool has_undated = false;
    for (const std::optional<Day>& day : ready.days) {
      has_undated = has_undated || !day;
      if (day) dated = {std::min(dated ? dated->first : *day, *day), std::max(dated ? dated->second : *day, *day)};
    }
    if (dated) {
      condition = "day BETWEEN ? AND ?";
      parameters = {dated->first, dated->second};
    }
    if (has_undated) condition = condition.empty() ? "day IS NULL" : "(" + condition + " OR day IS NULL)";
  }
};

}  // namespace

Result<Commit> Writer::reread(const SignalBatch& batch) {
  const std::uint64_t snapshot = snapshot_.load() + 1;
  if (batch.empty()) return Commit{.snapshot = snapshot_.load(), .facts = 0};
  const std::size_t known = names_.field_count();
  if (auto put = put_readings(batch, snapshot); !put) {
    names_.forget_fields_after(known);
    return std::unexpected(put.error());
  }
  names_.saved();
  snapshot_.store(snapshot);
  in_log_ = true;
  return Commit{.snapshot = snapshot, .facts = batch.size()};
}

Result<void> Writer::put_readings(const SignalBatch& batch, std::uint64_t snapshot) {
  const auto ready = make_ready(batch, names_, zone_);
  if (!ready) return std::unexpected(ready.error());
  const DaysOf days(*ready);
  auto transaction = Transaction::begin(connection_);
  if (!transaction) return std::unexpected(transaction.error());
  if (auto added = names_.add_columns(connection_); !added) return added;
  const auto put =
      insert_.put_readings(connection_, {.batch = &batch, .ready = &*ready}, days.condition, days.parameters);
  if (!put) return put;
  if (auto made = remake_mentions(connection_, days.condition, days.parameters, snapshot); !made) return made;
  if (auto saved = names_.save(connection_); !saved) return saved;
  if (auto noted = set_meta(connection_, "snapshot", fmt::format("{}", snapshot)); !noted) return noted;
  return transaction->commit();
}

void Writer::checkpoint_when_idle() {
  // Readers may be in its way: then it happens another time, and until then the log keeps what was committed.
  if (in_log_ && connection_.run("CHECKPOINT")) in_log_ = false;
}

}  // namespace bellwether::facts
