// Records on each engine with a webhook in them.
#pragma once

#include "store/records/places_for_test.hpp"
#include "store/records/records.hpp"
#include "store/records/schema.hpp"
#include "tell/outbox/deliveries.hpp"
#include "tell/outbox/webhooks.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::outbox {

inline const Instant k_now{.us = 1'795'000'000'000'000};
inline Instant after(std::int64_t seconds) { return Instant{.us = k_now.us + seconds * k_us_per_second}; }
inline const guard::Seal k_seal(guard::Seal::Key{3, 1, 4});

class WithOutbox : public records::PlacesForTest {
 protected:
  void SetUp() override {
    PlacesForTest::SetUp();
    if (IsSkipped()) return;
    auto opened = records::Records::open(place(), store::Access::write, records::migrations());
    ASSERT_TRUE(opened) << to_text(opened.error());
    records = *std::move(opened);
  }
  [[nodiscard]] records::Transaction begin() const { return std::move(records->begin()).value(); }

  static MadeWebhook made(records::Transaction& transaction, const std::string& name = "CRM") {
    auto made =
        make_webhook(transaction, k_seal,
                     {.name = name, .url = "https://crm.example.org/h", .kinds = {Kind::signal_received}, .filter = {}},
                     {.store = "s", .snapshot = 4}, "user:1", k_now);
    EXPECT_TRUE(made) << to_text(made.error());
    return *std::move(made);
  }
  static std::vector<std::string> audit(records::Transaction& transaction) {
    std::vector<std::string> lines;
    EXPECT_TRUE(transaction.ask("SELECT who, what, how FROM audit ORDER BY number", 3, {},
                                [&](const records::Row& row) -> Result<void> {
                                  lines.push_back(row.text(0) + " " + row.text(1) + " " + row.text(2));
                                  return {};
                                }));
    return lines;
  }

  std::unique_ptr<records::Records> records;
};

}  // namespace bellwether::outbox
