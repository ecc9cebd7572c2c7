// check() finds a sound store sound, and names what was damaged on purpose.
#include "store/facts/duck.hpp"
#include "store/facts/store_for_test.hpp"

#include <array>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

/// A store with a little of everything, closed.
void make_store(const std::filesystem::path& folder, std::uint64_t rows_of_each = 300) {
  const Opened opened = open_store(folder);
  const std::array<std::string_view, 3> units = {"Lyon", "Paris", ""};
  for (std::uint64_t b = 0; b < 3; ++b) {
    SignalBatch batch;
    for (std::uint64_t i = 0; i < rows_of_each; ++i) {
      Signal& signal = batch.add();
      signal.id = derived_id(b, i);
      if (i % 10 != 0)
        signal.occurred_at = Instant{at("2026-01-01", 0).us + static_cast<std::int64_t>(i * 7 + b) * 3'600'000'000};
      signal.unit = units[i % 3];
      signal.channel = i % 2 == 0 ? "chat" : "phone";
      if (i % 4 == 0) signal.text = "said something";
      const std::array<Rating, 2> ratings = {Rating{.name = "nps", .value = {static_cast<std::int32_t>(i % 11) * 100}},
                                             Rating{.name = "ease", .value = {static_cast<std::int32_t>(i % 5) * 100}}};
      signal.ratings = batch.keep(std::span<const Rating>(ratings));
      const std::array<Mention, 1> themes = {
          Mention{.theme = i % 2 == 0 ? "price" : "staff",
                  .sentiment = Thousandths{static_cast<std::int16_t>(static_cast<int>(i % 7) * 100 - 300)}}};
      if (i % 3 == 0) signal.themes = batch.keep(std::span<const Mention>(themes));
    }
    ASSERT_TRUE(opened->append(std::move(batch)).get());
  }
  ActBatch acts;
  Act& act = acts.add();
  act.id = derived_id(9, 9);
  act.kind = "floor.visited";
  act.occurred_at = at("2026-02-01");
  ASSERT_TRUE(opened->append(std::move(acts)).get());
}

void damage(const std::filesystem::path& folder, const std::string& sql) {
  const auto database = Database::open({.file = folder / "facts.duckdb", .temporary = {}});
  ASSERT_TRUE(database);
  const auto done = database->connect()->run(sql);
  ASSERT_TRUE(done) << to_text(done.error());
}

TEST(Check, ASoundStoreIsSound) {
  const Folder folder;
  make_store(folder.path());
  for (const store::Access access : {store::Access::read, store::Access::write}) {
    const Opened opened = open_store(folder.path(), access);
    for (int again = 0; again < 2; ++again) {
      const auto report = opened->check();
      ASSERT_TRUE(report) << to_text(report.error());
      EXPECT_EQ(report->signals, 900U);
      EXPECT_EQ(report->acts, 1U);
      EXPECT_EQ(report->snapshot, 4U);
      for (const Problem& problem : report->problems) ADD_FAILURE() << problem.where << ": " << problem.what;
      EXPECT_GT(report->looked_at.size(), 20U);
    }
    if (access == store::Access::write) {
      ASSERT_TRUE(opened->tidy());
      EXPECT_TRUE(opened->check()->problems.empty());
    }
  }
}

struct Damage {
  std::string sql, where, what;
};
class Damaged : public testing::TestWithParam<Damage> {};

TEST_P(Damaged, IsNamed) {
  const Folder folder;
  make_store(folder.path());
  damage(folder.path(), GetParam().sql);
  const Opened opened = open_store(folder.path(), store::Access::read);
  const auto report = opened->check();
  ASSERT_TRUE(report) << to_text(report.error());
  bool named = false;
  for (const Problem& problem : report->problems) {
    named = named || (problem.where == GetParam().where && problem.what.find(GetParam().what) != std::string::npos);
    EXPECT_FALSE(problem.mend.empty());
  }
  EXPECT_TRUE(named) << (report->problems.empty() ? "no problem found" : report->problems.front().what);
}

INSTANTIATE_TEST_SUITE_P(
    All, Damaged,
    testing::Values(Damage{"UPDATE rollup_unit SET n = n + 1 WHERE rowid = 3", "rollup_unit", "1 cells"},
                    Damage{"DELETE FROM rollup_place WHERE rowid = 0", "rollup_place", "1 cells"},
                    Damage{"UPDATE rollup_theme SET low = -999 WHERE rowid = 1", "rollup_theme", "1 cells"},
                    Damage{"UPDATE signals SET nps = 0 WHERE nps = 900", "rollup_unit", "differ from the facts"},
                    Damage{"INSERT INTO signals SELECT * FROM signals LIMIT 1", "signals", "1 ids"},
                    Damage{"UPDATE signals SET unit = 77 WHERE rowid = 5", "signals", "1 rows with a unit"},
                    Damage{"UPDATE signals SET themes = [5000] WHERE rowid = 3", "signals", "mentions of a theme"},
                    Damage{"UPDATE signals SET day = DATE '2020-01-01' WHERE rowid = 7", "signals", "day, week"},
                    Damage{"UPDATE acts SET year = NULL", "acts", "day, week"},
                    Damage{"UPDATE signals SET snapshot = 99 WHERE rowid = 7", "signals", "never was"},
                    Damage{"UPDATE signals SET has_text = TRUE WHERE rowid = 1", "signals", "having text"},
                    Damage{"UPDATE signals SET theme_sentiments = NULL WHERE rowid = 3", "signals", "sentiments"},
                    Damage{"UPDATE signals SET more_numbers = MAP {99: 1::BIGINT} WHERE rowid = 3", "signals",
                           "without a name"},
                    Damage{"ALTER TABLE signals DROP COLUMN r5", "signals", "ease"}));

TEST(Check, ATruncatedFileIsToldWhenItIsOpened) {
  const Folder folder;
  make_store(folder.path(), 60'000);
  const std::filesystem::path file = folder.path() / "facts.duckdb";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  auto directory = store::DataDirectory::open(folder.path(), store::Access::read, "test");
  ASSERT_TRUE(directory);
  const auto facts = Facts::open(*directory);
  if (facts) {
    const auto report = (*facts)->check();
    EXPECT_TRUE(!report || !report->problems.empty());
  } else {
    EXPECT_EQ(facts.error().code, Code::damaged) << to_text(facts.error());
  }
}

TEST(Check, AFlippedBlockIsFound) {
  const Folder folder;
  make_store(folder.path(), 60'000);
  const std::filesystem::path file = folder.path() / "facts.duckdb";
  // Bytes in every block from the first fifth on, so that data is hit wherever it stands.
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file));
    for (std::streamoff at = size / 5; at < size; at += 262'144) {
      bytes.seekp(at + 1000);
      bytes.write("damage", 6);
    }
  }
  auto directory = store::DataDirectory::open(folder.path(), store::Access::read, "test");
  ASSERT_TRUE(directory);
  const auto facts = Facts::open(*directory);
  if (facts) {
    const auto report = (*facts)->check();
    EXPECT_TRUE(!report || !report->problems.empty());
  } else {
    EXPECT_EQ(facts.error().code, Code::damaged) << to_text(facts.error());
  }
}

TEST(Check, WhatIsNoStoreIsTold) {
  const Folder folder;
  std::ofstream(folder.path() / "facts.duckdb") << std::string(100'000, 'x');
  auto directory = store::DataDirectory::open(folder.path(), store::Access::read, "test");
  ASSERT_TRUE(directory);
  const auto facts = Facts::open(*directory);
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().code, Code::damaged) << to_text(facts.error());
}

}  // namespace
}  // namespace bellwether::facts
