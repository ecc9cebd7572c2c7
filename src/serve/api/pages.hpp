// The pages that people see: files that were built beforehand, read once and served from memory.
#pragma once

#include "base/result.hpp"
#include "serve/http/message.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::api {

class Pages {
 public:
  static constexpr std::size_t k_most_files = 2'000;
  static constexpr std::size_t k_most_bytes = 64 << 20;

  /// No pages: finds nothing.
  Pages() = default;
  /// Reads all files of a folder, which has an index.html. Errors: `not_found`, `io`; `too_large` over the limits.
  [[nodiscard]] static Result<Pages> read(const std::filesystem::path& folder);

  /// The file at a request's path; index.html for a path that is no file's, since the page itself knows its rooms. Nothing for other
  /// methods than GET and HEAD, for a path under /v1/ or /assets/ that is no file's, and where there are no pages.
  /// What is under /assets/ has its content's hash in its name, and may be kept for ever; the rest is asked for again each time (ETag).
  [[nodiscard]] std::optional<http::Response> find(const http::Request& head) const;

  [[nodiscard]] bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string type;
    std::string etag;
    bool lasts = false;
    // Shared with the responses under way.
    std::shared_ptr<const std::string> bytes, zipped;  ///< `zipped`: gzip; empty where that saves little
  };
  [[nodiscard]] const File* file_for(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;  ///< by path: "/assets/index-3f2a.js"
};

/// Where the pages stand that belong to this program: in `web` beside it, or in `../share/bellwether/web`. Nothing where they were not built.
[[nodiscard]] std::optional<std::filesystem::path> pages_beside_program();

}  // namespace bellwether::api
