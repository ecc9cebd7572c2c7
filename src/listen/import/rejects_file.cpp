#include "listen/import/rejects_file.hpp"

#include "base/number.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_write_bytes = std::size_t{256} << 10U;

std::unexpected<Error> io_error(std::string what, const std::filesystem::path& file) {
  return fail(Code::io, std::move(what) + ": " + std::generic_category().message(errno), file.string(),
              "make room on the disk, or import from a folder that can be written");
}

}  // namespace

struct RejectsFile::Out {
  int descriptor = -1;
  std::filesystem::path half, whole;
};

void append_safe_cell(std::string_view cell, std::string& out) {
  constexpr std::string_view k_runs = "=+-@\t\r\n";
  const bool runs = !cell.empty() && k_runs.find(cell.front()) != k_runs.npos && !decimal_from(cell);
  const bool quotes =
      runs || cell.find_first_of(",\"\r\n") != cell.npos || cell.starts_with(' ') || cell.ends_with(' ');
  if (quotes) out += '"';
  if (runs) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quotes) out += '"';
}

RejectsFile::RejectsFile(std::filesystem::path file, std::filesystem::path otherwise, std::span<const Header> headers)
    : file_(std::move(file)), otherwise_(std::move(otherwise)), header_("line,column,reason") {
  for (const Header& header : headers) {
    header_ += ',';
    append_safe_cell(header.name, header_);
  }
  header_ += '\n';
}

RejectsFile::~RejectsFile() {
  if (!out_) return;
  ::close(out_->descriptor);
  ::unlink(out_->half.c_str());
}

Result<void> RejectsFile::add(const RejectedLine& line) {
  if (!line.cells.empty()) return add(line.line, line.column, line.reason, line.cells);
  return add(line.line, line.column, line.reason, std::array{line.raw});
}

Result<void> RejectsFile::add(std::uint64_t line, std::string_view column, std::string_view reason,
                              std::span<const std::string_view> cells) {
  if (!out_) {
    if (Result<void> opened = open(); !opened) return opened;
  }
  text_ += std::to_string(line);
  text_ += ',';
  append_safe_cell(column, text_);
  text_ += ',';
  append_safe_cell(reason, text_);
  for (const std::string_view cell : cells) {
    text_ += ',';
    append_safe_cell(cell, text_);
  }
  text_ += '\n';
  return write(false);
}

Result<void> RejectsFile::open() {
  auto out = std::make_unique<Out>();
  const std::string name = file_.filename().string() + ".rejected.csv";
  const std::filesystem::path beside = file_.has_parent_path() ? file_.parent_path() : std::filesystem::path(".");
  for (const std::filesystem::path& folder : {beside, otherwise_}) {
    if (folder.empty()) continue;
    std::error_code none;
    if (folder == otherwise_) std::filesystem::create_directories(folder, none);
    out->whole = folder / name;
    out->half = folder / ("." + name + ".half-" + std::to_string(::getpid()));
    out->descriptor = ::open(out->half.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (out->descriptor >= 0) break;
  }
  if (out->descriptor < 0) return io_error("can't write the file of rejected rows", out->whole);
  out_ = std::move(out);
  text_ = header_;
  return {};
}

Result<void> RejectsFile::write(bool all) {
  if (text_.size() < k_write_bytes && !all) return {};
  std::string_view left = text_;
  while (!left.empty()) {
    const ssize_t written = ::write(out_->descriptor, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("can't write the file of rejected rows", out_->whole);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  text_.clear();
  return {};
}

Result<std::optional<std::filesystem::path>> RejectsFile::finish() {
  if (!out_) return std::nullopt;
  if (Result<void> written = write(true); !written) return std::unexpected(written.error());
  std::error_code trouble;
  std::filesystem::rename(out_->half, out_->whole, trouble);
  if (trouble)
    return fail(Code::io, "can't write the file of rejected rows: " + trouble.message(), out_->whole.string());
  ::close(out_->descriptor);
  std::filesystem::path whole = out_->whole;
  out_.reset();
  return whole;
}

}  // namespace bellwether::listen
