// A webhook's request, without HTTP: the bytes of its body, its headers, the parameters of its address.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::listen {

/// The value of a name, or nothing. Names of headers are looked up whatever their case.
using HookLookup = std::function<std::optional<std::string>(std::string_view name)>;

struct HookRequest {
  std::string_view body;  ///< as it came: signatures are over these bytes
  HookLookup header;
  HookLookup query;
};

}  // namespace bellwether::listen
