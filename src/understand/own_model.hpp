// A model of sentiment that was learned from an organisation's own texts that came with scores (own_scores.hpp): words, pairs, what is denied,
// pieces of words, and feelings, by multinomial logistic regression.
#pragma once

#include "base/result.hpp"
#include "learn/linear_model.hpp"
#include "understand/feelings.hpp"
#include "understand/sentiment.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::understand {

class OwnModel {
 public:
  /// `languages`: codes of those that it reads, "und" among them for texts that are too short to tell; no order.
  OwnModel(const learn::LinearModel& model, const std::vector<std::string>& languages);
  /// Error: `damaged`.
  [[nodiscard]] static Result<OwnModel> from_bytes(std::string bytes);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  /// Eight hexadecimal digits of what it says.
  [[nodiscard]] std::string_view version() const { return version_; }

  /// Whether it was found good in a language; texts in others are for the shipped model.
  [[nodiscard]] bool reads(std::string_view language) const;
  [[nodiscard]] std::span<const std::string> languages() const { return languages_; }

  /// `features` is memory that is used again.
  [[nodiscard]] Sentiment of(const Words& words, const Feelings& feelings, std::vector<learn::Feature>& features) const;

  /// What it looks at in a text, in slots below k_slots.
  static void gather(const Words& words, const Feelings& feelings, std::vector<learn::Feature>& into);
  static const std::size_t k_slots;

 private:
  OwnModel(learn::LinearModel model, std::vector<std::string> languages, std::string bytes);
  learn::LinearModel model_;
  std::vector<std::string> languages_;
  std::string bytes_, version_;
};

}  // namespace bellwether::understand
