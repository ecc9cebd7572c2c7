// What a study or benchmark measured, against its bars: one JSON object that verdicts.cpp joins with the others.
#pragma once

#include <fstream>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::bench {

class Figures {
 public:
  void told(const std::string& name, double value, const std::string& unit) {
    all_[name] = {{"value", value}, {"unit", unit}};
  }
  void at_least(const std::string& name, double value, const std::string& unit, double bar) {
    told(name, value, unit);
    all_[name].update({{"bar", bar}, {"better", "higher"}, {"passed", value >= bar}});
  }
  void at_most(const std::string& name, double value, const std::string& unit, double bar) {
    told(name, value, unit);
    all_[name].update({{"bar", bar}, {"better", "lower"}, {"passed", value <= bar}});
  }
  /// Neither too low nor too high.
  void within(const std::string& name, double value, const std::string& unit, double low, double high) {
    at_least(name, value, unit, low);
    all_[name].update({{"bar_at_most", high}, {"passed", low <= value && value <= high}});
  }
  [[nodiscard]] bool passed() const {
    for (const auto& [name, figure] : all_.items()) {
      if (!figure.value("passed", true)) return false;
    }
    return true;
  }
  /// Into `file`, or nowhere where it is empty. What can't be written is told, and false.
  [[nodiscard]] bool write(const std::string& file) const {
    if (file.empty()) return true;
    std::ofstream out(file);
    out << all_.dump(1) << "\n";
    out.close();
    if (!out) fmt::print(stderr, "can't write {}\n", file);
    return !out.fail();
  }

 private:
  nlohmann::ordered_json all_ = nlohmann::ordered_json::object();
};

}  // namespace bellwether::bench
