// Texts go in, and what they mean comes out; a table of texts that people judged tells how good that is.
#include "program.hpp"

#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

namespace bellwether::story {
namespace {

using nlohmann::json;

std::vector<json> lines_of(const std::string& text) {
  std::vector<json> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line, nullptr, false));
  return all;
}

TEST(Understanding, TellsOfEachLineWhatItMeans) {
  const Folder folder;
  folder.write("texts.txt",
               "Room great, breakfast was awful\n\nWrite to ann@example.com, thanks!\n"
               "Personnel d\xC3\xA9sagr\xC3\xA9"
               "able \xF0\x9F\x98\xA1 \xFF\n");
  const Ran ran = folder.run({"understand", "texts.txt"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto told = lines_of(ran.out);
  ASSERT_EQ(told.size(), 4U);
  ASSERT_EQ(told[0]["feelings"].size(), 2U);
  EXPECT_EQ(told[0]["feelings"][0]["text"], "great");
  EXPECT_EQ(told[0]["feelings"][0]["begin"], 5);
  EXPECT_GT(told[0]["feelings"][0]["valence"], 0);
  EXPECT_EQ(told[0]["feelings"][1]["text"], "awful");
  EXPECT_LT(told[0]["feelings"][1]["valence"], 0);
  EXPECT_EQ(told[1]["sentiment"]["side"], "neutral");
  EXPECT_EQ(told[1]["sentiment"]["confidence"], 0) << "nothing was said";
  EXPECT_EQ(told[2]["sentiment"]["side"], "positive");
  ASSERT_EQ(told[2]["personal_data"].size(), 1U);
  EXPECT_EQ(told[2]["personal_data"][0]["kind"], "email");
  EXPECT_EQ(told[2]["personal_data"][0]["begin"], 9);
  EXPECT_EQ(told[3]["sentiment"]["side"], "negative");
}

TEST(Understanding, TellsWhatEachLineWantsHowSoonAndWhatItHasCost) {
  const Folder folder;
  folder.write("texts.txt",
               "Third time I call about it. Refund me by Friday or you will hear from my lawyer.\n"
               "Bitte sperren Sie sofort meine Karte\nWe came on Monday.\n");
  const Ran ran = folder.run({"understand", "texts.txt"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto told = lines_of(ran.out);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0]["intents"]["main"], "legal_or_public");
  std::map<std::string, json> words;
  for (const json& one : told[0]["intents"]["all"]) words[one["intent"]] = one["words"];
  EXPECT_TRUE(words.contains("request") && words.contains("complaint")) << told[0];
  EXPECT_EQ(words["legal_or_public"][0]["text"], "hear from my lawyer");
  EXPECT_EQ(words["legal_or_public"][0]["begin"], 60);
  EXPECT_GE(told[0]["urgency"]["value"], 0.5);
  EXPECT_EQ(told[0]["urgency"]["words"][0]["text"], "by Friday");
  EXPECT_GE(told[0]["effort"]["value"], 0.5);
  EXPECT_EQ(told[0]["effort"]["signs"][0]["kind"], "repeat_contact");
  EXPECT_EQ(told[1]["intents"]["main"], "request");
  EXPECT_GE(told[1]["urgency"]["value"], 0.5);
  EXPECT_TRUE(told[2]["intents"]["main"].is_null()) << told[2];
  EXPECT_EQ(told[2]["effort"]["value"], 0);
}

TEST(Understanding, TellsWhatTextsSpeakOfAgainAndAgain) {
  const Folder folder;
  std::string texts;
  const std::vector<std::string> bags{"My suitcase never arrived", "Our luggage got lost", "One bag is still missing"};
  const std::vector<std::string> food{"Breakfast was cold", "The breakfast buffet had stale bread",
                                      "Cold coffee at breakfast"};
  const std::vector<std::string> where{"at the baggage claim", "this morning", "on the second floor",
                                       "near the entrance"};
  for (std::size_t i = 0; i < 96; ++i) {
    texts += (i % 2 == 0 ? bags : food)[i / 2 % 3] + " " + where[i / 6 % 4] + " for table " + std::to_string(i) + ".\n";
  }
  folder.write("texts.txt", texts);
  const Ran ran = folder.run({"understand", "--topics", "--json", "texts.txt"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto told = nlohmann::json::parse(ran.out);
  EXPECT_EQ(told["read"], 96);
  ASSERT_GE(told["topics"].size(), 2U) << told.dump(2);
  for (const auto& topic : told["topics"]) {
    EXPECT_LE(topic["share"]["low"], topic["share"]["value"]);
    EXPECT_EQ(topic["share"]["n"], 96);
    EXPECT_EQ(topic["lines"].size(), topic["texts"]);
    EXPECT_TRUE(topic["theme_toml"].get<std::string>().starts_with("[themes."));
  }
  const Ran drawn = folder.run({"understand", "--topics", "texts.txt"});
  EXPECT_EQ(drawn.status, 0);
  EXPECT_NE(drawn.out.find("of 96 in en"), std::string::npos) << drawn.out;
  folder.write("few.txt", "one text\n");
  EXPECT_EQ(folder.run({"understand", "--topics", "few.txt"}).status, 1);
}

TEST(Understanding, IsHeldAgainstWhatPeopleSaid) {
  const Folder folder;
  folder.write("gold.csv",
               "text,sentiment\nI love it,positive\nAwful service,negative\nWe came on Monday,neutral\n"
               "So happy with it,pos\nIt broke and nobody helped,Negative\nA terrible day,happyish\n,positive\n");
  const Ran ran = folder.run({"understand", "--evaluate", "gold.csv", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const json told = ran.json();
  EXPECT_EQ(told["n"], 5);
  EXPECT_EQ(told["left_out"], 2);
  EXPECT_NE(ran.err.find("line 7 is left out: \"happyish\""), std::string::npos) << ran.err;
  EXPECT_EQ(told["accuracy"]["value"], 1);
  EXPECT_EQ(told["baseline"]["accuracy"], 0.4) << "two of five";
  EXPECT_EQ(told["classes"]["neutral"]["n"], 1);
  for (const char* figure : {"accuracy", "macro_f1"}) {
    EXPECT_LE(told[figure]["low"], told[figure]["value"]);
    EXPECT_GE(told[figure]["high"], told[figure]["value"]);
  }
  const Ran read = folder.run({"understand", "--evaluate", "gold.csv"});
  EXPECT_NE(read.out.find("accuracy  1.000"), std::string::npos) << read.out;
}

TEST(Understanding, SaysWhatItCanNotRead) {
  const Folder folder;
  folder.write("other.csv", "comment,score\nfine,7\n");
  const Ran column = folder.run({"understand", "--evaluate", "other.csv"});
  EXPECT_EQ(column.status, 1);
  EXPECT_NE(column.err.find("there is no column \"text\""), std::string::npos) << column.err;
  EXPECT_NE(column.err.find("comment, score"), std::string::npos) << column.err;
  const Ran sides =
      folder.run({"understand", "--evaluate", "other.csv", "--text-column", "comment", "--sentiment-column", "score"});
  EXPECT_EQ(sides.status, 1);
  EXPECT_NE(sides.err.find("no row has a text and a side"), std::string::npos) << sides.err;
  EXPECT_EQ(folder.run({"understand", "nowhere.txt"}).status, 1);
  EXPECT_EQ(folder.run({"understand"}).status, 2);
  EXPECT_EQ(folder.run({"understand", "a.txt", "--evaluate", "b.csv"}).status, 2);
}

struct Public {
  const char* file;
  const char* text;
  const char* sentiment;
  double least_accuracy, least_macro_f1;  ///< some way below what was measured (docs/models/sentiment.md)
};

/// Of texts that nothing was learned from.
class UnderstandingOfPublicTexts : public testing::TestWithParam<Public> {};

TEST_P(UnderstandingOfPublicTexts, IsAsGoodAsItSays) {
  SKIP_WITHOUT_PUBLIC_DATA();
  const Folder folder;
  const Public& gold = GetParam();
  const Ran ran = folder.run({"understand", "--evaluate", (*public_data() / gold.file).string(), "--text-column",
                              gold.text, "--sentiment-column", gold.sentiment, "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const json told = ran.json();
  EXPECT_GT(told["n"], 900);
  EXPECT_GE(told["accuracy"]["value"], gold.least_accuracy) << ran.out;
  EXPECT_GE(told["macro_f1"]["value"], gold.least_macro_f1) << ran.out;
  EXPECT_GT(told["macro_f1"]["low"], told["baseline"]["macro_f1"]) << "better than always telling the same";
}

INSTANTIATE_TEST_SUITE_P(
    All, UnderstandingOfPublicTexts,
    testing::Values(Public{"uci_sentiment_sentences/amazon_cells_labelled.txt", "Review", "Liked", 0.87, 0.87},
                    Public{"uci_sentiment_sentences/yelp_labelled.txt", "column 1", "column 2", 0.83, 0.83},
                    Public{"twitter_airline_sentiment/Tweets.csv", "text", "airline_sentiment", 0.60, 0.60}));

}  // namespace
}  // namespace bellwether::story
