// Exports of tools: names as those tools write them, cells made up.
#include "listen/columns/guess_for_test.hpp"

#include <string>
#include <vector>

namespace bellwether::listen {
namespace {

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

}  // namespace
}  // namespace bellwether::listen
