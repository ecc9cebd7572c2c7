// Any bytes as a filter: it must answer, and what it reads it must read again from what it writes.
#include "base/invariant.hpp"
#include "measure/ask.hpp"
#include "measure/filter.hpp"
#include "measure/names.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using bellwether::invariant;
using namespace bellwether::measure;
namespace facts = bellwether::facts;

namespace {

Names a_store() {
  using Kind = facts::Field::Kind;
  std::vector<facts::KnownField> known{
      {.field = {.kind = Kind::rating, .name = "nps"}, .has_text = false, .has_number = false},
      {.field = {.kind = Kind::attribute, .name = "age"}, .has_text = false, .has_number = true},
      {.field = {.kind = Kind::attribute, .name = "code"}, .has_text = true, .has_number = true},
  };
  return Names(facts::Table::signals, std::move(known), [](const facts::Field&) {
    return bellwether::Result<std::vector<std::string>>(std::vector<std::string>{"Lyon", "chat"});
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  static const Names k_names = a_store();
  if (const auto filter = filter_from_text(text)) {
    const std::string written = to_text(*filter);
    const auto again = filter_from_text(written);
    // Brackets and escapes that the canonical form adds may carry a long filter over the limit.
    invariant(again ? *again == *filter : again.error().code == bellwether::Code::too_large);
    for (const Unknown unknown : {Unknown::is_an_error, Unknown::is_nothing}) {
      const auto bound = bind_filter(*filter, text, k_names, unknown);
      invariant(bound || !bound.error().message.empty());
    }
  } else {
    invariant(!filter.error().message.empty());
  }
  if (const auto question = question_from_text(text)) {
    const std::string line = to_text(*question);
    const auto again = question_from_text(line);
    invariant(again && to_text(*again) == line);
  }
  return 0;
}
