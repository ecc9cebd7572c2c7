#include "cli/commands.hpp"
#include "cli/told.hpp"
#include "tell/answer_words.hpp"
#include "tell/measure_json.hpp"
#include "tell/text_table.hpp"

#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace bellwether::cli {

namespace {

struct MeasuresFlags {
  std::string folder = k_default_folder;
  std::string id;
  bool json = false;
};

void print_one(const measure::Measure& measure) {
  fmt::print("{}: {}\n\n  {}\n\n", measure.id, measure.label, measure.about);
  const auto line = [](const char* name, const std::string& text) {
    if (!text.empty()) fmt::print("  {:<9} {}\n", name, text);
  };
  line("value", measure.value);
  line("where", measure.where);
  line("positive", measure.positive);
  line("negative", measure.negative);
  line("unit", measure.unit);
  line("better", std::string(tell::better_word(measure.better)));
  line("source", measure.source);
  line("limits", measure.limits);
  line("file", measure.file);
}

void print_table(const measure::Catalogue& catalogue) {
  std::vector<std::vector<tell::Cell>> rows;
  for (const auto& [id, measure] : catalogue.all()) {
    rows.push_back({{.text = id, .style = tell::Style::strong}, {.text = measure.label}, {.text = measure.about}});
  }
  const std::vector<tell::Column> columns{{.head = "measure", .least = 10},
                                          {.head = "name", .least = 12},
                                          {.head = "what it says", .least = 24, .wraps = true}};
  fmt::print("{}", tell::text_table(columns, rows, tell::terminal_of(STDOUT_FILENO)));
  fmt::print(
      "\nAlso any rating of your own: mean(rating.NAME), top(rating.NAME), distribution(rating.NAME).\n"
      "One measure in full: bellwether measures NAME.\n");
}

int measures(const MeasuresFlags& flags) {
  std::optional<std::filesystem::path> own;
  if (std::filesystem::exists(flags.folder)) own = std::filesystem::path(flags.folder) / "measures";
  const auto catalogue = measure::Catalogue::load(own);
  if (!catalogue) return tell_error(catalogue.error());

  if (!flags.id.empty()) {
    const auto one = catalogue->find(flags.id);
    if (!one) return tell_error(one.error());
    if (flags.json) {
      fmt::print("{}\n", tell::measure_json(*one).dump(2));
    } else {
      print_one(*one);
    }
    return 0;
  }
  if (!flags.json) {
    print_table(*catalogue);
    return 0;
  }
  auto out = nlohmann::ordered_json::array();
  for (const auto& [id, measure] : catalogue->all()) out.push_back(tell::measure_json(measure));
  fmt::print("{}\n", out.dump(2));
  return 0;
}

}  // namespace

void add_measures(CLI::App& program, int& status) {
  auto flags = std::make_shared<MeasuresFlags>();
  CLI::App* command = program.add_subcommand("measures", "List the measures, or tell one in full");
  command->footer(
      "Examples:\n"
      "  bellwether measures\n"
      "  bellwether measures nps");
  command->add_option("NAME", flags->id, "One measure");
  command->add_option("--data", flags->folder, "Data directory, for your own measures")->capture_default_str();
  command->add_flag("--json", flags->json, "Print as JSON");
  command->callback([flags, &status] { status = measures(*flags); });
}

}  // namespace bellwether::cli
