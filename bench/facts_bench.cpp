// How fast the store of facts answers and takes in, held against SQL written by hand for the same tables.
//
//   facts_bench [--signals N] [--data DIR] [--json FILE]
//
// Makes N simulated signals (10 million when not told; kept and used again with --data), asks each question five times in turn
// with the hand-written statement that gives the same sufficient statistics, and compares medians.
#include "store/directory/data_directory.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/facts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

namespace bellwether::facts {
namespace {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t k_batch = 122'880;
constexpr int k_units = 200, k_touchpoints = 25, k_channels = 12, k_themes = 40, k_languages = 5, k_days = 731;
constexpr int k_runs = 5;

[[noreturn]] void give_up(const Error& error) {
  fmt::print(stderr, "facts_bench: {}\n", to_text(error));
  std::exit(2);
}
template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error());
  return *std::move(result);
}

/// Processor time that all threads of this program took so far: also tells something on a busy machine.
double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Words of the company, made once: batches only look at them.
struct Vocabulary {
  std::vector<std::string> units = named("unit-", k_units), touchpoints = named("touchpoint-", k_touchpoints),
                           channels = named("channel-", k_channels), themes = named("theme-", k_themes);
  std::vector<std::string> languages = {"en", "fr", "de", "es", "pt"};
  std::vector<std::string> intents = {"complaint", "praise", "question", "suggestion", "request", "leaving"};
  std::vector<std::string> words = {"the",   "room",  "was",     "clean", "staff", "friendly", "delivery", "late",
                                    "again", "price", "too",     "high",  "very",  "happy",    "with",     "support",
                                    "never", "again", "waiting", "hours", "queue", "thank",    "you",      "broken"};

  static std::vector<std::string> named(const char* prefix, int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) names.push_back(fmt::format("{}{}", prefix, i));
    return names;
  }
};

/// A fast, plain source of believable signals: skewed units, two years in order of time.
class Generator {
 public:
  Generator(std::uint64_t signals, double with_text) : signals_(signals), with_text_(with_text) {}

  SignalBatch next() {
    SignalBatch batch;
    for (std::size_t i = 0; i < k_batch && made_ < signals_; ++i) add(batch);
    return batch;
  }

 private:
  std::uint64_t draw() {  // splitmix64
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  double share() { return static_cast<double>(draw() >> 11U) * 0x1.0p-53; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(share() * static_cast<double>(n)); }
  /// Some are met far more often than others.
  std::size_t skewed(std::size_t n) {
    const double u = share();
    return static_cast<std::size_t>(u * u * static_cast<double>(n));
  }

  void add(SignalBatch& batch) {
    Signal& signal = batch.add();
    signal.id = derived_id(draw(), draw());
    const double at = (static_cast<double>(made_) + share()) / static_cast<double>(signals_);
    signal.occurred_at =
        Instant{1'704'067'200'000'000 + static_cast<std::int64_t>(at * k_days * 86'400.0) * k_us_per_second};
    signal.received_at = Instant{signal.occurred_at->us + k_us_per_second};
    signal.source = "bench";
    signal.channel = words_.channels[skewed(k_channels)];
    signal.voice_of = share() < 0.95 ? VoiceOf::customer : VoiceOf::employee;
    signal.subject = Pseudonym{skewed(signals_ * 3 / 20 + 1) * 0x9E3779B97F4A7C15ULL};
    signal.unit = words_.units[skewed(k_units)];
    signal.touchpoint = words_.touchpoints[skewed(k_touchpoints)];
    signal.language = words_.languages[skewed(k_languages)];
    std::array<Rating, 2> ratings;
    std::size_t given = 0;
    if (share() < 0.4) ratings[given++] = {.name = "nps", .value = {static_cast<std::int32_t>(10 - skewed(11)) * 100}};
    if (share() < 0.4) ratings[given++] = {.name = "csat", .value = {static_cast<std::int32_t>(5 - skewed(5)) * 100}};
    signal.ratings = batch.keep(std::span<const Rating>(ratings).first(given));
    if (share() < with_text_) add_voice(batch, signal);
    ++made_;
  }

  void add_voice(SignalBatch& batch, Signal& signal) {
    text_.clear();
    for (std::size_t i = 0, n = 6 + below(14); i < n; ++i) {
      text_ += words_.words[below(words_.words.size())];
      text_ += ' ';
    }
    signal.text = batch.keep(text_);
    signal.sentiment = Thousandths{static_cast<std::int16_t>(static_cast<int>(below(2001)) - 1000)};
    signal.intent = words_.intents[skewed(words_.intents.size())];
    signal.reader = "reader-1";
    std::array<Mention, 2> mentions;
    std::size_t said = below(3);
    for (std::size_t i = 0; i < said; ++i) {
      mentions[i] = {.theme = words_.themes[skewed(k_themes / 2) + i * k_themes / 2],
                     .sentiment = Thousandths{static_cast<std::int16_t>(static_cast<int>(below(2001)) - 1000)}};
    }
    signal.themes = batch.keep(std::span<const Mention>(mentions).first(said));
  }

  Vocabulary words_;
  std::uint64_t signals_, made_ = 0, state_ = 42;
  double with_text_;
  std::string text_;
};

struct Rate {
  double per_s = 0;              ///< signals per second, from the first batch to the last commit
  double processor_us_each = 0;  ///< processor time of all threads for one signal, tidying up and making it included
};

Rate fill(Facts& facts, std::uint64_t signals, double with_text, bool show) {
  Generator generator(signals, with_text);
  std::vector<std::future<Result<Commit>>> waiting;
  const auto start = Clock::now();
  const double processor = processor_seconds();
  std::uint64_t done = 0;
  while (true) {
    SignalBatch batch = generator.next();
    if (batch.empty()) break;
    done += batch.size();
    waiting.push_back(facts.append(std::move(batch)));
    if (show && isatty(STDERR_FILENO) != 0) {
      fmt::print(stderr, "\r{:>12} signals, {:.0f}/s ", done, static_cast<double>(done) / seconds_since(start));
    }
  }
  for (auto& answer : waiting) must(answer.get());
  Rate rate{.per_s = static_cast<double>(done) / seconds_since(start)};
  if (auto tidied = facts.tidy(); !tidied) give_up(tidied.error());
  rate.processor_us_each = (processor_seconds() - processor) * 1e6 / static_cast<double>(done);
  return rate;
}

/// A question, and the same asked by hand.
struct Asked {
  std::string name;
  Query query;
  std::string by_hand;
  bool named_bar = true;  ///< also held to a time, not to the ratio only
};

Field dimension(std::string name) { return {.kind = Field::Kind::dimension, .name = std::move(name)}; }
Field rating(std::string name) { return {.kind = Field::Kind::rating, .name = std::move(name)}; }
Expr is(Field field, Op op, Literal literal) { return {Compare{std::move(field), op, std::move(literal)}}; }
Literal whole(std::int64_t number) { return Decimal{.digits = number, .exponent = 0}; }
Statistic hits(Expr where) { return {.kind = Statistic::Kind::hits, .where = std::move(where)}; }
Statistic of(Statistic::Kind kind, Field value) { return {.kind = kind, .value = std::move(value)}; }

std::vector<Asked> questions() {
  using Kind = Statistic::Kind;
  const Expr customers = is(dimension("voice_of"), Op::equal, std::string("customer"));
  const Field sentiment{.kind = Field::Kind::number, .name = "sentiment"}, subject{.kind = Field::Kind::subject};
  return {
      {.name = "NPS by unit and week",
       .query = {.where = customers,
                 .by = {dimension("unit")},
                 .every = Grain::week,
                 .statistics = {of(Kind::known, rating("nps")), hits(is(rating("nps"), Op::greater_or_equal, whole(9))),
                                hits(is(rating("nps"), Op::less_or_equal, whole(6)))}},
       .by_hand =
           "SELECT unit, week, COUNT(nps), COUNT(*) FILTER (WHERE nps >= 900), COUNT(*) FILTER (WHERE nps <= 600) "
           "FROM signals WHERE voice_of = 0 GROUP BY unit, week"},
      {.name = "CSAT by touchpoint and channel, 2 filters",
       .query = {.where = {All{{customers,
                                {OneOf{dimension("channel"),
                                       {std::string("channel-0"), std::string("channel-1"), std::string("channel-2"),
                                        std::string("channel-3")}}}}}},
                 .by = {dimension("touchpoint"), dimension("channel")},
                 .statistics = {of(Kind::known, rating("csat")), of(Kind::sum, rating("csat")),
                                of(Kind::sum_squares, rating("csat"))}},
       .by_hand = "SELECT touchpoint, channel, COUNT(csat), SUM(csat), SUM(csat::BIGINT * csat) FROM signals WHERE "
                  "voice_of = 0 "
                  "AND channel IN (SELECT id FROM words WHERE dimension = 2 AND word IN ('channel-0', 'channel-1', "
                  "'channel-2', "
                  "'channel-3')) GROUP BY touchpoint, channel"},
      {.name = "theme and sentiment",
       .query = {.by = {dimension("theme")},
                 .statistics = {{.kind = Kind::rows},
                                of(Kind::known, sentiment),
                                of(Kind::sum, sentiment),
                                of(Kind::sum_squares, sentiment)}},
       .by_hand = "SELECT theme, COUNT(*), COUNT(s), SUM(s), SUM(s::INTEGER * s) FROM (SELECT unnest(themes) AS theme, "
                  "unnest(theme_sentiments) AS s FROM signals) GROUP BY theme"},
      {.name = "distinct customers",
       .query = {.where = customers, .statistics = {of(Kind::distinct, subject)}},
       .by_hand = "SELECT COUNT(DISTINCT subject) FROM signals WHERE voice_of = 0"},
      {.name = "distinct customers by unit",
       .query = {.where = customers, .by = {dimension("unit")}, .statistics = {of(Kind::distinct, subject)}},
       .by_hand = "SELECT unit, COUNT(DISTINCT subject) FROM signals WHERE voice_of = 0 GROUP BY unit",
       .named_bar = false},  // here nearly every pair of unit and customer is another one
  };
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

struct Timed {
  double planned_ms = 0, facts_ms = 0, by_hand_ms = 0;
  std::string path;
  std::size_t rows = 0;
};

/// The three ways in turn, so that whatever else the machine does meets all of them alike. The first round only warms up.
Timed time(const Facts& facts, const Connection& connection, const Asked& asked) {
  Timed timed;
  std::vector<double> planned, from_facts, by_hand;
  Query direct = asked.query;
  direct.allow_rollups = false;
  const auto measure = [](auto work) {
    const auto start = Clock::now();
    work();
    return seconds_since(start) * 1e3;
  };
  for (int run = 0; run <= k_runs; ++run) {
    const double a = measure([&] {
      const Slices slices = must(facts.ask(asked.query));
      timed.path = slices.path;
    });
    const double b = measure([&] { must(facts.ask(direct)); });
    std::size_t rows = 0;
    const double c = measure([&] {
      Answered answered = must(connection.ask(asked.by_hand));
      while (must(answered.next())) rows += answered.rows();
    });
    timed.rows = rows;
    if (run == 0) continue;
    planned.push_back(a);
    from_facts.push_back(b);
    by_hand.push_back(c);
  }
  timed.planned_ms = median(planned);
  timed.facts_ms = median(from_facts);
  timed.by_hand_ms = median(by_hand);
  return timed;
}

/// What was measured, in the form that `verdicts` joins.
class Verdicts {
 public:
  void add(const std::string& name, double value, const char* unit, std::optional<double> bar, bool higher_is_better) {
    nlohmann::ordered_json entry = {{"value", value},
                                    {"unit", unit},
                                    {"bar", nullptr},
                                    {"better", higher_is_better ? "higher" : "lower"},
                                    {"passed", true}};
    if (bar) {
      entry["bar"] = *bar;
      entry["passed"] = higher_is_better ? value >= *bar : value <= *bar;
    }
    all_[name] = entry;
    fmt::print("{:<66} {:>12.4g} {:<14} {}\n", name, value, unit, !bar ? "" : entry["passed"] ? "held" : "MISSED");
  }
  void write(const fs::path& file) const { std::ofstream(file) << all_.dump(2) << '\n'; }

 private:
  nlohmann::ordered_json all_ = nlohmann::ordered_json::object();
};

struct Options {
  std::uint64_t signals = 10'000'000;
  std::optional<fs::path> data, json;
};

Options options_from(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view flag = argv[i];
    if (flag == "--signals") options.signals = std::stoull(argv[i + 1]);
    if (flag == "--data") options.data = argv[i + 1];
    if (flag == "--json") options.json = argv[i + 1];
  }
  return options;
}

/// A folder that is gone when the benchmark ends.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "facts-bench-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Rate append_alone(std::uint64_t signals, double with_text) {
  const Scratch scratch;
  const auto directory = must(store::DataDirectory::open(scratch.path(), store::Access::write, "facts_bench"));
  return fill(*must(Facts::open(directory)), signals, with_text, false);
}

std::string millions(std::uint64_t signals) { return fmt::format("{} M", signals / 1'000'000); }

void add_rate(Verdicts& verdicts, const std::string& name, const Rate& rate, std::optional<double> bar) {
  verdicts.add(name, rate.per_s, "signals/s", bar, true);
  verdicts.add(name + ", processor time each", rate.processor_us_each, "µs", std::nullopt, false);
}

void build(const fs::path& folder, const Options& options, Verdicts& verdicts) {
  const auto directory = must(store::DataDirectory::open(folder, store::Access::write, "facts_bench"));
  const auto facts = must(Facts::open(directory));
  const Slices there = must(facts->ask({.statistics = {{.kind = Statistic::Kind::rows}}}));
  if (there.rows.front().numbers.front() == static_cast<Int128>(options.signals)) return;
  if (facts->snapshot() != 0) {
    give_up({.code = Code::conflict,
             .message = "this store holds other signals",
             .where = folder.string(),
             .mend = "name another folder"});
  }
  add_rate(verdicts, fmt::format("facts {}: append, 30 % with text", millions(options.signals)),
           fill(*facts, options.signals, 0.3, true), std::nullopt);
}

void ask_all(const fs::path& folder, const Options& options, Verdicts& verdicts) {
  const auto directory = must(store::DataDirectory::open(folder, store::Access::read, "facts_bench"));
  const auto facts = must(Facts::open(directory));
  const auto by_hand = must(Database::open({.file = directory.facts_file(),
                                            .read_only = true,
                                            .memory_mb = directory.settings().memory_mb,
                                            .threads = directory.settings().threads}));
  const auto connection = must(by_hand.connect());
  const double bytes = static_cast<double>(fs::file_size(directory.facts_file()));
  verdicts.add(fmt::format("facts {}: bytes per signal", millions(options.signals)),
               bytes / static_cast<double>(options.signals), "bytes", std::nullopt, false);
  for (const Asked& asked : questions()) {
    const Timed timed = time(*facts, connection, asked);
    const bool by_rollup = timed.path != "facts";
    const std::string name = fmt::format("facts {}: {}", millions(options.signals), asked.name);
    const bool bar = by_rollup || (asked.named_bar && options.signals <= 10'000'000);
    verdicts.add(fmt::format("{}{}", name, by_rollup ? ", by " + timed.path : ""), timed.planned_ms, "ms",
                 bar ? std::optional(300.0) : std::nullopt, false);
    if (by_rollup) verdicts.add(name + ", from the facts", timed.facts_ms, "ms", std::nullopt, false);
    verdicts.add(name + ", to SQL by hand", timed.facts_ms / timed.by_hand_ms, "x", 1.3, false);
  }
}

int run(int argc, char** argv) {
  const Options options = options_from(argc, argv);
  Verdicts verdicts;
  constexpr std::uint64_t k_alone = 1'000'000;
  add_rate(verdicts, "facts: append 1 M without text", append_alone(k_alone, 0), 300'000);
  add_rate(verdicts, "facts: append 1 M, all with text and themes", append_alone(k_alone, 1), std::nullopt);
  const Scratch scratch;
  const fs::path folder = options.data.value_or(scratch.path());
  build(folder, options, verdicts);
  ask_all(folder, options, verdicts);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  verdicts.add(fmt::format("facts {}: most memory", millions(options.signals)),
               static_cast<double>(used.ru_maxrss) / 1024, "MB", std::nullopt, false);
  if (options.json) verdicts.write(*options.json);
  return 0;
}

}  // namespace
}  // namespace bellwether::facts

int main(int argc, char** argv) {
  try {
    return bellwether::facts::run(argc, argv);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "facts_bench: {}\n", problem.what());
    return 2;
  }
}
