// Questions that ask for more than a figure: weights, drawn intervals, how many answers it takes.
#include "program.hpp"

#include <gtest/gtest.h>

namespace bellwether::story {
namespace {

using nlohmann::json;

/// 60 of 80 in Lyon and 5 of 20 in Nice are promoters, all others detractors; half of the customers live in each.
void fill(const Folder& folder) {
  std::string answers = "answer_id,date,unit,nps,basket\n";
  for (int i = 0; i < 100; ++i) {
    const bool lyon = i < 80;
    const bool happy = lyon ? i < 60 : i < 85;
    answers += "A" + std::to_string(i) + ",2026-09-14," + (lyon ? "Lyon" : "Nice") + "," + (happy ? "10" : "0") + "," +
               std::to_string(i == 7 ? 900 : 10 + i % 9) + "\n";
  }
  folder.write("answers.csv", answers);
  std::string counts;
  for (const char* unit : {"Lyon", "Nice"}) {
    counts += json{{"id", std::string("p-") + unit},
                   {"occurred_at", "2026-09-01T00:00:00Z"},
                   {"kind", "population.counted"},
                   {"unit", unit},
                   {"amount", 500},
                   {"attributes", {{"of", "customers"}}}}
                  .dump() +
              "\n";
  }
  folder.write("counts.ndjson", counts);
  for (const std::vector<std::string>& way :
       std::vector<std::vector<std::string>>{{"import", "answers.csv", "--data", "data"},
                                             {"import", "counts.ndjson", "--as", "acts", "--data", "data"}}) {
    const Ran ran = folder.run(way);
    ASSERT_EQ(ran.status, 0) << ran.err << ran.out;
  }
}

TEST(Asking, WeightsStandForThePopulation) {
  const Folder folder;
  fill(folder);
  const std::vector<std::string> question{"measure", "nps", "--weight", "unit", "--data", "data"};
  const auto with = [&](const char* flag) {
    std::vector<std::string> all = question;
    all.emplace_back(flag);
    return folder.run(all);
  };
  const json row = with("--json").json()["rows"][0];
  EXPECT_NEAR(row["value"].get<double>(), 0, 1e-9) << "plain it is 30";
  EXPECT_EQ(row["method"], "weighted");
  EXPECT_EQ(row["weighting"]["by"], json({"unit"}));
  EXPECT_NEAR(row["weighting"]["effective_n"].get<double>(), 64, 1e-6);
  EXPECT_NE(with("--csv").out.find(",design_effect,"), std::string::npos);
  EXPECT_NE(folder.run(question).out.find("design effect 1.56"), std::string::npos) << folder.run(question).out;
  const Ran two = folder.run({"measure", "nps", "--by", "unit,channel", "--json", "--data", "data"});
  EXPECT_EQ(two.status, 0) << two.err;
  EXPECT_EQ(two.json()["rows"][0]["slice"].size(), 2U) << "names stand in one word";
  const Ran unknown = folder.run({"measure", "nps", "--weight", "unit,segment", "--data", "data"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_NE(unknown.err.find("--weight"), std::string::npos) << unknown.err;
  EXPECT_FALSE(folder.run({"measure", "nps", "--json", "--data", "data"}).json()["rows"][0].contains("weighting"));
}

TEST(Asking, SkewedAmountsAreDrawnAgain) {
  const Folder folder;
  fill(folder);
  const Ran ran =
      folder.run({"measure", "mean(attribute.basket)", "--interval", "bootstrap", "--json", "--data", "data"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const json row = ran.json()["rows"][0];
  EXPECT_EQ(row["method"], "bca");
  EXPECT_NE(ran.json()["query"].get<std::string>().find("--interval bootstrap"), std::string::npos);
  EXPECT_EQ(folder.run({"measure", "nps", "--interval", "bootstrap", "--data", "data"}).status, 1);
  EXPECT_EQ(folder.run({"measure", "nps", "--interval", "guess", "--data", "data"}).status, 2);
}

TEST(Asking, PowerNeedsNoStore) {
  const Folder folder;
  const Ran worst = folder.run({"power", "nps", "--difference", "10"});
  EXPECT_EQ(worst.status, 0) << worst.err;
  EXPECT_NE(worst.out.find("takes 1,571 answers"), std::string::npos) << worst.out;
  EXPECT_NE(worst.out.find("because there is no data"), std::string::npos) << worst.out;
  fill(folder);
  const json seen = folder.run({"power", "nps", "--difference", "10", "--json", "--data", "data"}).json();
  EXPECT_EQ(seen["spread"]["n"], 100);
  EXPECT_EQ(seen["now"]["n"], 100);
  EXPECT_EQ(folder.run({"power", "nps"}).status, 2);
  EXPECT_EQ(folder.run({"power", "nps", "--difference", "-3"}).status, 2);
  EXPECT_EQ(folder.run({"power", "volume", "--difference", "3"}).status, 1);
  EXPECT_EQ(folder.run({"power", "nps", "--difference", "3", "--data", "elsewhere"}).status, 1);
}

}  // namespace
}  // namespace bellwether::story
