// The pages of docs/frameworks say what the frameworks' files do: every dimension and indicator in order, with side, weight, window,
// least, curve and reasons. Each is written down again here from the framework as the program reads it.
#include "lead/framework.hpp"

#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

const Frameworks& shipped() {
  static const measure::Catalogue k_measures = measure::Catalogue::load({}).value();
  static const Frameworks k_shipped = Frameworks::load(k_measures, {}).value();
  return k_shipped;
}

std::string joined(const std::string& text) {
  std::istringstream words(text);
  std::string all, word;
  while (words >> word) all += (all.empty() ? "" : " ") + word;
  return all;
}

/// One indicator's entry: its paragraph of name and sizes, and the list below it as one line.
struct Entry {
  std::string head, sizes, list;
};

struct Section {
  std::string title, about;
  std::vector<Entry> entries;
};

struct Page {
  std::vector<std::string> dimensions;  ///< rows of the table
  std::vector<Section> sections;
};

Page page_of(const std::string& id) {
  std::ifstream in(std::string(BELLWETHER_SOURCE_DIR) + "/docs/frameworks/" + id + ".md");
  EXPECT_TRUE(in) << "docs/frameworks/" << id << ".md is not there";
  Page page;
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with("| ") && !line.starts_with("| dimension |")) page.dimensions.push_back(line);
    if (line.starts_with("## ")) page.sections.push_back({.title = line.substr(3), .about = {}, .entries = {}});
    if (page.sections.empty()) continue;
    Section& section = page.sections.back();
    if (line.starts_with("**") && line.ends_with(")<br>")) {
      Entry& entry = section.entries.emplace_back(Entry{.head = line, .sizes = {}, .list = {}});
      std::getline(in, entry.sizes);
    } else if (!section.entries.empty()) {
      section.entries.back().list = joined(section.entries.back().list + " " + line);
    } else if (!line.starts_with("## ")) {
      section.about = joined(section.about + " " + line);
    }
  }
  return page;
}

std::string_view words_of(Side side) {
  switch (side) {
    case Side::act:
      return "acts";
    case Side::employee:
      return "employees' answers";
    case Side::customer:
      return "customers' answers and doings";
    case Side::self:
      return "leaders' own answers";
  }
  return "";
}

std::string window_words(int days) {
  if (days == 90) return "a quarter";
  if (days == 180) return "half a year";
  if (days == 365) return "a year";
  if (days == 730) return "two years";
  return fmt::format("{} days", days);
}

std::string head_of(const Indicator& indicator) {
  const std::string where = indicator.where.empty() ? "" : ", `" + indicator.where + "`";
  if (indicator.special == Special::none) {
    return fmt::format("**{}** (`{}`{})<br>", indicator.label, indicator.measure, where);
  }
  // A special's word comes again as "cycle_time-2" within a dimension.
  return fmt::format("**{}** (worked out by the program: `{}`)<br>", indicator.label,
                     indicator.id.substr(0, indicator.id.find('-')));
}

std::string sizes_of(const Indicator& indicator, double all) {
  return fmt::format("{}{} · weight {} of {} · {} · {}", words_of(indicator.side),
                     indicator.scope == Scope::own ? ", own" : "", indicator.weight, all,
                     window_words(indicator.window_days),
                     indicator.least == 0 ? "none is an answer, too" : fmt::format("at least {}", indicator.least));
}

std::string in_print(double value) { return value < 0 ? fmt::format("−{}", -value) : fmt::format("{}", value); }

/// The curve from poor to excellent, in pieces that follow each other: the first value's unit is told by the page alone; % stands
/// with every value.
std::vector<std::string> curve_of(const Indicator& indicator) {
  Curve curve = indicator.curve;
  if (curve.front().score > curve.back().score) curve = {curve.rbegin(), curve.rend()};
  const std::string unit = indicator.unit == "%" ? " %" : "";
  std::vector<std::string> pieces{fmt::format("- Curve: {}{}", in_print(curve[0].value), unit)};
  std::string rest = fmt::format(" → {}", in_print(curve[0].score));
  for (std::size_t i = 1; i < curve.size(); ++i) {
    rest += fmt::format(", {}{} → {}", in_print(curve[i].value), unit, in_print(curve[i].score));
  }
  pieces.push_back(rest + ". Why: " + joined(indicator.why));
  return pieces;
}

void expect_same(const Indicator& indicator, const Entry& entry, double all) {
  EXPECT_EQ(entry.head, head_of(indicator));
  EXPECT_EQ(entry.sizes, sizes_of(indicator, all)) << indicator.label;
  std::size_t at = 0;
  for (const std::string& piece : curve_of(indicator)) {
    const std::size_t found = entry.list.find(piece, at);
    ASSERT_NE(found, std::string::npos) << indicator.label << ": no \"" << piece << "\" in\n" << entry.list;
    at = found + piece.size();
  }
}

void expect_same(const Dimension& dimension, const Section& section) {
  EXPECT_EQ(section.title, dimension.label);
  EXPECT_EQ(section.about, dimension.about + "?") << dimension.label;
  ASSERT_EQ(section.entries.size(), dimension.indicators.size()) << dimension.label;
  double all = 0;
  for (const Indicator& indicator : dimension.indicators) all += indicator.weight;
  for (std::size_t i = 0; i < section.entries.size(); ++i)
    expect_same(dimension.indicators[i], section.entries[i], all);
}

struct FrameworkPage : testing::TestWithParam<const char*> {};

TEST_P(FrameworkPage, SaysWhatTheFileDoes) {
  const auto found = shipped().find(GetParam());
  ASSERT_TRUE(found) << to_text(found.error());
  const Framework& framework = **found;
  const Page page = page_of(framework.id);
  double all = 0;
  for (const Dimension& dimension : framework.dimensions) all += dimension.weight;
  ASSERT_EQ(page.dimensions.size(), framework.dimensions.size());
  ASSERT_EQ(page.sections.size(), framework.dimensions.size());
  for (std::size_t i = 0; i < framework.dimensions.size(); ++i) {
    const Dimension& dimension = framework.dimensions[i];
    EXPECT_EQ(page.dimensions[i],
              fmt::format("| {} | {}? | {} of {} |", dimension.label, dimension.about, dimension.weight, all));
    expect_same(dimension, page.sections[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, FrameworkPage,
                         testing::Values("lead", "core", "elements", "pillars", "sponsorship", "customer-centric"),
                         [](const testing::TestParamInfo<const char*>& id) {
                           std::string name = id.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(FrameworkPage, IsThereForEveryShippedFrameworkAndLinked) {
  std::ifstream in(std::string(BELLWETHER_SOURCE_DIR) + "/docs/frameworks/README.md");
  std::stringstream readme;
  readme << in.rdbuf();
  EXPECT_EQ(shipped().all().size(), 6U) << "name the new one above, too";
  for (const auto& [id, framework] : shipped().all()) {
    EXPECT_NE(readme.str().find("](" + id + ".md) |"), std::string::npos) << id;
  }
}

}  // namespace
}  // namespace bellwether::lead
