// Records on each engine, gone after the test.
#pragma once

#include "store/records/places_for_test.hpp"
#include "store/records/records.hpp"
#include "store/records/schema.hpp"

#include <memory>
#include <utility>

#include <gtest/gtest.h>

namespace bellwether::guard {

class WithRecords : public records::PlacesForTest {
 protected:
  void SetUp() override {
    PlacesForTest::SetUp();
    if (IsSkipped()) return;
    auto opened = records::Records::open(place(), store::Access::write, records::migrations());
    ASSERT_TRUE(opened) << to_text(opened.error());
    records = *std::move(opened);
    fill();
  }
  virtual void fill() {}
  [[nodiscard]] records::Transaction begin() const { return std::move(records->begin()).value(); }

  std::unique_ptr<records::Records> records;
};

inline const Instant k_now{.us = 1'795'000'000'000'000};

}  // namespace bellwether::guard
