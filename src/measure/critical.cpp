#include "measure/critical.hpp"

#include "base/invariant.hpp"

#include <utility>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

namespace bellwether::measure {

double normal_critical(double level) {
  invariant(level > 0 && level < 1);
  return boost::math::quantile(boost::math::normal{}, 0.5 + level / 2);
}

double student_critical(double level, double degrees) {
  invariant(level > 0 && level < 1 && degrees > 0);
  return boost::math::quantile(boost::math::students_t{degrees}, 0.5 + level / 2);
}

std::unexpected<Error> not_enough(std::string message, std::string mend) {
  return fail(Code::not_enough, std::move(message), {}, std::move(mend));
}

std::string percent_text(double share) { return fmt::format("{:.0f} %", share * 100); }

}  // namespace bellwether::measure
