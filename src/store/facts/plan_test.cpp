// Whatever way a query is answered, the figures are the same: from the rollups, from the facts, and by the plain model.
#include "store/facts/model_for_test.hpp"
#include "store/facts/partial.hpp"
#include "store/facts/scaled.hpp"
#include "store/facts/store_for_test.hpp"

#include <array>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::facts {
namespace {

using Kind = Statistic::Kind;

const std::vector<std::string> k_units = {"lyon", "paris", "zürich", "bern"};
const std::vector<std::string> k_channels = {"chat", "phone", "shop"};
const std::vector<std::string> k_touchpoints = {"check-in", "delivery"};
const std::vector<std::string> k_themes = {"price", "staff", "room"};
const std::vector<std::string> k_texts = {"", "", "all good", "too late", "good staff"};

/// Random signals, and the same as rows of the model.
class Company {
 public:
  explicit Company(unsigned seed) : random_(seed), opened_(open_store(folder_.path())) {
    for (std::uint64_t commit = 1; commit <= 6; ++commit) {
      SignalBatch batch;
      for (int i = 0; i < 80; ++i) add(batch, commit);
      EXPECT_TRUE(opened_->append(std::move(batch)).get());
      if (commit != 3) continue;
      EXPECT_TRUE(opened_->tidy());  // from here on, rollups hold compacted and added cells
    }
  }
  [[nodiscard]] const Facts& facts() const { return *opened_.facts; }
  [[nodiscard]] const std::vector<model::Row>& rows() const { return rows_; }

 private:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  bool once_in(int n) { return below(n) == 0; }
  const std::string& any(const std::vector<std::string>& of) {
    return of[static_cast<std::size_t>(below(static_cast<int>(of.size())))];
  }

  void add(SignalBatch& batch, std::uint64_t commit) {
    model::Row row;
    row.number = rows_.size() + 1;
    row.commit = commit;
    if (!once_in(8)) row.day = Day{day_from_text("2026-01-20")->days + below(80)};
    if (!once_in(6)) row.dimensions["unit"] = any(k_units);
    if (!once_in(6)) row.dimensions["channel"] = any(k_channels);
    if (!once_in(6)) row.dimensions["touchpoint"] = any(k_touchpoints);
    row.dimensions["voice_of"] = once_in(4) ? "employee" : "customer";
    if (once_in(2)) row.ratings["nps"] = below(11) * 100;
    if (once_in(2)) row.ratings["csat"] = 100 + below(9) * 50;
    if (once_in(3)) row.ratings["ease"] = below(7) * 100;
    if (once_in(2))
      (once_in(2) ? row.texts["plan"] = any({"gold", "basic"}), 0 : row.numbers["plan"] = below(3) * 1'500'000);
    if (once_in(2)) row.sentiment = below(2001) - 1000;
    if (once_in(2)) row.subject = static_cast<std::uint64_t>(below(40));
    row.text = any(k_texts);
    for (const std::string& theme : k_themes) {
      if (once_in(4))
        row.themes.emplace_back(theme, once_in(4) ? std::nullopt : std::optional<std::int64_t>(below(2001) - 1000));
    }
    put(batch, row);
    rows_.push_back(std::move(row));
  }

  static void put(SignalBatch& batch, const model::Row& row) {
    Signal& signal = batch.add();
    signal.id = derived_id(3, row.number);
    if (row.day) signal.occurred_at = Instant{std::int64_t{row.day->days} * k_us_per_day + 3'600'000'000};
    const auto word = [&](const char* name) { return batch.keep(model::find(row.dimensions, name).value_or("")); };
    signal.unit = word("unit");
    signal.channel = word("channel");
    signal.touchpoint = word("touchpoint");
    signal.voice_of = *voice_of_from(row.dimensions.at("voice_of"));
    std::vector<Rating> ratings;
    for (const auto& [name, value] : row.ratings)
      ratings.push_back({.name = batch.keep(name), .value = {static_cast<std::int32_t>(value)}});
    signal.ratings = batch.keep(std::span<const Rating>(ratings));
    std::vector<Attribute> attributes;
    for (const auto& [name, value] : row.texts)
      attributes.push_back({.name = batch.keep(name), .value = batch.keep(value)});
    for (const auto& [name, value] : row.numbers)
      attributes.push_back({.name = batch.keep(name), .value = Micros{value}});
    signal.attributes = batch.keep(std::span<const Attribute>(attributes));
    const auto thousandths = [](std::optional<std::int64_t> value) {
      return value ? std::optional(Thousandths{static_cast<std::int16_t>(*value)}) : std::nullopt;
    };
    signal.sentiment = thousandths(row.sentiment);
    if (row.subject) signal.subject = Pseudonym{*row.subject};
    signal.text = batch.keep(row.text);
    std::vector<Mention> themes;
    for (const auto& [name, value] : row.themes)
      themes.push_back({.theme = batch.keep(name), .sentiment = thousandths(value)});
    signal.themes = batch.keep(std::span<const Mention>(themes));
  }

  Folder folder_;
  std::mt19937 random_;
  Opened opened_;
  std::vector<model::Row> rows_;
};

// Random queries, with what rollups can answer likely.
template <class T>
T one_of(const std::vector<T>& of) {
  return *rc::gen::elementOf(of);
}

Field any_field(bool simple) {
  std::vector<Field> fields = {dimension("unit"),          dimension("channel"), dimension("touchpoint"),
                               dimension("voice_of"),      rating("nps"),        rating("nps"),
                               field(Field::Kind::weekday)};
  if (!simple) {
    for (const Field& more : {rating("csat"), rating("ease"), attribute("plan"), number("sentiment"),
                              dimension("theme"), field(Field::Kind::text)}) {
      fields.push_back(more);
    }
  }
  return one_of(fields);
}

Literal literal_for(const Field& of) {
  switch (of.kind) {
    case Field::Kind::rating:
      return Decimal{.digits = *rc::gen::inRange<std::int64_t>(0, 22), .exponent = 0};
    case Field::Kind::weekday:
      return Decimal{.digits = *rc::gen::inRange<std::int64_t>(0, 9), .exponent = 0};
    case Field::Kind::number:
      return Decimal{.digits = *rc::gen::inRange<std::int64_t>(-11, 12), .exponent = -1};
    case Field::Kind::attribute:
      if (*rc::gen::arbitrary<bool>()) return Decimal{.digits = *rc::gen::inRange<std::int64_t>(-1, 4), .exponent = 0};
      return one_of<std::string>({"gold", "basic", "none"});
    case Field::Kind::text:
      return one_of<std::string>({"all good", "m"});
    default:
      break;
  }
  if (of.name == "unit") return one_of<std::string>({"lyon", "paris", "zürich", "oslo"});
  if (of.name == "channel") return one_of(k_channels);
  if (of.name == "touchpoint") return one_of(k_touchpoints);
  if (of.name == "theme") return one_of(k_themes);
  return one_of<std::string>({"customer", "employee", "public"});
}

Expr any_filter(bool simple, int depth) {
  const int shape = *rc::gen::inRange(0, depth > 0 ? 9 : 6);
  const auto some = [&] {
    std::vector<Expr> of;
    const int n = *rc::gen::inRange(0, 4);
    for (int i = 0; i < n; ++i) of.push_back(any_filter(simple, depth - 1));
    return of;
  };
  if (shape == 6) return {All{some()}};
  if (shape == 7) return {Any{some()}};
  if (shape == 8) return {Not{{any_filter(simple, depth - 1)}}};
  const Field of = any_field(simple);
  if (shape == 5) return {Known{of}};
  if (shape == 4) {
    std::vector<Literal> literals;
    const int n = *rc::gen::inRange(0, 4);
    for (int i = 0; i < n; ++i) literals.push_back(literal_for(of));
    return {OneOf{of, literals}};
  }
  if (of.kind == Field::Kind::text && shape == 3) return {Contains{of, one_of<std::string>({"good", "late", "x"})}};
  return {Compare{
      of, one_of<Op>({Op::equal, Op::not_equal, Op::less, Op::less_or_equal, Op::greater, Op::greater_or_equal}),
      literal_for(of)}};
}

Statistic any_statistic(bool simple, bool by_theme) {
  const Kind kind =
      one_of<Kind>({Kind::rows, Kind::hits, Kind::hits, Kind::known, Kind::sum, Kind::sum_squares, Kind::minimum,
                    Kind::maximum, Kind::distinct, Kind::coarse_sum, Kind::coarse_squares, Kind::coarse_cubes});
  if (kind == Kind::rows) return rows();
  if (kind == Kind::hits) {
    if (by_theme && *rc::gen::arbitrary<bool>()) {
      return hits({Compare{number("sentiment"), one_of<Op>({Op::less, Op::greater_or_equal, Op::not_equal, Op::equal}),
                           Decimal{.digits = one_of<std::int64_t>({0, 0, 0, 5}), .exponent = -1}}});
    }
    return hits(any_filter(simple, 2));
  }
  std::vector<Field> values = {rating("nps"), rating("nps"), rating("csat"), rating("ease")};
  if (by_theme) values = {number("sentiment"), number("sentiment"), number("sentiment"), rating("nps")};
  if (!simple) values.push_back(attribute("plan"));
  if (kind == Kind::known) {
    values.push_back(field(Field::Kind::text));
    values.push_back(dimension("unit"));
    values.push_back(dimension("channel"));
  }
  if (kind == Kind::distinct) values.push_back(field(Field::Kind::subject));
  return of(kind, one_of(values));
}

/// A query by theme that a rollup may answer.
Query any_theme_query() {
  Query query;
  query.by = {dimension("theme")};
  if (*rc::gen::arbitrary<bool>()) query.by.push_back(dimension("unit"));
  if (*rc::gen::arbitrary<bool>())
    query.where = is(one_of<Field>({dimension("unit"), dimension("voice_of")}), Op::not_equal,
                     one_of<std::string>({"bern", "customer"}));
  query.every = one_of<Grain>({Grain::none, Grain::month});
  query.statistics = {any_statistic(true, true)};
  return query;
}

Query any_query() {
  if (*rc::gen::inRange(0, 4) == 0) return any_theme_query();
  Query query;
  const bool simple = *rc::gen::inRange(0, 3) > 0;
  query.where = *rc::gen::inRange(0, 3) == 0 ? Expr{} : any_filter(simple, 2);
  std::vector<Field> by = {
      dimension("unit"),           dimension("voice_of"), dimension("channel"), dimension("touchpoint"),
      field(Field::Kind::weekday), dimension("theme"),    rating("nps"),        attribute("plan")};
  const int n = *rc::gen::inRange(0, 3);
  for (int i = 0; i < n; ++i) {
    const Field next = one_of(by);
    if (std::ranges::find(query.by, next) == query.by.end()) query.by.push_back(next);
  }
  query.every =
      one_of<Grain>({Grain::none, Grain::none, Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year});
  const Day first = *day_from_text("2026-02-01");
  if (*rc::gen::inRange(0, 4) == 0) query.from = Day{first.days + *rc::gen::inRange(0, 30)};
  if (*rc::gen::inRange(0, 4) == 0) query.to = Day{first.days + *rc::gen::inRange(0, 60)};
  if (*rc::gen::inRange(0, 4) == 0) query.snapshot = *rc::gen::inRange<std::uint64_t>(1, 7);
  const bool by_theme = std::ranges::find(query.by, dimension("theme")) != query.by.end();
  const int statistics = *rc::gen::inRange(1, 4);
  for (int i = 0; i < statistics; ++i) query.statistics.push_back(any_statistic(simple, by_theme));
  return query;
}

Slices as_slices(std::vector<SliceRow> rows) { return {.rows = std::move(rows), .snapshot = 0, .path = {}}; }

TEST(Plan, EveryWayGivesTheFiguresOfTheModel) {
  std::map<std::string, int> paths;
  int compared = 0;
  for (const unsigned seed : {1U, 2U}) {
    const Company company(seed);
    const bool same = rc::check("every way gives the figures of the model", [&] {
      Query query = any_query();
      const auto planned = company.facts().ask(query);
      query.allow_rollups = false;
      const auto from_facts = company.facts().ask(query);
      RC_ASSERT(planned.has_value() == from_facts.has_value());
      if (!from_facts) {
        // The one thing that can't be asked: different values by an attribute that is the same number and text.
        RC_ASSERT(from_facts.error().code == Code::unsupported || from_facts.error().code == Code::bad_input);
        return;
      }
      RC_ASSERT(from_facts->path == "facts");
      RC_ASSERT(lines(from_facts) == lines(as_slices(model::ask(company.rows(), query))));
      RC_ASSERT(lines(planned) == lines(from_facts));
      ++paths[planned->path];
      ++compared;
    });
    EXPECT_TRUE(same);
  }
  // A test of rollups that never meets one would hold whatever they say.
  EXPECT_GT(compared, 150);
  for (const char* path : {"facts", "rollup_unit", "rollup_place", "rollup_theme"}) EXPECT_GT(paths[path], 0) << path;
}

struct Planned {
  std::string what;
  Query query;
  std::string path;
};

TEST(Plan, RollupsAnswerWhatTheyCan) {
  const Company company(7);
  const Statistic promoters = hits(is(rating("nps"), Op::greater_or_equal, 9));
  const Statistic not_promoters = hits({Not{{is(rating("nps"), Op::greater_or_equal, 9)}}});
  const Expr lyon = is(dimension("unit"), Op::equal, "lyon");
  const std::vector<Planned> cases = {
      {"nps by unit", {.by = {dimension("unit")}, .statistics = {promoters}}, "rollup_unit"},
      {"nps by unit and week, customers only",
       {.where = is(dimension("voice_of"), Op::equal, "customer"),
        .by = {dimension("unit")},
        .every = Grain::week,
        .statistics = {promoters}},
       "rollup_unit"},
      {"csat by touchpoint and channel",
       {.by = {dimension("touchpoint"), dimension("channel")}, .statistics = {of(Kind::sum, rating("csat"))}},
       "rollup_place"},
      {"volume and comments",
       {.by = {dimension("unit")}, .statistics = {rows(), of(Kind::known, field(Field::Kind::text))}},
       "rollup_unit"},
      {"distribution of what is known",
       {.where = {Known{rating("nps")}}, .by = {rating("nps")}, .statistics = {rows()}},
       "rollup_unit"},
      {"distribution with the unknown", {.by = {rating("nps"), dimension("unit")}, .statistics = {rows()}}, "facts"},
      {"a condition that the unknown fulfil", {.where = lyon, .statistics = {not_promoters}}, "facts"},
      {"another rating", {.where = lyon, .statistics = {of(Kind::sum, rating("ease"))}}, "facts"},
      {"customers",
       {.by = {dimension("unit")}, .statistics = {of(Kind::distinct, field(Field::Kind::subject))}},
       "facts"},
      {"across rollups", {.where = lyon, .by = {dimension("channel")}, .statistics = {rows()}}, "facts"},
      {"before the compaction", {.where = lyon, .statistics = {rows()}, .snapshot = 2}, "facts"},
      {"after the compaction", {.where = lyon, .statistics = {rows()}, .snapshot = 4}, "rollup_unit"},
      {"themes",
       {.by = {dimension("theme")}, .statistics = {rows(), of(Kind::sum, number("sentiment"))}},
       "rollup_theme"},
      {"negative mentions",
       {.by = {dimension("theme")}, .statistics = {hits(is(number("sentiment"), Op::less, 0))}},
       "rollup_theme"},
      {"very negative mentions",
       {.by = {dimension("theme")},
        .statistics = {hits({Compare{number("sentiment"), Op::less, Decimal{.digits = -5, .exponent = -1}}})}},
       "facts"},
      {"mentions beside a theme",
       {.where = is(dimension("theme"), Op::equal, "room"), .by = {dimension("theme")}, .statistics = {rows()}},
       "facts"},
  };
  for (const Planned& each : cases) {
    const auto slices = company.facts().ask(each.query);
    ASSERT_TRUE(slices) << each.what << to_text(slices.error());
    EXPECT_EQ(slices->path, each.path) << each.what;
    EXPECT_EQ(lines(slices), lines(as_slices(model::ask(company.rows(), each.query)))) << each.what;
  }
}

TEST(Partial, AFilterNeedsARatingWhereTheUnknownCantPass) {
  const Field nps = rating("nps");
  const Expr low = is(nps, Op::less_or_equal, 6), lyon = is(dimension("unit"), Op::equal, "lyon");
  EXPECT_TRUE(needs(low, nps));
  EXPECT_TRUE(needs({All{{low, lyon}}}, nps));
  EXPECT_TRUE(needs({Known{nps}}, nps));
  EXPECT_TRUE(needs({Not{{is(nps, Op::not_equal, 3)}}}, nps));
  EXPECT_FALSE(needs({Any{{low, lyon}}}, nps));
  EXPECT_FALSE(needs({Not{{low}}}, nps));
  EXPECT_FALSE(needs(is(nps, Op::not_equal, 3), nps));
  EXPECT_FALSE(needs(lyon, nps));
}

TEST(Scaled, LiteralsBetweenTwoValuesAreNotRounded) {
  const auto bound = [](Op op, std::int64_t digits, int exponent) {
    return bound_of(op, {.digits = digits, .exponent = exponent}, 100);
  };
  EXPECT_EQ(bound(Op::less_or_equal, 6, 0).bound, 600);
  EXPECT_EQ(bound(Op::less, 6005, -3).op, Op::less_or_equal);  // < 6.005 is <= 6.00
  EXPECT_EQ(bound(Op::less, 6005, -3).bound, 600);
  EXPECT_EQ(bound(Op::greater_or_equal, -6005, -3).op, Op::greater);  // >= -6.005 is > -6.01
  EXPECT_EQ(bound(Op::greater_or_equal, -6005, -3).bound, -601);
  EXPECT_EQ(bound(Op::equal, 1, -9).is, Bound::Is::never);
  EXPECT_EQ(bound(Op::not_equal, -1, -9).is, Bound::Is::always);
  EXPECT_EQ(bound(Op::greater, -1, -9).bound, -1);  // > -0.000000001 is > -0.01
  EXPECT_EQ(bound(Op::less, 1, 300).is, Bound::Is::always);
  EXPECT_EQ(bound(Op::less, -1, 300).is, Bound::Is::never);
  EXPECT_EQ(bound(Op::equal, 0, 300).bound, 0);
}

}  // namespace
}  // namespace bellwether::facts
