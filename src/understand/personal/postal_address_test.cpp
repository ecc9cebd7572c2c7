#include "understand/personal/found_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::personal {
namespace {

TEST(PostalAddress, IsFoundAsEachCountryWritesIt) {
  for (const std::string_view address : {"12 Baker Street",
                                         "221b Baker Street",
                                         "1600 Pennsylvania Avenue, Washington, DC 20500",
                                         "Hauptstraße 5",
                                         "Hauptstr. 5a, 10115 Berlin",
                                         "Berliner Straße 17",
                                         "Unter-den-Linden-Allee 3",
                                         "12 rue Cler, 75007 Paris",
                                         "12, avenue de la République",
                                         "Via Nizza 60",
                                         "Calle Mayor, 5",
                                         "Rua Augusta, 1508",
                                         "Nassaustraat 123",
                                         "Kalverstraat 92, 1012 PH Amsterdam",
                                         "Viale Monza 16",
                                         "PO Box 255",
                                         "P.O. Box 255",
                                         "Postfach 1234",
                                         "Caixa Postal 1234",
                                         "PSC 7004, Box 8380",
                                         "ul. Karpacka 69"}) {
    EXPECT_EQ(found_in("send it to " + std::string(address) + " please"), "address:" + std::string(address));
  }
}

TEST(PostalAddress, TakesInTheFlatAndTheLinesBehind) {
  EXPECT_EQ(found_in("23 Wressle Road Suite 771\nPolapit, TX 77058\nthe bell is broken"),
            "address:23 Wressle Road Suite 771\nPolapit, TX 77058");
}

TEST(PostalAddress, NeedsAStreetAndItsNumber) {
  for (const std::string_view text :
       {"a 15 minute drive", "2 way street", "the street was closed for 3 days", "via email in 24 hours",
        "der Parkplatz 3 war voll", "Platz 45 war besetzt", "size 34 c and 36 c", "le 2, c'est dommage",
        "auf dem Rückweg 20 Minuten", "we waited 10 minutes on the road", "room 12 was dirty", "postbox 5"}) {
    EXPECT_EQ(found_in(text), "") << text;
  }
}

}  // namespace
}  // namespace bellwether::personal
