// Which threads give way to others.
#pragma once

namespace bellwether {

/// From now on this thread, and every thread that it starts, has about a tenth of the processor where others want it, too, and all of it
/// where they don't (nice 10). What somebody waits for in milliseconds then goes before what takes seconds anyway. There is no way back.
void give_way();

}  // namespace bellwether
