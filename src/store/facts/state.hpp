// What an open store consists of.
#pragma once

#include "base/result.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/facts.hpp"
#include "store/facts/names.hpp"
#include "store/facts/writer.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::facts {

/// Connections for reading, kept for the next one who asks.
class Readers {
 public:
  explicit Readers(const Database& database) : database_(database) {}

  class Lease {
   public:
    Lease(Readers& readers, Connection connection) : readers_(&readers), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept
        : readers_(std::exchange(other.readers_, nullptr)), connection_(std::move(other.connection_)) {}
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() {
      if (readers_ != nullptr) readers_->give_back(std::move(connection_));
    }
    const Connection& operator*() const { return connection_; }
    const Connection* operator->() const { return &connection_; }

   private:
    Readers* readers_;
    Connection connection_;
  };

  [[nodiscard]] Result<Lease> lease();

 private:
  static constexpr std::size_t k_most_kept = 16;
  void give_back(Connection connection);

  const Database& database_;
  std::mutex mutex_;
  std::vector<Connection> idle_;
};

struct Facts::State {
  State(const store::Settings& settings, Database opened)
      : zone(settings.zone), memory_mb(settings.memory_mb), database(std::move(opened)), readers(database) {}

  const Zone& zone;  ///< of the data directory's settings
  std::size_t memory_mb;
  std::optional<TornLog> torn_log;
  Database database;
  mutable Readers readers;
  Names names;
  std::string store_name;
  std::atomic<std::uint64_t> snapshot = 0;
  std::atomic<std::uint64_t> inbox_position = 0;
  std::unique_ptr<Writer> writer;  ///< none where opened for reading. Last: it uses the others
};

/// The condition, as SQL, that a fact was not written by the program itself.
[[nodiscard]] std::string from_outside(const Names& names);

/// The newest snapshot that a connection's transaction sees, and up to where the rollups were compacted.
struct Seen {
  std::uint64_t snapshot = 0, compacted = 0;
};
[[nodiscard]] Result<Seen> seen_by(const Connection& connection);

}  // namespace bellwether::facts
