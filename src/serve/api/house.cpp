#include "serve/api/house.hpp"

#include "guard/access/second_factor.hpp"
#include "understand/taught/books.hpp"

#include <chrono>
#include <condition_variable>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

Intakes::Lease::~Lease() {
  if (!one_) return;
  const std::scoped_lock lock(all_->mutex_);
  all_->idle_.push_back(std::move(one_));
}

Intakes::Lease Intakes::lease() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto one = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(one)};
    }
  }
  return {*this, std::make_unique<listen::Intake>(pseudonyms_, zone_)};
}

std::shared_ptr<const measure::Guards> House::guards() const {
  auto units = door_->known()->units;
  const measure::Guards* const guards = &units->guards;
  return {std::move(units), guards};
}

namespace {

/// What the inbox has let go of must be in the facts. It is, unless one of the two was brought back from an older day, or a disk has lost what
/// it had. An inbox that is younger than the facts goes on where they are.
Result<void> let_them_meet(inbox::Inbox& inbox, const facts::Facts& facts, const store::DataDirectory& data) {
  if (facts.inbox_position() >= inbox.let_go()) return inbox.begin_after(facts.inbox_position());
  return fail(
      Code::damaged,
      fmt::format("the inbox has let go of entries up to {}, and the facts have them up to {} only", inbox.let_go(),
                  facts.inbox_position()),
      data.folder().string(),
      "bring back a backup of the whole data directory; to go on without them, move inbox.sqlite and its -wal away");
}

}  // namespace

Result<std::unique_ptr<House>> House::open(const HouseSettings& settings) {
  auto opened = measure::open_data(settings.folder, store::Access::write, "bellwether serve");
  if (!opened) return std::unexpected(opened.error());
  std::unique_ptr<House> house(new House);
  house->opened_ = *std::move(opened);
  const store::DataDirectory& directory = *house->opened_.directory;

  auto door = Door::open(directory);
  if (!door) return std::unexpected(door.error());
  house->door_ = *std::move(door);
  if (auto sealed = house->open_seal(); !sealed) return std::unexpected(sealed.error());

  const auto pseudonyms = guard::Pseudonyms::open(directory);
  if (!pseudonyms) return std::unexpected(pseudonyms.error());
  house->intakes_ = std::make_unique<Intakes>(*pseudonyms, directory.settings().zone);

  auto hooks = listen::Hooks::load(directory.folder() / "hooks");
  if (!hooks) return std::unexpected(hooks.error());
  house->hooks_ = *std::move(hooks);

  auto sites = listen::Sites::load(directory.folder() / "sites");
  if (!sites) return std::unexpected(sites.error());
  house->sites_ = *std::move(sites);
  for (const auto& [name, site] : house->sites_.all()) {
    house->site_rates_.try_emplace(name, site.requests_per_second);
  }

  auto inbox = inbox::Inbox::open(directory, settings.inbox);
  if (!inbox) return std::unexpected(inbox.error());
  house->inbox_ = *std::move(inbox);
  if (auto meet = let_them_meet(*house->inbox_, *house->opened_.facts, directory); !meet) {
    return std::unexpected(meet.error());
  }
  house->live_ = std::make_unique<Live>(*house->opened_.facts, settings.live);
  // Before the mover: it has to know what was there when nothing had come in yet.
  auto courier = courier::Courier::start(directory, *house->opened_.facts, *house->seal_, settings.courier);
  if (!courier) return std::unexpected(courier.error());
  house->courier_ = *std::move(courier);
  if (auto ready = house->get_ready_to_understand(); !ready) return std::unexpected(ready.error());
  house->mover_ =
      std::make_unique<listen::Mover>(*house->inbox_, *house->opened_.facts,
                                      listen::Mover::Parts{.refused = directory.folder() / "inbox.refused.ndjson",
                                                           .moved =
                                                               [self = house.get()](const facts::Commit& commit) {
                                                                 self->live_->moved(commit.snapshot);
                                                                 self->courier_->wake();
                                                               },
                                                           .knowledge = house->knowledge_.get()});
  if (house->knowledge_) {
    house->rereader_ =
        std::make_unique<listen::Rereader>(*house->opened_.facts, *house->knowledge_, [](const facts::Commit&) {});
  }
  house->workers_ = std::make_unique<Workers>(settings.question_threads, settings.questions_waiting);
  auto openid = OpenIdProvider::open(directory.settings());
  if (!openid) return std::unexpected(openid.error());
  house->openid_ = *std::move(openid);
  house->refresher_ = std::jthread([self = house.get()](const std::stop_token& stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      std::condition_variable_any().wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
      // Where the records can't be read just now, what was known before stays.
      if (!stop.stop_requested()) [[maybe_unused]]
        const auto read = self->door().refresh(now());
    }
  });
  return house;
}

Result<void> House::get_ready_to_understand() {
  if (!opened_.directory->settings().understanding) return {};
  auto knowledge = understand::Knowledge::shipped();
  if (!knowledge) return std::unexpected(knowledge.error());
  knowledge_ = std::make_unique<const understand::Knowledge>(*std::move(knowledge));
  return take_up_themes();
}

std::optional<listen::Rereader::Progress> House::reading() const {
  return rereader_ ? std::optional(rereader_->progress()) : std::nullopt;
}

Result<void> House::take_up_themes() {
  if (!knowledge_) return {};
  std::optional<taught::KeptBook> kept;
  const auto looked = door_->look([&](records::Transaction& transaction) -> Result<void> {
    auto newest = taught::newest_book(transaction);
    if (!newest) return std::unexpected(newest.error());
    kept = *std::move(newest);
    return {};
  });
  if (!looked) return looked;
  if (!kept || kept->version == knowledge_->themes->now()->version()) return {};
  auto book = understand::ThemeBook::from_toml(kept->toml, fmt::format("book of themes {}", kept->number));
  if (!book) return std::unexpected(book.error());
  knowledge_->themes->set(std::make_shared<const understand::ThemeBook>(*std::move(book)));
  if (rereader_) rereader_->look_again();
  return {};
}

/// What a version before kept as it was is sealed now.
Result<void> House::open_seal() {
  auto seal = guard::Seal::open(*opened_.directory);
  if (!seal) return std::unexpected(seal.error());
  seal_ = *seal;
  return door_->change([&](records::Transaction& transaction) -> Result<void> {
    const auto sealed = guard::seal_second_factors(transaction, *seal_);
    if (!sealed) return std::unexpected(sealed.error());
    return {};
  });
}

House::~House() {
  if (inbox_) inbox_->close();
}

}  // namespace bellwether::api
