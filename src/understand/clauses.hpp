// Where what a text says of one thing ends and what it says of the next begins: clauses, inside sentences.
#pragma once

#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bellwether::understand {

/// Of each word its clause and its sentence, counted from 0. A clause ends at a comma, a bracket, a dash or a word that joins ("and", "but",
/// "while"), which begins the next. Languages: en de fr es pt it nl.
class Clauses {
 public:
  void read(const Words& words);

  [[nodiscard]] std::size_t clause(std::size_t word) const { return places_[word].clause; }
  [[nodiscard]] std::size_t sentence(std::size_t word) const { return places_[word].sentence; }
  /// Between two words with another number stands a "but".
  [[nodiscard]] std::size_t turn(std::size_t word) const { return places_[word].turn; }

 private:
  struct Place {
    std::uint32_t clause = 0, sentence = 0, turn = 0;
  };
  std::vector<Place> places_;
};

}  // namespace bellwether::understand
