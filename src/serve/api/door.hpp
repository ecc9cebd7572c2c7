// Who may come in, and how far: keys, people and the organisation's tree as the records had them a second ago at most, kept in memory
// for every request; and the one way for the server to change records.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "guard/access/api_keys.hpp"
#include "guard/access/failures.hpp"
#include "guard/access/rights.hpp"
#include "guard/access/sessions.hpp"
#include "guard/access/users.hpp"
#include "measure/guards.hpp"
#include "measure/reach.hpp"
#include "org/organisation.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/records.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::api {

/// The organisation as it stands today: units that have ended stand where they stood last, so that their facts are reached by whoever
/// reaches what they were part of. A unit that moved is reached from where it is now, with all its past.
struct StandingUnits {
  std::vector<org::Thing> things;  ///< all that is known, by kind, id and day
  std::int64_t version = 0;        ///< of the organisation: another one after each change
  org::Organisation organisation;
  org::Tree tree;
  measure::Guards guards;  ///< with this tree; what they worked out is kept as long as it stands

  /// Errors: as of Organisation::make.
  [[nodiscard]] static Result<std::shared_ptr<const StandingUnits>> make(std::vector<org::Thing> things,
                                                                         std::int64_t version, Day today,
                                                                         const store::Settings& settings);
  /// All versions of all things of a kind; and of one of them.
  [[nodiscard]] std::span<const org::Thing> all(org::Kind kind) const;
  [[nodiscard]] std::span<const org::Thing> all(org::Kind kind, std::string_view id) const;
  /// The unit and all beneath it; itself alone where the organisation does not know it.
  [[nodiscard]] std::vector<std::string> below(const std::string& unit) const;

 private:
  StandingUnits(std::vector<org::Thing> all, std::int64_t number, org::Organisation read, Day today,
                const store::Settings& settings);
};

/// One state of the records; never changed.
struct Known {
  guard::KeyRing keys;
  std::unordered_map<std::string, guard::User> users;        ///< those who are active, by id
  std::unordered_map<std::string, guard::Session> sessions;  ///< by hash
  bool has_users = false;                                    ///< anybody, also invited or closed
  std::shared_ptr<const StandingUnits> units;  ///< shared with states before and after, which had the same
};

/// Who asks: a program with its key, or somebody who signed in; nobody where an operation is open to everybody.
struct Caller {
  std::optional<guard::ApiKey> key;
  std::optional<guard::User> user;
  std::optional<guard::Session> session;
  std::string csrf;  ///< of the session
  std::shared_ptr<const Known> known;

  [[nodiscard]] guard::Rights rights() const;
  /// Of whose facts this right is theirs. Keys reach everything.
  [[nodiscard]] guard::Reach reach(guard::Right right) const;
  /// The same of figures, as measure takes it; of voices, with another right.
  [[nodiscard]] measure::Reach seen(guard::Right right = guard::Right::read_measures) const;
  /// As the audit log names them: "key:k7f3m2q9xd", "user:018f…".
  [[nodiscard]] std::string actor() const;
};

class Door {
 public:
  /// Errors: as of the records.
  [[nodiscard]] static Result<std::unique_ptr<Door>> open(const store::DataDirectory& directory);
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  ~Door();

  [[nodiscard]] std::shared_ptr<const Known> known() const;
  /// The key's holder; nothing for one that opens nothing.
  [[nodiscard]] std::optional<Caller> with_key(std::string_view secret) const;
  /// Whose session has this token, and that it was in use; nothing for one that ended, or never was.
  [[nodiscard]] std::optional<Caller> with_session(std::string_view token, Instant now);

  using Work = std::function<Result<void>(records::Transaction&)>;
  /// Runs `work` in a transaction and keeps what it did, unless it fails; then everything known is read again, so that the next request
  /// sees it. Waits for other changes: for workers, never for a thread of connections.
  [[nodiscard]] Result<void> change(const Work& work);
  /// The same to look only.
  [[nodiscard]] Result<void> look(const Work& work);
  /// Reads again what changed, also what other processes changed; and writes down now and then which sessions were in use.
  [[nodiscard]] Result<void> refresh(Instant now);

  [[nodiscard]] guard::Failures& failures() { return failures_; }

 private:
  explicit Door(const store::DataDirectory& directory) : directory_(directory) {}
  struct Marks {
    std::string audit;
    std::int64_t organisation = 0;
    Day today;
    friend bool operator==(const Marks&, const Marks&) = default;
  };
  [[nodiscard]] Result<void> read_again(Instant now, bool whatever);
  [[nodiscard]] Result<void> write_seen(Instant now, bool at_once);

  const store::DataDirectory& directory_;
  guard::Failures failures_;

  std::mutex writing_;
  std::unique_ptr<records::Records> to_write_;

  std::mutex reading_;
  std::unique_ptr<records::Records> to_read_;
  std::optional<Marks> marks_;

  mutable std::mutex held_;
  std::shared_ptr<const Known> known_;
  std::unordered_map<std::string, Instant> seen_;  ///< sessions in use since they were last written down
  Instant written_at_;
};

}  // namespace bellwether::api
