#include "serve/http/target.hpp"

#include <gtest/gtest.h>

namespace bellwether::http {
namespace {

using Words = std::vector<std::string>;

Words segments(std::string_view text) {
  const auto target = target_from(text);
  return target ? target->segments : Words{"refused"};
}

TEST(Target, IsTakenApart) {
  EXPECT_EQ(segments("/"), Words());
  EXPECT_EQ(segments("/v1/signals"), (Words{"v1", "signals"}));
  EXPECT_EQ(segments("/v1/units/Lyon%20Nord"), (Words{"v1", "units", "Lyon Nord"}));
  EXPECT_EQ(segments("/a+b"), Words{"a+b"}) << "a plus is a space in a query only";
  EXPECT_EQ(segments("/a//b/"), (Words{"a", "", "b", ""}));
  EXPECT_EQ(segments("/caf%C3%A9"), Words{"café"});
  EXPECT_EQ(segments("/..."), Words{"..."});
  EXPECT_EQ(target_from("/a?b")->path, "/a");
}

TEST(Target, HasAQueryOfPairs) {
  const auto target = target_from("/a?unit=Lyon+Nord&unit=Paris&empty=&bare&&n=%3D%26");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->query, (std::vector<Parameter>{
                               {"unit", "Lyon Nord"}, {"unit", "Paris"}, {"empty", ""}, {"bare", ""}, {"n", "=&"}}));
}

TEST(Target, MayBeAbsolute) {
  const auto target = target_from("http://example.org:80/a?b=c");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->host, "example.org:80");
  EXPECT_EQ(target->segments, Words{"a"});
  EXPECT_EQ(target_from("HTTPS://example.org")->path, "/");
  EXPECT_EQ(target_from("http://example.org?b=c")->query.size(), 1U);
}

TEST(Target, IsRefusedWhereItLeadsElsewhere) {
  for (const auto* text : {"",
                           "a",
                           "//../a",
                           "/..",
                           "/.",
                           "/a/../b",
                           "/%2e%2E/a",
                           "/a%2fb",
                           "/a%5Cb",
                           "/a\\b",
                           "/%",
                           "/%4",
                           "/%4g",
                           "/%00",
                           "/%ff",
                           "/a?b=%zz",
                           "/a?%ff=b",
                           "/a#b",
                           "http://",
                           "http:///a",
                           "http://me@there/a",
                           "ftp://there/a"}) {
    EXPECT_FALSE(target_from(text)) << text;
  }
}

}  // namespace
}  // namespace bellwether::http
