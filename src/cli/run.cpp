#include "cli/run.hpp"

#include "cli/commands.hpp"

#include <clocale>
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bellwether::cli {

namespace {

constexpr const char* k_footer = R"(First steps:
  bellwether demo                       a simulated company and its brief
  bellwether import reviews.csv         take in a file of feedback (--dry-run shows what it would do)
  bellwether measure nps --by unit      where we stand, with intervals
  bellwether lead                       how we lead, scored from evidence
  bellwether brief                      the page for a leader
  bellwether serve                      take in signals over HTTP, and answer questions

Exit status: 0 done, 1 failed or done in part, 2 wrong usage.)";

int run_program(int argc, char** argv) {
  int status = 0;
  CLI::App program("Hears what customers and employees say, measures it honestly, and tells a leader what matters.",
                   "bellwether");
  program.set_version_flag("--version", BELLWETHER_VERSION);
  program.require_subcommand(1);
  program.footer(k_footer);
  add_import(program, status);
  add_measure(program, status);
  add_measures(program, status);
  add_power(program, status);
  add_lead(program, status);
  add_shadow(program, status);
  add_brief(program, status);
  add_organisation(program, status);
  add_serve(program, status);
  add_key(program, status);
  add_hook(program, status);
  add_site(program, status);
  add_user(program, status);
  add_check(program, status);
  add_simulate(program, status);
  add_understand(program, status);
  add_demo(program, status);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return program.exit(problem);
    program.exit(problem);
    return 2;
  }
  return status;
}

}  // namespace

int run(int argc, char** argv) {
  try {
    return run_program(argc, argv);
  } catch (const std::exception& problem) {
    // Every module turns its libraries' exceptions into errors; what arrives here is out of memory or our own mistake.
    std::fprintf(stderr, "bellwether: stopped by an unforeseen problem: %s\n", problem.what());
    return 1;
  }
}

}  // namespace bellwether::cli
