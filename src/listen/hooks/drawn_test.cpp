// Sources and their steps, as a mapping writes them: what stands in the body, and what the signal says.
#include "listen/hooks/received_for_test.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

class Steps : public Received {
 protected:
  using Lines = std::vector<std::string>;
  /// The members that come out of a signal with id 1 and these members, without id, source, voice and time; or the
  /// faults.
  Lines made(const std::string& members, std::string_view body, HookFields headers = {}, HookFields query = {}) {
    const HookReply reply =
        receive_with(hook_of("id = { constant = \"1\" }\n" + members), body, std::move(headers), std::move(query));
    if (const auto faults = faults_of(reply); !faults.empty()) return faults;
    const HookFacts facts = told(reply);
    if (facts.size() != 1) return {"nothing"};
    Lines lines;
    for (const std::string& line : facts.front()) {
      if (!line.starts_with("source") && !line.starts_with("voice_of") && line != "at: " + to_text(k_now))
        lines.push_back(line);
    }
    return lines;
  }
};

TEST_F(Steps, TakeAPathAConstantOrTheFirstThatIsThere) {
  EXPECT_EQ(made("text = \"a.b\"", R"({"a": {"b": "words"}})"), Lines{"text: words"});
  EXPECT_EQ(made("channel = { constant = \"chat\" }", "{}"), Lines{"channel: chat"});
  const std::string first = "text = [\"a\", \"b\", \"c\"]";
  EXPECT_EQ(made(first, R"({"b": "second", "c": "third"})"), Lines{"text: second"});
  EXPECT_EQ(made(first, R"({"a": null, "b": "  ", "c": "third"})"), Lines{"text: third"})
      << "null and blanks are not there";
  EXPECT_EQ(made(first, "{}"), Lines{});
  EXPECT_EQ(made("channel = { from = \"a\", otherwise = \"chat\" }", R"({"a": "mail"})"), Lines{"channel: mail"});
  EXPECT_EQ(made("channel = { from = \"a\", otherwise = \"chat\" }", "{}"), Lines{"channel: chat"});
}

TEST_F(Steps, JoinPathsInATemplate) {
  EXPECT_EQ(made("text = \"{a}-{b.c}!\"", R"({"a": 7, "b": {"c": true}})"), Lines{"text: 7-true!"});
  EXPECT_EQ(made("text = [\"{a}-{b}\", \"a\"]", R"({"a": "only"})"), Lines{"text: only"})
      << "all of its paths, or none";
}

TEST_F(Steps, JoinTheTextsOfMany) {
  EXPECT_EQ(made("text = { from = \"a[*]\", join = \" / \" }", R"({"a": ["one", 2, null, "", ["x"], " three "]})"),
            Lines{"text: one / three"})
      << "numbers are no words";
  EXPECT_EQ(made("text = { from = \"a[*]\", join = \" / \" }", R"({"a": {"x": "one", "y": "two"}})"),
            Lines{"text: one / two"});
}

TEST_F(Steps, ReadHeadersAndParameters) {
  EXPECT_EQ(made("unit = \"$query.shop\"\nchannel = \"$header.x-channel\"", "{}", {{"X-Channel", "chat"}},
                 {{"shop", "Lyon"}}),
            (Lines{"channel: chat", "unit: Lyon"}));
  EXPECT_EQ(made("unit = \"$header.x\"", "{}", {{"X", "L\xFFyon"}}), Lines{"unit: L\xEF\xBF\xBDyon"}) << "no UTF-8";
}

TEST_F(Steps, TurnWordsIntoNumbers) {
  const std::string map =
      "ratings.csat = { from = \"mood\", lower = true, map = { good = 5, bad = 1, \"great*\" = 5 } }";
  EXPECT_EQ(made(map, R"({"mood": " GOOD "})"), Lines{"csat: 5"});
  EXPECT_EQ(made(map, R"({"mood": "bad"})"), Lines{"csat: 1"});
  EXPECT_EQ(made(map, R"({"mood": "great, thanks"})"), Lines{"csat: 5"});
  EXPECT_EQ(made(map, R"({"mood": "so-so"})"),
            Lines{"/mood: \"so-so\" is none of the words of the map, of which ratings.csat is made"});
  EXPECT_EQ(made(map, "{}"), Lines{}) << "nobody answered";
  EXPECT_EQ(made("language = { from = \"l\", map = { default = \"\" }, keep = true }", R"({"l": "de"})"),
            Lines{"language: de"});
  EXPECT_EQ(made("language = { from = \"l\", map = { default = \"\" }, keep = true }", R"({"l": "default"})"), Lines{});
  EXPECT_EQ(made("channel = { from = \"l\", map = { a = \"b\" }, otherwise = \"c\" }", R"({"l": "x"})"),
            Lines{"channel: c"});
}

TEST_F(Steps, TurnOneScaleIntoAnother) {
  const std::string scale = "ratings.csat = { from = \"n\", scale = { from = [1, 10], to = [1, 5] } }";
  // (n − 1) / 9 × 4 + 1: 10 → 5, 1 → 1, 5.5 → 3
  EXPECT_EQ(made(scale, R"({"n": 10})"), Lines{"csat: 5"});
  EXPECT_EQ(made(scale, R"({"n": 1})"), Lines{"csat: 1"});
  EXPECT_EQ(made(scale, R"({"n": 5.5})"), Lines{"csat: 3"});
  EXPECT_EQ(made(scale, R"({"n": 11})"),
            Lines{"/n: 11 is not on the scale from 1 to 10, of which ratings.csat is made"});
  EXPECT_EQ(made("ratings.csat = { from = \"n\", scale = { from = [5, 1], to = [1, 5] } }", R"({"n": 2})"),
            Lines{"csat: 4"})
      << "turned round";
}

TEST_F(Steps, ReadNumbersInTexts) {
  const std::string number = "ratings.stars = { from = \"n\", number = true }";
  EXPECT_EQ(made(number, R"({"n": " 4.5 "})"), Lines{"stars: 4.5"});
  EXPECT_EQ(made(number, R"({"n": "4,5"})"), Lines{"stars: 4.5"});
  EXPECT_EQ(made(number, R"({"n": 3})"), Lines{"stars: 3"});
  EXPECT_EQ(made(number, R"({"n": "four"})"), Lines{"/n: \"four\" is no number, of which ratings.stars is made"});
  EXPECT_EQ(made("ratings.stars = \"n\"", R"({"n": "4"})"), Lines{"/n: ratings/stars: this is a text, not a number"});
}

TEST_F(Steps, ReadTimes) {
  const auto time = [&](const std::string& form, const std::string& value) {
    return made("occurred_at = { from = \"t\", time = \"" + form + "\" }", "{\"t\": " + value + "}");
  };
  EXPECT_EQ(time("unix", "1794820000"), Lines{"at: 2026-11-16T09:06:40Z"});
  EXPECT_EQ(time("unix", "\"1794820000\""), Lines{"at: 2026-11-16T09:06:40Z"});
  EXPECT_EQ(time("unix", "\"1794820000.000005\""), Lines{"at: 2026-11-16T09:06:40.000005Z"});
  EXPECT_EQ(time("unix_ms", "1794820000123"), Lines{"at: 2026-11-16T09:06:40.123000Z"});
  EXPECT_EQ(time("iso", "\"2026-11-16T10:06:40+01:00\""), Lines{"at: 2026-11-16T09:06:40Z"});
  EXPECT_EQ(time("%d/%m/%Y %H:%M", "\"16/11/2026 10:06\""), Lines{"at: 2026-11-16T09:06:00Z"})
      << "Paris, where no zone is told";
  EXPECT_EQ(time("unix", "\"soon\""), Lines{"/t: \"soon\" is no time of the form unix, of which occurred_at is made"});
  EXPECT_EQ(made("occurred_at = \"t\"", R"({"t": "2026-11-16T09:06:40Z"})"), Lines{"at: 2026-11-16T09:06:40Z"});
  EXPECT_EQ(made("occurred_at = \"t\"", R"({"t": "2036-11-16T09:06:40Z"})"),
            Lines{"/t: occurred_at: \"2036-11-16T09:06:40Z\" is not yet"});
}

TEST_F(Steps, TakeTagsOutOfText) {
  EXPECT_EQ(made("text = { from = \"t\", html = true }", R"({"t": "<p>a &amp; b</p>"})"), Lines{"text: a & b"});
  EXPECT_EQ(made("text = { from = [\"t\", \"u\"], html = true }", R"({"t": "<p></p>", "u": "<b>c</b>"})"),
            Lines{"text: c"})
      << "nothing but tags is not there";
}

TEST_F(Steps, NameMembersByWhatIsSent) {
  EXPECT_EQ(made("[take.signal.ratings]\n\"*\" = { each = \"a[*]\", name = \"q.ref\", value = \"n\" }",
                 R"({"a": [{"q": {"ref": "room"}, "n": 4}, {"q": {}, "n": 5}, {"q": {"ref": "bed"}},
                           {"q": {"ref": "x"}, "n": "t"}]})"),
            Lines{"room: 4"});
  EXPECT_EQ(made("[take.signal.attributes]\n\"*\" = { each = \"a[*]\" }",
                 R"({"a": {"plan": "gold", "n": 2, "o": {}, "z": null}})"),
            (Lines{".n: 2", ".plan: gold"}));
  EXPECT_EQ(made("[take.signal.ratings]\nnps = \"a.x\"\n\"*\" = { each = \"a[*]\" }", R"({"a": {"x": 9, "nps": 3}})"),
            (Lines{"nps: 9", "x: 9"}))
      << "what is named goes before what is not";
}

TEST_F(Steps, WriteNumbersAsTextWhereTextIsMeant) {
  EXPECT_EQ(made("unit = \"n\"\ntext = \"b\"", R"({"n": 17, "b": true})"), (Lines{"text: true", "unit: 17"}));
  EXPECT_EQ(made("unit = \"n\"", R"({"n": 18446744073709551615})"), Lines{"unit: 18446744073709551615"});
}

TEST_F(Steps, TellWhatIsMissingWhereItIsNeeded) {
  EXPECT_EQ(made("unit = { from = \"a.b\", needed = true }", R"({"a": {}})"),
            Lines{"/a/b: there is no a.b, of which unit is made"});
  EXPECT_EQ(made("unit = { from = [\"a.b\", \"{c}{d}\"], needed = true }", "{}"),
            Lines{"/a/b: there is no a.b, nor c and d, of which unit is made"});
  EXPECT_EQ(made("text = \"a\"", R"({"a": {"b": 1}})"),
            Lines{"/a: a is an object, not a value, of which text is made"});
  EXPECT_EQ(made("unit = { from = \"x\", needed = true }\nratings.nps = \"n\"", R"({"n": 11})"),
            (Lines{"/x: there is no x, of which unit is made", "/n: ratings/nps: 11 is not on the scale of nps, 0–10"}))
      << "all faults at once";
}

}  // namespace
}  // namespace bellwether::listen
