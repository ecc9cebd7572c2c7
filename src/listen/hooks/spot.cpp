#include "listen/hooks/spot.hpp"

#include "base/number.hpp"
#include "listen/intake/json_value.hpp"

#include <span>
#include <string_view>
#include <utility>

namespace bellwether::listen {

namespace {

using simdjson::dom::element;
using Kind = PathStep::Kind;

std::string below(const std::string& pointer, std::string_view name) {
  const At above{.up = nullptr, .name = pointer};
  return At{.up = &above, .name = name}.pointer();
}

std::optional<element> member_of(element node, std::string_view name) {
  simdjson::dom::object object;
  element value;
  if (node.get(object) != simdjson::SUCCESS || object.at_key(name).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

bool fits(element node, const PathStep& step) {
  std::optional<element> at = node;
  for (const std::string& name : step.key) {
    if (at) at = member_of(*at, name);
  }
  return at && text_of(*at) == step.value;
}

void walk(const Spot& from, std::span<const PathStep> steps, std::vector<Spot>& found);

void walk_list(const Spot& from, std::span<const PathStep> steps, std::vector<Spot>& found) {
  const PathStep& step = steps.front();
  simdjson::dom::array list;
  if (from.node->get(list) != simdjson::SUCCESS) return;
  auto wanted = step.index;
  if (step.kind == Kind::index && wanted < 0) wanted += static_cast<std::int64_t>(list.size());
  std::int64_t index = -1;
  for (const element each : list) {
    ++index;
    const bool with = step.kind == Kind::first_with || step.kind == Kind::all_with;
    if (step.kind == Kind::index ? index != wanted : with && !fits(each, step)) continue;
    walk({.node = each, .text = {}, .pointer = below(from.pointer, std::to_string(index)), .name = {}},
         steps.subspan(1), found);
    if (step.kind == Kind::index || step.kind == Kind::first_with) return;
  }
}

void walk(const Spot& from, std::span<const PathStep> steps, std::vector<Spot>& found) {
  if (found.size() >= k_most_spots || from.node->is_null()) return;
  if (steps.empty()) {
    found.push_back(from);
    return;
  }
  const PathStep& step = steps.front();
  if (step.kind == Kind::member) {
    if (const auto value = member_of(*from.node, step.name)) {
      walk({.node = value, .text = {}, .pointer = below(from.pointer, step.name), .name = from.name}, steps.subspan(1),
           found);
    }
    return;
  }
  simdjson::dom::object object;
  if (step.kind != Kind::all || from.node->get(object) != simdjson::SUCCESS) return walk_list(from, steps, found);
  for (const simdjson::dom::key_value_pair field : object) {
    walk({.node = field.value, .text = {}, .pointer = below(from.pointer, field.key), .name = std::string(field.key)},
         steps.subspan(1), found);
  }
}

}  // namespace

std::vector<Spot> spots_at(const Path& path, const Item& item) {
  std::vector<Spot> found;
  switch (path.root()) {
    case Path::Root::item:
      walk(item.here, path.steps(), found);
      break;
    case Path::Root::body:
      walk({.node = item.body, .text = {}, .pointer = {}, .name = {}}, path.steps(), found);
      break;
    case Path::Root::header:
    case Path::Root::query: {
      const HookLookup& lookup = path.root() == Path::Root::header ? item.request.header : item.request.query;
      const std::string& name = path.steps().front().name;
      auto text = lookup ? lookup(name) : std::nullopt;
      if (text) found.push_back({.node = {}, .text = std::move(*text), .pointer = {}, .name = {}});
    }
  }
  return found;
}

std::optional<Spot> spot_at(const Path& path, const Item& item) {
  auto found = spots_at(path, item);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::string pointer_of(const Path& path, const Item& item) {
  if (path.root() == Path::Root::header || path.root() == Path::Root::query) return {};
  std::string pointer = path.root() == Path::Root::item ? item.here.pointer : std::string();
  for (const PathStep& step : path.steps()) {
    if (step.kind == Kind::member) {
      pointer = below(pointer, step.name);
    } else if (step.kind == Kind::index && step.index >= 0) {
      pointer = below(pointer, std::to_string(step.index));
    } else {
      break;
    }
  }
  return pointer;
}

std::optional<std::string> text_of(const Spot& spot) { return spot.node ? text_of(*spot.node) : spot.text; }

std::optional<std::string> text_of(element value) {
  switch (value.type()) {
    case simdjson::dom::element_type::STRING:
      return std::string(value.get_string().value_unsafe());
    case simdjson::dom::element_type::INT64:
      return std::to_string(value.get_int64().value_unsafe());
    case simdjson::dom::element_type::UINT64:
      return std::to_string(value.get_uint64().value_unsafe());
    case simdjson::dom::element_type::DOUBLE:
      return to_text(value.get_double().value_unsafe());
    case simdjson::dom::element_type::BOOL:
      return value.get_bool().value_unsafe() ? "true" : "false";
    default:
      return std::nullopt;
  }
}

}  // namespace bellwether::listen
