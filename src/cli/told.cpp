#include "cli/told.hpp"

#include <cstdio>
#include <fstream>
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

}  // namespace bellwether::cli
