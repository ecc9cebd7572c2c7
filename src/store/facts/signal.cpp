#include "store/facts/signal.hpp"

#include <array>
#include <cstring>
#include <utility>

namespace bellwether::facts {

namespace {

constexpr auto k_voices = std::to_array<std::string_view>({"customer", "employee", "partner", "public"});
constexpr std::size_t k_first_block = 65'536;

}  // namespace

std::string_view word_of(VoiceOf voice) { return k_voices[static_cast<std::size_t>(voice)]; }

std::optional<VoiceOf> voice_of_from(std::string_view word) {
  for (std::size_t i = 0; i < k_voices.size(); ++i) {
    if (k_voices[i] == word) return static_cast<VoiceOf>(i);
  }
  return std::nullopt;
}

Room::Room() : memory_(std::make_unique<std::pmr::monotonic_buffer_resource>(k_first_block)) {}

std::string_view Room::keep(std::string_view text) {
  if (text.empty()) return {};
  char* at = static_cast<char*>(memory_->allocate(text.size(), 1));
  std::memcpy(at, text.data(), text.size());
  bytes_ += text.size();
  return {at, text.size()};
}

void Room::clear() {
  memory_->release();
  bytes_ = 0;
}

template <class Fact>
void Batch<Fact>::add_room(Room room) {
  other_bytes_ += room.bytes();
  others_.push_back(std::move(room));
}

template <class Fact>
void Batch<Fact>::clear() {
  rows_.clear();
  room_.clear();
  others_.clear();
  other_bytes_ = 0;
}

template class Batch<Signal>;
template class Batch<Act>;

}  // namespace bellwether::facts
