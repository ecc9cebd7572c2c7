#include "listen/import/import_guards.hpp"

#include "guard/redact.hpp"
#include "understand/personal/personal_data.hpp"

#include <algorithm>
#include <vector>

namespace bellwether::listen {

namespace {

/// Finds and cuts, with memory that is used again for every text.
class Redact {
 public:
  void operator()(std::string_view text, std::string& out) {
    finder_.find(text, found_);
    if (found_.empty()) {
      out += text;
      return;
    }
    cuts_.clear();
    for (const personal::Found& found : found_) {
      cuts_.push_back({.begin = found.begin, .end = found.end, .word = personal::word_of(found.kind)});
    }
    guard::redact(text, cuts_, out);
  }

 private:
  personal::PersonalData finder_;
  std::vector<personal::Found> found_;
  std::vector<guard::Cut> cuts_;
};

}  // namespace

bool may_be_personal(std::string_view attribute) {
  if (attribute.size() < 6) return false;
  if (attribute.find('@') != std::string_view::npos) return true;
  if (attribute.find(' ') == std::string_view::npos) return false;
  return std::ranges::count_if(attribute, [](char c) { return c >= '0' && c <= '9'; }) >= 7;
}

Guards guards_with(const guard::Pseudonyms& pseudonyms) {
  return {.pseudonym = [pseudonyms](std::string_view customer) { return pseudonyms.of(customer); }, .redact = Redact()};
}

}  // namespace bellwether::listen
