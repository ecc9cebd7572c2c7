#include "understand/personal/found_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::personal {
namespace {

TEST(NationalIds, AreFoundByFormAndCheckDigit) {
  // Published examples: BZSt (Steuer-ID), INSEE by way of fr.wikipedia (NIR), Ministerio del Interior (DNI, NIE), and the
  // numbers by which the rules of CPF and CNPJ are taught (111.444.777 gives 35, 11.222.333/0001 gives 81).
  for (const std::string_view id :
       {"123-45-6789", "AB123456C", "AB 12 34 56 C", "ab123456c", "86095742719", "86 095 742 719", "47036892816",
        "255081416802538", "2 55 08 14 168 025 38", "12345678Z", "12345678-z", "X1234567L", "111.444.777-35",
        "11144477735", "11.222.333/0001-81", "11222333000181"}) {
    EXPECT_EQ(found_in("it is " + std::string(id) + ", she wrote"), "national_id:" + std::string(id));
  }
}

TEST(NationalIds, OfCorsicaHaveALetter) {
  // 1 82 05 2A 081 123: with 19 for 2A, 1820519081123 mod 97 = 70, so the key is 27.
  EXPECT_EQ(found_in("no 1 82 05 2A 081 123 27"), "national_id:1 82 05 2A 081 123 27");
  EXPECT_EQ(found_in("no 182052A08112328"), "");
}

TEST(NationalIds, AreNoneWhereACheckFails) {
  for (const std::string_view text :
       {"part 000-45-6789", "part 666-45-6789", "part 900-45-6789", "part 123-00-6789", "part 123-45-0000",
        "part GB123456C", "part QQ123456C", "part AB123456E", "part 86095742718", "part 12345678A", "part X1234567M",
        "part 111.444.777-36", "part 111.111.111-11", "part 11.222.333/0001-82", "part 255081416802539"}) {
    EXPECT_EQ(found_in(text), "") << text;
  }
}

TEST(NationalIds, WithoutHyphensAreToldByWords) {
  EXPECT_EQ(found_in("my SSN is 123456789"), "national_id:123456789");
  EXPECT_EQ(found_in("social security: 123 45 6789"), "national_id:123 45 6789");
  EXPECT_EQ(found_in("parcel 123456789"), "");
  EXPECT_EQ(found_in("my SSN is 666456789"), "");
}

}  // namespace
}  // namespace bellwether::personal
