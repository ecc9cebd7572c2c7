// The one thread that writes: takes what waits, and commits it in one transaction with its rollups and notes.
#pragma once

#include "base/result.hpp"
#include "base/zone.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/facts.hpp"
#include "store/facts/insert_facts.hpp"
#include "store/facts/names.hpp"
#include "store/facts/ready.hpp"
#include "store/facts/rollups.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

namespace bellwether::facts {

/// Under which name the store keeps up to where it has the inbox.
inline constexpr std::string_view k_inbox_position = "inbox_position";
/// And the snapshot that last brought something from the inbox.
inline constexpr std::string_view k_inbox_snapshot = "inbox_snapshot";

class Writer {
 public:
  Writer(Connection connection, InsertFacts insert, Names& names, const Zone& zone,
         std::atomic<std::uint64_t>& snapshot, std::atomic<std::uint64_t>& inbox_position, RollupRows rows);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();  ///< ends when all that waits is written

  /// What `tidy` asks for.
  struct Tidy {};
  /// What `reread` does.
  struct Reread {
    SignalBatch signals;
  };
  using Work = std::variant<SignalBatch, ActBatch, FromInbox, Tidy, Reread>;

  /// Blocks while more than Facts::k_waiting_batches wait.
  [[nodiscard]] std::future<Result<Commit>> submit(Work work, std::optional<ImportNote> note);

 private:
  struct Job {
    Work work;
    std::optional<ImportNote> note;
    std::promise<Result<Commit>> promise;
    std::optional<ReadySignals> ready_signals;
    std::optional<ReadyActs> ready_acts;
    [[nodiscard]] const SignalBatch* signals() const;
    [[nodiscard]] const ActBatch* acts() const;
    [[nodiscard]] std::optional<std::uint64_t> position() const;  ///< in the inbox
    [[nodiscard]] std::size_t facts() const;
  };

  void run();
  [[nodiscard]] bool wait_for_work(std::vector<Job>& taken);
  void do_group(std::vector<Job> group);
  [[nodiscard]] Result<void> make_job_ready(Job& job);
  [[nodiscard]] Result<Commit> write(std::span<Job*> jobs);
  [[nodiscard]] Result<void> write_facts(std::span<Job*> jobs, std::int64_t snapshot);
  [[nodiscard]] Result<void> note_import(const ImportNote& note, std::int64_t snapshot) const;
  [[nodiscard]] Result<Commit> tidy();
  [[nodiscard]] Result<Commit> reread(const SignalBatch& batch);
  [[nodiscard]] Result<void> put_readings(const SignalBatch& batch, std::uint64_t snapshot);
  [[nodiscard]] Result<void> compact_now();
  void checkpoint_when_idle();

  Connection connection_;
  InsertFacts insert_;
  Names& names_;
  const Zone& zone_;
  std::atomic<std::uint64_t>& snapshot_;
  std::atomic<std::uint64_t>& inbox_position_;
  RollupRows rows_;
  bool in_log_ = true;  ///< something may be in the log only

  std::mutex mutex_;
  std::condition_variable came_, went_;
  std::deque<Job> waiting_;
  bool ending_ = false;
  std::jthread thread_;  ///< last: everything that it uses stands before it
};

}  // namespace bellwether::facts
