// All settings, as one table: the file bellwether.toml, the environment, the command's flags and `bellwether check --config` go by it, so
// that none knows of a setting that the others don't.
//
// Of what is told several times, the flag counts, then the environment (BELLWETHER_SERVER_LISTEN), then the file ([server] listen), then
// the default.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::store {

/// The value of a variable of the environment; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] std::optional<std::string> from_environment(const std::string& name);

/// A setting told by a flag, in place of file and environment.
struct SettingFlag {
  std::string name;  ///< "server.listen"
  std::string flag;  ///< "--listen", for messages
  std::string text;  ///< its value; several with commas between
};

struct WhereSettingsAre {
  std::string toml = {};
  std::string file = "bellwether.toml";  ///< for messages
  Environment environment = {};          ///< empty: none
  std::vector<SettingFlag> flags = {};
};

/// One setting as it stands, for people.
struct ToldSetting {
  std::string name;      ///< "server.listen"
  std::string value;     ///< as TOML writes it; of a secret, "(not shown)"
  std::string source;    ///< "default", "bellwether.toml:12", "BELLWETHER_SERVER_LISTEN", "--listen"
  std::string variable;  ///< "BELLWETHER_SERVER_LISTEN"; empty for what stands in the file alone
  std::string about;
};

struct ReadSettings {
  Settings settings;
  std::vector<ToldSetting> told;  ///< all there are, section by section
};

/// Errors: `bad_input` with where it stands (file:line, variable, flag); an unknown key names the nearest right one.
[[nodiscard]] Result<ReadSettings> read_settings(const WhereSettingsAre& where);

/// The settings in `toml` alone.
[[nodiscard]] Result<Settings> settings_from(std::string_view toml, std::string_view file);

/// The settings of a data directory: of its file, where there is one, the environment and flags. Errors also: `io`, `too_large`.
[[nodiscard]] Result<ReadSettings> settings_of(const std::filesystem::path& folder, const Environment& environment,
                                               std::vector<SettingFlag> flags = {});

}  // namespace bellwether::store
