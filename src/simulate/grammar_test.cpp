#include "simulate/grammar.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"

#include <array>
#include <set>

#include <gtest/gtest.h>

namespace bellwether::simulate {
namespace {

const std::array<std::string, 24> k_customer_themes{
    "check-in", "check-out", "room",         "cleanliness", "breakfast", "wifi",       "spa",  "noise",
    "staff",    "price",     "billing",      "booking",     "location",  "mobile-key", "app",  "waiting",
    "network",  "speed",     "installation", "support",     "contract",  "order",      "shop", "esim"};
constexpr std::array<std::string_view, 5> k_languages{"de", "en", "es", "fr", "pt"};

Result<Grammar> shipped(std::string_view language, std::string_view domain) {
  const std::string file = "grammar/" + std::string(language) + ".toml";
  return Grammar::from_toml(embedded_file(file), file, domain, k_customer_themes);
}

TEST(Grammar, EachLanguageHasAtLeastFortyClausesOfEachKind) {
  for (const std::string_view language : k_languages) {
    const auto grammar = shipped(language, "hotel");
    ASSERT_TRUE(grammar) << to_text(grammar.error());
    std::size_t good = 0;
    std::size_t bad = 0;
    for (const Toned& theme : grammar->themes) {
      good += theme.good.size();
      bad += theme.bad.size();
    }
    EXPECT_GE(good, 40U) << language;
    EXPECT_GE(bad, 40U) << language;
  }
}

TEST(Grammar, EverythingThatCanBeSaidIsCleanText) {
  for (const std::string_view language : k_languages) {
    for (const std::string_view domain : {"hotel", "telecom"}) {
      const auto grammar = shipped(language, domain);
      ASSERT_TRUE(grammar) << to_text(grammar.error());
      std::vector<PhraseId> all;
      const auto add = [&all](const Phrases& phrases) { all.insert(all.end(), phrases.begin(), phrases.end()); };
      for (const Toned& toned : grammar->themes) add(toned.good), add(toned.bad);
      for (const Toned* toned : {&grammar->opening, &grammar->closing, &grammar->brief})
        add(toned->good), add(toned->bad), add(toned->mixed);
      for (const Phrases* phrases : {&grammar->talk.details, &grammar->talk.leaving, &grammar->talk.question,
                                     &grammar->talk.request, &grammar->talk.suggestion, &grammar->greeting}) {
        add(*phrases);
      }
      Stream stream(1);
      for (const PhraseId phrase : all) {
        for (int i = 0; i < 20; ++i) {
          std::string said;
          grammar->say(phrase, stream, {.place = "Lyon", .month = 11}, said);
          EXPECT_TRUE(is_utf8(said)) << said;
          EXPECT_EQ(said.find_first_of("[]{}|#\n\""), std::string::npos) << said;
          EXPECT_EQ(said.find("  "), std::string::npos) << said;
          EXPECT_EQ(trim(said), said);
          EXPECT_FALSE(said.empty());
        }
      }
    }
  }
}

std::string small(std::string_view clause) {
  std::string months = "months = [";
  for (int i = 0; i < 12; ++i) months += "\"m\",";
  std::string toml = "language = \"en\"\ncountries = [\"GB\"]\namount = \"#\"\nclock = \":\"\n" + months + "]\n";
  toml +=
      "but = [\"b\"]\nalso = [\"a\"]\ngreeting = [\"g\"]\nsmile = [\"s\"]\nfrown = [\"f\"]\nfirst_names = "
      "[\"F\"]\nlast_names = [\"L\"]\n";
  toml += "[slots]\nvery = [\"very\"]\n";
  for (const char* toned : {"opening", "closing", "brief"})
    toml += "[" + std::string(toned) + "]\ngood = [\"x\"]\nbad = [\"x\"]\nmixed = [\"x\"]\n";
  toml +=
      "[talk.hotel]\ndetails = [\"d\"]\nleaving = [\"d\"]\nquestion = [\"d\"]\nrequest = [\"d\"]\nsuggestion = "
      "[\"d\"]\n";
  return toml + "[theme.room]\ngood = [\"" + std::string(clause) + "\"]\nbad = [\"x\"]\n";
}

TEST(Grammar, AlternativesAndSlotsAreFilledIn) {
  const std::array<std::string, 1> themes{"room"};
  const auto grammar = Grammar::from_toml(small("[big|{very} small] room at {place}"), "g.toml", "hotel", themes);
  ASSERT_TRUE(grammar) << to_text(grammar.error());
  std::set<std::string> heard;
  Stream stream(3);
  for (int i = 0; i < 50; ++i) {
    std::string said;
    grammar->say(grammar->themes[0].good[0], stream, {.place = "Lyon", .month = 1}, said);
    heard.insert(said);
  }
  EXPECT_EQ(heard, (std::set<std::string>{"big room at Lyon", "very small room at Lyon"}));
}

TEST(Grammar, MistakesAreNamedWithTheirLine) {
  const std::array<std::string, 1> themes{"room"};
  const auto slot = Grammar::from_toml(small("{verry} big"), "g.toml", "hotel", themes);
  ASSERT_FALSE(slot);
  EXPECT_NE(slot.error().mend.find("very"), std::string::npos) << to_text(slot.error());
  EXPECT_TRUE(slot.error().where.starts_with("g.toml:")) << slot.error().where;
  EXPECT_FALSE(Grammar::from_toml(small("a [big room"), "g.toml", "hotel", themes));
  EXPECT_FALSE(Grammar::from_toml(small("a {very big"), "g.toml", "hotel", themes));
  EXPECT_FALSE(Grammar::from_toml(small("big"), "g.toml", "bakery", themes));
  const std::array<std::string, 1> other{"garden"};
  EXPECT_FALSE(Grammar::from_toml(small("big"), "g.toml", "hotel", other));
}

}  // namespace
}  // namespace bellwether::simulate
