// Where we stand: the measures, and their figures.
#include "base/text.hpp"
#include "measure/ask.hpp"
#include "measure/compare_rows.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/query_parameters.hpp"
#include "serve/http/problem.hpp"
#include "tell/answer_csv.hpp"
#include "tell/answer_json.hpp"
#include "tell/measure_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::api {

namespace {

constexpr auto k_parameters = std::to_array<std::string_view>(
    {"by", "every", "where", "from", "to", "weight", "interval", "level", "snapshot", "compare"});

/// The name of a parameter as errors about flags tell it.
std::string without_dashes(const std::string& where) { return where.starts_with("--") ? where.substr(2) : where; }

struct Asked {
  measure::Question question;
  std::string compare;
  measure::Reach reach;
  std::shared_ptr<const Known> known;  ///< who asks, and by which tree, is of one state
  bool as_csv = false;
};

constexpr std::string_view k_csv = "text/csv";

Result<Asked> asked_by(const Call& call) {
  Asked asked;
  asked.reach = call.caller.seen();
  asked.known = call.caller.known;
  asked.question.measure = call.path.at("measure");
  asked.as_csv = lower_ascii(trim(call.request.headers.find("Accept").value_or(""))).starts_with(k_csv);
  const auto parameters = query_parameters(call.request, k_parameters);
  if (!parameters) return std::unexpected(parameters.error());
  for (const auto& [name, value] : *parameters) {
    if (name == "compare") {
      asked.compare = value;
      continue;
    }
    if (auto read = measure::read_flag(asked.question, "--" + name, value); !read) {
      Error error = read.error();
      error.where = without_dashes(error.where);
      if (const std::size_t flag = error.message.find("--"); flag != std::string::npos) error.message.erase(flag, 2);
      return std::unexpected(std::move(error));
    }
  }
  return asked;
}

http::Response problem_of(const Error& error, std::string_view request_id) {
  // The command line's wrong usage is a wrong request here.
  Error told = error;
  if (told.code == Code::wrong_usage) told.code = Code::bad_input;
  return http::problem(told, request_id);
}

Result<std::string> answer_to(const measure::Opened& opened, const Asked& asked) {
  const measure::Guards& guards = asked.known->units->guards;
  if (asked.compare.empty()) {
    const auto answer = measure::ask(opened.catalogue, *opened.facts, guards, asked.question, asked.reach);
    if (!answer) return std::unexpected(answer.error());
    return asked.as_csv ? tell::answer_csv(*answer) : tell::answer_json(*answer);
  }
  const auto against = measure::against_from_text(asked.compare);
  if (!against) return std::unexpected(against.error());
  const auto answer =
      measure::compare_rows(opened.catalogue, *opened.facts, guards, asked.question, *against, asked.reach);
  if (!answer) return std::unexpected(answer.error());
  return asked.as_csv ? tell::comparison_csv(*answer) : tell::comparison_json(*answer);
}

void ask(House& house, Call&& call, const http::Reply& reply) {
  auto asked = asked_by(call);
  const std::string id = call.request.id;
  if (!asked) return reply(problem_of(asked.error(), id));
  answer_later(house, id, reply, [&house, asked = *std::move(asked), id] {
    auto body = answer_to(house.opened(), asked);
    if (!body) return problem_of(body.error(), id);
    http::Response response;
    response.headers.add("Content-Type", std::string(asked.as_csv ? k_csv : k_json));
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Vary", "Accept");
    response.body = *std::move(body);
    return response;
  });
}

Parameter text(std::string name, std::string about, std::string example) {
  return {.in = Parameter::In::query,
          .name = std::move(name),
          .about = std::move(about),
          .schema = {{"type", "string"}, {"examples", {std::move(example)}}}};
}

Operation listing() {
  Operation operation =
      reading("/v1/measures", "listMeasures", "Measures", "All measures with their meaning, source and limits");
  operation.right = guard::Right::read_measures;
  operation.answers = {{.status = 200, .about = "By id.", .contents = {{std::string(k_json), "Measures"}}}};
  operation.whole = [](House& house, Call&&, const http::Reply& reply) {
    Json list = Json::array();
    for (const auto& [id, measure] : house.opened().catalogue.all()) list.push_back(tell::measure_json(measure));
    reply(json_response(200, {{"measures", std::move(list)}}));
  };
  return operation;
}

Operation asking() {
  Operation operation = reading("/v1/measures/{measure}", "askMeasure", "Measures",
                                "Where we stand: a measure by slices and periods, with intervals");
  operation.about =
      "The same question, words and figures as `bellwether measure`: docs/measures.md. `query`, `snapshot` and "
      "`version` of the answer "
      "make it again. What would tell of too few people is withheld, and says why. Who sees a part of the organisation "
      "gets the "
      "figures of that part: `notes` say so.";
  operation.right = guard::Right::read_measures;
  operation.parameters = {
      {.in = Parameter::In::path,
       .name = "measure",
       .about = "Its id, or one made on the spot: `mean(rating.x)`, `top(rating.x, 4)`, `distribution(rating.x)`.",
       .schema = {{"type", "string"}, {"examples", {"nps"}}},
       .required = true},
      text("by", "Slices: dimensions or attributes with commas between, at most 4.", "unit,channel"),
      {.in = Parameter::In::query,
       .name = "every",
       .about = "Calendar periods.",
       .schema = {{"type", "string"}, {"enum", {"day", "week", "month", "quarter", "year"}}}},
      text("where", "Filter.", R"(unit = "Lyon" and rating.nps <= 6)"),
      text("from", "First day, week, month, quarter or year.", "2026-01"),
      text("to", "The last one, included.", "2026-W46"),
      text("compare", "`previous` (the period before), or another filter.", "previous"),
      text("weight", "Weights answers to the population's spread over these.", "unit"),
      {.in = Parameter::In::query,
       .name = "interval",
       .about = "By drawing the answers again and again: for skewed amounts.",
       .schema = {{"type", "string"}, {"enum", {"bootstrap"}}}},
      {.in = Parameter::In::query,
       .name = "level",
       .about = "Confidence level of the intervals.",
       .schema = {{"type", "number"}, {"exclusiveMinimum", 0}, {"exclusiveMaximum", 1}, {"default", 0.95}}},
      text("snapshot", "Only what was in the store then.", "1f0c9a2e-42")};
  operation.answers = {
      {.status = 200, .about = "A row per slice and period.", .contents = {{std::string(k_json), "Answer"}}},
      {.status = 403,
       .about = "Key or user lacks the right, or this is told to those who see figures about employees."},
      {.status = 200,
       .about = "A row per slice and period; as CSV for who accepts text/csv before all else.",
       .contents = {{std::string(k_json), "Answer"}, {std::string(k_csv), "Text"}}},
      {.status = 404, .about = "No such measure, or a name that no fact carries: the nearest is told."},
      {.status = 422, .about = "It can't be weighted or compared so: `detail` says why."}};
  operation.whole = ask;
  return operation;
}

}  // namespace

std::vector<Operation> measure_operations() { return {listing(), asking()}; }

}  // namespace bellwether::api
