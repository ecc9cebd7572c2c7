#include "cli/told.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

namespace bellwether::cli {

int tell_error(const Error& error) {
  fmt::print(stderr, "bellwether: {}\n", to_text(error));
  return error.code == Code::wrong_usage ? 2 : 1;
}

Result<void> write_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path unfinished = file;
  unfinished += ".part";
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out) {
      return fail(Code::io, "the file can't be written", file.string(),
                  "name another with --out, or see whether the disk is full");
    }
  }
  std::error_code trouble;
  std::filesystem::rename(unfinished, file, trouble);
  if (trouble)
    return fail(Code::io, fmt::format("the file can't be put in place: {}", trouble.message()), file.string());
  return {};
}

Result<std::string> read_file(const std::filesystem::path& file, std::size_t most_bytes) {
  std::error_code trouble;
  const auto size = std::filesystem::file_size(file, trouble);
  if (trouble)
    return fail(Code::not_found, fmt::format("the file can't be read: {}", trouble.message()), file.string());
  if (size > most_bytes) {
    return fail(Code::too_large, fmt::format("the file has {} bytes; at most {} are read", size, most_bytes),
                file.string());
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return fail(Code::io, "the file can't be read", file.string());
  return text;
}

}  // namespace bellwether::cli
