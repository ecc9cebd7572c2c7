#include "listen/hooks/told_item.hpp"

#include "base/number.hpp"
#include "listen/hooks/drawn.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::listen {

namespace {

/// Members that are numbers; the others are texts, and a number that is sent for one is written as such.
constexpr auto k_numbers = std::to_array<std::string_view>({"sentiment", "urgency", "effort", "amount", "duration_s"});

/// Where a member of what is told to Intake came from.
struct Origin {
  std::string pointer;
  std::uint32_t line = 0;
};

nlohmann::json json_of(const Scalar& value) {
  return std::visit([](const auto& one) { return nlohmann::json(one); }, value);
}

nlohmann::json text_json_of(const Scalar& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&value)) return to_text(*number);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return json_of(value);
}

std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

class Telling {
 public:
  Telling(const TakeRule& rule, const Item& item, const Hook& hook) : rule_(rule), item_(item), hook_(hook) {}

  void draw_members() {
    for (const auto& [name, source] : rule_.members) {
      const bool number = std::ranges::find(k_numbers, name) != k_numbers.end();
      const Drawn drawn = draw(source, item_);
      note(name, "/" + name, drawn, source.line);
      if (drawn.value) told_[name] = number ? json_of(*drawn.value) : text_json_of(*drawn.value);
    }
    draw_named("ratings", rule_.ratings, rule_.all_ratings, true);
    draw_named("attributes", rule_.attributes, rule_.all_attributes, false);
  }

  ToldLine told(std::uint64_t number, Intake& intake, const Sender& sender, Instant now) {
    // Headers may hold any bytes: what is no UTF-8 is marked, not fatal.
    const std::string text = told_.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    ToldLine line = intake.read_line(text, number, rule_.kind, sender, now);
    for (Fault& fault : line.faults) lead_back(fault);
    if (faults_.empty()) return line;
    // What Intake finds besides is told at once, too.
    line.entry.reset();
    line.faults.insert(line.faults.begin(), std::make_move_iterator(faults_.begin()),
                       std::make_move_iterator(faults_.end()));
    return line;
  }

 private:
  void draw_named(const std::string& member, const std::vector<NamedSource>& named, const std::optional<Spread>& all,
                  bool numbers_only) {
    if (all) {
      for (NamedDrawn& one : draw_all(*all, item_, numbers_only)) put(member, one.name, one.drawn, all->line);
    }
    for (const auto& [name, source] : named) put(member, name, draw(source, item_), source.line);
  }

  void put(const std::string& member, const std::string& name, const Drawn& drawn, std::uint32_t line) {
    note(member + "." + name, "/" + member + "/" + escaped(name), drawn, line);
    if (drawn.value) told_[member][name] = json_of(*drawn.value);
  }

  void note(const std::string& name, std::string pointer, const Drawn& drawn, std::uint32_t line) {
    origins_[std::move(pointer)] = {.pointer = drawn.pointer.empty() ? item_.here.pointer : drawn.pointer,
                                    .line = line};
    if (!drawn.fault) return;
    faults_.push_back({.pointer = drawn.fault->pointer,
                       .what = fmt::format("{}, of which {} is made", drawn.fault->what, name),
                       .mend = fmt::format("{}:{} of the mapping says so", hook_.file, line)});
  }

  /// Intake's pointers are into what it was told; the sender knows only what was sent.
  void lead_back(Fault& fault) const {
    const auto origin = origins_.find(fault.pointer);
    const std::uint32_t line = origin == origins_.end() ? rule_.line : origin->second.line;
    const std::string member = fault.pointer.empty() ? "" : fault.pointer.substr(1);
    fault.pointer = origin == origins_.end() ? item_.here.pointer : origin->second.pointer;
    if (!member.empty()) fault.what = fmt::format("{}: {}", member, fault.what);
    fault.mend +=
        fmt::format("{}{}:{} of the mapping says what is taken", fault.mend.empty() ? "" : "; ", hook_.file, line);
  }

  const TakeRule& rule_;
  const Item& item_;
  const Hook& hook_;
  nlohmann::json told_ = nlohmann::json::object();
  std::map<std::string, Origin, std::less<>> origins_;
  std::vector<Fault> faults_;
};

}  // namespace

ToldLine tell(const TakeRule& rule, const Item& item, const Hook& hook, std::uint64_t number, Intake& intake,
              const Sender& sender, Instant now) {
  Telling telling(rule, item, hook);
  telling.draw_members();
  return telling.told(number, intake, sender, now);
}

}  // namespace bellwether::listen
