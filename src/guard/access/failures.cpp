#include "guard/access/failures.hpp"

#include "base/text.hpp"
#include "guard/access/secrets.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <arpa/inet.h>

namespace bellwether::guard {

namespace {

/// Hashed, so that what somebody typed by mistake (a password) is kept nowhere.
std::string account_place(std::string_view account) { return hash_of_secret("account", fold(trim(account))); }

std::string address_place(std::string_view address) {
  std::array<unsigned char, 16> bytes{};
  const std::string text(address);
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return "@" + text;
  return "@" + std::string(bytes.begin(), bytes.begin() + 8);
}

std::chrono::microseconds between(Instant a, Instant b) { return std::chrono::microseconds(b.us - a.us); }

}  // namespace

std::optional<std::chrono::seconds> Failures::begin(std::string_view account, std::string_view address, Instant now) {
  const std::scoped_lock lock(mutex_);
  make_room(now);
  Count& of_account = count_of(account_place(account), now);
  Count& of_address = count_of(address_place(address), now);
  std::optional<std::chrono::seconds> wait;
  if (of_account.attempts >= limits_.of_account) wait = left(of_account, now);
  if (of_address.attempts >= limits_.of_address)
    wait = std::max(wait.value_or(std::chrono::seconds(0)), left(of_address, now));
  if (wait) return wait;
  ++of_account.attempts;
  ++of_address.attempts;
  return std::nullopt;
}

void Failures::succeeded(std::string_view account, std::string_view address) {
  const std::scoped_lock lock(mutex_);
  counts_.erase(account_place(account));
  one_less(address_place(address));
}

void Failures::undecided(std::string_view account, std::string_view address) {
  const std::scoped_lock lock(mutex_);
  one_less(account_place(account));
  one_less(address_place(address));
}

std::size_t Failures::size() const {
  const std::scoped_lock lock(mutex_);
  return counts_.size();
}

Failures::Count& Failures::count_of(const std::string& place, Instant now) {
  const auto [at, is_new] = counts_.try_emplace(place, Count{.attempts = 0, .since = now});
  Count& count = at->second;
  if (!is_new && between(count.since, now) >= limits_.within) count = {.attempts = 0, .since = now};
  return count;
}

std::chrono::seconds Failures::left(const Count& count, Instant now) const {
  const auto rest = std::chrono::ceil<std::chrono::seconds>(limits_.within - between(count.since, now));
  return std::clamp(rest, std::chrono::seconds(1), limits_.within);
}

void Failures::make_room(Instant now) {
  if (counts_.size() + 2 <= limits_.most_places) return;
  std::erase_if(counts_, [&](const auto& one) { return between(one.second.since, now) >= limits_.within; });
  if (counts_.size() + 2 <= limits_.most_places) return;
  // A flood of made-up accounts must not make those forgotten that were tried often: what was tried least goes, half of all.
  std::vector<int> attempts;
  attempts.reserve(counts_.size());
  for (const auto& [place, count] : counts_) attempts.push_back(count.attempts);
  const auto middle = attempts.begin() + static_cast<std::ptrdiff_t>(attempts.size() / 2);
  std::ranges::nth_element(attempts, middle);
  std::size_t go = attempts.size() / 2 + 1;
  std::erase_if(counts_, [&](const auto& one) {
    const bool goes = go > 0 && one.second.attempts <= *middle;
    if (goes) --go;
    return goes;
  });
}

void Failures::one_less(const std::string& place) {
  const auto found = counts_.find(place);
  if (found == counts_.end()) return;
  if (--found->second.attempts <= 0) counts_.erase(found);
}

}  // namespace bellwether::guard
