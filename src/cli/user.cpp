#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/held_records.hpp"
#include "cli/told.hpp"
#include "guard/access/users.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bellwether::cli {

namespace {

struct UserFlags {
  std::string folder = k_default_folder, name, email, role, id;
  std::vector<std::string> units;
  bool voices = false, names = false, employees = false;
};

Result<std::vector<guard::Grant>> grants_of(const UserFlags& flags) {
  const auto role = guard::role_from(flags.role);
  if (!role) {
    std::vector<std::string> known;
    for (const guard::RoleRights& one : guard::k_roles) known.emplace_back(one.word);
    const std::string near = nearest(flags.role, known);
    return fail(Code::wrong_usage, fmt::format("there is no role \"{}\"", cut(flags.role, 40)), "--role",
                near.empty() ? "known: " + join(known, ", ") : "did you mean " + near + "?");
  }
  const guard::Grant grant{
      .role = *role, .unit = {}, .voices = flags.voices, .names = flags.names, .employees = flags.employees};
  if (flags.units.empty()) return std::vector{grant};
  std::vector<guard::Grant> grants(flags.units.size(), grant);
  for (std::size_t i = 0; i < grants.size(); ++i) grants[i].unit = flags.units[i];
  return grants;
}

/// A user by id or by address.
Result<std::string> id_of(records::Transaction& transaction, const std::string& told) {
  if (told.find('@') == std::string::npos) return told;
  const auto user = guard::user_by_email(transaction, told);
  if (!user) return std::unexpected(user.error());
  if (!*user) return fail(Code::not_found, "nobody has this address", told, "bellwether user list");
  return (*user)->id;
}

int told(const Result<void>& done) { return done ? 0 : tell_error(done.error()); }

void print_link(const std::string& name, const std::string& token) {
  fmt::print(
      "/welcome#{}\n\nPut the server's address in front, and give it to {} alone: it opens once, within {} hours.\n",
      token, name, guard::k_welcome_hours);
}

int add(const UserFlags& flags) {
  const auto grants = grants_of(flags);
  if (!grants) return tell_error(grants.error());
  std::string made;
  const auto done = change_records(flags.folder, [&](records::Transaction& transaction) -> Result<void> {
    const auto all = guard::users(transaction);
    if (!all) return std::unexpected(all.error());
    const bool has_owner = std::ranges::any_of(
        *all, [](const guard::User& user) { return user.is_owner() && user.state != guard::UserState::closed; });
    if (!has_owner && grants->front().role != guard::Role::owner) {
      return fail(Code::wrong_usage, "there is no owner yet, who could change what others may", "--role",
                  "add an owner first, or open the link that bellwether serve prints");
    }
    const auto user = guard::invite_user(transaction, {.name = flags.name, .email = flags.email, .grants = *grants},
                                         k_by_command_line, now());
    if (!user) return std::unexpected(user.error());
    const auto token = guard::make_welcome_link(transaction, user->id, k_by_command_line, now());
    if (!token) return std::unexpected(token.error());
    made = *token;
    return {};
  });
  if (done) print_link(flags.name, made);
  return told(done);
}

int list(const UserFlags& flags) {
  return told(change_records(flags.folder, [](records::Transaction& transaction) -> Result<void> {
    const auto users = guard::users(transaction);
    if (!users) return std::unexpected(users.error());
    if (users->empty()) fmt::print("Nobody yet: bellwether serve prints a link for the first owner.\n");
    for (const guard::User& user : *users) {
      std::vector<std::string> grants;
      for (const guard::Grant& grant : user.grants) grants.push_back(to_text(grant));
      fmt::print("{}  {} <{}>\n   {}{}, {}{}\n", user.id, user.name, user.email, guard::word_of(user.state),
                 user.second_factor ? " with a second factor" : "",
                 grants.empty() ? "granted nothing" : join(grants, ", "),
                 user.last_signed_in ? ", signed in " + to_text(*user.last_signed_in) : "");
    }
    return {};
  }));
}

int link(const UserFlags& flags) {
  std::string name, made;
  const auto done = change_records(flags.folder, [&](records::Transaction& transaction) -> Result<void> {
    const auto id = id_of(transaction, flags.id);
    if (!id) return std::unexpected(id.error());
    const auto user = guard::user_of(transaction, *id);
    if (!user) return std::unexpected(user.error());
    const auto token = guard::make_welcome_link(transaction, *id, k_by_command_line, now());
    if (!token) return std::unexpected(token.error());
    name = user->name;
    made = *token;
    return {};
  });
  if (done) print_link(name, made);
  return told(done);
}

int close(const UserFlags& flags) {
  const int status = told(change_records(flags.folder, [&](records::Transaction& transaction) -> Result<void> {
    const auto id = id_of(transaction, flags.id);
    if (!id) return std::unexpected(id.error());
    return guard::close_user(transaction, *id, k_by_command_line, now());
  }));
  if (status == 0) fmt::print("{} signs in no more.\n", flags.id);
  return status;
}

CLI::App* add_part(CLI::App* command, const char* name, const char* about, const std::shared_ptr<UserFlags>& flags) {
  CLI::App* part = command->add_subcommand(name, about);
  part->add_option("--data", flags->folder, "Data directory")->capture_default_str();
  return part;
}

}  // namespace

void add_user(CLI::App& program, int& status) {
  auto flags = std::make_shared<UserFlags>();
  CLI::App* command = program.add_subcommand("user", "People who sign in to the server: list, add, link, close");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  bellwether user add \"Maria Rossi\" maria@example.org --role manager --unit Lyon --voices\n"
      "  bellwether user link maria@example.org      a new link, where a password or second factor is lost\n"
      "  bellwether user close maria@example.org\n"
      "\n"
      "Roles: owner, leader, analyst, manager, frontline, listener, system. A running server knows of a change within "
      "a "
      "second.");
  CLI::App* adding = add_part(command, "add", "Invite somebody; the link is shown once", flags);
  adding->add_option("name", flags->name, "Their name")->required();
  adding->add_option("email", flags->email, "The address they sign in with")->required();
  adding->add_option("--role", flags->role, "What they may")->required();
  adding->add_option("--unit", flags->units,
                     "How far: a unit with all beneath it; more than once for more; without, everything");
  adding->add_flag("--voices", flags->voices, "They may read what was said");
  adding->add_flag("--names", flags->names, "They may see names in it, where there are any");
  adding->add_flag("--employees", flags->employees, "They may see figures about employees");
  adding->callback([flags, &status] { status = add(*flags); });
  CLI::App* listing = add_part(command, "list", "Who there is, and what each may", flags);
  listing->callback([flags, &status] { status = list(*flags); });
  CLI::App* linking = add_part(command, "link", "A new link, for who was invited or lost something", flags);
  linking->add_option("user", flags->id, "Id or address")->required();
  linking->callback([flags, &status] { status = link(*flags); });
  CLI::App* closing = add_part(command, "close", "From now on they sign in no more", flags);
  closing->add_option("user", flags->id, "Id or address")->required();
  closing->callback([flags, &status] { status = close(*flags); });
}

}  // namespace bellwether::cli
