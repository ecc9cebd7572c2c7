#include "store/inbox/inbox.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace bellwether::inbox {
namespace {

using std::chrono::milliseconds;

Key key(std::size_t number) {
  Key made;
  made.bytes[0] = std::byte{static_cast<unsigned char>(number & 0xFF)};
  made.bytes[1] = std::byte{static_cast<unsigned char>(number >> 8)};
  return made;
}

Entry entry(std::string bytes, std::optional<Key> of = {}, std::uint64_t content = 0) {
  return {.key = of, .content = content, .bytes = std::move(bytes)};
}

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-inbox-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Inboxes : testing::Test {
  Inboxes() { open({}); }

  void open(const Limits& limits) {
    inbox.reset();
    auto opened = Inbox::open(*directory, limits);
    ASSERT_TRUE(opened) << to_text(opened.error());
    inbox = *std::move(opened);
  }
  std::vector<Placed> put(std::vector<Entry> entries, Day today = Day{20'000}) {
    std::promise<Result<std::vector<Placed>>> answered;
    const auto queued =
        inbox->put(std::move(entries), today, [&](auto placed) { answered.set_value(std::move(placed)); });
    EXPECT_TRUE(queued) << to_text(queued.error());
    if (!queued) return {};
    const auto placed = answered.get_future().get();
    EXPECT_TRUE(placed) << to_text(placed.error());
    return placed.value_or(std::vector<Placed>());
  }
  std::vector<std::string> after(std::uint64_t position, std::size_t most = 100) const {
    const auto waiting = inbox->after(position, most);
    EXPECT_TRUE(waiting);
    std::vector<std::string> bytes;
    for (const Waiting& one : *waiting) bytes.push_back(one.bytes);
    return bytes;
  }

  Folder folder;
  Result<store::DataDirectory> directory = store::DataDirectory::open(folder.path(), store::Access::write, "a test");
  std::unique_ptr<Inbox> inbox;
};

using Words = std::vector<std::string>;

TEST_F(Inboxes, GiveBackWhatCameInInOrder) {
  const auto first = put({entry("one"), entry("two")});
  const auto second = put({entry(std::string("thr\0ee", 6))});
  ASSERT_EQ(first.size(), 2U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_LT(first[0].number, first[1].number);
  EXPECT_LT(first[1].number, second[0].number);
  EXPECT_EQ(after(0), (Words{"one", "two", std::string("thr\0ee", 6)}));
  EXPECT_EQ(after(0, 1), Words{"one"});
  EXPECT_EQ(after(first[0].number), (Words{"two", std::string("thr\0ee", 6)}));
  EXPECT_EQ(after(second[0].number), Words{});
}

TEST_F(Inboxes, KnowAThingAgainByItsKey) {
  const auto first = put({entry("one", key(1), 7)});
  const auto again = put({entry("one again", key(1), 7), entry("other", key(1), 8), entry("two", key(2), 7)});
  ASSERT_EQ(again.size(), 3U);
  EXPECT_EQ(again[0].as, Placed::As::repeated);
  EXPECT_EQ(again[0].number, first[0].number);
  EXPECT_EQ(again[1].as, Placed::As::differs);
  EXPECT_EQ(again[2].as, Placed::As::taken_in);
  EXPECT_EQ(after(0), (Words{"one", "two"}));
}

TEST_F(Inboxes, KnowItAgainWithinOnePutAndAfterItWasMovedAndOverARestart) {
  const auto twice = put({entry("one", key(1)), entry("one", key(1))});
  EXPECT_EQ(twice[1].as, Placed::As::repeated);
  inbox->moved(twice[0].number);
  open({});
  EXPECT_EQ(put({entry("one", key(1))})[0].as, Placed::As::repeated);
  EXPECT_EQ(after(twice[0].number), Words{});
}

TEST_F(Inboxes, KeepKeysForTheDaysThatWerePromised) {
  open({.keep_days = 7});
  put({entry("old", key(1))}, Day{20'000});
  for (int day = 1; day <= 7; ++day) {
    EXPECT_EQ(put({entry("old", key(1))}, Day{20'000 + day})[0].as, Placed::As::repeated) << day;
  }
  put({entry("young", key(2))}, Day{20'007});
  EXPECT_EQ(put({entry("young", key(2))}, Day{20'014})[0].as, Placed::As::repeated) << "seven days later";
  EXPECT_EQ(put({entry("old", key(1))}, Day{20'014})[0].as, Placed::As::taken_in) << "two terms later";
}

TEST_F(Inboxes, DropWhatIsInTheFactsAndNumberOn) {
  std::uint64_t last = 0;
  for (int i = 0; i < 50; ++i) last = put({entry("an entry")})[0].number;
  EXPECT_EQ(inbox->fill().backlog, 50U);
  inbox->moved(last - 10);
  EXPECT_EQ(inbox->fill().backlog, 10U);
  // Dropping goes on beside.
  for (int i = 0; i < 500 && after(0).size() != 10; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(after(0).size(), 10U);
  inbox->moved(last);
  open({});
  EXPECT_GT(put({entry("new")})[0].number, last) << "a number is never given twice";
}

TEST_F(Inboxes, RefuseAtOnceWhatTheyHaveNoRoomFor) {
  open({.backlog_bytes = 100});
  put({entry(std::string(200, 'x'))});
  bool called = false;
  const auto refused = inbox->put({entry("one more")}, Day{20'000}, [&](const auto&) { called = true; });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::full);
  EXPECT_FALSE(called);
  inbox->moved(inbox->fill().last);
  EXPECT_EQ(put({entry("one more")})[0].as, Placed::As::taken_in);
}

TEST_F(Inboxes, KeepTheirBacklogInMindOverARestart) {
  put({entry(std::string(200, 'x')), entry(std::string(300, 'y'))});
  EXPECT_EQ(inbox->fill().backlog_bytes, 500U);
  open({});
  EXPECT_EQ(inbox->fill().backlog_bytes, 500U);
  EXPECT_EQ(inbox->fill().backlog, 2U);
}

TEST_F(Inboxes, CloseAlsoWithALongLog) {
  const std::string megabyte(1 << 20, 'x');
  for (int i = 0; i < 48; ++i) put({entry(megabyte)});
  open({});
  EXPECT_EQ(after(0).size(), 48U);
}

TEST_F(Inboxes, BeginTheirLogAnewWhileMuchComesIn) {
  const std::string megabyte(1 << 20, 'x');
  const std::filesystem::path log = directory->inbox_file().string() + "-wal";
  std::uintmax_t came = 0;
  for (int i = 0; i < 500; ++i) {
    inbox->moved(put({entry(megabyte)})[0].number);
    came += megabyte.size();
    if (came > std::filesystem::file_size(log) + (16U << 20U)) break;
    std::this_thread::sleep_for(milliseconds(2));
  }
  EXPECT_GT(came, std::filesystem::file_size(log));
  const auto last = put({entry("the last one")})[0].number;
  EXPECT_EQ(after(last - 1), Words{"the last one"});
  open({});
  EXPECT_EQ(after(last - 1), Words{"the last one"});
}

TEST_F(Inboxes, GiveAPartOfWhatWasPutTogether) {
  std::vector<Entry> many;
  for (std::size_t i = 0; i < 1'000; ++i) many.push_back(entry(std::to_string(i) + std::string(1'000, 'x'), key(i)));
  const auto placed = put(std::move(many));
  ASSERT_EQ(placed.size(), 1'000U);
  const auto some = inbox->after(placed[499].number, 10);
  ASSERT_TRUE(some);
  ASSERT_EQ(some->size(), 10U);
  EXPECT_EQ(some->front().number, placed[500].number);
  EXPECT_TRUE(some->front().bytes.starts_with("500x"));
  const auto few_bytes = inbox->after(placed[499].number, 1'000, 3'500);
  ASSERT_TRUE(few_bytes);
  EXPECT_EQ(few_bytes->size(), 3U) << "at most so many bytes";
  const auto one = inbox->after(placed[998].number, 1'000, 1);
  ASSERT_TRUE(one);
  ASSERT_EQ(one->size(), 1U) << "one at least";
  EXPECT_EQ(one->front().number, placed[999].number);
}

TEST_F(Inboxes, TellTheMoverThatThereIsMore) {
  EXPECT_FALSE(inbox->wait_for_more(0, milliseconds(1)));
  std::jthread sender([&] { put({entry("one")}); });
  EXPECT_TRUE(inbox->wait_for_more(0, std::chrono::minutes(1)));
  std::jthread closer([&] { inbox->close(); });
  EXPECT_FALSE(inbox->wait_for_more(inbox->fill().last, std::chrono::minutes(1)));
}

TEST_F(Inboxes, TakeFromManySendersAtOnce) {
  constexpr std::size_t k_senders = 8, k_each = 200;
  {
    std::vector<std::jthread> senders;
    for (std::size_t sender = 0; sender < k_senders; ++sender) {
      senders.emplace_back([this, sender] {
        for (std::size_t i = 0; i < k_each; ++i) put({entry(std::to_string(sender), key(sender * k_each + i))});
      });
    }
  }
  const auto all = after(0, 10'000);
  EXPECT_EQ(all.size(), k_senders * k_each);
  for (std::size_t sender = 0; sender < k_senders; ++sender) {
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(all, std::to_string(sender))), k_each);
  }
}

TEST_F(Inboxes, YoungerThanTheFactsNumberOnFromThere) {
  ASSERT_TRUE(inbox->begin_after(500));
  EXPECT_EQ(put({entry("a")}).front().number, 501U);
  ASSERT_TRUE(inbox->begin_after(20)) << "numbers never go back";
  EXPECT_EQ(put({entry("b")}).front().number, 502U);
  open({});
  EXPECT_EQ(put({entry("c")}).front().number, 503U);
  EXPECT_EQ(inbox->after(500, 10).value().size(), 3U);
}

}  // namespace
}  // namespace bellwether::inbox
