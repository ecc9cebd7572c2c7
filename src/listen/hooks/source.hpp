// Where one member of a fact comes from: paths, a constant, and a few closed steps from what is sent to what is meant.
#pragma once

#include "base/result.hpp"
#include "listen/columns/time_format.hpp"
#include "listen/hooks/path.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::listen {

using Scalar = std::variant<std::string, std::int64_t, double, bool>;

/// "ticket.id", or several paths joined: "{ticket.id}-{rating.id}".
struct Template {
  std::vector<std::string> texts;  ///< one more than paths; what stands around them
  std::vector<Path> paths;
  bool is_path = false;  ///< nothing but one path: numbers stay numbers

  /// Error: `bad_input` that quotes what is wrong.
  [[nodiscard]] static Result<Template> from(std::string_view text);
};

struct MapEntry {
  std::string word;  ///< "good", or "good*" for all that begin so
  Scalar value;
};

/// From one scale to another, straight: 1–10 to 1–5.
struct ScaleMap {
  double from_low = 0, from_high = 0, to_low = 0, to_high = 0;
};

/// Done in this order, each only where it is asked for.
struct SourceSteps {
  bool html = false;    ///< tags out, entities read
  bool lower = false;   ///< ASCII letters small
  bool number = false;  ///< "4.5" is 4.5
  std::vector<MapEntry> map;
  bool keep = false;  ///< what the map does not know stays as it is
  std::optional<ScaleMap> scale;
  std::optional<TimeFormat> time;
};

struct Source {
  std::vector<Template> from;       ///< the first that is there
  std::optional<Scalar> otherwise;  ///< where none is, or the map does not know the word; alone: a constant
  std::optional<std::string> join;  ///< stands between the texts where a path leads to many
  SourceSteps steps;
  bool needed = false;
  std::uint32_t line = 0;  ///< of the mapping
};

/// Members that are named by what is sent: each answer by its question.
struct Spread {
  Path each;                  ///< to all of a list or an object, or to one thing that names itself
  std::optional<Path> name;   ///< of the member; without: the name that it has in its object
  std::optional<Path> value;  ///< without: the value itself
  SourceSteps steps;
  std::uint32_t line = 0;
};

/// `*` stands for any characters; compared byte by byte.
[[nodiscard]] bool matches(std::string_view text, std::string_view pattern);

}  // namespace bellwether::listen
