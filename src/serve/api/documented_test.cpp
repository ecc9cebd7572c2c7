#include "serve/api/documented_for_test.hpp"
#include "serve/api/operation.hpp"
#include "serve/http/target.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace bellwether::api {
namespace {

using Plain = nlohmann::json;

/// What a schema names is all that there is: nothing is said that isn't described.
void close_objects(Plain& schema) {
  if (schema.is_object()) {
    if (schema.contains("properties") && schema["properties"].is_object() && !schema.contains("additionalProperties")) {
      schema["additionalProperties"] = false;
    }
  }
  if (!schema.is_structured()) return;
  for (Plain& part : schema) close_objects(part);
}

class Document {
 public:
  static Document& the() {
    static Document one;
    return one;
  }

  /// The operation that a request is one of.
  [[nodiscard]] const Operation* operation_of(std::string_view method, std::string_view target) const {
    const std::vector<std::string> asked = parts_of(target.substr(0, target.find('?')));
    for (const Operation& operation : table_) {
      if (operation.method != (method == "HEAD" ? "GET" : method)) continue;
      const std::vector<std::string> parts = parts_of(operation.path);
      const bool fits = std::ranges::equal(parts, asked, [](const std::string& part, const std::string& told) {
        return part.starts_with('{') ? !told.empty() : part == told;
      });
      if (fits) return &operation;
    }
    return nullptr;
  }

  [[nodiscard]] const Plain& response(const Operation& operation, int status) const {
    static const Plain k_none;
    std::string method = operation.method;
    std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    const Plain& all = plain_["paths"][operation.path][method]["responses"];
    const auto at = all.find(std::to_string(status));
    return at == all.end() ? k_none : *at;
  }

  [[nodiscard]] std::vector<int> statuses(const Operation& operation) const {
    std::set<int> all;
    for (const Answer& answer : problems_of(operation)) all.insert(answer.status);
    for (const Answer& answer : operation.answers) all.insert(answer.status);
    return {all.begin(), all.end()};
  }

  [[nodiscard]] std::vector<std::string> faults_of(const Plain& value, const std::string& schema) {
    std::unique_ptr<valijson::Schema>& kept = schemas_[schema];
    if (!kept) {
      Plain root = plain_;
      root["$ref"] = schema;
      kept = std::make_unique<valijson::Schema>();
      valijson::SchemaParser parser;
      parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(root), *kept);
    }
    valijson::Validator validator;
    valijson::ValidationResults results;
    std::vector<std::string> faults;
    if (validator.validate(*kept, valijson::adapters::NlohmannJsonAdapter(value), &results)) return faults;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
      std::string place;
      for (const std::string& part : error.context) place += part;
      faults.push_back(place + ": " + error.description);
    }
    return faults;
  }

  std::mutex mutex;
  std::set<std::pair<std::string, int>> seen;
  [[nodiscard]] const std::vector<Operation>& table() const { return table_; }

 private:
  static std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      parts.emplace_back(path.substr(0, end));
      path.remove_prefix(end);
      if (parts.back().starts_with("/{")) parts.back().erase(0, 1);
    }
    return parts;
  }

  const std::vector<Operation> table_ = operations();
  Plain plain_ = [this] {
    auto plain = Plain::parse(openapi_of(table_).dump());
    close_objects(plain["components"]["schemas"]);
    return plain;
  }();
  std::map<std::string, std::unique_ptr<valijson::Schema>> schemas_;
};

std::string type_of(const http::Answer& answer) {
  const std::string told = answer.field("Content-Type");
  return told.substr(0, told.find(';'));
}

/// After all tests: what the document promises was answered to one of them at least.
class AllIsSeen : public testing::Environment {
 public:
  void TearDown() override {
    const auto& test = *testing::UnitTest::GetInstance();
    if (test.test_to_run_count() < test.total_test_count()) return;
    Document& document = Document::the();
    std::string unseen;
    // Somebody's account must be closed between two lines of one request.
    document.seen.emplace("acceptInvitation", 409);
    for (const Operation& operation : document.table()) {
      for (const int status : document.statuses(operation)) {
        if (!document.seen.contains({operation.id, status})) unseen += fmt::format("\n  {} {}", operation.id, status);
      }
    }
    EXPECT_EQ(unseen, "") << "documented, but no test is answered so";
  }
};

const auto* const k_all_is_seen = testing::AddGlobalTestEnvironment(new AllIsSeen);

}  // namespace

std::string undocumented(std::string_view method, std::string_view target, const http::Answer& answer, bool to_head) {
  Document& document = Document::the();
  const std::scoped_lock lock(document.mutex);
  const Operation* operation = document.operation_of(method, target);
  if (operation == nullptr) return {};
  const Plain& response = document.response(*operation, answer.status);
  if (response.is_null()) {
    return fmt::format("{} does not say that it may answer {}: {}", operation->id, answer.status, answer.body);
  }
  document.seen.emplace(operation->id, answer.status);
  const bool to_be_read = !to_head && method != "HEAD";
  const std::string type = type_of(answer);
  if (!response.contains("content")) {
    if (answer.body.empty() || !to_be_read) return {};
    return fmt::format("{} {}: the document knows of no body: {}", operation->id, answer.status, answer.body);
  }
  const Plain& contents = response["content"];
  const auto content = contents.find(type);
  if (content == contents.end()) {
    return fmt::format("{} {}: the document knows of no '{}': {}", operation->id, answer.status, type, answer.body);
  }
  if (!to_be_read) return {};
  std::vector<std::string> values;
  if (type == k_json || type == k_problem) values.push_back(answer.body);
  if (type == k_lines) {
    for (std::string_view left = answer.body; !left.empty();) {
      const std::size_t end = std::min(left.find('\n'), left.size() - 1);
      values.emplace_back(left.substr(0, end + 1));
      left.remove_prefix(end + 1);
    }
  }
  std::string faults;
  for (const std::string& text : values) {
    const Plain value = Plain::parse(text, nullptr, false);
    if (value.is_discarded()) {
      faults += fmt::format("{} {}: no JSON: {}\n", operation->id, answer.status, text);
      continue;
    }
    for (const std::string& fault : document.faults_of(value, (*content)["schema"]["$ref"])) {
      faults += fmt::format("{} {}: {}\n  in {}\n", operation->id, answer.status, fault, text);
    }
  }
  return faults;
}

}  // namespace bellwether::api
