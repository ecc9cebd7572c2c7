// What is listened for: the book of themes, tried before it is used; and what themes do to a score.
#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "measure/reach.hpp"
#include "measure/theme_effects.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/query_parameters.hpp"
#include "serve/api/reading_json.hpp"
#include "serve/http/problem.hpp"
#include "tell/voices.hpp"
#include "understand/taught/books.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

constexpr std::size_t k_most_books = 100;
constexpr std::size_t k_tried_on = 500;      ///< voices, the newest
constexpr std::size_t k_most_examples = 20;  ///< of them that are shown
constexpr auto k_effects = std::to_array<std::string_view>({"measure", "where", "from", "to", "level"});

Json book_json(const taught::KeptBook& book) {
  return {
      {"number", book.number}, {"at", book.at}, {"who", book.who}, {"version", book.version}, {"label", book.label}};
}

Json themes_json(const understand::ThemeBook& book) {
  Json themes = Json::array();
  for (const understand::Theme& theme : book.themes()) {
    const bool has_parent = theme.parent != understand::Theme::k_none;
    themes.push_back({{"name", theme.name},
                      {"label", theme.label},
                      {"about", theme.about},
                      {"parent", has_parent ? Json(book.themes()[theme.parent].name) : Json()}});
  }
  return themes;
}

Json reading_json(const House& house) {
  const auto progress = house.reading();
  if (!progress) return nullptr;
  return {{"reading", progress->reading},
          {"under_way", progress->under_way},
          {"done", progress->done},
          {"left", progress->left},
          {"trouble", progress->trouble ? Json(progress->trouble->message) : Json()}};
}

/// The book in use, as people read and write it.
Result<Json> in_use(House& house) {
  std::optional<taught::KeptBook> kept;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    auto newest = taught::newest_book(transaction);
    if (!newest) return std::unexpected(newest.error());
    kept = *std::move(newest);
    return {};
  });
  if (!looked) return std::unexpected(looked.error());
  const std::string toml =
      kept ? kept->toml : std::string(understand::ThemeBook::shipped_text(understand::Knowledge::k_book));
  const auto book = understand::ThemeBook::from_toml(toml, "themes.toml");
  if (!book) return std::unexpected(book.error());
  Json shipped = Json::array();
  for (const std::string_view name : understand::ThemeBook::shipped_names()) shipped.push_back(name);
  return Json{{"number", kept ? kept->number : 0}, {"label", book->label()}, {"version", book->version()},
              {"themes", themes_json(*book)},      {"toml", toml},           {"shipped", std::move(shipped)},
              {"reading", reading_json(house)}};
}

void show(House& house, Call&& call, const http::Reply& reply) {
  answer_later(house, call.request.id, reply, [&house, id = call.request.id] {
    const auto told = in_use(house);
    return told ? json_response(200, *told) : http::problem(told.error(), id);
  });
}

/// A book as it is sent: its text, or the name of a shipped one.
Result<std::string> toml_in(const Json& body) {
  const auto toml = text_or_none_in(body, "toml");
  if (!toml) return std::unexpected(toml.error());
  const auto shipped = text_or_none_in(body, "shipped");
  if (!shipped) return std::unexpected(shipped.error());
  if (toml->has_value() == shipped->has_value()) {
    return fail(Code::bad_input, "a book is told by its text, or by the name of one that ships", "toml",
                "write one of toml and shipped");
  }
  if (*toml) return **toml;
  if (auto known = understand::ThemeBook::shipped(**shipped); !known) {
    Error error = known.error();
    error.code = Code::bad_input;
    error.where = "shipped";
    return std::unexpected(std::move(error));
  }
  return std::string(understand::ThemeBook::shipped_text(**shipped));
}

Result<std::optional<std::int64_t>> before_in(const Json& body) {
  const auto found = body.find("before");
  if (found == body.end() || found->is_null()) return std::nullopt;
  if (!found->is_number_integer()) return fail(Code::bad_input, "the number of a book is a whole number", "before");
  return found->get<std::int64_t>();
}

void change(House& house, Call&& call, const http::Reply& reply) {
  const std::string id = call.request.id;
  answer_later(house, id, reply, [&house, id, call = std::move(call)]() -> http::Response {
    const auto body = object_in(call.request.body, {"toml", "shipped", "before"});
    if (!body) return http::problem(body.error(), id);
    const auto toml = toml_in(*body);
    if (!toml) return http::problem(toml.error(), id);
    const auto before = before_in(*body);
    if (!before) return http::problem(before.error(), id);
    const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
      const auto kept = taught::keep_book(transaction, *toml, call.caller.actor(), now(), *before);
      if (!kept) return std::unexpected(kept.error());
      return guard::note_deed(transaction, {.who = call.caller.actor(), .what = "themes.changed", .on = kept->version},
                              now());
    });
    if (!done) return http::problem(done.error(), id);
    if (auto taken = house.take_up_themes(); !taken) return http::problem(taken.error(), id);
    const auto told = in_use(house);
    return told ? json_response(200, *told) : http::problem(told.error(), id);
  });
}

/// How many voices speak of each theme, by this book and by the one in use; and some that do.
Json tried(const std::vector<facts::StoredSignal>& voices, const understand::Knowledge& knowledge,
           std::shared_ptr<const understand::ThemeBook> drafted) {
  understand::Reader draft(knowledge, std::move(drafted)), now_used(knowledge);
  std::map<std::string, std::pair<std::size_t, std::size_t>> counts;
  Json examples = Json::array();
  std::size_t read = 0;
  for (const facts::StoredSignal& voice : voices) {
    if (voice.text.empty()) continue;
    ++read;
    for (const auto& felt : now_used.read(voice.text).themes) {
      ++counts[now_used.book().themes()[felt.theme].name].second;
    }
    const understand::Meaning& meaning = draft.read(voice.text);
    for (const auto& felt : meaning.themes) ++counts[draft.book().themes()[felt.theme].name].first;
    if (!meaning.mentions.empty() && examples.size() < k_most_examples) {
      examples.push_back({{"id", to_text(voice.id)},
                          {"text", voice.text},
                          {"mentions", mentions_json(voice.text, meaning, draft.book())}});
    }
  }
  Json themes = Json::array();
  for (const auto& [name, count] : counts) {
    const std::size_t at = draft.book().at(name);
    themes.push_back({{"theme", name},
                      {"label", at == understand::Theme::k_none ? Json() : Json(draft.book().themes()[at].label)},
                      {"voices", count.first},
                      {"in_use", count.second}});
  }
  return {{"voices", read}, {"themes", std::move(themes)}, {"examples", std::move(examples)}};
}

void preview(House& house, Call&& call, const http::Reply& reply) {
  const std::string id = call.request.id;
  const understand::Knowledge* const knowledge = house.knowledge();
  if (knowledge == nullptr) return reply(http::problem(409, "texts are not read: [understanding] on is false", id));
  answer_later(house, id, reply, [&house, id, knowledge, call = std::move(call)]() -> http::Response {
    const auto body = object_in(call.request.body, {"toml", "shipped", "where"});
    if (!body) return http::problem(body.error(), id);
    const auto toml = toml_in(*body);
    if (!toml) return http::problem(toml.error(), id);
    const auto where = text_or_none_in(*body, "where");
    if (!where) return http::problem(where.error(), id);
    auto book = understand::ThemeBook::from_toml(*toml, "themes.toml");
    if (!book) return http::problem(book.error(), id);
    const tell::VoicesWish wish{.where = where->value_or(""), .with_text_only = true, .limit = k_tried_on};
    const auto page = tell::voices(house.opened().catalogue, *house.opened().facts, wish,
                                   measure::within(call.caller.seen(guard::Right::read_voices)));
    if (!page) return http::problem(page.error(), id);
    http::Response response = json_response(
        200, tried(page->voices, *knowledge, std::make_shared<const understand::ThemeBook>(*std::move(book))));
    response.headers.add("Cache-Control", "no-store");
    return response;
  });
}

void list(House& house, Call&& call, const http::Reply& reply) {
  answer_later(house, call.request.id, reply, [&house, id = call.request.id]() -> http::Response {
    Json all = Json::array();
    const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
      const auto books = taught::kept_books(transaction, k_most_books);
      if (!books) return std::unexpected(books.error());
      for (const taught::KeptBook& book : *books) all.push_back(book_json(book));
      return {};
    });
    if (!looked) return http::problem(looked.error(), id);
    return json_response(200, {{"books", std::move(all)}});
  });
}

void show_kept(House& house, Call&& call, const http::Reply& reply) {
  const std::string id = call.request.id;
  const std::string& told = call.path.at("number");
  std::int64_t number = 0;
  const auto [end, wrong] = std::from_chars(told.data(), told.data() + told.size(), number);
  if (wrong != std::errc() || end != told.data() + told.size()) {
    return reply(http::problem(404, "there is no such book of themes", id));
  }
  answer_later(house, id, reply, [&house, id, number]() -> http::Response {
    Json answer;
    const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
      const auto book = taught::kept_book(transaction, number);
      if (!book) return std::unexpected(book.error());
      answer = book_json(*book);
      answer["toml"] = book->toml;
      return {};
    });
    return looked ? json_response(200, answer) : http::problem(looked.error(), id);
  });
}

Json figure(const measure::Estimate& estimate) {
  return {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}};
}

Json effect_json(const measure::ThemeEffect& effect) {
  const auto* const told = std::get_if<measure::AdjustedDifference>(&effect.is);
  const auto* const withheld = std::get_if<measure::Withheld>(&effect.is);
  return {{"theme", effect.theme},
          {"n", effect.n},
          {"others", told != nullptr ? Json(told->others) : Json()},
          {"without_others", told != nullptr ? Json(told->without_others) : Json()},
          {"difference", told != nullptr ? figure(told->difference) : Json()},
          {"contribution", told != nullptr ? figure(told->contribution) : Json()},
          {"withheld", withheld != nullptr ? Json(withheld->why) : Json()}};
}

void tell_effects(House& house, Call&& call, const http::Reply& reply) {
  const std::string id = call.request.id;
  auto told = query_parameters(call.request, k_effects);
  if (!told) return reply(http::problem(told.error(), id));
  measure::Question question;
  question.measure = (*told)["measure"].empty() ? "nps" : (*told)["measure"];
  question.where = (*told)["where"];
  const auto days = days_from((*told)["from"], (*told)["to"]);
  if (!days) return reply(http::problem(days.error(), id));
  question.from = days->from;
  question.to = days->to;
  if (const std::string& level = (*told)["level"]; !level.empty()) {
    if (auto read = measure::read_flag(question, "--level", level); !read) {
      return reply(http::problem(400, read.error().message, id));
    }
  }
  answer_later(house, id, reply, [&house, id, question, caller = std::move(call.caller)]() -> http::Response {
    const auto effects = measure::theme_effects(house.opened().catalogue, *house.opened().facts,
                                                caller.known->units->guards, question, caller.seen());
    if (!effects) return http::problem(effects.error(), id);
    Json themes = Json::array();
    for (const measure::ThemeEffect& effect : effects->themes) themes.push_back(effect_json(effect));
    return json_response(200, {{"measure", effects->measure.id},
                               {"label", effects->measure.label},
                               {"unit", effects->measure.unit},
                               {"level", question.level},
                               {"adjusted_for", {"unit", "channel"}},
                               {"themes", std::move(themes)},
                               {"notes", effects->notes},
                               {"snapshot", effects->snapshot}});
  });
}

Body book_body(const char* schema) {
  return Body{.contents = {{std::string(k_json), schema}}, .most_bytes = understand::ThemeBook::k_most_bytes + 4096};
}

Operation showing() {
  Operation operation = reading("/v1/themes", "showThemes", "Themes", "What is listened for, and how far it is read");
  operation.right = guard::Right::read_measures;
  operation.answers = {{.status = 200, .about = "The book in use.", .contents = {{std::string(k_json), "Themes"}}}};
  operation.whole = show;
  return operation;
}

Operation changing() {
  Operation operation;
  operation.method = "PUT";
  operation.path = "/v1/themes";
  operation.id = "changeThemes";
  operation.tag = "Themes";
  operation.summary = "Another book of themes";
  operation.about =
      "What comes in from now on is read by it; what is there already is read anew in the background, the newest days "
      "first. `before`: the number of the book that was changed; where another one is in use by now, nothing is done.";
  operation.right = guard::Right::change_themes;
  operation.body = book_body("ThemesChange");
  operation.answers = {{.status = 200, .about = "It is in use.", .contents = {{std::string(k_json), "Themes"}}},
                       {.status = 409, .about = "Somebody else was faster."}};
  operation.whole = change;
  return operation;
}

Operation previewing() {
  Operation operation;
  operation.method = "POST";
  operation.path = "/v1/themes/preview";
  operation.id = "previewThemes";
  operation.tag = "Themes";
  operation.summary = "What a book would find in the newest voices";
  operation.about = "Nothing is changed. Up to 500 voices that you may read are looked at.";
  operation.right = guard::Right::change_themes;
  operation.body = book_body("ThemesDraft");
  operation.answers = {{.status = 200, .about = "What it finds.", .contents = {{std::string(k_json), "ThemesTried"}}},
                       {.status = 404, .about = "A name that no fact carries: the nearest is told."},
                       {.status = 409, .about = "Texts are not read here."}};
  operation.whole = preview;
  return operation;
}

Operation listing() {
  Operation operation = reading("/v1/themes/books", "listThemeBooks", "Themes", "The books that were in use");
  operation.right = guard::Right::change_themes;
  operation.answers = {
      {.status = 200, .about = "The newest first.", .contents = {{std::string(k_json), "ThemeBooks"}}}};
  operation.whole = list;
  return operation;
}

Operation showing_kept() {
  Operation operation = reading("/v1/themes/books/{number}", "readThemeBook", "Themes", "One of them");
  operation.right = guard::Right::change_themes;
  operation.parameters = {{.in = Parameter::In::path,
                           .name = "number",
                           .about = "Its number.",
                           .schema = {{"type", "string"}, {"pattern", "^[0-9]+$"}, {"examples", {"1"}}},
                           .required = true}};
  operation.answers = {
      {.status = 200, .about = "As it was written.", .contents = {{std::string(k_json), "ThemeBookText"}}},
      {.status = 404, .about = "There is none."}};
  operation.whole = show_kept;
  return operation;
}

Operation effects() {
  Operation operation = reading("/v1/themes/effects", "askThemeEffects", "Themes", "What themes do to a score");
  operation.about =
      "`difference`: how far the answers of those who speak of a theme lie from those of others at the same unit and "
      "channel. `contribution`: how far that moves the score of all. No proof of a cause. Themes that fewer than 20 "
      "speak of are withheld.";
  operation.right = guard::Right::read_measures;
  const auto asked = [](const char* name, const char* about, const char* example) {
    return Parameter{.in = Parameter::In::query,
                     .name = name,
                     .about = about,
                     .schema = {{"type", "string"}, {"examples", {example}}}};
  };
  operation.parameters = {asked("measure", "A share, net share or mean of a rating; nps where it is left out.", "nps"),
                          asked("where", "Filter.", R"(unit = "Lyon")"),
                          asked("from", "First day, week, month, quarter or year.", "2026-01"),
                          asked("to", "The last one, included.", "2026-W46"),
                          asked("level", "Of the intervals.", "0.95")};
  operation.answers = {
      {.status = 200, .about = "Those that move it most first.", .contents = {{std::string(k_json), "ThemeEffects"}}},
      {.status = 404, .about = "A name that no fact carries, or no such measure: the nearest is told."},
      {.status = 422, .about = "Themes can't be held against this measure."}};
  operation.whole = tell_effects;
  return operation;
}

}  // namespace

std::vector<Operation> theme_operations() {
  return {showing(), changing(), previewing(), listing(), showing_kept(), effects()};
}

}  // namespace bellwether::api
