// Any bytes as a text: what is found of personal data is inside, in order, without overlaps, and cuts no character.
#include "base/text.hpp"
#include "understand/personal/personal_data.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace personal = bellwether::personal;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

personal::PersonalData finder_with_patterns() {
  std::vector<personal::AccountPattern> patterns;
  for (const std::string_view form : {"ORD-######", "??##", "K*-#"}) {
    patterns.push_back(personal::account_pattern("order", form).value());
  }
  return personal::PersonalData(std::move(patterns));
}

/// A form of an account number: taken with its limits kept, or refused in words.
void check_pattern(std::string_view form) {
  const auto pattern = personal::account_pattern("fuzzed", form);
  if (!pattern) return demand(!pattern.error().message.empty() && !pattern.error().mend.empty());
  demand(!pattern->form.empty() && pattern->form.size() <= personal::k_longest_account_pattern);
  std::vector<personal::Found> found;
  personal::find_accounts(form, std::span(&*pattern, 1), found);
  for (const auto& one : found) demand(one.begin < one.end && one.end <= form.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static personal::PersonalData finder = finder_with_patterns();
  std::vector<personal::Found> found;
  finder.find(text, found);
  const bool is_text = bellwether::is_utf8(text);
  std::size_t free_from = 0;
  for (const personal::Found& one : found) {
    demand(free_from <= one.begin && one.begin < one.end && one.end <= text.size());
    demand(!is_text || bellwether::is_utf8(text.substr(one.begin, one.end - one.begin)));
    free_from = one.end;
  }
  check_pattern(text);
  return 0;
}
