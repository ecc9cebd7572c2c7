// Facts go in and come out again, as figures. Expected figures are worked by hand from the few facts of each test.
#include "store/facts/facts.hpp"

#include "store/facts/store_for_test.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

using Kind = Statistic::Kind;

Id id(std::uint64_t number) { return derived_id(7, number); }

/// Six signals and two acts of a small company.
void fill(Facts& facts) {
  SignalBatch batch;
  const auto add = [&](std::uint64_t number, std::string_view day, std::string_view unit, std::string_view channel,
                       std::optional<int> nps, std::string_view text) -> Signal& {
    Signal& signal = batch.add();
    signal.id = id(number);
    if (!day.empty()) signal.occurred_at = at(day);
    signal.received_at = at("2026-11-22");
    signal.source = "survey-2026";
    signal.unit = unit;
    signal.channel = channel;
    signal.text = batch.keep(text);
    if (nps) {
      const std::array<Rating, 1> ratings = {Rating{.name = "nps", .value = {*nps * 100}}};
      signal.ratings = batch.keep(std::span<const Rating>(ratings));
    }
    return signal;
  };
  add(1, "2026-11-16", "Lyon", "chat", 9, "Quick and kind").subject = Pseudonym{1};
  add(2, "2026-11-17", "Lyon", "phone", 3, "Delivery took two WEEKS").subject = Pseudonym{1};
  add(3, "2026-11-22", "Paris", "chat", 10, "").subject = Pseudonym{2};
  add(4, "2026-11-23", "Lyon", "chat", std::nullopt, "Straße unter Wasser").subject = Pseudonym{3};
  add(5, "", "", "", 7, "");
  Signal& last = add(6, "2026-11-23", "Ärger & Söhne", "chat", 6, "late again");
  const std::array<Mention, 2> themes = {Mention{.theme = "delivery", .sentiment = Thousandths{-600}},
                                         Mention{.theme = "staff", .sentiment = std::nullopt}};
  last.themes = batch.keep(std::span<const Mention>(themes));
  last.voice_of = VoiceOf::employee;
  const std::array<Attribute, 2> attributes = {Attribute{.name = "plan", .value = "gold"},
                                               Attribute{.name = "spend", .value = Micros{12'850'000}}};
  last.attributes = batch.keep(std::span<const Attribute>(attributes));
  const auto committed = facts.append(std::move(batch)).get();
  ASSERT_TRUE(committed) << to_text(committed.error());
  EXPECT_EQ(committed->facts, 6U);
  EXPECT_EQ(committed->snapshot, 1U);

  ActBatch acts;
  for (const auto& [number, amount] : {std::pair{11, 25'000'000}, std::pair{12, 5'000'000}}) {
    Act& act = acts.add();
    act.id = id(static_cast<std::uint64_t>(number));
    act.occurred_at = at("2026-11-20");
    act.received_at = at("2026-11-22");
    act.kind = "refund.given";
    act.actor = "p-7";
    act.unit = "Lyon";
    act.amount = Micros{amount};
    act.currency = "EUR";
  }
  ASSERT_TRUE(facts.append(std::move(acts)).get());
}

struct Filled : testing::Test {
  Filled() : opened(open_store(folder.path())) { fill(*opened.facts); }
  Folder folder;
  Opened opened;

  Lines ask(Query query) const { return lines(opened->ask(query)); }
};

TEST_F(Filled, CountsByUnitAndWeekWithUndatedAndUnknownLast) {
  Query query;
  query.by = {dimension("unit")};
  query.every = Grain::week;
  query.statistics = {rows(), hits(is(rating("nps"), Op::greater_or_equal, 9)),
                      hits(is(rating("nps"), Op::less_or_equal, 6)), of(Kind::known, rating("nps")),
                      of(Kind::sum, rating("nps"))};
  // 2026-11-16 is a Monday; 22 November its Sunday.
  EXPECT_EQ(ask(query), (Lines{"Lyon | 2026-11-16 | 2 1 1 2 1200", "Lyon | 2026-11-23 | 1 0 0 0 NULL",
                               "Paris | 2026-11-16 | 1 1 0 1 1000", "Ärger & Söhne | 2026-11-23 | 1 0 1 1 600",
                               "? | 1 0 0 1 700"}));
}

TEST_F(Filled, OneRowWithoutSlices) {
  Query query;
  query.statistics = {rows(),
                      of(Kind::known, field(Field::Kind::text)),
                      of(Kind::sum_squares, rating("nps")),
                      of(Kind::minimum, rating("nps")),
                      of(Kind::maximum, rating("nps")),
                      of(Kind::distinct, field(Field::Kind::subject)),
                      of(Kind::sum, rating("csat"))};
  // Squares of 9, 3, 10, 7, 6: 81 + 9 + 100 + 49 + 36 = 275, in hundredths squared.
  EXPECT_EQ(ask(query), (Lines{"6 4 2750000 300 1000 3 NULL"}));
  query.where = is(dimension("unit"), Op::equal, "Nowhere");
  EXPECT_EQ(ask(query), (Lines{"0 0 NULL NULL NULL 0 NULL"}));
}

TEST_F(Filled, PowersAreOfHundredthsAndNeverTooLarge) {
  Query query;
  query.statistics = {of(Kind::coarse_sum, rating("nps")), of(Kind::coarse_squares, rating("nps")),
                      of(Kind::coarse_cubes, rating("nps"))};
  // 9, 3, 10, 7, 6; cubes 729 + 27 + 1000 + 343 + 216 = 2315, in hundredths cubed.
  EXPECT_EQ(ask(query), (Lines{"3500 2750000 2315000000"}));
  query.table = Table::acts;
  query.statistics = {of(Kind::coarse_sum, number("amount")), of(Kind::coarse_cubes, number("amount"))};
  query.by = {dimension("kind"), dimension("currency")};
  EXPECT_EQ(ask(query), (Lines{"refund.given | EUR | 3000 15750000000"}));
}

TEST_F(Filled, ActsAreFactsToo) {
  Query query;
  query.table = Table::acts;
  query.by = {dimension("kind"), dimension("currency")};
  query.statistics = {rows(), of(Kind::sum, number("amount"))};
  EXPECT_EQ(ask(query), (Lines{"refund.given | EUR | 2 30000000"}));
}

TEST_F(Filled, ThemesAreCountedByMention) {
  Query query;
  query.by = {dimension("theme")};
  query.statistics = {rows(), of(Kind::known, number("sentiment")), of(Kind::sum, number("sentiment"))};
  EXPECT_EQ(ask(query), (Lines{"delivery | 1 1 -600", "staff | 1 0 NULL"}));
}

struct Case {
  std::string what;
  Expr where;
  std::string count;
};

TEST_F(Filled, FiltersAreTwoValued) {
  const auto negate = [](Expr expr) { return Expr{Not{{std::move(expr)}}}; };
  const std::vector<Case> cases = {
      {"unit = Lyon", is(dimension("unit"), Op::equal, "Lyon"), "3"},
      {"unit != Lyon, also the unknown one", is(dimension("unit"), Op::not_equal, "Lyon"), "3"},
      {"not unit = Lyon", negate(is(dimension("unit"), Op::equal, "Lyon")), "3"},
      {"not unit != Lyon", negate(is(dimension("unit"), Op::not_equal, "Lyon")), "3"},
      {"unit = never heard", is(dimension("unit"), Op::equal, "x"), "0"},
      {"unit != never heard", is(dimension("unit"), Op::not_equal, "x"), "6"},
      {"unit < M", is(dimension("unit"), Op::less, "M"), "3"},
      {"not unit < M, also the unknown one", negate(is(dimension("unit"), Op::less, "M")), "3"},
      {"nps <= 6", is(rating("nps"), Op::less_or_equal, 6), "2"},
      {"not nps <= 6, also those without", negate(is(rating("nps"), Op::less_or_equal, 6)), "4"},
      {"nps > 6.999", {Compare{rating("nps"), Op::greater, Decimal{.digits = 6999, .exponent = -3}}}, "3"},
      {"nps = 6.999", {Compare{rating("nps"), Op::equal, Decimal{.digits = 6999, .exponent = -3}}}, "0"},
      {"nps != 6.999", {Compare{rating("nps"), Op::not_equal, Decimal{.digits = 6999, .exponent = -3}}}, "6"},
      {"nps < 1e30, known", {Compare{rating("nps"), Op::less, Decimal{.digits = 1, .exponent = 30}}}, "5"},
      {"not nps < 1e30", negate({Compare{rating("nps"), Op::less, Decimal{.digits = 1, .exponent = 30}}}), "1"},
      {"known nps", {Known{rating("nps")}}, "5"},
      {"not known text", negate({Known{field(Field::Kind::text)}}), "2"},
      {"channel in (chat, fax)", {OneOf{dimension("channel"), {std::string("chat"), std::string("fax")}}}, "4"},
      {"not channel in (chat)", negate({OneOf{dimension("channel"), {std::string("chat")}}}), "2"},
      {"nps in (3, 10)", {OneOf{rating("nps"), {Decimal{.digits = 3}, Decimal{.digits = 1, .exponent = 1}}}}, "2"},
      {"not nps in (3, 10)", negate({OneOf{rating("nps"), {Decimal{.digits = 3}, Decimal{.digits = 10}}}}), "4"},
      {"text ~ weeks", {Contains{field(Field::Kind::text), "weeks"}}, "1"},
      {"text ~ STRASSE's lower case", {Contains{field(Field::Kind::text), "STRAßE"}}, "1"},
      {"not text ~ a, also those without", negate({Contains{field(Field::Kind::text), "a"}}), "3"},
      {"text ~ %", {Contains{field(Field::Kind::text), "%"}}, "0"},
      {"theme = delivery", is(dimension("theme"), Op::equal, "delivery"), "1"},
      {"theme != delivery", is(dimension("theme"), Op::not_equal, "delivery"), "5"},
      {"known theme", {Known{dimension("theme")}}, "1"},
      {"voice_of = employee", is(dimension("voice_of"), Op::equal, "employee"), "1"},
      {"voice_of != employee", is(dimension("voice_of"), Op::not_equal, "employee"), "5"},
      {"plan = gold", is(attribute("plan"), Op::equal, "gold"), "1"},
      {"plan != gold", is(attribute("plan"), Op::not_equal, "gold"), "5"},
      {"plan > 3: no numbers there", is(attribute("plan"), Op::greater, 3), "0"},
      {"spend >= 12", is(attribute("spend"), Op::greater_or_equal, 12), "1"},
      {"weekday = 7", is(field(Field::Kind::weekday), Op::equal, 7), "1"},
      {"day >= 2026-11-23",
       {Compare{field(Field::Kind::day), Op::greater_or_equal, *day_from_text("2026-11-23")}},
       "2"},
      {"not day >= 2026-11-23",
       negate({Compare{field(Field::Kind::day), Op::greater_or_equal, *day_from_text("2026-11-23")}}), "4"},
      {"id", is(field(Field::Kind::id), Op::equal, to_text(id(3))), "1"},
      {"subject", is(field(Field::Kind::subject), Op::equal, "1"), "2"},
      {"nothing", {Any{}}, "0"},
      {"everything", {All{}}, "6"},
      {"not everything", negate({All{}}), "0"},
      {"unit = Lyon and nps <= 6",
       {All{{is(dimension("unit"), Op::equal, "Lyon"), is(rating("nps"), Op::less_or_equal, 6)}}},
       "1"},
      {"not (unit = Lyon and nps <= 6)",
       negate({All{{is(dimension("unit"), Op::equal, "Lyon"), is(rating("nps"), Op::less_or_equal, 6)}}}), "5"},
      {"unit = Paris or nps <= 6",
       {Any{{is(dimension("unit"), Op::equal, "Paris"), is(rating("nps"), Op::less_or_equal, 6)}}},
       "3"},
  };
  for (const Case& each : cases) {
    Query query;
    query.where = each.where;
    query.statistics = {rows()};
    EXPECT_EQ(ask(query), Lines{each.count}) << each.what;
    // The same as a condition of hits.
    query.where = {};
    query.statistics = {hits(each.where)};
    EXPECT_EQ(ask(query), Lines{each.count}) << each.what << ", as hits";
  }
}

TEST_F(Filled, AFilterThatDoesNotFitItsFieldIsRefused) {
  const std::vector<std::pair<Expr, Code>> cases = {
      {is(rating("nps"), Op::equal, "nine"), Code::bad_input},
      {is(dimension("unit"), Op::equal, 3), Code::bad_input},
      {is(rating("unheard"), Op::equal, 3), Code::not_found},
      {is(attribute("unheard"), Op::equal, 3), Code::not_found},
      {is(dimension("kind"), Op::equal, "x"), Code::bad_input},
      {{Contains{rating("nps"), "x"}}, Code::bad_input},
      {{Compare{field(Field::Kind::day), Op::less, std::string("soon")}}, Code::bad_input},
  };
  for (const auto& [where, code] : cases) {
    Query query;
    query.where = where;
    query.statistics = {rows()};
    const auto slices = opened->ask(query);
    ASSERT_FALSE(slices);
    EXPECT_EQ(slices.error().code, code) << to_text(slices.error());
  }
}

TEST_F(Filled, PeriodsLeaveUndatedFactsOut) {
  Query query;
  query.from = day_from_text("2026-11-17").value();
  query.to = day_from_text("2026-11-23").value();
  query.statistics = {rows()};
  EXPECT_EQ(ask(query), Lines{"2"});
  query.to.reset();
  EXPECT_EQ(ask(query), Lines{"4"});
}

TEST_F(Filled, OldSnapshotsCanBeMadeAgain) {
  SignalBatch more;
  Signal& signal = more.add();
  signal.id = id(100);
  signal.unit = "Lyon";
  const auto committed = opened->append(std::move(more)).get();
  ASSERT_TRUE(committed);
  Query query;
  query.statistics = {rows()};
  EXPECT_EQ(ask(query), Lines{"7"});
  EXPECT_EQ(opened->ask(query)->snapshot, committed->snapshot);
  query.snapshot = 1;
  EXPECT_EQ(ask(query), Lines{"6"});
  EXPECT_EQ(opened->ask(query)->snapshot, 1U);
  query.snapshot = committed->snapshot + 1;
  EXPECT_EQ(opened->ask(query).error().code, Code::bad_input);
}

TEST_F(Filled, IdsOfASourceAreKnown) {
  std::set<Id> ids;
  ASSERT_TRUE(opened->known_ids(Table::signals, "survey-2026",
                                [&](std::span<const Id> some) { ids.insert(some.begin(), some.end()); }));
  EXPECT_EQ(ids, (std::set<Id>{id(1), id(2), id(3), id(4), id(5), id(6)}));
  ids.clear();
  ASSERT_TRUE(opened->known_ids(Table::signals, "other",
                                [&](std::span<const Id> some) { ids.insert(some.begin(), some.end()); }));
  ASSERT_TRUE(opened->known_ids(Table::acts, "survey-2026",
                                [&](std::span<const Id> some) { ids.insert(some.begin(), some.end()); }));
  EXPECT_TRUE(ids.empty());
}

TEST_F(Filled, AllIsThereAfterOpeningAgain) {
  Query query;
  query.by = {dimension("unit"), dimension("channel"), attribute("plan")};
  query.statistics = {rows(), of(Kind::sum, rating("nps"))};
  const Lines before = ask(query);
  const std::string name = opened->store_name();
  EXPECT_EQ(name.size(), 8U);
  opened = {};
  opened = open_store(folder.path(), store::Access::read);
  EXPECT_EQ(ask(query), before);
  EXPECT_EQ(opened->store_name(), name);
  EXPECT_EQ(opened->snapshot(), 2U);
  EXPECT_EQ(opened->append(SignalBatch{}).get().error().code, Code::wrong_usage);
}

TEST(Facts, ImportsAreKeptBesideTheirRows) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  ImportNote note{
      .source = "reviews", .table = Table::signals, .file = "r.csv", .bytes = 10, .content_hash = "ab", .accepted = 1};
  SignalBatch batch;
  batch.add().id = id(1);
  ASSERT_TRUE(opened->append(std::move(batch), note).get());
  note.bytes = 20;
  note.complete = true;
  ASSERT_TRUE(opened->append(SignalBatch{}, note).get());
  const auto notes = opened->imports();
  ASSERT_TRUE(notes);
  ASSERT_EQ(notes->size(), 1U);
  EXPECT_EQ(notes->front().bytes, 20U);
  EXPECT_EQ(notes->front().file, "r.csv");
  EXPECT_TRUE(notes->front().complete);
}

TEST(Facts, NothingOfAWrongBatchIsIn) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  const auto wrong = [&](auto spoil) {
    SignalBatch batch;
    const std::array<Rating, 1> ratings = {Rating{.name = "ease", .value = {300}}};
    batch.add().ratings = batch.keep(std::span<const Rating>(ratings));
    Signal& signal = batch.add();
    signal.id = id(1);
    spoil(batch, signal);
    return opened->append(std::move(batch)).get();
  };
  const auto twice = wrong([](SignalBatch& batch, Signal& signal) {
    const std::array<Rating, 2> ratings = {Rating{.name = "nps", .value = {900}},
                                           Rating{.name = "nps", .value = {800}}};
    signal.ratings = batch.keep(std::span<const Rating>(ratings));
  });
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().where, "fact 2 of the batch");
  EXPECT_FALSE(wrong([](SignalBatch&, Signal& signal) { signal.text = "\xff\xfe"; }));
  EXPECT_FALSE(wrong([](SignalBatch&, Signal& signal) { signal.sentiment = Thousandths{1001}; }));
  EXPECT_FALSE(wrong([](SignalBatch&, Signal& signal) { signal.occurred_at = Instant{INT64_MAX}; }));
  EXPECT_FALSE(wrong([](SignalBatch& batch, Signal& signal) { signal.unit = batch.keep(std::string(5000, 'x')); }));

  Query query;
  query.statistics = {rows()};
  EXPECT_EQ(lines(opened->ask(query)), Lines{"0"});
  EXPECT_EQ(opened->snapshot(), 0U);
  // The rating that only refused batches had is not known.
  query.where = {Known{rating("ease")}};
  EXPECT_EQ(opened->ask(query).error().code, Code::not_found);
  SignalBatch good;
  good.add().id = id(2);
  EXPECT_TRUE(opened->append(std::move(good)).get());
}

TEST(Facts, AnyNumberOfNamesStaysQueryable) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  constexpr int k_names = 300;  // far more than have a column of their own
  SignalBatch batch;
  std::vector<std::string> names;
  for (int i = 0; i < k_names; ++i) names.push_back("q" + std::to_string(i));
  for (std::uint64_t row = 0; row < 3; ++row) {
    Signal& signal = batch.add();
    signal.id = id(row);
    std::vector<Rating> ratings;
    std::vector<Attribute> attributes;
    for (int i = 0; i < k_names; ++i) {
      ratings.push_back({.name = names[static_cast<std::size_t>(i)], .value = {i * 100}});
      if (row == 0) attributes.push_back({.name = names[static_cast<std::size_t>(i)], .value = Micros{i * 1'000'000}});
      if (row == 1)
        attributes.push_back({.name = names[static_cast<std::size_t>(i)],
                              .value = std::string_view(names[static_cast<std::size_t>(i)])});
    }
    signal.ratings = batch.keep(std::span<const Rating>(ratings));
    signal.attributes = batch.keep(std::span<const Attribute>(attributes));
  }
  const auto committed = opened->append(std::move(batch)).get();
  ASSERT_TRUE(committed) << to_text(committed.error());
  for (const int i : {0, 3, 59, 70, 150, 299}) {
    Query query;
    query.statistics = {
        of(Kind::sum, rating(names[static_cast<std::size_t>(i)])),
        of(Kind::known, attribute(names[static_cast<std::size_t>(i)])),
        of(Kind::sum, attribute(names[static_cast<std::size_t>(i)])),
        hits(is(attribute(names[static_cast<std::size_t>(i)]), Op::equal, names[static_cast<std::size_t>(i)]))};
    const std::string n = std::to_string(i);
    EXPECT_EQ(lines(opened->ask(query)),
              Lines{std::to_string(3 * i * 100) + " 2 " + std::to_string(i * 1'000'000) + " 1"})
        << i;
    query.by = {attribute(names[static_cast<std::size_t>(i)])};
    query.statistics = {rows()};
    EXPECT_EQ(lines(opened->ask(query)), (Lines{n + " | 1", "q" + n + " | 1", "? | 1"})) << i;
  }
}

TEST(Facts, ManyBatchesAtOnceAllGoIn) {
  const Folder folder;
  const Opened opened = open_store(folder.path());
  std::vector<std::future<Result<Commit>>> answers;
  for (std::uint64_t b = 0; b < 20; ++b) {
    SignalBatch batch;
    for (std::uint64_t i = 0; i < 3000; ++i) batch.add().id = id(b * 3000 + i);
    if (b == 7) batch.add().text = "\xff";
    answers.push_back(opened->append(std::move(batch)));
  }
  std::size_t in = 0;
  for (std::size_t b = 0; b < answers.size(); ++b) {
    const auto committed = answers[b].get();
    EXPECT_EQ(committed.has_value(), b != 7);
    if (committed) in += committed->facts;
  }
  Query query;
  query.statistics = {rows(), of(Kind::distinct, field(Field::Kind::id))};
  EXPECT_EQ(in, 19U * 3000U);
  EXPECT_EQ(lines(opened->ask(query)), Lines{"57000 57000"});
}

}  // namespace
}  // namespace bellwether::facts
