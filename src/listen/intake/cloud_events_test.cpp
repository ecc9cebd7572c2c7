#include "listen/intake/intake.hpp"
#include "store/facts/signal.hpp"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

using Json = nlohmann::json;

const Instant k_now{.us = 1'795'000'000'000'000};  // 18 November 2026
constexpr std::array<unsigned char, 16> k_key{1, 2, 3};

class CloudEvents : public testing::Test {
 protected:
  static Json event(Json data) {
    return {{"specversion", "1.0"},
            {"id", "e-1"},
            {"source", "https://shop.example/reviews"},
            {"type", "example.shop.review"},
            {"time", "2026-11-17T08:30:00Z"},
            {"data", std::move(data)}};
  }
  std::vector<ToldLine> read(const Json& body, FactKind kind = FactKind::signal) {
    return intake.read_events(body.dump(), kind, sender, k_now);
  }
  /// "/id: an event must tell this" of each fault.
  std::vector<std::string> faults(const Json& body, FactKind kind = FactKind::signal) {
    std::vector<std::string> all;
    for (const ToldLine& line : read(body, kind)) {
      for (const Fault& fault : line.faults) all.push_back(fault.pointer + ": " + fault.what);
    }
    return all;
  }
  const facts::Signal& signal(const ToldLine& line) {
    EXPECT_TRUE(line.entry) << (line.faults.empty() ? "" : line.faults.front().what);
    signals.clear();
    EXPECT_TRUE(line.entry && read_entry(line.entry->bytes, signals, acts));
    EXPECT_EQ(signals.size(), 1U);
    return signals.rows().front();
  }
  const facts::Signal& signal(const Json& body) {
    last = read(body);
    return signal(last.front());
  }

  guard::Pseudonyms pseudonyms{k_key};
  Zone zone = Zone::named("Europe/Paris").value();
  Intake intake{pseudonyms, zone};
  Sender sender;
  std::vector<ToldLine> last;
  facts::SignalBatch signals;
  facts::ActBatch acts;
};

TEST_F(CloudEvents, GiveASignalWhatItsDataDoesNotTell) {
  const facts::Signal& s = signal(event({{"text", "Great room"}, {"ratings", {{"nps", 9}}}, {"unit", "Lyon"}}));
  EXPECT_EQ(s.source, "https://shop.example/reviews");
  EXPECT_EQ(to_text(*s.occurred_at), "2026-11-17T08:30:00Z");
  EXPECT_EQ(s.text, "Great room");
  EXPECT_EQ(s.unit, "Lyon");
  ASSERT_EQ(s.attributes.size(), 1U);
  EXPECT_EQ(s.attributes[0].name, "event_type");
  EXPECT_EQ(std::get<std::string_view>(s.attributes[0].value), "example.shop.review");
}

TEST_F(CloudEvents, LeaveToTheDataWhatItTellsItself) {
  const facts::Signal& s = signal(event({{"text", "Great room"},
                                         {"id", "r-7"},
                                         {"source", "shop"},
                                         {"occurred_at", "2026-11-16T00:00:00Z"},
                                         {"attributes", {{"event_type", "own"}}}}));
  EXPECT_EQ(s.source, "shop");
  EXPECT_EQ(to_text(*s.occurred_at), "2026-11-16T00:00:00Z");
  ASSERT_EQ(s.attributes.size(), 1U);
  EXPECT_EQ(std::get<std::string_view>(s.attributes[0].value), "own");
}

TEST_F(CloudEvents, AreKnownAgainBySourceAndId) {
  const ToldLine first = std::move(read(event({{"text", "a"}})).front());
  const ToldLine again = std::move(read(event({{"text", "a"}})).front());
  EXPECT_EQ(first.id, again.id);
  EXPECT_EQ(first.entry->key, again.entry->key);
  Json elsewhere = event({{"text", "a"}});
  elsewhere["source"] = "/other";
  EXPECT_NE(read(elsewhere).front().id, first.id);
}

TEST_F(CloudEvents, KeepTheirSourceInTheIdWhereTheSenderHasOneOfItsOwn) {
  sender.source = "shop";
  const ToldLine here = std::move(read(event({{"text", "a"}})).front());
  EXPECT_EQ(signal(here).source, "shop");
  Json elsewhere = event({{"text", "a"}});
  elsewhere["source"] = "/other";
  EXPECT_NE(read(elsewhere).front().id, here.id);
}

TEST_F(CloudEvents, ComeInBatches) {
  const Json none = {{"specversion", "1.0"}, {"id", "2"}, {"source", "/s"}, {"type", "t"}};
  const auto lines = read({event({{"text", "a"}}), none, event({{"ratings", {{"nps", 11}}}})});
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_TRUE(lines[0].entry);
  EXPECT_EQ(lines[1].faults.front().pointer, "/1/data");
  EXPECT_EQ(lines[2].faults.front().pointer, "/2/data/ratings/nps");
}

TEST_F(CloudEvents, CarryATextAlone) {
  EXPECT_EQ(signal(event("The lift is \"broken\" again")).text, "The lift is \"broken\" again");
  Json plain = event("ok");
  plain["datacontenttype"] = "text/plain; charset=utf-8";
  EXPECT_EQ(signal(plain).text, "ok");
  EXPECT_EQ(faults(event("done"), FactKind::act).front(), "/data: this is a text, not an act");
}

TEST_F(CloudEvents, CarryBase64) {
  Json coded = event(nullptr);
  coded["data_base64"] = "eyJ0ZXh0IjogIkdyZWF0IHJvb20ifQ==";
  EXPECT_EQ(signal(coded).text, "Great room");
  coded["data_base64"] = "R3JlYXQ=";
  coded["datacontenttype"] = "text/plain";
  EXPECT_EQ(signal(coded).text, "Great");
  coded["data_base64"] = "//79";  // no UTF-8
  EXPECT_EQ(faults(coded).front(), "/data_base64: this text is not UTF-8");
  coded["data_base64"] = "***";
  EXPECT_EQ(faults(coded).front(), "/data_base64: this is no Base64");
  coded["data_base64"] = "R3JlYXQ=";
  coded["datacontenttype"] = "image/png";
  EXPECT_EQ(faults(coded).front(), "/data_base64: data of type \"image/png\" is not read here");
}

TEST_F(CloudEvents, NameEveryFault) {
  EXPECT_EQ(faults({{"specversion", "0.3"}, {"id", 7}, {"source", ""}, {"data", {{"text", "a"}}}}),
            (std::vector<std::string>{
                "/id: this is a number, not a text", "/specversion: \"0.3\" is no version that is known here",
                "/id: an event must tell this", "/source: an event must tell this", "/type: an event must tell this"}));
  Json late = event({{"text", "a"}});
  late["time"] = "tomorrow";
  EXPECT_EQ(faults(late), (std::vector<std::string>{"/time: \"tomorrow\" is no time"}));
  EXPECT_EQ(faults(Json::array({7})), (std::vector<std::string>{"/0: this is a number, not an event"}));
}

TEST_F(CloudEvents, MakeAnActOfTheirType) {
  Json kept = event({{"actor", "p-1"}});
  kept["type"] = "promise.kept";
  const auto lines = read(kept, FactKind::act);
  ASSERT_TRUE(lines.front().entry);
  ASSERT_TRUE(read_entry(lines.front().entry->bytes, signals, acts));
  EXPECT_EQ(acts.rows().front().kind, "promise.kept");
}

TEST_F(CloudEvents, ComeWithTheirContextInHeaders) {
  const EventContext context{.specversion = "1.0",
                             .id = "e-1",
                             .source = "https://shop.example/reviews",
                             .type = "example.shop.review",
                             .time = "2026-11-17T08:30:00Z",
                             .datacontenttype = "application/json"};
  const ToldLine line = intake.read_event(context, R"({"text": "a"})", FactKind::signal, sender, k_now);
  EXPECT_EQ(line.id, read(event({{"text", "a"}})).front().id);
  const ToldLine wrong = intake.read_event(context, R"({"ratings": {"nps": 11}})", FactKind::signal, sender, k_now);
  EXPECT_EQ(wrong.faults.front().pointer, "/ratings/nps");
  EventContext broken = context;
  broken.type = "\xff\xfe";
  EXPECT_EQ(intake.read_event(broken, "{}", FactKind::signal, sender, k_now).faults.front().pointer, "/type");
}

RC_GTEST_FIXTURE_PROP(CloudEvents, TakeWhateverBytesCome, (const std::string& bytes)) {
  const EventContext context{
      .specversion = "1.0", .id = "1", .source = "s", .type = "t", .time = {}, .datacontenttype = "text/plain"};
  const ToldLine line = intake.read_event(context, bytes, FactKind::signal, sender, k_now);
  RC_ASSERT(line.entry.has_value() != !line.faults.empty());
  for (const ToldLine& told : intake.read_events(bytes, FactKind::signal, sender, k_now)) {
    RC_ASSERT(told.entry.has_value() != !told.faults.empty());
  }
}

}  // namespace
}  // namespace bellwether::listen
