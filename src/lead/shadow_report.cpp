#include "lead/shadow_report.hpp"

#include "base/text.hpp"
#include "lead/end_of_facts.hpp"
#include "lead/fact_words.hpp"
#include "lead/open_leaders.hpp"
#include "lead/specials.hpp"
#include "measure/filter.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace bellwether::lead {

namespace {

Result<facts::Field> rating_named(const std::string& text, const char* flag) {
  const auto name = measure::name_from_text(text);
  if (!name) return std::unexpected(name.error());
  if (name->kind != "rating") {
    return fail(Code::wrong_usage, text + " is no rating", flag, "write rating.engagement, say");
  }
  return rating(name->word);
}

Result<void> check(const ShadowQuestion& question) {
  if (!question.unit.empty() && !question.leader.empty()) {
    return fail(Code::wrong_usage, "a shadow is of a unit or of a leader, not of both", "--leader", "leave one out");
  }
  if (question.weeks < k_fewest_weeks || question.weeks > k_most_weeks) {
    return fail(
        Code::wrong_usage,
        "from " + std::to_string(k_fewest_weeks) + " to " + std::to_string(k_most_weeks) + " weeks can be looked at",
        "--weeks", "a year is 52");
  }
  return {};
}

Result<Subject> subject_of(const ShadowQuestion& question, const org::Organisation& organisation, Day last,
                           const org::Tree& tree) {
  if (!question.unit.empty()) return unit_on(organisation.units, organisation.people, question.unit, last, tree);
  if (!question.leader.empty()) return leader_on(organisation.people, question.leader, last, tree);
  return organisation_on(organisation.units, organisation.people, last);
}

/// "Trust, as felt" of employees' `trust`; the rating's own name where no measure is of it.
std::string label_of(const measure::Catalogue& catalogue, const std::string& rating, const char* of) {
  for (const std::string& id : {rating, of + rating}) {
    const auto found = catalogue.find(id);
    if (found && found->value == "rating." + rating && !found->label.empty()) return found->label;
  }
  return rating;
}

std::map<std::string, std::string> labels_of(const std::vector<GamingFlag>& flags,
                                             const measure::Catalogue& catalogue) {
  std::map<std::string, std::string> labels;
  for (const GamingFlag& flag : flags) {
    for (const std::string& id : flag.indicators) {
      const auto found = catalogue.find(id);
      labels.emplace(id, found && !found->label.empty() ? found->label : id);
    }
  }
  return labels;
}

struct Read {
  Field field;
  Outcome employees, customers;
  std::vector<VisibleAct> acts;
};

Result<Read> read_all(measure::StoreReader& signals, measure::StoreReader& acts, const facts::Field& of_employees,
                      const facts::Field& of_customers, const org::Organisation& organisation, const org::Tree& tree,
                      const Subject& subject, Day end, std::size_t weeks, std::int64_t k_employee) {
  const facts::Expr teams = from_teams(signals.names().carries(attribute("role")));
  const Day from{week_of(end).days - static_cast<std::int32_t>(7 * weeks)};
  std::set<std::string> words;
  for (const auto& [item, who] : {std::pair(of_employees, teams), std::pair(of_customers, from_customers())}) {
    auto units = units_answering(signals, item, who, from, end);
    if (!units) return std::unexpected(units.error());
    words.insert(units->begin(), units->end());
  }
  if (subject.kind == Subject::Kind::unit) {
    const std::set<std::string> under(subject.units.begin(), subject.units.end());
    std::erase_if(words, [&](const std::string& word) { return !under.contains(word); });
  }
  Read read{.field = field_of({words.begin(), words.end()}, &organisation, end, weeks, &tree),
            .employees = {},
            .customers = {},
            .acts = {}};
  auto employees = read_outcome_of_employees(signals, read.field, of_employees, teams, k_employee);
  if (!employees) return std::unexpected(employees.error());
  read.employees = *std::move(employees);
  auto customers = read_outcome(signals, read.field, of_customers, from_customers());
  if (!customers) return std::unexpected(customers.error());
  read.customers = *std::move(customers);
  auto seen = read_visible_acts(acts, read.field, usual_reach());
  if (!seen) return std::unexpected(seen.error());
  read.acts = *std::move(seen);
  return read;
}

Shadow shadow_of_side(const Read& read, const Outcome& outcome) {
  ShadowOptions options;
  options.known_from = known_from(read.acts, read.field);
  const std::vector<std::uint32_t> clusters = read.field.clusters();
  return shadow_of(read.acts, read.field.led, read.field.first, outcome, usual_reach(), options, clusters);
}

std::vector<LeaderRow> rows_of(const Read& read, const ShadowReport& report, const org::Organisation& organisation,
                               const org::Tree& tree, const OpenLeaders& open) {
  const org::Reporting today = organisation.people.as_of(Day{report.end.days - 1});
  std::vector<LeaderRow> rows;
  for (std::uint32_t l = 0; l < read.field.leaders.size(); ++l) {
    const std::string& id = read.field.leaders[l];
    const bool meant = report.subject.kind == Subject::Kind::organisation ||
                       std::ranges::find(report.subject.leaders, id) != report.subject.leaders.end();
    if (!meant || !open.to(id)) continue;
    LeaderRow row{.id = id,
                  .name = id,
                  .employees = report.employees.leaders[l],
                  .customers = report.customers.leaders[l],
                  .not_seen = {}};
    if (const auto found = today.find(id)) row.name = today.name(*found);
    for (const org::Index manager : today.managers(id))
      row.depth += read.field.leader(today.person(manager).id) ? 1U : 0U;
    for (const std::uint32_t unit : row.employees.not_seen) {
      const auto place = tree.find(read.field.units[unit]);
      row.not_seen.push_back(place ? tree.label(*place) : read.field.units[unit]);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<BesideShadow>> read_beside(measure::StoreReader& signals, measure::StoreReader& acts,
                                              const measure::Rules& rules, const org::Organisation& organisation,
                                              const Subject& subject, Day end, const ShadowQuestion& question) {
  const SpecialSource source{.signals = signals,
                             .acts = acts,
                             .organisation = &organisation,
                             .only = &subject,
                             .from = Day{end.days - static_cast<std::int32_t>(7 * question.weeks)},
                             .end = end,
                             .level = 0.95,
                             .rules = rules};
  struct Told {
    const char *label, *unit;
    Result<SpecialEvidence> (*read)(const SpecialSource&);
  };
  constexpr Told k_told[] = {{"Pressure passed down", "points of 5", read_pressure},
                             {"Recovery after a shock", "days", read_recovery},
                             {"Visible acts in hard weeks, of those in calm ones", "%", read_hard_weeks}};
  std::vector<BesideShadow> beside;
  for (const Told& told : k_told) {
    const auto found = told.read(source);
    if (!found) return std::unexpected(found.error());
    beside.push_back({.label = told.label, .unit = told.unit, .evidence = (*found)(subject)});
  }
  return beside;
}

}  // namespace

Result<ShadowReport> shadow_report(const facts::Facts& facts, const measure::Rules& rules,
                                   const org::Organisation& organisation, const ShadowQuestion& question,
                                   const Fairness& fairness) {
  if (auto right = check(question); !right) return std::unexpected(right.error());
  const auto of_employees = rating_named(question.employees, "--employees");
  if (!of_employees) return std::unexpected(of_employees.error());
  const auto of_customers = rating_named(question.customers, "--customers");
  if (!of_customers) return std::unexpected(of_customers.error());
  const auto end = end_of_facts(facts);
  if (!end) return std::unexpected(end.error());
  const Day last{end->days - 1};
  const org::Tree tree = question.on_todays_tree ? organisation.units.as_of(fairness.today, org::Ended::kept_last)
                                                 : organisation.units.as_of(last);
  auto subject = subject_of(question, organisation, last, tree);
  if (!subject) return std::unexpected(subject.error());
  // Of the whole weeks that are told: who has looked since has seen them.
  const Day told{week_of(*end)};
  if (auto allowed = may_see(fairness, facts, *subject, told); !allowed) return std::unexpected(allowed.error());
  if (!fairness.individual_scores && subject->kind == Subject::Kind::unit && subject->leaders.size() == 1) {
    return fail(Code::withheld, "the shadow of a unit of one leader is that leader's, and such are switched off here",
                "--unit", "look at the unit above");
  }
  const std::uint64_t snapshot = question.snapshot.value_or(facts.snapshot());
  auto signals = measure::StoreReader::open(facts, facts::Table::signals, snapshot, {});
  if (!signals) return std::unexpected(signals.error());
  auto acts = measure::StoreReader::open(facts, facts::Table::acts, snapshot, {});
  if (!acts) return std::unexpected(acts.error());
  const auto open = OpenLeaders::read(*acts, fairness, told);
  if (!open) return std::unexpected(open.error());
  const auto read = read_all(*signals, *acts, *of_employees, *of_customers, organisation, tree, *subject, *end,
                             question.weeks, rules.guards.rules().k_employee);
  if (!read) return std::unexpected(read.error());

  if (read->field.units.empty()) {
    return fail(Code::not_enough,
                "nobody answered " + of_employees->name + " or " + of_customers->name + " in these weeks", {},
                "name ratings that are asked: --employees rating.…, --customers rating.…");
  }

  ShadowReport report{.subject = *std::move(subject),
                      .first = read->field.first,
                      .end = read->field.end(),
                      .weeks = question.weeks,
                      .units = read->field.units.size(),
                      .acts = static_cast<std::int64_t>(read->acts.size()),
                      .employees_item = of_employees->name,
                      .customers_item = of_customers->name,
                      .employees_label = label_of(rules.catalogue, of_employees->name, "team_"),
                      .customers_label = label_of(rules.catalogue, of_customers->name, "customer_"),
                      .employees = shadow_of_side(*read, read->employees),
                      .customers = shadow_of_side(*read, read->customers),
                      .leaders = {},
                      .no_leaders = {},
                      .beside = {},
                      .flags = {},
                      .labels = {},
                      .snapshot = acts->snapshot_name()};
  report.leaders = rows_of(*read, report, organisation, tree, *open);
  if (!open->any()) {
    report.no_leaders = "rows of single leaders are switched off here";
  } else if (report.leaders.size() < std::min(report.subject.leaders.size(), read->field.leaders.size())) {
    report.no_leaders = "leaders who have not looked yet at their own evidence are left out until they have";
  }
  auto beside = read_beside(*signals, *acts, rules, organisation, report.subject, *end, question);
  if (!beside) return std::unexpected(beside.error());
  report.beside = *std::move(beside);
  auto flags = read_flags(*signals, *acts, read->field, {*of_customers}, report.subject, *open);
  if (!flags) return std::unexpected(flags.error());
  report.flags = *std::move(flags);
  report.labels = labels_of(report.flags, rules.catalogue);
  return report;
}

}  // namespace bellwether::lead
