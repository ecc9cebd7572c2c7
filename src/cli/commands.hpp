// The subcommands. Each adds itself to the program with its flags and help, and leaves its exit status in `status`.
#pragma once

namespace CLI {
class App;
}

namespace bellwether::cli {

void add_import(CLI::App& program, int& status);
void add_measure(CLI::App& program, int& status);
void add_measures(CLI::App& program, int& status);
void add_organisation(CLI::App& program, int& status);
void add_power(CLI::App& program, int& status);
void add_lead(CLI::App& program, int& status);
void add_shadow(CLI::App& program, int& status);
void add_brief(CLI::App& program, int& status);
void add_simulate(CLI::App& program, int& status);
void add_serve(CLI::App& program, int& status);
void add_hook(CLI::App& program, int& status);
void add_site(CLI::App& program, int& status);
void add_key(CLI::App& program, int& status);
void add_user(CLI::App& program, int& status);
void add_check(CLI::App& program, int& status);
void add_understand(CLI::App& program, int& status);
void add_demo(CLI::App& program, int& status);

}  // namespace bellwether::cli
