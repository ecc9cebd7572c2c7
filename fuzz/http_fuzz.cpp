// Any bytes as what comes over a connection, cut anywhere: nothing is read outside, every byte is taken once, the same requests are taken
// however they are cut, and what is refused says why.
#include "serve/http/parser.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using bellwether::http::Parser;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

constexpr std::size_t k_header_bytes = 4 << 10;

/// Method, path and body of every request that is taken, one text each. When something is refused may hang on how much of it came.
std::vector<std::string> requests_in(std::string_view bytes, std::size_t cut) {
  Parser parser(k_header_bytes);
  std::vector<std::string> all;
  std::string waiting, body;
  parser.start();
  bool refused = false;
  while (!bytes.empty() && !refused) {
    const std::string_view piece = bytes.substr(0, cut);
    bytes.remove_prefix(piece.size());
    waiting += piece;
    bool goes_on = true;
    while (goes_on && !refused) {
      const std::size_t taken = parser.take(waiting);
      demand(taken <= waiting.size());
      waiting.erase(0, taken);
      body += std::exchange(parser.piece, {});
      goes_on = taken > 0;
      if (parser.at() == Parser::At::refused) {
        demand(parser.refusal().status >= 400 && parser.refusal().status < 600 && !parser.refusal().detail.empty());
        refused = true;
      }
      if (parser.at() == Parser::At::done) {
        const auto& request = parser.request;
        demand(!request.method.empty() && !request.path.empty());
        demand(!parser.content_length || *parser.content_length == body.size());
        all.push_back(request.method + " " + request.path + "\n" + body);
        body.clear();
        parser.start();
        goes_on = !waiting.empty();
      }
    }
    demand(waiting.size() <= k_header_bytes + cut || refused);
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = requests_in(bytes, std::max<std::size_t>(size, 1));
  demand(whole == requests_in(bytes, 1));
  demand(whole == requests_in(bytes, 7));
  return 0;
}
