#include "cli/import_print.hpp"

#include "base/text.hpp"
#include "tell/columns_table.hpp"
#include "tell/terminal.hpp"

#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace bellwether::cli {

namespace {

/// Below this, a guess is worth a look.
constexpr double k_doubtful = 0.75;

using Json = nlohmann::ordered_json;

std::string count(std::uint64_t n) { return with_thousands(static_cast<long long>(n)); }

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json column_json(const listen::ColumnUse& use) {
  Json out{{"column", use.column},
           {"label", text_or_null(use.label)},
           {"role", listen::word_of(use.role)},
           {"name", text_or_null(use.name)},
           {"format", text_or_null(use.format)},
           {"why", use.why},
           {"sure", use.sure}};
  if (use.scale) {
    out["scale"] = {{"low", static_cast<double>(use.scale->low.value) / k_hundredths},
                    {"high", static_cast<double>(use.scale->high.value) / k_hundredths},
                    {"no_answer", use.scale->no_answer},
                    {"reversed", use.scale->reversed}};
  }
  return out;
}

Json file_json(const listen::FileSummary& summary) {
  Json out{{"file", summary.file},         {"source", summary.source},     {"form", summary.form},
           {"read", summary.read},         {"accepted", summary.accepted}, {"duplicate", summary.duplicate},
           {"rejected", summary.rejected}, {"undated", summary.undated},   {"rejects_file", nullptr},
           {"columns", Json::array()},     {"remarks", Json::array()}};
  if (summary.rejects_file) out["rejects_file"] = summary.rejects_file->string();
  for (const listen::ColumnUse& use : summary.columns) out["columns"].push_back(column_json(use));
  for (const listen::Remark& remark : summary.remarks) {
    out["remarks"].push_back({{"column", text_or_null(remark.column)}, {"what", remark.what}});
  }
  return out;
}

std::string taken_for(const listen::ColumnUse& use) {
  const std::string word(listen::word_of(use.role));
  switch (use.role) {
    case listen::Role::rating: {
      std::string text = fmt::format("{} {}", word, use.name);
      if (use.scale) text += fmt::format(", {} to {}", to_text(use.scale->low), to_text(use.scale->high));
      if (use.scale && use.scale->reversed) text += ", 1 is best";
      return text;
    }
    case listen::Role::attribute:
      return use.name == use.column ? word : fmt::format("{} {}", word, use.name);
    case listen::Role::time:
      return use.format.empty() ? word : fmt::format("{}, {}", word, use.format);
    case listen::Role::customer:
      return "customer, kept as a pseudonym";
    case listen::Role::personal:
      return "personal, not kept";
    default:
      return word;
  }
}

void print_remarks(const listen::FileSummary& summary) {
  for (const listen::Remark& remark : summary.remarks) {
    if (remark.column.empty()) {
      fmt::print("  note: {}\n", tell::printable(remark.what));
    } else {
      fmt::print("  note: {}: {}\n", tell::printable(remark.column), tell::printable(remark.what));
    }
  }
}

std::string value_text(const std::variant<std::string, Micros>& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return to_text(std::get<Micros>(value));
}

void print_signal(const facts::StoredSignal& signal) {
  const tell::Terminal terminal = tell::terminal_of(STDOUT_FILENO);
  fmt::print("\n  {}", signal.occurred_at ? to_text(*signal.occurred_at) : std::string("no date"));
  const auto part = [](const char* name, const std::string& text) {
    if (!text.empty()) fmt::print("  {} {}", name, tell::printable(text));
  };
  part("channel", signal.channel);
  part("unit", signal.unit);
  part("touchpoint", signal.touchpoint);
  part("language", signal.language);
  if (signal.subject) fmt::print("  customer {:016x}", signal.subject->value);
  fmt::print("\n");
  if (!signal.ratings.empty()) {
    fmt::print("    ratings    ");
    for (const auto& [name, value] : signal.ratings) fmt::print(" {} = {} ", name, to_text(value));
    fmt::print("\n");
  }
  if (!signal.text.empty()) {
    fmt::print("    text        “{}”\n", cut(tell::printable(signal.text), terminal.columns - 18));
  }
  if (!signal.attributes.empty()) {
    std::string line;
    for (const auto& [name, value] : signal.attributes) {
      if (!line.empty()) line += ", ";
      line += fmt::format("{} = {}", name, value_text(value));
    }
    fmt::print("    attributes  {}\n", cut(tell::printable(line), terminal.columns - 16));
  }
}

}  // namespace

std::string import_json(std::span<const listen::FileSummary> files) {
  Json out{{"files", Json::array()}};
  for (const listen::FileSummary& summary : files) out["files"].push_back(file_json(summary));
  // File names and cells may hold anything; what is no UTF-8 becomes U+FFFD.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void print_columns(const listen::FileSummary& summary) {
  std::vector<tell::ColumnRow> rows;
  for (const listen::ColumnUse& use : summary.columns) {
    const std::string column = use.label.empty() ? use.column : fmt::format("{} · {}", use.column, use.label);
    rows.push_back({.column = column, .taken_for = taken_for(use), .why = use.why, .doubtful = use.sure < k_doubtful});
  }
  fmt::print("{}\n{}", tell::printable(fmt::format("{}: {}", summary.file, summary.form)),
             tell::draw_columns(rows, tell::terminal_of(STDOUT_FILENO)));
}

void print_summary(const listen::FileSummary& summary) {
  fmt::print("\n{}: {} rows read, {} taken in, {} known already, {} rejected (source {})\n",
             tell::printable(summary.file), count(summary.read), count(summary.accepted), count(summary.duplicate),
             count(summary.rejected), tell::printable(summary.source));
  print_remarks(summary);
  if (summary.rejects_file) {
    fmt::print("  rejected rows, each with its reason: {}\n", tell::printable(summary.rejects_file->string()));
  }
}

void print_preview(const listen::Preview& preview) {
  print_columns(preview.so_far);
  print_remarks(preview.so_far);
  fmt::print("\nThe first {} as they would be stored:\n", preview.examples.size());
  for (const facts::StoredSignal& signal : preview.examples) print_signal(signal);
  fmt::print("\nNothing was written.\n");
}

}  // namespace bellwether::cli
