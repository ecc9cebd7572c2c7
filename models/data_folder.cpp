#include "data_folder.hpp"

#include <cstdlib>

namespace bellwether::models {

std::filesystem::path data_folder() {
  const char* set = std::getenv("BELLWETHER_TEST_DATA");
  return set != nullptr ? std::filesystem::path(set) : std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
}

}  // namespace bellwether::models
