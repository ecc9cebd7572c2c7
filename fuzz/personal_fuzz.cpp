// Any bytes as a text: what is found of personal data is inside, in order, without overlaps, and cuts no character.
#include "base/text.hpp"
#include "understand/personal_data.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace understand = bellwether::understand;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

understand::PersonalData finder_with_patterns() {
  std::vector<understand::AccountPattern> patterns;
  for (const std::string_view form : {"ORD-######", "??##", "K*-#"}) {
    patterns.push_back(understand::account_pattern("order", form).value());
  }
  return understand::PersonalData(std::move(patterns));
}

/// A form of an account number: taken with its limits kept, or refused in words.
void check_pattern(std::string_view form) {
  const auto pattern = understand::account_pattern("fuzzed", form);
  if (!pattern) return demand(!pattern.error().message.empty() && !pattern.error().mend.empty());
  demand(!pattern->form.empty() && pattern->form.size() <= understand::k_longest_account_pattern);
  std::vector<understand::Found> found;
  understand::find_accounts(form, std::span(&*pattern, 1), found);
  for (const auto& one : found) demand(one.begin < one.end && one.end <= form.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static understand::PersonalData finder = finder_with_patterns();
  std::vector<understand::Found> found;
  finder.find(text, found);
  const bool is_text = bellwether::is_utf8(text);
  std::size_t free_from = 0;
  for (const understand::Found& one : found) {
    demand(free_from <= one.begin && one.begin < one.end && one.end <= text.size());
    demand(!is_text || bellwether::is_utf8(text.substr(one.begin, one.end - one.begin)));
    free_from = one.end;
  }
  check_pattern(text);
  return 0;
}
