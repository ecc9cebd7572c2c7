#include "understand/language.hpp"

#include "listen/rows/rows.hpp"
#include "understand/language_model.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::understand {
namespace {

std::string_view code(std::string_view text) { return language_of(text).code; }

struct Sentence {
  std::string_view language, text;
};

TEST(Language, IsToldFromASentence) {
  for (const auto& [language, text] : std::to_array<Sentence>({
           {"en", "My parcel was left in the rain and nobody told me about it."},
           {"fr", "Le vendeur a pris le temps de nous expliquer comment tailler les rosiers."},
           {"es", "El camarero se olvidó de las bebidas y tuvimos que pedirlas otra vez."},
           {"pt", "A caixa estava amassada, mas o aparelho funciona direitinho."},
           {"it", "Abbiamo aspettato quaranta minuti prima che qualcuno prendesse le ordinazioni."},
           {"de", "Im Abteil war es eiskalt, und der Schaffner zuckte nur mit den Schultern."},
           {"nl", "De ober vergat onze drankjes, maar bood daarna netjes zijn excuses aan."},
           {"da", "Butikken havde lukket, selv om der stod noget andet på hjemmesiden."},
           {"sv", "Butiken var stängd trots att det stod något annat på hemsidan."},
           {"tr", "Otelin odaları temizdi fakat kahvaltıda neredeyse hiçbir çeşit yoktu."},
           {"ru", "Номер был чистый, но всю ночь за стеной гремела музыка."},
           {"el", "Το προσωπικό ήταν ευγενικό αλλά περιμέναμε πολύ ώρα."},
           {"ar", "كان الموظفون ودودين لكننا انتظرنا وقتا طويلا"},
           {"hi", "कर्मचारी बहुत अच्छे थे लेकिन हमें बहुत इंतज़ार करना पड़ा"},
           {"ta", "ஊழியர்கள் அன்பாக இருந்தார்கள்"},
           {"kn", "ಸಿಬ್ಬಂದಿ ತುಂಬಾ ಒಳ್ಳೆಯವರು"},
           {"ml", "ജീവനക്കാർ വളരെ നല്ലവരായിരുന്നു"},
       })) {
    EXPECT_EQ(code(text), language) << text;
    EXPECT_GE(language_of(text).confidence, 0.8) << text;
  }
}

TEST(Language, IsToldByItsScript) {
  for (const auto& [language, text] : std::to_array<Sentence>({
           {"zh", "房间很干净，服务态度也不错"},
           {"ja", "部屋はとても清潔でした"},
           {"ko", "직원들이 정말 친절했어요"},
           {"th", "พนักงานบริการดีมาก"},
           {"he", "השירות היה מצוין"},
           {"bn", "সেবা খুব ভালো ছিল"},
           {"te", "సేవ చాలా బాగుంది"},
           {"gu", "સેવા ખૂબ સારી હતી"},
           {"pa", "ਸੇਵਾ ਬਹੁਤ ਵਧੀਆ ਸੀ"},
           {"ka", "მომსახურება ძალიან კარგი იყო"},
           {"hy", "Սպասարկումը շատ լավ էր"},
           {"si", "සේවාව ඉතා හොඳයි"},
           {"fa", "کارکنان خیلی مهربان بودند ولی زیاد منتظر ماندیم"},
           {"ur", "عملہ بہت اچھا تھا لیکن ہمیں بہت انتظار کرنا پڑا"},
       })) {
    EXPECT_EQ(code(text), language) << text;
  }
}

TEST(Language, IsToldWhereOnlyOurOwnPhrasesTaughtIt) {
  for (const auto& [language, text] : std::to_array<Sentence>({
           {"pl", "Kelner zapomniał o napojach i musieliśmy zamawiać jeszcze raz."},
           {"cs", "Číšník zapomněl na nápoje a museli jsme si je objednat znovu."},
           {"no", "Kelneren glemte drikken vår, så vi måtte bestille på nytt."},
           {"fi", "Tarjoilija unohti juomamme ja meidän piti tilata ne uudelleen."},
           {"ro", "Chelnerul a uitat băuturile și a trebuit să le comandăm din nou."},
           {"hu", "A pincér elfelejtette az italokat, ezért újra kellett rendelnünk."},
           {"id", "Pelayan lupa minuman kami sehingga kami harus memesan lagi."},
           {"vi", "Người phục vụ quên đồ uống nên chúng tôi phải gọi lại."},
           {"uk", "Офіціант забув напої, і нам довелося замовляти знову."},
           {"bg", "Сервитьорът забрави напитките и трябваше да поръчаме отново."},
           {"ca", "El cambrer es va oblidar de les begudes i vam haver de tornar-les a demanar."},
       })) {
    EXPECT_EQ(code(text), language) << text;
  }
}

TEST(Language, IsToldFromAFewWordsWrittenCarelessly) {
  EXPECT_EQ(code("thx sooooo much, luv it"), "en");
  EXPECT_EQ(code("DELIVERY TOOK FOREVER"), "en");
  EXPECT_EQ(code("tres bon conseil, vendeuse agreable"), "fr");
  EXPECT_EQ(code("nao chegou ate hoje"), "pt");
  EXPECT_EQ(code("leider ausverkauft"), "de");
  EXPECT_EQ(code("muchas gracias por todo"), "es");
  EXPECT_EQ(code("yemekler cok guzeldi"), "tr");
  EXPECT_EQ(code("очень понравилось"), "ru");
}

TEST(Language, IsUnknownWithoutLettersOrSense) {
  for (const std::string_view text :
       {"", " ", "10/10", "👍👍👍", "!!!", "12.50 €", "ok", "A", "https://example.com/danke-sehr", "@somebody #love",
        "qwrtz xcvbn sdfgh jkl", "\xFF\xFE\xFD"}) {
    const Language language = language_of(text);
    EXPECT_EQ(language.code, "und") << text;
    EXPECT_EQ(language.confidence, 0) << text;
  }
}

TEST(Language, IsUnknownWhereItIsNoneOfOurs) {
  EXPECT_EQ(code("Wateja wanalalamika kuhusu bei ya mkate"), "und");         // Swahili
  EXPECT_EQ(code("Við fórum á veitingastað í gær og vorum ánægð"), "und");   // Icelandic
  EXPECT_EQ(code("kal humne khana mangwaya tha lekin thanda aaya"), "und");  // Hindi in Latin letters
}

TEST(Language, IsMixedWhereTwoHoldASubstantialPart) {
  EXPECT_EQ(code("The room was clean and the bed was comfortable. Das Frühstück war leider eine einzige Katastrophe."),
            "mul");
  EXPECT_EQ(code("La chambre était propre et le lit confortable, but nobody answered when we called the front desk."),
            "mul");
  EXPECT_EQ(code("Номер был чистый и уютный, the breakfast was rather poor though"), "mul");
}

TEST(Language, StaysOneWithAForeignNameOrWord) {
  EXPECT_EQ(code("Der Checkout im Onlineshop ist leider nicht sehr benutzerfreundlich"), "de");
  EXPECT_EQ(code("我在Marriott住了两个晚上，房间很干净，早餐也很好"), "zh");
  EXPECT_EQ(code("We had dinner at the Trattoria della Nonna Rosa and loved every bit of it"), "en");
}

TEST(Language, DoesNotChangeWithNamesTagsAddressesAndEmoji) {
  const Language plain = language_of("vielen dank, das hat gut geklappt");
  const Language dressed = language_of(
      "@TheBestAirlineEver vielen dank, das hat gut geklappt 😀🎉 #thankyou #happycustomer "
      "https://t.co/with/english/words");
  EXPECT_EQ(plain.code, "de");
  EXPECT_EQ(dressed.code, "de");
  EXPECT_DOUBLE_EQ(dressed.confidence, plain.confidence);
}

TEST(Language, SurvivesBytesThatAreNoUtf8) {
  EXPECT_EQ(code("the food was \xC3\x28 really \xFF good and cheap"), "en");
  EXPECT_EQ(code("tr\xE8s bon accueil, personnel tr\xE8s agr\xE9"
                 "able et comp\xE9tent"),
            "fr");  // Latin-1.
}

TEST(Language, LooksAtTheFirstTwoThousandBytesOnly) {
  std::string text;
  while (text.size() < 2'000) text += "the staff was friendly and helpful. ";
  const Language beginning = language_of(text);
  while (text.size() < 10'000'000) text += "das Personal war freundlich und hilfsbereit. ";
  const auto begin = std::chrono::steady_clock::now();
  const Language whole = language_of(text);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(50));
  EXPECT_EQ(whole.code, "en");
  EXPECT_DOUBLE_EQ(whole.confidence, beginning.confidence);
}

TEST(Language, IsTheSameInManyThreads) {
  std::vector<std::future<std::string_view>> answers;
  for (int i = 0; i < 8; ++i) {
    answers.push_back(std::async(std::launch::async, [] { return code("il servizio è stato davvero pessimo"); }));
  }
  for (auto& answer : answers) EXPECT_EQ(answer.get(), "it");
}

RC_GTEST_PROP(Language, IsSureOfSomethingBetweenNothingAndAll, (const std::string& text)) {
  const Language language = language_of(text);
  RC_ASSERT(language.confidence >= 0 && language.confidence <= 1);
  RC_ASSERT((language.code == "und") == (language.confidence == 0));
}

TEST(LanguageModel, RefusesBytesThatAreNoModel) {
  std::vector<std::byte> bytes(LanguageModel::k_bytes);
  const auto wrong_mark = LanguageModel::over(bytes);
  ASSERT_FALSE(wrong_mark);
  EXPECT_EQ(wrong_mark.error().code, Code::damaged);
  bytes.resize(100);
  const auto cut = LanguageModel::over(bytes);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, Code::damaged);
}

TEST(LanguageModel, KeepsATextAndItsRepetitionsOnOneSide) {
  int held_out = 0;
  for (int i = 0; i < 1'000; ++i) {
    std::string text = "text";
    for (int rest = i; rest > 0; rest /= 10) text += static_cast<char>('a' + rest % 10);
    held_out += part_of(text) == Part::held_out ? 1 : 0;
    std::string other = text;
    other[0] = 'T';
    EXPECT_EQ(part_of(" " + other + "!! 5"), part_of(text));
  }
  // A fifth of 1,000, with a standard deviation of √(1000 · 0.2 · 0.8) ≈ 13.
  EXPECT_NEAR(held_out, 200, 52);
}

// --- Texts of others -------------------------------------------------------------------------------------------------

struct Score {
  int right = 0, all = 0;
  [[nodiscard]] double share() const { return 1.0 * right / all; }
};

/// Scores of texts of 50 characters and more, and of 15 to 49.
struct Scores {
  Score longer, shorter;
  void count(std::string_view text, std::string_view language) {
    const auto characters =
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
    if (characters < 15) return;
    Score& score = characters < 50 ? shorter : longer;
    ++score.all;
    score.right += code(text) == language ? 1 : 0;
  }
};

std::filesystem::path data_folder() {
  const char* set = std::getenv("BELLWETHER_TEST_DATA");
  return set != nullptr ? std::filesystem::path(set) : std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
}

/// Calls `take(text, label)` for every row; `label` is empty where no such column is named.
template <class Take>
void each_text(const std::string& file, std::string_view text, std::string_view label, const Take& take) {
  auto reader = listen::open_rows(data_folder() / file);
  ASSERT_TRUE(reader) << reader.error().message;
  std::ptrdiff_t text_column = -1, label_column = -1;
  for (std::size_t i = 0; i < (*reader)->headers().size(); ++i) {
    if ((*reader)->headers()[i].name == text) text_column = static_cast<std::ptrdiff_t>(i);
    if ((*reader)->headers()[i].name == label) label_column = static_cast<std::ptrdiff_t>(i);
  }
  ASSERT_GE(text_column, 0) << text;
  listen::RowBlock block;
  while ((*reader)->next(block).value_or(false)) {
    for (std::size_t row = 0; row < block.size(); ++row) {
      take(block.cell(row, static_cast<std::size_t>(text_column)),
           label_column < 0 ? std::string_view{} : block.cell(row, static_cast<std::size_t>(label_column)));
    }
  }
}

/// Sentences of a file with a word and its tag on each line.
Scores scores_of_semeval(std::string_view language) {
  std::ifstream file(data_folder() / "semeval2016_ote_multilingual" / (std::string(language) + ".absa.train.tsv"));
  Scores scores;
  std::string line, sentence;
  while (std::getline(file, line)) {
    if (const std::size_t end = line.find_first_of(" \t"); end != line.npos) {
      sentence += (sentence.empty() ? "" : " ") + line.substr(0, end);
    } else {
      scores.count(std::exchange(sentence, {}), language);
    }
  }
  return scores;
}

constexpr double k_least_longer = 0.98, k_least_shorter = 0.90;

class LanguageOfOthers : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data_folder())) GTEST_SKIP() << "the data sets are not at " << data_folder();
  }
};

TEST_F(LanguageOfOthers, IsToldFromSentencesThatTrainingNeverSaw) {
  const std::map<std::string_view, std::string_view> codes{
      {"English", "en"}, {"Malayalam", "ml"}, {"Hindi", "hi"},   {"Tamil", "ta"},    {"Portugeese", "pt"},
      {"French", "fr"},  {"Dutch", "nl"},     {"Spanish", "es"}, {"Greek", "el"},    {"Russian", "ru"},
      {"Danish", "da"},  {"Italian", "it"},   {"Turkish", "tr"}, {"Sweedish", "sv"}, {"Arabic", "ar"},
      {"German", "de"},  {"Kannada", "kn"}};
  Scores scores;
  each_text("language_detection/Language_Detection.csv", "Text", "Language",
            [&](std::string_view text, std::string_view label) {
              if (part_of(text) == Part::held_out) scores.count(text, codes.at(label));
            });
  ASSERT_GT(scores.longer.all, 800);
  ASSERT_GT(scores.shorter.all, 250);
  EXPECT_GE(scores.longer.share(), k_least_longer);
  EXPECT_GE(scores.shorter.share(), k_least_shorter);
}

TEST_F(LanguageOfOthers, IsToldFromCommentsThatTrainingNeverSaw) {
  Scores scores;
  each_text("nps_garden_store_fr/nps.csv", "explication", "", [&](std::string_view text, std::string_view) {
    if (part_of(text) == Part::held_out && text != "NA") scores.count(text, "fr");
  });
  ASSERT_GT(scores.longer.all, 500);
  ASSERT_GT(scores.shorter.all, 100);
  EXPECT_GE(scores.longer.share(), k_least_longer);
  EXPECT_GE(scores.shorter.share(), k_least_shorter);
}

TEST_F(LanguageOfOthers, IsToldFromReviewsAndTweets) {
  struct Set {
    std::string file;
    std::string_view column, language;
  };
  for (const Set& set : {Set{"olist_subset/olist_order_reviews_dataset.csv", "review_comment_message", "pt"},
                         Set{"twitter_airline_sentiment/Tweets.csv", "text", "en"},
                         Set{"chinese_reviews/waimai_10k.csv", "review", "zh"}}) {
    Scores scores;
    each_text(set.file, set.column, "",
              [&](std::string_view text, std::string_view) { scores.count(text, set.language); });
    ASSERT_GT(scores.longer.all, 1'000) << set.file;
    ASSERT_GT(scores.shorter.all, 500) << set.file;
    EXPECT_GE(scores.longer.share(), k_least_longer) << set.file;
    EXPECT_GE(scores.shorter.share(), k_least_shorter) << set.file;
  }
}

TEST_F(LanguageOfOthers, IsToldFromSentencesOfReviewsInSixLanguages) {
  for (const std::string_view language : {"en", "es", "fr", "nl", "ru", "tr"}) {
    const Scores scores = scores_of_semeval(language);
    ASSERT_GT(scores.longer.all, 500) << language;
    ASSERT_GT(scores.shorter.all, 400) << language;
    EXPECT_GE(scores.longer.share(), k_least_longer) << language;
    EXPECT_GE(scores.shorter.share(), k_least_shorter) << language;
  }
}

}  // namespace
}  // namespace bellwether::understand
