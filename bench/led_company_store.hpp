// A simulated company with known leaders in a store of its own, for the studies and benchmarks of leadership.
#pragma once

#include "org/organisation.hpp"
#include "simulate/led_company.hpp"
#include "store/directory/data_directory.hpp"
#include "store/facts/facts.hpp"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace bellwether::bench {

/// The value, or the end of the program.
template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  fmt::print(stderr, "{}\n", to_text(result.error()));
  std::exit(1);
}

/// A company in a store of its own, gone with it.
struct Company {
  std::filesystem::path folder;
  std::unique_ptr<store::DataDirectory> directory;
  std::unique_ptr<facts::Facts> facts;
  std::optional<org::Organisation> organisation;
  simulate::LeadershipTruth truth;

  Company() = default;
  Company(Company&&) = default;
  Company& operator=(Company&&) = delete;
  Company(const Company&) = delete;
  Company& operator=(const Company&) = delete;
  ~Company() {
    facts.reset();
    directory.reset();
    std::error_code ignored;
    if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
  }
};

inline void take(Company& company, const simulate::Organisation& rows) {
  std::vector<org::UnitRow> units;
  for (const simulate::UnitRow& row : rows.units) {
    units.push_back({.id = row.id, .label = row.label, .kind = row.kind, .parent = row.parent});
  }
  std::vector<org::PersonRow> people;
  for (const simulate::PersonRow& row : rows.people) {
    org::PersonRow& person = people.emplace_back();
    person = {.id = row.id, .name = row.name, .role = row.role, .unit = row.unit, .manager = row.manager};
    if (!row.leads.empty()) person.leads.push_back(row.leads);
  }
  company.organisation.emplace(org::Organisation{.units = must(org::Units::make(std::move(units))),
                                                 .people = must(org::People::make(std::move(people))),
                                                 .touchpoints = {},
                                                 .journeys = {},
                                                 .values = {},
                                                 .promises = {},
                                                 .goals = {}});
}

template <class Fact>
void keep_texts(Fact& fact, facts::Batch<Fact>& batch) {
  fact.source = "simulated";
  fact.unit = batch.keep(fact.unit);
  std::vector<facts::Attribute> attributes(fact.attributes.begin(), fact.attributes.end());
  for (facts::Attribute& attribute : attributes) {
    attribute.name = batch.keep(attribute.name);
    if (const auto* text = std::get_if<std::string_view>(&attribute.value)) attribute.value = batch.keep(*text);
  }
  fact.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
}

/// May change a signal's ratings before they are stored.
using Retold = std::function<void(const facts::Signal&, std::vector<facts::Rating>&)>;

inline void add(const facts::Signal& from, facts::SignalBatch& batch, const Retold& retold) {
  facts::Signal& signal = batch.add();
  signal = from;
  // That something was said is looked at, and not what.
  signal.text = from.text.empty() ? std::string_view{} : std::string_view{"said"};
  signal.channel = batch.keep(from.channel);
  signal.touchpoint = batch.keep(from.touchpoint);
  signal.language = {};
  signal.intent = batch.keep(from.intent);
  signal.reader = {};
  signal.themes = {};
  std::vector<facts::Rating> ratings(from.ratings.begin(), from.ratings.end());
  for (facts::Rating& rating : ratings) rating.name = batch.keep(rating.name);
  if (retold) retold(from, ratings);
  signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
  keep_texts(signal, batch);
}

inline void add(const facts::Act& from, facts::ActBatch& batch) {
  facts::Act& act = batch.add();
  act = from;
  act.actor = batch.keep(from.actor);
  act.kind = batch.keep(from.kind);
  act.about = batch.keep(from.about);
  act.currency = batch.keep(from.currency);
  keep_texts(act, batch);
}

inline Company company_of(const simulate::Scenario& scenario, const simulate::Options& options,
                          const Retold& retold = {}) {
  Company company;
  std::string name = (std::filesystem::temp_directory_path() / "bellwether-led-XXXXXX").string();
  company.folder = mkdtemp(name.data());
  company.directory = std::make_unique<store::DataDirectory>(
      must(store::DataDirectory::open(company.folder, store::Access::write, "lead_truth")));
  company.facts = must(facts::Facts::open(*company.directory));
  facts::SignalBatch signals;
  facts::ActBatch acts;
  // Memory does not grow with the company.
  constexpr std::size_t k_batch = 4 * facts::Facts::k_stretch;
  const auto put = [&](auto& batch, std::size_t least) {
    if (batch.size() <= least) return;
    (void)must(company.facts->append(std::exchange(batch, {})).get());
  };
  company.truth =
      must(simulate::led_company(scenario, options,
                                 {.organisation = [&](const simulate::Organisation& rows) { take(company, rows); },
                                  .signals =
                                      [&](facts::SignalBatch& batch) {
                                        for (const auto& each : batch.rows()) add(each, signals, retold);
                                        put(signals, k_batch);
                                      },
                                  .acts =
                                      [&](facts::ActBatch& batch) {
                                        for (const auto& each : batch.rows()) add(each, acts);
                                        put(acts, k_batch);
                                      }}));
  put(signals, 0);
  put(acts, 0);
  if (const auto tidied = company.facts->tidy(); !tidied) fmt::print(stderr, "{}\n", to_text(tidied.error()));
  return company;
}

}  // namespace bellwether::bench
