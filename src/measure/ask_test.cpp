#include "measure/ask.hpp"

#include "measure/asked_for_test.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace bellwether::measure {
namespace {

TEST_F(Ask, AnswersByUnitAndMonth) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 10},
       {.day = "2026-10-06", .unit = "Lyon", .nps = 9},
       {.day = "2026-10-07", .unit = "Lyon", .nps = 8},
       {.day = "2026-10-08", .unit = "Lyon", .nps = 6},
       {.day = "2026-11-02", .unit = "Lyon", .nps = 10},
       {.day = "2026-11-03", .unit = "Nice", .nps = 0},
       {.day = "", .unit = "Nice", .nps = 10},
       {.day = "2026-11-03", .unit = "Nice", .text = "no rating"}});
  // Lyon in October: (2 − 1) / 4 = 25. All: (4 − 2) / 7 = 28.571.
  EXPECT_EQ(lines("nps"), (Lines{"28.571 n=7"}));
  EXPECT_EQ(lines("nps --by unit --every month"),
            (Lines{"unit=Lyon 2026-10-01–2026-11-01 25 n=4", "unit=Lyon 2026-11-01–2026-12-01 100 n=1",
                   "unit=Nice 2026-11-01–2026-12-01 -100 n=1", "unit=Nice undated 100 n=1"}));
  EXPECT_EQ(lines("nps --from 2026-10-06 --to 2026-11-02 --every month"),
            (Lines{"2026-10-06–2026-11-01 0 n=3", "2026-11-01–2026-11-03 100 n=1"}));
  EXPECT_EQ(lines("volume --where 'unit = \"Nice\"'"), (Lines{"3 n=3"}));
  EXPECT_EQ(lines("comment_share"), (Lines{"12.5 n=8"}));
  EXPECT_EQ(lines("'top(rating.nps, 8)' --by unit"), (Lines{"unit=Lyon 80 n=5", "unit=Nice 50 n=2"}));
  EXPECT_EQ(lines("'mean(rating.nps)' --where 'day >= 2026-11-01'"), (Lines{"5 n=2"}));
}

TEST_F(Ask, CountsWhatHasNoDate) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 10},
       {.day = "", .unit = "Lyon", .nps = 1},
       {.day = "", .unit = "Lyon", .nps = 2},
       {.day = "", .unit = "Lyon"}});
  EXPECT_EQ(ask("nps")->undated, 0) << "they are in";
  EXPECT_EQ(ask("nps --from 2026-01-01")->undated, 2);
  EXPECT_EQ(ask("nps --every month")->undated, 2);
  EXPECT_EQ(ask("volume --every month")->undated, 3);
}

TEST_F(Ask, DistributionsHaveARowForEveryAnswerOfTheScale) {
  add({{.day = "2026-10-05", .unit = "Lyon", .stars = 5},
       {.day = "2026-10-05", .unit = "Lyon", .stars = 5},
       {.day = "2026-10-05", .unit = "Lyon", .stars = 1},
       {.day = "2026-10-05", .unit = "Nice", .stars = 4},
       {.day = "2026-10-05", .unit = "Nice", .nps = 4}});
  EXPECT_EQ(lines("'distribution(rating.stars)'"),
            (Lines{"rating.stars=1 25 n=4", "rating.stars=4 25 n=4", "rating.stars=5 50 n=4"}));
  EXPECT_EQ(lines("'distribution(unit)'"), (Lines{"unit=Lyon 60 n=5", "unit=Nice 40 n=5"}));
  const auto by_unit = lines("'distribution(rating.stars)' --by unit");
  ASSERT_EQ(by_unit.size(), 6U) << "a value that was given anywhere has a row everywhere";
  EXPECT_EQ(by_unit[0], "unit=Lyon rating.stars=1 33.333 n=3");
  EXPECT_EQ(by_unit[3], "unit=Nice rating.stars=1 0 n=1");
}

TEST_F(Ask, SaysHowManyAnswersAreMissing) {
  add({{.day = "2026-10-05", .unit = "Lyon", .stars = 5}, {.day = "2026-10-05", .unit = "Nice"}});
  const auto answer = ask("stars").value();
  EXPECT_EQ(std::get<Withheld>(answer.rows.at(0).is).why,
            "only 1 answer here; a mean with its interval needs at least 2 answers");
  EXPECT_EQ(answer.rows.at(0).n, 1);
  const auto none = ask("csat --by unit").value();
  ASSERT_EQ(none.rows.size(), 2U) << "a slice with facts and without answers is told of";
  EXPECT_EQ(std::get<Withheld>(none.rows.at(0).is).why, "no answers here; an estimate needs at least 1 answer");
  catalogue_ =
      Catalogue::from_text("[clean]\nlabel = \"Clean\"\nestimator = \"mean\"\nvalue = \"rating.clean\"", "x").value();
  EXPECT_EQ(std::get<Withheld>(ask("clean").value().rows.at(0).is).why,
            "no fact here carries rating.clean; a mean with its interval needs at least 2 answers");
  EXPECT_EQ(lines("clean --by unit"), Lines{});
  catalogue_ = Catalogue::load({}).value();
  EXPECT_EQ(lines("volume --where 'unit = \"Toulouse\"'"), (Lines{"0 n=0"}));
}

TEST_F(Ask, NamesWhatIsWrong) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 5, .segment = "gold"}});
  EXPECT_EQ(ask("npss").error().mend, "did you mean nps?");
  EXPECT_EQ(ask("nps --by unti").error().where, "--by");
  EXPECT_EQ(ask("nps --by unti").error().mend, "did you mean unit?");
  EXPECT_EQ(ask("nps --by text").error().code, Code::bad_input);
  EXPECT_EQ(ask("nps --where 'unit = \"Lyons\"'").error().mend, "did you mean \"Lyon\"?");
  EXPECT_EQ(ask("nps --where 'segment = \"golt\"'").error().mend, "did you mean \"gold\"?");
  EXPECT_EQ(ask("'mean(rating.npz)'").error().mend, "did you mean rating.nps?");
  EXPECT_EQ(ask("'mean(attribute.segment)'").error().code, Code::bad_input);
  EXPECT_EQ(ask("nps --from 2026-02-02 --to 2026-02-01").error().code, Code::wrong_usage);
  EXPECT_EQ(ask("nps --snapshot 99").error().code, Code::not_found);
  EXPECT_EQ(ask("nps --snapshot 00000000-1").error().code, Code::conflict);
}

TEST_F(Ask, TheQueryMakesTheSameNumbersAgain) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 10, .text = "good", .segment = "gold"},
       {.day = "2026-10-06", .unit = "Lyon", .nps = 3, .text = "bad", .segment = "gold"},
       {.day = "2026-10-06", .unit = "Nice", .nps = 9, .segment = "silver"}});
  for (const char* line :
       {"nps --by unit", "volume --every week --by attribute.segment", "'mean(rating.nps)' --level 0.8",
        "nps --where 'text ~ \"o\" or attribute.segment = \"silver\"'", "'distribution(rating.nps)'"}) {
    const auto first = ask(line);
    ASSERT_TRUE(first) << to_text(first.error());
    add({{.day = "2026-10-05", .unit = "Lyon", .nps = 0, .text = "worse", .segment = "gold"},
         {.day = "2026-10-05", .unit = "Paris", .nps = 0, .segment = "silver"}});
    const auto again = ask(first->query);
    ASSERT_TRUE(again) << to_text(again.error());
    EXPECT_EQ(lines(*again), lines(*first)) << first->query;
    EXPECT_EQ(again->query, first->query);
    EXPECT_EQ(again->snapshot, first->snapshot);
    EXPECT_EQ(again->version, first->version);
    EXPECT_NE(lines(line), lines(*first)) << "the new facts count without the snapshot";
  }
}

TEST_F(Ask, CountsDifferentCustomers) {
  add({{.day = "2026-10-05", .unit = "Lyon", .subject = 1},
       {.day = "2026-10-06", .unit = "Lyon", .subject = 1},
       {.day = "2026-10-06", .unit = "Nice", .subject = 2},
       {.day = "2026-10-06", .unit = "Nice"}});
  EXPECT_EQ(lines("customers"), (Lines{"2 n=2"}));
  EXPECT_EQ(lines("customers --by unit"), (Lines{"unit=Lyon 1 n=1", "unit=Nice 1 n=1"}));
}

TEST_F(Ask, NamesTheFactsBehindANumber) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 2, .text = "too slow"},
       {.day = "2026-10-05", .unit = "Lyon", .nps = 1, .text = "lost my bag"},
       {.day = "2026-10-05", .unit = "Lyon", .text = "no rating"},
       {.day = "2026-10-05", .unit = "Nice", .nps = 0, .text = "elsewhere"}});
  const auto is = behind(catalogue_, *store_.facts, "nps", with_slice("", {{"unit", "Lyon"}}).value());
  ASSERT_TRUE(is) << to_text(is.error());
  facts::Look look;
  look.where = is->where;
  look.order = facts::Look::Order::lowest;
  look.order_by = is->value;
  const auto voices = store_->look(look);
  ASSERT_TRUE(voices) << to_text(voices.error());
  ASSERT_EQ(voices->size(), 2U);
  EXPECT_EQ(voices->at(0).text, "lost my bag");
  EXPECT_EQ(voices->at(1).text, "too slow");
}

}  // namespace
}  // namespace bellwether::measure
