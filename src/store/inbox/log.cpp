#include "store/inbox/log.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bellwether::inbox {

namespace {

using std::chrono::milliseconds;

/// The log is carried into the file when it has this many pages: rarely enough to cost little, often enough to be read back fast.
constexpr int k_long = 8'000;
/// So few that are left the writer carries itself in some milliseconds, to begin the log anew.
constexpr int k_few = 1'000;
/// Where it grows faster than it is carried, the writer waits at so many pages.
constexpr int k_most = 8 * k_long;

constexpr std::uint64_t k_page_bytes = 4'096 + 24;
/// An inbox that takes little needs no room beyond that.
constexpr int k_begins_to_matter = 64;
constexpr std::uint64_t k_ahead = 1 << 20;
/// At once: some milliseconds' work for the disk.
constexpr std::uint64_t k_step = 4 << 20;
constexpr std::uint64_t k_most_room = k_page_bytes * 2 * k_long;

std::uint64_t size_of(const std::filesystem::path& file) {
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  return none ? 0 : size;
}

/// Zeros behind what a file has, on the disk. False where that can't be; the file is as it was then.
bool lengthen(const std::filesystem::path& file, std::uint64_t from, std::uint64_t to) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (opened < 0) return false;
  const std::string zeros(to - from, '\0');
  std::size_t written = 0;
  while (written < zeros.size()) {
    const auto wrote =
        ::pwrite(opened, zeros.data() + written, zeros.size() - written, static_cast<::off_t>(from + written));
    if (wrote <= 0) break;
    written += static_cast<std::size_t>(wrote);
  }
  const bool done = written == zeros.size() && ::fdatasync(opened) == 0;
  if (!done) [[maybe_unused]]
    const int shortened = ::ftruncate(opened, static_cast<::off_t>(from));
  ::close(opened);
  return done;
}

}  // namespace

Result<std::unique_ptr<Log>> Log::open(const Engine& writing, const std::filesystem::path& file) {
  auto carrying = Engine::open(file, Engine::Open::read);
  if (!carrying) return std::unexpected(carrying.error());
  return std::unique_ptr<Log>(new Log(writing, *std::move(carrying), file.string() + "-wal"));
}

Log::Log(const Engine& writing, Engine carrying, std::filesystem::path log)
    : writing_(writing), carrying_(std::move(carrying)), log_(std::move(log)), room_(size_of(log_)) {
  const auto note_pages = [](void* self, sqlite3*, const char*, int pages) {
    auto& of = *static_cast<Log*>(self);
    const std::scoped_lock lock(of.mutex_);
    of.pages_ = pages;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writing_.handle(), note_pages, this);
  carrier_ = std::jthread([this](const std::stop_token& stop) { carry(stop); });
}

Log::~Log() {
  carrier_.request_stop();
  carrier_.join();
  sqlite3_wal_hook(writing_.handle(), nullptr, nullptr);
}

void Log::carry(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  // A wait that is stopped still tells whether the log is long.
  while (long_log_.wait(lock, stop, [&] { return pages_ >= k_long; }) && !stop.stop_requested()) {
    const int begun = begun_;
    lock.unlock();
    int pages = 0, carried = 0;
    // An error leaves the log as it is: it is carried another time.
    sqlite3_wal_checkpoint_v2(carrying_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &carried);
    lock.lock();
    if (begun != begun_) continue;
    const bool further = carried > carried_;
    carried_ = std::max(carried_, carried);
    // What came meanwhile is carried in its turn; where little is left, or nothing can be done, the writer has a moment.
    if (further && pages_ - carried_ > k_few) continue;
    long_log_.wait_for(lock, stop, milliseconds(200), [] { return false; });
  }
}

void Log::tend() {
  int pages = 0, carried = 0;
  {
    const std::scoped_lock lock(mutex_);
    pages = pages_;
    carried = carried_;
  }
  if (pages >= k_most || (pages >= k_long && pages - carried <= k_few)) {
    begin_anew();
  } else if (pages >= k_long) {
    long_log_.notify_one();
  }
  const std::uint64_t used = static_cast<std::uint64_t>(pages) * k_page_bytes;
  if (pages >= k_begins_to_matter && has_room_ && used + k_ahead > room_ && room_ < k_most_room) make_room(used);
}

void Log::begin_anew() {
  const int done = sqlite3_wal_checkpoint_v2(writing_.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  if (done != SQLITE_OK) return;  // somebody reads: another time
  const std::scoped_lock lock(mutex_);
  pages_ = carried_ = 0;
  ++begun_;
}

/// Nobody else writes at the log's end: this is the writer's thread.
void Log::make_room(std::uint64_t used) {
  room_ = std::max(used, size_of(log_));
  if (used + k_ahead <= room_) return;
  has_room_ = lengthen(log_, room_, room_ + k_step);
  if (has_room_) room_ += k_step;
}

}  // namespace bellwether::inbox
