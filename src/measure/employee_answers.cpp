#include "measure/employee_answers.hpp"

#include "base/invariant.hpp"
#include "measure/names.hpp"

#include <algorithm>
#include <utility>

#include <xxhash.h>

namespace bellwether::measure {

namespace {

std::string carries_text(const facts::Field& value) { return word_of(value) + " is given"; }

std::uint64_t hash_of(const std::vector<facts::Label>& slice, std::optional<Day> month) {
  std::uint64_t hash = month ? static_cast<std::uint64_t>(month->days) : ~std::uint64_t{0};
  for (const facts::Label& label : slice) {
    hash = XXH3_64bits_withSeed(label.text.data(), label.text.size(), hash + (label.known ? 1 : 0));
  }
  return hash;
}

}  // namespace

Marks Marks::of(const AnswersWith& wanted, std::span<const AnswersWith> together) {
  Marks alone;
  alone.add(wanted);
  Marks all = alone;
  for (const AnswersWith& answers : together) all.add(answers);
  return all.texts_.size() <= facts::k_most_marks ? all : alone;
}

void Marks::add(const AnswersWith& answers) {
  if (answers.value) add(carries_text(*answers.value), facts::Expr{facts::Known{.field = *answers.value}});
  for (const Condition& condition : answers.conditions) add(condition.text, condition.is);
}

void Marks::add(std::string text, facts::Expr is) {
  if (std::ranges::find(texts_, text) != texts_.end()) return;
  texts_.push_back(std::move(text));
  conditions_.push_back(std::move(is));
}

Result<EmployeeAnswers> EmployeeAnswers::read(StoreReader& store, Marks marks,
                                              const std::vector<facts::Field>& attributes) {
  facts::CrowdQuery query{.where = of_employees(), .by = {{.kind = facts::Field::Kind::dimension, .name = "unit"}}};
  query.by.insert(query.by.end(), attributes.begin(), attributes.end());
  query.marks = marks.conditions();
  auto crowd = store.crowd(std::move(query));
  if (!crowd) return std::unexpected(crowd.error());
  return EmployeeAnswers(*std::move(crowd), std::move(marks));
}

EmployeeAnswers::EmployeeAnswers(facts::Crowd crowd, Marks marks) : crowd_(std::move(crowd)), marks_(std::move(marks)) {
  for (std::uint32_t at = 0; at < crowd_.cells.size(); ++at) {
    by_hash_.emplace(hash_of(crowd_.cells[at].slice, crowd_.cells[at].month), at);
  }
}

std::optional<std::uint32_t> EmployeeAnswers::place(const std::vector<facts::Label>& slice,
                                                    std::optional<Day> month) const {
  const auto [first, last] = by_hash_.equal_range(hash_of(slice, month));
  for (auto found = first; found != last; ++found) {
    const facts::CrowdCell& cell = crowd_.cells[found->second];
    if (cell.month == month && cell.slice == slice) return found->second;
  }
  return std::nullopt;
}

std::uint64_t EmployeeAnswers::bit_of(const std::string& text) const {
  const auto at = std::ranges::find(marks_.texts(), text);
  invariant(at != marks_.texts().end());
  return std::uint64_t{1} << static_cast<unsigned>(at - marks_.texts().begin());
}

EmployeeAnswers::Pick EmployeeAnswers::pick(const AnswersWith& answers) const {
  Pick pick;
  if (answers.value) pick.value_ = bit_of(carries_text(*answers.value));
  for (const Condition& condition : answers.conditions) pick.conditions_.push_back(bit_of(condition.text));
  return pick;
}

std::optional<std::uint32_t> EmployeeAnswers::Pick::strata(std::uint64_t marks) const {
  if ((marks & value_) != value_) return std::nullopt;
  std::uint32_t strata = 0;
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    if ((marks & conditions_[i]) != 0) strata |= 1U << i;
  }
  return strata;
}

}  // namespace bellwether::measure
