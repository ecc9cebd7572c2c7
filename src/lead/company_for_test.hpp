// A small organisation and its facts by hand: one line for each act or answer.
#pragma once

#include "lead/evidence.hpp"
#include "lead/specials.hpp"
#include "measure/store_reader.hpp"
#include "org/organisation.hpp"
#include "store/facts/store_for_test.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::lead {

using Words = std::map<std::string, std::string>;

struct HandAct {
  std::string day, kind, actor, about, unit;
  std::optional<double> amount = {}, duration_s = {};
  Words attributes = {};
  std::map<std::string, double> numbers = {};
};

struct HandAnswer {
  std::string day, unit;
  bool employee = true;
  std::map<std::string, int> ratings;
  std::string channel = "pulse";
  Words attributes = {};
  std::uint64_t who = 0;  ///< 0: somebody of whom nothing else is known
};

class Company {
 public:
  Company() : opened_(facts::open_store(folder_.path())) {}

  void add(const std::vector<HandAct>& acts) {
    facts::ActBatch batch;
    for (const HandAct& one : acts) {
      facts::Act& act = batch.add();
      act.occurred_at = facts::at(one.day);
      act.received_at = *act.occurred_at;
      act.id = next_id();
      act.source = "hand";
      act.kind = batch.keep(one.kind);
      act.actor = batch.keep(one.actor);
      act.about = batch.keep(one.about);
      act.unit = batch.keep(one.unit);
      if (one.amount) act.amount = micros(*one.amount);
      if (one.duration_s) act.duration_s = micros(*one.duration_s);
      std::vector<facts::Attribute> attributes;
      for (const auto& [name, word] : one.attributes)
        attributes.push_back({.name = batch.keep(name), .value = batch.keep(word)});
      for (const auto& [name, value] : one.numbers)
        attributes.push_back({.name = batch.keep(name), .value = micros(value)});
      act.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
    }
    EXPECT_TRUE(opened_->append(std::move(batch)).get());
  }

  void add(const std::vector<HandAnswer>& answers) {
    facts::SignalBatch batch;
    for (const HandAnswer& one : answers) {
      facts::Signal& signal = batch.add();
      signal.occurred_at = facts::at(one.day);
      signal.received_at = *signal.occurred_at;
      signal.id = next_id();
      signal.source = "hand";
      signal.channel = batch.keep(one.channel);
      signal.unit = batch.keep(one.unit);
      if (one.who != 0) signal.subject = facts::Pseudonym{one.who};
      signal.voice_of = one.employee ? facts::VoiceOf::employee : facts::VoiceOf::customer;
      std::vector<facts::Rating> ratings;
      for (const auto& [name, value] : one.ratings)
        ratings.push_back({.name = batch.keep(name), .value = Hundredths{100 * value}});
      signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
      std::vector<facts::Attribute> attributes;
      for (const auto& [name, word] : one.attributes)
        attributes.push_back({.name = batch.keep(name), .value = batch.keep(word)});
      signal.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
    }
    EXPECT_TRUE(opened_->append(std::move(batch)).get());
  }

  [[nodiscard]] const facts::Facts& facts() const { return *opened_.facts; }

  [[nodiscard]] measure::StoreReader reader(facts::Table table) const {
    return measure::StoreReader::open(facts(), table, {}, {}).value();
  }

  measure::GuardRules rules = {};

  /// What a special says of a subject over the `days` before `end`.
  [[nodiscard]] Evidence special(Special special, const Subject& subject, const std::string& end, int days = 365,
                                 const org::Organisation* organisation = nullptr, std::int64_t least = 1) const {
    Framework framework;
    framework.id = "test";
    Indicator indicator;
    indicator.id = "it";
    indicator.special = special;
    indicator.window_days = days;
    indicator.least = least;
    framework.dimensions.push_back({.id = "d", .label = {}, .about = {}, .weight = 1, .indicators = {indicator}});
    const std::vector<const Framework*> frameworks{&framework};
    const auto catalogue = measure::Catalogue::load({});
    const auto book = EvidenceBook::read(*catalogue, facts(), measure::Guards(rules),
                                         {.frameworks = frameworks,
                                          .end = *day_from_text(end),
                                          .only = subject,
                                          .snapshot = {},
                                          .level = 0.95,
                                          .organisation = organisation});
    EXPECT_TRUE(book) << to_text(book.error());
    return book->of(framework, subject)[0];
  }

 private:
  static Micros micros(double value) {
    return Micros{static_cast<std::int64_t>(value * k_micros + (value < 0 ? -0.5 : 0.5))};
  }
  Id next_id() {
    ++ids_;
    return new_id(Instant{static_cast<std::int64_t>(ids_) * 1000});
  }

  facts::Folder folder_;
  facts::Opened opened_;
  std::uint64_t ids_ = 0;
};

/// A company as readers of leadership see it over the year before a day. Must not outlive the company.
struct Looking {
  Looking(const Company& company, const std::string& before, const org::Organisation* whole = nullptr)
      : signals(company.reader(facts::Table::signals)),
        acts(company.reader(facts::Table::acts)),
        guards(company.rules),
        end(day_from_text(before).value()),
        organisation(whole) {}

  [[nodiscard]] SpecialSource at(const Subject& subject) {
    return {.signals = signals,
            .acts = acts,
            .organisation = organisation,
            .only = &subject,
            .from = Day{end.days - 365},
            .end = end,
            .rules = {.catalogue = catalogue, .guards = guards}};
  }

  measure::StoreReader signals, acts;
  measure::Catalogue catalogue = measure::Catalogue::load({}).value();
  measure::Guards guards;
  Day end;
  const org::Organisation* organisation;
};

inline Subject leader(std::string id, std::vector<std::string> units) {
  return {.kind = Subject::Kind::leader, .id = id, .label = id, .units = std::move(units), .leaders = {id}};
}
inline Subject everybody() { return {}; }

}  // namespace bellwether::lead
