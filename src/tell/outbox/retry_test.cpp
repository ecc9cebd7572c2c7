#include "tell/outbox/retry.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::outbox {
namespace {

const Instant k_now{.us = 1'795'000'000'000'000};
std::int64_t wait_s(std::size_t tries, double chance = 0, std::optional<std::int64_t> asked = {}) {
  const auto next = next_try(tries, k_now, chance, asked);
  return next ? (next->us - k_now.us) / k_us_per_second : -1;
}

TEST(Retry, WaitsAsStandardWebhooksSuggests) {
  EXPECT_EQ(wait_s(0), 0);
  EXPECT_EQ(wait_s(1), 5);
  EXPECT_EQ(wait_s(2), 300);
  EXPECT_EQ(wait_s(3), 1'800);
  EXPECT_EQ(wait_s(4), 7'200);
  EXPECT_EQ(wait_s(9), 86'400);
  EXPECT_EQ(wait_s(10), -1) << "ten tries are all";
}

TEST(Retry, WaitsLongerWhereItIsAskedToAndNeverShorter) {
  EXPECT_EQ(wait_s(1, 0, 120), 120);
  EXPECT_EQ(wait_s(3, 0, 1), 1'800);
  EXPECT_EQ(wait_s(1, 0, 1'000'000'000), k_longest_wait_s);
  EXPECT_EQ(wait_s(10, 0, 5), -1);
  EXPECT_EQ(retry_after_from(" 120 "), 120);
  EXPECT_EQ(retry_after_from("99999999999999999999999"), k_longest_wait_s);
  for (const char* text : {"", "-5", "soon", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT"}) {
    EXPECT_FALSE(retry_after_from(text)) << text;
  }
}

RC_GTEST_PROP(Retry, JitterAddsATenthAtMost, ()) {
  const auto tries = *rc::gen::inRange<std::size_t>(0, k_waits_s.size());
  const double chance = *rc::gen::inRange(0, 1'000) / 1'000.0;
  const std::int64_t wait = wait_s(tries, chance);
  RC_ASSERT(wait >= k_waits_s[tries]);
  RC_ASSERT(wait <= k_waits_s[tries] + k_waits_s[tries] / 10 + 1);
}

TEST(Retry, WhatAnAnswerMeans) {
  for (const int status : {200, 201, 202, 204, 299}) EXPECT_EQ(outcome_of(status), Outcome::delivered) << status;
  for (const int status : {0, 301, 302, 400, 401, 404, 429, 500, 503})
    EXPECT_EQ(outcome_of(status), Outcome::again) << status;
  EXPECT_EQ(outcome_of(410), Outcome::gone);
}

}  // namespace
}  // namespace bellwether::outbox
