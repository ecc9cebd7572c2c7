#include "listen/import/import.hpp"

#include "listen/rows/rows_for_tests.hpp"
#include "understand/reader.hpp"
#include "understand/reading_mark.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

class Import : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = store::DataDirectory::open(folder_.path() / "data", store::Access::write, "test");
    ASSERT_TRUE(opened) << to_text(opened.error());
    directory_ = std::make_unique<store::DataDirectory>(std::move(*opened));
    auto facts = facts::Facts::open(*directory_);
    ASSERT_TRUE(facts) << to_text(facts.error());
    facts_ = std::move(*facts);
  }

  FileSummary import(const std::filesystem::path& file, const ImportOptions& options = {}) {
    Result<FileSummary> summary = import_file(file, options, *directory_, *facts_, {});
    if (!summary) {
      ADD_FAILURE() << to_text(summary.error());
      return {};
    }
    EXPECT_EQ(summary->read, summary->accepted + summary->duplicate + summary->rejected);
    return std::move(*summary);
  }

  std::vector<facts::StoredSignal> signals() {
    facts::Look look;
    look.order = facts::Look::Order::oldest;
    look.limit = 10'000;
    auto found = facts_->look(look);
    if (!found) ADD_FAILURE() << to_text(found.error());
    return found ? std::move(*found) : std::vector<facts::StoredSignal>{};
  }

  TestFolder folder_;
  std::unique_ptr<store::DataDirectory> directory_;
  std::unique_ptr<facts::Facts> facts_;
};

std::string text_of(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// Answers to a survey, `from` … `to`, one a day.
std::string answers(int from, int to) {
  std::string text = "date,customer_id,store,nps,comment\n";
  for (int i = from; i < to; ++i) {
    text += "2026-" + std::string(i / 28 + 1 < 10 ? "0" : "") + std::to_string(i / 28 + 1) + "-" +
            (i % 28 + 1 < 10 ? "0" : "") + std::to_string(i % 28 + 1) + ",C" + std::to_string(i) + "," +
            (i % 2 == 0 ? "Lyon" : "Paris") + "," + std::to_string(i * 7 % 11) + ",\"The room number " +
            std::to_string(i) + " was fine, and the staff were kind to us\"\n";
  }
  return text;
}

TEST_F(Import, TakesAFileAndKnowsItAgain) {
  const auto file = folder_.write("answers.csv", answers(0, 100));
  const FileSummary first = import(file);
  EXPECT_EQ(first.source, "answers");
  EXPECT_EQ(first.accepted, 100U);
  EXPECT_EQ(first.form, "CSV, UTF-8, comma, 1 header row");
  ASSERT_EQ(signals().size(), 100U);
  EXPECT_EQ(signals()[8].unit, "Lyon");
  EXPECT_EQ(signals()[8].text, "The room number 8 was fine, and the staff were kind to us");
  ASSERT_EQ(signals()[8].ratings.size(), 1U);
  EXPECT_EQ(signals()[8].ratings[0].second.value, 100);  // 8 × 7 mod 11 = 1
  EXPECT_TRUE(signals()[8].subject);

  const FileSummary second = import(file);
  EXPECT_EQ(second.accepted, 0U);
  EXPECT_EQ(second.duplicate, 100U);
  EXPECT_EQ(signals().size(), 100U);
}

TEST_F(Import, ALongerVersionAddsOnlyItsNewRowsWhateverItIsCalled) {
  import(folder_.write("answers.csv", answers(0, 100)));
  const FileSummary longer = import(folder_.write("answers-new.csv", answers(0, 150)));
  EXPECT_EQ(longer.source, "answers");
  EXPECT_EQ(longer.accepted, 50U);
  EXPECT_EQ(longer.duplicate, 100U);
  ASSERT_FALSE(longer.remarks.empty());

  // Told apart by the user, all of it is new.
  ImportOptions options;
  options.source = "other";
  EXPECT_EQ(import(folder_.path() / "answers.csv", options).accepted, 100U);
}

TEST_F(Import, CompletesWhatWasStopped) {
  // An import that was stopped has committed the first rows of the file.
  const auto file = folder_.write("answers.csv", answers(0, 60));
  import(file);
  folder_.write("answers.csv", answers(0, 200));
  EXPECT_EQ(import(file).accepted, 140U);
  EXPECT_EQ(import(file).duplicate, 200U);
  EXPECT_EQ(signals().size(), 200U);
}

TEST_F(Import, EqualRowsAreAllKept) {
  const std::string rows =
      "date,store,nps\n2026-01-01,Lyon,9\n2026-01-01,Lyon,9\n2026-01-02,Lyon,3\n2026-01-01,Lyon,9\n";
  EXPECT_EQ(import(folder_.write("equal.csv", rows)).accepted, 4U);
  EXPECT_EQ(import(folder_.path() / "equal.csv").duplicate, 4U);
}

TEST_F(Import, RejectedRowsAreKeptWithTheirReasons) {
  std::string rows = answers(0, 50);
  rows += "2026-03-01,C900\n";
  rows += "2026-13-45,C901,Lyon,9,\"=HYPERLINK(1)\"\n";
  const auto file = folder_.write("answers.csv", rows);
  const FileSummary summary = import(file);
  EXPECT_EQ(summary.accepted, 50U);
  EXPECT_EQ(summary.rejected, 2U);
  ASSERT_TRUE(summary.rejects_file);
  EXPECT_EQ(*summary.rejects_file, folder_.path() / "answers.csv.rejected.csv");
  const std::string text = text_of(*summary.rejects_file);
  EXPECT_NE(text.find("\n52,,2 cells where there are 5 columns,2026-03-01,C900\n"), text.npos) << text;
  EXPECT_NE(text.find("\n53,date,"), text.npos) << text;
  EXPECT_NE(text.find("\"'=HYPERLINK(1)\""), text.npos) << text;
}

TEST_F(Import, WhatIsPersonalNeverReachesTheStore) {
  std::string rows = answers(0, 40);
  rows += "2026-05-01,C77,Lyon,2,\"Nobody called me back on +49 30 9018200, write to anna@example.com please\"\n";
  import(folder_.write("answers.csv", rows));
  EXPECT_EQ(signals().back().text, "Nobody called me back on ⟨phone⟩, write to ⟨email⟩ please");
}

ImportOptions understood() {
  static const understand::Knowledge k_knowledge = *understand::Knowledge::shipped();
  ImportOptions options;
  options.knowledge = &k_knowledge;
  return options;
}

TEST_F(Import, ReadsWhatTextsMean) {
  const auto file = folder_.write("said.csv",
                                  "date,nps,comment\n2026-11-02,9,The staff were very kind to us\n"
                                  "2026-11-03,2,Das Zimmer war leider schmutzig und laut\n2026-11-04,7,\n");
  import(file, understood());
  const auto all = signals();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].language, "en");
  EXPECT_GT(all[0].sentiment.value().value, 300);
  EXPECT_EQ(all[0].reader, understand::reading_of(*understood().knowledge));
  EXPECT_EQ(all[1].language, "de");
  EXPECT_LT(all[1].sentiment.value().value, -300);
  EXPECT_EQ(all[2].language, "");
  EXPECT_FALSE(all[2].sentiment);
  EXPECT_EQ(all[2].reader, "");
}

TEST_F(Import, WhatColumnsTellOfATextStaysAsTold) {
  const auto file = folder_.write("told.csv",
                                  "date,comment,language,feeling\n2026-11-02,The staff were very kind,fr,-0.5\n"
                                  "2026-11-03,The staff were very kind,,\n");
  ImportOptions options = understood();
  options.map = folder_.write("map.toml", "[[column]]\ncolumn = \"feeling\"\nrole = \"sentiment\"\n");
  import(file, options);
  const auto all = signals();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].language, "fr");
  EXPECT_EQ(all[0].sentiment, facts::Thousandths{-500});
  EXPECT_EQ(all[1].language, "en");
  EXPECT_GT(all[1].sentiment.value().value, 300);
}

TEST_F(Import, WithoutKnowledgeTextsAreNotRead) {
  import(folder_.write("unread.csv", "date,nps,comment\n2026-11-02,9,The staff were very kind to us\n"));
  const auto all = signals();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].language, "");
  EXPECT_FALSE(all[0].sentiment);
  EXPECT_EQ(all[0].reader, "");
}

/// More rows than one thread is given at once: all are read, and none is mistaken for another.
TEST_F(Import, ReadsEveryTextOfALongFile) {
  constexpr int k_rows = 9'000;
  std::string text = "date,nps,comment\n";
  for (int i = 0; i < k_rows; ++i) {
    text += "2026-01-01,5,\"Number " + std::to_string(i) +
            (i % 3 == 0 ? ": the staff were very kind\"\n" : ": the room was dirty and awful\"\n");
  }
  import(folder_.write("long.csv", text), understood());
  const auto all = signals();
  ASSERT_EQ(all.size(), static_cast<std::size_t>(k_rows));
  for (const facts::StoredSignal& signal : all) {
    EXPECT_EQ(signal.language, "en") << signal.text;
    ASSERT_TRUE(signal.sentiment) << signal.text;
    EXPECT_EQ(signal.sentiment->value > 0, signal.text.ends_with("kind")) << signal.text;
  }
}

TEST_F(Import, APreviewShowsWhatWouldBeRead) {
  const auto file = folder_.write("seen.csv", "date,nps,comment\n2026-11-02,9,The staff were very kind to us\n");
  const auto shown = preview(file, understood(), directory_.get());
  ASSERT_TRUE(shown) << to_text(shown.error());
  ASSERT_EQ(shown->examples.size(), 1U);
  EXPECT_EQ(shown->examples[0].language, "en");
  EXPECT_TRUE(shown->examples[0].sentiment);
}

TEST_F(Import, AKnownKeyWithOtherContentIsRejected) {
  const auto rows = [](std::string_view said) {
    std::string text = "id,date,nps,comment\n";
    for (int i = 0; i < 30; ++i) {
      text += "R-" + std::to_string(1000 + i) + ",2026-01-" + std::to_string(10 + i % 18) + "," +
              std::to_string(i % 11) + ",It was " +
              std::string(i == 7 ? said : "as good as it was the last time we came") + "\n";
    }
    return text;
  };
  ImportOptions options;
  options.source = "reviews";
  import(folder_.write("one.csv", rows("good")), options);
  const FileSummary changed = import(folder_.write("two.csv", rows("bad")), options);
  EXPECT_EQ(changed.duplicate, 29U);
  EXPECT_EQ(changed.rejected, 1U);
  EXPECT_NE(text_of(*changed.rejects_file).find("is already known with other content"), std::string::npos);
}

TEST_F(Import, TakesJsonWhoseMembersGrow) {
  std::string rows;
  for (int i = 0; i < 30'000; ++i) {
    rows += "{\"id\":\"s" + std::to_string(i) +
            "\",\"occurred_at\":\"2026-01-02T10:00:00Z\",\"ratings\":{\"nps\":" + std::to_string(i % 11) + "}";
    if (i == 29'999) rows += ",\"late_member\":\"here\"";
    rows += "}\n";
  }
  const FileSummary summary = import(folder_.write("signals.ndjson", rows));
  EXPECT_EQ(summary.accepted, 30'000U);
  const auto fields = facts_->fields(facts::Table::signals);
  ASSERT_TRUE(fields);
  EXPECT_TRUE(
      std::ranges::any_of(*fields, [](const facts::KnownField& known) { return known.field.name == "late_member"; }));
}

TEST_F(Import, TakesActs) {
  ImportOptions options;
  options.as = facts::Table::acts;
  const FileSummary summary = import(folder_.write("acts.csv",
                                                   "occurred_at,kind,actor,unit\n2026-01-02T10:00:00Z,case.resolved,p1,"
                                                   "Lyon\n2026-01-03T10:00:00Z,floor.visited,p2,Paris\n"),
                                     options);
  EXPECT_EQ(summary.accepted, 2U);
  const auto days = facts_->days(facts::Table::acts);
  ASSERT_TRUE(days && *days);
  EXPECT_EQ(to_text((*days)->first), "2026-01-02");
}

TEST_F(Import, APreviewWritesNothing) {
  const auto file = folder_.write("answers.csv", answers(0, 100));
  const Result<Preview> seen = preview(file, {}, directory_.get());
  ASSERT_TRUE(seen) << to_text(seen.error());
  EXPECT_EQ(seen->examples.size(), 5U);
  EXPECT_EQ(seen->so_far.accepted, 100U);
  EXPECT_EQ(seen->examples[0].text, "The room number 0 was fine, and the staff were kind to us");
  EXPECT_TRUE(signals().empty());
  EXPECT_FALSE(std::filesystem::exists(directory_->keys_folder() / "pseudonym.key"));
}

TEST_F(Import, BadFilesLeaveNothing) {
  const std::uint64_t before = facts_->snapshot();
  for (const std::string_view text :
       {std::string_view(""), std::string_view("\x89PNG\r\n\x1A\n"), std::string_view("date,nps\n")}) {
    const auto summary = import_file(folder_.write("bad", text), {}, *directory_, *facts_, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, Code::bad_input);
  }
  EXPECT_EQ(facts_->snapshot(), before);
  EXPECT_TRUE(facts_->imports()->empty());
}

TEST_F(Import, TellsHowFarItIs) {
  const auto file = folder_.write("answers.csv", answers(0, 300));
  Progress last;
  ASSERT_TRUE(import_file(file, {}, *directory_, *facts_, [&last](const Progress& progress) { last = progress; }));
  EXPECT_EQ(last.bytes, std::filesystem::file_size(file));
  EXPECT_EQ(last.bytes, last.bytes_of);
  EXPECT_EQ(last.rows, 300U);
}

}  // namespace
}  // namespace bellwether::listen
