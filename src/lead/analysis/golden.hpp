// Expected values made by other implementations, for this folder's tests.
#pragma once

#include <fstream>

#include <nlohmann/json.hpp>

namespace bellwether::lead {

inline nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/lead/analysis/golden/analysis.json");
  return nlohmann::json::parse(file).at(group);
}

}  // namespace bellwether::lead
