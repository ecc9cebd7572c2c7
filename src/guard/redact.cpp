#include "guard/redact.hpp"

namespace bellwether::guard {

void redact(std::string_view text, std::span<const Cut> cuts, std::string& out) {
  std::size_t at = 0;
  for (const Cut& cut : cuts) {
    out += text.substr(at, cut.begin - at);
    out += "⟨";
    out += cut.word;
    out += "⟩";
    at = cut.end;
  }
  out += text.substr(at);
}

}  // namespace bellwether::guard
