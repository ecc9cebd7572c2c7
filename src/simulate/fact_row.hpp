// A draft as a fact: the one content that goes into a file or straight into the store.
#pragma once

#include "simulate/answer.hpp"
#include "store/facts/signal.hpp"

#include <string>

namespace bellwether::simulate {

/// Adds the draft's signal to the batch. `text` is room for words that is used again and again.
void add_signal(const World& world, const Draft& draft, std::string& text, facts::SignalBatch& batch);

/// The id that a draft's signal gets (UUIDv8).
[[nodiscard]] Id id_of(const Draft& draft);
/// Of any other fact.
[[nodiscard]] Id id_of(std::uint64_t key);

/// Of a customer, employee or leader by key.
[[nodiscard]] facts::Pseudonym pseudonym_of(std::uint64_t who);

/// How a customer or employee is called in files: "c4f0…" with 12 hex digits.
[[nodiscard]] std::string customer_name(std::uint64_t who);

}  // namespace bellwether::simulate
