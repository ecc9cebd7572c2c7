// The disk that a power cut would leave: made of a folder as it was and a record of what was done to its files since (recorder.cpp).
#pragma once

#include "record.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace bellwether::story {

/// One line of a record.
struct Recorded {
  RecordHead::Did did = RecordHead::Did::opened;
  std::string name;
  std::int64_t place = 0;
  std::string bytes;
};

/// The whole record; a last line that is not whole is left out.
[[nodiscard]] std::vector<Recorded> read_record(const std::filesystem::path& file);

/// What becomes of writes that were not brought to disk before the cut.
enum class Cut : std::uint8_t {
  loses_all,
  keeps_some,  ///< any of them, in whatever order the disk chose, one of them torn at a sector
  keeps_all,   ///< as after a crash of the program alone
};

/// Files as they are and as they would be found. Names (files made, renamed, removed) count as on disk at once, as journalling file
/// systems keep them in order; bytes count only after fsync or fdatasync.
class Disk {
 public:
  explicit Disk(const std::filesystem::path& folder);

  void follow(const Recorded& done);
  /// Writes what the cut leaves into a new folder.
  void leave(Cut cut, std::mt19937_64& random, const std::filesystem::path& folder) const;

 private:
  struct Change {
    bool is_cut = false;
    std::int64_t place = 0;
    std::string bytes;
  };
  struct File {
    std::string on_disk;
    std::vector<Change> since;  ///< it was brought to disk
  };
  static void apply(const Change& change, std::string& bytes, std::size_t most = static_cast<std::size_t>(-1));
  [[nodiscard]] static std::string left(const File& file, Cut cut, std::mt19937_64& random);

  std::map<std::string, File> files_;
};

}  // namespace bellwether::story
