#include "listen/mover/mover.hpp"

#include "listen/intake/entry.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace bellwether::listen {

namespace {

using std::chrono::milliseconds;

/// Of one transaction: as many as a second brings when much comes in. The store likes thousands at a time.
constexpr std::size_t k_most_entries = 32'768;
/// From the begin of one transaction to the next where little comes in at a time: each costs the store far more than a fact does. What
/// comes after a quiet time goes at once.
constexpr auto k_pace = milliseconds(250);
constexpr auto k_look_again = milliseconds(500);
constexpr auto k_first_pause = milliseconds(200);
constexpr auto k_longest_pause = milliseconds(10'000);

std::string in_base_16(std::string_view bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) fmt::format_to(std::back_inserter(text), "{:02x}", static_cast<unsigned char>(byte));
  return text;
}

std::unexpected<Error> io_error(const std::filesystem::path& file) {
  return fail(Code::io, fmt::format("can't be written: {}", std::strerror(errno)), file.string(),
              "make room, or give the program the right to write there");
}

/// Appends a line, and waits until the disk has it.
Result<void> append_durably(const std::filesystem::path& file, std::string_view line) {
  const int to = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (to < 0) return io_error(file);
  Result<void> done;
  while (!line.empty() && done) {
    const ::ssize_t wrote = ::write(to, line.data(), line.size());
    if (wrote < 0 && errno != EINTR) done = io_error(file);
    if (wrote > 0) line.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (done && ::fsync(to) != 0) done = io_error(file);
  ::close(to);
  return done;
}

/// What another try can't mend.
bool is_about_the_facts(Code code) {
  return code == Code::bad_input || code == Code::too_large || code == Code::damaged || code == Code::unsupported;
}

}  // namespace

Mover::Mover(inbox::Inbox& inbox, facts::Facts& facts, Parts parts)
    : inbox_(inbox), facts_(facts), parts_(std::move(parts)) {
  if (parts_.knowledge != nullptr) reader_.emplace(*parts_.knowledge);
  progress_.position = facts_.inbox_position();
  inbox_.moved(progress_.position);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Mover::~Mover() {
  thread_.request_stop();
  thread_.join();
}

void Mover::run(const std::stop_token& stop) {
  milliseconds pause = k_first_pause;
  while (!stop.stop_requested()) {
    const std::uint64_t position = facts_.inbox_position();
    if (!inbox_.wait_for_more(position, k_look_again)) continue;
    const auto begun = std::chrono::steady_clock::now();
    auto entries = inbox_.after(position, k_most_entries);
    const bool is_full = entries && entries->size() == k_most_entries;
    Result<void> carried;
    if (!entries) {
      carried = std::unexpected(entries.error());
    } else if (!entries->empty()) {
      carried = carry(*std::move(entries));
    }
    {
      const std::scoped_lock lock(mutex_);
      progress_.trouble = carried ? std::nullopt : std::optional(carried.error());
    }
    if (carried) {
      pause = k_first_pause;
      if (!is_full) rest(stop, begun + k_pace);
    } else {
      rest(stop, std::chrono::steady_clock::now() + pause);
      pause = std::min(2 * pause, k_longest_pause);
    }
  }
}

void Mover::rest(const std::stop_token& stop, std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  std::condition_variable_any().wait_until(lock, stop, until, [] { return false; });
}

Result<void> Mover::carry(std::vector<inbox::Waiting> entries) {
  facts::FromInbox load{.signals = {}, .acts = {}, .position = entries.back().number};
  for (const inbox::Waiting& entry : entries) {
    if (auto read = read_entry(entry.bytes, load.signals, load.acts); !read) {
      return carry_in_parts(std::move(entries), read.error());
    }
  }
  read_texts(load.signals);
  const std::uint64_t position = load.position;
  const auto committed = facts_.append(std::move(load)).get();
  if (committed) {
    note(*committed, position, entries.size());
    return {};
  }
  if (!is_about_the_facts(committed.error().code)) return std::unexpected(committed.error());
  return carry_in_parts(std::move(entries), committed.error());
}

void Mover::read_texts(facts::SignalBatch& signals) {
  if (!reader_) return;
  for (facts::Signal& signal : signals.rows()) reader_->read(signal, signals.room());
}

Result<void> Mover::carry_in_parts(std::vector<inbox::Waiting> entries, const Error& reason) {
  if (entries.size() == 1) return put_aside(entries.front(), reason);
  const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
  std::vector<inbox::Waiting> second(std::make_move_iterator(middle), std::make_move_iterator(entries.end()));
  entries.erase(middle, entries.end());
  if (auto first = carry(std::move(entries)); !first) return first;
  return carry(std::move(second));
}

Result<void> Mover::put_aside(const inbox::Waiting& entry, const Error& reason) {
  const nlohmann::ordered_json line{
      {"number", entry.number}, {"reason", reason.message}, {"entry", in_base_16(entry.bytes)}};
  if (auto kept = append_durably(parts_.refused, line.dump() + "\n"); !kept) return kept;
  const auto committed = facts_.append(facts::FromInbox{.signals = {}, .acts = {}, .position = entry.number}).get();
  if (!committed) return std::unexpected(committed.error());
  note(*committed, entry.number, 0);
  const std::scoped_lock lock(mutex_);
  ++progress_.refused;
  return {};
}

void Mover::note(const facts::Commit& commit, std::uint64_t position, std::size_t entries) {
  inbox_.moved(position);
  {
    const std::scoped_lock lock(mutex_);
    progress_.position = position;
    progress_.moved += entries;
  }
  went_.notify_all();
  if (parts_.moved) parts_.moved(commit);
}

Mover::Progress Mover::progress() const {
  const std::scoped_lock lock(mutex_);
  return progress_;
}

bool Mover::wait_until(std::uint64_t position, milliseconds most) const {
  std::unique_lock lock(mutex_);
  return went_.wait_for(lock, most, [&] { return progress_.position >= position; });
}

}  // namespace bellwether::listen
