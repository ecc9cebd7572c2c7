// A scenario: the company that is to be simulated, as its TOML file tells it. docs/simulate.md explains every key.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "simulate/leadership.hpp"
#include "simulate/toml_tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::simulate {

inline constexpr std::size_t k_most_touchpoints = 12;
inline constexpr std::size_t k_most_planted = 32;
inline constexpr std::size_t k_most_units = 500;
inline constexpr std::size_t k_most_channels = 16;

/// How often customers of one kind come.
struct Frequency {
  std::string name;
  int every_days = 90;  ///< one visit in each span of so many days
  double share = 0;     ///< of customers
  int visits_kept =
      4;               ///< visits of one customer before a new one takes the place, if he or she does not leave earlier
  double leaving = 0;  ///< chance to leave for good after a visit of middling quality
};

struct Touchpoint {
  std::string name;
  double level = 0;   ///< mean quality, in standard deviations above the middle of the scales
  double weight = 0;  ///< what its quality adds to the experience as a whole: the driver's true weight
  double used = 1;    ///< share of visits that meet it
  std::vector<std::string> themes;
};

/// How answers of a language come out for the same experience.
struct Style {
  std::string language;
  double shift = 0;    ///< added to the experience before it is put on a scale
  double stretch = 1;  ///< over 1: more extreme answers
};

struct Segment {
  std::string name;
  double share = 0;
  double level = 0;  ///< added to the experience
};

struct Attribute {
  std::string name;
  Shares values;
};

/// What a channel's signals speak of.
enum class About : std::uint8_t {
  journey,  ///< the visit as a whole
  any,      ///< one touchpoint that was met
  worst,    ///< the touchpoint that went worst
  leaving,  ///< the customer leaves; only those who do answer
};

struct Channel {
  std::string name;
  About about = About::journey;
  std::string touchpoint;  ///< name given to signals about the journey or leaving
  double rate = 0;         ///< chance that a visit of middling quality gives a signal
  double happy = 0;        ///< rate × (1 + happy × (x − 0.8)²) for an experience x over 0.8
  double unhappy = 0;      ///< rate × (1 + unhappy × (x + 0.5)²) for an experience x under −0.5
  std::vector<std::string> ratings;
  bool items = false;  ///< a rating for each touchpoint that was met, "csat_room"
  double text = 0;     ///< share of signals with text
  double brief = 0;    ///< share of texts of one to three words
  bool greets = false;
  double asks_of_care = 0;  ///< share of answers with the items that customers are asked of how they are treated
  double spend = 0;         ///< typical worth of what is bought, in the organisation's currency; 0: nothing is
  double cases = 0;         ///< share of signals that become a case
  std::vector<double> hours;
};

struct Unit {
  std::string name, place;
  double size = 1;
  double level = 0;   ///< added to the experience
  double morale = 0;  ///< added to what employees answer
};

struct Region {
  std::string name, country, place;
  Shares languages;  ///< of its customers
  std::string staff_language;
  std::vector<Unit> units;
};

enum class Kind : std::uint8_t { incident, drift, improvement, mix, gaming, theme, price, season, morale, equal };
[[nodiscard]] std::string_view word_of(Kind kind);

/// Something planted, to be found.
struct Planted {
  std::string id, what;
  Kind kind = Kind::incident;
  std::vector<std::string> units;  ///< units or regions; none: everywhere
  std::string touchpoint;          ///< empty: the experience as a whole
  Day from, to;                    ///< both days belong to it
  bool every_year = false;
  bool ramp = false;                ///< grows evenly from `from` to its full size at `to`
  double shift = 0;                 ///< in standard deviations of the touchpoint's quality
  std::optional<double> nps, csat;  ///< instead of `shift`: the difference that is to come out
  Shares volume;                    ///< channel → times as many signals
  double tens = 0;                  ///< share of survey answers that are begged for: 10 without a word
  std::string theme;                ///< spoken of more often
  double theme_share = 0;           ///< in this share of texts
  double theme_sentiment = 0;       ///< −1 … 1
  double leaving = 1;               ///< times as many leave
  double morale = 0;                ///< added to what employees answer
  unsigned line = 0;
};

struct Season {
  std::vector<double> weekday, month, hours;  ///< volumes: 7, 12, 24
  double growth_a_year = 0;                   ///< 0.06: 6 % more customers each year
  double noise = 0.1;                         ///< of a day's volume
  struct Holiday {
    std::string name;
    int from_month = 1, from_day = 1, to_month = 1, to_day = 1;  ///< every year, both days included
    double volume = 1;
  };
  std::vector<Holiday> holidays;
};

struct Employees {
  double heads = 0;  ///< per unit of size 1
  int pulse_every_days = 91;
  int pulse_days = 10;   ///< a pulse is open so long
  double answers = 0.6;  ///< share who answer a pulse
  double text = 0.5;
  double level = 0;
  std::vector<std::string> themes, teams;
};

struct Cases {
  double amount = 0;       ///< typical goodwill, in `currency`
  double limit = 0;        ///< over this the leader must be asked
  int most_a_day = 2'000;  ///< as many as the service desk can open
};

struct Scenario {
  std::string file;  ///< that it was read from
  std::string name, organisation, domain, currency, about;
  Day start, end;  ///< both days belong to it
  std::uint64_t signals = 60'000;
  double level = 0;     ///< of the experience as a whole
  double contract = 0;  ///< typical worth of a customer's contract in a year; 0: customers have none
  Season season;
  std::vector<Frequency> frequencies;
  std::vector<Touchpoint> touchpoints;
  std::vector<Channel> channels;
  std::vector<Segment> segments;
  std::vector<Attribute> attributes;
  std::vector<Style> styles;
  std::vector<Region> regions;
  Employees employees;
  Cases cases;
  Leadership leadership;
  std::vector<Planted> planted;
};

/// Reads a scenario strictly. Errors: `bad_input` with file:line that name the wrong key, name or number, and the nearest
/// right one.
[[nodiscard]] Result<Scenario> scenario_from_toml(std::string_view toml, std::string_view file);

/// A shipped scenario by its name ("hotel", "telecom"), or one of the user's by its path.
/// Errors: as above; `not_found` that lists the shipped ones; `too_large` for a file over 4 MiB; `io`.
[[nodiscard]] Result<Scenario> scenario_named(std::string_view name_or_path);

}  // namespace bellwether::simulate
