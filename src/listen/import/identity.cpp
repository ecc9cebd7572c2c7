#include "listen/import/identity.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <new>
#include <tuple>
#include <utility>

#include <sys/mman.h>
#include <xxhash.h>

namespace bellwether::listen {

namespace {

constexpr std::uint64_t k_repeats = 4;
constexpr std::size_t k_first_slots = 1024;
constexpr std::uint32_t k_null_cell = 0xFFFF'FFFF;

/// At most three of four slots are in use: that a row is not there is known after nine steps (Knuth, 6.4), which are one or
/// two lines of the cache.
std::size_t slots_for(std::size_t ids) { return std::max(k_first_slots, ids + ids / 3 + 1); }

template <class T>
std::unique_ptr<T[], Unmap> pages_of(std::size_t count) {
  const std::size_t bytes = count * sizeof(T);
  void* const pages = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  ::madvise(pages, bytes, MADV_HUGEPAGE);
  return {static_cast<T*>(pages), Unmap{bytes}};
}

/// 0 marks a free slot; the one key that is 0 is taken for 1.
std::uint64_t as_key(std::uint64_t key) { return key == 0 ? 1 : key; }

std::uint64_t of_numbers(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  const std::array<std::uint64_t, 3> numbers{a, b, c};
  return XXH3_64bits(numbers.data(), sizeof numbers);
}

}  // namespace

void Unmap::operator()(void* pages) const { ::munmap(pages, bytes); }

void IdTable::reserve(std::size_t ids) {
  if (slots_for(ids) > slots_) grow(slots_for(ids));
}

void IdTable::add_known(const Id& id) { add(as_key(key_of(id)), static_cast<std::uint32_t>(id.low) & k_content); }

void IdTable::add_met(std::uint64_t key, std::uint64_t content) {
  add(as_key(key), (static_cast<std::uint32_t>(content) & k_content) | k_met);
}

/// Multiply and shift: any number of slots will do, so that the table can be as large as is needed and no larger.
std::size_t IdTable::home(std::uint64_t key) const {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::size_t>((static_cast<Wide>(key) * slots_) >> 64U);
}

void IdTable::add(std::uint64_t key, std::uint32_t rest) {
  if (slots_for(size_ + 1) > slots_) grow(slots_ + slots_ / 2 + k_first_slots);
  std::size_t at = home(key);
  while (keys_[at] != 0) at = behind(at);
  keys_[at] = key;
  rests_[at] = rest;
  ++size_;
}

void IdTable::grow(std::size_t slots) {
  auto keys = pages_of<std::uint64_t>(slots);
  auto rests = pages_of<std::uint32_t>(slots);
  keys.swap(keys_);
  rests.swap(rests_);
  const std::size_t before = std::exchange(slots_, slots);
  size_ = 0;
  for (std::size_t i = 0; i < before; ++i) {
    if (keys[i] != 0) add(keys[i], rests[i]);
  }
}

void IdTable::prefetch(std::uint64_t key) const {
  if (slots_ != 0) __builtin_prefetch(&keys_[home(as_key(key))]);
}

std::size_t IdTable::find(std::uint64_t key) const {
  if (slots_ == 0) return k_nowhere;
  key = as_key(key);
  for (std::size_t at = home(key); keys_[at] != 0; at = behind(at)) {
    if (keys_[at] == key) return at;
  }
  return k_nowhere;
}

std::size_t IdTable::find(std::uint64_t key, std::uint64_t content) const {
  if (slots_ == 0) return k_nowhere;
  key = as_key(key);
  for (std::size_t at = home(key); keys_[at] != 0; at = behind(at)) {
    if (keys_[at] == key && ((rests_[at] ^ content) & k_content) == 0) return at;
  }
  return k_nowhere;
}

RowNames::RowNames(std::string_view source) : seed_(XXH3_64bits(source.data(), source.size())) {}

RowNames::Hash RowNames::hash(std::span<const std::string_view> cells, std::span<const std::string_view> key) {
  Hash row;
  std::tie(row.high, row.low) = hash_of(cells);
  row.has_key = !key.empty();
  if (row.has_key) row.key = hash_of(key).first;
  known_.prefetch(row.has_key ? row.key : row.high);
  return row;
}

std::pair<std::uint64_t, std::uint64_t> RowNames::hash_of(std::span<const std::string_view> cells) {
  std::size_t size = 0;
  for (const std::string_view cell : cells) size += cell.size() + sizeof(std::uint32_t);
  scratch_.resize(std::max(scratch_.size(), size));
  char* to = scratch_.data();
  for (const std::string_view cell : cells) {
    const std::uint32_t length = cell.data() == nullptr ? k_null_cell : static_cast<std::uint32_t>(cell.size());
    const auto bytes = std::bit_cast<std::array<char, sizeof length>>(length);
    to = std::ranges::copy(bytes, to).out;
    to = std::ranges::copy(cell, to).out;
  }
  const XXH128_hash_t hash = XXH3_128bits_withSeed(scratch_.data(), size, seed_);
  return {hash.high64, hash.low64};
}

Identity RowNames::name(const Hash& content) {
  if (content.has_key) return name_by_key(content);
  const auto key_at = [&content](std::uint64_t position) {
    return position == 0 ? content.high : of_numbers(content.high, content.low, position);
  };
  std::uint64_t position = 0;
  if (const std::size_t first = known_.find(content.high, content.low);
      first != IdTable::k_nowhere && known_.is_met(first)) {
    const auto repeated = repeated_.find(content.high);
    position = repeated == repeated_.end() ? 1 : repeated->second;
  }
  for (;; ++position) {
    const std::uint64_t key = key_at(position);
    const std::size_t slot = known_.find(key, content.low);
    if (slot != IdTable::k_nowhere && known_.is_met(slot)) continue;
    if (position >= k_repeats) repeated_[content.high] = position + 1;
    if (slot != IdTable::k_nowhere) {
      known_.mark_met(slot);
      return {.kind = Identity::Kind::duplicate, .id = {}};
    }
    known_.add_met(key, content.low);
    return {.kind = Identity::Kind::fresh, .id = derived_id(key, content.low)};
  }
}

Identity RowNames::name_by_key(const Hash& content) {
  const std::uint64_t named = content.key;
  const std::size_t slot = known_.find(named);
  if (slot == IdTable::k_nowhere) {
    known_.add_met(named, content.low);
    return {.kind = Identity::Kind::fresh, .id = derived_id(named, content.low)};
  }
  if (known_.find(named, content.low) != IdTable::k_nowhere) {
    known_.mark_met(slot);
    return {.kind = Identity::Kind::duplicate, .id = {}};
  }
  // The "key" stands for several rows, or the row has changed since an earlier import.
  const std::uint64_t both = of_numbers(named, content.high, content.low);
  if (const std::size_t known = known_.find(both, content.low); known != IdTable::k_nowhere) {
    known_.mark_met(known);
    return {.kind = Identity::Kind::duplicate, .id = {}};
  }
  if (!known_.is_met(slot)) return {.kind = Identity::Kind::contested, .id = {}};
  known_.add_met(both, content.low);
  return {.kind = Identity::Kind::fresh, .id = derived_id(both, content.low)};
}

}  // namespace bellwether::listen
