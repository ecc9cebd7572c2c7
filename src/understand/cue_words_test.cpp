#include "understand/cue_words.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

/// A text's cues, each as its kind, its words and its weight.
std::vector<std::string> cues_in(const CueList& list, std::string_view text) {
  Words words;
  words.read(text);
  std::vector<Cue> cues;
  list.read(words, cues);
  std::vector<std::string> told;
  for (const Cue& cue : cues) {
    const auto begin = words.all()[cue.first].begin;
    told.push_back(std::string(word_of(cue.kind)) + ": " +
                   std::string(text.substr(begin, words.all()[cue.last].end - begin)));
  }
  return told;
}

CueList of(std::string_view lines, bool bare = false) {
  CueList list;
  const auto added = list.add(lines, bare);
  EXPECT_TRUE(added) << to_text(added.error());
  return list;
}

using Told = std::vector<std::string>;

TEST(CueList, FindsEachKindWhereItStands) {
  const CueList list =
      of("# comment\n"
         "group number % two three\n"
         "leaving 3 cancel*~contract  # and so on\n"
         "urgency 1 today\n"
         "waiting 2 {number}_hours\n\n");
  EXPECT_EQ(cues_in(list, "I waited 2 hours. Cancel my contract today!"),
            (Told{"waiting: 2 hours", "leaving: Cancel my contract", "urgency: today"}));
  EXPECT_EQ(cues_in(list, ""), Told{});
}

TEST(CueList, HearsANotBeforeACue) {
  const CueList list = of("leaving 3 cancel !never_again\nsuggestion 2 !you_should\n");
  EXPECT_EQ(cues_in(list, "I won't cancel"), Told{});
  EXPECT_EQ(cues_in(list, "I do not want to cancel"), Told{});
  EXPECT_EQ(cues_in(list, "I do not want you to cancel"), Told{"leaving: cancel"}) << "too far before it";
  EXPECT_EQ(cues_in(list, "never again cancel"), (Told{"leaving: never again", "leaving: cancel"})) << "a cue's own";
  EXPECT_EQ(cues_in(list, "Not good, cancel"), Told{"leaving: cancel"}) << "a mark ends it";
  EXPECT_EQ(cues_in(list, "No, never again"), Told{"leaving: never again"});
  EXPECT_EQ(cues_in(list, "not that you should"), Told{"suggestion: you should"}) << "meant all the same";
}

TEST(CueList, KnowsWordsThatDenyInOtherLanguagesOnly) {
  EXPECT_EQ(cues_in(of("legal_or_public 3 procon"), "no Procon"), Told{});
  EXPECT_EQ(cues_in(of("harmless no\nlegal_or_public 3 procon"), "no Procon"), Told{"legal_or_public: Procon"});
}

TEST(CueList, TakesOfEachKindTheLongestAndNoneTwice) {
  const CueList list =
      of("leaving 3 cancel my_contract\nleaving 0 cancelled_flight cancel_my_flight\nrequest 2 cancel_my");
  EXPECT_EQ(cues_in(list, "cancel my flight"), Told{"request: cancel my"}) << "nobody leaves";
  EXPECT_EQ(cues_in(list, "cancel my contract"),
            (Told{"request: cancel my", "leaving: cancel", "leaving: my contract"}));
  EXPECT_EQ(cues_in(list, "@cancel https://cancel.example/ cancel"), Told{"leaving: cancel"});
}

TEST(CueList, MeansSeveralThingsByOnePhrase) {
  CueList list = of("waiting 2 no_reply\ncomplaint 1 no_reply");
  EXPECT_EQ(cues_in(list, "no reply"), (Told{"complaint: no reply", "waiting: no reply"}));
  ASSERT_TRUE(list.add("waiting 0 no_reply"));
  EXPECT_EQ(cues_in(list, "no reply"), Told{"complaint: no reply"}) << "what is told later counts";
}

TEST(CueList, FindsWhatWasTypedWithoutAccentsWhereAsked) {
  EXPECT_EQ(cues_in(of("leaving 3 résili*", true), "je veux resilier"), Told{"leaving: resilier"});
  EXPECT_EQ(cues_in(of("group mois été\nleaving 3 cet_{mois}", true), "cet ete"), Told{"leaving: cet ete"});
  EXPECT_EQ(cues_in(of("leaving 3 résili*"), "je veux resilier"), Told{});
}

TEST(CueList, SaysWhichLineIsWrong) {
  for (const char* wrong : {"leaving 3 a\nparting 3 b", "leaving 3 a\nleaving b c", "leaving 3 a\nleaving 3",
                            "leaving 3 a\nleaving nan b", "leaving 3 a\nleaving 3 in_{month}", "\ngroup month ___"}) {
    CueList list;
    const auto added = list.add(wrong);
    ASSERT_FALSE(added) << wrong;
    EXPECT_EQ(added.error().code, Code::bad_input);
    EXPECT_EQ(added.error().where, "line 2") << wrong;
  }
}

struct Shipped : testing::Test {
  Shipped() {
    auto read = CueWords::shipped();
    EXPECT_TRUE(read) << to_text(read.error());
    shipped = *std::move(read);
  }
  CueWords shipped;
};

TEST_F(Shipped, KnowSevenLanguagesAndTakeAllOfThemForOthers) {
  EXPECT_EQ(shipped.languages(), (std::vector<std::string_view>{"de", "en", "es", "fr", "it", "nl", "pt"}));
  for (const std::string_view language : shipped.languages()) {
    EXPECT_GT(shipped.of(language).size(), 500U) << language;
    EXPECT_LT(shipped.of(language).size(), shipped.of("xx").size());
  }
  EXPECT_EQ(cues_in(shipped.of("xx"), "Hiermit kündige ich"), Told{"leaving: Hiermit kündige"});
  EXPECT_EQ(cues_in(shipped.of("und"), "never again"), Told{"leaving: never again"});
}

TEST_F(Shipped, HearANotInEveryLanguage) {
  const auto has = [&](std::string_view language, std::string_view text, CueKind kind) {
    Words words;
    words.read(text);
    std::vector<Cue> cues;
    shipped.read(words, language, cues);
    return std::ranges::any_of(cues, [&](const Cue& cue) { return cue.kind == kind && cue.weight > 0; });
  };
  struct Pair {
    const char* language;
    const char* said;
    const char* denied;
    CueKind kind;
  };
  for (const Pair& pair : {
           Pair{"en", "I will cancel my contract", "I won't cancel my contract", CueKind::leaving},
           Pair{"en", "Please call me back", "No need to call me back", CueKind::request},
           Pair{"en", "It was unsafe", "It was not unsafe", CueKind::safety},
           Pair{"de", "Ich will kündigen", "Ich will nicht kündigen", CueKind::leaving},
           Pair{"de", "Es gab Verletzte", "Es gab keine Verletzten", CueKind::safety},
           Pair{"fr", "Je vais résilier", "Je ne vais pas résilier", CueKind::leaving},
           Pair{"fr", "C'est dangereux", "Ce n'est pas dangereux", CueKind::safety},
           Pair{"es", "Voy a denunciar", "No voy a denunciar", CueKind::legal_or_public},
           Pair{"es", "Es urgente", "No es urgente", CueKind::urgency},
           Pair{"pt", "Vou processar a loja", "Não vou processar a loja", CueKind::legal_or_public},
           Pair{"pt", "Quero trocar", "Não quero trocar", CueKind::request},
           Pair{"it", "Voglio disdire", "Non voglio disdire", CueKind::leaving},
           Pair{"nl", "Dit is gevaarlijk", "Dit is niet gevaarlijk", CueKind::safety},
       }) {
    EXPECT_TRUE(has(pair.language, pair.said, pair.kind)) << pair.said;
    EXPECT_FALSE(has(pair.language, pair.denied, pair.kind)) << pair.denied;
  }
}

TEST_F(Shipped, AreReadOfWhateverBytesInBoundedTime) {
  Words words;
  std::vector<Cue> cues;
  std::string endless;
  while (endless.size() < 1U << 20U) endless += "cancel \xFF never the my two ";
  for (const std::string& text : {endless, std::string(1U << 20U, '\xF0'), std::string(1U << 20U, '?'),
                                  std::string(1U << 20U, 'a'), std::string("\0\xC3", 2)}) {
    words.read(text);
    for (const char* language : {"en", "xx"}) {
      shipped.read(words, language, cues);
      for (const Cue& cue : cues) ASSERT_TRUE(cue.first <= cue.last && cue.last < words.all().size());
    }
  }
}

}  // namespace
}  // namespace bellwether::understand
