#include "listen/rows/xlsx_package.hpp"

#include <algorithm>
#include <utility>

#include <archive.h>
#include <archive_entry.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_piece_bytes = std::size_t{64} << 10U;
constexpr std::uint64_t k_expansion_looked_at_from = std::uint64_t{64} << 20U;
constexpr std::size_t k_most_parts = 10'000;

struct ArchiveFree {
  void operator()(archive* opened) const { archive_read_free(opened); }
};
using Archive = std::unique_ptr<archive, ArchiveFree>;

Result<Archive> open_archive(const std::filesystem::path& file) {
  Archive opened(archive_read_new());
  archive_read_support_format_zip(opened.get());
  if (archive_read_open_filename(opened.get(), file.c_str(), k_piece_bytes) != ARCHIVE_OK) {
    return fail(Code::bad_input, "the file begins like a ZIP archive and is none", file.string(),
                "copy or download it again");
  }
  return opened;
}

std::string message_of(archive* opened) {
  const char* message = archive_error_string(opened);
  return message != nullptr ? message : "unreadable";
}

}  // namespace

struct PackagePart::State {
  Archive opened;
  std::string where;
  std::uint64_t packed_of = 0;  ///< bytes of the whole archive on disk
  RowLimits limits;
  std::string piece;
  std::uint64_t unpacked = 0;
};

PackagePart::PackagePart(std::unique_ptr<State> state) : state_(std::move(state)) {}
PackagePart::~PackagePart() = default;

Result<std::unique_ptr<PackagePart>> PackagePart::open(const std::filesystem::path& file, std::string_view name,
                                                       const RowLimits& limits) {
  Result<Archive> opened = open_archive(file);
  if (!opened) return std::unexpected(opened.error());
  archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  for (std::size_t parts = 0; parts < k_most_parts; ++parts) {
    status = archive_read_next_header(opened->get(), &entry);
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) break;
    const char* path = archive_entry_pathname(entry);
    if (path == nullptr || name != path) continue;
    if (archive_entry_is_encrypted(entry) != 0) {
      return fail(Code::unsupported, "the file is encrypted", file.string(), "save it without a password");
    }
    auto state = std::make_unique<State>();
    state->opened = std::move(*opened);
    state->where = file.string() + " (" + std::string(name) + ")";
    std::error_code none;
    state->packed_of = std::max<std::uint64_t>(std::filesystem::file_size(file, none), 1);
    state->limits = limits;
    state->piece.resize(k_piece_bytes);
    return std::unique_ptr<PackagePart>(new PackagePart(std::move(state)));
  }
  if (status != ARCHIVE_EOF && status != ARCHIVE_OK && status != ARCHIVE_WARN) {
    return fail(Code::damaged, "the file is damaged: " + message_of(opened->get()), file.string(),
                "copy or download it again");
  }
  return fail(Code::not_found, "the part " + std::string(name) + " is missing", file.string());
}

Result<std::string_view> PackagePart::next() {
  State& state = *state_;
  const la_ssize_t got = archive_read_data(state.opened.get(), state.piece.data(), state.piece.size());
  if (got < 0) {
    return fail(Code::damaged, "the file is damaged: " + message_of(state.opened.get()), state.where,
                "copy or download it again");
  }
  state.unpacked += static_cast<std::uint64_t>(got);
  const bool swells =
      state.unpacked > k_expansion_looked_at_from && state.unpacked / state.limits.expansion > state.packed_of;
  if (state.unpacked > state.limits.xlsx_unpacked_bytes || swells) {
    return fail(Code::too_large, "the file unpacks to far more than a table of its size would", state.where,
                "save it as CSV if it is what you expect");
  }
  return std::string_view(state.piece).substr(0, static_cast<std::size_t>(got));
}

std::uint64_t PackagePart::packed_bytes_read() const {
  return static_cast<std::uint64_t>(std::max<la_int64_t>(archive_filter_bytes(state_->opened.get(), -1), 0));
}

Result<std::vector<std::string>> package_parts(const std::filesystem::path& file) {
  Result<Archive> opened = open_archive(file);
  if (!opened) return std::unexpected(opened.error());
  std::vector<std::string> parts;
  archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  while (parts.size() < k_most_parts) {
    status = archive_read_next_header(opened->get(), &entry);
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) break;
    if (const char* path = archive_entry_pathname(entry); path != nullptr) parts.emplace_back(path);
  }
  if (parts.empty() && status != ARCHIVE_EOF) {
    return fail(Code::damaged, "the file is damaged: " + message_of(opened->get()), file.string(),
                "copy or download it again");
  }
  return parts;
}

}  // namespace bellwether::listen
