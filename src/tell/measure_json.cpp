#include "tell/measure_json.hpp"

#include "tell/answer_words.hpp"

namespace bellwether::tell {

nlohmann::ordered_json measure_json(const measure::Measure& measure) {
  return {{"id", measure.id},
          {"label", measure.label},
          {"about", measure.about},
          {"unit", measure.unit},
          {"where", measure.where},
          {"value", measure.value},
          {"better", better_word(measure.better)},
          {"source", measure.source},
          {"limits", measure.limits},
          {"file", measure.file}};
}

}  // namespace bellwether::tell
