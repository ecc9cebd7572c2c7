#include "listen/mover/mover.hpp"

#include "listen/import/import.hpp"
#include "listen/intake/entry.hpp"
#include "store/facts/store_for_test.hpp"
#include "understand/reader.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <future>
#include <random>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::listen {
namespace {

using std::chrono::milliseconds;

inbox::Entry signal_entry(std::uint64_t number, std::string_view unit = "Lyon") {
  EntryWriter entry(FactKind::signal);
  entry.word(EntryWriter::Word::source, "test");
  entry.word(EntryWriter::Word::unit, unit);
  entry.rating("nps", {900});
  inbox::Entry made;
  made.bytes = std::move(entry).finish(derived_id(number, number), facts::at("2026-11-20"));
  return made;
}

inbox::Entry act_entry(std::uint64_t number) {
  EntryWriter entry(FactKind::act);
  entry.word(EntryWriter::Word::source, "test");
  entry.word(EntryWriter::Word::kind, "floor.visited");
  inbox::Entry made;
  made.bytes = std::move(entry).finish(derived_id(number, number), facts::at("2026-11-20"));
  return made;
}

/// An inbox and facts in one folder.
struct House {
  std::unique_ptr<store::DataDirectory> directory;
  std::unique_ptr<facts::Facts> facts;
  std::unique_ptr<inbox::Inbox> inbox;

  explicit House(const std::filesystem::path& folder) {
    directory =
        std::make_unique<store::DataDirectory>(*store::DataDirectory::open(folder, store::Access::write, "test"));
    facts = *facts::Facts::open(*directory);
    inbox = *inbox::Inbox::open(*directory, {});
  }
  /// Waits until the disk has it; the last entry's number.
  std::uint64_t put(std::vector<inbox::Entry> entries) const {
    std::promise<std::uint64_t> last;
    const auto taken = inbox->put(std::move(entries), Day{20'000},
                                  [&](const auto& placed) { last.set_value(placed ? placed->back().number : 0); });
    EXPECT_TRUE(taken);
    return last.get_future().get();
  }
  [[nodiscard]] std::string count(facts::Table table = facts::Table::signals) const {
    facts::Query query;
    query.table = table;
    query.statistics = {facts::rows(),
                        facts::of(facts::Statistic::Kind::distinct, facts::field(facts::Field::Kind::id))};
    return facts::lines(facts->ask(query)).at(0);
  }
  [[nodiscard]] std::filesystem::path refused() const { return directory->folder() / "inbox.refused.ndjson"; }
};

TEST(Mover, CarriesWhatIsThereAndWhatComes) {
  const facts::Folder folder;
  const House house(folder.path());
  house.put({signal_entry(1), act_entry(2)});
  std::atomic<std::size_t> told = 0;
  Mover mover(*house.inbox, *house.facts,
              {.refused = house.refused(), .moved = [&](const facts::Commit& commit) { told += commit.facts; }});
  const std::uint64_t last = house.put({signal_entry(3)});
  ASSERT_TRUE(mover.wait_until(last, std::chrono::minutes(1)));
  EXPECT_EQ(house.count(), "2 2");
  EXPECT_EQ(house.count(facts::Table::acts), "1 1");
  EXPECT_EQ(told, 3U);
  EXPECT_EQ(mover.progress().moved, 3U);
  EXPECT_FALSE(mover.progress().trouble);
}

TEST(Mover, GoesOnWhereTheFactsAre) {
  const facts::Folder folder;
  {
    const House house(folder.path());
    const std::uint64_t last = house.put({signal_entry(1), signal_entry(2)});
    Mover mover(*house.inbox, *house.facts, {.refused = house.refused()});
    ASSERT_TRUE(mover.wait_until(last, std::chrono::minutes(1)));
  }
  const House house(folder.path());
  const std::uint64_t last = house.put({signal_entry(3)});
  Mover mover(*house.inbox, *house.facts, {.refused = house.refused()});
  ASSERT_TRUE(mover.wait_until(last, std::chrono::minutes(1)));
  EXPECT_EQ(house.count(), "3 3");
}

TEST(Mover, PutsAsideWhatTheFactsWontHoldAndCarriesTheRest) {
  const facts::Folder folder;
  const House house(folder.path());
  inbox::Entry broken;
  broken.bytes = "no entry";
  std::vector<inbox::Entry> entries;
  for (std::uint64_t i = 1; i <= 20; ++i) {
    if (i == 7) {
      entries.push_back(broken);
    } else {
      entries.push_back(signal_entry(i, i == 13 ? "\xff" : "Lyon"));
    }
  }
  const std::uint64_t last = house.put(std::move(entries));
  Mover mover(*house.inbox, *house.facts, {.refused = house.refused()});
  ASSERT_TRUE(mover.wait_until(last, std::chrono::minutes(1)));
  EXPECT_EQ(house.count(), "18 18");
  std::ifstream file(house.refused());
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["entry"], "6e6f20656e747279");
  EXPECT_NE(lines[1]["reason"].get<std::string>(), "");
  EXPECT_LT(lines[0]["number"].get<int>(), lines[1]["number"].get<int>());
}

inbox::Entry said_entry(std::uint64_t number, std::string_view text, std::string_view language = {}) {
  EntryWriter entry(FactKind::signal);
  entry.word(EntryWriter::Word::source, "test");
  entry.word(EntryWriter::Word::text, text);
  if (!language.empty()) entry.word(EntryWriter::Word::language, language);
  inbox::Entry made;
  made.bytes = std::move(entry).finish(derived_id(number, number), facts::at("2026-11-20"));
  return made;
}

/// "text: language sentiment reader" of all signals, in order of their texts.
std::vector<std::string> understood_in(const facts::Facts& facts) {
  facts::Look look;
  look.limit = 1'000;
  std::vector<std::string> all;
  const auto found = facts.look(look);
  EXPECT_TRUE(found);
  for (const facts::StoredSignal& signal : *found) {
    all.push_back(fmt::format("{}: {} {} {}", signal.text, signal.language,
                              signal.sentiment ? std::to_string(signal.sentiment->value) : "?", signal.reader));
  }
  std::ranges::sort(all);
  return all;
}

TEST(Mover, ReadsWhatTextsMeanAsAnImportDoes) {
  constexpr auto k_texts = std::to_array<std::string_view>(
      {"The staff were very kind", "Das Zimmer war schmutzig und laut", "Merci ⟨name⟩", "ok", "12", "😡", "Très bien",
       "We came on Monday", "不错,很好", "Great room. Das Personal war leider sehr unfreundlich zu uns allen"});
  const auto knowledge = understand::Knowledge::shipped();
  ASSERT_TRUE(knowledge);
  const facts::Folder sent_folder, filed_folder;
  const House sent(sent_folder.path()), filed(filed_folder.path());

  std::vector<inbox::Entry> entries;
  std::string csv = "comment\n";
  for (const std::string_view text : k_texts) {
    entries.push_back(said_entry(entries.size() + 1, text));
    csv += fmt::format("\"{}\"\n", text);
  }
  const std::uint64_t last = sent.put(std::move(entries));
  Mover mover(*sent.inbox, *sent.facts, {.refused = sent.refused(), .knowledge = &*knowledge});
  ASSERT_TRUE(mover.wait_until(last, std::chrono::minutes(1)));

  const auto file = filed_folder.path() / "said.csv";
  std::ofstream(file) << csv;
  ImportOptions options;
  options.knowledge = &*knowledge;
  const auto taken = import_file(file, options, *filed.directory, *filed.facts, {});
  ASSERT_TRUE(taken) << to_text(taken.error());

  const auto of_sent = understood_in(*sent.facts);
  EXPECT_EQ(of_sent.size(), k_texts.size());
  EXPECT_EQ(of_sent, understood_in(*filed.facts));
  EXPECT_TRUE(std::ranges::any_of(of_sent, [](const std::string& line) {
    return line.starts_with("The staff were very kind: en ");
  })) << of_sent.back();
}

TEST(Mover, LeavesWhatWasToldAndReadsNothingWithoutKnowledge) {
  const auto knowledge = understand::Knowledge::shipped();
  const facts::Folder folder;
  const House house(folder.path());
  {
    const Mover mover(*house.inbox, *house.facts, {.refused = house.refused(), .knowledge = &*knowledge});
    const std::uint64_t last = house.put({said_entry(1, "The staff were kind", "fr")});
    ASSERT_TRUE(mover.wait_until(last, std::chrono::minutes(1)));
  }
  const Mover mover(*house.inbox, *house.facts, {.refused = house.refused()});
  const std::uint64_t last = house.put({said_entry(2, "They were kind")});
  ASSERT_TRUE(mover.wait_until(last, std::chrono::minutes(1)));
  const auto all = understood_in(*house.facts);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].starts_with("The staff were kind: fr ") && all[0].ends_with(" told language")) << all[0];
  EXPECT_EQ(all[1], "They were kind:  ? ");
}

/// The child: puts entries while they are moved, and says the number of each that was acknowledged.
[[noreturn]] void put_until_killed(const std::filesystem::path& folder, std::uint64_t first, int tell) {
  const House house(folder);
  const Mover mover(*house.inbox, *house.facts, {.refused = house.refused()});
  for (std::uint64_t number = first;; ++number) {
    const std::uint64_t done = number;
    const auto taken = house.inbox->put({signal_entry(number)}, Day{20'000}, [done, tell](const auto& placed) {
      if (!placed || write(tell, &done, sizeof done) != sizeof done) _exit(3);
    });
    if (!taken) std::this_thread::sleep_for(milliseconds(1));
    if (number % 50 == 0) std::this_thread::sleep_for(milliseconds(1));
  }
}

TEST(Mover, LosesNothingAndDoublesNothingWhereverItIsKilled) {
  const facts::Folder folder;
  std::mt19937_64 random(7);
  std::set<std::uint64_t> acknowledged;
  std::uint64_t next = 1;
  for (int cycle = 0; cycle < 6; ++cycle) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      put_until_killed(folder.path(), next, ends[1]);
    }
    close(ends[1]);
    std::uint64_t done = 0;
    ASSERT_EQ(read(ends[0], &done, sizeof done), static_cast<ssize_t>(sizeof done)) << "it came to work";
    acknowledged.insert(done);
    std::this_thread::sleep_for(milliseconds(random() % 400));
    kill(child, SIGKILL);
    while (read(ends[0], &done, sizeof done) == static_cast<ssize_t>(sizeof done)) acknowledged.insert(done);
    close(ends[0]);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    next = *acknowledged.rbegin() + 100'000;
  }
  const House house(folder.path());
  Mover mover(*house.inbox, *house.facts, {.refused = house.refused()});
  ASSERT_TRUE(mover.wait_until(house.inbox->fill().last, std::chrono::minutes(1)));
  std::set<std::uint64_t> there;
  std::size_t rows = 0;
  ASSERT_TRUE(house.facts->known_ids(facts::Table::signals, "test", [&](std::span<const Id> ids) {
    for (const Id& id : ids) there.insert(key_of(id));
    rows += ids.size();
  }));
  EXPECT_EQ(rows, there.size()) << "nothing is there twice";
  for (const std::uint64_t number : acknowledged) EXPECT_TRUE(there.contains(number)) << number;
  EXPECT_GT(acknowledged.size(), 100U);
}

}  // namespace
}  // namespace bellwether::listen
