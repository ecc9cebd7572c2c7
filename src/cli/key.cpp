#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/held_records.hpp"
#include "cli/told.hpp"
#include "guard/access/api_keys.hpp"
#include "serve/api/key_json.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

using Json = nlohmann::ordered_json;

struct KeyFlags {
  std::string folder = k_default_folder, name, source, id;
  std::vector<std::string> scopes = {"signals:send"};
  bool json = false;
};

Result<std::vector<guard::Scope>> scopes_of(const std::vector<std::string>& words) {
  std::vector<guard::Scope> scopes;
  std::vector<std::string> known;
  for (const guard::Scope scope : guard::k_scopes) known.emplace_back(guard::word_of(scope));
  for (const std::string& word : words) {
    const auto scope = guard::scope_from(word);
    if (!scope) {
      const std::string near = nearest(word, known);
      return fail(Code::wrong_usage, fmt::format("there is no scope \"{}\"", cut(word, 40)), "--scope",
                  near.empty() ? "known: " + join(known, ", ") : "did you mean " + near + "?");
    }
    scopes.push_back(*scope);
  }
  return scopes;
}

int make(const KeyFlags& flags) {
  auto scopes = scopes_of(flags.scopes);
  if (!scopes) return tell_error(scopes.error());
  auto held = hold_records(flags.folder);
  if (!held) return tell_error(held.error());
  auto transaction = held->records->begin();
  if (!transaction) return tell_error(transaction.error());
  auto made =
      guard::make_api_key(*transaction, {.name = flags.name, .scopes = *std::move(scopes), .source = flags.source},
                          k_by_command_line, now());
  if (!made) return tell_error(made.error());
  if (auto committed = transaction->commit(); !committed) return tell_error(committed.error());
  if (flags.json) {
    Json out = api::key_json(made->key);
    out["key"] = made->secret;
    fmt::print("{}\n", out.dump(2));
  } else {
    fmt::print("{}\n\nThis is the only time that it is shown. Keep it where {} finds it, and nobody else.\n",
               made->secret, made->key.name);
  }
  return 0;
}

int list(const KeyFlags& flags) {
  auto held = hold_records(flags.folder);
  if (!held) return tell_error(held.error());
  auto transaction = held->records->begin();
  if (!transaction) return tell_error(transaction.error());
  const auto keys = guard::api_keys(*transaction);
  if (!keys) return tell_error(keys.error());
  if (flags.json) {
    Json out = Json::array();
    for (const guard::ApiKey& key : *keys) out.push_back(api::key_json(key));
    fmt::print("{}\n", out.dump(2));
    return 0;
  }
  if (keys->empty()) {
    fmt::print("No keys yet: bellwether key make \"web shop\" --source shop\n");
    return 0;
  }
  for (const guard::ApiKey& key : *keys) {
    std::string scopes;
    for (const guard::Scope scope : key.scopes) scopes += fmt::format(" {}", guard::word_of(scope));
    fmt::print("{}  {}\n   {}{}{}\n   made {} by {}{}\n", key.id, key.name, "may", scopes,
               key.source.empty() ? "" : ", source " + key.source, to_text(key.made_at), key.made_by,
               key.revoked_at ? ", revoked " + to_text(*key.revoked_at) : "");
  }
  return 0;
}

int revoke(const KeyFlags& flags) {
  auto held = hold_records(flags.folder);
  if (!held) return tell_error(held.error());
  auto transaction = held->records->begin();
  if (!transaction) return tell_error(transaction.error());
  if (auto done = guard::revoke_api_key(*transaction, flags.id, k_by_command_line, now()); !done)
    return tell_error(done.error());
  if (auto committed = transaction->commit(); !committed) return tell_error(committed.error());
  fmt::print("{} opens nothing any more.\n", flags.id);
  return 0;
}

CLI::App* add_part(CLI::App* command, const char* name, const char* about, const std::shared_ptr<KeyFlags>& flags) {
  CLI::App* part = command->add_subcommand(name, about);
  part->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  return part;
}

}  // namespace

void add_key(CLI::App& program, int& status) {
  auto flags = std::make_shared<KeyFlags>();
  CLI::App* command = program.add_subcommand("key", "Keys by which programs send and ask: make, list, revoke");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  bellwether key make \"web shop\" --source shop\n"
      "  bellwether key make dashboards --scope measures:read --scope voices:read\n"
      "  bellwether key revoke k7f3m2q9xd\n"
      "\n"
      "Scopes: signals:send, acts:send, measures:read, voices:read, organisation:read, organisation:change,\n"
      "webhooks:change. A running server knows of a change within a second.");
  CLI::App* making = add_part(command, "make", "Make a key; it is shown once", flags);
  making->add_option("name", flags->name, "Who will have it")->required();
  making->add_option("--scope", flags->scopes, "What it may do; more than once for more")->capture_default_str();
  making->add_option("--source", flags->source, "Source of the facts that it sends; without, each fact tells its own");
  making->add_flag("--json", flags->json, "Print the result as JSON");
  making->callback([flags, &status] { status = make(*flags); });
  CLI::App* listing = add_part(command, "list", "All keys, without their secrets", flags);
  listing->add_flag("--json", flags->json, "Print the result as JSON");
  listing->callback([flags, &status] { status = list(*flags); });
  CLI::App* revoking = add_part(command, "revoke", "From now on the key opens nothing", flags);
  revoking->add_option("id", flags->id, "The key's id: the letters between its two underscores")->required();
  revoking->callback([flags, &status] { status = revoke(*flags); });
}

}  // namespace bellwether::cli
