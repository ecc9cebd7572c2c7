// Pages that listen live, while signals come in.
#pragma once

#include "figures.hpp"

#include <cstddef>

namespace bellwether::bench {

/// How long a signal takes from being sent to being told to an open page, at a thousand a second.
void signals_seen_live(Figures& figures, int seconds);

/// How much memory so many idle streams take, and whether signals are taken in as before meanwhile.
void idle_streams(Figures& figures, std::size_t wanted, int seconds);

}  // namespace bellwether::bench
