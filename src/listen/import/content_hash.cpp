#include "listen/import/content_hash.hpp"

#include "listen/rows/byte_source.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <xxhash.h>

namespace bellwether::listen {

namespace {
constexpr std::size_t k_piece_bytes = std::size_t{1} << 20U;

struct HashFree {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};
}  // namespace

struct ContentHash::State {
  std::unique_ptr<ByteSource> source;
  std::unique_ptr<XXH3_state_t, HashFree> hash{XXH3_createState()};
  std::vector<char> piece = std::vector<char>(k_piece_bytes);
  std::uint64_t bytes = 0;
  std::string where;
};

ContentHash::ContentHash(std::unique_ptr<State> state) : state_(std::move(state)) {}
ContentHash::ContentHash(ContentHash&&) noexcept = default;
ContentHash& ContentHash::operator=(ContentHash&&) noexcept = default;
ContentHash::~ContentHash() = default;

Result<ContentHash> ContentHash::of(const std::filesystem::path& file) {
  Result<std::unique_ptr<ByteSource>> source = open_bytes(file);
  if (!source) return std::unexpected(source.error());
  auto state = std::make_unique<State>();
  state->source = std::move(*source);
  state->where = file.string();
  XXH3_128bits_reset(state->hash.get());
  return ContentHash(std::move(state));
}

Result<void> ContentHash::extend_to(std::uint64_t bytes) {
  State& state = *state_;
  while (state.bytes < bytes) {
    const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(bytes - state.bytes, k_piece_bytes));
    const Result<std::size_t> got = state.source->read(std::span(state.piece).first(room));
    if (!got) return std::unexpected(got.error());
    if (*got < room)
      return fail(Code::damaged, "the file became shorter while it was read", state.where, "import it again");
    XXH3_128bits_update(state.hash.get(), state.piece.data(), room);
    state.bytes += room;
  }
  return {};
}

std::uint64_t ContentHash::bytes() const { return state_->bytes; }

std::string ContentHash::text() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_->hash.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace bellwether::listen
