#include "base/id.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether {
namespace {

TEST(Id, OfNowIsAUuidOfVersion7InOrderOfTime) {
  const Instant at{1'645'557'742'000'000};  // the instant of RFC 9562's example, 0x017F22E279B0 ms
  const std::string text = to_text(new_id(at));
  EXPECT_EQ(text.substr(0, 13), "017f22e2-79b0");
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  EXPECT_LT(new_id(at), new_id(Instant{at.us + 1000}));
  EXPECT_NE(new_id(at), new_id(at));
}

RC_GTEST_PROP(Id, DerivedKeepsKeyAndContent, (std::uint64_t key, std::uint64_t content)) {
  const Id id = derived_id(key, content);
  RC_ASSERT(key_of(id) == key);
  RC_ASSERT((id.low & 0x03FF'FFFF'FFFF'FFFFULL) == (content & 0x03FF'FFFF'FFFF'FFFFULL));
  const std::string text = to_text(id);
  RC_ASSERT(text[14] == '8');
  RC_ASSERT(id_from_text(text) == id);
}

TEST(Id, RefusesWhatIsNone) {
  for (const char* wrong : {"", "017f22e2", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                            "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2x79b0-7cc3-98c4-dc0c0c07398f"}) {
    EXPECT_FALSE(id_from_text(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace bellwether
