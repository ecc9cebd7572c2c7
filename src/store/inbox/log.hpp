// The engine's log of what was committed: carried into the file beside the writer, and begun anew from its start when nearly all of it is.
// Ahead of what is written it has room on the disk already, so that a commit waits for its own bytes alone and not for the file to grow.
#pragma once

#include "base/result.hpp"
#include "store/inbox/sqlite.hpp"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace bellwether::inbox {

class Log {
 public:
  /// Of the inbox's file; `writing` outlives it. Error: as of the engine.
  [[nodiscard]] static Result<std::unique_ptr<Log>> open(const Engine& writing, const std::filesystem::path& file);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log();

  /// The writer's thread, after each commit and outside of a transaction. Most often there is nothing to do.
  void tend();

 private:
  Log(const Engine& writing, Engine carrying, std::filesystem::path log);
  void carry(const std::stop_token& stop);
  void begin_anew();
  void make_room(std::uint64_t bytes);

  const Engine& writing_;
  Engine carrying_;
  const std::filesystem::path log_;
  std::uint64_t room_ = 0;  ///< bytes that the log's file has, as far as is known
  bool has_room_ = true;    ///< false: the disk would give no more

  std::mutex mutex_;
  std::condition_variable_any long_log_;
  int pages_ = 0;    ///< in the log
  int carried_ = 0;  ///< of them, in the file
  int begun_ = 0;    ///< how often it was begun anew
  std::jthread carrier_;
};

}  // namespace bellwether::inbox
