// A process that is killed at any moment loses nothing that it was told is in, and leaves nothing half.
#include "store/facts/store_for_test.hpp"

#include <array>
#include <chrono>
#include <deque>
#include <future>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::facts {
namespace {

constexpr std::uint64_t k_rows = 3'000;

/// Every batch is a day of its own, so that it can be counted alone.
SignalBatch batch_of(std::uint64_t number) {
  SignalBatch batch;
  for (std::uint64_t i = 0; i < k_rows; ++i) {
    Signal& signal = batch.add();
    signal.id = derived_id(number, i);
    signal.occurred_at = Instant{at("2026-01-01").us + static_cast<std::int64_t>(number) * k_us_per_day};
    signal.source = "crash";
    signal.unit = i % 2 == 0 ? "Lyon" : "Paris";
    const std::array<Rating, 1> nps = {Rating{.name = "nps", .value = {static_cast<std::int32_t>(i % 11) * 100}}};
    signal.ratings = batch.keep(std::span<const Rating>(nps));
    if (i % 3 == 0) signal.text = "the process that writes this will not live long";
  }
  return batch;
}

/// The child: appends batch after batch, tidies up now and then, and says the number of each that was acknowledged.
[[noreturn]] void append_until_killed(const std::filesystem::path& folder, std::uint64_t first, int tell) {
  const auto directory = store::DataDirectory::open(folder, store::Access::write, "child");
  if (!directory) _exit(1);
  const auto facts = Facts::open(*directory);
  if (!facts) _exit(2);
  std::deque<std::pair<std::uint64_t, std::future<Result<Commit>>>> waiting;
  for (std::uint64_t number = first;; ++number) {
    waiting.emplace_back(number, (*facts)->append(batch_of(number)));
    if (number % 7 == 3 && !(*facts)->tidy()) _exit(3);
    while (waiting.size() > 3 || (!waiting.empty() && waiting.front().second.wait_for(std::chrono::seconds(0)) ==
                                                          std::future_status::ready)) {
      if (!waiting.front().second.get()) _exit(4);
      const std::uint64_t done = waiting.front().first;
      if (write(tell, &done, sizeof done) != sizeof done) _exit(5);
      waiting.pop_front();
    }
  }
}

/// Runs a child, kills it after `live` (counted from its first acknowledgement where `once_writing`), and returns what it
/// said was in.
std::set<std::uint64_t> run_and_kill(const std::filesystem::path& folder, std::uint64_t first,
                                     std::chrono::milliseconds live, bool once_writing) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    append_until_killed(folder, first, ends[1]);
  }
  close(ends[1]);
  if (once_writing) {
    pollfd said{.fd = ends[0], .events = POLLIN, .revents = 0};
    EXPECT_EQ(poll(&said, 1, 120'000), 1) << "the child never wrote anything";
  }
  std::this_thread::sleep_for(live);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
  std::set<std::uint64_t> acknowledged;
  std::uint64_t number = 0;
  while (read(ends[0], &number, sizeof number) == sizeof number) acknowledged.insert(number);
  close(ends[0]);
  return acknowledged;
}

TEST(Crash, EveryAcknowledgedBatchIsWhollyThereAndNoneIsHalf) {
  const Folder folder;
  std::mt19937 random(std::random_device{}());
  std::set<std::uint64_t> acknowledged;
  std::uint64_t next = 0;
  for (int cycle = 0; cycle < 10; ++cycle) {
    const std::chrono::milliseconds live(static_cast<int>(random() % 400));
    acknowledged.merge(run_and_kill(folder.path(), next, live, cycle % 2 == 0));

    const Opened opened = open_store(folder.path());
    const auto slices = opened->ask({.every = Grain::day,
                                     .statistics = {rows(), of(Statistic::Kind::distinct, field(Field::Kind::id))},
                                     .allow_rollups = false});
    ASSERT_TRUE(slices) << to_text(slices.error());
    std::set<std::uint64_t> there;
    for (const SliceRow& row : slices->rows) {
      if (!row.period) continue;
      const auto number = static_cast<std::uint64_t>(row.period->days - day_from_text("2026-01-01")->days);
      EXPECT_EQ(row.numbers[0], Int128{k_rows}) << "batch " << number << " after a life of " << live.count() << " ms";
      EXPECT_EQ(row.numbers[1], Int128{k_rows});
      there.insert(number);
    }
    for (const std::uint64_t number : acknowledged)
      EXPECT_TRUE(there.contains(number)) << "batch " << number << " was acknowledged";
    next = there.empty() ? next : *there.rbegin() + 1;
    const auto report = opened->check();
    ASSERT_TRUE(report) << to_text(report.error());
    for (const Problem& problem : report->problems) ADD_FAILURE() << problem.where << ": " << problem.what;
  }
  EXPECT_FALSE(acknowledged.empty()) << "no child lived long enough to write anything";
}

}  // namespace
}  // namespace bellwether::facts
