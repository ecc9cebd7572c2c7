// The server as a company runs it, for stories: started in a folder, asked, killed, started again.
#pragma once

#include "program.hpp"
#include "serve/http/client_for_test.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace bellwether::story {

/// `bellwether serve` in a folder, on a port of its own. Ends with the test.
class Served {
 public:
  /// `environment` stands beside the test's own: {{"LD_PRELOAD", "…"}}.
  explicit Served(const std::filesystem::path& folder, const std::vector<std::string>& more = {},
                  const std::vector<std::pair<std::string, std::string>>& environment = {});
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served();

  /// The exit status; 128 + signal where one ended it.
  int end(int signal);
  [[nodiscard]] http::Client connect() const;
  /// Waits until everything that was taken in is in the facts; false where it is not within a minute.
  [[nodiscard]] bool settle() const;
  [[nodiscard]] bool is_listening() const { return port_ != 0; }
  /// What it said instead of listening.
  [[nodiscard]] const std::string& said() const { return said_; }

 private:
  pid_t process_ = -1;
  int port_ = 0;
  std::string said_;
};

/// A post of one rating under an id of its own.
[[nodiscard]] std::string request_of(const std::string& id, const std::string& key);
/// A new key that may send, or whatever the scopes say, and whose facts are of the source "shop". Makes the data directory, too.
[[nodiscard]] std::string key_in(const Folder& folder, const std::vector<std::string>& scopes = {});
/// How many ratings are in the facts; the server must not run.
[[nodiscard]] std::int64_t answers_in(const Folder& folder);
/// Posts one after another, "s0", "s1" …, until one is not acknowledged; how many were, of those numbered from `first`.
[[nodiscard]] std::size_t post_until_gone(const Served& served, const std::string& key, std::size_t first);

}  // namespace bellwether::story
