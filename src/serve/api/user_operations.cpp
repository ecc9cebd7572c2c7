// People: who there is, what each was granted, links for those who come in, and closing.
#include "base/text.hpp"
#include "guard/access/users.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/http/problem.hpp"

#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

Json grant_json(const guard::Grant& grant) {
  return {{"role", guard::word_of(grant.role)},
          {"unit", grant.unit ? Json(*grant.unit) : Json()},
          {"names", grant.names},
          {"voices", grant.voices},
          {"employees", grant.employees},
          {"of_group", grant.of_group}};
}

Json user_json(const guard::User& user) {
  Json grants = Json::array();
  for (const guard::Grant& grant : user.grants) grants.push_back(grant_json(grant));
  return {{"id", user.id},
          {"name", user.name},
          {"email", user.email},
          {"state", guard::word_of(user.state)},
          {"second_factor", user.second_factor},
          {"last_signed_in", user.last_signed_in ? Json(to_text(*user.last_signed_in)) : Json()},
          {"grants", std::move(grants)}};
}

Result<bool> flag_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return false;
  if (!found->is_boolean()) return fail(Code::bad_input, fmt::format("{} is true or false", name), name);
  return found->get<bool>();
}

Result<guard::Grant> grant_in(const Json& json) {
  if (!json.is_object()) return fail(Code::bad_input, "a grant is an object with a role", "grants");
  if (auto checked = check_members(json, {"role", "unit", "names", "voices", "employees", "of_group"}); !checked) {
    return std::unexpected(checked.error());
  }
  const auto word = text_in(json, "role");
  if (!word) return std::unexpected(word.error());
  const auto role = guard::role_from(*word);
  if (!role) {
    std::vector<std::string> known;
    for (const guard::RoleRights& one : guard::k_roles) known.emplace_back(one.word);
    return fail(Code::bad_input, fmt::format("there is no role \"{}\"", cut(*word, 40)), "grants",
                "there are " + join(known, ", "));
  }
  auto unit = text_or_none_in(json, "unit");
  if (!unit) return std::unexpected(unit.error());
  const auto voices = flag_in(json, "voices"), names = flag_in(json, "names"), employees = flag_in(json, "employees");
  // Whose it is, the records know; only that it reads is asked for here.
  const auto of_group = flag_in(json, "of_group");
  for (const auto* flag : {&voices, &names, &employees, &of_group}) {
    if (!*flag) return std::unexpected(flag->error());
  }
  return guard::Grant{
      .role = *role, .unit = *std::move(unit), .voices = *voices, .names = *names, .employees = *employees};
}

Result<std::vector<guard::Grant>> grants_in(const Json& body) {
  const auto found = body.find("grants");
  if (found == body.end() || !found->is_array()) return fail(Code::bad_input, "grants is a list", "grants");
  std::vector<guard::Grant> grants;
  for (const Json& one : *found) {
    auto grant = grant_in(one);
    if (!grant) return std::unexpected(grant.error());
    grants.push_back(*std::move(grant));
  }
  return grants;
}

http::Response list(House& house, const Call& call) {
  Json all = Json::array();
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    const auto users = guard::users(transaction);
    if (!users) return std::unexpected(users.error());
    for (const guard::User& user : *users) all.push_back(user_json(user));
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  return json_response(200, {{"users", std::move(all)}});
}

http::Response invite(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"name", "email", "grants"});
  if (!body) return http::problem(body.error(), call.request.id);
  auto name = text_in(*body, "name");
  if (!name) return http::problem(name.error(), call.request.id);
  auto email = text_in(*body, "email");
  if (!email) return http::problem(email.error(), call.request.id);
  auto grants = grants_in(*body);
  if (!grants) return http::problem(grants.error(), call.request.id);
  Json made;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    const auto user = guard::invite_user(transaction, {.name = *name, .email = *email, .grants = *grants},
                                         call.caller.actor(), now());
    if (!user) return std::unexpected(user.error());
    const auto token = guard::make_welcome_link(transaction, user->id, call.caller.actor(), now());
    if (!token) return std::unexpected(token.error());
    made = {{"user", user_json(*user)}, {"link", "/welcome#" + *token}};
    return {};
  });
  return done ? json_response(201, made) : http::problem(done.error(), call.request.id);
}

http::Response grant(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"grants"});
  if (!body) return http::problem(body.error(), call.request.id);
  const auto grants = grants_in(*body);
  if (!grants) return http::problem(grants.error(), call.request.id);
  Json told;
  const std::string& id = call.path.at("id");
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    if (auto set = guard::set_grants(transaction, id, *grants, call.caller.actor(), now()); !set) return set;
    const auto user = guard::user_of(transaction, id);
    if (!user) return std::unexpected(user.error());
    told = user_json(*user);
    return {};
  });
  return done ? json_response(200, {{"user", std::move(told)}}) : http::problem(done.error(), call.request.id);
}

http::Response link(House& house, const Call& call) {
  std::string link;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    const auto token = guard::make_welcome_link(transaction, call.path.at("id"), call.caller.actor(), now());
    if (!token) return std::unexpected(token.error());
    link = "/welcome#" + *token;
    return {};
  });
  return done ? json_response(201, {{"link", link}}) : http::problem(done.error(), call.request.id);
}

http::Response close(House& house, const Call& call) {
  const auto done = house.door().change([&](records::Transaction& transaction) {
    return guard::close_user(transaction, call.path.at("id"), call.caller.actor(), now());
  });
  return done ? nothing_more() : http::problem(done.error(), call.request.id);
}

using Doing = http::Response (*)(House&, const Call&);

Operation about_people(const char* method, const char* path, const char* id, const char* summary, Doing act) {
  Operation operation = reading(path, id, "People", summary);
  operation.method = method;
  operation.right = guard::Right::change_users;
  if (operation.path.find("{id}") != std::string::npos) {
    operation.parameters = {{.in = Parameter::In::path,
                             .name = "id",
                             .about = "The user's.",
                             .schema = {{"type", "string"}},
                             .required = true}};
    operation.answers.push_back({.status = 404, .about = "There is no such user."});
    operation.answers.push_back({.status = 409, .about = "The user is closed, or the last owner."});
  }
  operation.whole = [act](House& house, Call&& call, const http::Reply& reply) {
    const std::string request_id = call.request.id;
    answer_later(house, request_id, reply, [&house, act, call = std::move(call)] { return act(house, call); });
  };
  return operation;
}

Body json_body(const std::string& schema) {
  return {.contents = {{std::string(k_json), schema}}, .most_bytes = 64 << 10};
}
Answer answered(int status, std::string about, const std::string& schema) {
  return {.status = status, .about = std::move(about), .contents = {{std::string(k_json), schema}}};
}

}  // namespace

std::vector<Operation> user_operations() {
  Operation listing = about_people("GET", "/v1/users", "listUsers", "Who there is, and what each may", list);
  listing.answers.push_back(answered(200, "By name.", "Users"));
  Operation inviting = about_people("POST", "/v1/users", "inviteUser", "Invite somebody", invite);
  inviting.about = "`link` is for them alone, opens once and for 72 hours: they choose a password there.";
  inviting.body = json_body("UserWish");
  inviting.answers = {answered(201, "Invited.", "InvitedUser"), {.status = 409, .about = "Somebody has this address."}};
  Operation granting =
      about_people("PUT", "/v1/users/{id}/grants", "grantUser", "What somebody may, and how far", grant);
  granting.about = "These grants and no others from now on, also in sessions under way.";
  granting.body = json_body("GrantsWish");
  granting.answers.push_back(answered(200, "Granted.", "OneUser"));
  Operation linking = about_people("POST", "/v1/users/{id}/link", "linkUser",
                                   "A new link for somebody who was invited, or lost password or second factor", link);
  linking.answers.push_back(answered(201, "For them alone; earlier links open nothing any more.", "Link"));
  Operation closing = about_people("POST", "/v1/users/{id}/closure", "closeUser", "Close somebody's account", close);
  closing.about = "Their sessions end at once.";
  closing.answers.push_back({.status = 204, .about = "Closed."});
  return {std::move(listing), std::move(inviting), std::move(granting), std::move(linking), std::move(closing)};
}

}  // namespace bellwether::api
