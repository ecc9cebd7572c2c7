#include "listen/hooks/hook.hpp"

#include "listen/hooks/hooks.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <unistd.h>

namespace bellwether::listen {
namespace {

const std::string k_head = "name = \"t\"\nsource = \"there\"\n";
const std::string k_unsigned = "[signature]\nmethod = \"none\"\n";
const std::string k_rule = "[[take]]\nsignal.id = \"id\"\n";

testing::AssertionResult begins(const std::string& text, std::string_view begin) {
  if (text.starts_with(begin)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << text << "\ndoes not begin with\n" << begin;
}

/// "line: message → mend", or "fine".
std::string read(const std::string& toml) {
  const auto hook = hook_from_toml(toml, "f");
  if (hook) return "fine";
  EXPECT_TRUE(begins(hook.error().where, "f:"));
  return hook.error().where.substr(2) + ": " + hook.error().message + " → " + hook.error().mend;
}
std::string rule(const std::string& lines) {
  return read(k_head + k_unsigned + "[[take]]\n[take.signal]\nid = \"id\"\n" + lines);
}
std::string signature(const std::string& lines) { return read(k_head + k_rule + "[signature]\n" + lines); }

TEST(HookToml, ReadsAWholeMapping) {
  const auto hook = hook_from_toml(R"(
name = "tickets"
about = "Tickets of the help desk"
source = "helpdesk"
each = "events"
delivery = "$header.X-Delivery"
[signature]
method = "shared"
secret = "helpdesk"
header = "X-Secret"
[[take]]
about = "a ticket is written"
when = { event = ["created", "reopened"], "ticket.bot" = { there = false } }
signal.id = "{event}-{ticket.id}"
signal.occurred_at = { from = "ticket.created", time = "unix" }
signal.channel = { constant = "ticket" }
signal.text = { from = ["ticket.words", "ticket.title"], html = true }
signal.ratings.csat = { from = "ticket.mood", map = { good = 5, bad = 1 } }
[[take]]
when = { event = "solved" }
act.kind = { constant = "case.resolved" }
)",
                                   "hooks/tickets.toml");
  ASSERT_TRUE(hook) << to_text(hook.error());
  EXPECT_EQ(hook->name, "tickets");
  EXPECT_EQ(hook->source, "helpdesk");
  EXPECT_EQ(hook->signature.method, Signature::Method::shared);
  ASSERT_EQ(hook->take.size(), 2U);
  EXPECT_EQ(hook->take[0].when.size(), 2U);
  EXPECT_EQ(hook->take[0].members.size(), 4U);
  EXPECT_EQ(hook->take[0].ratings.size(), 1U);
  EXPECT_EQ(hook->take[0].ratings[0].second.line, 18U);
  EXPECT_EQ(hook->take[1].kind, FactKind::act);
}

TEST(HookToml, NamesUnknownKeysAndTheNearestKnown) {
  EXPECT_EQ(read("nam = \"t\"\n"), "1: a mapping has no ‘nam’ → did you mean ‘name’?");
  EXPECT_EQ(rule("txt = \"a\""), "8: a signal has no ‘txt’ → did you mean ‘text’?");
  EXPECT_TRUE(begins(rule("kind = \"a\""), "8: a signal has no ‘kind"));
  EXPECT_EQ(rule("text = { form = \"a\" }"), "8: a member has no ‘form’ → did you mean ‘from’?");
  EXPECT_EQ(signature("methud = \"none\""), "6: a signature has no ‘methud’ → did you mean ‘method’?");
  EXPECT_EQ(read(k_head + k_unsigned + "[[take]]\nwen = { a = 1 }\nsignal.id = \"id\""),
            "6: [[take]] has no ‘wen’ → did you mean ‘when’?");
}

TEST(HookToml, NamesWrongPathsAndSources) {
  EXPECT_TRUE(begins(rule("text = \"a..b\""), "8: ‘a..b’ is no path: a nam"));
  EXPECT_EQ(rule("text = \"{a}-{b\""),
            "8: ‘{a}-{b’ has a brace without its other one → write {path}, as in \"{ticket.id}-{rating.id}\"");
  EXPECT_TRUE(begins(rule("text = 5"), "8: this is no path → "));
  EXPECT_TRUE(begins(rule("text = []"), "8: the list of paths is empty "));
  EXPECT_TRUE(begins(rule("text = { html = true }"), "8: this says neither from where nor what"));
  EXPECT_EQ(rule("text = { constant = \"a\", from = \"b\" }"),
            "8: a constant stands alone → or write otherwise = … beside from = …");
  EXPECT_TRUE(begins(rule("text = \"a[*]\""), "8: ‘a[*]’ leads to many values, and one is meant"));
  EXPECT_EQ(rule("text = { from = \"a\", html = 1 }"), "8: ‘html’ is true or false → write it without quotes");
  EXPECT_TRUE(begins(rule("text = { from = \"a\", time = \"unixx\" }"), "8: "));
  EXPECT_EQ(rule("text = { from = \"a\", map = {} }"), "8: the map is empty → write map = { good = 5, bad = 1 }");
  EXPECT_TRUE(begins(rule("text = { from = \"a\", map = { a = [] } }"), "8: a map leads to a t"));
  EXPECT_TRUE(begins(rule("text = { from = \"a\", scale = { from = [1, 1], to = [1, 5] } }"),
                     "8: a scale has two ends here and the"));
  EXPECT_TRUE(begins(rule("ratings = \"a\""), "8: ‘ratings’ is a table"));
  EXPECT_TRUE(begins(rule("ratings.\"*\" = \"a\""), "8: \"*\" says what each member is made of "));
  EXPECT_EQ(rule("ratings.\"*\" = { each = \"a\" }"),
            "8: ‘a’ leads to one thing, which has no name → end it with [*], or add name = \"field.ref\"");
}

TEST(HookToml, NamesWrongConditions) {
  const auto when = [](const std::string& lines) {
    return read(k_head + k_unsigned + "[[take]]\nsignal.id = \"id\"\n" + lines);
  };
  EXPECT_EQ(when("when = { a = { there = true } }"), "fine");
  EXPECT_EQ(when("when = { a = { not = [\"b\", 3, true] } }"), "fine");
  EXPECT_TRUE(begins(when("when = 5"), "7: ‘when’ is a table"));
  EXPECT_TRUE(begins(when("when = { a = [] }"), "7: ‘a’ is compared with nothing"));
  EXPECT_TRUE(begins(when("when = { a = 1.5 }"), "7: a condition compa"));
  EXPECT_TRUE(begins(when("when = { a = { like = \"b\" } }"), "7: a condition has no ‘like’"));
  EXPECT_TRUE(begins(when("when = { a.b = \"c\" }"), "7: a condition has no ‘b’"));
}

TEST(HookToml, AsksForWhatAMappingNeeds) {
  EXPECT_TRUE(begins(read("name = \"T t\"\nsource = \"s\"\n" + k_unsigned + k_rule),
                     "1: a mapping has a name of a to z, 0 to 9, "));
  EXPECT_TRUE(begins(read("name = \"t\"\n" + k_unsigned + k_rule), "1: it is not told where the facts come from → "));
  EXPECT_TRUE(begins(read(k_head + k_unsigned), "1: a mapping has 1 to 100 rules of what it takes →"));
  EXPECT_EQ(read(k_head + k_rule),
            "1: it is not told how a request shows who sends it → add [signature], or say method = \"none\" there");
  EXPECT_EQ(read(k_head + k_unsigned + "[[take]]\nabout = \"\""),
            "5: [[take]] makes a signal or an act → add [take.signal] or [take.act]");
  EXPECT_TRUE(begins(read(k_head + k_unsigned + "[[take]]\n[take.signal]\ntext = \"a\""),
                     "6: without an id, what is delivered again would count again → add id"));
  EXPECT_EQ(read(k_head + "delivery = \"$header.X\"\n" + k_unsigned + "[[take]]\n[take.signal]\ntext = \"a\""), "fine");
  EXPECT_TRUE(begins(read(k_head + k_unsigned + "[[take]]\n[take.act]\nid = \"a\""), "6: an act says what was done"));
  EXPECT_TRUE(begins(read(k_head + k_unsigned + k_rule + "[challenge]\nwhen = { a = \"b\" }"),
                     "7: a challenge says when, and what is ans"));
  EXPECT_TRUE(begins(read("name = "), "1: this is not TOML:"));
}

TEST(HookToml, AsksForASignatureThatHolds) {
  EXPECT_EQ(signature("method = \"hmac-sha265\""), "6: there is no method ‘hmac-sha265’ → did you mean ‘hmac-sha256’?");
  EXPECT_TRUE(begins(signature(""), "5: the signature has no method "));
  EXPECT_TRUE(begins(signature("method = \"hmac-sha256\"\nheader = \"X\""), "5: the signature names no secret → "));
  EXPECT_TRUE(begins(signature("method = \"hmac-sha256\"\nsecret = \"s\""), "5: the signature names no header "));
  const std::string hmac = "method = \"hmac-sha256\"\nsecret = \"s\"\nheader = \"X\"\n";
  EXPECT_EQ(signature(hmac), "fine");
  EXPECT_TRUE(begins(signature(hmac + "over = \"{timestamp}{body}\""), "5: the time stamp is to "));
  EXPECT_TRUE(begins(signature(hmac + "timestamp = \"T\""), "5: the time stamp is to "))
      << "a time that anybody may change";
  EXPECT_TRUE(begins(signature(hmac + "over = \"{id}{body}\""), "5: the id is to s"));
  EXPECT_TRUE(begins(signature(hmac + "over = \"v1\""), "5: the signature is not over the bo"));
  EXPECT_TRUE(begins(signature(hmac + "over = \"{bodi}{body}\""), "9: ‘{bodi}’ is nothing that is sign"));
  EXPECT_EQ(signature(hmac + "encoding = \"base46\""), "9: there is no encoding ‘base46’ → did you mean ‘base64’?");
  EXPECT_TRUE(begins(signature(hmac + "secret_form = \"hex\""), "9: there is no form ‘hex"));
  EXPECT_TRUE(begins(signature(hmac + "tolerance_s = 0"), "9: tolerance_s is a whole num"));
  EXPECT_TRUE(begins(signature("method = \"shared\"\nsecret = \"s\""), "5: a shared secret stands i"));
  EXPECT_TRUE(begins(signature("method = \"shared\"\nsecret = \"s\"\nheader = \"X\"\nquery = \"y\""),
                     "5: a shared secret stands i"));
}

class OwnHooks : public testing::Test {
 protected:
  OwnHooks() { std::filesystem::create_directories(folder); }
  ~OwnHooks() override { std::filesystem::remove_all(folder); }
  OwnHooks(const OwnHooks&) = delete;
  OwnHooks& operator=(const OwnHooks&) = delete;
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("bellwether_hooks_" + std::to_string(getpid()));
};

TEST_F(OwnHooks, StandBesideTheShippedOnesAndInTheirPlace) {
  write("mine.toml", "name = \"mine\"\nsource = \"m\"\n" + k_unsigned + k_rule);
  write("slack.toml", "name = \"slack\"\nsource = \"ours\"\n" + k_unsigned + k_rule);
  write("notes.txt", "no mapping");
  const auto hooks = Hooks::load(folder);
  ASSERT_TRUE(hooks) << to_text(hooks.error());
  ASSERT_NE(hooks->find("mine"), nullptr);
  EXPECT_EQ(hooks->find("slack")->source, "ours");
  EXPECT_NE(hooks->find("zendesk"), nullptr);
  EXPECT_EQ(hooks->find("zendes"), nullptr);
}

TEST_F(OwnHooks, AreRefusedWhereTwoHaveOneNameOrOneIsWrong) {
  write("a.toml", k_head + k_unsigned + k_rule);
  write("b.toml", k_head + k_unsigned + k_rule);
  const auto twice = Hooks::load(folder);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().where, (folder / "b.toml").string());
  EXPECT_NE(twice.error().mend.find("a.toml"), std::string::npos);
  write("b.toml", "nam = 1");
  ASSERT_FALSE(Hooks::load(folder));
  EXPECT_EQ(Hooks::load(folder).error().where, (folder / "b.toml").string() + ":1");
}

TEST_F(OwnHooks, NeedNoFolder) {
  EXPECT_TRUE(Hooks::load({}));
  EXPECT_TRUE(Hooks::load(folder / "nothing"));
}

}  // namespace
}  // namespace bellwether::listen
