#include "understand/topics/topics.hpp"

#include "base/text.hpp"
#include "understand/clauses.hpp"
#include "understand/topics/planted_texts_for_test.hpp"
#include "understand/words.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::topics {
namespace {

/// Share of `hits` in a topic's texts, and of a planted one's texts in it.
struct Overlap {
  double precision = 0, recall = 0;
};

Overlap overlap(const Topic& topic, const Planted& all, std::size_t planted_topic) {
  const auto hits = static_cast<double>(
      std::ranges::count_if(topic.texts, [&](std::uint32_t text) { return all.topics[text] == planted_topic; }));
  return {.precision = hits / static_cast<double>(topic.texts.size()),
          .recall = hits / static_cast<double>(std::ranges::count(all.topics, planted_topic))};
}

/// Topics that are of a planted one and hardly of another, together.
std::vector<const Topic*> about(const Topics& found, const Planted& all, std::size_t planted_topic) {
  std::vector<const Topic*> topics;
  for (const Topic& topic : found.topics) {
    if (overlap(topic, all, planted_topic).precision >= 0.8) topics.push_back(&topic);
  }
  return topics;
}

double share_in(const std::vector<const Topic*>& topics, const Planted& all, std::size_t planted_topic) {
  std::set<std::uint32_t> texts;
  for (const Topic* topic : topics) texts.insert(topic->texts.begin(), topic->texts.end());
  const auto hits = std::ranges::count_if(texts, [&](std::uint32_t text) { return all.topics[text] == planted_topic; });
  return static_cast<double>(hits) / static_cast<double>(std::ranges::count(all.topics, planted_topic));
}

bool shares_a_word(const Topic& topic, std::size_t planted_topic) {
  for (const auto& words : planted_words()[planted_topic]) {
    for (const std::string& phrase : words) {
      for (const std::string_view word : split(phrase, ' ')) {
        const bool is_there = std::ranges::any_of(split(topic.label, ' '), [&](std::string_view one) {
          return lower_ascii(one.ends_with(',') ? one.substr(0, one.size() - 1) : one) == word;
        });
        if (word.size() > 3 && is_there) return true;
      }
    }
  }
  return false;
}

TEST(Topics, AreWhatWasPlanted) {
  const Planted all = planted(80, 60);
  const auto found = find_topics(all.list());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->read, all.texts.size());
  EXPECT_LE(found->topics.size(), 15U);
  for (std::size_t topic = 0; topic < Planted::k_topics; ++topic) {
    const auto topics = about(*found, all, topic);
    ASSERT_FALSE(topics.empty()) << planted_words()[topic][0][0];
    EXPECT_GE(share_in(topics, all, topic), 0.7) << planted_words()[topic][0][0];
    EXPECT_TRUE(shares_a_word(*topics[0], topic)) << topics[0]->label;
  }
}

TEST(Topics, OfTextsThatSayAnythingAreFew) {
  const Planted all = planted(0, 400);
  const auto found = find_topics(all.list());
  ASSERT_TRUE(found);
  const auto in_one = std::ranges::count_if(found->topics, [](const Topic& topic) { return topic.texts.size() > 120; });
  EXPECT_EQ(in_one, 0);
}

TEST(Topics, AreTheSameAgain) {
  const Planted all = planted(40, 40);
  const auto one = find_topics(all.list());
  const auto other = find_topics(all.list());
  ASSERT_TRUE(one);
  ASSERT_TRUE(other);
  ASSERT_EQ(one->topics.size(), other->topics.size());
  for (std::size_t i = 0; i < one->topics.size(); ++i) {
    EXPECT_EQ(one->topics[i].label, other->topics[i].label);
    EXPECT_EQ(one->topics[i].texts, other->topics[i].texts);
    EXPECT_EQ(one->topics[i].samples, other->topics[i].samples);
    EXPECT_EQ(theme_toml(std::span(&one->topics[i], 1), "x"), theme_toml(std::span(&other->topics[i], 1), "x"));
  }
}

TEST(Topics, AreNamedInWordsThatPeopleWrote) {
  const Planted all = planted(60, 30);
  const auto found = find_topics(all.list());
  ASSERT_TRUE(found);
  for (const Topic& topic : found->topics) {
    for (const std::string_view phrase : split(topic.label, ',')) {
      const bool is_written = std::ranges::any_of(topic.texts, [&](std::uint32_t text) {
        return lower_ascii(all.texts[text]).find(lower_ascii(trim(phrase))) != std::string::npos;
      });
      EXPECT_TRUE(is_written) << topic.label;
    }
    for (const Keyword& keyword : topic.keywords) {
      const bool is_written = std::ranges::any_of(topic.texts, [&](std::uint32_t text) {
        return lower_ascii(all.texts[text]).find(lower_ascii(keyword.word)) != std::string::npos;
      });
      EXPECT_TRUE(is_written) << keyword.word;
      EXPECT_LE(keyword.texts, topic.texts.size());
    }
  }
}

TEST(Topics, HoldWhatTheyPromise) {
  const Planted all = planted(60, 60);
  auto texts = all.list();
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i].sentiment = all.topics[i] == 1 ? -0.5 : 0.5;
  const auto found = find_topics(texts);
  ASSERT_TRUE(found);
  std::size_t size = SIZE_MAX;
  std::set<std::uint32_t> with_topic;
  std::set<std::string> labels;
  for (const Topic& topic : found->topics) {
    EXPECT_LE(topic.texts.size(), size);
    size = topic.texts.size();
    EXPECT_TRUE(labels.insert(topic.label).second) << topic.label;
    EXPECT_TRUE(std::ranges::is_sorted(topic.texts));
    EXPECT_LE(topic.share.low, topic.share.value);
    EXPECT_GE(topic.share.high, topic.share.value);
    EXPECT_EQ(topic.share.n, static_cast<std::int64_t>(texts.size()));
    EXPECT_EQ(topic.language, "en");
    EXPECT_FALSE(topic.emergence) << "no text has a time";
    EXPECT_LE(topic.samples.size(), 5U);
    EXPECT_FALSE(topic.samples.empty());
    for (const std::uint32_t text : topic.samples) EXPECT_TRUE(std::ranges::binary_search(topic.texts, text));
    for (const Topic& part : topic.parts) EXPECT_LT(part.texts.size(), topic.texts.size());
    with_topic.insert(topic.texts.begin(), topic.texts.end());
    ASSERT_TRUE(topic.sentiment);
    EXPECT_EQ(topic.sentiment->n, static_cast<std::int64_t>(topic.texts.size()));
  }
  for (const Topic* topic : about(*found, all, 1)) EXPECT_LT(topic->sentiment->value, 0);
  for (const Topic* topic : about(*found, all, 2)) EXPECT_GT(topic->sentiment->value, 0);
  ASSERT_EQ(found->languages.size(), 1U);
  EXPECT_EQ(found->languages[0].with_topic, with_topic.size());
}

TEST(Topics, OfLanguagesStandApart) {
  const Planted english = planted(30, 0);
  auto texts = english.list();
  std::vector<std::string> german;
  const std::vector<std::string> things{"Der Koffer", "Unser Gepäck", "Das Frühstück", "Der Parkplatz"};
  const std::vector<std::string> happened{"kam am Flughafen nie an", "war leider kalt", "ist viel zu teuer",
                                          "wurde beschädigt"};
  for (std::size_t i = 0; i < 96; ++i) german.push_back(things[i % 4] + " " + happened[(i / 4) % 4] + ".");
  for (const std::string& text : german) texts.push_back({.text = text, .language = "de", .at = {}, .sentiment = {}});
  const std::string french = "la valise est perdue";
  for (int i = 0; i < 20; ++i) texts.push_back({.text = french, .language = "fr", .at = {}, .sentiment = {}});
  const auto found = find_topics(texts);
  ASSERT_TRUE(found);
  for (const Topic& topic : found->topics) {
    for (const std::uint32_t text : topic.texts) EXPECT_EQ(texts[text].language, topic.language);
  }
  EXPECT_TRUE(std::ranges::any_of(found->topics, [](const Topic& topic) { return topic.language == "de"; }));
  ASSERT_EQ(found->languages.size(), 3U);
  EXPECT_EQ(found->languages[2].code, "fr");
  EXPECT_TRUE(found->languages[2].is_too_few);
}

TEST(Topics, OfTextsWithoutALanguageAreFoundToo) {
  const Planted all = planted(40, 0);
  auto texts = all.list();
  for (Text& text : texts) text.language = "und";
  const auto found = find_topics(texts);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->languages[0].code, "en");
}

TEST(Topics, SayWhichThemesHoldThem) {
  const auto book = understand::ThemeBook::from_toml(
      "[themes.baggage]\nen = \"suitcase, luggage, bag\"\n[themes.baggage.claim]\nen = \"baggage claim\"\n", "a.toml");
  ASSERT_TRUE(book);
  const Planted all = planted(60, 0);
  const auto found = find_topics(all.list(), {.book = &*book});
  ASSERT_TRUE(found);
  const auto baggage = about(*found, all, 0), wifi = about(*found, all, 2);
  ASSERT_FALSE(baggage.empty());
  ASSERT_FALSE(wifi.empty());
  ASSERT_FALSE(baggage[0]->themes.empty());
  EXPECT_EQ(baggage[0]->themes[0].theme, book->at("baggage"));
  EXPECT_GE(baggage[0]->themes[0].share.value, 0.9);
  EXPECT_GE(baggage[0]->covered, 0.9);
  EXPECT_TRUE(wifi[0]->themes.empty());
  EXPECT_LE(wifi[0]->covered, 0.05);
}

TEST(Topics, FallApartWhereTheySayTwoThings) {
  // One word is in all of them, and two others tell them apart.
  const std::vector<std::string> cards{"the card machine", "a card reader", "our card terminal", "one card machine"};
  std::vector<std::string> texts;
  std::mt19937 random(3);
  for (int i = 0; i < 120; ++i) {
    const std::string first = cards[random() % 4];
    texts.push_back(i % 2 == 0 ? first + " declined my payment with an error " + planted_words()[1][2][random() % 3]
                               : first + " printed no receipt on paper " + planted_words()[4][2][random() % 3]);
  }
  std::vector<Text> list;
  for (const std::string& text : texts) list.push_back({.text = text, .language = "en", .at = {}, .sentiment = {}});
  const auto found = find_topics(list);
  ASSERT_TRUE(found);
  const auto is_apart = [](const Topic& topic) {
    const auto even =
        static_cast<double>(std::ranges::count_if(topic.texts, [](std::uint32_t text) { return text % 2 == 0; }));
    const double share = even / static_cast<double>(topic.texts.size());
    return share <= 0.1 || share >= 0.9;
  };
  std::size_t apart = 0;
  for (const Topic& topic : found->topics) {
    apart += is_apart(topic) ? 1U : static_cast<std::size_t>(std::ranges::count_if(topic.parts, is_apart));
  }
  EXPECT_GE(apart, 2U);
}

TEST(Topics, EndWhereTheyAreStopped) {
  const Planted all = planted(40, 0);
  std::stop_source source;
  source.request_stop();
  const auto found = find_topics(all.list(), {.stop = source.get_token()});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->was_stopped);
  EXPECT_TRUE(found->topics.empty());
}

TEST(Topics, AreNoneOfTooFewTexts) {
  const Planted all = planted(9, 0);
  const auto found = find_topics(all.list());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Code::not_enough);
  EXPECT_FALSE(find_topics({}));
  const std::string one = "my suitcase got lost";
  EXPECT_FALSE(find_topics(std::array{Text{.text = one, .language = "en", .at = {}, .sentiment = {}}}));
}

TEST(Topics, LeaveOutTheOldestOfTooMany) {
  const Planted all = planted(60, 0);
  std::vector<Text> texts;
  for (std::size_t i = 0; i < Settings::k_most_texts + 500; ++i) {
    texts.push_back({.text = all.texts[i % all.texts.size()],
                     .language = "en",
                     .at = Instant{static_cast<std::int64_t>(texts.size() * 1'000)},
                     .sentiment = {}});
  }
  const auto found = find_topics(texts);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->read, Settings::k_most_texts);
  EXPECT_EQ(found->left_out, 500U);
  for (const Topic& topic : found->topics) EXPECT_GE(topic.texts.front(), 500U);
}

std::vector<Text> list_of(const std::vector<std::string>& texts, std::string_view language) {
  std::vector<Text> list;
  for (const std::string& text : texts) list.push_back({.text = text, .language = language, .at = {}, .sentiment = {}});
  return list;
}

void expect_whole(const Topics& found) {
  for (const Topic& topic : found.topics) {
    EXPECT_TRUE(is_utf8(topic.label));
    EXPECT_FALSE(topic.label.empty());
    EXPECT_FALSE(topic.texts.empty());
    const auto book = understand::ThemeBook::from_toml(theme_toml(std::span(&topic, 1), topic.label), "t.toml");
    EXPECT_TRUE(book) << to_text(book.error()) << theme_toml(std::span(&topic, 1), topic.label);
  }
}

TEST(Topics, OfAnyBytesAreFoundOrNot) {
  std::mt19937 random(5);
  std::vector<std::vector<std::string>> sets{
      std::vector<std::string>(200, ""),
      std::vector<std::string>(200, "   \n\t "),
      std::vector<std::string>(200, "😀😀👍🏽"),
      std::vector<std::string>(200, "\xff\xfe\xc3(\xa0\xa1"),
      std::vector<std::string>(200, "very good"),
      std::vector<std::string>(200, "the the the"),
      std::vector<std::string>(200, "12345 678 90"),
      std::vector<std::string>(200, "https://a.example/x @someone #tag"),
      std::vector<std::string>(200, std::string("nul\0inside words", 16)),
  };
  std::vector<std::string> bytes;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int k = 0; k < 60; ++k) text += static_cast<char>(random() % 256);
    bytes.push_back(text);
  }
  sets.push_back(bytes);
  Planted some = planted(20, 0);
  std::string huge;
  while (huge.size() < 5'000'000) huge += some.texts[huge.size() % some.texts.size()];
  some.texts.push_back(huge);
  some.texts.push_back(std::string(3'000'000, 'a'));
  some.texts.push_back("quote \" back\\slash , comma ~ tilde * star");
  sets.push_back(some.texts);
  for (const auto& texts : sets) {
    for (const std::string_view language : {"en", "und", "zh", "xx"}) {
      const auto found = find_topics(list_of(texts, language));
      if (found) expect_whole(*found);
    }
  }
}

TEST(Topics, AreFoundInEveryScript) {
  const std::vector<std::vector<std::string>> words{
      {"багаж", "потерян", "аэропорт", "завтрак", "холодный", "кофе", "парковка", "машина"},
      {"αποσκευές", "χάθηκαν", "αεροδρόμιο", "πρωινό", "κρύο", "καφές", "πάρκινγκ", "αυτοκίνητο"},
      {"حقيبة", "ضاعت", "مطار", "فطور", "بارد", "قهوة", "موقف", "سيارة"},
      {"מזוודה", "אבדה", "שדה", "ארוחה", "קר", "קפה", "חניה", "מכונית"},
      {"सामान", "खो", "हवाई", "नाश्ता", "ठंडा", "कॉफी", "पार्किंग", "गाड़ी"},
      {"가방", "분실", "공항", "아침", "차가운", "커피", "주차", "자동차"},
      {"行李", "丢失", "机场", "早餐", "很冷", "咖啡", "停车场", "汽车"},
      {"スーツケース", "紛失", "空港", "朝食", "冷たい", "コーヒー", "駐車場", "車"},
      {"กระเป๋า", "หาย", "สนามบิน", "อาหารเช้า", "เย็น", "กาแฟ", "ที่จอดรถ", "รถ"},
      {"სუმკა", "დაკარგული", "აეროპორტი", "საუზმე", "ცივი", "ყავა", "პარკინგი", "მანქანა"}};
  const std::vector<std::string_view> languages{"ru", "el", "ar", "he", "hi", "ko", "zh", "ja", "th", "ka"};
  std::mt19937 random(9);
  for (std::size_t script = 0; script < words.size(); ++script) {
    const auto& of = words[script];
    // Two or three words of one of three topics, in any order, and sometimes another one.
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 300; ++i) {
      const std::size_t from = (i % 3) * 3, size = std::min<std::size_t>(3, of.size() - from);
      std::string text;
      for (std::size_t k = 0; k < 3; ++k) text += of[from + random() % size] + " ";
      if (random() % 4 == 0) text += of[random() % of.size()];
      texts.push_back(text + (i % 2 == 0 ? " 1" : " !"));
    }
    const auto found = find_topics(list_of(texts, languages[script]));
    ASSERT_TRUE(found) << languages[script];
    expect_whole(*found);
    const bool has_list = languages[script] == "ru" || languages[script] == "zh" || languages[script] == "ja";
    EXPECT_GE(found->topics.size(), has_list ? 2U : 0U) << languages[script];
  }
}

// ---- themes

std::size_t found_by(const understand::ThemeBook& book, std::span<const std::uint32_t> places,
                     std::span<const std::string> texts, std::string_view language) {
  understand::Words words;
  understand::Clauses clauses;
  std::vector<understand::ThemePlace> found;
  std::size_t hits = 0;
  for (const std::uint32_t place : places) {
    words.read(texts[place]);
    clauses.read(words);
    book.find(words, clauses, language, found);
    hits += found.empty() ? 0U : 1U;
  }
  return hits;
}

TEST(ThemeToml, FindsMostOfATopicAndLittleElse) {
  const Planted all = planted(80, 80);
  const auto found = find_topics(all.list());
  ASSERT_TRUE(found);
  for (std::size_t planted_topic = 0; planted_topic < Planted::k_topics; ++planted_topic) {
    const auto topics = about(*found, all, planted_topic);
    ASSERT_FALSE(topics.empty());
    const Topic& topic = *topics[0];
    const auto book = understand::ThemeBook::from_toml(theme_toml(std::span(&topic, 1), topic.label), "t.toml");
    ASSERT_TRUE(book) << to_text(book.error());
    ASSERT_EQ(book->themes().size(), 1U);
    EXPECT_EQ(book->themes()[0].label, topic.label);
    EXPECT_GE(found_by(*book, topic.texts, all.texts, "en") * 10, topic.texts.size() * 8) << topic.label;
    std::vector<std::uint32_t> others;
    for (std::uint32_t i = 0; i < all.topics.size(); ++i) {
      if (all.topics[i] != planted_topic) others.push_back(i);
    }
    EXPECT_LE(found_by(*book, others, all.texts, "en") * 10, others.size()) << topic.label;
  }
}

TEST(ThemeToml, OfSeveralTopicsFindsThemAll) {
  const Planted all = planted(80, 0);
  const auto found = find_topics(all.list());
  ASSERT_TRUE(found);
  ASSERT_GE(found->topics.size(), 2U);
  const auto book = understand::ThemeBook::from_toml(theme_toml(std::span(found->topics).first(2), "Both"), "t.toml");
  ASSERT_TRUE(book);
  EXPECT_EQ(book->themes()[0].name, "both");
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& texts = found->topics[i].texts;
    EXPECT_GE(found_by(*book, texts, all.texts, "en") * 10, texts.size() * 8);
  }
}

TEST(ThemeToml, IsABookWhateverItIsCalled) {
  Topic topic;
  topic.language = "en";
  topic.entries.push_back({.words = "refund*", .finds = 3});
  for (const std::string_view label :
       {"", " ", "a", "9 lives", "Größe \"XL\" \\ & Co", "行李", "💳", "\xff\xfe", "line\nbreak\ttab"}) {
    const auto toml = theme_toml(std::span(&topic, 1), label);
    const auto book = understand::ThemeBook::from_toml(toml, "t.toml");
    EXPECT_TRUE(book) << toml << to_text(book.error());
  }
  const std::string longest(3'000, 'x');
  EXPECT_TRUE(understand::ThemeBook::from_toml(theme_toml(std::span(&topic, 1), longest), "t.toml"));
  EXPECT_TRUE(understand::ThemeBook::from_toml(theme_toml({}, "Nothing yet"), "t.toml"));
}

}  // namespace
}  // namespace bellwether::topics
