#include "store/directory/settings.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "base/text_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <sstream>
#include <type_traits>
#include <variant>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace bellwether::store {

namespace {

constexpr std::uintmax_t k_most_bytes = 1 << 20;

/// Where a setting's value stands.
using Place = std::variant<std::string*, std::vector<std::string>*, bool*, double*, int*, unsigned*, std::int64_t*,
                           std::size_t*, Zone*, std::vector<GroupGrant>*>;

struct Setting {
  std::string_view section, key;
  Place (*place)(Settings&);
  std::string_view about;
  double low = 0, high = 0;                      ///< of a number; of texts, how many there may be
  std::string_view must = {};                    ///< what `is_right` asks for
  bool (*is_right)(std::string_view) = nullptr;  ///< of a text, or each of several
  bool is_secret = false;                        ///< counts, and is never shown

  [[nodiscard]] std::string name() const { return fmt::format("{}.{}", section, key); }
  [[nodiscard]] std::string variable() const {
    std::string name = fmt::format("BELLWETHER_{}_{}", section, key);
    std::ranges::transform(name, name.begin(), [](char c) { return 'a' <= c && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return name;
  }
};

/// What needs no quotation marks in SQL, and leaves room in a name for what is made of it.
bool is_schema_name(std::string_view name) {
  constexpr std::size_t k_longest = 40;
  constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyz_";
  return !name.empty() && name.size() <= k_longest && k_letters.contains(name.front()) && !name.starts_with("pg_") &&
         std::ranges::all_of(name, [&](char c) { return k_letters.contains(c) || ('0' <= c && c <= '9'); });
}
bool is_proxy_header(std::string_view text) { return text == "x-forwarded-for" || text == "forwarded"; }
bool is_log(std::string_view text) { return text == "all" || text == "problems" || text == "none"; }
bool is_web_address(std::string_view text) {
  return text.empty() || ((text.starts_with("https://") || text.starts_with("http://")) && !text.ends_with('/'));
}
bool is_issuer(std::string_view text) {
  return text.empty() || text.starts_with("https://") || text.starts_with("http://");
}
bool is_label(std::string_view text) { return !trim(text).empty() && length(text) <= 60; }

#define AT(MEMBER) [](Settings& all) -> Place { return &all.MEMBER; }
constexpr auto k_settings = std::to_array<Setting>({
    {"organisation", "name", AT(organisation), "Its name, on pages and briefs."},
    {"organisation", "time_zone", AT(zone), "Days, weeks and months are cut in it: \"Europe/Paris\"."},

    {"server", "listen", AT(server.listen), "Addresses and ports to listen at; port 0 takes any free one.", 1, 16},
    {"server", "address", AT(server.address),
     "How people reach it, for links in messages: \"https://cx.example.org\"; empty: where it listens.", 0, 0,
     "must be https://…, without a slash at the end", is_web_address},
    {"server", "certificate", AT(server.certificate), "TLS: file of the certificate chain (PEM); empty: no TLS."},
    {"server", "certificate_key", AT(server.certificate_key), "TLS: file of its private key (PEM)."},
    {"server", "proxies", AT(server.proxies), "Addresses or networks of proxies whose word on who asks is taken.", 0,
     64},
    {"server", "proxy_header", AT(server.proxy_header), "Which header these proxies write.", 0, 0,
     "must be \"x-forwarded-for\" or \"forwarded\"", is_proxy_header},
    {"server", "threads", AT(server.threads), "Threads that hold connections.", 1, 256},
    {"server", "question_threads", AT(server.question_threads), "Threads that answer questions to the facts.", 1, 256},
    {"server", "pages", AT(server.pages), "Folder of the pages; empty: where they stand beside the program."},
    {"server", "log", AT(server.log), "Which requests are logged on standard error.", 0, 0,
     "must be \"all\", \"problems\" or \"none\"", is_log},
    {"server", "grace_s", AT(server.grace_s), "Seconds for what is under way when it stops.", 0, 3'600},

    {"limits", "header_kb", AT(limits.header_kb), "Largest header of a request, in KiB; more is 431.", 1, 1'024},
    {"limits", "head_s", AT(limits.head_s), "Seconds until the head of a request has come; then 408.", 1, 600},
    {"limits", "body_s", AT(limits.body_s), "Seconds that a body may keep the server waiting; then 408.", 1, 3'600},
    {"limits", "idle_s", AT(limits.idle_s), "Seconds that a connection stays between requests.", 1, 3'600},
    {"limits", "answer_s", AT(limits.answer_s), "Seconds until an answer is there; then 503.", 1, 3'600},
    {"limits", "connections", AT(limits.connections), "Open at once; one more is 503.", 1, 1'000'000},
    {"limits", "connections_per_address", AT(limits.connections_per_address), "Of one address; one more is 429.", 1,
     1'000'000},
    {"limits", "requests_per_second", AT(limits.requests_per_second),
     "Of one address in the long run; more is 429. 0: no limit.", 0, 1'000'000},
    {"limits", "requests_per_second_of_key", AT(limits.requests_per_second_of_key),
     "Of one key in the long run; more is 429. 0: no limit.", 0, 1'000'000},
    {"limits", "questions_waiting", AT(limits.questions_waiting), "Questions that may wait for a thread; then 503.", 1,
     10'000},
    {"limits", "live_pages", AT(limits.live_pages), "Pages that may listen to voices as they come.", 1, 1'000'000},
    {"limits", "live_filters", AT(limits.live_filters), "Different filters by which they may listen.", 1, 10'000},

    {"openid", "issuer", AT(openid.issuer),
     "Sign-in with a provider: its issuer, as it names itself; empty: passwords alone.", 0, 0,
     "must be https://…, or http://… for a provider in the house", is_issuer},
    {"openid", "client_id", AT(openid.client_id), "What the provider calls this server."},
    {"openid",
     "client_secret",
     AT(openid.client_secret),
     "The secret it gave; empty: none, or in client_secret_file.",
     0,
     0,
     {},
     nullptr,
     true},
    {"openid", "client_secret_file", AT(openid.client_secret_file), "A file that holds the secret and nothing else."},
    {"openid", "label", AT(openid.label), "What stands on the button.", 0, 0, "must have 1 to 60 letters", is_label},
    {"openid", "scopes", AT(openid.scopes), "What is asked for beside \"openid\".", 0, 20},
    {"openid", "groups_claim", AT(openid.groups_claim),
     "The claim that lists somebody's groups, or a way down to it: \"realm_access.roles\"; empty: none."},
    {"openid", "allow_networks", AT(openid.allow_networks),
     "Networks in which the provider may stand, beside the public internet: \"10.0.0.0/8\".", 0, 64},
    {"openid", "ca_file", AT(openid.ca_file),
     "File of certificates (PEM) that are believed beside the system's; empty: none."},
    {"openid", "grant", AT(openid.grants),
     "What who is in a group is granted, each as [[openid.grant]]: group, role, unit, voices, names, employees.", 0,
     1'000},

    {"inbox", "queue_mb", AT(inbox.queue_mb), "What may wait in memory for the disk, in MiB; then 503.", 1, 65'536},
    {"inbox", "backlog_mb", AT(inbox.backlog_mb), "What may wait on disk for the facts, in MiB; then 503.", 16,
     16'777'216},
    {"inbox", "keep_days", AT(inbox.keep_days), "So many days at least what was sent is known again.", 7, 400},

    {"webhooks", "allow_networks", AT(webhooks.allow_networks),
     "Networks beside the public internet that webhooks may be in: \"10.2.0.0/16\".", 0, 64},
    {"webhooks", "allow_http", AT(webhooks.allow_http), "true: also addresses without TLS."},
    {"webhooks", "authorities", AT(webhooks.authorities),
     "File of certificates (PEM) that are believed beside the system's, for receivers of an own authority."},
    {"webhooks", "connect_s", AT(webhooks.connect_s), "Seconds until a receiver is reached.", 1, 60},
    {"webhooks", "answer_s", AT(webhooks.answer_s), "Seconds until it has answered.", 1, 120},
    {"webhooks", "senders", AT(webhooks.senders), "Events that are sent at the same time; two to one receiver.", 1, 64},
    {"webhooks", "most_waiting", AT(webhooks.most_waiting),
     "Events that may wait for one receiver; with more its webhook is paused.", 10, 9'999},
    {"webhooks", "keep_days", AT(webhooks.keep_days), "So many days it is told what became of an event.", 1, 400},

    {"understanding", "on", AT(understanding),
     "What texts mean (language, sentiment) is read as they come in, where it is not told; false: it is not."},
    {"understanding", "learn", AT(learning),
     "A model of sentiment is learned from texts that came with scores, and used where it reads better; false: not."},

    {"facts", "memory_mb", AT(memory_mb), "Most that the store of facts may take, in MiB.", 64, 1'048'576},
    {"facts", "threads", AT(threads), "Its threads; 0: one for each core.", 0, 1'024},

    {"records", "postgresql", AT(records.postgresql),
     "How the server of the records is reached, as libpq reads it; empty: a file of the folder."},
    {"records", "schema", AT(records.schema), "Its schema there.", 0, 0,
     "must be a name of a to z, digits and _, at most 40, not pg_…", is_schema_name},

    {"privacy", "k_employee", AT(privacy.k_employee), "The fewest employees that a figure comes from.", 5, 1'000},
    {"privacy", "k_comments", AT(privacy.k_comments), "The fewest employees among whom a comment is shown.", 10, 1'000},
    {"privacy", "k_customer", AT(privacy.k_customer), "The fewest answers of others; 0: any number is shown.", 0,
     1'000},
    {"privacy", "employee_attributes", AT(privacy.employee_attributes),
     "What employees' answers may be cut by beside unit and period.", 0, 3},

    {"leadership", "individual_scores", AT(individual_scores), "false: no scores of single persons (works councils)."},
    {"leadership", "first_look_days", AT(first_look_days), "So many days a leader's score is for that leader only.", 0,
     366},
});
#undef AT

using Texts = std::vector<std::string>;
using Grants = std::vector<GroupGrant>;

std::string as_toml(const std::string& text) {
  const toml::value<std::string> value(text);
  std::ostringstream out;
  out << toml::toml_formatter(value, toml::format_flags::none);
  return out.str();
}

std::string as_toml(const GroupGrant& grant) {
  std::string text = fmt::format("{{ group = {}, role = {}", as_toml(grant.group), as_toml(grant.role));
  if (grant.unit) text += ", unit = " + as_toml(*grant.unit);
  if (grant.voices) text += ", voices = true";
  if (grant.names) text += ", names = true";
  if (grant.employees) text += ", employees = true";
  return text + " }";
}

std::string as_text(const Place& place) {
  return std::visit(
      [](const auto* at) -> std::string {
        using Type = std::remove_const_t<std::remove_pointer_t<decltype(at)>>;
        if constexpr (std::same_as<Type, std::string>) return as_toml(*at);
        if constexpr (std::same_as<Type, Zone>) return as_toml(at->name());
        if constexpr (std::same_as<Type, bool>) return *at ? "true" : "false";
        if constexpr (std::same_as<Type, double>) return to_text(*at);
        if constexpr (std::integral<Type>) return fmt::format("{}", *at);
        if constexpr (std::same_as<Type, Texts> || std::same_as<Type, Grants>) {
          Texts all;
          for (const auto& one : *at) all.push_back(as_toml(one));
          return "[" + join(all, ", ") + "]";
        }
      },
      place);
}

/// A value as it was told: TOML tells its kind, flags and variables are text; of tables, where they stand in the file.
using Told = std::variant<std::string, Texts, bool, double, std::int64_t, const toml::array*>;

std::unexpected<Error> wrong(const Setting& setting, std::string_view must, const std::string& where,
                             std::string mend = {}) {
  return fail(Code::bad_input, fmt::format("{} {}", setting.key, must), where, std::move(mend));
}

std::string range_of(const Setting& setting, std::string_view what) {
  return fmt::format("must be a {} from {} to {}", what, to_text(setting.low), to_text(setting.high));
}

std::string line_of(std::string_view file, const toml::source_region& source) {
  return fmt::format("{}:{}", file, source.begin.line);
}

/// An error at the first key of `table` that is not one of `known`.
Result<void> only_known(const toml::table& table, const Texts& known, std::string_view what, std::string_view file) {
  for (const auto& [key, value] : table) {
    const std::string name(key.str());
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string meant = nearest(name, known);
    return fail(Code::bad_input, fmt::format("\"{}\" is no setting {}", name, what), line_of(file, key.source()),
                meant.empty() ? "known here: " + join(known, ", ") : fmt::format("did you mean \"{}\"?", meant));
  }
  return {};
}

/// One [[openid.grant]].
Result<GroupGrant> grant_in(const toml::node& node, std::string_view file) {
  const std::string where = line_of(file, node.source());
  const toml::table* const table = node.as_table();
  if (table == nullptr) return fail(Code::bad_input, "a grant is a table, written [[openid.grant]]", where);
  static const Texts k_known{"group", "role", "unit", "voices", "names", "employees"};
  if (auto known = only_known(*table, k_known, "of a grant", file); !known) return std::unexpected(known.error());
  GroupGrant grant;
  for (const auto& [name, place] : {std::pair{"group", &grant.group}, std::pair{"role", &grant.role}}) {
    const auto text = (*table)[name].value_exact<std::string>();
    if (!text || text->empty()) {
      return fail(Code::bad_input, fmt::format("a grant needs a {} in quotation marks", name), where);
    }
    *place = *text;
  }
  if (const toml::node* const unit = table->get("unit")) {
    grant.unit = unit->value_exact<std::string>();
    if (!grant.unit || grant.unit->empty()) {
      return fail(Code::bad_input, "unit must be a text in quotation marks", line_of(file, unit->source()),
                  "leave it out for everywhere");
    }
  }
  for (const auto& [name, place] : {std::pair{"voices", &grant.voices}, std::pair{"names", &grant.names},
                                    std::pair{"employees", &grant.employees}}) {
    const toml::node* const flag = table->get(name);
    if (flag == nullptr) continue;
    const auto yes = flag->value_exact<bool>();
    if (!yes) {
      return fail(Code::bad_input, fmt::format("{} must be true or false", name), line_of(file, flag->source()));
    }
    *place = *yes;
  }
  return grant;
}

/// Puts what was told in its place. Error: it is of another kind, or out of range.
class Putting {
 public:
  Putting(const Setting& setting, const Told& told, const std::string& where)
      : setting_(setting), told_(told), where_(where) {}

  Result<void> operator()(std::string* at) const {
    const auto* text = std::get_if<std::string>(&told_);
    if (text == nullptr) return wrong(setting_, "must be a text in quotation marks", where_);
    if (setting_.is_right != nullptr && !setting_.is_right(*text)) return wrong(setting_, setting_.must, where_);
    *at = *text;
    return {};
  }
  Result<void> operator()(Zone* at) const {
    const auto* text = std::get_if<std::string>(&told_);
    if (text == nullptr) return wrong(setting_, "must be a text in quotation marks", where_);
    auto zone = Zone::named(*text);
    if (!zone) {
      Error error = zone.error();
      error.where = where_;
      return std::unexpected(std::move(error));
    }
    *at = *std::move(zone);
    return {};
  }
  Result<void> operator()(Texts* at) const {
    const auto* texts = std::get_if<Texts>(&told_);
    const auto most = static_cast<std::size_t>(setting_.high), least = static_cast<std::size_t>(setting_.low);
    if (texts == nullptr || texts->size() > most || texts->size() < least) {
      return wrong(setting_,
                   fmt::format("must be a list of {}at most {} names in quotation marks",
                               least > 0 ? fmt::format("at least {} and ", least) : "", most),
                   where_, fmt::format("write for example {} = [\"one\", \"two\"]", setting_.key));
    }
    *at = *texts;
    return {};
  }
  Result<void> operator()(Grants* at) const {
    const auto* const texts = std::get_if<Texts>(&told_);
    if (texts != nullptr && texts->empty()) return {};
    const auto* const tables = std::get_if<const toml::array*>(&told_);
    if (tables == nullptr) return wrong(setting_, "stands in the file alone, each as [[openid.grant]]", where_);
    if ((*tables)->size() > static_cast<std::size_t>(setting_.high)) {
      return wrong(setting_, fmt::format("must be at most {} tables", setting_.high), where_);
    }
    const std::string_view file = std::string_view(where_).substr(0, where_.rfind(':'));
    for (const toml::node& one : **tables) {
      auto grant = grant_in(one, file);
      if (!grant) return std::unexpected(grant.error());
      at->push_back(*std::move(grant));
    }
    return {};
  }
  Result<void> operator()(bool* at) const {
    const auto* yes = std::get_if<bool>(&told_);
    if (yes == nullptr) return wrong(setting_, "must be true or false", where_);
    *at = *yes;
    return {};
  }
  Result<void> operator()(double* at) const {
    const auto* number = std::get_if<double>(&told_);
    const auto* whole = std::get_if<std::int64_t>(&told_);
    if (number == nullptr && whole == nullptr) return wrong(setting_, range_of(setting_, "number"), where_);
    const double value = number != nullptr ? *number : static_cast<double>(*whole);
    if (!(value >= setting_.low && value <= setting_.high))
      return wrong(setting_, range_of(setting_, "number"), where_);
    *at = value;
    return {};
  }
  template <std::integral Whole>
  Result<void> operator()(Whole* at) const {
    const auto* whole = std::get_if<std::int64_t>(&told_);
    if (whole == nullptr || static_cast<double>(*whole) < setting_.low || static_cast<double>(*whole) > setting_.high) {
      return wrong(setting_, range_of(setting_, "whole number"), where_);
    }
    *at = static_cast<Whole>(*whole);
    return {};
  }

 private:
  const Setting& setting_;
  const Told& told_;
  const std::string& where_;
};

/// Nothing for a kind that no setting has.
std::optional<Told> told_by(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto yes = node.value_exact<bool>()) return *yes;
  if (const auto whole = node.value_exact<std::int64_t>()) return *whole;
  if (const auto number = node.value_exact<double>()) return *number;
  const toml::array* const list = node.as_array();
  if (list != nullptr && !list->empty() && list->is_homogeneous(toml::node_type::table)) return list;
  if (list == nullptr || (!list->empty() && !list->is_homogeneous(toml::node_type::string))) return std::nullopt;
  Texts texts;
  for (const toml::node& one : *list) texts.push_back(one.ref<std::string>());
  return texts;
}

/// What a flag or variable says, as the kind that the place has.
Told told_by(const std::string& text, const Place& place) {
  if (std::holds_alternative<std::string*>(place) || std::holds_alternative<Zone*>(place)) return text;
  if (std::holds_alternative<Texts*>(place)) {
    Texts texts;
    for (const std::string_view part : split(text, ',')) {
      if (!trim(part).empty()) texts.emplace_back(trim(part));
    }
    return texts;
  }
  if (text == "true" || text == "false") return text == "true";
  const char* const end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, whole); error == std::errc() && at == end)
    return whole;
  double number = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, number); error == std::errc() && at == end)
    return number;
  return text;  // of no kind that the place has: it will say so
}

/// The file has known sections with known keys alone.
Result<void> check_names(const toml::table& all, std::string_view file) {
  std::map<std::string, Texts> keys;
  Texts sections;
  for (const Setting& setting : k_settings) {
    Texts& known = keys[std::string(setting.section)];
    if (known.empty()) sections.emplace_back(setting.section);
    known.emplace_back(setting.key);
  }
  if (auto known = only_known(all, sections, "", file); !known) return known;
  for (const auto& [name, node] : all) {
    const toml::table* const table = node.as_table();
    if (table == nullptr) {
      return fail(Code::bad_input, fmt::format("{0} must be a section, written [{0}]", name.str()),
                  line_of(file, node.source()));
    }
    if (auto known = only_known(*table, keys[std::string(name.str())], fmt::format("under [{}]", name.str()), file);
        !known) {
      return known;
    }
  }
  return {};
}

/// Of a secret, whether there is one.
std::string shown(const Setting& setting, const Place& place) {
  std::string text = as_text(place);
  return setting.is_secret && text != as_toml(std::string()) ? as_toml(std::string("(not shown)")) : text;
}

struct Found {
  Told told;
  std::string source;
};

/// What counts of all that is told of a setting; nothing where nothing is.
std::optional<Found> find(const Setting& setting, const Place& place, const toml::table& all,
                          const WhereSettingsAre& where) {
  const auto flag = std::ranges::find(where.flags, setting.name(), &SettingFlag::name);
  if (flag != where.flags.end()) return Found{.told = told_by(flag->text, place), .source = flag->flag};
  if (where.environment) {
    if (const auto text = where.environment(setting.variable())) {
      return Found{.told = told_by(*text, place), .source = setting.variable()};
    }
  }
  const toml::node* const node = all.at_path(setting.name()).node();
  if (node == nullptr) return std::nullopt;
  std::string line = line_of(where.file, node->source());
  auto told = told_by(*node);
  // Dates and mixed lists are of no kind that any setting has: the place says what it wants.
  const bool wants_text = std::holds_alternative<std::string*>(place) || std::holds_alternative<Zone*>(place) ||
                          std::holds_alternative<Texts*>(place);
  if (!told) told = wants_text ? Told(std::int64_t{0}) : Told(std::string());
  return Found{.told = *std::move(told), .source = std::move(line)};
}

}  // namespace

std::optional<std::string> from_environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());  // nobody changes the environment
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<ReadSettings> read_settings(const WhereSettingsAre& where) {
  toml::table all;
  try {
    all = toml::parse(where.toml, where.file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, std::string(error.description()), line_of(where.file, error.source()),
                "see https://toml.io for how TOML is written");
  }
  if (auto known = check_names(all, where.file); !known) return std::unexpected(known.error());
  ReadSettings read;
  for (const Setting& setting : k_settings) {
    const Place place = setting.place(read.settings);
    const auto found = find(setting, place, all, where);
    if (found) {
      const auto put = std::visit(Putting(setting, found->told, found->source), place);
      if (!put) return std::unexpected(put.error());
    }
    read.told.push_back({.name = setting.name(),
                         .value = shown(setting, place),
                         .source = found ? found->source : "default",
                         .variable = std::holds_alternative<Grants*>(place) ? std::string() : setting.variable(),
                         .about = std::string(setting.about)});
  }
  return read;
}

Result<Settings> settings_from(std::string_view toml, std::string_view file) {
  auto read = read_settings({.toml = std::string(toml), .file = std::string(file)});
  if (!read) return std::unexpected(read.error());
  return std::move(read->settings);
}

Result<ReadSettings> settings_of(const std::filesystem::path& folder, const Environment& environment,
                                 std::vector<SettingFlag> flags) {
  const std::filesystem::path file = folder / "bellwether.toml";
  WhereSettingsAre where{.file = file.string(), .environment = environment, .flags = std::move(flags)};
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return read_settings(where);
  auto text = text_of_file(file, k_most_bytes);
  if (!text) return std::unexpected(text.error());
  where.toml = *std::move(text);
  return read_settings(where);
}

}  // namespace bellwether::store
