// Leadership read from public files that were never meant for it: nearly all is unknown, and nothing is made up.
#include "program.hpp"

#include <cstdint>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::story {
namespace {

using nlohmann::json;

constexpr std::size_t k_frameworks = 6;

struct LeadingOnPublicFiles : testing::Test {
  void SetUp() override { SKIP_WITHOUT_PUBLIC_DATA(); }

  /// Employees' reviews, customers' reviews and tickets, and answers without a date.
  void bring_all() const {
    for (const char* const file :
         {"glassdoor_reviews/reviews_190428.csv", "olist_subset/olist_order_reviews_dataset.csv",
          "support_tickets_synthetic/customer_support_tickets.csv", "nps_garden_store_fr/nps.csv"}) {
      const Ran ran = folder.run({"import", (*public_data() / file).string(), "--data", "data"});
      ASSERT_LT(ran.status, 2) << file << ": " << ran.err;
    }
  }
  [[nodiscard]] json lead(std::vector<std::string> question) const {
    question.insert(question.begin(), {"lead", "--json", "--data", "data"});
    const Ran ran = folder.run(question);
    EXPECT_EQ(ran.status, 0) << ran.err;
    return ran.json();
  }

  Folder folder;
};

/// Where nothing is known there is no score, and where there is a score something is known.
void expect_honest(const json& of, const std::string& where) {
  const bool is_scored = !of["score"].is_null();
  EXPECT_EQ(is_scored, of["coverage"].get<double>() > 0) << where;
  EXPECT_EQ(of["low"].is_null(), !is_scored) << where;
  EXPECT_EQ(of["high"].is_null(), !is_scored) << where;
  if (!is_scored) return;
  EXPECT_LE(of["low"], of["score"]) << where;
  EXPECT_LE(of["score"], of["high"]) << where;
}

void expect_in_falling_order(const json& bring_next, const std::string& where) {
  double before = 1;
  for (const json& one : bring_next) {
    EXPECT_GT(one["coverage"].get<double>(), 0) << where;
    EXPECT_LE(one["coverage"].get<double>(), before) << where << ": " << one["indicator"];
    EXPECT_FALSE(one["bring"].get<std::string>().empty()) << where << ": " << one["indicator"];
    before = one["coverage"].get<double>();
  }
}

/// Returns how many indicators are known.
std::size_t expect_honest_indicators(const json& card) {
  const std::string framework = card["framework"];
  std::size_t known = 0;
  std::size_t all = 0;
  for (const json& dimension : card["dimensions"]) {
    expect_honest(dimension, framework + " " + dimension["id"].get<std::string>());
    for (const json& one : dimension["indicators"]) {
      const std::string where = framework + " " + one["id"].get<std::string>();
      const bool is_known = one["state"] == "known";
      ++all;
      known += is_known ? 1 : 0;
      EXPECT_EQ(one["value"].is_null(), !is_known) << where;
      EXPECT_EQ(one["score"].is_null(), !is_known) << where;
      EXPECT_EQ(one["freshness"].get<double>() > 0, is_known) << where;
      EXPECT_EQ(one["why"].is_null(), is_known) << where << ": what is unknown says why";
      EXPECT_EQ(one["bring"].is_null(), is_known) << where << ": and what to bring";
    }
  }
  EXPECT_EQ(card["bring_next"].size(), all - known) << framework;
  return known;
}

TEST_F(LeadingOnPublicFiles, IsMostlyUnknownAndSaysSo) {
  bring_all();
  const json all = lead({});
  ASSERT_EQ(all["frameworks"].size(), k_frameworks);
  std::map<std::string, std::size_t> known;
  for (const json& card : all["frameworks"]) {
    const std::string framework = card["framework"];
    expect_honest(card, framework);
    expect_in_falling_order(card["bring_next"], framework);
    known[framework] = expect_honest_indicators(card);
    EXPECT_LT(card["coverage"].get<double>(), 0.05) << framework;
    EXPECT_EQ(card["flags"], json::array()) << framework;
  }
  // What customers of the tickets rate is satisfaction, the only thing here that a framework asks for.
  EXPECT_EQ(
      known,
      (std::map<std::string, std::size_t>{
          {"lead", 0}, {"core", 0}, {"elements", 1}, {"pillars", 0}, {"sponsorship", 0}, {"customer-centric", 0}}));
}

TEST_F(LeadingOnPublicFiles, WhatIsKnownIsTheMeasuresOwnFigure) {
  bring_all();
  const json card = lead({"elements", "--period", "2021-Q4"});
  json csat;
  for (const json& dimension : card["dimensions"]) {
    for (const json& one : dimension["indicators"]) {
      if (one["state"] == "known") csat = one;
    }
  }
  ASSERT_EQ(csat["id"], "csat");
  // The 90 days before 2022, as `bellwether measure` tells them.
  const json measured =
      folder.run({"measure", "csat", "--from", "2021-10-03", "--to", "2021-12-31", "--json", "--data", "data"})
          .json()["rows"][0];
  EXPECT_EQ(csat["n"], measured["n"]);
  EXPECT_EQ(csat["value"], measured["value"]);
  EXPECT_GT(csat["n"].get<std::int64_t>(), 100);
}

TEST_F(LeadingOnPublicFiles, AnswersWithoutADateAreOfNoPeriod) {
  const Ran ran = folder.run({"import", (*public_data() / "nps_garden_store_fr/nps.csv").string(), "--data", "data"});
  ASSERT_LT(ran.status, 2) << ran.err;
  const Ran undated = folder.run({"lead", "lead", "--data", "data"});
  EXPECT_EQ(undated.status, 1);
  EXPECT_NE(undated.err.find("no dated fact"), std::string::npos) << undated.err;
  EXPECT_TRUE(lead({"lead", "--period", "2026-Q1"})["score"].is_null());
}

}  // namespace
}  // namespace bellwether::story
