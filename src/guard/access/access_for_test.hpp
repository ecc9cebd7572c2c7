// Records in a folder of their own, gone after the test.
#pragma once

#include "store/records/records.hpp"
#include "store/records/schema.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::guard {

class WithRecords : public testing::Test {
 protected:
  WithRecords() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    auto opened = records::Records::open(folder_ / "records.sqlite", store::Access::write, records::migrations());
    EXPECT_TRUE(opened) << to_text(opened.error());
    if (opened) records = *std::move(opened);
  }
  ~WithRecords() override {
    records.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] records::Transaction begin() const { return std::move(records->begin()).value(); }

  std::unique_ptr<records::Records> records;

 private:
  std::filesystem::path folder_;
};

inline const Instant k_now{.us = 1'795'000'000'000'000};

}  // namespace bellwether::guard
