#include "guard/redact.hpp"

#include <array>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

TEST(Redact, LeavesATypedMarkWhereSomethingStood) {
  std::string out;
  redact("call me on 030 123456, or write", std::array{Cut{11, 21, "phone"}}, out);
  EXPECT_EQ(out, "call me on ⟨phone⟩, or write");
}

TEST(Redact, CutsAtBothEndsAndSideBySide) {
  std::string out = "kept ";
  redact("abcdef", std::array{Cut{0, 2, "email"}, Cut{2, 3, "ip"}, Cut{5, 6, "card"}}, out);
  EXPECT_EQ(out, "kept ⟨email⟩⟨ip⟩de⟨card⟩");
}

TEST(Redact, WithoutCutsIsACopy) {
  std::string out;
  redact("nothing personal", {}, out);
  EXPECT_EQ(out, "nothing personal");
}

}  // namespace
}  // namespace bellwether::guard
