#include "base/burst.hpp"

#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace bellwether {
namespace {

TEST(Burst, DoesAtItsEndWhatWasPutOff) {
  std::string done;
  const auto ring = [&](const char* what) { return [&done, what] { done += what; }; };
  EXPECT_FALSE(Burst::at_end(ring("a"))) << "there is none";
  {
    const Burst burst;
    EXPECT_TRUE(Burst::at_end(ring("b")));
    {
      const Burst inner;
      EXPECT_TRUE(Burst::at_end(ring("c")));
    }
    EXPECT_EQ(done, "") << "the inner one's end is none";
    std::thread([&] { EXPECT_FALSE(Burst::at_end(ring("d"))) << "of another thread"; }).join();
  }
  EXPECT_EQ(done, "bc");
  EXPECT_FALSE(Burst::at_end(ring("e")));
}

}  // namespace
}  // namespace bellwether
