#include "store/inbox/known_keys.hpp"

#include "store/inbox/packed.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace bellwether::inbox {

namespace {

/// Of a closed list with each transaction: it is carried before the next one is long, and nobody waits long for it.
constexpr std::size_t k_least_carried = 256;
constexpr std::size_t k_carried_for_each_added = 2;

std::string name_of(const char* what, std::size_t which) { return what + std::to_string(which); }

std::string set(const char* name, std::int64_t value) {
  return "UPDATE state SET value = " + std::to_string(value) + " WHERE name = '" + name + "';";
}

constexpr std::size_t k_key_bytes = sizeof(Key) + 2 * sizeof(std::uint64_t);

}  // namespace

void append_key(std::string& row, const Key& key, const KnownKeys::Known& known) {
  row.append(reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size());
  append_number(row, known.number);
  append_number(row, known.content);
}

Result<std::vector<std::pair<Key, KnownKeys::Known>>> keys_of(std::span<const std::byte> row) {
  if (row.size() % k_key_bytes != 0) {
    return fail(Code::damaged, "a list of keys of the inbox is not whole", {},
                "bring back the last backup of the data directory");
  }
  std::vector<std::pair<Key, KnownKeys::Known>> keys;
  keys.reserve(row.size() / k_key_bytes);
  for (; !row.empty(); row = row.subspan(k_key_bytes)) {
    auto& [key, known] = keys.emplace_back();
    std::ranges::copy(row.first<sizeof(Key)>(), key.bytes.begin());
    known.number = number_of<std::uint64_t>(row.subspan<sizeof(Key), 8>());
    known.content = number_of<std::uint64_t>(row.subspan<sizeof(Key) + 8, 8>());
  }
  return keys;
}

Result<KnownKeys> KnownKeys::open(const Engine& engine, int keep_days, std::size_t list) {
  KnownKeys keys(engine, keep_days, list);
  if (auto prepared = keys.prepare(); !prepared) return std::unexpected(prepared.error());
  // Growing it would make somebody wait.
  keys.filling_.reserve(list);
  if (auto read = keys.read_lists(); !read) return std::unexpected(read.error());
  return keys;
}

Result<void> KnownKeys::prepare() {
  const auto make = [&](std::optional<Statement>& into, const std::string& sql) -> Result<void> {
    auto statement = engine_->prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    into.emplace(*std::move(statement));
    return {};
  };
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string tree = name_of("keys_", i);
    const std::string list = name_of("list_", i);
    if (auto made = make(append_[i], "INSERT INTO " + list + " (keys) VALUES (?)"); !made) return made;
    // Where the program stopped while it carried, a stretch may be carried again.
    if (auto made = make(put_[i], "INSERT OR IGNORE INTO " + tree + " VALUES (?, ?, ?)"); !made) return made;
    if (auto made = make(find_[i], "SELECT number, content FROM " + tree + " WHERE key = ?"); !made) return made;
    const auto some = engine_->number("SELECT EXISTS (SELECT 1 FROM " + tree + ")");
    if (!some) return std::unexpected(some.error());
    has_tree_[i] = *some != 0;
  }
  auto state = engine_->prepare("SELECT name, value FROM state");
  if (!state) return std::unexpected(state.error());
  while (true) {
    const auto more = state->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const std::span<const std::byte> name = state->bytes(0);
    const std::string_view told(reinterpret_cast<const char*>(name.data()), name.size());
    const std::int64_t value = state->number(1);
    if (told == "young") state_.young = value != 0 ? 1 : 0;
    if (told == "young_since") state_.young_since = Day{static_cast<std::int32_t>(value)};
    if (told == "filling") state_.filling = value != 0 ? 1 : 0;
    if (told == "carrying") state_.carrying = value != 0;
    if (told == "carried_into") state_.carried_into = value != 0 ? 1 : 0;
  }
}

Result<void> KnownKeys::read_lists() {
  for (std::size_t i = 0; i < 2; ++i) {
    auto rows = engine_->prepare("SELECT keys FROM " + name_of("list_", i));
    if (!rows) return std::unexpected(rows.error());
    List& list = i == state_.filling ? filling_ : closed_;
    while (true) {
      const auto more = rows->next();
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      const auto keys = keys_of(rows->bytes(0));
      if (!keys) return std::unexpected(keys.error());
      list.insert(keys->begin(), keys->end());
    }
  }
  if (state_.carrying) sort_closed();
  return {};
}

void KnownKeys::sort_closed() {
  order_.clear();
  order_.reserve(closed_.size());
  for (const auto& [key, known] : closed_) order_.push_back(key);
  std::ranges::sort(order_);
  carried_ = carrying_ = 0;
}

Result<std::optional<KnownKeys::Known>> KnownKeys::find(const Key& key) {
  for (const List* list : {&filling_, &closed_}) {
    if (const auto at = list->find(key); at != list->end()) return at->second;
  }
  for (const std::size_t tree : {state_.young, 1 - state_.young}) {
    if (!has_tree_[tree]) continue;
    Statement& find = *find_[tree];
    const auto found = find.bind(1, key.bytes).next();
    if (!found) return std::unexpected(found.error());
    if (!*found) continue;
    const Known known{.number = static_cast<std::uint64_t>(find.number(0)),
                      .content = static_cast<std::uint64_t>(find.number(1))};
    if (auto ended = find.run(); !ended) return std::unexpected(ended.error());
    return known;
  }
  return std::nullopt;
}

void KnownKeys::add(const Key& key, const Known& known) {
  append_key(row_, key, known);
  filling_.emplace(key, known);
  added_.push_back(key);
}

Result<void> KnownKeys::write() {
  if (added_.empty()) return {};
  auto appended = append_[state_.filling]->bind(1, std::as_bytes(std::span(row_))).run();
  if (!appended) return appended;
  return carry();
}

Result<void> KnownKeys::carry() {
  if (!state_.carrying) return {};
  const std::size_t until =
      std::min(order_.size(), carrying_ + std::max(k_least_carried, k_carried_for_each_added * added_.size()));
  Statement& put = *put_[state_.carried_into];
  has_tree_[state_.carried_into] = true;
  for (; carrying_ < until; ++carrying_) {
    const Key& key = order_[carrying_];
    const Known& known = closed_.at(key);
    put.bind(1, key.bytes)
        .bind(2, static_cast<std::int64_t>(known.number))
        .bind(3, static_cast<std::int64_t>(known.content));
    if (auto done = put.run(); !done) return done;
  }
  return {};
}

void KnownKeys::committed() {
  added_.clear();
  row_.clear();
  carried_ = carrying_;
}

void KnownKeys::undone() {
  for (const Key& key : added_) filling_.erase(key);
  added_.clear();
  row_.clear();
  carrying_ = carried_;
}

Result<void> KnownKeys::tend(Day today) {
  if (state_.carrying && carried_ == order_.size()) {
    if (auto done = note_closed_list_carried(); !done) return done;
  }
  if (state_.young_since.days == 0) {
    State first = state_;
    first.young_since = today;
    return change(first, {});
  }
  if (state_.carrying) return {};
  if (today.days - state_.young_since.days >= keep_days_) {
    State next = state_;
    next.young = 1 - state_.young;
    next.young_since = today;
    return close_list(next);
  }
  if (filling_.size() >= most_) return close_list(state_);
  return {};
}

Result<void> KnownKeys::note_closed_list_carried() {
  State next = state_;
  next.carrying = false;
  if (auto done = change(next, "DELETE FROM " + name_of("list_", 1 - state_.filling) + ";"); !done) return done;
  closed_.clear();
  order_.clear();
  carried_ = carrying_ = 0;
  return {};
}

/// What fills is carried into the tree that is the younger one until now.
Result<void> KnownKeys::close_list(State to) {
  const bool ages = to.young != state_.young;
  to.filling = 1 - state_.filling;
  to.carrying = true;
  to.carried_into = state_.young;
  if (auto done = change(to, ages ? "DELETE FROM " + name_of("keys_", to.young) + ";" : ""); !done) return done;
  if (ages) has_tree_[to.young] = false;
  closed_ = std::exchange(filling_, {});
  filling_.reserve(most_);
  sort_closed();
  return {};
}

Result<void> KnownKeys::change(const State& to, const std::string& sql) {
  const std::string all = "BEGIN IMMEDIATE;" + sql + set("young", static_cast<std::int64_t>(to.young)) +
                          set("young_since", to.young_since.days) +
                          set("filling", static_cast<std::int64_t>(to.filling)) + set("carrying", to.carrying ? 1 : 0) +
                          set("carried_into", static_cast<std::int64_t>(to.carried_into)) + "COMMIT;";
  if (auto done = engine_->run(all); !done) {
    engine_->roll_back();
    return done;
  }
  state_ = to;
  return {};
}

}  // namespace bellwether::inbox
