#include "store/directory/settings.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace bellwether::store {

namespace {

constexpr std::uintmax_t k_most_bytes = 1 << 20;
constexpr std::int64_t k_least_memory_mb = 64, k_most_memory_mb = 1'048'576, k_most_threads = 1'024;

/// Where messages point.
std::string line_of(std::string_view file, const toml::node& node) {
  return fmt::format("{}:{}", file, node.source().begin.line);
}

/// An error at the first key of `table` that is not one of `known`.
Result<void> only_known(const toml::table& table, const std::vector<std::string>& known, std::string_view what,
                        std::string_view file) {
  for (const auto& [key, value] : table) {
    const std::string name(key.str());
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string meant = nearest(name, known);
    return fail(Code::bad_input, fmt::format("\"{}\" is no setting {}", name, what),
                fmt::format("{}:{}", file, key.source().begin.line),
                meant.empty() ? "known here: " + join(known, ", ") : fmt::format("did you mean \"{}\"?", meant));
  }
  return {};
}

Result<void> read_text(const toml::table& table, std::string_view key, std::string& into, std::string_view file) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return {};
  if (!node->is_string()) {
    return fail(Code::bad_input, fmt::format("{} must be a text in quotation marks", key), line_of(file, *node));
  }
  into = node->ref<std::string>();
  return {};
}

Result<void> read_number(const toml::table& table, std::string_view key, std::int64_t low, std::int64_t high,
                         std::int64_t& into, std::string_view file) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return {};
  const auto number = node->value_exact<std::int64_t>();
  if (!number || *number < low || *number > high) {
    return fail(Code::bad_input, fmt::format("{} must be a whole number from {} to {}", key, low, high),
                line_of(file, *node));
  }
  into = *number;
  return {};
}

Result<const toml::table*> section(const toml::table& all, std::string_view name, std::string_view file) {
  const toml::node* node = all.get(name);
  if (node == nullptr) return nullptr;
  if (const toml::table* table = node->as_table()) return table;
  return fail(Code::bad_input, fmt::format("{} must be a section, written [{}]", name, name), line_of(file, *node));
}

Result<void> read_organisation(const toml::table& table, Settings& settings, std::string_view file) {
  if (auto known = only_known(table, {"name", "time_zone"}, "under [organisation]", file); !known) return known;
  if (auto name = read_text(table, "name", settings.organisation, file); !name) return name;
  std::string zone_name;
  if (auto read = read_text(table, "time_zone", zone_name, file); !read) return read;
  if (zone_name.empty()) return {};
  auto zone = Zone::named(zone_name);
  if (!zone) {
    Error error = zone.error();
    error.where = line_of(file, *table.get("time_zone"));
    return std::unexpected(error);
  }
  settings.zone = *std::move(zone);
  return {};
}

Result<void> read_facts(const toml::table& table, Settings& settings, std::string_view file) {
  if (auto known = only_known(table, {"memory_mb", "threads"}, "under [facts]", file); !known) return known;
  auto memory = static_cast<std::int64_t>(settings.memory_mb);
  if (auto read = read_number(table, "memory_mb", k_least_memory_mb, k_most_memory_mb, memory, file); !read)
    return read;
  std::int64_t threads = settings.threads;
  if (auto read = read_number(table, "threads", 0, k_most_threads, threads, file); !read) return read;
  settings.memory_mb = static_cast<std::size_t>(memory);
  settings.threads = static_cast<unsigned>(threads);
  return {};
}

Result<void> read_leadership(const toml::table& table, Settings& settings, std::string_view file) {
  if (auto known = only_known(table, {"individual_scores", "first_look_days"}, "under [leadership]", file); !known) {
    return known;
  }
  if (const toml::node* node = table.get("individual_scores")) {
    const auto value = node->value_exact<bool>();
    if (!value) return fail(Code::bad_input, "individual_scores must be true or false", line_of(file, *node));
    settings.individual_scores = *value;
  }
  constexpr std::int64_t k_most_days = 366;
  std::int64_t days = settings.first_look_days;
  if (auto read = read_number(table, "first_look_days", 0, k_most_days, days, file); !read) return read;
  settings.first_look_days = static_cast<int>(days);
  return {};
}

Result<void> read_privacy(const toml::table& table, Privacy& privacy, std::string_view file) {
  constexpr std::int64_t k_highest = 1'000;
  const Privacy fewest;  // the defaults may be raised, not lowered
  if (auto known =
          only_known(table, {"k_employee", "k_comments", "k_customer", "employee_attributes"}, "under [privacy]", file);
      !known) {
    return known;
  }
  if (auto read = read_number(table, "k_employee", fewest.k_employee, k_highest, privacy.k_employee, file); !read)
    return read;
  if (auto read = read_number(table, "k_comments", fewest.k_comments, k_highest, privacy.k_comments, file); !read)
    return read;
  if (auto read = read_number(table, "k_customer", fewest.k_customer, k_highest, privacy.k_customer, file); !read)
    return read;
  const toml::node* node = table.get("employee_attributes");
  if (node == nullptr) return {};
  constexpr std::size_t k_most_attributes = 3;
  const toml::array* list = node->as_array();
  if (list == nullptr || list->size() > k_most_attributes || !list->is_homogeneous(toml::node_type::string)) {
    if (list != nullptr && list->empty()) return {};
    return fail(
        Code::bad_input,
        fmt::format("employee_attributes must be a list of at most {} names in quotation marks", k_most_attributes),
        line_of(file, *node), "write for example employee_attributes = [\"tenure\", \"channel\"]");
  }
  for (const toml::node& name : *list) privacy.employee_attributes.push_back(name.ref<std::string>());
  return {};
}

/// What needs no quotation marks in SQL, and leaves room in a name for what is made of it.
bool is_schema_name(std::string_view name) {
  constexpr std::size_t k_longest = 40;
  constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyz_";
  return !name.empty() && name.size() <= k_longest && k_letters.contains(name.front()) && !name.starts_with("pg_") &&
         std::ranges::all_of(name, [&](char c) { return k_letters.contains(c) || ('0' <= c && c <= '9'); });
}

Result<void> read_records(const toml::table& table, RecordsPlace& records, std::string_view file) {
  if (auto known = only_known(table, {"postgresql", "schema"}, "under [records]", file); !known) return known;
  if (auto read = read_text(table, "postgresql", records.postgresql, file); !read) return read;
  if (auto read = read_text(table, "schema", records.schema, file); !read) return read;
  if (!is_schema_name(records.schema)) {
    return fail(Code::bad_input, "schema must be a name of a to z, digits and _, at most 40, not pg_…",
                line_of(file, *table.get("schema")));
  }
  return {};
}

}  // namespace

Result<Settings> settings_from(std::string_view toml_text, std::string_view file) {
  toml::table all;
  try {
    all = toml::parse(toml_text, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, std::string(error.description()),
                fmt::format("{}:{}", file, error.source().begin.line), "see https://toml.io for how TOML is written");
  }
  Settings settings;
  if (auto known = only_known(all, {"organisation", "facts", "leadership", "privacy", "records"}, "", file); !known)
    return std::unexpected(known.error());
  const auto organisation = section(all, "organisation", file);
  if (!organisation) return std::unexpected(organisation.error());
  if (*organisation != nullptr) {
    if (auto read = read_organisation(**organisation, settings, file); !read) return std::unexpected(read.error());
  }
  const auto facts = section(all, "facts", file);
  if (!facts) return std::unexpected(facts.error());
  if (*facts != nullptr) {
    if (auto read = read_facts(**facts, settings, file); !read) return std::unexpected(read.error());
  }
  const auto privacy = section(all, "privacy", file);
  if (!privacy) return std::unexpected(privacy.error());
  if (*privacy != nullptr) {
    if (auto read = read_privacy(**privacy, settings.privacy, file); !read) return std::unexpected(read.error());
  }
  const auto records = section(all, "records", file);
  if (!records) return std::unexpected(records.error());
  if (*records != nullptr) {
    if (auto read = read_records(**records, settings.records, file); !read) return std::unexpected(read.error());
  }
  const auto leadership = section(all, "leadership", file);
  if (!leadership) return std::unexpected(leadership.error());
  if (*leadership != nullptr) {
    if (auto read = read_leadership(**leadership, settings, file); !read) return std::unexpected(read.error());
  }
  return settings;
}

Result<Settings> settings_of(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return Settings{};
  const std::uintmax_t bytes = std::filesystem::file_size(file, error);
  if (error) return fail(Code::io, "can't read the settings: " + error.message(), file.string());
  if (bytes > k_most_bytes) return fail(Code::too_large, "the settings are larger than 1 MB", file.string());
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(Code::io, "can't read the settings", file.string());
  return settings_from(text.str(), file.string());
}

}  // namespace bellwether::store
