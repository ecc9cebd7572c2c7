// Values by the hashes of words. Nearly all words of a text are in no list: that is told by a bit in the cache, without a look at the table.
//
//   WordTable<float> numbers;
//   numbers.at(hash) = 2;        // 0 before, if it was not there
//   numbers.find(hash);          // where its value stands; null: nowhere
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bellwether::understand {

template <class Value>
class WordTable {
 public:
  /// The value of this hash, of which all 64 bits count; a new one where there was none. Lives until the next one comes in.
  Value& at(std::uint64_t hash) {
    if (const Slot* slot = slot_of(key_of(hash)); slot != nullptr) return slots_[index_of(*slot)].value;
    if (2 * ++size_ > slots_.size()) grow();
    return put({.key = key_of(hash), .value = Value()}).value;
  }

  [[nodiscard]] const Value* find(std::uint64_t hash) const {
    const Slot* const slot = slot_of(key_of(hash));
    return slot == nullptr ? nullptr : &slot->value;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t key = 0;  ///< 0: free
    Value value{};
  };
  static constexpr std::size_t k_least_slots = 64;

  /// Each hash has its own, and all bits of a hash change the lower ones. Never 0, but for a hash in 2^64.
  static std::uint64_t key_of(std::uint64_t hash) {
    const std::uint64_t key = (hash ^ (hash >> 32U)) * 0xD6E8FEB86659FD93U;
    const std::uint64_t mixed = key ^ (key >> 32U);
    return mixed == 0 ? 1 : mixed;
  }
  [[nodiscard]] std::size_t index_of(const Slot& slot) const { return static_cast<std::size_t>(&slot - slots_.data()); }
  /// By other bits of the key than the slot is. Four bits and more for a slot: one in ten that are not there is looked for.
  [[nodiscard]] std::uint64_t bit_of(std::uint64_t key) const { return (key >> 28U) & (64 * maybe_.size() - 1); }

  [[nodiscard]] const Slot* slot_of(std::uint64_t key) const {
    const std::uint64_t bit = bit_of(key);
    if ((maybe_[bit / 64] >> (bit % 64) & 1U) == 0) return nullptr;
    const std::size_t mask = slots_.size() - 1;
    const Slot* const slots = slots_.data();
    for (std::size_t i = key & mask; slots[i].key != 0; i = (i + 1) & mask) {
      if (slots[i].key == key) return slots + i;
    }
    return nullptr;
  }

  Slot& put(Slot slot) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = slot.key & mask;
    while (slots_[i].key != 0) i = (i + 1) & mask;
    slots_[i] = slot;
    const std::uint64_t bit = bit_of(slot.key);
    maybe_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    return slots_[i];
  }

  void grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    maybe_.assign(slots_.size() / 16, 0);
    for (const Slot& slot : old) {
      if (slot.key != 0) put(slot);
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(k_least_slots);  ///< a power of two, at most half full
  std::vector<std::uint64_t> maybe_ = std::vector<std::uint64_t>(k_least_slots / 16);  ///< a bit for each key
  std::size_t size_ = 0;
};

}  // namespace bellwether::understand
