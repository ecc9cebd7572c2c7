// People look at readings: which ones, and what they say of them.
#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "listen/understanding/review.hpp"
#include "measure/reach.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/query_parameters.hpp"
#include "serve/api/reading_json.hpp"
#include "serve/http/problem.hpp"
#include "tell/voices.hpp"
#include "understand/reader.hpp"
#include "understand/taught/marks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

constexpr std::size_t k_usual = 20, k_most = 50;
constexpr std::size_t k_looked_through = 2'000;  ///< voices, the newest
constexpr std::size_t k_most_body_bytes = 4'096;
constexpr std::string_view k_act = "reading.judged";
constexpr auto k_queue = std::to_array<std::string_view>({"where", "limit"});

Json sentiment_json(const understand::Sentiment& sentiment) {
  return {
      {"side", understand::word_of(sentiment.side)}, {"value", sentiment.value}, {"confidence", sentiment.confidence}};
}

Result<std::size_t> limit_in(const std::string& told) {
  std::size_t limit = k_usual;
  if (told.empty()) return limit;
  const auto [at, error] = std::from_chars(told.data(), told.data() + told.size(), limit);
  if (error != std::errc() || at != told.data() + told.size() || limit < 1 || limit > k_most) {
    return fail(Code::bad_input, fmt::format("this is no number from 1 to {}", k_most), "limit");
  }
  return limit;
}

/// The newest voices with a text that the caller may read. Errors: as of tell::voices().
Result<std::vector<facts::StoredSignal>> newest(const House& house, const std::string& where,
                                                const facts::Expr& within) {
  std::vector<facts::StoredSignal> all;
  tell::VoicesWish wish{.where = where, .with_text_only = true, .limit = tell::k_most_voices};
  while (all.size() < k_looked_through) {
    auto page = tell::voices(house.opened().catalogue, *house.opened().facts, wish, within);
    if (!page) return std::unexpected(page.error());
    std::ranges::move(page->voices, std::back_inserter(all));
    if (page->next.empty()) break;
    wish.after = page->next;
  }
  return all;
}

/// Whose sentiment this person has judged.
Result<std::set<Id>> judged_by(House& house, const std::string& who) {
  std::set<Id> judged;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    const auto marks = taught::marks(transaction, {.part = taught::Part::sentiment});
    if (!marks) return std::unexpected(marks.error());
    for (const taught::Mark& mark : *marks) {
      if (mark.who == who) judged.insert(mark.signal);
    }
    return {};
  });
  if (!looked) return std::unexpected(looked.error());
  return judged;
}

Json to_review_json(const std::vector<facts::StoredSignal>& voices, const listen::ReviewQueue& queue,
                    listen::SignalReader& reader) {
  Json readings = Json::array();
  for (const listen::ReadingToReview& one : queue.readings) {
    const facts::StoredSignal& voice = voices[one.voice];
    Json told = tell::voice_json(voice);
    told["mentions"] = mentions_json(voice.text, reader.look(voice.text), reader.book());
    readings.push_back({{"voice", std::move(told)},
                        {"reading", sentiment_json(one.sentiment)},
                        {"why", one.drawn ? "drawn" : "unsure"}});
  }
  return readings;
}

void queue(House& house, Call&& call, const http::Reply& reply) {
  const std::string id = call.request.id;
  auto told = query_parameters(call.request, k_queue);
  if (!told) return reply(http::problem(told.error(), id));
  const auto limit = limit_in((*told)["limit"]);
  if (!limit) return reply(http::problem(limit.error(), id));
  if (house.knowledge() == nullptr)
    return reply(http::problem(409, "texts are not read: [understanding] on is false", id));
  answer_later(
      house, id, reply,
      [&house, id, limit = *limit, where = (*told)["where"], caller = std::move(call.caller)]() -> http::Response {
        const auto voices = newest(house, where, measure::within(caller.seen(guard::Right::read_voices)));
        if (!voices) return http::problem(voices.error(), id);
        const auto judged = judged_by(house, caller.actor());
        if (!judged) return http::problem(judged.error(), id);
        listen::SignalReader reader(*house.knowledge());
        const listen::ReviewQueue queue = listen::to_review(*voices, reader, *judged, limit);
        http::Response response = json_response(200, {{"readings", to_review_json(*voices, queue, reader)},
                                                      {"looked_through", queue.looked_through},
                                                      {"unsure", queue.unsure},
                                                      {"judged", judged->size()}});
        response.headers.add("Cache-Control", "no-store");
        return response;
      });
}

/// What a person says of a reading.
struct Judgement {
  Id signal;
  taught::Part part = taught::Part::sentiment;
  std::string theme, told;
};

Result<Judgement> judgement_in(const std::string& body) {
  const auto object = object_in(body, {"signal", "part", "theme", "told"});
  if (!object) return std::unexpected(object.error());
  const auto signal = text_in(*object, "signal"), part = text_in(*object, "part"), told = text_in(*object, "told");
  for (const auto* text : {&signal, &part, &told}) {
    if (!*text) return std::unexpected(text->error());
  }
  const auto theme = text_or_none_in(*object, "theme");
  if (!theme) return std::unexpected(theme.error());
  const auto id = id_from_text(*signal);
  if (!id) return fail(Code::bad_input, "this is no id of a signal", "signal");
  const auto known = taught::part_from(*part);
  if (!known) return fail(Code::bad_input, "there is no such part of a reading", "part", "sentiment, theme or intent");
  return Judgement{.signal = *id, .part = *known, .theme = theme->value_or(""), .told = *told};
}

/// The machine's word for the same. Errors: `conflict` where it reads none; `bad_input` for a theme that the book does not have.
Result<std::string> machine_word(const Judgement& judgement, const facts::StoredSignal& voice,
                                 listen::SignalReader& reader) {
  if (judgement.part == taught::Part::sentiment) {
    const auto sentiment = listen::reading_to_judge(voice, reader);
    if (!sentiment) return fail(Code::conflict, "the sentiment of this voice is not read by this program");
    return std::string(understand::word_of(sentiment->side));
  }
  const understand::Meaning& meaning = reader.look(voice.text);
  if (judgement.part == taught::Part::intent) {
    return meaning.intents.main ? std::string(understand::word_of(*meaning.intents.main)) : "none";
  }
  const std::size_t theme = reader.book().at(judgement.theme);
  if (theme == understand::Theme::k_none) {
    return fail(Code::bad_input, "the book in use has no such theme", "theme", "GET /v1/themes lists them");
  }
  return std::ranges::find(meaning.themes, theme, &understand::ThemeFelt::theme) != meaning.themes.end() ? "yes" : "no";
}

/// −1, 0, 1: facts from which agreement is worked out (measure reading_agreement).
Json act_json(const taught::Mark& mark, const facts::StoredSignal& voice, bool of_machine) {
  const std::string& told = of_machine ? mark.machine : mark.told;
  const auto side = understand::side_from(told).value_or(understand::Side::neutral);
  Json act{{"occurred_at", to_text(now())},
           {"kind", k_act},
           {"about", to_text(mark.signal)},
           {"attributes",
            {{"part", taught::word_of(mark.part)},
             {"rater", of_machine ? "machine" : "person"},
             {"told", told},
             {"value", static_cast<int>(side) - 1},
             {"drawn", listen::is_drawn(mark.signal) ? "yes" : "no"}}}};
  if (!voice.unit.empty()) act["unit"] = voice.unit;
  return act;
}

/// Only a first word is told on as a fact: who comes back to it knows what was read.
Result<Json> acts_of(House& house, const taught::Mark& mark, const facts::StoredSignal& voice) {
  Json acts = Json::array();
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    acts = Json::array();
    const auto before = taught::marks(transaction, {.part = mark.part, .theme = mark.theme, .signal = mark.signal});
    if (!before) return std::unexpected(before.error());
    if (auto put = taught::put_mark(transaction, mark, now()); !put) return put;
    if (mark.part != taught::Part::sentiment) return {};
    const auto is_mine = [&](const taught::Mark& one) { return one.who == mark.who; };
    if (before->empty()) acts.push_back(act_json(mark, voice, true));
    if (std::ranges::none_of(*before, is_mine)) acts.push_back(act_json(mark, voice, false));
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return acts;
}

Json mark_json(const taught::Mark& mark) {
  return {{"signal", to_text(mark.signal)},
          {"part", taught::word_of(mark.part)},
          {"theme", mark.theme.empty() ? Json() : Json(mark.theme)},
          {"told", mark.told},
          {"machine", mark.machine}};
}

void put_acts(House& house, const Json& acts, const Json& answer, const std::string& id, const http::Reply& reply) {
  const listen::Sender sender{.source = std::string(facts::k_own_source), .scope = {}, .idempotency_key = {}};
  std::vector<inbox::Entry> entries;
  for (listen::ToldLine& line : house.intakes().lease()->read(acts.dump(), listen::FactKind::act, sender, now())) {
    if (line.entry) entries.push_back(*std::move(line.entry));
  }
  if (entries.empty()) return reply(json_response(200, answer));
  const auto placed = [answer, id, reply](const Result<std::vector<inbox::Placed>>& result) {
    reply(result ? json_response(200, answer) : http::problem(result.error(), id));
  };
  if (auto put = house.inbox().put(std::move(entries), Zone::utc().day_at(now()), placed); !put) {
    reply(http::problem(put.error(), id));
  }
}

void judge(House& house, Call&& call, const http::Reply& reply) {
  const std::string id = call.request.id;
  const auto judgement = judgement_in(call.request.body);
  if (!judgement) return reply(http::problem(judgement.error(), id));
  if (house.knowledge() == nullptr)
    return reply(http::problem(409, "texts are not read: [understanding] on is false", id));
  do_later(house, id, reply, [&house, id, reply, judgement = *judgement, caller = std::move(call.caller)] {
    const auto found = tell::voice(*house.opened().facts, judgement.signal, 0,
                                   measure::within(caller.seen(guard::Right::read_voices)));
    if (!found) return reply(http::problem(found.error(), id));
    listen::SignalReader reader(*house.knowledge());
    const auto machine = machine_word(judgement, found->voice, reader);
    if (!machine) return reply(http::problem(machine.error(), id));
    const taught::Mark mark{.signal = judgement.signal,
                            .part = judgement.part,
                            .theme = judgement.theme,
                            .told = judgement.told,
                            .machine = *machine,
                            .reader = reader.reading(),
                            .who = caller.actor()};
    const auto acts = acts_of(house, mark, found->voice);
    if (!acts) return reply(http::problem(acts.error(), id));
    put_acts(house, *acts, mark_json(mark), id, reply);
  });
}

Operation queueing() {
  Operation operation = reading("/v1/reviews", "listReviews", "Themes", "Readings for a person to look at");
  operation.about =
      "In turn one that was drawn by chance, from which agreement is told, and one that the machine is least sure of, "
      "from which it learns most. Of the newest 2,000 voices that you may read; those that you judged are left out.";
  operation.right = guard::Right::change_themes;
  operation.parameters = {{.in = Parameter::In::query,
                           .name = "where",
                           .about = "Filter.",
                           .schema = {{"type", "string"}, {"examples", {R"(unit = "Lyon")"}}}},
                          {.in = Parameter::In::query,
                           .name = "limit",
                           .about = "How many at most.",
                           .schema = {{"type", "integer"}, {"minimum", 1}, {"maximum", k_most}, {"default", k_usual}}}};
  operation.answers = {
      {.status = 200, .about = "Those to look at first.", .contents = {{std::string(k_json), "Reviews"}}},
      {.status = 404, .about = "A name that no fact carries: the nearest is told."},
      {.status = 409, .about = "Texts are not read here."}};
  operation.whole = queue;
  return operation;
}

Operation judging() {
  Operation operation;
  operation.method = "POST";
  operation.path = "/v1/reviews";
  operation.id = "judgeReading";
  operation.tag = "Themes";
  operation.summary = "Say what a reading should be";
  operation.about =
      "`told`: of sentiment negative, neutral or positive; of a theme yes or no; of intent its word, or none. Your "
      "newest "
      "word on a thing counts. What people say of sentiment is learned from the next time, and how far people and "
      "machine "
      "agree is the measure reading_agreement.";
  operation.right = guard::Right::change_themes;
  operation.body = Body{.contents = {{std::string(k_json), "Judgement"}}, .most_bytes = k_most_body_bytes};
  operation.answers = {{.status = 200, .about = "It is kept.", .contents = {{std::string(k_json), "Judged"}}},
                       {.status = 404, .about = "There is no such voice that you may read."},
                       {.status = 409, .about = "Texts, or the sentiment of this one, are not read here."}};
  operation.whole = judge;
  return operation;
}

}  // namespace

std::vector<Operation> review_operations() { return {queueing(), judging()}; }

}  // namespace bellwether::api
