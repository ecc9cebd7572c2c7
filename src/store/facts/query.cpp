#include "store/facts/query.hpp"

namespace bellwether::facts {

std::int64_t scale_of(const Field& field) {
  constexpr std::int64_t k_thousandths = 1'000;
  if (field.kind == Field::Kind::rating) return k_hundredths;
  const bool felt = field.name == "sentiment" || field.name == "urgency" || field.name == "effort";
  if (field.kind == Field::Kind::number && felt) return k_thousandths;
  return k_micros;
}

}  // namespace bellwether::facts
