#include "base/text_file.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace bellwether {

Result<std::string> text_of_file(const std::filesystem::path& file, std::uintmax_t most_bytes) {
  std::error_code trouble;
  const std::uintmax_t bytes = std::filesystem::file_size(file, trouble);
  if (trouble) {
    const bool missing = trouble == std::errc::no_such_file_or_directory;
    return fail(missing ? Code::not_found : Code::io, "can't read the file: " + trouble.message(), file.string(),
                missing ? "look at the spelling of its path" : "");
  }
  if (bytes > most_bytes) {
    return fail(Code::too_large,
                "the file has " + with_thousands(static_cast<long long>(bytes)) + " bytes; at most " +
                    with_thousands(static_cast<long long>(most_bytes)) + " are read",
                file.string());
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) return fail(Code::io, "can't read the file", file.string());
  return text;
}

Result<std::vector<std::filesystem::path>> files_in(const std::filesystem::path& folder, std::string_view ending) {
  std::error_code trouble;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator at(folder, trouble), end; !trouble && at != end; at.increment(trouble)) {
    if (at->path().extension() != ending) continue;
    if (files.size() == k_files_of_folder) {
      return fail(Code::too_large, "there are more than " + with_thousands(k_files_of_folder) + " files",
                  folder.string());
    }
    files.push_back(at->path());
  }
  if (trouble) return fail(Code::io, "can't list the folder: " + trouble.message(), folder.string());
  std::ranges::sort(files);
  return files;
}

}  // namespace bellwether
