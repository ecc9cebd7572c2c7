// What comes out of each shipped mapping, member by member, for what the system is documented to send (samples/,
// README.md).
#include "listen/hooks/received_for_test.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

/// One request of one system.
struct Sent {
  std::string hook;
  std::string sample;
  HookFields headers;
  HookFields query;
};

class Shipped : public Received {
 protected:
  HookFacts facts_of(const Sent& sent, const std::vector<std::string>& customers = {}) {
    return told(receive_signed(shipped(sent.hook), hook_sample(sent.sample), sent.headers, sent.query), customers);
  }
};

const std::vector<Sent> k_all = {
    {"zendesk", "zendesk_ticket", {}, {}},
    {"zendesk", "zendesk_comment", {}, {}},
    {"zendesk", "zendesk_solved", {}, {}},
    {"zendesk", "zendesk_rating", {}, {}},
    {"intercom", "intercom_created", {}, {}},
    {"intercom", "intercom_replied", {}, {}},
    {"intercom", "intercom_rating", {}, {}},
    {"typeform", "typeform", {}, {}},
    {"formbricks", "formbricks", {}, {}},
    {"formbricks_hub", "formbricks_hub", {}, {}},
    {"googleplay", "googleplay", {}, {{"app", "com.example.shop"}}},
    {"appstore", "appstore", {}, {{"app", "1234567890"}}},
    {"slack", "slack", {}, {}},
    {"github", "github_issue", {{"X-GitHub-Event", "issues"}}, {}},
    {"github", "github_comment", {{"X-GitHub-Event", "issue_comment"}}, {}},
    {"github", "github_closed", {{"X-GitHub-Event", "issues"}}, {}},
};

TEST_F(Shipped, ZendeskTicket) {
  EXPECT_EQ(facts_of(k_all[0], {"8447388090495"}),
            (HookFacts{{".brand: 8447346621310", ".group: 8447320466430", ".priority: LOW", ".ticket: 5158",
                        ".ticket_type: TASK", ".via: web_service", "at: 2026-11-16T08:12:40Z", "channel: ticket",
                        "customer: 8447388090495", "source: zendesk",
                        "text: The parcel came two days late. Write to ⟨email⟩", "voice_of: customer"}}));
}

TEST_F(Shipped, ZendeskComment) {
  EXPECT_EQ(facts_of(k_all[1], {"8447388090495"}),
            (HookFacts{{".brand: 8447346621310", ".group: 8447320466430", ".ticket: 5158", ".via: email",
                        "at: 2026-11-16T09:00:00.500000Z", "channel: ticket", "customer: 8447388090495",
                        "source: zendesk", "text: Thank you, it is here now & fine", "voice_of: customer"}}));
}

TEST_F(Shipped, ZendeskSolved) {
  EXPECT_EQ(facts_of(k_all[2], {"8447388090495"}),
            (HookFacts{{"about: 5158", "actor: 8447388090494", "at: 2026-11-16T10:00:00Z", "customer: 8447388090495",
                        "kind: case.resolved", "source: zendesk"}}));
}

TEST_F(Shipped, ZendeskRating) {
  EXPECT_EQ(facts_of(k_all[3], {"7881"}),
            (HookFacts{{".group: 44", ".ticket: 208", "at: 2026-11-16T11:05:00Z", "channel: ticket", "csat: 5",
                        "customer: 7881", "source: zendesk", "text: Kind and quick", "voice_of: customer"}}));
}

TEST_F(Shipped, IntercomCreated) {
  // 1794823960 = 2026-11-16T10:12:40Z
  EXPECT_EQ(facts_of(k_all[4], {"5f7f0d217289f8d2f4262080"}),
            (HookFacts{{".conversation: 1122334455", ".page: https://shop.example/bill", ".via: conversation",
                        "at: 2026-11-16T10:12:40Z", "channel: chat", "customer: 5f7f0d217289f8d2f4262080",
                        "source: intercom", "text: My invoice is wrong.\nTwice, in fact", "voice_of: customer"}}));
}

TEST_F(Shipped, IntercomReplied) {
  EXPECT_EQ(
      facts_of(k_all[5], {"5f7f0d217289f8d2f4262080"}),
      (HookFacts{{".conversation: 1122334455", ".via: conversation", "at: 2026-11-16T10:14:20Z", "channel: chat",
                  "customer: 5f7f0d217289f8d2f4262080", "source: intercom", "text: The last", "voice_of: customer"}}));
}

TEST_F(Shipped, IntercomRating) {
  EXPECT_EQ(facts_of(k_all[6], {"5f7f0d217289f8d2f4262080"}),
            (HookFacts{{".conversation: 1122334455", ".teammate: 274", "at: 2026-11-16T11:12:40Z", "channel: chat",
                        "csat: 4", "customer: 5f7f0d217289f8d2f4262080", "source: intercom", "text: Quick enough",
                        "voice_of: customer"}}));
}

TEST_F(Shipped, Typeform) {
  EXPECT_EQ(facts_of(k_all[7], {"abc123456"}),
            (HookFacts{{".form: lT4Z3j", ".form_title: After your stay", ".why: Work", "at: 2026-11-16T18:17:02Z",
                        "channel: survey", "customer: abc123456", "likely: 9", "nps: 9", "room: 4", "source: typeform",
                        "text: The quiet\nThe lift", "unit: Lyon", "voice_of: customer"}}));
}

TEST_F(Shipped, Formbricks) {
  const HookFacts expected = {{".country: DE", ".device: desktop", ".survey: cm0survey1",
                               ".survey_title: Customer Satisfaction Survey", "at: 2026-11-16T07:47:56.116000Z",
                               "channel: survey", "customer: u-77", "nps: 10", "source: formbricks",
                               "text: It just works\naccepted", "voice_of: customer"}};
  EXPECT_EQ(facts_of(k_all[8], {"u-77"}), expected);
  std::string alone = hook_sample("formbricks");
  alone = alone.substr(alone.find('{'), alone.rfind('}') + 1 - alone.find('{'));
  EXPECT_EQ(told(receive_signed(shipped("formbricks"), alone), {"u-77"}), expected) << "one event, not in a list";
}

TEST_F(Shipped, FormbricksHub) {
  EXPECT_EQ(facts_of(k_all[9], {"user-abc-123"}),
            (HookFacts{{".field: q1", ".question: How likely are you to recommend us?", ".submission: sub-9",
                        ".survey: Q4 NPS", "at: 2026-11-16T10:30:00Z", "channel: survey", "customer: user-abc-123",
                        "language: fr", "nps: 7", "source: formbricks_hub", "voice_of: customer"}}));
}

TEST_F(Shipped, FormbricksHubOfOtherKinds) {
  const auto of = [&](const std::string& type, const std::string& value) {
    const std::string body = R"({"id": "e", "type": "feedback_record.created", "data": {"id": "r1",
        "collected_at": "2026-11-16T10:30:00Z", "source_type": "review", "field_id": "q9", "field_type": ")" +
                             type + "\", " + value + "}}";
    return told(receive_signed(shipped("formbricks_hub"), body));
  };
  const std::vector<std::string> rest = {"at: 2026-11-16T10:30:00Z", "channel: review"};
  EXPECT_EQ(of("rating", "\"value_number\": 4"),
            (HookFacts{{".field: q9", rest[0], rest[1], "q9: 4", "source: formbricks_hub", "voice_of: customer"}}));
  EXPECT_EQ(
      of("text", "\"value_text\": \"Slow\""),
      (HookFacts{{".field: q9", rest[0], rest[1], "source: formbricks_hub", "text: Slow", "voice_of: customer"}}));
  EXPECT_EQ(
      of("boolean", "\"value_boolean\": true"),
      (HookFacts{{".answer: true", ".field: q9", rest[0], rest[1], "source: formbricks_hub", "voice_of: customer"}}));
}

TEST_F(Shipped, GooglePlay) {
  // 1794820000 = 2026-11-16T09:06:40Z
  EXPECT_EQ(
      facts_of(k_all[10], {"gp:AOqpTOF-1", "gp:AOqpTOF-2"}),
      (HookFacts{{".android: 34", ".app: com.example.shop", ".device: flo (Nexus 7)", ".version: 11.3.4",
                  "at: 2026-11-16T09:06:40Z", "channel: review", "customer: gp:AOqpTOF-1", "language: en",
                  "source: googleplay", "stars: 4", "text: Works on my phone", "voice_of: customer"},
                 {".app: com.example.shop", "at: 2026-11-16T09:40:00Z", "channel: review", "customer: gp:AOqpTOF-2",
                  "language: de", "source: googleplay", "stars: 1", "text: Crashes", "voice_of: customer"}}));
}

TEST_F(Shipped, AppStore) {
  EXPECT_EQ(facts_of(k_all[11]),
            (HookFacts{{".app: 1234567890", ".territory: USA", "at: 2026-11-16T06:58:00Z", "channel: review",
                        "source: appstore", "stars: 5", "text: Lovely\nI use it daily", "voice_of: customer"}}));
}

TEST_F(Shipped, Slack) {
  // 1794820523.000005 = 2026-11-16T09:15:23.000005Z
  EXPECT_EQ(facts_of(k_all[12], {"U2147483697"}),
            (HookFacts{{".slack_channel: C024BE91L", "at: 2026-11-16T09:15:23.000005Z", "channel: chat",
                        "customer: U2147483697", "source: slack", "text: The till is down & guests wait",
                        "voice_of: employee"}}));
}

TEST_F(Shipped, SlackChallenge) {
  const HookReply reply = receive_signed(shipped("slack"), hook_sample("slack_challenge"));
  EXPECT_EQ(reply.verdict, HookVerdict::answered);
  EXPECT_EQ(reply.answer, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
  EXPECT_TRUE(reply.lines.empty());
  EXPECT_EQ(receive_with(shipped("slack"), hook_sample("slack_challenge"), {}).verdict, HookVerdict::refused)
      << "only to Slack";
}

TEST_F(Shipped, GitHubIssue) {
  EXPECT_EQ(
      facts_of(k_all[13], {"583231"}),
      (HookFacts{{".association: NONE", ".label: bug", ".number: 1347", "at: 2026-11-16T13:33:48Z", "channel: issue",
                  "customer: 583231", "source: github", "text: Found a bug\nI'm having a problem with this.",
                  "touchpoint: octo-org/octo-repo", "voice_of: public"}}));
}

TEST_F(Shipped, GitHubComment) {
  EXPECT_EQ(facts_of(k_all[14], {"6752317"}),
            (HookFacts{{".association: CONTRIBUTOR", ".number: 1347", "at: 2026-11-16T14:00:00Z", "channel: issue",
                        "customer: 6752317", "source: github", "text: Same here", "touchpoint: octo-org/octo-repo",
                        "voice_of: public"}}));
}

TEST_F(Shipped, GitHubClosed) {
  EXPECT_EQ(facts_of(k_all[15], {"583231"}),
            (HookFacts{{"about: issue-1", "actor: maintainer", "at: 2026-11-17T09:00:00Z", "customer: 583231",
                        "kind: case.resolved", "source: github"}}));
}

TEST_F(Shipped, RefuseAWrongSignature) {
  for (const Sent& sent : k_all) {
    const Hook& hook = shipped(sent.hook);
    const std::string body = hook_sample(sent.sample);
    EXPECT_EQ(receive_with(hook, body, sent.headers, sent.query).verdict, HookVerdict::refused)
        << sent.sample << " unsigned";
    HookFields headers = signed_fields(hook, body, sent.headers);
    headers[hook.signature.header].back() ^= 1;
    EXPECT_EQ(receive_with(hook, body, headers, sent.query).verdict, HookVerdict::refused) << sent.sample;
    if (hook.signature.method == Signature::Method::shared) continue;
    EXPECT_EQ(receive_with(hook, body + " ", signed_fields(hook, body, sent.headers), sent.query).verdict,
              HookVerdict::refused)
        << sent.sample << " with another body";
  }
}

TEST_F(Shipped, RefuseWhatWasSignedTooLongAgo) {
  for (const Sent& sent : k_all) {
    const Hook& hook = shipped(sent.hook);
    if (hook.signature.timestamp.empty()) continue;
    const bool zendesk = sent.hook == "zendesk";
    HookFields headers = sent.headers;
    headers[hook.signature.timestamp] =
        zendesk ? "2026-11-18T11:01:39Z" : std::to_string(k_now.us / k_us_per_second - 301);
    const std::string body = hook_sample(sent.sample);
    EXPECT_EQ(receive_with(hook, body, signed_fields(hook, body, headers), sent.query).verdict, HookVerdict::refused)
        << sent.sample;
  }
}

TEST_F(Shipped, GiveARepeatedDeliveryTheSameIds) {
  for (const Sent& sent : k_all) {
    const auto ids = [&] {
      std::vector<std::string> all;
      for (const ToldLine& line :
           receive_signed(shipped(sent.hook), hook_sample(sent.sample), sent.headers, sent.query).lines) {
        EXPECT_TRUE(line.has_own_id) << sent.sample;
        all.push_back(to_text(line.id));
      }
      return all;
    };
    const auto first = ids();
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(ids(), first) << sent.sample;
  }
}

TEST_F(Shipped, PassOverEventsOfAnotherKind) {
  struct Other {
    std::string hook;
    std::string body;
    HookFields headers;
  };
  const std::vector<Other> others = {
      {"zendesk", R"({"type": "zen:event-type:ticket.priority_changed", "detail": {"id": "1"}})", {}},
      {"zendesk", R"({"satisfaction_rating": {"id": 1, "ticket_id": 2, "score": "offered"}})", {}},
      {"zendesk",
       R"({"type": "zen:event-type:ticket.comment_added",
           "event": {"comment": {"id": "1", "author": {"is_staff": true}}}})",
       {}},
      {"zendesk",
       R"({"type": "zen:event-type:ticket.comment_added", "event": {"comment": {"id": "1", "is_public": false}}})",
       {}},
      {"zendesk", R"({"type": "zen:event-type:ticket.status_changed", "event": {"current": "OPEN"}})", {}},
      {"intercom", R"({"topic": "conversation.admin.replied", "data": {"item": {"id": "1"}}})", {}},
      {"intercom", R"({"topic": "ping", "data": {"item": {"type": "ping"}}})", {}},
      {"typeform", R"({"event_type": "form_response_partial", "form_response": {}})", {}},
      {"formbricks", R"([{"event": "responseCreated", "data": {"id": "1"}}])", {}},
      {"formbricks_hub", R"({"type": "feedback_record.deleted", "data": ["1"]})", {}},
      {"googleplay", R"({"reviews": [{"reviewId": "1", "comments": [{"developerComment": {"text": "a"}}]}]})", {}},
      {"appstore", R"({"data": [{"type": "customerReviewResponses", "id": "1"}]})", {}},
      {"slack",
       R"({"type": "event_callback", "event": {"type": "message", "subtype": "channel_join", "ts": "1"}})",
       {}},
      {"slack", R"({"type": "event_callback", "event": {"type": "message", "bot_id": "B1", "ts": "1"}})", {}},
      {"github", R"({"zen": "Keep it logically awesome.", "hook_id": 1})", {{"X-GitHub-Event", "ping"}}},
      {"github", R"({"action": "labeled", "issue": {"id": 1}})", {{"X-GitHub-Event", "issues"}}},
      {"github",
       R"({"action": "created", "issue": {"id": 1, "pull_request": {}}, "comment": {"id": 2}})",
       {{"X-GitHub-Event", "issue_comment"}}},
  };
  for (const Other& other : others) {
    const HookReply reply = receive_signed(shipped(other.hook), other.body, other.headers);
    EXPECT_EQ(reply.verdict, HookVerdict::taken) << other.body;
    EXPECT_TRUE(reply.lines.empty()) << other.body;
    EXPECT_EQ(reply.skipped.size(), 1U) << other.body;
  }
}

TEST_F(Shipped, SayWhatTheyAreFor) {
  const auto hooks = Hooks::load({});
  ASSERT_TRUE(hooks);
  EXPECT_EQ(hooks->all().size(), 9U);
  for (const auto& [name, hook] : hooks->all()) {
    EXPECT_FALSE(hook.about.empty()) << name;
    EXPECT_NE(hook.signature.method, Signature::Method::none) << name;
    EXPECT_EQ(hook.signature.is_weak(), name == "intercom") << "the only one that knows nothing better";
    for (const TakeRule& rule : hook.take) EXPECT_FALSE(rule.about.empty()) << name << ":" << rule.line;
  }
}

// --- whatever is sent

/// A sample with something of it broken: a value replaced by one of another kind, or bytes cut out.
std::string broken(std::string text) {
  static const std::vector<std::string> k_values = {"null",
                                                    "[]",
                                                    "{}",
                                                    "true",
                                                    "-1",
                                                    "1e308",
                                                    "18446744073709551615",
                                                    "\"\"",
                                                    "[[[]]]",
                                                    "\"\\u0000\"",
                                                    "\"\\uD83D\\uDE00\"",
                                                    "{\"a\": {\"a\": []}}"};
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, text.size());
  const std::size_t colon = text.find(": ", at);
  if (*rc::gen::arbitrary<bool>() && colon != std::string::npos) {
    const std::size_t end = text.find_first_of(",\n}", colon);
    return text.replace(colon + 2, end - colon - 2, *rc::gen::elementOf(k_values));
  }
  return text.erase(at, *rc::gen::inRange<std::size_t>(1, 20));
}

class Whatever : public Shipped {
 public:
  void TestBody() override {}
  /// Takes it or says what is wrong; an entry and faults never stand together.
  void send(const Sent& sent, const std::string& body) {
    const HookReply reply = receive_signed(shipped(sent.hook), body, sent.headers, sent.query);
    for (const ToldLine& line : reply.lines) RC_ASSERT(line.entry.has_value() == line.faults.empty());
    RC_ASSERT(!reply.lines.empty() || !reply.skipped.empty() || reply.verdict == HookVerdict::answered ||
              body.find("[]") != std::string::npos || body.find("[ ]") != std::string::npos);
  }
};

RC_GTEST_PROP(AnyRequest, TakeOrRefuseABrokenRequest, ()) {
  Whatever whatever;
  const Sent sent = *rc::gen::elementOf(k_all);
  std::string body = hook_sample(sent.sample);
  const int times = *rc::gen::inRange(1, 6);
  for (int i = 0; i < times; ++i) body = broken(std::move(body));
  whatever.send(sent, body);
}

std::string random_json(int depth) {
  static const std::vector<std::string> k_names = {
      "type", "event",  "data",    "detail",   "topic",         "item",    "id",    "issue",
      "user", "action", "reviews", "comments", "form_response", "answers", "field", "number"};
  static const std::vector<std::string> k_leaves = {"1",
                                                    "-0.5",
                                                    "\"message\"",
                                                    "\"zen:event-type:ticket.created\"",
                                                    "null",
                                                    "false",
                                                    "\"\"",
                                                    "\"opened\"",
                                                    "\"form_response\"",
                                                    "\"event_callback\"",
                                                    "\"conversation.user.created\"",
                                                    "\"customerReviews\""};
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 3);
  if (kind == 0) return *rc::gen::elementOf(k_leaves);
  const int size = *rc::gen::inRange(0, 5);
  std::string text;
  for (int i = 0; i < size; ++i) {
    if (i > 0) text += ',';
    if (kind == 1) text += '"' + *rc::gen::elementOf(k_names) + "\":";
    text += random_json(depth - 1);
  }
  return kind == 1 ? "{" + text + "}" : "[" + text + "]";
}

RC_GTEST_PROP(AnyRequest, TakeOrRefuseAnyJson, ()) {
  Whatever whatever;
  whatever.send(*rc::gen::elementOf(k_all), random_json(4));
}

}  // namespace
}  // namespace bellwether::listen
