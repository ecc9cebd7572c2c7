#include "simulate/ndjson.hpp"

#include <array>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::simulate {
namespace {

TEST(Ndjson, EscapesWhatJsonNeedsAndNothingElse) {
  std::string out;
  append_json("say \"hi\"\\ \n\t\x01 café 😊", out);
  EXPECT_EQ(out, "\"say \\\"hi\\\"\\\\ \\u000a\\u0009\\u0001 café 😊\"");
  EXPECT_EQ(nlohmann::json::parse(out).get<std::string>(), "say \"hi\"\\ \n\t\x01 café 😊");
}

TEST(Ndjson, WritesASignalInOurOwnForm) {
  const std::array<facts::Rating, 2> ratings{{{.name = "nps", .value = {900}}, {.name = "mean", .value = {450}}}};
  const std::array<facts::Attribute, 2> attributes{
      {{.name = "segment", .value = std::string_view("leisure")}, {.name = "spend", .value = Micros{12'850'000}}}};
  const std::array<facts::Mention, 1> themes{{{.theme = "room", .sentiment = facts::Thousandths{-250}}}};
  facts::Signal signal;
  signal.id = {.high = 0x0123456789ab8def, .low = 0x8123456789abcdef};
  signal.occurred_at = Instant{1'794'700'812'000'000};
  signal.channel = "survey";
  signal.subject = facts::Pseudonym{0xabc};
  signal.ratings = ratings;
  signal.text = "fine";
  signal.attributes = attributes;
  signal.sentiment = facts::Thousandths{-5};
  signal.themes = themes;
  std::string line;
  append_signal(signal, line);
  // 1,794,700,812 s after 1970 = 20,772 days (2026-11-15) and 0 h 0 min 12 s.
  EXPECT_EQ(line,
            "{\"id\":\"01234567-89ab-8def-8123-456789abcdef\",\"occurred_at\":\"2026-11-15T00:00:12Z\",\"channel\":"
            "\"survey\","
            "\"customer\":\"c000000000abc\",\"ratings\":{\"nps\":9,\"mean\":4.5},\"text\":\"fine\","
            "\"attributes\":{\"segment\":\"leisure\",\"spend\":12.85},\"sentiment\":-0.005,"
            "\"themes\":[{\"theme\":\"room\",\"sentiment\":-0.25}]}\n");
}

}  // namespace
}  // namespace bellwether::simulate
