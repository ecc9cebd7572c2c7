#include "serve/api/door.hpp"

#include "measure/opened/opened.hpp"
#include "org/organisation_records.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

/// How often it is written down which sessions were in use: a crash forgets no more.
constexpr std::int64_t k_seen_us = 300 * k_us_per_second;

Result<std::string> newest_of(records::Transaction& transaction, std::string_view table) {
  std::string newest;
  const auto read = transaction.ask(fmt::format("SELECT COALESCE(MAX(number), 0) FROM {}", table), 1, {},
                                    [&](const records::Row& row) -> Result<void> {
                                      newest = row.text(0);
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  return newest;
}

Result<Known> read_known(records::Transaction& transaction) {
  Known known;
  auto ring = guard::KeyRing::read(transaction);
  if (!ring) return std::unexpected(ring.error());
  known.keys = *std::move(ring);
  auto users = guard::users(transaction);
  if (!users) return std::unexpected(users.error());
  known.has_users = !users->empty();
  for (guard::User& user : *users) {
    std::string id = user.id;
    if (user.state == guard::UserState::active) known.users.emplace(std::move(id), std::move(user));
  }
  auto sessions = guard::sessions(transaction);
  if (!sessions) return std::unexpected(sessions.error());
  for (guard::Session& session : *sessions) {
    std::string hash = session.hash;
    known.sessions.emplace(std::move(hash), std::move(session));
  }
  return known;
}

}  // namespace

StandingUnits::StandingUnits(std::vector<org::Thing> all, std::int64_t number, org::Organisation read, Day today,
                             const store::Settings& settings)
    : things(std::move(all)),
      version(number),
      organisation(std::move(read)),
      tree(organisation.units.as_of(today, org::Ended::kept_last)),
      guards(measure::guards_over(settings, &tree)) {}

Result<std::shared_ptr<const StandingUnits>> StandingUnits::make(std::vector<org::Thing> things, std::int64_t version,
                                                                 Day today, const store::Settings& settings) {
  auto organisation = org::Organisation::make(things);
  if (!organisation) return std::unexpected(organisation.error());
  return std::shared_ptr<const StandingUnits>(
      new StandingUnits(std::move(things), version, *std::move(organisation), today, settings));
}

std::span<const org::Thing> StandingUnits::all(org::Kind kind) const {
  const auto found = std::ranges::equal_range(things, kind, {}, &org::Thing::kind);
  return {found.begin(), found.end()};
}

std::span<const org::Thing> StandingUnits::all(org::Kind kind, std::string_view id) const {
  const auto found =
      std::ranges::equal_range(all(kind), id, {}, [](const org::Thing& thing) -> std::string_view { return thing.id; });
  return {found.begin(), found.end()};
}

std::vector<std::string> StandingUnits::below(const std::string& unit) const {
  std::vector<std::string> words;
  for (const org::Index index : tree.subtree(unit)) words.push_back(organisation.units.id(index));
  if (words.empty()) words.push_back(unit);
  return words;
}

guard::Rights Caller::rights() const {
  if (key) return guard::rights_of(*key);
  return user ? guard::rights_of(user->grants) : guard::Rights();
}

guard::Reach Caller::reach(guard::Right right) const {
  if (key) return {.everything = guard::rights_of(*key).has(right)};
  if (!user) return {};
  return guard::reach_of(user->grants, right, [&](const std::string& unit) { return known->units->below(unit); });
}

measure::Reach Caller::seen(guard::Right right) const {
  measure::Reach seen;
  if (auto units = reach(right); !units.everything) seen.units = std::move(units.units);
  if (auto units = reach(guard::Right::read_employees); !units.everything) seen.employees = std::move(units.units);
  return seen;
}

std::string Caller::actor() const {
  if (key) return fmt::format("key:{}", key->id);
  return user ? guard::as_actor(user->id) : "nobody";
}

Result<std::unique_ptr<Door>> Door::open(const store::DataDirectory& directory) {
  std::unique_ptr<Door> door(new Door(directory));
  // For writing first, so that they are there and of this version.
  auto to_write = records::Records::open(directory, store::Access::write);
  if (!to_write) return std::unexpected(to_write.error());
  door->to_write_ = *std::move(to_write);
  auto to_read = records::Records::open(directory, store::Access::read);
  if (!to_read) return std::unexpected(to_read.error());
  door->to_read_ = *std::move(to_read);
  door->written_at_ = now();
  if (auto read = door->read_again(now(), true); !read) return std::unexpected(read.error());
  return door;
}

Door::~Door() {
  if (to_write_) [[maybe_unused]]
    const auto written = write_seen(now(), true);
}

std::shared_ptr<const Known> Door::known() const {
  const std::scoped_lock lock(held_);
  return known_;
}

std::optional<Caller> Door::with_key(std::string_view secret) const {
  auto state = known();
  const guard::ApiKey* const key = state->keys.find(secret);
  if (key == nullptr) return std::nullopt;
  Caller caller;
  caller.key = *key;
  caller.known = std::move(state);
  return caller;
}

std::optional<Caller> Door::with_session(std::string_view token, Instant now) {
  constexpr std::size_t k_most_bytes = 100;
  if (token.empty() || token.size() > k_most_bytes) return std::nullopt;
  const std::string hash = guard::hash_of_session(token);
  Caller caller;
  {
    const std::scoped_lock lock(held_);
    const auto found = known_->sessions.find(hash);
    if (found == known_->sessions.end()) return std::nullopt;
    caller.session = found->second;
    if (const auto seen = seen_.find(hash); seen != seen_.end()) {
      caller.session->seen_at = std::max(caller.session->seen_at, seen->second);
    }
    if (!guard::is_live(*caller.session, now)) return std::nullopt;
    const auto user = known_->users.find(caller.session->user_id);
    if (user == known_->users.end()) return std::nullopt;
    seen_[hash] = now;
    caller.user = user->second;
    caller.known = known_;
  }
  caller.csrf = guard::csrf_token_of(token);
  return caller;
}

Result<void> Door::change(const Work& work) {
  {
    const std::scoped_lock lock(writing_);
    auto transaction = to_write_->begin();
    if (!transaction) return std::unexpected(transaction.error());
    auto done = transaction->claim();
    if (done) done = work(*transaction);
    if (done) done = transaction->commit();
    if (!done) return done;
  }
  return read_again(now(), true);
}

Result<void> Door::look(const Work& work) {
  const std::scoped_lock lock(reading_);
  auto transaction = to_read_->begin();
  if (!transaction) return std::unexpected(transaction.error());
  return work(*transaction);
}

Result<void> Door::refresh(Instant now) {
  if (auto written = write_seen(now, false); !written) return written;
  return read_again(now, false);
}

Result<void> Door::read_again(Instant now, bool whatever) {
  const std::scoped_lock lock(reading_);
  const Day today = directory_.settings().zone.day_at(now);
  std::optional<Known> known;
  std::optional<std::vector<org::Thing>> things;
  Marks marks{.audit = {}, .organisation = {}, .today = today};
  {
    auto transaction = to_read_->begin();
    if (!transaction) return std::unexpected(transaction.error());
    auto audit = newest_of(*transaction, "audit");
    if (!audit) return std::unexpected(audit.error());
    const auto organisation = org::version_of(*transaction);
    if (!organisation) return std::unexpected(organisation.error());
    marks.audit = *std::move(audit);
    marks.organisation = *organisation;
    if (!whatever && marks_ == marks) return {};
    auto read = read_known(*transaction);
    if (!read) return std::unexpected(read.error());
    known = *std::move(read);
    const bool same_units = marks_ && marks_->organisation == marks.organisation && marks_->today == today;
    if (!same_units) {
      // In the same transaction, so that the version is that of what was read.
      auto all = org::read_things(*transaction);
      if (!all) return std::unexpected(all.error());
      things = *std::move(all);
    }
  }
  if (things) {
    auto units = StandingUnits::make(*std::move(things), marks.organisation, today, directory_.settings());
    if (!units) return std::unexpected(units.error());
    known->units = *std::move(units);
  } else {
    known->units = this->known()->units;
  }
  marks_ = std::move(marks);
  auto state = std::make_shared<const Known>(*std::move(known));
  const std::scoped_lock held(held_);
  known_ = std::move(state);
  return {};
}

Result<void> Door::write_seen(Instant now, bool at_once) {
  std::unordered_map<std::string, Instant> seen;
  {
    const std::scoped_lock lock(held_);
    if (!at_once && now.us - written_at_.us < k_seen_us) return {};
    written_at_ = now;
    seen = seen_;
  }
  if (seen.empty()) return {};
  {
    const std::scoped_lock lock(writing_);
    auto transaction = to_write_->begin();
    if (!transaction) return std::unexpected(transaction.error());
    for (const auto& [hash, at] : seen) {
      if (auto noted = guard::note_seen(*transaction, hash, at); !noted) return noted;
    }
    if (auto done = transaction->commit(); !done) return done;
  }
  if (auto read = read_again(now, true); !read) return read;
  const std::scoped_lock lock(held_);
  for (const auto& [hash, at] : seen) {
    if (const auto found = seen_.find(hash); found != seen_.end() && found->second == at) seen_.erase(found);
  }
  return {};
}

}  // namespace bellwether::api
