#include "understand/own_model.hpp"

#include "base/text.hpp"
#include "understand/text_features.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bellwether::understand {

namespace {

constexpr std::string_view k_begins = "own-1 ";
constexpr std::size_t k_most_languages = 200;
constexpr std::uint32_t k_slots_of_text = 1U << 17;
constexpr TextFeatures k_features{.slots = k_slots_of_text, .longest_piece = 5, .has_pairs = true, .pieces_share = 0.7};

std::string version_of(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return fmt::format("{:08x}", static_cast<std::uint32_t>(hash ^ (hash >> 32)));
}

std::string bytes_of(const learn::LinearModel& model, const std::vector<std::string>& languages) {
  return fmt::format("{}{}\n{}", k_begins, fmt::join(languages, " "), model.bytes());
}

}  // namespace

const std::size_t OwnModel::k_slots = k_slots_of_text + FeelingFeatures::k_slots;

OwnModel::OwnModel(const learn::LinearModel& model, const std::vector<std::string>& languages)
    : OwnModel(model, languages, bytes_of(model, languages)) {}

OwnModel::OwnModel(learn::LinearModel model, std::vector<std::string> languages, std::string bytes)
    : model_(std::move(model)),
      languages_(std::move(languages)),
      bytes_(std::move(bytes)),
      version_(version_of(bytes_)) {}

Result<OwnModel> OwnModel::from_bytes(std::string bytes) {
  const auto damaged = [] {
    return fail(Code::damaged, "this is no model of one's own scores", {}, "it is learned anew by itself");
  };
  const std::string_view all = bytes;
  const std::size_t line = all.find('\n');
  if (!all.starts_with(k_begins) || line == std::string_view::npos) return damaged();
  std::vector<std::string> languages;
  for (const std::string_view code : split(all.substr(k_begins.size(), line - k_begins.size()), ' ')) {
    if (!code.empty() && languages.size() < k_most_languages) languages.emplace_back(code);
  }
  auto model = learn::LinearModel::from_bytes(all.substr(line + 1));
  if (!model) return std::unexpected(model.error());
  if (model->classes() != k_sides || model->slots() != k_slots) return damaged();
  return OwnModel(*std::move(model), std::move(languages), std::move(bytes));
}

bool OwnModel::reads(std::string_view language) const {
  return std::ranges::find(languages_, language) != languages_.end();
}

void OwnModel::gather(const Words& words, const Feelings& feelings, std::vector<learn::Feature>& into) {
  k_features.read(words, into);
  const FeelingFeatures felt(words, feelings);
  for (const learn::Feature& feature : felt.all()) {
    into.push_back({.slot = k_slots_of_text + feature.slot, .value = feature.value});
  }
}

Sentiment OwnModel::of(const Words& words, const Feelings& feelings, std::vector<learn::Feature>& features) const {
  if (words.all().empty()) return {};
  gather(words, feelings, features);
  std::array<double, k_sides> sure{};
  model_.probabilities(features, sure);
  const auto side = static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin());
  return {.value = sure[2] - sure[0], .confidence = sure.at(side), .side = static_cast<Side>(side)};
}

}  // namespace bellwether::understand
