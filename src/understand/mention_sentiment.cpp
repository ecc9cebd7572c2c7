#include "understand/mention_sentiment.hpp"

#include "embedded/mentions_model.hpp"

#include <algorithm>
#include <array>

namespace bellwether::understand {

Result<MentionModel> MentionModel::from_bytes(std::string_view bytes) {
  auto model = learn::LinearModel::from_bytes(bytes);
  if (!model) return std::unexpected(model.error());
  if (model->classes() != k_sides || model->slots() != MentionFeatures::k_slots) {
    return fail(Code::damaged, "this is no model of sentiment per mention", {}, "make it anew: make models");
  }
  return MentionModel(*std::move(model));
}

Result<MentionModel> MentionModel::shipped() {
  const auto bytes = embedded::mentions_model();
  return from_bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Sentiment MentionModel::of(const MentionFeatures& features, std::size_t place,
                           std::vector<learn::Feature>& near) const {
  features.read(place, near);
  std::array<double, k_sides> sure{};
  model_.probabilities(near, sure);
  const std::size_t side =
      features.is_silent() ? 1 : static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin());
  return {.value = sure[2] - sure[0], .confidence = sure.at(side), .side = static_cast<Side>(side)};
}

}  // namespace bellwether::understand
