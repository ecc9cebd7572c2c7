#include "lead/framework.hpp"

#include "base/embedded.hpp"
#include "base/invariant.hpp"
#include "base/text.hpp"
#include "base/text_file.hpp"
#include "measure/definition_reader.hpp"
#include "measure/filter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace bellwether::lead {

namespace {

using measure::Mistakes;
using measure::TableReader;

constexpr auto k_sides = std::to_array<std::pair<std::string_view, Side>>(
    {{"act", Side::act}, {"employee", Side::employee}, {"customer", Side::customer}, {"self", Side::self}});
constexpr auto k_scopes =
    std::to_array<std::pair<std::string_view, Scope>>({{"under", Scope::under}, {"own", Scope::own}});
constexpr auto k_specials = std::to_array<std::pair<std::string_view, Special>>({
    {"cycle_time", Special::cycle_time},
    {"recovery_after_shock", Special::recovery_after_shock},
    {"pressure_passed_down", Special::pressure_passed_down},
    {"hard_weeks", Special::hard_weeks},
    {"self_gap", Special::self_gap},
    {"forecast_calibration", Special::forecast_calibration},
    {"say_do_gap", Special::say_do_gap},
    {"perception_gap", Special::perception_gap},
});

constexpr auto k_beside = std::to_array<std::pair<std::string_view, Beside>>({{"flywheel", Beside::flywheel},
                                                                              {"alignment", Beside::alignment},
                                                                              {"linkage", Beside::linkage},
                                                                              {"gaps", Beside::gaps}});

/// What a special's value is counted in.
std::string_view unit_of(Special special) {
  switch (special) {
    case Special::cycle_time:
    case Special::recovery_after_shock:
      return "days";
    case Special::hard_weeks:
    case Special::forecast_calibration:
      return "%";
    case Special::pressure_passed_down:
    case Special::self_gap:
    case Special::perception_gap:
      return "points of 5";
    case Special::say_do_gap:
      return "points of 100";
    case Special::none:
      break;
  }
  return "";
}

constexpr auto k_framework_keys =
    std::to_array<std::string_view>({"id", "label", "about", "source", "beside", "dimension"});
constexpr auto k_dimension_keys = std::to_array<std::string_view>({"id", "label", "about", "weight", "indicator"});
constexpr auto k_indicator_keys =
    std::to_array<std::string_view>({"measure", "special", "label", "where", "scope", "curve", "why", "weight",
                                     "window", "least", "side", "bring", "unit"});

/// One framework's file.
class Reader {
 public:
  Reader(const measure::Catalogue& measures, Mistakes& mistakes) : measures_(measures), mistakes_(mistakes) {}

  Framework read(const toml::table& root) {
    const TableReader in(root, "the framework", mistakes_);
    in.check_keys(k_framework_keys, "a framework");
    Framework framework;
    framework.id = in.text("id", true);
    framework.label = in.text("label", true);
    framework.about = in.text("about");
    framework.source = in.text("source");
    framework.file = mistakes_.file;
    framework.beside = read_beside(root);
    each(root, "dimension", "the framework " + framework.id, [&](const toml::table& table) {
      framework.dimensions.push_back(read_dimension(table));
      check_once(framework.dimensions, table);
    });
    return framework;
  }

 private:
  template <class Take>
  void each(const toml::table& table, std::string_view key, const std::string& of, Take take) {
    const toml::node* node = table.get(key);
    const toml::array* all = node == nullptr ? nullptr : node->as_array();
    if (all == nullptr || all->empty()) {
      mistakes_.add(table, of + " has no " + std::string(key), "add one under [[" + std::string(key) + "]]");
      return;
    }
    for (const toml::node& one : *all) {
      if (const toml::table* inner = one.as_table()) {
        take(*inner);
      } else {
        mistakes_.add(one, std::string(key) + " is a table", "write it under [[" + std::string(key) + "]]");
      }
    }
  }

  std::vector<Beside> read_beside(const toml::table& root) {
    std::vector<Beside> beside;
    const toml::node* node = root.get("beside");
    if (node == nullptr) return beside;
    const toml::array* words = node->as_array();
    if (words == nullptr) {
      mistakes_.add(*node, "beside is a list of words", "write beside = [\"alignment\"], say");
      return beside;
    }
    for (const toml::node& word : *words) {
      if (!word.is_string()) {
        mistakes_.add(word, "beside is a list of words", "write beside = [\"alignment\"], say");
        continue;
      }
      const std::string given = word.value_or(std::string());
      const auto found = std::ranges::find(k_beside, given, [](const auto& one) { return one.first; });
      if (found == k_beside.end()) {
        std::vector<std::string> known;
        for (const auto& [name, meaning] : k_beside) known.emplace_back(name);
        const std::string near = nearest(given, known);
        mistakes_.add(word, "nothing called " + given + " is told beside a score",
                      near.empty() ? "there are " + join(known, ", ") : "did you mean " + near + "?");
        continue;
      }
      beside.push_back(found->second);
    }
    return beside;
  }

  void check_once(const std::vector<Dimension>& dimensions, const toml::table& table) {
    const auto same = std::ranges::count(dimensions, dimensions.back().id, &Dimension::id);
    if (same > 1) mistakes_.add(table, "there are two dimensions " + dimensions.back().id, "rename one");
  }

  Dimension read_dimension(const toml::table& table) {
    const TableReader in(table, "a dimension", mistakes_);
    in.check_keys(k_dimension_keys, "a dimension");
    Dimension dimension;
    dimension.id = in.text("id", true);
    dimension.label = in.text("label", true);
    dimension.about = in.text("about");
    dimension.weight = weight_of(in);
    each(table, "indicator", "the dimension " + dimension.id, [&](const toml::table& inner) {
      Indicator indicator = read_indicator(inner);
      const std::string id = indicator.id;
      for (int again = 2; has(dimension, indicator.id); ++again) indicator.id = id + "-" + std::to_string(again);
      dimension.indicators.push_back(std::move(indicator));
    });
    return dimension;
  }

  static bool has(const Dimension& dimension, const std::string& id) {
    return std::ranges::find(dimension.indicators, id, &Indicator::id) != dimension.indicators.end();
  }

  static double weight_of(const TableReader& in) {
    const double weight = in.number("weight").value_or(1);
    if (!(weight > 0)) in.wrong("weight", "a weight is above zero", "leave out what is not to count");
    return weight;
  }

  Indicator read_indicator(const toml::table& table) {
    const TableReader in(table, "an indicator", mistakes_);
    in.check_keys(k_indicator_keys, "an indicator");
    Indicator indicator;
    indicator.label = in.text("label");
    indicator.unit = in.text("unit");
    if (in.has("measure") == in.has("special")) {
      in.wrong("measure", "an indicator needs either a measure or a special", "add measure = \"nps\"");
    } else if (in.has("measure")) {
      read_measure(in, indicator);
    } else {
      indicator.special = in.word<Special>("special", k_specials, {});
      indicator.id = in.text("special");
      if (indicator.unit.empty()) indicator.unit = unit_of(indicator.special);
      if (indicator.label.empty()) in.wrong("label", "a special needs a label", "add label = \"…\"");
    }
    indicator.where = in.text("where");
    if (const auto filter = measure::filter_from_text(indicator.where); !filter && in.is_right()) {
      in.wrong("where", filter.error());
    }
    indicator.scope = in.word<Scope>("scope", k_scopes, Scope::under);
    indicator.side = in.word<Side>("side", k_sides, {});
    indicator.why = in.text("why");
    indicator.bring = in.text("bring", true);
    indicator.weight = weight_of(in);
    read_sizes(in, indicator);
    read_curve(in, indicator);
    return indicator;
  }

  void read_measure(const TableReader& in, Indicator& indicator) {
    indicator.measure = in.text("measure");
    indicator.id = indicator.measure;
    const auto found = measures_.find(indicator.measure);
    if (!found) {
      in.wrong("measure", found.error().message, found.error().mend);
      return;
    }
    if (found->estimator == measure::Estimator::distribution || found->estimator == measure::Estimator::distinct) {
      in.wrong("measure", indicator.measure + " is not one figure that parts add up to",
               "name a share, a mean or a rate");
    }
    if (indicator.label.empty()) indicator.label = found->label;
    if (indicator.unit.empty()) indicator.unit = found->unit;
  }

  static void read_sizes(const TableReader& in, Indicator& indicator) {
    constexpr double k_most_days = 36'600;
    const double window = in.number("window").value_or(90);
    if (!(window >= 1 && window <= k_most_days) || window != std::floor(window)) {
      in.wrong("window", "window is a number of days", "write window = 90");
    }
    indicator.window_days = static_cast<int>(window);
    const double least = in.number("least").value_or(10);
    if (!(least >= 0 && least <= 1e12) || least != std::floor(least)) {
      in.wrong("least", "least is a number of answers", "write least = 10");
    }
    indicator.least = static_cast<std::int64_t>(least);
  }

  static void read_curve(const TableReader& in, Indicator& indicator) {
    constexpr std::string_view k_form = "write curve = [[48, 0], [12, 50], [2, 100]]: value, score";
    const toml::node* node = in.source().get("curve");
    const toml::array* points = node == nullptr ? nullptr : node->as_array();
    const auto wrong = [&](const std::string& what) { in.wrong("curve", what, std::string(k_form)); };
    if (points == nullptr || points->size() < 2) return wrong("an indicator needs a curve of two points or more");
    for (const toml::node& point : *points) {
      const toml::array* pair = point.as_array();
      const auto number = [&](std::size_t i) { return (*pair)[i].value<double>(); };
      if (pair == nullptr || pair->size() != 2 || !number(0) || !number(1)) {
        return wrong("a point of a curve is a value and its score");
      }
      indicator.curve.push_back({.value = *number(0), .score = *number(1)});
    }
    std::ranges::sort(indicator.curve, {}, &CurvePoint::value);
    if (!is_sound(indicator.curve)) wrong("a curve goes one way, with scores from 0 to 100 and each value once");
  }

  static bool is_sound(const Curve& curve) {
    bool rises = true;
    bool falls = true;
    for (std::size_t i = 0; i < curve.size(); ++i) {
      if (!(curve[i].score >= 0 && curve[i].score <= 100) || !std::isfinite(curve[i].value)) return false;
      if (i == 0) continue;
      if (curve[i].value == curve[i - 1].value) return false;
      rises = rises && curve[i].score >= curve[i - 1].score;
      falls = falls && curve[i].score <= curve[i - 1].score;
    }
    return rises != falls;  // flat all along says nothing
  }

  const measure::Catalogue& measures_;
  Mistakes& mistakes_;
};

Result<Framework> read(const measure::Catalogue& measures, std::string_view toml, std::string_view file) {
  const auto root = measure::toml_of(toml, file);
  if (!root) return std::unexpected(root.error());
  Mistakes mistakes{.file = std::string(file), .first = {}, .line = 0};
  Framework framework = Reader(measures, mistakes).read(*root);
  if (mistakes.first) return std::unexpected(std::move(*mistakes.first));
  return framework;
}

}  // namespace

std::string_view word_of(Side side) {
  for (const auto& [word, meaning] : k_sides) {
    if (meaning == side) return word;
  }
  return "";
}

double score_at(const Curve& curve, double value) {
  invariant(curve.size() >= 2);
  if (value <= curve.front().value) return curve.front().score;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const CurvePoint& a = curve[i - 1];
    const CurvePoint& b = curve[i];
    if (value <= b.value) return a.score + (value - a.value) / (b.value - a.value) * (b.score - a.score);
  }
  return curve.back().score;
}

Result<Frameworks> Frameworks::load(const measure::Catalogue& measures,
                                    const std::optional<std::filesystem::path>& folder) {
  Frameworks all;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with("frameworks/")) continue;
    auto framework = read(measures, file.text, file.name);
    if (!framework) return std::unexpected(framework.error());
    std::string id = framework->id;
    all.frameworks_.emplace(std::move(id), *std::move(framework));
  }
  if (!folder || !std::filesystem::exists(*folder)) return all;
  const auto files = files_in(*folder, ".toml");
  if (!files) return std::unexpected(files.error());
  std::map<std::string, std::string, std::less<>> own;
  for (const std::filesystem::path& file : *files) {
    const auto text = text_of_file(file);
    if (!text) return std::unexpected(text.error());
    auto framework = read(measures, *text, file.string());
    if (!framework) return std::unexpected(framework.error());
    const auto [there, is_new] = own.emplace(framework->id, file.string());
    if (!is_new) {
      return fail(Code::bad_input, "the framework " + framework->id + " is defined twice", file.string(),
                  "rename one; the other stands in " + there->second);
    }
    std::string id = framework->id;
    all.frameworks_.insert_or_assign(std::move(id), *std::move(framework));
  }
  return all;
}

Result<Frameworks> Frameworks::from_text(const measure::Catalogue& measures, std::string_view toml,
                                         std::string_view file) {
  auto framework = read(measures, toml, file);
  if (!framework) return std::unexpected(framework.error());
  Frameworks all;
  std::string id = framework->id;
  all.frameworks_.emplace(std::move(id), *std::move(framework));
  return all;
}

Result<const Framework*> Frameworks::find(std::string_view id) const {
  if (const auto found = frameworks_.find(id); found != frameworks_.end()) return &found->second;
  std::vector<std::string> ids;
  for (const auto& [known, framework] : frameworks_) ids.push_back(known);
  const std::string near = nearest(id, ids);
  return fail(Code::not_found, "there is no framework " + std::string(id), {},
              near.empty() ? "there are " + join(ids, ", ") : "did you mean " + near + "?");
}

}  // namespace bellwether::lead
