#include "listen/import/reader_thread.hpp"

#include <utility>

namespace bellwether::listen {

ReaderThread::ReaderThread(RowReader& reader, std::size_t columns)
    : reader_(reader), columns_(columns), thread_([this](const std::stop_token& stop) { read(stop); }) {}

ReaderThread::~ReaderThread() {
  thread_.request_stop();
  changed_.notify_all();
}

void ReaderThread::read(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    ReadBlock read;
    {
      const std::scoped_lock lock(mutex_);
      if (!free_.empty()) {
        read.block = std::move(free_.back());
        free_.pop_back();
      }
    }
    const Result<bool> more = reader_.next(read.block);
    Result<std::optional<ReadBlock>> item = std::nullopt;
    if (!more) {
      item = std::unexpected(more.error());
    } else if (*more) {
      const std::span<const Header> headers = reader_.headers();
      read.added.assign(headers.begin() + static_cast<std::ptrdiff_t>(columns_), headers.end());
      columns_ = headers.size();
      read.bytes_read = reader_.bytes_read();
      item = std::move(read);
    }
    const bool last = !item || !*item;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return ready_.size() < k_blocks_ahead; });
    if (stop.stop_requested()) return;
    ready_.push_back(std::move(item));
    changed_.notify_all();
    if (last) return;
  }
}

Result<std::optional<ReadBlock>> ReaderThread::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty(); });
  Result<std::optional<ReadBlock>> item = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return item;
}

void ReaderThread::recycle(RowBlock block) {
  const std::scoped_lock lock(mutex_);
  if (free_.size() < k_blocks_ahead) free_.push_back(std::move(block));
}

}  // namespace bellwether::listen
