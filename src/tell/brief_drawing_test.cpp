#include "base/text.hpp"
#include "tell/brief_html.hpp"
#include "tell/brief_md.hpp"
#include "tell/brief_term.hpp"
#include "tell/golden.hpp"
#include "tell/handmade_brief.hpp"
#include "tell/html_text.hpp"

#include <memory>
#include <set>

#include <expat.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::tell {
namespace {

// What expat says against the page read as XML; empty where it is well-formed.
std::string complaint_about(std::string page) {
  const std::string doctype = "<!doctype html>";
  if (page.starts_with(doctype)) page.replace(0, doctype.size(), "<!DOCTYPE html>");
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"), &XML_ParserFree);
  if (XML_Parse(parser.get(), page.data(), static_cast<int>(page.size()), XML_TRUE) == XML_STATUS_OK) return {};
  return std::string(XML_ErrorString(XML_GetErrorCode(parser.get()))) + " in line " +
         std::to_string(XML_GetCurrentLineNumber(parser.get()));
}

Brief with_hostile_text(const std::string& hostile) {
  Brief brief = handmade_brief();
  brief.organisation = hostile;
  brief.headline = hostile;
  brief.below = hostile;
  brief.figures[0].label = hostile;
  brief.figures[0].about = hostile;
  brief.figures[1].unit = hostile;
  brief.figures[0].trend[0].period = hostile;
  brief.figures[3].now = withheld_number(hostile, 2);
  brief.stories[0].title = hostile;
  brief.stories[0].text[0].text = hostile;
  brief.stories[0].chart.label = hostile;
  brief.stories[0].chart.bars[0].label = hostile;
  brief.stories[0].voices[0].text = hostile;
  brief.stories[0].voices[0].from = hostile;
  brief.stories[0].voices[0].language = hostile;
  brief.also[0].text = hostile;
  brief.lead[0].label = hostile;
  brief.lead[0].about = hostile;
  brief.lead[0].told = hostile;
  brief.thin[0].text = hostile;
  brief.remarks[0] = hostile;
  brief.method[0] = hostile;
  brief.notes[0].query = hostile;
  brief.notes[0].version = hostile;
  return brief;
}

TEST(BriefHtml, IsWellFormed) { EXPECT_EQ(complaint_about(brief_html(handmade_brief())), ""); }

TEST(BriefHtml, IsWellFormedWhenThereIsNothingToTell) {
  EXPECT_EQ(complaint_about(brief_html(Brief{.period = "all time", .headline = "There is nothing to tell yet"})), "");
}

TEST(BriefHtml, LetsNoTextBecomeMarkup) {
  for (const std::string hostile : {"</style></title><script>alert(1)</script>", "\" onload=\"alert(1)", "' onfocus='x",
                                    "&lt;b&gt; & <b>", "]]><!-- -->", "a\x01\x1b[31m\xFF\xC0 b"}) {
    const std::string page = brief_html(with_hostile_text(hostile));
    EXPECT_EQ(complaint_about(page), "") << hostile;
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("onload=\"alert"), std::string::npos);
    EXPECT_EQ(page.find("onfocus='x"), std::string::npos);
  }
}

RC_GTEST_PROP(BriefHtml, StaysWellFormedWhateverTheBytes, ()) {
  RC_ASSERT(complaint_about(brief_html(with_hostile_text(*rc::gen::arbitrary<std::string>()))).empty());
}

TEST(BriefHtml, LoadsNothing) {
  const std::string page = lower_ascii(brief_html(handmade_brief()));
  for (const char* outside : {"http:", "https:", "url(", "@import", "src=", "<script", "<link", "<iframe", "//fonts"}) {
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  }
}

TEST(BriefHtml, GivesEachNoteAndEachVoiceItsPlace) {
  const Brief brief = handmade_brief();
  const std::string page = brief_html(brief);
  for (std::size_t note = 1; note <= brief.notes.size(); ++note) {
    EXPECT_NE(page.find("id=\"note-" + std::to_string(note) + "\""), std::string::npos);
  }
  for (const Voice& voice : brief.stories[0].voices) EXPECT_NE(page.find(to_text(voice.id)), std::string::npos);
  EXPECT_NE(page.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(page.find("lang=\"fr\""), std::string::npos);
}

// Headings go down one level at a time: a screen reader's table of contents has no holes.
TEST(BriefHtml, HasHeadingsWithoutHoles) {
  const std::string page = brief_html(handmade_brief());
  int level = 0;
  int first_level = 0;
  for (std::size_t at = page.find("<h"); at != std::string::npos; at = page.find("<h", at + 2)) {
    const char digit = page[at + 2];
    if (digit < '1' || digit > '6') continue;
    const int next = digit - '0';
    EXPECT_LE(next, level + 1);
    if (next == 1) ++first_level;
    level = next;
  }
  EXPECT_EQ(first_level, 1);
}

TEST(BriefHtml, SaysEachColourInWordsToo) {
  const std::string page = brief_html(handmade_brief());
  EXPECT_NE(page.find(", which is worse"), std::string::npos);
  EXPECT_NE(page.find("can&#39;t tell yet"), std::string::npos);
  EXPECT_NE(page.find("aria-label=\"withheld\""), std::string::npos);
}

// Without the style sheet: how the page looks is seen in a browser, what stands in it is kept here.
TEST(BriefHtml, LooksAsKept) {
  std::string page = brief_html(handmade_brief());
  const std::size_t style = page.find("<style>");
  page.erase(style, page.find("</style>") - style);
  expect_golden("brief.html", page);
}

TEST(EscapeHtml, KeepsLettersAndEscapesSigns) {
  EXPECT_EQ(escape_html("<a href=\"x\">'&'</a> 😡 الغرفة"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt; 😡 الغرفة");
  EXPECT_EQ(escape_html("\x1b\xFFz"), "\uFFFD\uFFFDz");
}

TEST(BriefTerm, LooksAsKept) {
  expect_golden("brief_100.txt", brief_term(handmade_brief(), {.columns = 100}));
  expect_golden("brief_72_ascii.txt", brief_term(handmade_brief(), {.columns = 72, .unicode = false}));
}

TEST(BriefTerm, FitsTheTerminalAndIsNotSteered) {
  for (const std::size_t columns : {72U, 84U, 100U}) {
    const std::string page =
        brief_term(with_hostile_text("ab\x1b[2J \u202E long long long long long \x07 words"), {.columns = columns});
    EXPECT_EQ(page.find('\x1b'), std::string::npos);
    for (const std::string_view line : split(page, '\n')) EXPECT_LE(width(line), columns) << line;
  }
}

TEST(BriefTerm, IsAsciiWhereTheTerminalIsButForForeignLetters) {
  Brief brief = handmade_brief();
  brief.organisation = "Hotel";
  brief.stories[0].voices.clear();
  for (const char sign : brief_term(brief, {.columns = 72, .unicode = false})) {
    ASSERT_LT(static_cast<unsigned char>(sign), 0x80U);
  }
}

TEST(BriefTerm, ShowsWholeIdsSoThatTheyCanBeLookedUp) {
  const Brief brief = handmade_brief();
  const std::string page = brief_term(brief, {.columns = 100});
  for (const Voice& voice : brief.stories[0].voices) EXPECT_NE(page.find(to_text(voice.id)), std::string::npos);
}

TEST(BriefMd, LooksAsKept) { expect_golden("brief.md", brief_md(handmade_brief())); }

TEST(BriefMd, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(escape_md("# no *head* [x](http://y) <b>|`a`"), "\\# no \\*head\\* \\[x\\](http\\://y) \\<b\\>\\|\\`a\\`");
  EXPECT_EQ(escape_md("1. list"), "1\\. list");
  EXPECT_EQ(escape_md("- item\n+ more"), "\\- item + more");
  EXPECT_EQ(escape_md("4.5 of 7, check-in (3)"), "4\\.5 of 7, check-in (3)");
}

TEST(ShortId, IsTheEndOfTheWhole) {
  EXPECT_EQ(short_id({.high = 0x0190a1b2c3d4e5f6, .low = 0x8123456789abcdef}), "…89abcdef");
}

}  // namespace
}  // namespace bellwether::tell
