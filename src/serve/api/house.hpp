// Everything that a running server holds open: one data directory with its inbox, mover, facts, records and keys.
#pragma once

#include "base/result.hpp"
#include "guard/access/seal.hpp"
#include "guard/pseudonym.hpp"
#include "listen/hooks/hooks.hpp"
#include "listen/intake/intake.hpp"
#include "listen/mover/mover.hpp"
#include "listen/site/site.hpp"
#include "listen/understanding/learner.hpp"
#include "listen/understanding/rereader.hpp"
#include "measure/opened/opened.hpp"
#include "serve/api/door.hpp"
#include "serve/api/key_rates.hpp"
#include "serve/api/live.hpp"
#include "serve/api/openid_provider.hpp"
#include "serve/api/workers.hpp"
#include "serve/courier/courier.hpp"
#include "store/inbox/inbox.hpp"
#include "understand/reader.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace bellwether::api {

/// Intakes that are not in use: each is for one thread at a time, and dear to make.
class Intakes {
 public:
  Intakes(guard::Pseudonyms pseudonyms, const Zone& zone) : pseudonyms_(pseudonyms), zone_(zone) {}

  class Lease {
   public:
    Lease(Intakes& all, std::unique_ptr<listen::Intake> one) : all_(&all), one_(std::move(one)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    listen::Intake* operator->() const { return one_.get(); }
    listen::Intake& operator*() const { return *one_; }

   private:
    Intakes* all_;
    std::unique_ptr<listen::Intake> one_;
  };
  [[nodiscard]] Lease lease();

 private:
  guard::Pseudonyms pseudonyms_;
  const Zone& zone_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<listen::Intake>> idle_;
};

struct HouseSettings {
  std::filesystem::path folder;
  inbox::Limits inbox = {};
  LiveLimits live = {};
  courier::CourierSettings courier = {};
  std::size_t question_threads = 2;
  std::size_t questions_waiting = 64;
};

class House {
 public:
  /// Opens the data directory for writing (and makes it where it is not there). Errors: as of its parts; `conflict` names the process
  /// that holds it.
  [[nodiscard]] static Result<std::unique_ptr<House>> open(const HouseSettings& settings);
  House(const House&) = delete;
  House& operator=(const House&) = delete;
  ~House();

  /// Its guards are those of the start: whoever asks goes by guards().
  [[nodiscard]] const measure::Opened& opened() const { return opened_; }
  /// The guards with the organisation as it stands now, as the caller's `known` has them, too. Shared with those who ask just now: a
  /// change of the organisation puts others in their place.
  [[nodiscard]] std::shared_ptr<const measure::Guards> guards() const;
  [[nodiscard]] inbox::Inbox& inbox() { return *inbox_; }
  [[nodiscard]] const inbox::Inbox& inbox() const { return *inbox_; }
  [[nodiscard]] const listen::Mover& mover() const { return *mover_; }
  [[nodiscard]] const listen::Hooks& hooks() const { return hooks_; }
  [[nodiscard]] const listen::Sites& sites() const { return sites_; }
  /// How often the pages of each site tell.
  [[nodiscard]] KeyRates& rate_of(const listen::Site& site) { return site_rates_.at(site.name); }
  [[nodiscard]] Live& live() { return *live_; }
  [[nodiscard]] const Live& live() const { return *live_; }
  [[nodiscard]] courier::Courier& courier() { return *courier_; }
  [[nodiscard]] const courier::Courier& courier() const { return *courier_; }
  [[nodiscard]] Intakes& intakes() { return *intakes_; }
  [[nodiscard]] Workers& workers() { return *workers_; }
  /// The provider by which people sign in; null where none is set.
  [[nodiscard]] OpenIdProvider* openid() { return openid_.get(); }
  /// What texts are read with; null where the settings say that they are not.
  [[nodiscard]] const understand::Knowledge* knowledge() const { return knowledge_.get(); }
  /// How far the texts of the store are read by it; nothing where they are not.
  [[nodiscard]] std::optional<listen::Rereader::Progress> reading() const;
  /// Takes the newest book of themes of the records into use, where it is another one. Errors: of the records.
  [[nodiscard]] Result<void> take_up_themes();
  /// Learns from the company's own scores; null where texts are not read, or the settings say that it does not.
  [[nodiscard]] listen::Learner* learner() { return learner_.get(); }
  /// Who may come in, and the records.
  [[nodiscard]] Door& door() { return *door_; }
  /// For secrets in the records.
  [[nodiscard]] const guard::Seal& seal() const { return *seal_; }

 private:
  House() = default;
  [[nodiscard]] Result<void> open_seal();
  /// Loads what texts are read with, unless the settings say that they are not.
  [[nodiscard]] Result<void> get_ready_to_understand();
  /// Takes up the model that was learned before, if there is one.
  [[nodiscard]] Result<void> take_up_own_model();
  [[nodiscard]] Result<void> begin_to_learn();

  measure::Opened opened_;
  std::optional<guard::Seal> seal_;  ///< always there once opened
  std::unique_ptr<Door> door_;
  listen::Hooks hooks_;
  listen::Sites sites_;
  std::map<std::string, KeyRates> site_rates_;  ///< one for each site, from the start
  std::unique_ptr<Intakes> intakes_;
  std::unique_ptr<inbox::Inbox> inbox_;
  std::unique_ptr<Live> live_;
  std::unique_ptr<courier::Courier> courier_;
  std::unique_ptr<const understand::Knowledge> knowledge_;  ///< null where texts are not read
  std::unique_ptr<listen::Mover> mover_;                    ///< tells live_ and courier_
  std::unique_ptr<listen::Rereader> rereader_;              ///< null where texts are not read
  std::unique_ptr<listen::Learner> learner_;                ///< changes knowledge_, tells rereader_
  std::jthread refresher_;
  std::unique_ptr<Workers> workers_;        ///< what they do uses all of the above
  std::unique_ptr<OpenIdProvider> openid_;  ///< last: it has workers of its own, who do so, too
};

}  // namespace bellwether::api
