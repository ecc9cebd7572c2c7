// What reading and changing the organisation share: kinds and days of requests, and the frame of their operations.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "org/kind.hpp"
#include "serve/api/operation.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::api {

/// {kind} of the path, by its word or that for many. Error: `not_found`, naming all of them.
[[nodiscard]] Result<org::Kind> kind_in(const Call& call);
[[nodiscard]] std::unexpected<Error> no_kind(std::string_view word);
/// `as_of`, or today in the organisation's zone. Error: `bad_input`.
[[nodiscard]] Result<Day> as_of_in(const House& house, const std::map<std::string, std::string, std::less<>>& told);

using OrganisationWork = http::Response (*)(House&, const Call&);
/// With the parameters of its path; done on a worker.
[[nodiscard]] Operation about_organisation(const char* method, const char* path, const char* id, const char* summary,
                                           OrganisationWork work);
[[nodiscard]] Parameter in_query(std::string name, std::string about, Json schema);
[[nodiscard]] Parameter as_of(std::string about);
/// The words for many of all kinds.
[[nodiscard]] Json kind_schema();

/// organisation_change_operations.cpp
[[nodiscard]] std::vector<Operation> organisation_change_operations();

}  // namespace bellwether::api
