// The command `bellwether`: one thin file per subcommand, which reads flags, calls one module and prints.
#pragma once

namespace bellwether::cli {

/// Exit status: 0 done, 1 failed or done in part, 2 wrong usage.
[[nodiscard]] int run(int argc, char** argv);

}  // namespace bellwether::cli
