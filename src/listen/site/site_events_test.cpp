// What a page tells: taken as far as the site lists it and the visitor agrees; everything else is named.
#include "listen/site/site_events.hpp"

#include "listen/intake/entry.hpp"

#include <array>
#include <span>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

class SiteEvents : public testing::Test {
 protected:
  static constexpr Instant k_now{.us = 1'795'000'000'000'000};  // 18 November 2026, 11:06:40 UTC

  SiteEvents() {
    site.name = "shop";
    site.source = "web shop";
    site.origins = {"https://shop.example.org"};
    site.units = {"Online"};
    site.touchpoints = {"checkout"};
    site.ratings = {"ease"};
    site.attributes = {"plan"};
  }

  std::vector<SiteLine> tell(const std::string& events, bool consent = true, bool refuses = false) {
    const auto request = read_site_request(R"({"site": "shop", "consent": )" + std::string(consent ? "true" : "false") +
                                           R"(, "events": )" + events + "}");
    EXPECT_TRUE(request) << (request ? "" : request.error().message);
    if (!request) return {};
    return read_site_events(site, *request, refuses, intake, k_now);
  }
  /// What would stand in the facts.
  std::span<const facts::Signal> kept(const std::string& events, bool consent = true, bool refuses = false) {
    signals.clear();
    for (const SiteLine& line : tell(events, consent, refuses)) {
      for (const Fault& fault : line.told.faults) ADD_FAILURE() << fault.pointer << ": " << fault.what;
      if (line.left_out) continue;
      EXPECT_TRUE(line.told.entry && read_entry(line.told.entry->bytes, signals, acts));
    }
    return signals.rows();
  }
  std::string first_pointer(const std::string& event) {
    const auto lines = tell("[" + event + "]");
    return lines.size() == 1 && !lines.front().told.faults.empty() ? lines.front().told.faults.front().pointer : "none";
  }

  Site site;
  guard::Pseudonyms pseudonyms{std::array<unsigned char, 16>{1, 2, 3}};
  Zone zone = Zone::utc();
  Intake intake{pseudonyms, zone};
  facts::SignalBatch signals;
  facts::ActBatch acts;
};

constexpr const char* k_answer =
    R"([{"id": "a", "type": "answer.given", "customer": "c-17", "touchpoint": "checkout", "ratings": {"csat": 4, "ease": 7},
         "text": "Easy", "attributes": {"plan": "gold"}, "age_ms": 1500}])";
constexpr const char* k_view = R"([{"id": "v", "type": "page.viewed", "touchpoint": "checkout", "customer": "c-17"}])";

TEST_F(SiteEvents, BecomeSignalsWithAllThatTheyCarry) {
  const auto rows = kept(k_answer);
  ASSERT_EQ(rows.size(), 1U);
  const facts::Signal& signal = rows.front();
  EXPECT_EQ(signal.source, "web shop");
  EXPECT_EQ(signal.channel, "web");
  EXPECT_EQ(signal.unit, "Online") << "the only one that the site has";
  EXPECT_EQ(signal.touchpoint, "checkout");
  EXPECT_EQ(signal.text, "Easy");
  EXPECT_TRUE(signal.subject);
  EXPECT_EQ(signal.ratings.size(), 2U);
  EXPECT_EQ(signal.occurred_at, Instant{k_now.us - 1'500'000}) << "by the page's watch, on our clock";
  ASSERT_EQ(signal.attributes.size(), 2U) << "plan, and event_type";
}

TEST_F(SiteEvents, AreKnownAgainByTheirId) {
  const auto first = tell(k_answer), again = tell(k_answer);
  EXPECT_EQ(first.front().told.id, again.front().told.id);
  site.source = "other";
  EXPECT_NE(first.front().told.id, tell(k_answer).front().told.id);
}

TEST_F(SiteEvents, WithoutConsentTellNeitherWhoNorWhatWasOnlyDone) {
  const auto rows = kept(k_answer, false);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows.front().subject);
  EXPECT_EQ(rows.front().text, "Easy");
  EXPECT_TRUE(kept(k_view, false).empty());
  EXPECT_TRUE(tell(k_view, false).front().left_out);
  EXPECT_EQ(kept(k_view, true).size(), 1U);
}

TEST_F(SiteEvents, TheBrowsersRefusalCountsMoreThanThePagesWord) {
  EXPECT_FALSE(kept(k_answer, true, true).front().subject);
  EXPECT_TRUE(kept(k_view, true, true).empty());
}

TEST_F(SiteEvents, ASiteMayKeepMoreOrLessWithoutConsentAndNeverWho) {
  site.without_consent = WithoutConsent::all;
  ASSERT_EQ(kept(k_view, false).size(), 1U);
  EXPECT_FALSE(kept(k_view, false).front().subject);
  site.without_consent = WithoutConsent::nothing;
  EXPECT_TRUE(kept(k_answer, false).empty());
  EXPECT_EQ(kept(k_answer, true).size(), 1U);
}

TEST_F(SiteEvents, AnEmptyAnswerIsNone) {
  for (const char* empty : {R"([{"type": "answer.given", "text": ""}])", R"([{"type": "answer.given", "ratings": {}}])",
                            R"([{"type": "answer.given", "text": null}])"}) {
    EXPECT_TRUE(tell(empty, false).front().left_out) << empty;
  }
}

TEST_F(SiteEvents, NamesThatTheSiteDoesNotListAreRefused) {
  EXPECT_EQ(first_pointer(R"({"type": "order.paid"})"), "/events/0/type");
  EXPECT_EQ(first_pointer(R"({})"), "/events/0/type");
  EXPECT_EQ(first_pointer(R"({"type": "page.viewed", "touchpoint": "spam"})"), "/events/0/touchpoint");
  EXPECT_EQ(first_pointer(R"({"type": "page.viewed", "unit": "Lyon"})"), "/events/0/unit");
  EXPECT_EQ(first_pointer(R"({"type": "page.viewed", "ratings": {"spam": 1}})"), "/events/0/ratings/spam");
  EXPECT_EQ(first_pointer(R"({"type": "page.viewed", "attributes": {"a/b": 1}})"), "/events/0/attributes/a~1b");
  EXPECT_EQ(first_pointer(R"({"type": "page.viewed", "voice_of": "employee"})"), "/events/0/voice_of");
  EXPECT_EQ(first_pointer(R"({"type": "page.viewed", "source": "bank"})"), "/events/0/source");
  EXPECT_EQ(first_pointer("7"), "/events/0");
}

TEST_F(SiteEvents, ValuesAreCheckedAsThoseOfEverySignal) {
  EXPECT_EQ(first_pointer(R"({"type": "answer.given", "ratings": {"nps": 11}})"), "/events/0/ratings/nps");
  EXPECT_EQ(first_pointer(R"({"type": "answer.given", "ratings": [1]})"), "/events/0/ratings");
  EXPECT_EQ(first_pointer(R"({"type": "answer.given", "text": 7})"), "/events/0/text");
  for (const char* age : {"-1", "86400001", "\"1\"", "null", "1e300"}) {
    EXPECT_EQ(first_pointer(R"({"type": "page.viewed", "age_ms": )" + std::string(age) + "}"), "/events/0/age_ms")
        << age;
  }
  EXPECT_EQ(kept(R"([{"type": "answer.given", "text": "Write to ada@example.org"}])").front().text.find("ada@"),
            std::string_view::npos)
      << "personal data is taken out";
}

TEST_F(SiteEvents, AFaultInOneLeavesTheOthers) {
  const auto lines = tell(R"([{"type": "page.viewed"}, {"type": "spam"}, {"type": "answer.given", "text": "Good"}])");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_TRUE(lines[0].told.entry);
  EXPECT_EQ(lines[1].told.faults.front().pointer, "/events/1/type");
  EXPECT_TRUE(lines[2].told.entry);
}

TEST(SiteRequest, SaysWhoseItIsAndHasALimit) {
  const auto where = [](const std::string& body) {
    const auto read = read_site_request(body);
    return read ? std::string("none") : read.error().where;
  };
  EXPECT_EQ(where(R"({"events": [{}]})"), "/site");
  EXPECT_EQ(where(R"({"site": 1, "events": [{}]})"), "/site");
  EXPECT_EQ(where(R"({"site": "shop", "consent": "yes", "events": [{}]})"), "/consent");
  for (const char* events :
       {R"({"site": "shop"})", R"({"site": "shop", "events": []})", R"({"site": "shop", "events": {}})"}) {
    EXPECT_EQ(where(events), "/events") << events;
  }
  std::string many = "{}";
  for (std::size_t i = 0; i < k_most_site_events; ++i) many += ", {}";
  EXPECT_EQ(where(R"({"site": "shop", "events": [)" + many + "]}"), "/events");
  EXPECT_FALSE(read_site_request("[1]"));
  EXPECT_FALSE(read_site_request("{\"site\": \"\xff\"}"));
  EXPECT_FALSE(read_site_request(std::string(100'000, '[')));
  EXPECT_FALSE(read_site_request("")) << "nothing is no request";
  EXPECT_FALSE(read_site_request(R"({"site": "shop", "events": [{}]})").value().consent) << "nobody was asked";
}

}  // namespace
}  // namespace bellwether::listen
