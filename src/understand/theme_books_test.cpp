// The shipped books: that each is whole, and that each finds what people mean.
#include "listen/rows/rows.hpp"
#include "understand/theme_book.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

constexpr auto k_books = std::to_array<std::string_view>(
    {"airlines", "banking", "employees", "general", "hotels", "retail", "software", "telecom"});

const ThemeBook& book_of(std::string_view name) {
  static std::map<std::string_view, ThemeBook> books;
  const auto kept = books.find(name);
  if (kept != books.end()) return kept->second;
  auto book = ThemeBook::shipped(name);
  EXPECT_TRUE(book) << name << ": " << to_text(book.error());
  return books.emplace(name, *std::move(book)).first->second;
}

std::set<std::string_view> themes_of(const ThemeBook& book, std::string_view text, std::string_view language) {
  Words words;
  Clauses clauses;
  std::vector<ThemePlace> places;
  words.read(text);
  clauses.read(words);
  book.find(words, clauses, language, places);
  std::set<std::string_view> themes;
  for (const ThemePlace& place : places) themes.insert(book.themes()[place.theme].name);
  return themes;
}

std::string together(const std::set<std::string_view>& themes) {
  std::string all;
  for (const std::string_view theme : themes) all.append(all.empty() ? "" : " ").append(theme);
  return all;
}

TEST(ThemeBooks, AreThese) {
  auto names = ThemeBook::shipped_names();
  std::ranges::sort(names);
  EXPECT_TRUE(std::ranges::equal(names, k_books));
}

TEST(ThemeBooks, HaveEachThemeInSevenLanguages) {
  for (const std::string_view name : k_books) {
    const ThemeBook& book = book_of(name);
    EXPECT_FALSE(book.label().empty()) << name;
    const auto top = std::ranges::count(book.themes(), Theme::k_none, &Theme::parent);
    EXPECT_TRUE(top >= 6 && top <= 10) << name << " has " << top;
    EXPECT_TRUE(book.themes().size() >= 12 && book.themes().size() <= 25) << name << " has " << book.themes().size();
    for (const Theme& theme : book.themes()) {
      EXPECT_NE(theme.label, theme.name) << name;
      EXPECT_TRUE(theme.about.ends_with('.')) << name << " " << theme.name;
      EXPECT_TRUE(theme.parent == Theme::k_none || book.themes()[theme.parent].parent == Theme::k_none) << theme.name;
      for (const std::string_view language : {"en", "de", "fr", "es", "pt", "it", "nl"}) {
        const auto entries = theme.entries.find(language);
        ASSERT_NE(entries, theme.entries.end()) << name << " " << theme.name << " " << language;
        EXPECT_GE(std::ranges::count(entries->second, ','), 2) << name << " " << theme.name << " " << language;
      }
    }
  }
}

/// A sentence, one theme that it speaks of, and one that it does not speak of (or "").
struct Sentence {
  std::string_view language, text, theme, not_theme;
};

void expect_found(std::string_view name, const std::vector<Sentence>& sentences) {
  const ThemeBook& book = book_of(name);
  for (const auto& [language, text, theme, not_theme] : sentences) {
    const auto found = themes_of(book, text, language);
    if (!theme.empty()) {
      ASSERT_NE(book.at(theme), Theme::k_none) << name << " " << theme;
      EXPECT_TRUE(found.contains(theme)) << name << ": " << text << " → " << together(found);
    }
    if (!not_theme.empty()) {
      ASSERT_NE(book.at(not_theme), Theme::k_none) << name << " " << not_theme;
      EXPECT_FALSE(found.contains(not_theme)) << name << ": " << text << " → " << together(found);
    }
  }
}

TEST(ThemeBooks, GeneralFindsWhatAnyCompanyHears) {
  expect_found("general", {
                              {"en", "We stood in the queue for 40 minutes.", "waiting", ""},
                              {"en", "Overpriced for what you get", "price", ""},
                              {"en", "Nobody picked up the phone all week", "service.contact", ""},
                              {"en", "The zip broke after two days", "product.quality", ""},
                              {"en", "No ramp, so my mother in her wheelchair stayed outside", "premises.access", ""},
                              {"de", "Der Verkäufer war unverschämt und hatte keine Ahnung", "service.manner", ""},
                              {"de", "Das Paket kam beschädigt an", "delivery.condition", ""},
                              {"de", "Viel zu teuer!", "price", ""},
                              {"fr", "L'accueil était glacial", "service", ""},
                              {"fr", "Trop d'attente aux caisses", "waiting", ""},
                              {"es", "El envío tardó tres semanas", "delivery", ""},
                              {"es", "Los baños estaban sucios", "premises.cleanliness", ""},
                              {"pt", "Comprei e o produto não chegou", "delivery.time", ""},
                              {"pt", "Pedi o estorno e nada", "returns", ""},
                              {"it", "Il personale è stato scortese", "service.manner", ""},
                              {"nl", "Ze nemen de telefoon niet op", "service.contact", ""},
                          });
  expect_found("general", {
                              {"en", "The app is user friendly", "digital", "service.manner"},
                              {"en", "I ask to speak to whoever is in charge", "service.contact", "price.billing"},
                              {"en", "We can't wait to come back", "", "waiting"},
                              {"en", "Thank you for dealing with a great deal of paperwork", "", "price.offers"},
                              {"de", "Alles in Ordnung", "", "premises.cleanliness"},
                              {"de", "Ein Augenblick genügt", "", "premises.comfort"},
                              {"fr", "De mon point de vue, rien à redire", "", "premises.comfort"},
                              {"es", "El paquete es precioso", "", "price"},
                          });
}

TEST(ThemeBooks, HotelsFindsWhatGuestsSay) {
  expect_found("hotels", {
                             {"en", "The mattress was like a plank", "room.bed", ""},
                             {"en", "Only lukewarm water from the shower", "room.bathroom", ""},
                             {"en", "We could hear everything through the paper thin walls", "room.noise", ""},
                             {"en", "Checking in took an hour", "staff.reception", ""},
                             {"en", "They charged us a resort fee", "price.billing", ""},
                             {"de", "Das Frühstücksbuffet ließ keine Wünsche offen", "food.breakfast", ""},
                             {"de", "Das Hotelzimmer war winzig", "room", ""},
                             {"de", "Kakerlaken im Bad!", "room.cleanliness", ""},
                             {"fr", "Le petit-déjeuner était copieux", "food.breakfast", ""},
                             {"fr", "Impossible de se garer", "location.parking", ""},
                             {"es", "La piscina estaba cerrada", "facilities", ""},
                             {"es", "Muy bien situado, a pie de playa", "location", ""},
                             {"pt", "O café da manhã é maravilhoso", "food.breakfast", ""},
                             {"pt", "O ar condicionado não gelava", "room.noise", ""},
                             {"it", "Camere pulite", "room.cleanliness", ""},
                             {"nl", "Wifi viel steeds weg", "facilities.wifi", ""},
                         });
  expect_found("hotels", {
                             {"en", "There is room for improvement", "", "room"},
                             {"en", "Room service came quickly", "food", "room"},
                             {"en", "I read a book by the pool", "facilities", "booking"},
                             {"de", "Einen Augenblick bitte", "", "room"},
                             {"fr", "Il a répondu tout de suite", "", "room"},
                         });
}

TEST(ThemeBooks, AirlinesFindsWhatPassengersSay) {
  expect_found("airlines",
               {
                   {"en", "Two hours on the tarmac in Denver", "punctuality.delay", ""},
                   {"en", "Our flight was cancelled and nobody could rebook us", "punctuality.cancellation", ""},
                   {"en", "They lost my checked bag", "baggage.lost", ""},
                   {"en", "The wheel of my suitcase came back broken", "baggage.damaged", ""},
                   {"en", "On hold for ninety minutes", "service.contact", ""},
                   {"en", "No legroom at all", "aircraft", ""},
                   {"en", "Still waiting for my refund", "service.complaints", ""},
                   {"de", "Der Flug hatte drei Stunden Verspätung", "punctuality.delay", ""},
                   {"de", "Mein Koffer ist nicht angekommen", "baggage.lost", ""},
                   {"fr", "L'équipage a été adorable", "aircraft.crew", ""},
                   {"fr", "Vol annulé la veille", "punctuality.cancellation", ""},
                   {"es", "Perdieron mi equipaje", "baggage.lost", ""},
                   {"es", "Los asientos son muy estrechos", "aircraft", ""},
                   {"pt", "O voo atrasou cinco horas", "punctuality.delay", ""},
                   {"pt", "Minhas milhas sumiram", "booking.loyalty", ""},
                   {"it", "Ore di ritardo senza spiegazioni", "punctuality.delay", ""},
                   {"nl", "De stewardess was geweldig", "aircraft.crew", ""},
               });
  expect_found("airlines", {
                               {"en", "Carry on with the good work", "", "baggage"},
                               {"en", "Saw you on facebook", "", "booking"},
                               {"en", "My car seat arrived", "baggage", "aircraft"},
                               {"fr", "Il faut avoir de la patience", "", "service.complaints"},
                           });
}

TEST(ThemeBooks, TelecomFindsWhatSubscribersSay) {
  expect_found("telecom", {
                              {"en", "No bars in my own kitchen", "network.coverage", ""},
                              {"en", "The internet drops every evening", "network.outage", ""},
                              {"en", "I pay for 100 Mbps and get 12", "network.internet", ""},
                              {"en", "The technician never showed up", "installation", ""},
                              {"en", "Early termination fee of 200", "plan.contract", ""},
                              {"en", "The new SIM was never activated", "device", ""},
                              {"de", "Seit der Kündigung nur Ärger", "plan.contract", ""},
                              {"de", "Funkloch mitten in der Stadt", "network.coverage", ""},
                              {"de", "Zwanzig Minuten in der Warteschleife", "service.contact", ""},
                              {"fr", "Panne depuis trois jours", "network.outage", ""},
                              {"fr", "La fibre n'est toujours pas raccordée", "network", ""},
                              {"es", "El técnico no vino", "installation", ""},
                              {"es", "Me subieron la tarifa sin avisar", "plan", ""},
                              {"pt", "A internet caiu de novo", "network.outage", ""},
                              {"pt", "Portabilidade feita em um dia", "plan.contract", ""},
                              {"it", "Bolletta sbagliata per la terza volta", "billing", ""},
                              {"nl", "Geen bereik in huis", "network.coverage", ""},
                          });
  expect_found("telecom", {
                              {"en", "I saw it on a social network", "", "network"},
                              {"en", "Hands down the nicest people", "", "network.outage"},
                              {"en", "Ten minutes later she had fixed it", "", "network.calls"},
                              {"es", "Personal de muy baja calidad", "service", "plan.contract"},
                          });
}

TEST(ThemeBooks, RetailFindsWhatShoppersSay) {
  expect_found("retail", {
                             {"en", "Runs small, order one up", "product.fit", ""},
                             {"en", "The fabric pilled after one wash", "product.quality", ""},
                             {"en", "Only two tills open", "store.checkout", ""},
                             {"en", "They sent the wrong item", "delivery.condition", ""},
                             {"en", "My coupon was refused", "price.offers", ""},
                             {"en", "Such a flattering cut", "product.look", ""},
                             {"de", "Die Retoure ging problemlos", "returns", ""},
                             {"de", "Kompetente Beratung", "service.advice", ""},
                             {"de", "Die Kassiererin war freundlich", "service.manner", ""},
                             {"fr", "Pas assez de caisses ouvertes", "store.checkout", ""},
                             {"fr", "Vendeur de bon conseil", "service.advice", ""},
                             {"es", "La talla no corresponde", "product.fit", ""},
                             {"es", "No me devuelven el dinero", "returns", ""},
                             {"pt", "Chegou antes do prazo", "delivery.time", ""},
                             {"pt", "Veio faltando uma peça", "delivery.condition", ""},
                             {"it", "Ottimo rapporto qualità prezzo", "price", ""},
                             {"nl", "Slechte kwaliteit", "product.quality", ""},
                         });
  expect_found("retail", {
                             {"en", "I am looking forward to it", "", "product.look"},
                             {"en", "Open till late", "", "service"},
                             {"en", "I will return next week", "", "returns"},
                             {"pt", "A caixa veio amassada", "delivery.condition", "store.checkout"},
                             {"fr", "Belles fleurs, mais les frais de port sont élevés", "payment", "product.quality"},
                         });
}

TEST(ThemeBooks, BankingFindsWhatCustomersSay) {
  expect_found("banking", {
                              {"en", "The machine swallowed my card", "card.problem", ""},
                              {"en", "I never made this payment", "payments.trouble", ""},
                              {"en", "Why was I charged a fee abroad?", "fees", ""},
                              {"en", "They closed my account without notice", "account.opening", ""},
                              {"en", "Our mortgage application took months", "lending", ""},
                              {"en", "The cash machine was out of order", "payments.cash", ""},
                              {"en", "Someone hacked into it and the bank does nothing", "security", ""},
                              {"de", "Die Überweisung ist seit Tagen weg", "payments", ""},
                              {"de", "Meine Filiale wurde geschlossen", "service.branch", ""},
                              {"fr", "Mon conseiller ne répond jamais", "service.contact", ""},
                              {"fr", "Frais bancaires exorbitants", "fees", ""},
                              {"es", "Me cobran comisiones por todo", "fees", ""},
                              {"es", "Me robaron la tarjeta", "card.problem", ""},
                              {"pt", "O pix não caiu", "payments.trouble", ""},
                              {"pt", "Meu nome foi negativado", "lending.debt", ""},
                              {"it", "Il mutuo è stato approvato", "lending", ""},
                              {"nl", "Mijn pinpas is geblokkeerd", "card", ""},
                          });
  expect_found("banking", {
                              {"en", "Take that into account", "", "account"},
                              {"en", "Feel free to call", "", "fees"},
                              {"en", "The investigation goes on", "", "investing"},
                              {"fr", "Je me rends compte que c'est long", "", "account"},
                              {"pt", "Estou de acordo", "", "lending.debt"},
                          });
}

TEST(ThemeBooks, SoftwareFindsWhatUsersSay) {
  expect_found("software", {
                               {"en", "It keeps crashing since the last update", "reliability.crashes", ""},
                               {"en", "It keeps crashing since the last update", "updates", ""},
                               {"en", "Couldn't log in after resetting my password", "account", ""},
                               {"en", "Drains the battery in no time", "reliability.speed", ""},
                               {"en", "Very intuitive", "usability", ""},
                               {"en", "Does not sync with my tablet", "integration", ""},
                               {"en", "Please add dark mode", "features", ""},
                               {"de", "Stürzt ständig ab", "reliability.crashes", ""},
                               {"de", "Zu viel Werbung", "price.ads", ""},
                               {"fr", "Trop de publicités", "price.ads", ""},
                               {"fr", "L'interface est claire", "usability", ""},
                               {"es", "Se cierra sola", "reliability.crashes", ""},
                               {"es", "Muy fácil de usar", "usability", ""},
                               {"pt", "Trava o tempo todo", "reliability.crashes", ""},
                               {"pt", "A assinatura ficou cara", "price", ""},
                               {"it", "Troppe notifiche", "notifications", ""},
                               {"nl", "De app is erg traag", "reliability.speed", ""},
                           });
  expect_found("software", {
                               {"en", "Breakfast is the best meal", "", "reliability.speed"},
                               {"en", "Feel free to uninstall it", "", "price"},
                               {"en", "We hang out there", "", "reliability.crashes"},
                               {"fr", "C'est important", "", "integration"},
                           });
}

TEST(ThemeBooks, EmployeesFindsWhatTheySay) {
  expect_found("employees", {
                                {"en", "We are underpaid compared to the market", "pay", ""},
                                {"en", "Constant overtime and no days off", "workload.balance", ""},
                                {"en", "My boss micromanages everything", "leadership.manager", ""},
                                {"en", "Half the team is burnt out", "workload", ""},
                                {"en", "No room for growth", "growth", ""},
                                {"en", "Nobody says thanks; we are just a number", "pay.recognition", ""},
                                {"en", "Our laptops are outdated", "work.tools", ""},
                                {"de", "Tolle Kollegen, guter Zusammenhalt", "colleagues", ""},
                                {"de", "Keine Wertschätzung von oben", "pay.recognition", ""},
                                {"de", "Homeoffice nur auf Antrag", "workload.balance", ""},
                                {"fr", "Aucune reconnaissance", "pay.recognition", ""},
                                {"fr", "L'ambiance est bonne", "colleagues", ""},
                                {"es", "No hay posibilidad de ascender", "growth", ""},
                                {"es", "Mi jefe no escucha", "leadership.manager", ""},
                                {"pt", "Salário atrasado de novo", "pay", ""},
                                {"pt", "Muita pressão por metas", "workload", ""},
                                {"it", "Contratti a tempo determinato", "security", ""},
                                {"nl", "Hoge werkdruk", "workload", ""},
                            });
  expect_found("employees", {
                                {"en", "Please pay attention to this", "", "pay"},
                                {"en", "Thank you for asking", "", "pay.recognition"},
                                {"en", "He raised concerns", "", "pay"},
                                {"de", "Vielen Dank", "", "pay.recognition"},
                            });
}

std::filesystem::path data_folder() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no environment
  if (const char* folder = std::getenv("BELLWETHER_TEST_DATA"); folder != nullptr) return folder;
  return std::filesystem::path(BELLWETHER_SOURCE_DIR) / ".." / "shared" / "data";
}

struct Tweet {
  std::string reason;  ///< the one reason that a reader gave to it
  std::set<std::string_view> themes;
};

std::vector<Tweet> tweets_with_a_reason() {
  std::vector<Tweet> tweets;
  auto reader = listen::open_rows(data_folder() / "twitter_airline_sentiment" / "Tweets.csv");
  if (!reader) return tweets;
  std::size_t text = 0, reason = 0;
  for (std::size_t i = 0; i < (*reader)->headers().size(); ++i) {
    if ((*reader)->headers()[i].name == "text") text = i;
    if ((*reader)->headers()[i].name == "negativereason") reason = i;
  }
  listen::RowBlock block;
  while ((*reader)->next(block).value_or(false)) {
    for (std::size_t row = 0; row < block.size(); ++row) {
      const std::string_view given = block.cell(row, reason);
      if (given.empty()) continue;
      tweets.push_back({std::string(given), themes_of(book_of("airlines"), block.cell(row, text), "en")});
    }
  }
  return tweets;
}

/// Readers gave one reason to a tweet that often speaks of several, so a theme found beside it counts as wrong here: what is told of
/// precision is less than there is.
TEST(ThemeBooks, AirlinesFindsTheReasonsThatReadersGave) {
  if (!std::filesystem::exists(data_folder())) GTEST_SKIP() << "the data sets are not at " << data_folder();
  const auto tweets = tweets_with_a_reason();
  ASSERT_GT(tweets.size(), 5'000U);
  struct Bar {
    std::string_view reason, theme;
    double recall, precision;
  };
  for (const Bar& bar : {
           Bar{"Late Flight", "punctuality", 0.70, 0.40},
           Bar{"Late Flight", "punctuality.delay", 0.61, 0.66},
           Bar{"Cancelled Flight", "punctuality.cancellation", 0.82, 0.43},
           Bar{"Lost Luggage", "baggage", 0.78, 0.55},
           Bar{"Lost Luggage", "baggage.lost", 0.43, 0.65},
           Bar{"Damaged Luggage", "baggage", 0.70, 0.04},
           Bar{"Damaged Luggage", "baggage.damaged", 0.27, 0.45},
           Bar{"Flight Booking Problems", "booking", 0.71, 0.19},
           Bar{"Customer Service Issue", "service", 0.65, 0.56},
       }) {
    ASSERT_NE(book_of("airlines").at(bar.theme), Theme::k_none) << bar.theme;
    const std::string inner = std::string(bar.theme) + ".";
    double given = 0, found = 0, both = 0;
    for (const Tweet& tweet : tweets) {
      const bool has_reason = tweet.reason == bar.reason;
      const bool has_theme = std::ranges::any_of(
          tweet.themes, [&](std::string_view theme) { return theme == bar.theme || theme.starts_with(inner); });
      given += has_reason ? 1 : 0;
      found += has_theme ? 1 : 0;
      both += has_reason && has_theme ? 1 : 0;
    }
    EXPECT_GE(both / given, bar.recall) << bar.reason << " by " << bar.theme;
    EXPECT_GE(both / found, bar.precision) << bar.reason << " by " << bar.theme;
  }
}

}  // namespace
}  // namespace bellwether::understand
