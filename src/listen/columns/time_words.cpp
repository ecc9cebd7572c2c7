#include "listen/columns/time_words.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bellwether::listen {

namespace {

struct MonthWord {
  std::string_view word;
  unsigned month;
};

// English, German, French, Spanish, Portuguese, Italian, Dutch; accents may be missing. No word means two months.
constexpr auto k_months = std::to_array<MonthWord>({
    {"january", 1},    {"januar", 1},     {"jänner", 1},     {"janvier", 1},   {"enero", 1},     {"janeiro", 1},
    {"gennaio", 1},    {"januari", 1},    {"jan", 1},        {"janv", 1},      {"ene", 1},       {"gen", 1},
    {"february", 2},   {"februar", 2},    {"février", 2},    {"fevrier", 2},   {"febrero", 2},   {"fevereiro", 2},
    {"febbraio", 2},   {"februari", 2},   {"feb", 2},        {"févr", 2},      {"fevr", 2},      {"fév", 2},
    {"fev", 2},        {"march", 3},      {"märz", 3},       {"marz", 3},      {"maerz", 3},     {"mars", 3},
    {"marzo", 3},      {"março", 3},      {"marco", 3},      {"maart", 3},     {"mar", 3},       {"mär", 3},
    {"mrz", 3},        {"mrt", 3},        {"april", 4},      {"avril", 4},     {"abril", 4},     {"aprile", 4},
    {"apr", 4},        {"avr", 4},        {"abr", 4},        {"may", 5},       {"mai", 5},       {"mayo", 5},
    {"maio", 5},       {"maggio", 5},     {"mei", 5},        {"mag", 5},       {"june", 6},      {"juni", 6},
    {"juin", 6},       {"junio", 6},      {"junho", 6},      {"giugno", 6},    {"jun", 6},       {"giu", 6},
    {"july", 7},       {"juli", 7},       {"juillet", 7},    {"julio", 7},     {"julho", 7},     {"luglio", 7},
    {"jul", 7},        {"juil", 7},       {"lug", 7},        {"august", 8},    {"août", 8},      {"aout", 8},
    {"agosto", 8},     {"augustus", 8},   {"aug", 8},        {"ago", 8},       {"september", 9}, {"septembre", 9},
    {"septiembre", 9}, {"setiembre", 9},  {"setembro", 9},   {"settembre", 9}, {"sep", 9},       {"sept", 9},
    {"set", 9},        {"october", 10},   {"oktober", 10},   {"octobre", 10},  {"octubre", 10},  {"outubro", 10},
    {"ottobre", 10},   {"oct", 10},       {"okt", 10},       {"out", 10},      {"ott", 10},      {"november", 11},
    {"novembre", 11},  {"noviembre", 11}, {"novembro", 11},  {"nov", 11},      {"december", 12}, {"dezember", 12},
    {"décembre", 12},  {"decembre", 12},  {"diciembre", 12}, {"dezembro", 12}, {"dicembre", 12}, {"dec", 12},
    {"dez", 12},       {"déc", 12},       {"dic", 12},
});

// "mar" (mardi, martes, martedì) is left to March: a weekday stands beside its month, and is read over there as a word.
constexpr auto k_weekdays = std::to_array<std::string_view>({
    "monday",   "tuesday",   "wednesday",  "thursday",  "friday",   "saturday",  "sunday",  "mon",       "tue",
    "tues",     "wed",       "thu",        "thur",      "thurs",    "fri",       "sat",     "sun",       "montag",
    "dienstag", "mittwoch",  "donnerstag", "freitag",   "samstag",  "sonnabend", "sonntag", "mo",        "di",
    "mi",       "do",        "fr",         "sa",        "so",       "lundi",     "mardi",   "mercredi",  "jeudi",
    "vendredi", "samedi",    "dimanche",   "lun",       "mer",      "jeu",       "ven",     "sam",       "dim",
    "lunes",    "martes",    "miércoles",  "miercoles", "jueves",   "viernes",   "sábado",  "sabado",    "domingo",
    "mié",      "mie",       "jue",        "vie",       "sáb",      "sab",       "dom",     "segunda",   "terça",
    "quarta",   "quinta",    "sexta",      "seg",       "ter",      "qua",       "qui",     "sex",       "lunedì",
    "martedì",  "mercoledì", "giovedì",    "venerdì",   "domenica", "lunedi",    "martedi", "mercoledi", "giovedi",
    "venerdi",  "gio",       "maandag",    "dinsdag",   "woensdag", "donderdag", "vrijdag", "zaterdag",  "zondag",
    "ma",       "wo",        "vr",         "za",        "zo",
});

struct ZoneWord {
  std::string_view word;
  std::int32_t hours;
};

constexpr auto k_zones = std::to_array<ZoneWord>({
    {"z", 0},    {"utc", 0},   {"gmt", 0},   {"wet", 0},   {"west", 1},  {"cet", 1},   {"cest", 2},
    {"eet", 2},  {"eest", 3},  {"msk", 3},   {"est", -5},  {"edt", -4},  {"cst", -6},  {"cdt", -5},
    {"mst", -7}, {"mdt", -6},  {"pst", -8},  {"pdt", -7},  {"akst", -9}, {"akdt", -8}, {"hst", -10},
    {"jst", 9},  {"aest", 10}, {"aedt", 11}, {"nzst", 12}, {"nzdt", 13}, {"brt", -3},
});

constexpr std::size_t k_longest_word = 16;  // bytes; "donnerstag", "septiembre"

/// Lower case of ASCII and of the Latin letters with accents (U+00C0–U+00DE are C3 80–9E in UTF-8).
std::string_view lowered(std::string_view word, std::array<char, k_longest_word>& into) {
  if (word.size() > into.size()) return {};
  bool accented = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    const bool upper = (byte >= 'A' && byte <= 'Z') || (accented && byte >= 0x80 && byte <= 0x9e);
    into[i] = static_cast<char>(upper ? byte + 0x20 : byte);
    accented = byte == 0xc3;
  }
  return {into.data(), word.size()};
}

}  // namespace

std::string_view letters_at(std::string_view text) {
  const auto* const end = std::ranges::find_if(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 'a' || byte > 'z') && (byte < 'A' || byte > 'Z') && byte < 0x80;
  });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

unsigned month_named(std::string_view word) {
  std::array<char, k_longest_word> room{};
  const std::string_view lower = lowered(word, room);
  if (lower.size() < 3) return 0;
  const auto* const found = std::ranges::find(k_months, lower, &MonthWord::word);
  return found == k_months.end() ? 0 : found->month;
}

bool is_weekday(std::string_view word) {
  std::array<char, k_longest_word> room{};
  const std::string_view lower = lowered(word, room);
  return !lower.empty() && std::ranges::find(k_weekdays, lower) != k_weekdays.end();
}

std::optional<std::int32_t> zone_named(std::string_view word) {
  if (word == "Z") return 0;  // as nearly every machine writes it
  std::array<char, k_longest_word> room{};
  const std::string_view lower = lowered(word, room);
  const auto* const found = std::ranges::find(k_zones, lower, &ZoneWord::word);
  if (lower.empty() || found == k_zones.end()) return std::nullopt;
  return found->hours * 3600;
}

}  // namespace bellwether::listen
