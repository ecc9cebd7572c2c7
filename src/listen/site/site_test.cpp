// Files of sites: what is read, and what is refused with its line.
#include "listen/site/site.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace bellwether::listen {
namespace {

constexpr std::string_view k_least =
    "name = \"shop\"\nsource = \"web shop\"\norigins = [\"https://Shop.example.org/\"]\n";

Error mistake_in(std::string_view more) {
  const auto site = site_from_toml(std::string(k_least) + std::string(more), "shop.toml");
  EXPECT_FALSE(site) << more;
  return site ? Error{} : site.error();
}

TEST(Site, NeedsANameASourceAndWhereItsPagesAre) {
  const Site site = site_from_toml(k_least, "shop.toml").value();
  EXPECT_EQ(site.name, "shop");
  EXPECT_EQ(site.source, "web shop");
  EXPECT_EQ(site.channel, "web");
  EXPECT_EQ(site.origins, (std::vector<std::string>{"https://shop.example.org"})) << "as browsers write it";
  EXPECT_EQ(site.types, (std::vector<std::string>{"page.viewed", "answer.given"}));
  EXPECT_EQ(site.without_consent, WithoutConsent::answers);
  for (const char* missing :
       {"", "name = \"shop\"\nsource = \"web shop\"", "name = \"shop\"\norigins = [\"https://a.b\"]",
        "source = \"web shop\"\norigins = [\"https://a.b\"]"}) {
    EXPECT_FALSE(site_from_toml(missing, "shop.toml")) << missing;
  }
}

TEST(Site, ListsWhatItsPagesMayTell) {
  const Site site = site_from_toml(std::string(k_least) + R"(
    types = ["search.done"]
    units = ["Online"]
    touchpoints = ["search", "checkout"]
    ratings = ["ease"]
    attributes = ["plan"]
    without_consent = "nothing"
    requests_per_second = 0.5)",
                                   "shop.toml")
                        .value();
  EXPECT_EQ(site.types, (std::vector<std::string>{"search.done"}));
  EXPECT_EQ(site.touchpoints, (std::vector<std::string>{"checkout", "search"}));
  EXPECT_EQ(site.without_consent, WithoutConsent::nothing);
  EXPECT_EQ(site.requests_per_second, 0.5);
}

TEST(Site, AMistakeIsToldWithItsLine) {
  EXPECT_EQ(mistake_in("touchpoint = [\"a\"]").where, "shop.toml:4");
  EXPECT_NE(mistake_in("touchpoint = [\"a\"]").mend.find("touchpoints"), std::string::npos);
  EXPECT_NE(mistake_in("without_consent = \"nothin\"").mend.find("nothing"), std::string::npos);
  for (const char* wrong : {"units = \"Online\"", "units = [1]", "units = [\" \"]", "requests_per_second = 0",
                            "requests_per_second = \"many\"", "requests_per_second = nan", "name = "}) {
    EXPECT_FALSE(mistake_in(wrong).message.empty()) << wrong;
  }
  for (const char* origin : {"shop.example.org", "https://", "https://shop.example.org/page", "https://*.example.org",
                             "ftp://shop.example.org", "https://ada@shop.example.org"}) {
    const auto site =
        site_from_toml("name = \"shop\"\nsource = \"s\"\norigins = [\"" + std::string(origin) + "\"]", "f");
    ASSERT_FALSE(site) << origin;
    EXPECT_EQ(site.error().where, "f:3") << origin;
  }
}

TEST(Site, OfAFolderHaveNamesOfTheirOwn) {
  const auto folder = std::filesystem::temp_directory_path() / ("bellwether-sites-" + std::to_string(getpid()));
  EXPECT_TRUE(Sites::load(folder).value().all().empty()) << "no folder, no sites";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.toml") << k_least;
  const auto sites = Sites::load(folder);
  ASSERT_TRUE(sites);
  EXPECT_NE(sites->find("shop"), nullptr);
  EXPECT_EQ(sites->find("other"), nullptr);
  EXPECT_TRUE(sites->has_origin("https://shop.example.org"));
  EXPECT_FALSE(sites->has_origin("https://example.org"));
  EXPECT_FALSE(sites->has_origin(""));
  std::ofstream(folder / "b.toml") << k_least;
  const auto twice = Sites::load(folder);
  ASSERT_FALSE(twice);
  EXPECT_NE(twice.error().where.find("b.toml"), std::string::npos);
  EXPECT_NE(twice.error().mend.find("a.toml"), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace bellwether::listen
