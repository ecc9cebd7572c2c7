#include "store/facts/torn_log.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace bellwether::facts {

namespace {

namespace fs = std::filesystem;

/// An entry begins with its size and its checksum, 8 bytes each.
constexpr std::uint64_t k_head_bytes = 16;

/// The number behind these words.
std::optional<std::uint64_t> number_after(std::string_view said, std::string_view words) {
  const std::size_t at = said.find(words);
  if (at == std::string_view::npos) return std::nullopt;
  const char* const first = said.data() + at + words.size();
  std::uint64_t number = 0;
  const auto read = std::from_chars(first, said.data() + said.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

/// Whether the log has this checksum just before: so that nothing is cut on the word of a message alone.
bool has_checksum_before(const fs::path& log, std::uint64_t content, std::uint64_t checksum) {
  std::ifstream in(log, std::ios::binary);
  std::array<char, sizeof checksum> bytes{};
  in.seekg(static_cast<std::streamoff>(content - sizeof checksum));
  if (!in.read(bytes.data(), bytes.size())) return false;
  std::uint64_t stored = 0;
  std::memcpy(&stored, bytes.data(), sizeof stored);
  return stored == checksum;
}

std::unexpected<Error> trouble(const fs::path& file, const std::string& what) {
  return fail(Code::io, "the facts' log ends in the middle of a block, and can't be cut there: " + what, file.string(),
              "make room, or give the program the right to write there");
}

Result<void> bring_to_disk(const fs::path& file) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = opened >= 0 && ::fsync(opened) == 0;
  const std::string why = std::strerror(errno);
  if (opened >= 0) ::close(opened);
  if (!done) return trouble(file, why);
  return {};
}

}  // namespace

Result<std::optional<TornLog>> cut_torn_log(const fs::path& facts_file, const Error& why) {
  const auto content = number_after(why.message, "Corrupt WAL file: entry at byte position ");
  const auto checksum = number_after(why.message, "does not match stored checksum ");
  fs::path log = facts_file;
  log += ".wal";
  if (!content || !checksum || *content < k_head_bytes || !has_checksum_before(log, *content, *checksum)) {
    return std::nullopt;
  }
  TornLog torn{.kept = log, .from = *content - k_head_bytes, .bytes = 0};
  torn.kept += ".torn";
  std::error_code problem;
  torn.bytes = fs::file_size(log, problem) - torn.from;
  // The copy first: at no moment is there less than there was.
  if (!problem) fs::copy_file(log, torn.kept, fs::copy_options::overwrite_existing, problem);
  if (problem) return trouble(log, problem.message());
  if (auto kept = bring_to_disk(torn.kept); !kept) return std::unexpected(kept.error());
  fs::resize_file(log, torn.from, problem);
  if (problem) return trouble(log, problem.message());
  if (auto kept = bring_to_disk(log); !kept) return std::unexpected(kept.error());
  return torn;
}

}  // namespace bellwether::facts
