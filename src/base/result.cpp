#include "base/result.hpp"

#include <utility>

namespace bellwether {

std::unexpected<Error> fail(Code code, std::string message, std::string where, std::string mend) {
  return std::unexpected(
      Error{.code = code, .message = std::move(message), .where = std::move(where), .mend = std::move(mend)});
}

const char* word_of(Code code) {
  switch (code) {
    case Code::wrong_usage:
      return "wrong_usage";
    case Code::bad_input:
      return "bad_input";
    case Code::not_found:
      return "not_found";
    case Code::not_enough:
      return "not_enough";
    case Code::withheld:
      return "withheld";
    case Code::conflict:
      return "conflict";
    case Code::too_large:
      return "too_large";
    case Code::unsupported:
      return "unsupported";
    case Code::full:
      return "full";
    case Code::io:
      return "io";
    case Code::damaged:
      return "damaged";
  }
  return "unknown";
}

std::string to_text(const Error& error) {
  std::string text;
  if (!error.where.empty()) text += error.where + ": ";
  text += error.message;
  if (!error.mend.empty()) text += "\n  → " + error.mend;
  return text;
}

}  // namespace bellwether
