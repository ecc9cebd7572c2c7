#include "measure/catalogue.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "base/text_file.hpp"
#include "measure/call.hpp"
#include "measure/definition.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <xxhash.h>

namespace bellwether::measure {

namespace {

/// Adds the measures of one text to those of its folder.
Result<void> add(std::map<std::string, Measure, std::less<>>& measures, std::string_view toml, std::string_view file) {
  auto read = measures_from_toml(toml, file);
  if (!read) return std::unexpected(read.error());
  for (Measure& measure : *read) {
    if (const auto there = measures.find(measure.id); there != measures.end()) {
      return fail(Code::bad_input, "the measure " + measure.id + " is defined twice", measure.file,
                  "rename one; the other stands at " + there->second.file);
    }
    std::string id = measure.id;
    measures.emplace(std::move(id), std::move(measure));
  }
  return {};
}

/// An index is made of measures that are there, and are no indexes themselves.
Result<void> find_parts(const Catalogue& catalogue, std::map<std::string, Measure, std::less<>>& measures) {
  for (auto& [id, measure] : measures) {
    for (const Part& part : measure.parts) {
      const auto found = catalogue.find(part.measure);
      if (!found) {
        return fail(found.error().code, "in the measure " + id + ": " + found.error().message, measure.file,
                    found.error().mend);
      }
      if (!found->parts.empty() || found->estimator == Estimator::distribution) {
        return fail(Code::bad_input, "in the measure " + id + ": " + part.measure + " is not one figure of its own",
                    measure.file, "name the measures that it is made of");
      }
      measure.measures_of_parts.push_back(*found);
    }
  }
  return {};
}

}  // namespace

Result<Catalogue> Catalogue::load(const std::optional<std::filesystem::path>& folder) {
  Catalogue catalogue;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with("measures/")) continue;
    if (auto added = add(catalogue.measures_, file.text, file.name); !added) return std::unexpected(added.error());
  }
  if (folder && std::filesystem::exists(*folder)) {
    if (auto added = catalogue.add_own(*folder); !added) return std::unexpected(added.error());
  }
  if (auto checked = find_parts(catalogue, catalogue.measures_); !checked) return std::unexpected(checked.error());
  return catalogue;
}

Result<void> Catalogue::add_own(const std::filesystem::path& folder) {
  auto files = files_in(folder, ".toml");
  if (!files) return std::unexpected(files.error());
  std::map<std::string, Measure, std::less<>> own;
  for (const std::filesystem::path& file : *files) {
    auto text = text_of_file(file);
    if (!text) return std::unexpected(text.error());
    if (auto added = add(own, *text, file.string()); !added) return std::unexpected(added.error());
  }
  for (auto& [id, measure] : own) measures_.insert_or_assign(id, std::move(measure));
  return {};
}

Result<Catalogue> Catalogue::from_text(std::string_view toml, std::string_view file) {
  Catalogue catalogue;
  if (auto added = add(catalogue.measures_, toml, file); !added) return std::unexpected(added.error());
  if (auto checked = find_parts(catalogue, catalogue.measures_); !checked) return std::unexpected(checked.error());
  return catalogue;
}

Result<Measure> Catalogue::find(std::string_view id) const {
  if (id.find('(') != std::string_view::npos) return measure_from_call(id);
  if (const auto found = measures_.find(id); found != measures_.end()) return found->second;
  std::vector<std::string> ids;
  for (const auto& [known, measure] : measures_) ids.push_back(known);
  const std::string near = nearest(id, ids);
  return fail(Code::not_found, "there is no measure " + std::string(id), {},
              near.empty() ? "`bellwether measures` lists them; mean(rating.x) and top(rating.x, 4) work for any rating"
                           : "did you mean " + near + "?");
}

std::string_view word_of(Estimator estimator) {
  switch (estimator) {
    case Estimator::share:
      return "share";
    case Estimator::net_share:
      return "net_share";
    case Estimator::mean:
      return "mean";
    case Estimator::count:
      return "count";
    case Estimator::distinct:
      return "distinct";
    case Estimator::distribution:
      return "distribution";
    case Estimator::ratio:
      return "ratio";
    case Estimator::rate:
      return "rate";
    case Estimator::quantile:
      return "quantile";
    case Estimator::survival:
      return "survival";
    case Estimator::in_time:
      return "in_time";
    case Estimator::repeat:
      return "repeat";
    case Estimator::agreement:
      return "agreement";
    case Estimator::index:
      return "index";
  }
  return "unknown";
}

std::string_view word_of(Better better) {
  switch (better) {
    case Better::higher:
      return "higher";
    case Better::lower:
      return "lower";
    case Better::neither:
      return "neither";
  }
  return "unknown";
}

namespace {

/// What the later estimators count by; nothing for the others, so that their version stays what it was.
void add_more(const Measure& measure, std::vector<std::string>& parts) {
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) parts.push_back(std::string(key) + "=" + value);
  };
  const auto add_other = [&](std::string_view key, const std::optional<OtherFacts>& other) {
    if (!other) return;
    const std::string table = other->facts == facts::Table::signals ? "signals" : "acts";
    parts.push_back(std::string(key) + "=" +
                    join(std::array{table, other->where, other->value, std::string(other->stock ? "stock" : "flow")},
                         std::string_view("\0", 1)));
  };
  add("per", measure.per);
  add_other("of", measure.of);
  add_other("until", measure.until);
  add("quantile", measure.quantile ? bellwether::to_text(*measure.quantile) : "");
  add("match", measure.match_start.empty() ? "" : measure.match_start + " " + measure.match_end);
  add("within", measure.within_s ? std::to_string(*measure.within_s) : "");
  add("still", measure.still ? "true" : "");
  add("due", measure.due);
  if (measure.estimator == Estimator::agreement) {
    add("agreement", std::to_string(static_cast<int>(measure.agreement)));
    add("items", measure.items);
  }
  for (const Part& part : measure.parts) {
    add("part", part.measure + " " + bellwether::to_text(part.weight) + " " + bellwether::to_text(part.from) + " " +
                    bellwether::to_text(part.to));
  }
}

}  // namespace

std::string version_of(const Measure& measure) {
  // What is counted, not how it is called: a better sentence does not make another number.
  const std::string scale =
      measure.scale ? bellwether::to_text(measure.scale->lowest) + " to " + bellwether::to_text(measure.scale->highest)
                    : std::string();
  std::vector<std::string> parts{measure.id,
                                 measure.facts == facts::Table::signals ? "signals" : "acts",
                                 measure.where,
                                 measure.value,
                                 std::string(word_of(measure.estimator)),
                                 measure.positive,
                                 measure.negative,
                                 measure.unit,
                                 bellwether::to_text(measure.factor),
                                 scale};
  add_more(measure, parts);
  const std::string definition = join(parts, std::string_view("\0", 1));
  return fmt::format("{}+{:08x}", BELLWETHER_VERSION, XXH64(definition.data(), definition.size(), 0) >> 32U);
}

}  // namespace bellwether::measure
