#include "cli/run.hpp"

int main(int argc, char** argv) { return bellwether::cli::run(argc, argv); }
