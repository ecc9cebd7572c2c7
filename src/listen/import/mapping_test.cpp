#include "listen/import/mapping.hpp"

#include "listen/columns/column_map.hpp"

#include <chrono>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

constexpr Instant k_now{1'732'270'000'000'000};  // 2024-11-22

/// Guards that can be seen: a pseudonym is the reference's length, and the word "secret" is taken out.
Guards seen() {
  return {.pseudonym = [](std::string_view customer) { return std::uint64_t{customer.size()}; },
          .redact =
              [](std::string_view text, std::string& out) {
                const std::size_t at = text.find("secret");
                if (at == std::string_view::npos) {
                  out += text;
                  return;
                }
                out += text.substr(0, at);
                out += "⟨x⟩";
                out += text.substr(at + 6);
              }};
}

ColumnUse use(std::string column, Role role, std::string name = {}, std::string format = {}) {
  ColumnUse result;
  result.column = std::move(column);
  result.role = role;
  result.name = std::move(name);
  result.format = std::move(format);
  return result;
}

ColumnUse rating(std::string column, std::string name, int low, int high, std::vector<std::string> no_answer = {}) {
  ColumnUse result = use(std::move(column), Role::rating, std::move(name));
  Scale scale;
  scale.low = {low * 100};
  scale.high = {high * 100};
  scale.no_answer = std::move(no_answer);
  result.scale = scale;
  return result;
}

/// A mapper over the columns of its map.
Result<Mapper> mapper(std::vector<ColumnUse> columns, const Zone& zone = Zone::utc()) {
  ColumnMap map;
  std::vector<std::string> headers;
  for (const ColumnUse& column : columns) headers.push_back(column.column);
  map.columns = std::move(columns);
  return Mapper::make(headers, map, zone, k_now, "test", seen());
}

using Row = std::vector<std::string_view>;

TEST(Mapper, MakesASignalOfARow) {
  auto m = mapper({use("when", Role::time, {}, "%d/%m/%Y"), rating("score", "nps", 0, 10), use("title", Role::text),
                   use("text", Role::text), use("who", Role::customer), use("shop", Role::unit),
                   use("via", Role::channel), use("lang", Role::language), use("city", Role::attribute, "city", "text"),
                   use("spent", Role::attribute, "spent", "number"), use("name", Role::personal)});
  ASSERT_TRUE(m);
  facts::SignalBatch batch;
  ASSERT_FALSE(
      m->map(Row{"24/05/2024", "9", "Fine", "a secret place", "c-17", "Lyon", "web", "German", "Paris", "12.85", "Ann"},
             batch));
  ASSERT_EQ(batch.size(), 1U);
  const facts::Signal& signal = batch.rows()[0];
  EXPECT_EQ(to_text(*signal.occurred_at), "2024-05-24T00:00:00Z");
  ASSERT_EQ(signal.ratings.size(), 1U);
  EXPECT_EQ(signal.ratings[0].name, "nps");
  EXPECT_EQ(signal.ratings[0].value.value, 900);
  EXPECT_EQ(signal.text, "Fine\na ⟨x⟩ place");
  EXPECT_EQ(signal.subject->value, 4U);
  EXPECT_EQ(signal.unit, "Lyon");
  EXPECT_EQ(signal.channel, "web");
  EXPECT_EQ(signal.language, "de");
  EXPECT_EQ(signal.source, "test");
  ASSERT_EQ(signal.attributes.size(), 2U);
  EXPECT_EQ(std::get<std::string_view>(signal.attributes[0].value), "Paris");
  EXPECT_EQ(std::get<Micros>(signal.attributes[1].value).value, 12'850'000);
}

TEST(Mapper, CountsWhatIsNoAnswer) {
  auto m = mapper({rating("q", "q", 1, 5, {"0", "6", "Blank"})});
  facts::SignalBatch batch;
  for (const std::string_view cell :
       {"1", "5", "4.5", "0", "6", "6.0", "blank", "7", "-1", "five", "NA", "", " ", "nan", "don't know"}) {
    EXPECT_FALSE(m->map(Row{cell}, batch)) << cell;
  }
  EXPECT_EQ(batch.size(), 15U);  // a row keeps everything else
  const ColumnCounts& count = m->counts()[0];
  EXPECT_EQ(count.taken, 3U);         // 1, 5, 4.5
  EXPECT_EQ(count.no_answer, 3U);     // 0, 6, 6.0
  EXPECT_EQ(count.out_of_scale, 2U);  // 7, -1
  EXPECT_EQ(count.unreadable, 1U);    // five
  EXPECT_EQ(count.na, 4U);            // blank, NA, nan, don't know
  EXPECT_EQ(count.blank, 2U);
  EXPECT_EQ(count.outside, "7");
  EXPECT_EQ(count.unread, "five");
  std::size_t with = 0;
  for (const facts::Signal& signal : batch.rows()) with += signal.ratings.size();
  EXPECT_EQ(with, 3U);
  ASSERT_EQ(m->remarks().size(), 1U);
  EXPECT_EQ(
      m->remarks()[0].what,
      "2 blank, 4 say NA or the like, 3 say 0 or 6 or Blank (no answer), 2 outside 1–5 such as ‘7’, 1 no numbers such "
      "as ‘five’: not counted as answers; 3 answers");
}

TEST(Mapper, RejectsARowWhoseTimeCantBeRead) {
  auto m = mapper({use("when", Role::time, {}, "%d/%m/%Y"), use("text", Role::text)});
  facts::SignalBatch batch;
  const auto no_date = m->map(Row{"31/02/2024", "a"}, batch);
  ASSERT_TRUE(no_date);
  EXPECT_EQ(no_date->column, "when");
  EXPECT_EQ(no_date->reason, "‘31/02/2024’ is a date that does not exist");
  const auto words = m->map(Row{"last week", "a"}, batch);
  ASSERT_TRUE(words);
  EXPECT_EQ(words->reason, "‘last week’ is not written as this column's times are");
  EXPECT_EQ(batch.size(), 0U);
  EXPECT_FALSE(m->map(Row{"", "a"}, batch));  // says no time at all: kept without one
  EXPECT_FALSE(m->map(Row{"1/1/1880", "a"}, batch));
  EXPECT_FALSE(m->map(Row{"1/1/2031", "a"}, batch));
  EXPECT_EQ(m->undated(), 1U);
  EXPECT_EQ(m->counts()[0].suspicious, 2U);
  EXPECT_EQ(batch.size(), 3U);
}

TEST(Mapper, ReadsWordsLeadingNumbersAndReversedScales) {
  ColumnUse words = rating("words", "csat", 1, 5);
  words.scale->words = {{"Very dissatisfied", {100}}, {"Very satisfied", {500}}};
  ColumnUse leading = rating("leading", "stars", 1, 5);
  leading.format = "leading";
  ColumnUse reversed = rating("reversed", "grade", 1, 6);
  reversed.scale->reversed = true;
  ColumnUse comma = rating("comma", "mean", 0, 10);
  comma.decimal = DecimalSign::comma;
  auto m = mapper({words, leading, reversed, comma});
  facts::SignalBatch batch;
  ASSERT_FALSE(m->map(Row{"very satisfied", "4 out of 5", "1", "7,5"}, batch));
  const auto ratings = batch.rows()[0].ratings;
  ASSERT_EQ(ratings.size(), 4U);
  EXPECT_EQ(ratings[0].value.value, 500);
  EXPECT_EQ(ratings[1].value.value, 400);
  EXPECT_EQ(ratings[2].value.value, 600);  // 1 + 6 − 1
  EXPECT_EQ(ratings[3].value.value, 750);
}

TEST(Mapper, AttributesAreNumbersOrTexts) {
  auto m = mapper({use("zip", Role::attribute, "zip", "text"), use("either", Role::attribute, "either"),
                   use("n", Role::attribute, "n", "number"), use("at", Role::attribute, "at", "%m/%d/%Y %H:%M"),
                   use("mail", Role::attribute, "mail", "text")});
  facts::SignalBatch batch;
  ASSERT_FALSE(m->map(Row{"02139", "00042", "1,234.5", "7/20/2020 13:05", "write to secret@x.org"}, batch));
  ASSERT_FALSE(m->map(Row{"NA", "42", "many", "", ""}, batch));
  const auto first = batch.rows()[0].attributes;
  ASSERT_EQ(first.size(), 5U);
  EXPECT_EQ(std::get<std::string_view>(first[0].value), "02139");
  EXPECT_EQ(std::get<std::string_view>(first[1].value), "00042");  // a code, not a number
  EXPECT_EQ(std::get<Micros>(first[2].value).value, 1'234'500'000);
  EXPECT_EQ(std::get<std::string_view>(first[3].value), "2020-07-20T13:05:00");
  EXPECT_EQ(std::get<std::string_view>(first[4].value), "write to ⟨x⟩@x.org");
  const auto second = batch.rows()[1].attributes;
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(std::get<Micros>(second[0].value).value, 42'000'000);
  EXPECT_EQ(m->counts()[2].unreadable, 1U);
}

TEST(Mapper, OwnFormWithWhatAReaderMadeOfIt) {
  auto m = mapper({use("sentiment", Role::sentiment), use("themes", Role::themes), use("urgency", Role::urgency),
                   use("voice_of", Role::voice_of)});
  facts::SignalBatch batch;
  ASSERT_FALSE(m->map(
      Row{"-0.25", R"([{"theme":"delivery","sentiment":-0.6},{"theme":"price"},{"theme":"price"}])", "1", "employee"},
      batch));
  ASSERT_FALSE(m->map(Row{"-3", "not json", "", "nobody"}, batch));
  const facts::Signal& signal = batch.rows()[0];
  EXPECT_EQ(signal.sentiment->value, -250);
  EXPECT_EQ(signal.urgency->value, 1000);
  EXPECT_EQ(signal.voice_of, facts::VoiceOf::employee);
  ASSERT_EQ(signal.themes.size(), 2U);  // one mention of each theme
  EXPECT_EQ(signal.themes[0].theme, "delivery");
  EXPECT_EQ(signal.themes[0].sentiment->value, -600);
  EXPECT_FALSE(signal.themes[1].sentiment);
  EXPECT_FALSE(batch.rows()[1].sentiment);
  EXPECT_EQ(m->counts()[1].unreadable, 1U);
}

TEST(Mapper, MakesAnActOfARow) {
  auto m = mapper({use("when", Role::time, {}, "iso"), use("activity", Role::kind), use("case", Role::about),
                   use("who", Role::actor), use("cost", Role::amount), use("took", Role::duration),
                   use("currency", Role::currency)});
  facts::ActBatch batch;
  ASSERT_FALSE(
      m->map(Row{"2010-12-30 14:32:00+01:00", "register request", "3", "Pete", "50", "01:30:15", "EUR"}, batch));
  const facts::Act& act = batch.rows()[0];
  EXPECT_EQ(to_text(*act.occurred_at), "2010-12-30T13:32:00Z");
  EXPECT_EQ(act.kind, "register request");
  EXPECT_EQ(act.about, "3");
  EXPECT_EQ(act.actor, "Pete");
  EXPECT_EQ(act.amount->value, 50'000'000);
  EXPECT_EQ(act.duration_s->value, 5'415'000'000);  // 5400 + 15 seconds
  const auto nothing = m->map(Row{"2010-12-30", "", "3"}, batch);
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->reason, "the row does not say what was done");
  EXPECT_EQ(batch.size(), 1U);
}

TEST(Mapper, NamesWhatIsWrongWithTheMap) {
  ColumnMap map;
  map.columns = {use("scroe", Role::attribute)};
  const std::vector<std::string> headers = {"score", "text"};
  const auto missing = Mapper::make(headers, map, Zone::utc(), k_now, "test", seen());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "the map names a column ‘scroe’ that the file does not have");
  EXPECT_EQ(missing.error().mend, "did you mean ‘score’?");
  EXPECT_FALSE(mapper({rating("a", "nps", 0, 10), rating("b", "nps", 0, 10)}));
  EXPECT_FALSE(mapper({use("a", Role::time, {}, "%Q")}));
}

TEST(Mapper, DatesAndPlacesForAllRows) {
  ColumnMap map;
  map.columns = {use("text", Role::text)};
  map.occurred = "2024-05-01";
  map.channel = "letter";
  map.zone = "Europe/Paris";
  const std::vector<std::string> headers = {"text", "later"};
  auto m = Mapper::make(headers, map, Zone::utc(), k_now, "test", seen());
  ASSERT_TRUE(m);
  facts::SignalBatch batch;
  ASSERT_FALSE(m->map(Row{"a"}, batch));                                     // a short row: the missing cells are blank
  EXPECT_EQ(to_text(*batch.rows()[0].occurred_at), "2024-04-30T22:00:00Z");  // midnight in Paris
  EXPECT_EQ(batch.rows()[0].channel, "letter");
  // JSON met a new member: it is an attribute from now on, and what was read before stays.
  m->know(std::vector<std::string>{"text", "later", "city"});
  ASSERT_FALSE(m->map(Row{"b", "1", "Rome"}, batch));
  ASSERT_EQ(batch.rows()[1].attributes.size(), 2U);
  EXPECT_EQ(batch.rows()[1].attributes[1].name, "city");
}

TEST(Mapper, AddsUpTheCountsOfThreads) {
  auto one = mapper({rating("q", "q", 1, 5)});
  auto two = one->make_another();
  facts::SignalBatch batch;
  ASSERT_FALSE(one->map(Row{"9"}, batch));
  ASSERT_FALSE(two.map(Row{"8"}, batch));
  ASSERT_FALSE(two.map(Row{"3"}, batch));
  one->add_counts_of(two);
  EXPECT_EQ(one->counts()[0].out_of_scale, 2U);
  EXPECT_EQ(one->counts()[0].taken, 1U);
  EXPECT_EQ(one->undated(), 3U);
}

RC_GTEST_PROP(Mapper, TakesAnyCellsWithoutHarm, (const std::vector<std::string>& cells)) {
  auto m = mapper({use("when", Role::time, {}, "iso"), rating("q", "q", 1, 5, {"9"}), use("t", Role::text),
                   use("themes", Role::themes), use("a", Role::attribute, "a"), use("l", Role::language)});
  const std::vector<std::string_view> row(cells.begin(), cells.end());
  facts::SignalBatch batch;
  const auto rejected = m->map(row, batch);
  RC_ASSERT(batch.size() == (rejected ? 0U : 1U));
}

}  // namespace
}  // namespace bellwether::listen
