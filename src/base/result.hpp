// What can go wrong is a value that tells the user what was wrong, where, and how to put it right.
#pragma once

#include <expected>
#include <string>

namespace bellwether {

/// The kinds of trouble that callers tell apart. Everything else about an error is words for a person.
enum class Code {
  wrong_usage,  ///< the command, flag or call itself is wrong
  bad_input,    ///< what was given can't be read or does not fit
  not_found,    ///< a file, name or thing that is not there
  not_enough,   ///< too little evidence to answer
  withheld,     ///< an answer exists and may not be shown
  conflict,     ///< somebody else holds it, or it is already so
  too_large,    ///< over a limit
  unsupported,  ///< understood, and not to be had here
  full,         ///< no room just now: the same may do later
  io,           ///< disk or network
  damaged,      ///< what is stored is not what was written
};

/// An error as a user meets it. `message` is one plain sentence; the others may be empty.
struct Error {
  Code code = Code::bad_input;
  std::string message;  ///< what was wrong, without a full stop at the end
  std::string where;    ///< "file:line", a JSON pointer, a column, a flag
  std::string mend;     ///< what to do about it
};

template <class T>
using Result = std::expected<T, Error>;

/// What `Result<void>` and friends return for failure: `return fail(Code::io, "…", path, "…");`
[[nodiscard]] std::unexpected<Error> fail(Code code, std::string message, std::string where = {},
                                          std::string mend = {});

/// The word of a code as it stands in JSON: "bad_input".
[[nodiscard]] const char* word_of(Code code);

/// The error on one line, or on two with what to do: "reviews.csv:12: … \n  → …".
[[nodiscard]] std::string to_text(const Error& error);

}  // namespace bellwether
