// The books of themes that people gave, in the records: the newest is in use, and the ones before stay to be read and taken up again.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/records/records.hpp"
#include "understand/theme_book.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::taught {

struct KeptBook {
  std::int64_t number = 0;  ///< counts up from 1
  std::string at, who;
  std::string version;  ///< ThemeBook::version()
  std::string label;
  std::string toml;  ///< as it was written
};

/// The one in use; nothing where nobody has given one, and the shipped one is.
[[nodiscard]] Result<std::optional<KeptBook>> newest_book(records::Transaction& transaction);
/// One of them. Error: `not_found`.
[[nodiscard]] Result<KeptBook> kept_book(records::Transaction& transaction, std::int64_t number);
/// The newest first, at most `most`, without what is written in them.
[[nodiscard]] Result<std::vector<KeptBook>> kept_books(records::Transaction& transaction, std::size_t most);

/// Keeps a book and puts it in use. Errors: as of ThemeBook::from_toml; `conflict` where `before` is told and the newest is another one:
/// somebody else was faster. Nothing is committed here.
[[nodiscard]] Result<KeptBook> keep_book(records::Transaction& transaction, std::string_view toml, std::string_view who,
                                         Instant at, std::optional<std::int64_t> before = {});

}  // namespace bellwether::taught
