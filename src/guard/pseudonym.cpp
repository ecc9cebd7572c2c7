#include "guard/pseudonym.hpp"

#include "base/text.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bellwether::guard {

namespace {

using Key = std::array<unsigned char, crypto_shorthash_KEYBYTES>;
static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);

std::unexpected<Error> io_error(std::string what, const std::filesystem::path& file) {
  return fail(Code::io, std::move(what) + ": " + std::generic_category().message(errno), file.string());
}

/// Closes a descriptor at the end of a scope.
struct Descriptor {
  int value;
  explicit Descriptor(int descriptor) : value(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

Result<Key> read_key(const std::filesystem::path& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.value < 0 && errno == ENOENT) {
    return fail(Code::not_found, "the key of the customers' pseudonyms is not there", file.string(),
                "restore it from a backup: with another key the same customer gets another pseudonym");
  }
  if (in.value < 0) return io_error("can't open the key of the customers' pseudonyms", file);
  std::array<unsigned char, 17> bytes{};
  const ssize_t got = ::read(in.value, bytes.data(), bytes.size());
  if (got < 0) return io_error("can't read the key of the customers' pseudonyms", file);
  Key key{};
  if (static_cast<std::size_t>(got) != key.size()) {
    return fail(Code::damaged, "the key of the customers' pseudonyms must have 16 bytes", file.string(),
                "restore it from a backup: with another key the same customer gets another pseudonym");
  }
  std::memcpy(key.data(), bytes.data(), key.size());
  return key;
}

/// Writes a new key beside its place and links it there: half a key is never seen, and one that is there never replaced.
Result<void> make_key(const std::filesystem::path& file) {
  Key key{};
  randombytes_buf(key.data(), key.size());
  const std::filesystem::path half = file.string() + ".new-" + std::to_string(::getpid());
  {
    const Descriptor out(::open(half.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (out.value < 0) return io_error("can't make the key of the customers' pseudonyms", half);
    const bool written = ::write(out.value, key.data(), key.size()) == static_cast<ssize_t>(key.size());
    sodium_memzero(key.data(), key.size());
    if (!written || ::fsync(out.value) != 0) return io_error("can't write the key of the customers' pseudonyms", half);
  }
  const bool linked = ::link(half.c_str(), file.c_str()) == 0 || errno == EEXIST;
  const int why = errno;
  ::unlink(half.c_str());
  errno = why;
  if (!linked) return io_error("can't make the key of the customers' pseudonyms", file);
  const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.value >= 0) ::fsync(folder.value);
  return {};
}

}  // namespace

Result<Pseudonyms> Pseudonyms::open(const store::DataDirectory& directory) {
  if (sodium_init() < 0) return fail(Code::io, "the system has no source of random numbers");
  const std::filesystem::path file = directory.keys_folder() / "pseudonym.key";
  Result<Key> key = read_key(file);
  if (!key && key.error().code == Code::not_found && directory.access() == store::Access::write) {
    std::error_code trouble;
    std::filesystem::create_directories(file.parent_path(), trouble);
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, trouble);
    if (Result<void> made = make_key(file); !made) return std::unexpected(made.error());
    key = read_key(file);
  }
  if (!key) return std::unexpected(key.error());
  return Pseudonyms(*key);
}

std::uint64_t Pseudonyms::of(std::string_view customer) const {
  customer = trim(customer);
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(customer.data()), customer.size(), key_.data());
  std::uint64_t value = 0;
  for (std::size_t i = hash.size(); i-- > 0;) value = value << 8U | hash[i];
  return value;
}

}  // namespace bellwether::guard
