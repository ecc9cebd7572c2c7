#include "tell/brief.hpp"

#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"

#include <fmt/format.h>

namespace bellwether::tell {

std::string verdict_words(const std::optional<measure::Difference>& change) {
  if (!change) return "no period before";
  switch (change->verdict) {
    case measure::Verdict::up:
      return "up";
    case measure::Verdict::down:
      return "down";
    case measure::Verdict::cant_tell:
      break;
  }
  return "can't tell yet";
}

std::string verdict_mark(const std::optional<measure::Difference>& change) {
  std::string words = verdict_words(change);
  if (words == "up") return "▲ up";
  if (words == "down") return "▼ down";
  return words;
}

std::string change_words(const Figure& figure) {
  const auto* before = figure.before ? std::get_if<measure::Estimate>(&figure.before->is) : nullptr;
  if (!figure.change || before == nullptr) return "no period before to compare with";
  const std::string was = number_text(before->value, figure.decimals, figure.unit);
  if (figure.change->verdict == measure::Verdict::cant_tell) return "can't tell yet; was " + was;
  return fmt::format("{} {}, from {}", verdict_words(figure.change),
                     amount_text(figure.change->value, figure.decimals, figure.unit), was);
}

std::string interval_words(const Number& number, int decimals) {
  const auto* estimate = std::get_if<measure::Estimate>(&number.is);
  if (estimate == nullptr) return {};
  if (estimate->method == measure::Method::exact) return "counted";
  return fmt::format("{} · n\u00A0{}", interval_text(estimate->low, estimate->high, decimals),
                     number_text(static_cast<double>(estimate->n), 0));
}

std::string beside_query(const Note& note) {
  return note.query.find(note.snapshot) == std::string::npos ? note.snapshot + " · " + note.version : note.version;
}

std::string short_id(const Id& id) {
  const std::string whole = to_text(id);
  return "…" + whole.substr(whole.size() - 8);
}

}  // namespace bellwether::tell
