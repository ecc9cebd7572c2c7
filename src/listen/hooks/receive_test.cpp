#include "listen/hooks/receive.hpp"

#include "listen/hooks/received_for_test.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using Receive = Received;
using Lines = std::vector<std::string>;

TEST_F(Receive, TakesEachItemOfAListByTheFirstRuleThatFits) {
  const auto hook = hook_from_toml(R"(
name = "t"
source = "s"
each = "events"
[signature]
method = "none"
[[take]]
when = { kind = "rated" }
signal.id = "{$body.batch}-{id}"
signal.ratings.nps = "n"
[[take]]
when = { kind = { matches = "sol*" } }
act.id = "id"
act.kind = { constant = "case.resolved" }
act.about = "case"
[[take]]
when = { kind = "rated", never = 1 }
signal.id = "id"
)",
                                   "t.toml");
  ASSERT_TRUE(hook) << to_text(hook.error());
  const HookReply reply = receive_with(*hook, R"({"batch": 3, "events": [
      {"kind": "rated", "id": 1, "n": 9}, {"kind": "seen"}, {"kind": "solved", "id": 2, "case": "c"}, 5,
      {"kind": "rated", "id": 4, "n": 12}]})",
                                       {});
  EXPECT_EQ(reply.verdict, HookVerdict::taken);
  ASSERT_EQ(reply.lines.size(), 3U);
  EXPECT_TRUE(reply.lines[0].entry);
  EXPECT_TRUE(reply.lines[1].entry);
  EXPECT_EQ(faults_of(reply), Lines{"/events/4/n: ratings/nps: 12 is not on the scale of nps, 0–10"});
  EXPECT_EQ(reply.lines[2].faults[0].mend,
            "give a rating on another scale a name of its own; t.toml:10 of the mapping says what is taken");
  ASSERT_EQ(reply.skipped.size(), 2U);
  EXPECT_EQ(reply.skipped[0].pointer, "/events/1");
  EXPECT_EQ(reply.skipped[1].pointer, "/events/3");
}

TEST_F(Receive, TakesNothingWhereTheListIsNotThere) {
  const Hook hook = hook_of("id = \"id\"", "each = \"events\"");
  const HookReply reply = receive_with(hook, R"({"other": 1})", {});
  EXPECT_EQ(reply.verdict, HookVerdict::taken);
  EXPECT_TRUE(reply.lines.empty());
  ASSERT_EQ(reply.skipped.size(), 1U);
  EXPECT_EQ(reply.skipped[0].why, "there is nothing at events");
  EXPECT_EQ(receive_with(hook, R"({"events": {"id": 1}})", {}).lines.size(), 1U) << "one alone is taken, too";
}

TEST_F(Receive, RefusesAListThatIsTooLong) {
  std::string body = "{\"events\": [";
  for (std::size_t i = 0; i <= k_most_lines; ++i) body += i == 0 ? "{\"id\": 1}" : ",{\"id\": 1}";
  const HookReply reply = receive_with(hook_of("id = \"id\"", "each = \"events\""), body + "]}", {});
  EXPECT_EQ(faults_of(reply), Lines{"/events: a list of more than 10,000 is too long"});
}

TEST_F(Receive, NamesTheLineOfTheMappingWhereSomethingNeededIsMissing) {
  const HookReply reply = receive_with(hook_of("id = \"ticket.id\""), R"({"ticket": {}})", {});
  ASSERT_EQ(reply.lines.size(), 1U);
  ASSERT_EQ(reply.lines[0].faults.size(), 1U);
  EXPECT_FALSE(reply.lines[0].entry);
  EXPECT_EQ(reply.lines[0].faults[0], (Fault{.pointer = "/ticket/id",
                                             .what = "there is no ticket.id, of which id is made",
                                             .mend = "t.toml:8 of the mapping says so"}));
}

TEST_F(Receive, TellsWhatIsNoJson) {
  const HookReply reply = receive_with(hook_of("id = \"id\""), "a=1&b=2", {});
  ASSERT_EQ(reply.lines.size(), 1U);
  EXPECT_EQ(reply.lines[0].faults[0].what.substr(0, 16), "this is no JSON:");
}

TEST_F(Receive, LooksAtNothingBeforeItIsShownWhoSends) {
  const Hook& hook = shipped("github");
  const HookReply reply = receive_with(hook, "not even JSON", {{"X-Hub-Signature-256", "sha256=00"}});
  EXPECT_EQ(reply.verdict, HookVerdict::refused);
  EXPECT_TRUE(reply.lines.empty());
  EXPECT_EQ(reply.trouble->code, Code::withheld);
}

TEST_F(Receive, SaysWhichSecretIsNotSet) {
  const Hook& hook = shipped("github");
  const auto nothing = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
  const HookRequest request{.body = "{}", .header = lookup_in({}), .query = {}};
  const HookReply reply = receive(hook, request, nothing, intake, "github", k_now);
  EXPECT_EQ(reply.verdict, HookVerdict::unset);
  EXPECT_EQ(reply.trouble->message, "the secret ‘github’ of the webhook github is not set");
  EXPECT_EQ(receive(hook, request, {}, intake, "github", k_now).verdict, HookVerdict::unset);
}

TEST_F(Receive, KnowsADeliveryAgainWhereItemsHaveNoId) {
  const auto hook = hook_from_toml(R"(
name = "t"
source = "s"
each = "all"
delivery = "$header.X-Delivery"
[signature]
method = "none"
[[take]]
when = { t = { there = true } }
signal.text = "t"
)",
                                   "t.toml");
  ASSERT_TRUE(hook);
  const std::string body = R"({"all": [{"t": "a"}, {}, {"t": "a"}]})";
  const auto ids = [&](const std::string& delivery) {
    std::vector<std::string> all;
    for (const ToldLine& line : receive_with(*hook, body, {{"x-delivery", delivery}}).lines)
      all.push_back(to_text(line.id));
    return all;
  };
  const auto first = ids("d1");
  ASSERT_EQ(first.size(), 2U);
  EXPECT_NE(first[0], first[1]);
  EXPECT_EQ(ids("d1"), first);
  EXPECT_NE(ids("d2"), first);
}

TEST_F(Receive, TakesPersonalDataOutLikeAnyOtherWayIn) {
  const HookReply reply = receive_with(hook_of("id = \"id\"\ncustomer = \"who\"\ntext = \"t\""),
                                       R"({"id": 1, "who": "anna@example.org", "t": "write to anna@example.org"})", {});
  ASSERT_EQ(reply.lines.size(), 1U);
  ASSERT_TRUE(reply.lines[0].entry);
  EXPECT_EQ(reply.lines[0].entry->bytes.find("anna"), std::string::npos);
}

}  // namespace
}  // namespace bellwether::listen
