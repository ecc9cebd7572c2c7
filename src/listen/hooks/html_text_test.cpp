#include "listen/hooks/html_text.hpp"

#include "base/text.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

TEST(HtmlText, IsWhatAReaderSees) {
  EXPECT_EQ(text_of_html("<p>My invoice is <i>wrong</i>.</p><p>Twice,\n in fact</p>"),
            "My invoice is wrong.\nTwice, in fact");
  EXPECT_EQ(text_of_html("one<br>two<br/>three"), "one\ntwo\nthree");
  EXPECT_EQ(text_of_html("<ul><li>a</li><li>b</li></ul>"), "a\nb");
  EXPECT_EQ(text_of_html("<a href=\"https://x.example/?a=1&amp;b=2\">here</a>"), "here");
  EXPECT_EQ(text_of_html("a<!-- not > this -->b"), "ab");
  EXPECT_EQ(text_of_html("<style>p{}</style><SCRIPT>if (a < b) x()</Script>words"), "words");
  EXPECT_EQ(text_of_html("<div><img src=x onerror=alert(1)></div>"), "");
}

TEST(HtmlText, ReadsEntities) {
  EXPECT_EQ(text_of_html("R&amp;D &lt;3 &#233;t&#xE9; &nbsp;&quot;ok&quot;"), "R&D <3 été \"ok\"");
  EXPECT_EQ(text_of_html("&#0;&#xD800;&#x110000;a"), "a") << "no character of a text";
  EXPECT_EQ(text_of_html("&unknown; & &; &#x;"), "&unknown; & &; &#x;");
  EXPECT_EQ(text_of_html("&amp;lt;"), "&lt;") << "read once";
  EXPECT_EQ(text_of_html("&#128512;"), "😀");
}

TEST(HtmlText, LeavesWhatIsNoHtml) {
  EXPECT_EQ(text_of_html("3 < 4 and 5 > 4"), "3 < 4 and 5 > 4");
  EXPECT_EQ(text_of_html("<unclosed"), "<unclosed");
  EXPECT_EQ(text_of_html(""), "");
  EXPECT_EQ(text_of_html("<script>never closed"), "");
}

TEST(HtmlText, ReadsAMillionOpenTagsInOnePass) {
  std::string open;
  for (int i = 0; i < 1'000'000; ++i) open += "<a";
  EXPECT_EQ(text_of_html(open), open);
}

RC_GTEST_PROP(HtmlText, StaysUtf8WhateverItIsGiven, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("<>&#;/!-xap br\n\t0129é€")));
  if (is_utf8(text)) RC_ASSERT(is_utf8(text_of_html(text)));
}

}  // namespace
}  // namespace bellwether::listen
