// Linked to the facts, this asks for a module that stands above them: it must not compile.
#include "measure/ask.hpp"
