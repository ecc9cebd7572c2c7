#include "store/facts/distinct.hpp"

#include <algorithm>
#include <bit>
#include <exception>
#include <memory>
#include <utility>

namespace bellwether::facts {

namespace {

constexpr std::size_t k_first_slots = 64;

/// The engine gives each group memory of this form and moves it as it likes; the set stays where it is.
struct State {
  NumberSet* set;
};

State& state_at(duckdb_aggregate_state state) {
  return *reinterpret_cast<State*>(state);
}  // NOLINT: the engine's memory is untyped

idx_t state_size(duckdb_function_info) { return sizeof(State); }
void init(duckdb_function_info, duckdb_aggregate_state state) { state_at(state).set = nullptr; }

void destroy(duckdb_aggregate_state* states, idx_t count) {
  for (idx_t i = 0; i < count; ++i) std::unique_ptr<NumberSet>(std::exchange(state_at(states[i]).set, nullptr));
}

NumberSet& set_of(State& state) {
  if (state.set == nullptr) state.set = std::make_unique<NumberSet>().release();
  return *state.set;
}

template <class Work>
void guarded(duckdb_function_info info, Work work) {
  try {
    work();
  } catch (const std::exception& problem) {
    duckdb_aggregate_function_set_error(info, problem.what());
  }
}

void update(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  guarded(info, [&] {
    const Column numbers(duckdb_data_chunk_get_vector(input, 0));
    const std::size_t rows = duckdb_data_chunk_get_size(input);
    constexpr std::size_t k_ahead = 16;
    for (std::size_t row = 0; row < rows; ++row) {
      if (row + k_ahead < rows) {
        if (const NumberSet* later = state_at(states[row + k_ahead]).set)
          later->expect(numbers.at<std::uint64_t>(row + k_ahead));
      }
      if (numbers.known(row)) set_of(state_at(states[row])).insert(numbers.at<std::uint64_t>(row));
    }
  });
}

void combine(duckdb_function_info info, duckdb_aggregate_state* from, duckdb_aggregate_state* into, idx_t count) {
  guarded(info, [&] {
    for (idx_t i = 0; i < count; ++i) {
      State& source = state_at(from[i]);
      State& target = state_at(into[i]);
      if (source.set == nullptr) continue;
      if (target.set == nullptr || target.set->size() < source.set->size()) std::swap(source.set, target.set);
      if (source.set != nullptr) target.set->merge(*source.set);
    }
  });
}

void finalize(duckdb_function_info, duckdb_aggregate_state* states, duckdb_vector result, idx_t count, idx_t offset) {
  auto* numbers = static_cast<std::int64_t*>(duckdb_vector_get_data(result));
  for (idx_t i = 0; i < count; ++i) {
    const NumberSet* set = state_at(states[i]).set;
    numbers[offset + i] = set == nullptr ? 0 : static_cast<std::int64_t>(set->size());
  }
}

}  // namespace

std::size_t NumberSet::place_of(std::uint64_t number) const {
  // Upper bits of a product: also numbers that are not spread well find their own places.
  const auto bits = static_cast<unsigned>(std::countr_zero(slots_.size()));
  return (number * 0x9E3779B97F4A7C15ULL) >> (64U - bits);
}

void NumberSet::expect(std::uint64_t number) const {
  if (!slots_.empty()) __builtin_prefetch(&slots_[place_of(number)]);
}

void NumberSet::insert(std::uint64_t number) {
  if (number == 0) {
    has_zero_ = true;
    return;
  }
  if (2 * (count_ + 1) > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = place_of(number);
  while (slots_[at] != 0 && slots_[at] != number) at = (at + 1) & mask;
  if (slots_[at] == 0) ++count_;
  slots_[at] = number;
}

void NumberSet::grow() {
  std::vector<std::uint64_t> before(std::max(k_first_slots, slots_.size() * 2), 0);
  std::swap(before, slots_);
  count_ = 0;
  for (const std::uint64_t number : before) {
    if (number != 0) insert(number);
  }
}

void NumberSet::merge(const NumberSet& other) {
  has_zero_ = has_zero_ || other.has_zero_;
  for (const std::uint64_t number : other.slots_) {
    if (number != 0) insert(number);
  }
}

Result<void> register_distinct(const Connection& connection) {
  duckdb_aggregate_function function = duckdb_create_aggregate_function();
  duckdb_aggregate_function_set_name(function, "count_different");
  duckdb_logical_type number = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb_aggregate_function_add_parameter(function, number);
  duckdb_aggregate_function_set_return_type(function, number);
  duckdb_destroy_logical_type(&number);
  duckdb_aggregate_function_set_functions(function, state_size, init, update, combine, finalize);
  duckdb_aggregate_function_set_destructor(function, destroy);
  duckdb_aggregate_function_set_special_handling(function);
  const duckdb_state state = duckdb_register_aggregate_function(connection.handle(), function);
  duckdb_destroy_aggregate_function(&function);
  if (state == DuckDBError) return engine_failed("counting different values can't be made known to the engine");
  return {};
}

}  // namespace bellwether::facts
