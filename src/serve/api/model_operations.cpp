// The models that texts are read by: their cards, and what is learned from the company's own scores.
#include "base/embedded.hpp"
#include "base/text.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/operation.hpp"
#include "serve/http/problem.hpp"
#include "understand/taught/models.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::api {

namespace {

constexpr std::string_view k_folder = "models/", k_ending = ".md";
constexpr std::size_t k_most_tries = 50;

/// The first line that is a heading, without "Model card: ".
std::string label_of(std::string_view card) {
  std::string_view line = card.substr(0, card.find('\n'));
  while (line.starts_with('#') || line.starts_with(' ')) line.remove_prefix(1);
  constexpr std::string_view k_card = "Model card: ";
  if (!line.starts_with(k_card)) return std::string(line);
  std::string label(line.substr(k_card.size()));
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 'a' + 'A');
  return label;
}

/// The first paragraph below the headings, on one line.
std::string about_of(std::string_view card) {
  std::string about;
  for (const std::string_view line : split(card, '\n')) {
    if (line.starts_with('#')) continue;
    if (line.empty() && !about.empty()) break;
    if (line.empty()) continue;
    if (!about.empty()) about += ' ';
    about += line;
  }
  constexpr std::string_view k_for = "**What it is for.** ";
  return about.starts_with(k_for) ? about.substr(k_for.size()) : about;
}

/// "sentiment" of "models/sentiment.md"; empty for what is no card.
std::string_view id_of(std::string_view name) {
  if (!name.starts_with(k_folder) || !name.ends_with(k_ending)) return {};
  return name.substr(k_folder.size(), name.size() - k_folder.size() - k_ending.size());
}

Json card_json(std::string_view id, std::string_view text) {
  return {{"id", id}, {"label", label_of(text)}, {"about", about_of(text)}};
}

Result<Json> own_json(House& house) {
  if (house.learner() == nullptr) return Json();
  Json tries = Json::array();
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    const auto all = taught::tries(transaction, k_most_tries);
    if (!all) return std::unexpected(all.error());
    for (const taught::Try& one : *all) {
      tries.push_back({{"number", one.number},
                       {"at", to_text(one.at)},
                       {"verdict", understand::word_of(one.verdict)},
                       {"version", one.version},
                       {"card", Json::parse(one.card, nullptr, false)}});
    }
    return {};
  });
  if (!looked) return std::unexpected(looked.error());
  const auto progress = house.learner()->progress();
  const auto in_use = house.knowledge()->own->now();
  return Json{{"under_way", progress.under_way},
              {"next", to_text(progress.next)},
              {"trouble", progress.trouble ? Json(progress.trouble->message) : Json()},
              {"in_use", in_use ? Json(in_use->version()) : Json()},
              {"tries", std::move(tries)}};
}

void list(House& house, Call&& call, const http::Reply& reply) {
  answer_later(house, call.request.id, reply, [&house, id = call.request.id]() -> http::Response {
    Json models = Json::array();
    for (const EmbeddedFile& file : embedded_files()) {
      if (const std::string_view model = id_of(file.name); !model.empty())
        models.push_back(card_json(model, file.text));
    }
    auto own = own_json(house);
    if (!own) return http::problem(own.error(), id);
    return json_response(200, {{"models", std::move(models)}, {"own", *std::move(own)}});
  });
}

void show([[maybe_unused]] House& house, Call&& call, const http::Reply& reply) {
  const std::string& model = call.path.at("id");
  const std::string_view text = embedded_file(std::string(k_folder) + model + std::string(k_ending));
  if (text.empty()) return reply(http::problem(404, "there is no such model", call.request.id));
  Json card = card_json(model, text);
  card["text"] = text;
  reply(json_response(200, card));
}

void learn(House& house, Call&& call, const http::Reply& reply) {
  if (house.learner() == nullptr) {
    return reply(http::problem(409, "nothing is learned here: [understanding] on or learn is false", call.request.id));
  }
  house.learner()->learn_now();
  reply(json_response(202, {{"under_way", true}}));
}

Operation listing() {
  Operation operation = reading("/v1/models", "listModels", "Models", "What texts are read by");
  operation.about =
      "`own`: the model that is learned from texts that came with scores, try by try; it is used where it reads the "
      "newest texts better than the shipped one, beyond chance. Null where nothing is learned.";
  operation.right = guard::Right::read_measures;
  operation.answers = {{.status = 200, .about = "All of them.", .contents = {{std::string(k_json), "Models"}}}};
  operation.whole = list;
  return operation;
}

Operation showing() {
  Operation operation = reading("/v1/models/{id}", "readModel", "Models", "The card of one");
  operation.right = guard::Right::read_measures;
  operation.parameters = {{.in = Parameter::In::path,
                           .name = "id",
                           .about = "Its id.",
                           .schema = {{"type", "string"}, {"examples", {"sentiment"}}},
                           .required = true}};
  operation.answers = {{.status = 200, .about = "In Markdown.", .contents = {{std::string(k_json), "Model"}}},
                       {.status = 404, .about = "There is none."}};
  operation.whole = show;
  return operation;
}

Operation learning() {
  Operation operation;
  operation.method = "POST";
  operation.path = "/v1/models/sentiment/learning";
  operation.id = "learnSentiment";
  operation.tag = "Models";
  operation.summary = "Learn from the company's own scores now";
  operation.about = "It is done once a week without being asked.";
  operation.right = guard::Right::change_themes;
  operation.answers = {
      {.status = 202, .about = "It begins, in the background.", .contents = {{std::string(k_json), "Learning"}}},
      {.status = 409, .about = "Nothing is learned here."}};
  operation.whole = learn;
  return operation;
}

}  // namespace

std::vector<Operation> model_operations() { return {listing(), showing(), learning()}; }

}  // namespace bellwether::api
