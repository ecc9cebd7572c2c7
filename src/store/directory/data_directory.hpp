// The folder that holds everything of one organisation: facts, records, settings, keys. One process writes at a time.
#pragma once

#include "base/result.hpp"
#include "base/zone.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::store {

enum class Access { read, write };

/// `[privacy]`: how many people a figure must come from. docs/measures.md says what is withheld.
struct Privacy {
  std::int64_t k_employee = 5;                        ///< of employees; 5 … 1,000
  std::int64_t k_comments = 10;                       ///< of employees, for their words; 10 … 1,000
  std::int64_t k_customer = 0;                        ///< answers of others; 0 (off) … 1,000
  std::vector<std::string> employee_attributes = {};  ///< what employees' answers may be cut by; at most 3
};

/// `[records]`: where records stand. docs/organisation.md says how to make the database.
struct RecordsPlace {
  std::string postgresql = {};        ///< how the server is reached, as libpq reads it; empty: a file of the folder
  std::string schema = "bellwether";  ///< of the database; a to z, digits and _, at most 40
};

/// `[server]`: where it is reached, and how it works. What each means stands in the table of settings.cpp, and is told by
/// `bellwether check --config`; so for `[limits]` and `[inbox]`.
struct ServerPlace {
  std::vector<std::string> listen = {"127.0.0.1:8080"};
  std::string address = {};
  std::string certificate = {}, certificate_key = {};
  std::vector<std::string> proxies = {};
  std::string proxy_header = "x-forwarded-for";
  int threads = 1;
  int question_threads = 2;
  std::string pages = {};
  std::string log = "all";
  int grace_s = 10;
};

struct ServerLimits {
  std::size_t header_kb = 16;
  int head_s = 10, body_s = 20, idle_s = 75, answer_s = 120;
  std::size_t connections = 20'000, connections_per_address = 1'000;
  double requests_per_second = 0, requests_per_second_of_key = 0;
  std::size_t questions_waiting = 64, live_pages = 20'000, live_filters = 64;
};

struct InboxLimits {
  std::size_t queue_mb = 64, backlog_mb = 8'192;
  int keep_days = 7;
};

/// `[[openid.grant]]`: what who is in a group at the provider is granted here. Role and unit are checked where they are used.
struct GroupGrant {
  std::string group;                     ///< as the provider names it, letter by letter
  std::string role;                      ///< "leader"
  std::optional<std::string> unit = {};  ///< nothing: everywhere
  bool voices = false, names = false, employees = false;
};

/// `[openid]`: sign-in with a provider. docs/access.md says how.
struct OpenIdPlace {
  std::string issuer = {};  ///< empty: none
  std::string client_id = {}, client_secret = {}, client_secret_file = {};
  std::string label = "Sign in with your organisation";
  std::vector<std::string> scopes = {"email", "profile"};
  std::string groups_claim = "groups";
  std::vector<std::string> allow_networks = {};
  std::string ca_file = {};
  std::vector<GroupGrant> grants = {};
};

/// `[webhooks]`: what is told to other systems.
struct WebhookLimits {
  std::vector<std::string> allow_networks = {};
  bool allow_http = false;
  std::string authorities = {};
  int connect_s = 5, answer_s = 15;
  std::size_t senders = 8, most_waiting = 9'000;
  int keep_days = 30;
};

/// What the organisation set: in `bellwether.toml` of the folder, or the environment. Not told: the default.
struct Settings {
  Zone zone = Zone::utc();      ///< `[organisation] time_zone`; days, weeks and months are cut in it
  std::string organisation;     ///< `[organisation] name`
  std::size_t memory_mb = 768;  ///< `[facts] memory_mb`: most that the fact store may take, 64 … 1,048,576
  unsigned threads = 0;         ///< `[facts] threads`; 0 = all cores
  bool understanding = true;    ///< `[understanding] on`: what texts mean is read as they come in
  bool learning = true;         ///< `[understanding] learn`: from texts that came with scores, in the background
  bool individual_scores =
      true;  ///< `[leadership] individual_scores`; false: no scores of single persons (works councils)
  int first_look_days =
      14;  ///< `[leadership] first_look_days`, 0 … 366: so long a leader's score is for that leader only
  Privacy privacy;
  RecordsPlace records;
  ServerPlace server;
  ServerLimits limits;
  InboxLimits inbox;
  OpenIdPlace openid;
  WebhookLimits webhooks;
};

/// An open data directory. Holds the lock for as long as it lives.
class DataDirectory {
 public:
  /// Opens `folder`; with Access::write it is made if it is not there (mode 0700), and locked.
  /// Errors: `not_found` for reading one that is not there (says how to make one); `conflict` naming the process that
  /// holds the lock (its command, pid and since when); `io`; `bad_input` for a wrong bellwether.toml (file:line, known
  /// keys).
  [[nodiscard]] static Result<DataDirectory> open(const std::filesystem::path& folder, Access access,
                                                  std::string_view command);

  /// The same without the lock, also while another process writes: for its records alone, which make way for each other between two
  /// transactions. Made where it is not there.
  [[nodiscard]] static Result<DataDirectory> open_beside(const std::filesystem::path& folder);

  DataDirectory(DataDirectory&&) noexcept;
  DataDirectory& operator=(DataDirectory&&) noexcept;
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;
  ~DataDirectory();

  [[nodiscard]] const std::filesystem::path& folder() const;
  [[nodiscard]] Access access() const;
  [[nodiscard]] const Settings& settings() const;

  [[nodiscard]] std::filesystem::path facts_file() const;       ///< facts.duckdb
  [[nodiscard]] std::filesystem::path records_file() const;     ///< records.sqlite
  [[nodiscard]] std::filesystem::path inbox_file() const;       ///< inbox.sqlite
  [[nodiscard]] std::filesystem::path measures_folder() const;  ///< measures/: the organisation's own
  [[nodiscard]] std::filesystem::path keys_folder() const;      ///< keys/, mode 0700

 private:
  struct State;
  explicit DataDirectory(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::store
