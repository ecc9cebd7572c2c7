#include "org/organisation.hpp"

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "org/organisation_records.hpp"
#include "store/facts/facts.hpp"
#include "store/records/records.hpp"
#include "tell/terminal.hpp"
#include "tell/text_table.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace bellwether::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_most_words = 100'000;  ///< unit names of facts that are looked at
constexpr std::size_t k_unknown_shown = 20;

struct OrganisationCommand {
  std::string folder = k_default_folder, on, unit;
  bool json = false;
};

/// What is shown: one day of the organisation, and what facts name that it does not know.
struct Shown {
  org::Organisation organisation;
  Day day;
  std::vector<std::string> unknown;
};

/// The names of units that facts carry, of signals and acts.
Result<std::vector<std::string>> words_of_facts(const store::DataDirectory& directory) {
  std::set<std::string> words;
  if (!std::filesystem::exists(directory.facts_file())) return std::vector<std::string>{};
  const auto facts = facts::Facts::open(directory);
  if (!facts) return std::unexpected(facts.error());
  const facts::Field unit{.kind = facts::Field::Kind::dimension, .name = "unit"};
  for (const facts::Table table : {facts::Table::signals, facts::Table::acts}) {
    for (std::string& word : (*facts)->words(table, unit, k_most_words)) {
      if (!word.empty()) words.insert(std::move(word));
    }
  }
  return std::vector<std::string>(words.begin(), words.end());
}

Result<Shown> shown_of(const OrganisationCommand& flags) {
  const auto directory = store::DataDirectory::open(flags.folder, store::Access::read, "bellwether organisation");
  if (!directory) return std::unexpected(directory.error());
  Day day = directory->settings().zone.day_at(now());
  if (!flags.on.empty()) {
    const auto given = day_from_text(flags.on);
    if (!given) return fail(Code::wrong_usage, given.error().message, "--on");
    day = *given;
  }
  const auto records = records::Records::open(*directory);
  if (!records) return std::unexpected(records.error());
  auto organisation = org::read_organisation(**records);
  if (!organisation) return std::unexpected(organisation.error());
  const auto words = words_of_facts(*directory);
  if (!words) return std::unexpected(words.error());
  auto unknown = organisation->units.unknown(*words);
  return Shown{.organisation = std::move(*organisation), .day = day, .unknown = std::move(unknown)};
}

/// The units to show, parents first.
Result<std::vector<org::Index>> units_of(const org::Organisation& organisation, const org::Tree& tree,
                                         const std::string& unit) {
  const auto all = tree.forest().order();
  if (unit.empty()) return std::vector<org::Index>(all.begin(), all.end());
  const auto below = tree.subtree(unit);
  if (!below.empty()) return std::vector<org::Index>(below.begin(), below.end());
  std::vector<std::string> known;
  for (org::Index i = 0; i < organisation.units.size(); ++i) known.push_back(organisation.units.id(i));
  const bool other_day = organisation.units.find(unit).has_value();
  const std::string near = nearest(unit, known);
  return fail(Code::not_found,
              other_day ? fmt::format("the unit {} is not there on {}", unit, to_text(tree.day()))
                        : fmt::format("there is no unit {}", unit),
              "--unit", other_day || near.empty() ? "" : "did you mean " + near + "?");
}

/// People who work in a unit or below it.
std::size_t heads_below(const org::Tree& tree, const org::Reporting& people, org::Index unit) {
  std::size_t heads = 0;
  for (const org::Index below : tree.forest().subtree(unit)) heads += people.in_unit(tree.unit(below).id).size();
  return heads;
}

std::vector<std::string> leaders_of(const org::Reporting& people, const std::string& unit) {
  std::vector<std::string> names;
  for (const org::Index person : people.leaders_of(unit)) names.push_back(people.name(person));
  return names;
}

void print_words(const Shown& shown, const org::Tree& tree, const org::Reporting& people,
                 const std::vector<org::Index>& units) {
  const auto count = [](std::size_t n) { return with_thousands(static_cast<long long>(n)); };
  fmt::print("The organisation on {}: {} units, {} people\n\n", to_text(shown.day), count(tree.count()),
             count(people.count()));
  std::vector<std::vector<tell::Cell>> rows;
  const std::uint32_t top = units.empty() ? 0 : tree.forest().depth(units.front());
  for (const org::Index unit : units) {
    const org::UnitRow& row = tree.unit(unit);
    const std::string indent(2UZ * (tree.forest().depth(unit) - std::min(top, tree.forest().depth(unit))), ' ');
    const std::string name = tree.label(unit) == row.id ? row.id : tree.label(unit) + " (" + row.id + ")";
    const std::string led = join(leaders_of(people, row.id), ", ");
    rows.push_back({{.text = indent + tell::printable(name), .style = tell::Style::strong},
                    {.text = tell::printable(row.kind)},
                    {.text = led.empty() ? "nobody said" : tell::printable(led),
                     .style = led.empty() ? tell::Style::grey : tell::Style::plain},
                    {.text = count(heads_below(tree, people, unit))}});
  }
  const std::vector<tell::Column> columns{{.head = "unit", .least = 16},
                                          {.head = "kind", .least = 6},
                                          {.head = "led by", .least = 12},
                                          {.head = "people", .right = true, .least = 6}};
  if (!rows.empty()) fmt::print("{}", tell::text_table(columns, rows, tell::terminal_of(STDOUT_FILENO)));

  const org::Organisation& all = shown.organisation;
  fmt::print("\n{} touchpoints, {} journeys, {} brand values, {} promises, {} goals\n", all.touchpoints.size(),
             all.journeys.size(), all.values.size(), all.promises.size(), all.goals.size());
  if (!shown.unknown.empty()) {
    const std::size_t n = shown.unknown.size();
    fmt::print("\nFacts name {} that the organisation does not know:\n",
               n == 1 ? "1 unit" : fmt::format("{} units", count(n)));
    for (std::size_t i = 0; i < std::min(n, k_unknown_shown); ++i)
      fmt::print("  {}\n", tell::printable(shown.unknown[i]));
    if (n > k_unknown_shown) fmt::print("  … and {} more\n", count(n - k_unknown_shown));
  }
  const auto doubts = org::doubts(all, shown.day);
  if (!doubts.empty()) fmt::print("\nTo look at:\n");
  for (const std::string& doubt : doubts) fmt::print("  {}\n", tell::printable(doubt));
}

/// The first and last day of what holds, or null where that is open.
void put_days(Json& out, const org::Span& valid) {
  out["from"] = valid.from > org::k_always ? Json(to_text(valid.from)) : Json(nullptr);
  out["to"] = valid.to < org::k_forever ? Json(to_text(Day{valid.to.days - 1})) : Json(nullptr);
}

Json rest_json(const org::Organisation& all, Day day) {
  Json out{{"touchpoints", Json::array()},
           {"journeys", Json::array()},
           {"values", Json::array()},
           {"promises", Json::array()},
           {"goals", Json::array()}};
  const auto put = [&](const char* kind, const auto& row, Json one) {
    if (!row.valid.holds(day)) return;
    put_days(one, row.valid);
    out[kind].push_back(std::move(one));
  };
  for (const auto& row : all.touchpoints)
    put("touchpoints", row, {{"id", row.id}, {"label", row.label}, {"stage", row.stage}});
  for (const auto& row : all.journeys)
    put("journeys", row, {{"id", row.id}, {"label", row.label}, {"stages", row.stages}});
  for (const auto& row : all.values)
    put("values", row,
        {{"id", row.id},
         {"label", row.label},
         {"promise", row.promise},
         {"themes", row.themes},
         {"measures", row.measures}});
  for (const auto& row : all.promises)
    put("promises", row,
        {{"id", row.id},
         {"label", row.label},
         {"promise", row.promise},
         {"value", row.value},
         {"measures", row.measures}});
  for (const auto& row : all.goals) {
    put("goals", row,
        {{"id", row.id},
         {"label", row.label},
         {"owner", row.owner},
         {"unit", row.unit},
         {"measure", row.measure},
         {"target", row.target ? Json(*row.target) : Json(nullptr)}});
  }
  return out;
}

void print_json(const Shown& shown, const org::Tree& tree, const org::Reporting& people,
                const std::vector<org::Index>& units) {
  Json out{{"day", to_text(shown.day)}, {"people", people.count()}, {"units", Json::array()}};
  for (const org::Index unit : units) {
    const org::UnitRow& row = tree.unit(unit);
    Json one{{"id", row.id},
             {"label", tree.label(unit)},
             {"kind", row.kind},
             {"parent", row.parent.empty() ? Json(nullptr) : Json(row.parent)},
             {"depth", tree.forest().depth(unit)},
             {"leaders", Json::array()},
             {"people", people.in_unit(row.id).size()},
             {"people_below", heads_below(tree, people, unit)}};
    for (const org::Index person : people.leaders_of(row.id))
      one["leaders"].push_back({{"id", people.person(person).id}, {"name", people.name(person)}});
    put_days(one, row.valid);
    out["units"].push_back(std::move(one));
  }
  out.update(rest_json(shown.organisation, shown.day));
  out["unknown_units"] = shown.unknown;
  out["doubts"] = org::doubts(shown.organisation, shown.day);
  fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
}

int show(const OrganisationCommand& flags) {
  const auto shown = shown_of(flags);
  if (!shown) return tell_error(shown.error());
  const org::Tree tree = shown->organisation.units.as_of(shown->day);
  const org::Reporting people = shown->organisation.people.as_of(shown->day);
  const auto units = units_of(shown->organisation, tree, flags.unit);
  if (!units) return tell_error(units.error());
  if (flags.json) {
    print_json(*shown, tree, people, *units);
  } else {
    print_words(*shown, tree, people, *units);
  }
  return 0;
}

}  // namespace

void add_organisation(CLI::App& program, int& status) {
  auto flags = std::make_shared<OrganisationCommand>();
  CLI::App* command =
      program.add_subcommand("organisation", "Show the units, who leads them, and what facts name beside");
  command->footer(
      "Examples:\n"
      "  bellwether import --as organisation units.csv people.csv\n"
      "  bellwether organisation\n"
      "  bellwether organisation --unit South --on 2026-01-01\n\n"
      "It is kept in records.sqlite of the data directory, or in the PostgreSQL database that [records] of its\n"
      "bellwether.toml names.");
  command->add_option("--on", flags->on, "The day to show; today if none is given");
  command->add_option("--unit", flags->unit, "This unit and what is below it");
  command->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  command->add_flag("--json", flags->json, "Print as JSON");
  command->callback([flags, &status] { status = show(*flags); });
}

}  // namespace bellwether::cli
