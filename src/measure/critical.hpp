// What every interval needs: how many standard errors its arms are long, and the words for too little evidence.
#pragma once

#include "base/result.hpp"

#include <string>

namespace bellwether::measure {

/// Standard errors from the middle to either end of an interval of `level`, in (0, 1): 1.96 for 95 %.
[[nodiscard]] double normal_critical(double level);
/// The same of Student's t with `degrees` > 0 of freedom, which may be a fraction.
[[nodiscard]] double student_critical(double level, double degrees);

[[nodiscard]] std::unexpected<Error> not_enough(std::string message, std::string mend);

/// A share as people read it: 0.414 → "41 %".
[[nodiscard]] std::string percent_text(double share);

}  // namespace bellwether::measure
