#include "listen/intake/intake.hpp"

#include "listen/import/identity.hpp"
#include "store/facts/signal.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

const Instant k_now{.us = 1'795'000'000'000'000};  // 18 November 2026
constexpr std::array<unsigned char, 16> k_key{1, 2, 3};

class Intakes : public testing::Test {
 protected:
  std::vector<ToldLine> read(std::string_view body, FactKind kind = FactKind::signal) {
    return intake.read(body, kind, sender, k_now);
  }
  ToldLine one(std::string_view body, FactKind kind = FactKind::signal) {
    auto lines = read(body, kind);
    EXPECT_EQ(lines.size(), 1U);
    return lines.empty() ? ToldLine{} : std::move(lines.front());
  }
  /// "/ratings/nps: 11 is not on …" of each fault.
  std::vector<std::string> faults(std::string_view body, FactKind kind = FactKind::signal) {
    std::vector<std::string> all;
    for (const ToldLine& line : read(body, kind)) {
      for (const Fault& fault : line.faults) all.push_back(fault.pointer + ": " + fault.what);
    }
    return all;
  }
  /// The one signal that comes out again.
  const facts::Signal& signal(std::string_view body) {
    const ToldLine line = one(body);
    EXPECT_TRUE(line.entry) << (line.faults.empty() ? "" : line.faults.front().what);
    signals.clear();
    EXPECT_TRUE(line.entry && read_entry(line.entry->bytes, signals, acts));
    EXPECT_EQ(signals.size(), 1U);
    return signals.rows().front();
  }

  guard::Pseudonyms pseudonyms{k_key};
  Zone zone = Zone::named("Europe/Paris").value();
  Intake intake{pseudonyms, zone};
  Sender sender{.source = "shop", .scope = "key-1", .idempotency_key = {}};
  facts::SignalBatch signals;
  facts::ActBatch acts;
};

TEST_F(Intakes, TakeASignalWithAllThatItCarries) {
  const facts::Signal& s = signal(R"({
    "id": "r-1", "occurred_at": "2026-11-17T09:30:00+01:00", "channel": "review", "voice_of": "customer",
    "customer": "c-77", "unit": "Lyon", "touchpoint": "check-in", "ratings": {"nps": 9, "room": 4.5},
    "text": " Great room ", "language": "fr-CA", "attributes": {"plan": "gold", "nights": 3, "first": true},
    "sentiment": 0.8, "intent": "praise", "urgency": 0.1, "effort": 0,
    "themes": [{"theme": "room", "sentiment": 0.9}, {"theme": "staff"}], "reader": "own-2"})");
  EXPECT_EQ(to_text(*s.occurred_at), "2026-11-17T08:30:00Z");
  EXPECT_EQ(s.received_at, k_now);
  EXPECT_EQ(s.source, "shop");
  EXPECT_EQ(s.channel, "review");
  EXPECT_EQ(s.subject->value, pseudonyms.of("c-77"));
  EXPECT_EQ(s.unit, "Lyon");
  EXPECT_EQ(s.touchpoint, "check-in");
  ASSERT_EQ(s.ratings.size(), 2U);
  EXPECT_EQ(s.ratings[1].name, "room");
  EXPECT_EQ(s.ratings[1].value.value, 450);
  EXPECT_EQ(s.text, "Great room");
  EXPECT_EQ(s.language, "fr");
  ASSERT_EQ(s.attributes.size(), 3U);
  EXPECT_EQ(std::get<Micros>(s.attributes[1].value).value, 3'000'000);
  EXPECT_EQ(std::get<std::string_view>(s.attributes[2].value), "true");
  EXPECT_EQ(s.sentiment->value, 800);
  EXPECT_EQ(s.intent, "praise");
  EXPECT_EQ(s.effort->value, 0);
  ASSERT_EQ(s.themes.size(), 2U);
  EXPECT_EQ(s.themes[0].sentiment->value, 900);
  EXPECT_FALSE(s.themes[1].sentiment);
  EXPECT_EQ(s.reader, "own-2");
}

TEST_F(Intakes, TakeAnAct) {
  const ToldLine line =
      one(R"({"kind": "refund.given", "actor": "p-7", "about": "case-9", "unit": "Lyon", "customer": 12,
                                "amount": 25.5, "currency": "EUR", "duration_s": 90, "attributes": {"reason": "late"}})",
          FactKind::act);
  ASSERT_TRUE(line.entry);
  ASSERT_TRUE(read_entry(line.entry->bytes, signals, acts));
  const facts::Act& act = acts.rows().front();
  EXPECT_EQ(act.kind, "refund.given");
  EXPECT_EQ(act.actor, "p-7");
  EXPECT_EQ(act.about, "case-9");
  EXPECT_EQ(act.subject->value, pseudonyms.of("12"));
  EXPECT_EQ(act.amount->value, 25'500'000);
  EXPECT_EQ(act.duration_s->value, 90'000'000);
  EXPECT_EQ(act.occurred_at, k_now) << "when it came, where it tells no time";
}

TEST_F(Intakes, ReadATimeWithoutAZoneInTheOrganisations) {
  EXPECT_EQ(to_text(*signal(R"({"occurred_at": "2026-07-01 10:00"})").occurred_at), "2026-07-01T08:00:00Z");
}

TEST_F(Intakes, TakePersonalDataOutBeforeAnythingIsKept) {
  const ToldLine line = one(R"({"customer": "anna@example.org", "text": "mail anna@example.org or +33 6 12 34 56 78",
                                "attributes": {"note": "anna@example.org"}})");
  ASSERT_TRUE(line.entry);
  EXPECT_EQ(line.entry->bytes.find("anna"), std::string::npos);
  EXPECT_EQ(line.entry->bytes.find("12 34"), std::string::npos);
  EXPECT_NE(line.entry->bytes.find("⟨email⟩"), std::string::npos);
}

TEST_F(Intakes, TellEveryFaultAtOnceWithItsPlace) {
  EXPECT_EQ(
      faults(R"([{"text": "fine"}, {"rating": {"nps": 9}, "ratings": {"nps": 11, "a/b~c": "9"}, "voice_of": "guest",
                       "occurred_at": "yesterday", "themes": [{"sentiment": 2}], "text": 5, "language": "french"}])"),
      (std::vector<std::string>{
          "/1/rating: this member is not known", "/1/occurred_at: \"yesterday\" is no time",
          "/1/voice_of: \"guest\" is nobody known", "/1/ratings/nps: 11 is not on the scale of nps, 0–10",
          "/1/ratings/a~1b~0c: this is a text, not a number", "/1/text: this is a number, not a text",
          "/1/language: \"french\" is no language code", "/1/themes/0/sentiment: this is not a number from -1 to 1",
          "/1/themes/0: this mention names no theme"}));
  EXPECT_EQ(read(R"([{"text": "fine"}, {"text": 5}])").front().faults.size(), 0U) << "good lines are taken";
}

TEST_F(Intakes, NameTheMemberThatWasMeant) {
  EXPECT_EQ(one(R"({"rating": 9})").faults.front().mend, "did you mean \"ratings\"?");
  EXPECT_EQ(one(R"({"basket_value": 9})").faults.front().mend, "put what is your own into \"attributes\"");
}

TEST_F(Intakes, RefuseWhatCannotBe) {
  sender.source.clear();
  EXPECT_EQ(faults(R"({"text": "x"})"), (std::vector<std::string>{"/source: who sends this is not told"}));
  sender.source = "shop";
  EXPECT_EQ(faults(R"({"occurred_at": "2026-04-31"})").size(), 1U);
  EXPECT_EQ(faults(R"({"occurred_at": "2027-04-30"})"),
            (std::vector<std::string>{"/occurred_at: \"2027-04-30\" is not yet"}));
  EXPECT_EQ(faults(R"({"id": "a", "id": "b"})"), (std::vector<std::string>{"/id: this member stands twice"}));
  EXPECT_EQ(faults(R"({"unit": "a\u0000b"})"), (std::vector<std::string>{"/unit: this holds a control character"}));
  EXPECT_EQ(faults(R"({"actor": "p-7"})", FactKind::act),
            (std::vector<std::string>{"/kind: what was done is not told"}));
  EXPECT_EQ(faults("7"), (std::vector<std::string>{": this is a number, not an object"}));
  EXPECT_EQ(faults("[7]"), (std::vector<std::string>{"/0: this is a number, not an object"}));
  for (const char* body : {"", "{", "{\"text\": \"\xff\"}", "nonsense", "[{},]"})
    EXPECT_EQ(faults(body).size(), 1U) << body;
}

TEST_F(Intakes, HoldToTheirLimits) {
  EXPECT_EQ(faults(R"({"unit": ")" + std::string(k_most_name_bytes + 1, 'x') + "\"}").size(), 1U);
  std::string ratings;
  for (std::size_t i = 0; i <= k_most_members; ++i) ratings += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\":1";
  EXPECT_EQ(faults("{\"ratings\":{" + ratings + "}}").size(), 1U);
  std::string many = "[{}";
  for (std::size_t i = 0; i < k_most_lines; ++i) many += ",{}";
  EXPECT_EQ(read(many + "]").size(), 1U);
  EXPECT_EQ(faults(std::string(100'000, '[')).size(), 1U) << "deep nesting is no crash";
}

TEST_F(Intakes, KnowAFactAgainByItsOwnId) {
  const ToldLine first = one(R"({"id": "r-1", "text": "late"})");
  const ToldLine again = one(R"({"text": "late", "id": "r-1"})");
  const ToldLine other = one(R"({"id": "r-1", "text": "lost"})");
  EXPECT_EQ(first.id, again.id);
  EXPECT_EQ(first.entry->key, again.entry->key);
  EXPECT_EQ(first.entry->content, again.entry->content);
  EXPECT_EQ(first.entry->key, other.entry->key);
  EXPECT_NE(first.entry->content, other.entry->content);
  EXPECT_NE(first.entry->key, one(R"({"id": "r-1", "text": "late", "source": "app"})").entry->key);
  EXPECT_NE(first.entry->key, one(R"({"id": "r-1", "kind": "x.y"})", FactKind::act).entry->key);
  const std::array<std::string_view, 1> cells{"r-1"};
  EXPECT_EQ(key_of(first.id), RowNames("shop").hash(cells, cells).key) << "as a file with that id would name it";
}

TEST_F(Intakes, KnowARequestAgainByItsKeyAndLine) {
  sender.idempotency_key = "abc";
  const auto first = read(R"([{"text": "a"}, {"text": "a"}])");
  const auto again = read(R"([{"text": "a"}, {"text": "a"}])");
  EXPECT_EQ(first[0].id, again[0].id);
  EXPECT_EQ(first[1].entry->key, again[1].entry->key);
  EXPECT_NE(first[0].id, first[1].id);
  sender.scope = "key-2";
  EXPECT_NE(read(R"([{"text": "a"}])")[0].entry->key, first[0].entry->key);
  sender.idempotency_key.clear();
  const ToldLine free = one(R"({"text": "a"})");
  EXPECT_FALSE(free.entry->key);
  EXPECT_NE(free.id, one(R"({"text": "a"})").id);
}

TEST_F(Intakes, ReadLinesOneByOne) {
  EXPECT_TRUE(intake.read_line(R"({"text": "a"})", 0, FactKind::signal, sender, k_now).entry);
  const ToldLine broken = intake.read_line("{\"text\"", 1, FactKind::signal, sender, k_now);
  ASSERT_EQ(broken.faults.size(), 1U);
  EXPECT_EQ(broken.faults.front().pointer, "");
}

TEST_F(Intakes, EntriesThatWereNotWrittenHereAreToldFromTheOthers) {
  const std::string good = one(R"({"id": "r-1", "text": "late", "ratings": {"nps": 3}})").entry->bytes;
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    const auto read = read_entry(std::string_view(good).substr(0, cut), signals, acts);
    EXPECT_TRUE(read || read.error().code == Code::damaged);
  }
  signals.clear();
  std::string newer = good;
  newer[0] = 9;
  EXPECT_EQ(read_entry(newer, signals, acts).error().code, Code::unsupported);
  EXPECT_TRUE(signals.empty());
}

RC_GTEST_FIXTURE_PROP(Intakes, AnyBytesGetAnAnswer, (std::string bytes)) {
  for (const ToldLine& line : read(bytes)) RC_ASSERT(line.entry.has_value() == line.faults.empty());
  facts::SignalBatch some_signals;
  facts::ActBatch some_acts;
  RC_ASSERT(read_entry(bytes, some_signals, some_acts) || some_signals.empty());
}

}  // namespace
}  // namespace bellwether::listen
