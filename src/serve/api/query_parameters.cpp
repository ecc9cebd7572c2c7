#include "serve/api/query_parameters.hpp"

#include "base/text.hpp"
#include "measure/ask.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace bellwether::api {

Result<std::map<std::string, std::string, std::less<>>> query_parameters(const http::Request& request,
                                                                         std::span<const std::string_view> known) {
  std::map<std::string, std::string, std::less<>> parameters;
  std::vector<std::string_view> seen;
  for (const http::Parameter& parameter : request.query) {
    if (std::ranges::find(seen, parameter.name) != seen.end()) {
      return fail(Code::bad_input, "this parameter stands twice", parameter.name, "send it once");
    }
    seen.push_back(parameter.name);
    if (std::ranges::find(known, parameter.name) == known.end()) {
      const std::vector<std::string> names(known.begin(), known.end());
      const std::string near = nearest(parameter.name, names);
      return fail(Code::bad_input, "there is no such parameter here", cut(parameter.name, 60),
                  near.empty() ? (names.empty() ? "send none" : "there are " + join(names, ", "))
                               : "did you mean " + near + "?");
    }
    if (!parameter.value.empty()) parameters.emplace(parameter.name, parameter.value);
  }
  return parameters;
}

Result<Days> days_from(const std::string& from, const std::string& to) {
  measure::Question question;
  for (const auto& [name, value] : {std::pair("from", &from), std::pair("to", &to)}) {
    if (value->empty()) continue;
    if (auto read = measure::read_flag(question, std::string("--") + name, *value); !read) {
      Error error = read.error();
      error.code = Code::bad_input;
      error.where = name;
      return std::unexpected(std::move(error));
    }
  }
  return Days{.from = question.from, .to = question.to};
}

}  // namespace bellwether::api
