// Wilson's score interval for whatever lies between two known ends and has a standard error.
#pragma once

#include "measure/estimate.hpp"

namespace bellwether::measure {

struct Bounds {
  double low = 0, high = 0;
};

/// The interval of a mean between the ends of `scale`, as that of a share of `effective_n` answers, of which each is at one
/// end or the other: how many of these would know the mean as well. It leans towards the middle near an end, where answers
/// on the far side may have stayed unseen, and never leaves the scale. It holds the value.
/// `effective_n` > 0 is (value − lowest) (highest − value) / standard error²; `critical` counts standard errors.
/// Sources: Wilson, JASA 22 (1927) 209–212; at an effective number: Kott & Liu, International Statistical Review 77 (2009)
/// 251–265, and Franco, Little, Louis & Slud, Journal of Survey Statistics and Methodology 7 (2019) 334–364.
[[nodiscard]] Bounds score_interval(double value, double effective_n, double critical, const AnswerScale& scale);

}  // namespace bellwether::measure
