// The words that the schemas of the API are written with.
#pragma once

#include "listen/intake/intake.hpp"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace bellwether::api::schema {

using Json = nlohmann::ordered_json;

inline Json schema_ref(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

inline Json plain() { return {{"type", "string"}}; }
inline Json yes_or_no() { return {{"type", "boolean"}}; }
inline Json whole_number() { return {{"type", "integer"}}; }
inline Json or_null(const char* type) { return {{"type", {type, "null"}}}; }

inline Json text(const char* about, std::size_t most = listen::k_most_name_bytes) {
  return {{"type", "string"}, {"maxLength", most}, {"description", about}};
}

inline Json object(Json properties, Json required = Json::array()) {
  Json schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

/// An object that has nothing else: what is not known is a fault.
inline Json closed(Json properties, Json required = Json::array()) {
  Json schema = object(std::move(properties), std::move(required));
  schema["additionalProperties"] = false;
  return schema;
}

inline Json either(Json a, Json b) { return {{"oneOf", {std::move(a), std::move(b)}}}; }
inline Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

inline Json one_of(std::initializer_list<const char*> words) {
  Json all = Json::array();
  for (const char* word : words) all.push_back(word);
  return {{"type", "string"}, {"enum", std::move(all)}};
}

}  // namespace bellwether::api::schema
