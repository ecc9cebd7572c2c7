#include "understand/taught/models.hpp"

#include "guard/base64url.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::taught {

namespace {

using Json = nlohmann::ordered_json;
using understand::Verdict;

constexpr std::string_view k_sentiment = "sentiment";

std::optional<Verdict> verdict_from(std::string_view word) {
  for (const Verdict verdict : {Verdict::take, Verdict::keep, Verdict::drop}) {
    if (word == word_of(verdict)) return verdict;
  }
  return std::nullopt;
}

Json json_of(const learn::Figure& figure) {
  return {{"value", figure.value}, {"low", figure.low}, {"high", figure.high}};
}

Json json_of(const learn::Evaluation& evaluation, const learn::Figure* area) {
  Json sides = Json::array();
  for (std::size_t side = 0; side < evaluation.classes.size(); ++side) {
    const learn::ClassFigures& figures = evaluation.classes[side];
    sides.push_back({{"side", word_of(static_cast<understand::Side>(side))},
                     {"n", figures.n},
                     {"precision", json_of(figures.precision)},
                     {"recall", json_of(figures.recall)},
                     {"f1", json_of(figures.f1)}});
  }
  return {{"n", evaluation.n},
          {"accuracy", json_of(evaluation.accuracy)},
          {"macro_f1", json_of(evaluation.macro_f1)},
          {"area_under_curve", area != nullptr ? json_of(*area) : Json()},
          {"guessing_accuracy", evaluation.guessing_accuracy},
          {"guessing_macro_f1", evaluation.guessing_macro_f1},
          {"sides", std::move(sides)}};
}

Result<std::int64_t> last_number(records::Transaction& transaction) {
  std::int64_t last = 0;
  const auto take = [&](const records::Row& row) -> Result<void> {
    const auto number = row.whole(0);
    if (!number) return std::unexpected(number.error());
    last = *number;
    return {};
  };
  if (auto asked = transaction.ask("SELECT COALESCE(MAX(number), 0) FROM own_models", 1, {}, take); !asked) {
    return std::unexpected(asked.error());
  }
  return last;
}

Result<void> put(records::Transaction& transaction, const Try& kept, std::string_view bytes) {
  const std::vector<records::Bind> binds = {{"number", kept.number},
                                            {"at", kept.at},
                                            {"what", k_sentiment},
                                            {"verdict", word_of(kept.verdict)},
                                            {"version", kept.version},
                                            {"card", kept.card},
                                            {"bytes", guard::to_base64url(bytes)}};
  return transaction.run(
      "INSERT INTO own_models (number, at, what, verdict, version, card, bytes) VALUES (:number, :at, :what, :verdict, "
      ":version, :card, :bytes)",
      binds);
}

}  // namespace

std::string card_of(const understand::OwnLearned& learned) {
  Json languages = Json::array();
  for (const understand::OfLanguage& language : learned.languages) {
    languages.push_back({{"code", language.code},
                         {"n", language.n},
                         {"own", json_of(language.own)},
                         {"shipped", json_of(language.shipped)},
                         {"used", language.used}});
  }
  const Json card = {{"learned_from", learned.learned_from},
                     {"tried_on", learned.tried_on},
                     {"from", to_text(learned.from)},
                     {"to", to_text(learned.to)},
                     {"better_by", json_of(learned.better_by)},
                     {"better_than_today", learned.better_than_today ? json_of(*learned.better_than_today) : Json()},
                     {"own", json_of(learned.own, &learned.own_area)},
                     {"shipped", json_of(learned.shipped, &learned.shipped_area)},
                     {"today", learned.today ? json_of(*learned.today, nullptr) : Json()},
                     {"languages", std::move(languages)}};
  return card.dump();
}

Result<Try> keep_try(records::Transaction& transaction, const understand::OwnLearned& learned, Instant at) {
  const auto last = last_number(transaction);
  if (!last) return std::unexpected(last.error());
  Try kept{.number = *last + 1, .at = at, .verdict = learned.verdict, .version = {}, .card = card_of(learned)};
  if (learned.model) kept.version = learned.model->version();
  const bool is_taken = kept.verdict == Verdict::take && learned.model;
  if (is_taken || kept.verdict == Verdict::drop) {
    if (auto gone = transaction.run("UPDATE own_models SET bytes = ''", {}); !gone) {
      return std::unexpected(gone.error());
    }
  }
  if (auto done = put(transaction, kept, is_taken ? std::string_view(learned.model->bytes()) : ""); !done) {
    return std::unexpected(done.error());
  }
  return kept;
}

Result<Try> keep_no_try(records::Transaction& transaction, std::string_view why, Instant at) {
  const auto last = last_number(transaction);
  if (!last) return std::unexpected(last.error());
  Try kept{.number = *last + 1, .at = at, .version = {}, .card = Json{{"not_enough", why}}.dump()};
  if (auto done = put(transaction, kept, ""); !done) return std::unexpected(done.error());
  return kept;
}

Result<std::vector<Try>> tries(records::Transaction& transaction, std::size_t most) {
  std::vector<Try> all;
  const auto take = [&](const records::Row& row) -> Result<void> {
    const auto number = row.whole(0);
    const auto at = instant_from_text(row.text(1));
    const auto verdict = verdict_from(row.text(2));
    if (!number || !at || !verdict) return fail(Code::damaged, "a model of no time or verdict", "own_models");
    all.push_back({.number = *number, .at = *at, .verdict = *verdict, .version = row.text(3), .card = row.text(4)});
    return {};
  };
  const auto asked = transaction.ask(
      fmt::format("SELECT number, at, verdict, version, card FROM own_models ORDER BY number DESC LIMIT {}", most), 5,
      {}, take);
  if (!asked) return std::unexpected(asked.error());
  return all;
}

Result<std::optional<understand::OwnModel>> model_in_use(records::Transaction& transaction) {
  std::optional<understand::OwnModel> model;
  const auto take = [&](const records::Row& row) -> Result<void> {
    auto bytes = guard::from_base64url(row.text(0));
    auto read = bytes ? understand::OwnModel::from_bytes(*std::move(bytes)) : fail(Code::damaged, "no base 64");
    // Of a version before, or damaged: another one is learned.
    if (read) model = *std::move(read);
    return {};
  };
  const auto asked =
      transaction.ask("SELECT bytes FROM own_models WHERE bytes <> '' ORDER BY number DESC LIMIT 1", 1, {}, take);
  if (!asked) return std::unexpected(asked.error());
  return model;
}

}  // namespace bellwether::taught
