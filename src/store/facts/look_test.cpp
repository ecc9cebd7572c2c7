// Signals come back as they went in, found and ordered as asked for.
#include "store/facts/store_for_test.hpp"

#include <array>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

struct Looking : testing::Test {
  Looking() : opened(open_store(folder.path())) {
    SignalBatch batch;
    Signal& whole = batch.add();
    whole.id = derived_id(1, 1);
    whole.occurred_at = at("2026-11-16", 23);
    whole.source = "app";
    whole.channel = "chat";
    whole.voice_of = VoiceOf::partner;
    whole.subject = Pseudonym{0xFFFF'FFFF'FFFF'FFFE};
    whole.unit = "Lyon";
    whole.touchpoint = "check-in";
    const std::array<Rating, 2> ratings = {Rating{.name = "stars", .value = {450}},
                                           Rating{.name = "nps", .value = {300}}};
    whole.ratings = batch.keep(std::span<const Rating>(ratings));
    whole.text = "Zero \0 inside, and é";
    whole.text = std::string_view("Zero \0 inside, and é", 21);
    whole.language = "fr";
    const std::array<Attribute, 3> attributes = {Attribute{.name = "spend", .value = Micros{-12'850'000}},
                                                 Attribute{.name = "plan", .value = "gold"},
                                                 Attribute{.name = "note", .value = ""}};
    whole.attributes = batch.keep(std::span<const Attribute>(attributes));
    whole.sentiment = Thousandths{-1000};
    whole.intent = "complaint";
    whole.urgency = Thousandths{1000};
    whole.effort = Thousandths{0};
    const std::array<Mention, 2> themes = {Mention{.theme = "staff", .sentiment = std::nullopt},
                                           Mention{.theme = "delivery", .sentiment = Thousandths{250}}};
    whole.themes = batch.keep(std::span<const Mention>(themes));
    whole.reader = "r1";
    const std::array<std::pair<std::string_view, int>, 4> rest = {
        {{"2026-11-18", 7}, {"2026-11-17", 9}, {"", 1}, {"2026-11-17", 9}}};
    for (std::size_t i = 0; i < rest.size(); ++i) {
      Signal& signal = batch.add();
      signal.id = derived_id(1, i + 2);
      if (!rest[i].first.empty()) signal.occurred_at = at(rest[i].first);
      signal.unit = "Paris";
      const std::array<Rating, 1> nps = {Rating{.name = "nps", .value = {rest[i].second * 100}}};
      signal.ratings = batch.keep(std::span<const Rating>(nps));
    }
    EXPECT_TRUE(opened->append(std::move(batch)).get());
  }

  /// The last number of each id found.
  [[nodiscard]] std::vector<std::uint64_t> found(const Look& look) const {
    const auto signals = opened->look(look);
    EXPECT_TRUE(signals) << to_text(signals.error());
    std::vector<std::uint64_t> numbers;
    for (const StoredSignal& signal : *signals) {
      for (std::uint64_t i = 1; i <= 5; ++i) {
        if (signal.id == derived_id(1, i)) numbers.push_back(i);
      }
    }
    return numbers;
  }

  Folder folder;
  Opened opened;
};
using Numbers = std::vector<std::uint64_t>;

TEST_F(Looking, EverythingComesBackAsItWentIn) {
  const auto signals = opened->look({.where = is(dimension("unit"), Op::equal, "Lyon")});
  ASSERT_TRUE(signals) << to_text(signals.error());
  ASSERT_EQ(signals->size(), 1U);
  const StoredSignal& signal = signals->front();
  EXPECT_EQ(signal.id, derived_id(1, 1));
  EXPECT_EQ(signal.occurred_at, at("2026-11-16", 23));
  EXPECT_EQ(signal.day, *day_from_text("2026-11-16"));
  EXPECT_EQ(signal.source, "app");
  EXPECT_EQ(signal.channel, "chat");
  EXPECT_EQ(signal.voice_of, VoiceOf::partner);
  EXPECT_EQ(signal.subject, Pseudonym{0xFFFF'FFFF'FFFF'FFFE});
  EXPECT_EQ(signal.unit, "Lyon");
  EXPECT_EQ(signal.touchpoint, "check-in");
  EXPECT_EQ(signal.text, std::string("Zero \0 inside, and é", 21));
  EXPECT_EQ(signal.language, "fr");
  EXPECT_EQ(signal.intent, "complaint");
  EXPECT_EQ(signal.reader, "r1");
  EXPECT_EQ(signal.sentiment, Thousandths{-1000});
  EXPECT_EQ(signal.urgency, Thousandths{1000});
  EXPECT_EQ(signal.effort, Thousandths{0});
  const std::vector<std::pair<std::string, Hundredths>> ratings = {{"nps", {300}}, {"stars", {450}}};
  EXPECT_EQ(signal.ratings, ratings);
  const std::vector<std::pair<std::string, std::variant<std::string, Micros>>> attributes = {
      {"plan", std::string("gold")}, {"spend", Micros{-12'850'000}}};
  EXPECT_EQ(signal.attributes, attributes);
  const std::vector<std::pair<std::string, std::optional<Thousandths>>> themes = {{"staff", std::nullopt},
                                                                                  {"delivery", Thousandths{250}}};
  EXPECT_EQ(signal.themes, themes);
}

TEST_F(Looking, InTheOrderAskedFor) {
  EXPECT_EQ(found({}), (Numbers{2, 3, 5, 1, 4}));
  EXPECT_EQ(found({.order = Look::Order::oldest}), (Numbers{1, 3, 5, 2, 4}));
  // Lowest nps first: 1 (4), 3 (1), 7 (2), then both 9s, the same instant: by id.
  EXPECT_EQ(found({.order = Look::Order::lowest, .order_by = rating("nps")}), (Numbers{4, 1, 2, 3, 5}));
  EXPECT_EQ(found({.order = Look::Order::highest, .order_by = rating("nps")}), (Numbers{3, 5, 2, 1, 4}));
  EXPECT_EQ(found({.order = Look::Order::highest, .order_by = rating("stars"), .limit = 2}), (Numbers{1, 2}));
  EXPECT_EQ(found({.limit = 2}), (Numbers{2, 3}));
  EXPECT_EQ(found({.with_text_only = true}), Numbers{1});
  EXPECT_EQ(found({.from = day_from_text("2026-11-17").value(), .to = day_from_text("2026-11-18").value()}),
            (Numbers{3, 5}));
}

TEST_F(Looking, GoesOnBehindWhatWasSeen) {
  for (const auto& [order, by] :
       {std::pair{Look::Order::newest, std::optional<Field>()}, std::pair{Look::Order::oldest, std::optional<Field>()},
        std::pair{Look::Order::lowest, std::optional(rating("nps"))},
        std::pair{Look::Order::highest, std::optional(rating("nps"))},
        std::pair{Look::Order::highest, std::optional(rating("stars"))}}) {
    Look look{.order = order, .order_by = by, .limit = 10};
    const Numbers all = found(look);
    Numbers one_by_one;
    look.limit = 1;
    for (auto next = opened->look(look).value(); !next.empty(); next = opened->look(look).value()) {
      ASSERT_LE(one_by_one.size(), all.size());
      one_by_one.push_back(found(look).front());
      look.after = {.ordered_by = next[0].ordered_by, .occurred_at = next[0].occurred_at, .id = next[0].id};
    }
    EXPECT_EQ(one_by_one, all);
  }
}

TEST_F(Looking, OnlyWhatCameSince) {
  const std::uint64_t before = opened->snapshot();
  EXPECT_EQ(found({.since_snapshot = before}), Numbers{});
  EXPECT_EQ(found({.since_snapshot = before - 1}), (Numbers{2, 3, 5, 1, 4}));
}

TEST_F(Looking, RefusesWhatIsNoOrder) {
  EXPECT_EQ(opened->look({.order = Look::Order::lowest}).error().code, Code::bad_input);
  EXPECT_EQ(opened->look({.order = Look::Order::lowest, .order_by = dimension("unit")}).error().code, Code::bad_input);
  EXPECT_EQ(opened->look({.limit = 10'001}).error().code, Code::too_large);
}

TEST_F(Looking, FieldsAndValuesAndDaysAreKnown) {
  const auto fields = opened->fields(Table::signals);
  ASSERT_TRUE(fields);
  const auto find = [&](const Field& field) {
    for (const KnownField& known : *fields) {
      if (known.field == field) return std::string(known.has_text ? "text " : "") + (known.has_number ? "number" : "");
    }
    return std::string("none");
  };
  EXPECT_EQ(find(attribute("plan")), "text ");
  EXPECT_EQ(find(attribute("spend")), "number");
  EXPECT_EQ(find(rating("stars")), "");
  EXPECT_EQ(find(dimension("theme")), "");
  EXPECT_EQ(find(rating("ease")), "none");

  using Words = std::vector<std::string>;
  EXPECT_EQ(opened->values(Table::signals, dimension("unit"), 10).value(), (Words{"Paris", "Lyon"}));
  EXPECT_EQ(opened->values(Table::signals, dimension("unit"), 1).value(), (Words{"Paris"}));
  const Expr lyon = is(dimension("unit"), Op::equal, "Lyon");
  EXPECT_EQ(opened->values(Table::signals, dimension("unit"), 10, lyon).value(), Words{"Lyon"});
  EXPECT_EQ(opened->values(Table::signals, dimension("theme"), 10, lyon).value(), (Words{"staff", "delivery"}));
  EXPECT_EQ(opened->values(Table::signals, dimension("theme"), 10).value(), (Words{"staff", "delivery"}));
  EXPECT_EQ(opened->values(Table::signals, dimension("voice_of"), 10).value(), (Words{"customer", "partner"}));
  EXPECT_EQ(opened->values(Table::signals, attribute("plan"), 10).value(), (Words{"gold"}));
  EXPECT_EQ(opened->values(Table::signals, rating("nps"), 10).error().code, Code::bad_input);

  const auto days = opened->days(Table::signals);
  ASSERT_TRUE(days && *days);
  EXPECT_EQ(to_text((*days)->first), "2026-11-16");
  EXPECT_EQ(to_text((*days)->second), "2026-11-18");
  EXPECT_FALSE(opened->days(Table::acts)->has_value());
}

}  // namespace
}  // namespace bellwether::facts
