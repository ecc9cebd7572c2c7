#include "listen/columns/guess.hpp"

#include "base/text.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

constexpr Instant k_now{1'732'270'000'000'000};  // 2024-11-22

/// Lines of cells parted by |, the first with the names. Rows are told apart by their own words.
struct Table {
  std::string text;
  std::vector<std::vector<std::string_view>> cells;
  std::vector<SampleColumn> columns;
  explicit Table(std::string table, std::vector<std::string> labels = {})
      : text(std::move(table)), labels_(std::move(labels)) {
    std::vector<std::string_view> names;
    for (const std::string_view line : split(text, '\n')) {
      if (trim(line).empty()) continue;
      const auto parts = split(line, '|');
      if (names.empty()) {
        for (const std::string_view part : parts) names.push_back(trim(part));
        cells.resize(names.size());
        continue;
      }
      for (std::size_t i = 0; i < names.size(); ++i)
        cells[i].push_back(i < parts.size() ? trim(parts[i]) : std::string_view());
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      columns.push_back({.name = names[i],
                         .label = i < labels_.size() ? std::string_view(labels_[i]) : std::string_view(),
                         .cells = cells[i]});
    }
  }

 private:
  std::vector<std::string> labels_;
};

Guess guess(const Table& table, facts::Table as = facts::Table::signals) {
  return guess_columns(table.columns, {.as = as, .now = k_now, .own_form = false});
}

/// "Created at" → "time", "Score" → "rating nps 0–10 without 11".
std::map<std::string, std::string> roles(const Guess& guess) {
  std::map<std::string, std::string> result;
  for (const ColumnUse& use : guess.map.columns) {
    std::string words(word_of(use.role));
    if (use.role == Role::rating) {
      words += " " + use.name + " " + to_text(use.scale->low) + "–" + to_text(use.scale->high);
      for (const std::string& code : use.scale->no_answer) words += " without " + code;
    }
    result[use.column] = words;
    EXPECT_FALSE(use.why.empty()) << use.column;
    EXPECT_EQ(use.why.find('\n'), std::string::npos);
  }
  return result;
}

using Roles = std::map<std::string, std::string>;

// --- exports of tools: names as those tools write them, cells made up

TEST(GuessExports, DelightedNps) {
  const Table table(R"(
Response ID|Person ID|Person name|Person email|Survey type|Score|Comment|Permalink|Survey sent at|Survey responded at
101|77|Ann Lee|ann@x.org|NPS|9|Quick and friendly service, thank you|https://d.com/1|2024-01-02 10:00:00 UTC|2024-01-03 11:00:00 UTC
102|78|Bob Ray|bob@x.org|NPS|3|I waited for two weeks and nobody called|https://d.com/2|2024-01-02 10:00:00 UTC|2024-01-04 11:30:00 UTC
103|77|Ann Lee|ann@x.org|NPS|10||https://d.com/3|2024-02-02 10:00:00 UTC|2024-02-04 08:00:00 UTC
)");
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Response ID"), "key");
  EXPECT_EQ(r.at("Person ID"), "customer");
  EXPECT_EQ(r.at("Person name"), "personal");
  EXPECT_EQ(r.at("Person email"), "personal");
  EXPECT_EQ(r.at("Score"), "rating nps 0–10");
  EXPECT_EQ(r.at("Comment"), "text");
  EXPECT_EQ(r.at("Survey responded at"), "time");
  EXPECT_EQ(r.at("Survey sent at"), "attribute");
  EXPECT_EQ(r.at("Permalink"), "attribute");
}

TEST(GuessExports, AskNicelyWithSegments) {
  const Table table(R"(
id|email|answer|segment|comment|sent|responded|status
1|a@x.org|9|promoter|Love the new app, it saves me time|1704189600|1704276000|responded
2|b@x.org|7|passive|Fine, but the invoices are hard to read|1704189600|1704279000|responded
3|c@x.org|2|detractor|Nobody answers the phone on weekends|1704189600|1704286000|responded
)");
  const auto g = guess(table);
  const auto r = roles(g);
  EXPECT_EQ(r.at("answer"), "rating nps 0–10");
  EXPECT_EQ(r.at("comment"), "text");
  EXPECT_EQ(r.at("email"), "customer");
  EXPECT_EQ(r.at("id"), "key");
  EXPECT_EQ(r.at("responded"), "time");
  EXPECT_EQ(r.at("segment"), "attribute");
}

TEST(GuessExports, ZendeskTickets) {
  const Table table(R"(
Id|Requester|Requester email|Subject|Description|Status|Priority|Via|Group|Assignee|Created at|Updated at|Solved at|Satisfaction Score|Brand
35436|Luka Dim|l@x.org|Parcel never came|I ordered a lamp three weeks ago and it never came|solved|high|email|Logistics|Kim|2024-05-01 08:15|2024-05-03 10:00|2024-05-03 10:00|Good|North
35437|Mia Orr|m@x.org|Cannot log in|The app says that my password is wrong though it is not|open|normal|chat|Accounts|Lee|2024-05-01 09:20|2024-05-02 10:00||Offered|South
35438|Tom Fry|t@x.org|Wrong size|You sent me a shirt that is two sizes too small|solved|low|email|Returns|Kim|2024-05-02 11:35|2024-05-04 10:00|2024-05-04 10:00|Bad|North
35439|Zoe Hay|z@x.org|Invoice please|Could you send me the invoice for my last order|solved|low|web|Accounts|Lee|2024-05-02 12:00|2024-05-04 10:00|2024-05-04 10:00|Good|North
)");
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Id"), "key");
  EXPECT_EQ(r.at("Requester email"), "personal");
  EXPECT_EQ(r.at("Requester"), "customer");
  EXPECT_EQ(r.at("Subject"), "text");
  EXPECT_EQ(r.at("Description"), "text");
  EXPECT_EQ(r.at("Via"), "channel");
  EXPECT_EQ(r.at("Brand"), "unit");
  EXPECT_EQ(r.at("Created at"), "time");
  EXPECT_EQ(r.at("Updated at"), "attribute");
  EXPECT_EQ(r.at("Satisfaction Score"), "attribute");
}

TEST(GuessExports, TypeformQuestionsAsNames) {
  const Table table(R"(
#|How likely are you to recommend us to a friend or colleague?|What is the main reason for your score?|How satisfied are you with our support team?|Submit Date (UTC)|Start Date (UTC)|Network ID
ab12cd34ef56gh78|10|Your team solved my problem in minutes|5|2024-03-04 10:11:12|2024-03-04 10:09:00|a1
bb12cd34ef56gh79|6|It took far too long to get a reply|2|2024-03-05 17:00:02|2024-03-05 16:55:00|a2
cb12cd34ef56gh80|8|Good product, a little expensive for us|4|2024-03-06 09:30:00|2024-03-06 09:29:00|a3
)");
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("How likely are you to recommend us to a friend or colleague?"), "rating nps 0–10");
  EXPECT_EQ(r.at("How satisfied are you with our support team?"), "rating csat 1–5");
  EXPECT_EQ(r.at("What is the main reason for your score?"), "text");
  EXPECT_EQ(r.at("Submit Date (UTC)"), "time");
}

TEST(GuessExports, GoogleFormsInGerman) {
  const Table table(R"(
Zeitstempel|Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?|Wie zufrieden sind Sie mit dem Service?|Was können wir besser machen?|Filiale
01.05.2024 10:12:00|9|5|Mehr Personal an der Kasse wäre schön|Köln
14.05.2024 18:45:10|4|2|Die Wartezeit am Telefon ist viel zu lang|Bonn
15.05.2024 08:00:00|10|4|Alles bestens, weiter so wie bisher|Köln
)");
  const auto g = guess(table);
  const auto r = roles(g);
  EXPECT_EQ(r.at("Zeitstempel"), "time");
  EXPECT_EQ(r.at("Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?"), "rating nps 0–10");
  EXPECT_EQ(r.at("Wie zufrieden sind Sie mit dem Service?"), "rating csat 1–5");
  EXPECT_EQ(r.at("Was können wir besser machen?"), "text");
  EXPECT_EQ(r.at("Filiale"), "unit");
  EXPECT_TRUE(g.questions.empty());
}

TEST(GuessExports, Trustpilot) {
  const Table table(R"(
Review ID|Review created (UTC)|Consumer username|Reference id|Review stars|Review title|Review content|Company reply date (UTC)|Company reply|Domain URL|Review language
64aa|2023-07-09 15:00:00|Sarah P|A-1|5|Great from start to end|Ordered on Monday and it came on Tuesday, well packed|2023-07-10 09:00:00|Thank you Sarah!|shop.org|en
64ab|2023-07-10 16:00:00|J. Doe|A-2|1|Never again with them|They took the money and then never wrote back to me|||shop.org|en
64ac|2023-07-11 17:00:00|Lea|A-3|4|Gute Auswahl und fair|Die Lieferung kam einen Tag zu spät, sonst alles gut|||shop.org|de
)");
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Review ID"), "key");
  EXPECT_EQ(r.at("Review created (UTC)"), "time");
  EXPECT_EQ(r.at("Review stars"), "rating stars 1–5");
  EXPECT_EQ(r.at("Review title"), "text");
  EXPECT_EQ(r.at("Review content"), "text");
  EXPECT_NE(r.at("Company reply"), "text");
  EXPECT_EQ(r.at("Review language"), "language");
}

TEST(GuessExports, GooglePlayConsole) {
  const Table table(R"(
Package Name|App Version Code|App Version Name|Reviewer Language|Device|Review Submit Date and Time|Review Submit Millis Since Epoch|Review Last Update Date and Time|Review Last Update Millis Since Epoch|Star Rating|Review Title|Review Text|Developer Reply Date and Time|Developer Reply Text|Review Link
org.x.app|110|1.1.0|en|oriole|2024-03-01T10:00:00Z|1709287200000|2024-03-01T10:00:00Z|1709287200000|4||Works well since the last update, thanks|||http://play/1
org.x.app|110|1.1.0|fr|bluejay|2024-03-02T10:00:00Z|1709373600000|2024-03-02T11:00:00Z|1709377200000|1||Impossible de me connecter depuis hier soir|2024-03-03T10:00:00Z|Bonjour, merci de nous écrire|http://play/2
org.x.app|111|1.1.1|en|cheetah|2024-03-05T10:00:00Z|1709632800000|2024-03-05T10:00:00Z|1709632800000|5||The best app for trains that I know of|||http://play/3
)");
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Review Submit Date and Time"), "time");
  EXPECT_EQ(r.at("Star Rating"), "rating stars 1–5");
  EXPECT_EQ(r.at("Review Text"), "text");
  EXPECT_EQ(r.at("Review Title"), "ignored");
  EXPECT_EQ(r.at("Reviewer Language"), "language");
  EXPECT_NE(r.at("Developer Reply Text"), "text");
  EXPECT_EQ(r.at("App Version Code"), "attribute");
}

TEST(GuessExports, YelpAndAmazonReviews) {
  const Table yelp(R"(
review_id|user_id|business_id|stars|useful|funny|cool|text|date
KU_O5udG6zpx|mh_-eMZ6K5RLW|XQfwVwDr-v0ZS|3|0|0|0|If you decide to eat here, just be aware it is going to take time|2018-07-07 22:09:11
BiTunyQ73aT9|OyoGAe7OKpv6S|7ATYjTIgM3jUl|5|1|0|1|I have taken a lot of spin classes over the years, and this one wins|2012-01-03 15:28:18
saUsX_uimxRl|8g_iMtfSiwikV|YjUWPpI6HXG53|3|0|0|0|Family diner. Had the buffet. Eclectic assortment of food|2014-02-05 20:30:30
)");
  auto r = roles(guess(yelp));
  EXPECT_EQ(r.at("review_id"), "key");
  EXPECT_EQ(r.at("user_id"), "customer");
  EXPECT_EQ(r.at("stars"), "rating stars 1–5");
  EXPECT_EQ(r.at("text"), "text");
  EXPECT_EQ(r.at("date"), "time");
  EXPECT_EQ(r.at("useful"), "attribute");

  const Table amazon(R"(
reviewerID|asin|reviewerName|helpful|reviewText|overall|summary|unixReviewTime|reviewTime
A2SUAM1J3GNN3B|0000013714|J. McDonald|[2, 3]|I bought this for my husband who plays the piano, he loves it|5|Heavenly Highway Hymns|1252800000|09 13, 2009
A14VAT5EAX3D9S|1384719342|Jake Smith|[0, 0]|The product does exactly as it should and is quite affordable|5|Jake does it right|1363392000|03 16, 2013
A195EZSQDW3E21|1384719342|Rick Bennette|[1, 1]|The primary job of this device is to block the breath|4|It Does The Job Well|1377648000|08 28, 2013
)");
  r = roles(guess(amazon));
  EXPECT_EQ(r.at("reviewerID"), "customer");
  EXPECT_EQ(r.at("reviewerName"), "personal");
  EXPECT_EQ(r.at("reviewText"), "text");
  EXPECT_EQ(r.at("summary"), "text");
  EXPECT_EQ(r.at("overall"), "rating stars 1–5");
  EXPECT_TRUE(r.at("unixReviewTime") == "time" || r.at("reviewTime") == "time");
}

TEST(GuessExports, BookingHotelReviews) {
  const Table table(R"(
Hotel_Address|Review_Date|Average_Score|Hotel_Name|Reviewer_Nationality|Negative_Review|Positive_Review|Reviewer_Score|Total_Number_of_Reviews|days_since_review|lat|lng
s Gravesandestraat 55 Amsterdam|8/3/2017|7.7|Hotel Arena|Russia|I am so angry that I made this post available|Only the park outside of the hotel was beautiful|2.9|1403|0 days|52.3605759|4.9159683
s Gravesandestraat 55 Amsterdam|8/13/2017|7.7|Hotel Arena|Ireland|No Negative|No real complaints, the hotel was great|7.5|1403|3 days|52.3605759|4.9159683
Rue de Rivoli 1 Paris|7/31/2017|8.1|Hotel Regina|Australia|Rooms are nice but for elderly a bit difficult|Location was good and staff were ok|7.1|900|3 days|48.863|2.331
Rue de Rivoli 1 Paris|7/24/2017|8.1|Hotel Regina|United Kingdom|My room was dirty and I was afraid to walk barefoot|Great location in nice surroundings|10|900|10 days|48.863|2.331
)");
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Hotel_Name"), "unit");
  EXPECT_EQ(r.at("Review_Date"), "time");
  EXPECT_EQ(r.at("Negative_Review"), "text");
  EXPECT_EQ(r.at("Positive_Review"), "text");
  EXPECT_EQ(r.at("Reviewer_Score"), "rating reviewer_score 1–10");
  EXPECT_EQ(r.at("Average_Score"), "attribute");  // of the hotel, not of this guest
  EXPECT_EQ(r.at("Total_Number_of_Reviews"), "attribute");
}

TEST(GuessExports, AppStoreAndTripAdvisor) {
  const Table store(R"(
Date|Version|Rating|Title|Review|Nickname|Country
2024-02-01|3.2.1|5|Works like a charm|Checking in takes me ten seconds now|jo_77|USA
2024-02-02|3.2.1|2|Crashes all the time|Since the update it closes when I open a ticket|traveller9|Canada
2024-02-05|3.2.2|4|Much better than before|Fixed, thank you, but the map is still slow|kiki|USA
)");
  auto r = roles(guess(store));
  EXPECT_EQ(r.at("Date"), "time");
  EXPECT_EQ(r.at("Rating"), "rating stars 1–5");
  EXPECT_EQ(r.at("Title"), "text");
  EXPECT_EQ(r.at("Review"), "text");
  EXPECT_EQ(r.at("Nickname"), "personal");
  EXPECT_EQ(r.at("Version"), "attribute");

  const Table trip(R"(
Hotel|User|Rating|Stay Date|Published|Review Title|Review
Sea View|sunny12|50|June 2023|July 4, 2023|Lovely week by the sea|The staff knew our names on the second day
Sea View|maxi|20|May 2023|June 14, 2023|Noise until late at night|We could not sleep because of the bar below
Hill Inn|ronny|40|June 2023|June 30, 2023|Quiet and very clean place|Breakfast was simple but the view made up for it
)");
  r = roles(guess(trip));
  EXPECT_EQ(r.at("Hotel"), "unit");
  EXPECT_EQ(r.at("Published"), "time");
  EXPECT_EQ(r.at("Rating"), "rating rating 10–50");
  EXPECT_EQ(r.at("Review"), "text");
}

TEST(GuessExports, EmployeeEngagement) {
  std::string table =
      "Employee ID|Department|Manager|Tenure (years)|Survey Date|eNPS|I know what is expected of me at work.|My "
      "manager cares about me as a person.|Comments\n";
  for (int i = 0; i < 12; ++i) {
    table += "E" + std::to_string(100 + i) + "|" + (i % 2 == 0 ? "Sales" : "Care") + "|M" + std::to_string(i % 3) +
             "|" + std::to_string(i % 7) + "|2024-0" + std::to_string(1 + i % 9) + "-15|" +
             std::to_string(10 - i % 11) + "|" + std::to_string(1 + i % 5) + "|" + std::to_string(5 - i % 4) +
             "|We need more people on the late shift, says number " + std::to_string(i) + "\n";
  }
  const auto g = guess(Table(table));
  const auto r = roles(g);
  EXPECT_EQ(g.map.voice_of, facts::VoiceOf::employee);
  EXPECT_EQ(r.at("Employee ID"), "customer");
  EXPECT_EQ(r.at("Department"), "unit");
  EXPECT_EQ(r.at("Survey Date"), "time");
  EXPECT_EQ(r.at("eNPS"), "rating nps 0–10");
  EXPECT_EQ(r.at("Comments"), "text");
  EXPECT_EQ(r.at("Tenure (years)"), "attribute");
}

TEST(GuessExports, SurveyMonkeyWithContactsAndWords) {
  const Table table(R"(
Respondent ID|Collector ID|Start Date|End Date|IP Address|Email Address|First Name|Last Name|How easy was it to get your issue solved?|Overall, how satisfied are you?
118000001|44|05/12/2024 10:00:00 AM|05/12/2024 10:04:10 AM|10.1.1.1|a@x.org|Ann|Lee|7|Very satisfied
118000002|44|05/12/2024 11:00:00 AM|05/12/2024 11:03:00 AM|10.1.1.2|b@x.org|Bob|Ray|2|Dissatisfied
118000003|44|05/13/2024 09:00:00 PM|05/13/2024 09:02:20 PM|10.1.1.3|c@x.org|Cy|Dow|6|Satisfied
)");
  const auto g = guess(table);
  const auto r = roles(g);
  EXPECT_EQ(r.at("Respondent ID"), "key");
  EXPECT_EQ(r.at("End Date"), "time");
  EXPECT_EQ(r.at("Email Address"), "customer");
  EXPECT_EQ(r.at("First Name"), "personal");
  EXPECT_EQ(r.at("IP Address"), "personal");
  EXPECT_EQ(r.at("How easy was it to get your issue solved?"), "rating ces 1–7");
  EXPECT_EQ(r.at("Overall, how satisfied are you?"), "rating csat 1–5");
  EXPECT_EQ(g.map.columns[3].format, "%m/%d/%Y %H:%M:%S %p");
}

TEST(GuessExports, IntercomConversations) {
  const Table table(R"(
Conversation ID|Conversation started at|User ID|User email|Teammate|Conversation rating|Remark|Channel|Last closed at
901|2024-04-01 10:00|u1|a@x.org|Kim|5|Fast answer and very kind person|Chat|2024-04-01 11:00
902|2024-04-02 10:00|u2|b@x.org|Lee|1|I was sent from one to the other|Email|2024-04-05 11:00
903|2024-04-02 12:00|u1|a@x.org|Kim|4|Good help but I had to wait|Chat|2024-04-02 13:00
)");
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Conversation started at"), "time");
  EXPECT_EQ(r.at("User ID"), "customer");
  EXPECT_EQ(r.at("User email"), "personal");
  EXPECT_EQ(r.at("Conversation rating"), "rating stars 1–5");
  EXPECT_EQ(r.at("Remark"), "text");
  EXPECT_EQ(r.at("Channel"), "channel");
}

TEST(GuessExports, FrenchSpanishItalianPortugueseAndDutchNames) {
  const std::vector<std::string> heads = {"Date de réponse|Note globale|Commentaire|Magasin|N° client|Canal",
                                          "Fecha de respuesta|Calificación|Comentario|Tienda|ID cliente|Canal",
                                          "Data di risposta|Valutazione|Commento|Negozio|Codice cliente|Canale",
                                          "Data de resposta|Avaliação|Comentário|Loja|ID do cliente|Canal",
                                          "Datum ingevuld|Beoordeling|Opmerking|Winkel|Klantnummer|Kanaal"};
  for (const std::string& head : heads) {
    const Table table(head + R"(
24/05/2024|5|xxx yyyy zzz bb cc dd|Lyon|K7|web
02/05/2024|1|aaa bbbb cccc dd ee ff gg|Nice|K8|email
13/05/2024|4|ggg hhhh iii jj kk|Lyon|K7|web
)");
    const Guess g = guess(table);
    roles(g);
    const auto& columns = g.map.columns;
    EXPECT_EQ(columns[0].role, Role::time) << head;
    EXPECT_EQ(columns[1].role, Role::rating) << head;
    EXPECT_EQ(columns[1].name, "stars") << head;
    EXPECT_EQ(columns[2].role, Role::text) << head;
    EXPECT_EQ(columns[3].role, Role::unit) << head;
    EXPECT_EQ(columns[4].role, Role::customer) << head;
    EXPECT_EQ(columns[5].role, Role::channel) << head;
  }
}

// --- numbers that are ratings, and numbers that are not

/// A column of `n` numbers that follow the pattern, beside a text.
Guess guess_numbers(const std::string& name, const std::vector<int>& pattern, std::size_t n = 300) {
  std::string table = name + "|comment\n";
  for (std::size_t i = 0; i < n; ++i) {
    table += std::to_string(pattern[i % pattern.size()]) + "|some words about it, number " + std::to_string(i) + "\n";
  }
  return guess(Table(table));
}

TEST(GuessRatings, ScalesByNameAndBounds) {
  const std::vector<std::tuple<std::string, std::vector<int>, std::string>> cases = {
      {"NPS", {9, 10, 8, 3, 0, 7}, "rating nps 0–10"},
      {"nps_score", {9, 10, 8, 3, 7}, "rating nps 0–10"},
      {"CSAT", {5, 4, 1, 3, 2}, "rating csat 1–5"},
      {"Customer Effort Score", {7, 6, 5, 1, 2}, "rating ces 1–7"},
      {"Rating", {5, 4, 1, 3, 2}, "rating stars 1–5"},
      {"Rating", {10, 9, 8, 1, 6, 7}, "rating rating 1–10"},
      {"satisfaction", {10, 9, 0, 7, 5}, "rating satisfaction 0–10"},
      {"Comfort", {5, 4, 0, 3, 2, 1}, "rating comfort 1–5 without 0"},
      {"Staff rating", {5, 4, 3, 2, 1, 99}, "rating staff_rating 1–5 without 99"},
      {"Staff rating", {5, 4, 3, 2, 1, 9}, "rating staff_rating 1–5 without 9"},
      {"Quality", {-1, 4, 3, 2, 1, 5}, "rating quality 1–5 without -1"},
      {"likelihood to recommend", {10, 9, 8, 11, 3, 5, 7, 2}, "rating nps 0–10 without 11"},
      {"JobSatisfaction", {1, 2, 3, 4}, "rating job_satisfaction 1–4"},
      {"CSAT", {80, 95, 100, 40}, "rating csat 0–100"},
  };
  for (const auto& [name, pattern, expected] : cases) {
    const auto g = guess_numbers(name, pattern);
    EXPECT_EQ(roles(g).at(name), expected);
    EXPECT_TRUE(g.questions.empty()) << name;
  }
}

TEST(GuessRatings, OtherNumbersStayAttributes) {
  const std::vector<std::pair<std::string, std::vector<int>>> cases = {
      {"Age", {5, 6, 7, 8, 9}},       {"tenure", {1, 2, 3, 4, 5}},      {"Number of visits", {1, 2, 3, 4, 5}},
      {"nights", {1, 2, 3, 7}},       {"delay_minutes", {0, 1, 5, 10}}, {"order_item_id", {1, 2, 3}},
      {"Education", {1, 2, 3, 4, 5}}, {"JobLevel", {1, 2, 3, 4, 5}},    {"gender", {1, 2}},
      {"Q3PARK", {0, 1, 2, 3, 4}},    {"Helpful votes", {0, 1, 2, 5}},  {"review_count", {1, 4, 5}},
      {"price", {1, 2, 3, 5}},        {"category_code", {1, 2, 3, 4}},  {"label", {0, 1}},
      {"recommended", {0, 1}},        {"hourly_rate", {30, 60, 95}},    {"distance_km", {1, 3, 10}},
      {"zip", {10115, 20095}},        {"installments", {1, 2, 3, 10}},  {"weekday", {1, 2, 3, 4, 5, 6, 7}},
      {"priority", {1, 2, 3, 4, 5}},  {"year", {1, 2, 3, 4, 5}},        {"dollar_value", {3, 5, 8}}};
  for (const auto& [name, pattern] : cases)
    EXPECT_EQ(roles(guess_numbers(name, pattern)).at(name), "attribute") << name;
}

TEST(GuessRatings, AsksWhetherSixIsAnAnswer) {
  const auto g = guess_numbers("overall rating", {1, 2, 3, 4, 5, 6});
  ASSERT_EQ(g.questions.size(), 1U);
  EXPECT_EQ(g.questions[0].column, "overall rating");
  ASSERT_EQ(g.questions[0].answers.size(), 2U);
  EXPECT_EQ(g.questions[0].answers[0].line, "scale = [1, 6]");
  EXPECT_EQ(g.questions[0].answers[1].line, "scale = [1, 5], no_answer = [\"6\"]");
}

TEST(GuessRatings, StandardNamesAreGivenOnce) {
  std::string table = "overall satisfaction|satisfaction with staff|rating|comment\n";
  for (int i = 0; i < 60; ++i) {
    table += std::to_string(1 + i % 5) + "|" + std::to_string(1 + i % 5) + "|" + std::to_string(5 - i % 5) +
             "|words and words, " + std::to_string(i) + "\n";
  }
  const auto r = roles(guess(Table(table)));
  EXPECT_EQ(r.at("overall satisfaction"), "rating csat 1–5");
  EXPECT_EQ(r.at("satisfaction with staff"), "rating satisfaction_with_staff 1–5");
  EXPECT_EQ(r.at("rating"), "rating stars 1–5");
}

TEST(GuessRatings, AMatrixOfQuestionsIsKnownByItsSisters) {
  // V1 … V5 on 1–5, with 6 for "never used" in 2 % to 70 % of the rows, and 0 where nothing was ticked in 3 %.
  std::string table = "V1|V2|V3|V4|V5|flights|comment\n";
  std::uint32_t seed = 7;
  const auto draw = [&seed](std::uint32_t below) {
    seed = seed * 1'664'525U + 1'013'904'223U;
    return (seed >> 8U) % below;
  };
  const int answers[] = {4, 5, 4, 3, 5, 4, 2, 5, 4, 3, 1, 5};
  const std::uint32_t never_used[] = {2, 10, 25, 45, 70};
  const int flights[] = {1, 1, 1, 2, 1, 3, 2, 1, 4, 6, 5, 0};
  for (int i = 0; i < 600; ++i) {
    for (const std::uint32_t share : never_used) {
      const std::uint32_t percent = draw(100);
      const int answer = percent < share ? 6 : (percent < share + 3 ? 0 : answers[draw(12)]);
      table += std::to_string(answer) + "|";
    }
    table += std::to_string(flights[draw(12)]) + "|words and words, " + std::to_string(i) + "\n";
  }
  const auto g = guess(Table(table));
  const auto r = roles(g);
  for (const char* name : {"V1", "V2", "V3", "V4", "V5"}) {
    EXPECT_TRUE(r.at(name).starts_with("rating v")) << name << r.at(name);
    EXPECT_NE(r.at(name).find("1–5"), std::string::npos) << r.at(name);
    EXPECT_NE(r.at(name).find("without 0"), std::string::npos) << r.at(name);
    EXPECT_NE(r.at(name).find("without 6"), std::string::npos) << r.at(name);
  }
  EXPECT_EQ(r.at("flights"), "attribute");
}

TEST(GuessRatings, AnswersThatBeginWithTheirNumber) {
  const Table table(R"(
How likely are you to recommend us to your friends?|Rating|comment
10 - Extremely likely|5 stars|The best that I have seen so far
0 - Not at all likely|1 star|It broke on the first day of use
7|4 stars|Fine for the price that I paid
)");
  const auto g = guess(table);
  const auto r = roles(g);
  EXPECT_EQ(g.map.columns[0].format, "leading");
  EXPECT_EQ(r.at("How likely are you to recommend us to your friends?"), "rating nps 0–10");
  EXPECT_EQ(r.at("Rating"), "rating stars 1–5");
}

TEST(GuessRatings, AnswersInWordsOfOneScale) {
  const Table table(R"(
Wie zufrieden sind Sie mit uns?|Meinung
sehr zufrieden|Das ging alles schnell und einfach
unzufrieden|Niemand hat sich bei mir gemeldet
neutral|Es war in Ordnung, mehr nicht
keine Angabe|Ich habe noch keine Erfahrung damit
)");
  const auto g = guess(table);
  EXPECT_EQ(roles(g).at("Wie zufrieden sind Sie mit uns?"), "rating csat 1–5 without keine Angabe");
  ASSERT_EQ(g.map.columns[0].scale->words.size(), 3U);
  EXPECT_EQ(g.map.columns[0].scale->words[0].word, "unzufrieden");
  EXPECT_EQ(g.map.columns[0].scale->words[0].value.value, 200);
}

TEST(GuessRatings, WordsOfNoKnownScaleStayWords) {
  const Table table(R"(
Satisfaction|comment
Neutral or Dissatisfied|The seat was broken and nobody cared
Satisfied|A calm flight with friendly people
Neutral or Dissatisfied|Two hours late and no explanation
)");
  EXPECT_EQ(roles(guess(table)).at("Satisfaction"), "attribute");
}

TEST(GuessRatings, DecimalCommas) {
  const Table table(R"(
Bewertung|Kommentar
4,5|Sehr gute Lage und nettes Personal
3,0|Das Zimmer war leider etwas zu klein
1,5|Die ganze Nacht war es viel zu laut
)");
  const auto g = guess(table);
  EXPECT_EQ(roles(g).at("Bewertung"), "rating stars 1–5");
  EXPECT_EQ(g.map.columns[0].decimal, DecimalSign::comma);
}

// --- times

TEST(GuessTime, ACoinFlipAsksForTheMap) {
  const Table table(R"(
date|comment
03/04/2024|The first of these three comments
05/06/2024|The second comment is about prices
01/02/2024|The third and last comment of all
)");
  const auto g = guess(table);
  ASSERT_EQ(g.questions.size(), 1U);
  EXPECT_EQ(g.questions[0].column, "date");
  EXPECT_EQ(g.questions[0].answers[0].line, "format = \"%d/%m/%Y\"");
  EXPECT_EQ(g.questions[0].answers[1].line, "format = \"%m/%d/%Y\"");
  EXPECT_LT(g.map.columns[0].sure, 0.6);
  EXPECT_NE(to_text(g.questions[0]).find("write  format"), std::string::npos);
}

TEST(GuessTime, AnotherColumnOfTheFileShowsTheOrder) {
  const Table table(R"(
created|closed|comment
03/04/2024|13/04/2024|The first of these three comments
05/06/2024|06/06/2024|The second comment is about prices
01/02/2024|27/02/2024|The third and last comment of all
)");
  const auto g = guess(table);
  EXPECT_TRUE(g.questions.empty());
  EXPECT_EQ(g.map.columns[0].role, Role::time);
  EXPECT_EQ(g.map.columns[0].format, "%d/%m/%Y");
}

TEST(GuessTime, TakesWhenItWasSaidBeforeWhenItWasDone) {
  const auto r = roles(guess(Table(R"(
updated_at|date_of_birth|created_at|closed_at|text
2024-05-05|1980-01-01|2024-05-01|2024-05-04|The first of these three comments
2024-05-06|1990-01-01|2024-05-02|2024-05-05|The second comment is about prices
)")));
  EXPECT_EQ(r.at("created_at"), "time");
  EXPECT_EQ(r.at("date_of_birth"), "personal");
  EXPECT_EQ(r.at("closed_at"), "attribute");
}

TEST(GuessTime, AFileWithoutTimesSaysSo) {
  const auto g = guess(Table("score|comment\n1|aa bb cc dd ee\n2|ff gg hh ii jj\n"));
  EXPECT_TRUE(g.questions.empty());
  ASSERT_FALSE(g.remarks.empty());
  EXPECT_NE(g.remarks[0].what.find("occurred = \"2024-05-01\""), std::string::npos);
}

TEST(GuessTime, TimesOfDayAndBirthdaysAreNotWhenItHappened) {
  const auto r = roles(guess(Table(R"(
HireDate|DEPTIME|comment
9/26/2018|12/31/1899 09:30:00 AM|Words about the work that we do here
10/13/2015|12/31/1899 10:45:00 PM|Other words about another kind of work
)")));
  EXPECT_EQ(r.at("HireDate"), "attribute");
  EXPECT_EQ(r.at("DEPTIME"), "attribute");
}

// --- texts and the rest

TEST(GuessText, ACopyThatAProgramMadeIsLeftOut) {
  std::string table = "Customer Remarks|clean_text\n";
  for (int i = 0; i < 20; ++i) {
    table += "Very good, thank you " + std::to_string(i) + "!!|very good thank you " + std::to_string(i) + "\n";
  }
  const auto r = roles(guess(Table(table)));
  EXPECT_EQ(r.at("Customer Remarks"), "text");
  EXPECT_EQ(r.at("clean_text"), "ignored");
}

TEST(GuessText, LongCategoriesAreNoTexts) {
  std::string table = "In your opinion, which of these sentences is the better one?|id\n";
  for (int i = 0; i < 100; ++i) {
    table += std::string(i % 2 == 0 ? "It's important for a person to be honest, kind and loyal."
                                    : "It's important for a person to be honest, kind, and loyal.") +
             "|" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(roles(guess(Table(table))).at("In your opinion, which of these sentences is the better one?"), "attribute");
}

TEST(GuessText, ChineseHasNoBlanks) {
  EXPECT_EQ(roles(guess(Table(R"(
label|review
1|商务大床房，房间很大，床有2M宽，整体感觉经济实惠不错!
0|早餐太差，无论去多少人，那边也不加食品的。
1|宾馆在小街道上，不大好找，但还好北京热心同胞很多
)")))
                .at("review"),
            "text");
}

TEST(GuessRest, RowNumbersAndEmptyColumnsAreIgnored) {
  const auto r = roles(guess(Table(R"(
Unnamed: 0|empty|comment|name
0||The first of these three comments|Ann Lee
1|NA|The second comment is about prices|Bob Ray
2||The third and last comment of all|Cy Dow
)")));
  EXPECT_EQ(r.at("Unnamed: 0"), "ignored");
  EXPECT_EQ(r.at("empty"), "ignored");
  EXPECT_EQ(r.at("name"), "personal");
}

TEST(GuessRest, LabelsOfASurveyToolSayWhatItsColumnsAre) {
  const Table table(R"(
Q1|Q2|Q3_1_TEXT|Q3_2_TEXT
9|The queue at the desk was far too long|Ann|555-123-4567
4|Everything was fine, thank you so much|Bob|555-765-4321
)",
                    {"How likely are you to recommend us to a friend?", "Please tell us why you gave this score",
                     "Please leave your details: -Name:", "Please leave your details: -Phone Number:"});
  const auto r = roles(guess(table));
  EXPECT_EQ(r.at("Q1"), "rating nps 0–10");
  EXPECT_EQ(r.at("Q2"), "text");
  EXPECT_EQ(r.at("Q3_2_TEXT"), "customer");  // nothing better tells people apart; a pseudonym only
}

TEST(GuessOwnForm, IsTakenByNameWithCertainty) {
  const Table table(R"(
id|occurred_at|channel|customer|ratings.nps|ratings.comfort|text|attributes.city|themes|reader
1|2024-05-01T10:00:00Z|survey|c1|9|3|Fine|Rome|[]|r1
2|2024-05-01T11:00:00Z|survey|c2|8|4|Good|Rome|[]|r1
)");
  const auto g = guess(table);
  for (const ColumnUse& use : g.map.columns) EXPECT_EQ(use.sure, 1) << use.column;
  EXPECT_EQ(g.map.columns[0].role, Role::key);
  EXPECT_EQ(g.map.columns[4].name, "nps");
  EXPECT_EQ(g.map.columns[4].scale->high.value, 1000);
  EXPECT_EQ(g.map.columns[5].name, "comfort");
  EXPECT_FALSE(g.map.columns[5].scale);
  EXPECT_EQ(g.map.columns[7].role, Role::attribute);
  EXPECT_EQ(g.map.columns[7].name, "city");
  EXPECT_EQ(g.map.columns[8].role, Role::themes);
}

TEST(GuessActs, AnEventLog) {
  const Table table(R"(
case:concept:name|concept:name|org:resource|time:timestamp|cost
3|register request|Pete|2010-12-30 14:32:00+01:00|50
3|examine casually|Mike|2010-12-30 15:06:00+01:00|400
2|register request|Pete|2010-12-30 16:34:00+01:00|50
2|examine casually|Mike|2010-12-30 17:34:00+01:00|400
)");
  const auto r = roles(guess(table, facts::Table::acts));
  EXPECT_EQ(r, (Roles{{"case:concept:name", "about"},
                      {"concept:name", "kind"},
                      {"org:resource", "actor"},
                      {"time:timestamp", "time"},
                      {"cost", "amount"}}));
}

TEST(GuessActs, AsksForWhatWasDone) {
  const auto g = guess(Table("date|amount\n2024-01-01|5\n2024-01-02|6\n"), facts::Table::acts);
  ASSERT_EQ(g.questions.size(), 1U);
  EXPECT_NE(g.questions[0].question.find("what was done"), std::string::npos);
}

TEST(PlainName, IsWhatAFilterCanWrite) {
  EXPECT_EQ(plain_name("Check-in Service"), "check_in_service");
  EXPECT_EQ(plain_name("JobSatisfaction"), "job_satisfaction");
  EXPECT_EQ(plain_name("Q7ART"), "q7art");
  EXPECT_EQ(plain_name("Zufriedenheit (Öffnungszeiten)"), "zufriedenheit_offnungszeiten");
  EXPECT_EQ(plain_name("2nd visit"), "q_2nd_visit");
  EXPECT_EQ(plain_name("???"), "column");
  EXPECT_LE(plain_name(std::string(500, 'a') + " b").size(), 48U);
}

TEST(Guess, TenThousandRowsOfFiftyColumnsTakeWellUnderASecond) {
  constexpr std::size_t k_rows = 10'000;
  constexpr std::size_t k_columns = 50;
  std::vector<std::vector<std::string>> cells(k_columns, std::vector<std::string>(k_rows));
  for (std::size_t c = 0; c < k_columns; ++c) {
    for (std::size_t r = 0; r < k_rows; ++r) {
      const std::string n = std::to_string(r * 7 % 9'973);
      switch (c % 5) {
        case 0:
          cells[c][r] = std::to_string(r % 11);
          break;
        case 1:
          cells[c][r] = "2024-0" + std::to_string(1 + r % 9) + "-1" + std::to_string(r % 10) + " 10:00:0" +
                        std::to_string(r % 10);
          break;
        case 2:
          cells[c][r] = "a comment of some length about the service and the price " + n;
          break;
        case 3:
          cells[c][r] = "C-" + n;
          break;
        default:
          cells[c][r] = n + ".25";
      }
    }
  }
  std::vector<std::vector<std::string_view>> views;
  std::vector<std::string> names;
  for (std::size_t c = 0; c < k_columns; ++c) {
    views.emplace_back(cells[c].begin(), cells[c].end());
    names.push_back("column name " + std::to_string(c));
  }
  std::vector<SampleColumn> columns;
  for (std::size_t c = 0; c < k_columns; ++c) columns.push_back({.name = names[c], .label = {}, .cells = views[c]});
  const auto start = std::chrono::steady_clock::now();
  const Guess g = guess_columns(columns, {.as = facts::Table::signals, .now = k_now, .own_form = false});
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(g.map.columns.size(), k_columns);
  // Half a second where it was measured alone; sanitizers and a busy machine get room.
  RecordProperty("ms", std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LT(took, std::chrono::seconds(20));
}

}  // namespace
}  // namespace bellwether::listen
