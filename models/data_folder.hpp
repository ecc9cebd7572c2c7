// Where the public data sets are that models are trained and tried on.
#pragma once

#include <filesystem>

namespace bellwether::models {

/// $BELLWETHER_TEST_DATA, or ../shared/data beside the sources.
[[nodiscard]] std::filesystem::path data_folder();

}  // namespace bellwether::models
