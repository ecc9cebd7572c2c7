#include "base/embedded.hpp"
#include "base/text.hpp"
#include "measure/filter.hpp"
#include "measure/significance.hpp"
#include "measure/stand_out.hpp"
#include "tell/answer_words.hpp"
#include "tell/brief_maker.hpp"
#include "tell/make_brief.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace bellwether::tell {

namespace {

constexpr std::array<std::string_view, 6> k_first = {"nps", "csat", "ces", "stars", "sentiment", "complaint_share"};
constexpr std::array<std::string_view, 4> k_last = {"enps", "volume", "customers", "comment_share"};
constexpr std::size_t k_most_ratings = 4;
constexpr double k_false_discovery_rate = 0.05;

Number number_of(const measure::AnswerRow& row) {
  const auto* estimate = std::get_if<measure::Estimate>(&row.is);
  return {.is = row.is, .n = estimate == nullptr ? row.n : estimate->n};
}

measure::Question question_about(const Ground& ground, const measure::Measure& measure) {
  measure::Question question;
  question.measure = measure.id;
  question.snapshot = ground.snapshot;
  if (const auto& period = ground.told.period) {
    question.from = period->from;
    question.to = period->to;
  }
  return question;
}

// The periods up to the one told, not before the facts begin.
Result<std::optional<measure::Answer>> trend_of(const Ground& ground, const measure::Measure& measure) {
  const auto& period = ground.told.period;
  if (!period || period->grain == Grain::none) return std::nullopt;
  const auto days = ground.facts.days(facts::Table::signals);
  if (!days) return std::unexpected(days.error());
  if (!*days) return std::nullopt;
  Period first = *period;
  for (std::size_t count = 1; count < k_trend_periods; ++count) {
    const Period before = period_before(first);
    if (before.from < (*days)->first) break;  // a period that the facts cover in part would look like a slump
    first = before;
  }
  measure::Question question = question_about(ground, measure);
  question.every = period->grain;
  question.from = first.from;
  auto answer = measure::ask(ground.catalogue, ground.facts, ground.guards, question);
  if (!answer) return std::unexpected(answer.error());
  return std::move(*answer);
}

void add_trend(const Ground& ground, const measure::Answer& answer, Brief& brief, Figure& figure) {
  for (Period period{.from = *answer.rows.front().from, .to = {}, .grain = ground.told.period->grain};
       period.from < ground.told.period->to; period.from = period.to) {
    period.to = period_end(period.grain, period.from);
    const auto row = std::ranges::find_if(answer.rows, [&](const auto& each) { return each.from == period.from; });
    Number number = row == answer.rows.end() ? Number{.is = measure::Withheld{"no answers"}, .n = 0} : number_of(*row);
    if (row == answer.rows.end() && answer.measure.estimator == measure::Estimator::count) {
      number = {.is = measure::Estimate{.level = 0.95, .method = measure::Method::exact}, .n = 0};
    }
    figure.trend.push_back({.period = period_name(period.grain, period.from), .is = std::move(number)});
  }
  figure.note_trend = note_of(brief, answer.query, answer.snapshot, answer.version);
}

// The queries behind a figure's two numbers.
struct Asked {
  std::string query, query_before, snapshot, version;
};

// The trend's query gives both numbers again, too: one note is enough where it holds both.
void add_notes(const Asked& asked, Brief& brief, Figure& figure) {
  if (figure.note_trend && figure.trend.size() > 1) {
    figure.note = figure.note_before = *figure.note_trend;
    return;
  }
  figure.note = note_of(brief, asked.query, asked.snapshot, asked.version);
  if (!asked.query_before.empty()) {
    figure.note_before = note_of(brief, asked.query_before, asked.snapshot, asked.version);
  }
}

Result<Asked> compare_with_before(const Ground& ground, const measure::Measure& measure, Figure& figure) {
  const auto compared = measure::compare(ground.catalogue, ground.facts, ground.guards, measure.id, "",
                                         *ground.told.period, *ground.told.before, ground.snapshot);
  if (!compared) return std::unexpected(compared.error());
  figure.now = number_of(compared->now);
  figure.before = number_of(compared->before);
  figure.change = compared->difference;
  return Asked{.query = compared->query,
               .query_before = compared->query_before,
               .snapshot = compared->snapshot,
               .version = compared->version};
}

// Employees are told of by month: of a week, the last month that was over by its end. Nothing for other measures and periods.
Result<std::optional<Ground>> in_months(const Ground& ground, const measure::Measure& measure) {
  const auto& period = ground.told.period;
  if (!period || (period->grain != Grain::week && period->grain != Grain::day)) return std::nullopt;
  const auto behind = measure::behind(ground.catalogue, ground.facts, measure.id, "");
  if (!behind) return std::unexpected(behind.error());
  if (!behind->only_employees) return std::nullopt;
  Ground months = ground;
  const Day first = period_start(Grain::month, period->to);
  months.told.period = period_before({.from = first, .to = period_end(Grain::month, first), .grain = Grain::month});
  months.told.before = period_before(*months.told.period);
  return months;
}

Result<Figure> figure_in(const Ground& ground, const measure::Measure& measure, Brief& brief) {
  Figure figure{.measure = measure.id,
                .label = measure.label.empty() ? measure.id : measure.label,
                .about = measure.about,
                .unit = said_unit(measure),
                .better = measure.better};
  Asked asked;
  if (ground.told.period && ground.told.before) {
    auto compared = compare_with_before(ground, measure, figure);
    if (!compared) return std::unexpected(compared.error());
    asked = std::move(*compared);
  } else {
    const auto answer = measure::ask(ground.catalogue, ground.facts, ground.guards, question_about(ground, measure));
    if (!answer) return std::unexpected(answer.error());
    if (!answer->rows.empty()) figure.now = number_of(answer->rows.front());
    asked = {.query = answer->query, .query_before = {}, .snapshot = answer->snapshot, .version = answer->version};
  }
  const auto trend = trend_of(ground, measure);
  if (!trend) return std::unexpected(trend.error());
  if (*trend && !(*trend)->rows.empty() && (*trend)->rows.front().from) add_trend(ground, **trend, brief, figure);
  add_notes(asked, brief, figure);
  for (const Number* number : {&figure.now, figure.before ? &*figure.before : nullptr}) {
    if (number == nullptr) continue;
    if (const auto* estimate = std::get_if<measure::Estimate>(&number->is)) {
      figure.decimals = std::max(figure.decimals, decimals_for(*estimate));
    }
  }
  return figure;
}

Result<Figure> figure_of(const Ground& ground, const measure::Measure& measure, Brief& brief) {
  const auto months = in_months(ground, measure);
  if (!months) return std::unexpected(months.error());
  if (!*months) return figure_in(ground, measure, brief);
  auto figure = figure_in(**months, measure, brief);
  if (figure) {
    const Period& month = *(*months)->told.period;
    figure->label += ", " + period_words(month.from, month.to);
  }
  return figure;
}

// Of eight changes, each held against chance at 5 % alone, one in three pages would tell one that is none.
void keep_changes_beyond_chance(std::vector<Figure>& figures) {
  const auto is_thin = [](const Number& number) {
    const auto* estimate = std::get_if<measure::Estimate>(&number.is);
    return estimate != nullptr && estimate->method != measure::Method::exact && number.n < measure::k_least_answers;
  };
  std::vector<Figure*> changed;
  std::vector<double> p;
  for (Figure& figure : figures) {
    if (!figure.change) continue;
    const bool thin = is_thin(figure.now) || (figure.before && is_thin(*figure.before));
    changed.push_back(&figure);
    p.push_back(thin ? 1 : figure.change->p);
  }
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  for (std::size_t at = 0; at < changed.size(); ++at) {
    Figure& figure = *changed[at];
    if (adjusted[at] > k_false_discovery_rate) figure.change->verdict = measure::Verdict::cant_tell;
    if (figure.change->verdict != measure::Verdict::cant_tell)
      figure.tone = tone_of(figure.better, figure.change->value);
  }
}

// Answered at all, in any period.
Result<bool> has_evidence(const Ground& ground, const measure::Measure& measure) {
  measure::Question question;
  question.measure = measure.id;
  question.snapshot = ground.snapshot;
  const auto answer = measure::ask(ground.catalogue, ground.facts, ground.guards, question);
  if (!answer) return std::unexpected(answer.error());
  return std::ranges::any_of(answer->rows, [](const measure::AnswerRow& row) {
    const auto* estimate = std::get_if<measure::Estimate>(&row.is);
    return row.n > 0 || (estimate != nullptr && estimate->n > 0);
  });
}

// The organisation's own: not from a shipped file ("measures/loyalty.toml:12").
bool is_own(const measure::Measure& measure) {
  return std::ranges::none_of(embedded_files(), [&](const EmbeddedFile& file) {
    return file.name.starts_with("measures/") && measure.file.starts_with(file.name);
  });
}

// Means of the ratings that were answered most, for stores that hold none of the well-known ones.
Result<std::vector<measure::Measure>> most_answered_ratings(const Ground& ground) {
  const auto fields = ground.facts.fields(facts::Table::signals);
  if (!fields) return std::unexpected(fields.error());
  facts::Query query;
  query.snapshot = ground.snapshot;
  std::vector<std::string> names;
  for (const facts::KnownField& known : *fields) {
    if (known.field.kind != facts::Field::Kind::rating) continue;
    names.push_back(known.field.name);
    facts::Statistic answers;
    answers.kind = facts::Statistic::Kind::known;
    answers.value = known.field;
    query.statistics.push_back(std::move(answers));
    if (names.size() == 64) break;
  }
  if (names.empty()) return std::vector<measure::Measure>{};
  const auto slices = ground.facts.ask(query);
  if (!slices) return std::unexpected(slices.error());
  if (slices->rows.empty()) return std::vector<measure::Measure>{};
  std::vector<std::pair<Int128, std::string>> most;
  for (std::size_t at = 0; at < names.size(); ++at) {
    const Int128 answers = slices->rows.front().numbers[at].value_or(0);
    if (answers > 0) most.emplace_back(-answers, names[at]);
  }
  std::ranges::sort(most);
  std::vector<measure::Measure> measures;
  for (const auto& each : most) {
    if (measures.size() == k_most_ratings) break;
    const std::string id =
        "mean(" + to_text(measure::FieldName{.kind = "rating", .word = each.second, .place = {}}) + ")";
    auto measure = ground.catalogue.find(id);
    if (!measure) return std::unexpected(measure.error());
    measures.push_back(std::move(*measure));
  }
  return measures;
}

}  // namespace

NoteIndex note_of(Brief& brief, const std::string& query, const std::string& snapshot, const std::string& version) {
  const auto same = std::ranges::find_if(brief.notes, [&](const Note& note) {
    return note.query == query && note.snapshot == snapshot && note.version == version;
  });
  if (same != brief.notes.end()) return static_cast<NoteIndex>(same - brief.notes.begin());
  brief.notes.push_back({.query = query, .snapshot = snapshot, .version = version});
  return brief.notes.size() - 1;
}

bool makes_stories(const measure::Measure& measure) {
  const bool has_error = measure.estimator == measure::Estimator::share ||
                         measure.estimator == measure::Estimator::net_share ||
                         measure.estimator == measure::Estimator::mean;
  return has_error && measure.better != measure::Better::neither && measure.facts == facts::Table::signals;
}

Result<std::vector<measure::Measure>> main_measures(const Ground& ground) {
  std::vector<measure::Measure> measures;
  const auto add = [&](const measure::Measure& measure) -> Result<void> {
    const auto has = has_evidence(ground, measure);
    if (!has) return std::unexpected(has.error());
    if (*has) measures.push_back(measure);
    return {};
  };
  for (const std::string_view id : k_first) {
    const auto measure = ground.catalogue.all().find(id);
    if (measure == ground.catalogue.all().end()) continue;
    if (auto done = add(measure->second); !done) return std::unexpected(done.error());
  }
  for (const auto& [id, measure] : ground.catalogue.all()) {
    const bool listed =
        std::ranges::find(k_first, id) != k_first.end() || std::ranges::find(k_last, id) != k_last.end();
    if (listed || !is_own(measure) || measure.estimator == measure::Estimator::distribution) continue;
    if (auto done = add(measure); !done) return std::unexpected(done.error());
  }
  for (const std::string_view id : k_last) {
    const auto measure = ground.catalogue.all().find(id);
    if (measure == ground.catalogue.all().end()) continue;
    if (auto done = add(measure->second); !done) return std::unexpected(done.error());
  }
  if (std::ranges::none_of(measures, makes_stories)) {
    auto ratings = most_answered_ratings(ground);
    if (!ratings) return std::unexpected(ratings.error());
    measures.insert(measures.begin(), ratings->begin(), ratings->end());
  }
  if (measures.size() > k_figures) measures.resize(k_figures);
  return measures;
}

Result<void> add_figures(const Ground& ground, const std::vector<measure::Measure>& measures, Brief& brief) {
  for (const measure::Measure& measure : measures) {
    auto figure = figure_of(ground, measure, brief);
    if (!figure) return std::unexpected(figure.error());
    brief.figures.push_back(std::move(*figure));
  }
  keep_changes_beyond_chance(brief.figures);
  return {};
}

}  // namespace bellwether::tell
