// understand_bench [--texts N] [--only PART] [--json FILE] [FILE…]: how fast short texts are read whole (language, personal data, sentiment,
// themes, intent, urgency, effort) on one core, beside libraries that tell sentiment alone; what start-up and memory cost; and that a text ten
// times as long takes ten times as long, whatever stands in it. Of a FILE, each line is a text.
//
// Seconds are those that this thread computes, of the best of several rounds: other programs on the machine count little.
#include "figures.hpp"
#include "process.hpp"
#include "reading_peer.hpp"
#include "reading_texts.hpp"
#include "understand/reader.hpp"

#include <algorithm>
#include <ctime>
#include <exception>
#include <limits>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using namespace bellwether;

constexpr double k_bar_per_s = 20'000;
constexpr double k_bar_mb = 300;
constexpr double k_bar_start_s = 1;
/// What ten times the bytes may cost: ten, and something for caches that are left behind and for other programs.
constexpr double k_bar_growth = 15;
constexpr int k_rounds = 5;

struct Flags {
  std::size_t texts = 20'000;
  std::vector<std::string> only, files;
  std::string json;

  [[nodiscard]] bool wants(const char* part) const {
    return only.empty() ? files.empty() : std::ranges::find(only, part) != only.end();
  }
};

double computed_s() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Of the best of some rounds.
template <class Work>
double best_s(int rounds, const Work& work) {
  double best = std::numeric_limits<double>::max();
  for (int round = 0; round < rounds; ++round) {
    const double before = computed_s();
    work();
    best = std::min(best, computed_s() - before);
  }
  return best;
}

/// Texts per second of one core.
template <class Read>
double rate_of(const std::vector<std::string>& texts, Read&& read) {
  const double seconds = best_s(k_rounds, [&] {
    for (const std::string& text : texts) read(text);
  });
  return static_cast<double>(texts.size()) / seconds;
}

double mean_bytes(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return static_cast<double>(bytes) / static_cast<double>(texts.size());
}

/// As the peers do it: the words, the language and how the text feels.
class SentimentAlone {
 public:
  explicit SentimentAlone(const understand::Knowledge& knowledge) : knowledge_(knowledge) {}
  void operator()(std::string_view text) {
    words_.read(text);
    knowledge_.feeling_words.read(words_, understand::language_of(text).code, feelings_);
    sum_ += knowledge_.sentiment.of(words_, feelings_).value;
  }
  [[nodiscard]] double sum() const { return sum_; }

 private:
  const understand::Knowledge& knowledge_;
  understand::Words words_;
  understand::Feelings feelings_;
  double sum_ = 0;
};

void measure_texts(const std::string& name, const std::vector<std::string>& texts, double bar,
                   const understand::Knowledge& knowledge, bench::Figures& figures) {
  understand::Reader reader(knowledge);
  const double whole = rate_of(texts, [&](const std::string& text) { reader.read(text); });
  figures.at_least(fmt::format("read whole, {}", name), whole, "texts/s of a core", bar);
  figures.told(fmt::format("bytes of a text, {}", name), mean_bytes(texts), "bytes");
  SentimentAlone alone(knowledge);
  const double sentiment = rate_of(texts, alone);
  figures.told(fmt::format("sentiment alone, {}", name), sentiment, "texts/s of a core");
  fmt::print("{}: {} texts of {:.0f} bytes, read whole {:.0f} texts/s, sentiment alone {:.0f}\n", name, texts.size(),
             mean_bytes(texts), whole, sentiment);
  for (const auto& [peer, rate] : bench::read_by_peers(std::string(BELLWETHER_PEERS) + "/reading", texts, k_rounds)) {
    figures.told(fmt::format("sentiment by {}, {}", peer, name), rate, "texts/s of a core");
    figures.told(fmt::format("read whole / sentiment by {}, {}", peer, name), whole / rate, "times");
    figures.told(fmt::format("sentiment alone / {}, {}", peer, name), sentiment / rate, "times");
    fmt::print("  {}: {:.0f} texts/s; read whole is {:.1f} times as fast, sentiment alone {:.1f} times\n", peer, rate,
               whole / rate, sentiment / rate);
  }
}

/// Ten times the bytes, twice: words are looked for in the first megabyte of a text, personal data in all of it.
void measure_growth(const understand::Knowledge& knowledge, bench::Figures& figures) {
  constexpr std::size_t k_small = 100'000, k_middle = 1'000'000, k_large = 10'000'000;
  understand::Reader reader(knowledge);
  for (const bench::Adversary& adversary : bench::adversaries()) {
    const auto seconds = [&](std::size_t bytes, int rounds) {
      const std::string text = bench::text_of(adversary, bytes);
      return best_s(rounds, [&] { reader.read(text); });
    };
    const double small = seconds(k_small, 2 * k_rounds), middle = seconds(k_middle, k_rounds),
                 large = seconds(k_large, 2);
    figures.at_most(fmt::format("ten times the text, {}", adversary.name), std::max(middle / small, large / middle),
                    "times the time", k_bar_growth);
    fmt::print("{:<24} 100 kB {:>7.2f} ms, 1 MB {:>7.2f} ms ({:>4.1f} times), 10 MB {:>7.2f} ms ({:>4.1f} times)\n",
               adversary.name, 1e3 * small, 1e3 * middle, middle / small, 1e3 * large, large / middle);
  }
}

int run(const Flags& flags) {
  const double before_mb = bench::resident_mb(), before_s = computed_s();
  const auto knowledge = understand::Knowledge::shipped();
  if (!knowledge) {
    fmt::print(stderr, "{}\n", to_text(knowledge.error()));
    return 1;
  }
  understand::Reader(*knowledge).read("What is read first loads what is left");
  const double start_s = computed_s() - before_s;

  bench::Figures figures;
  if (flags.wants("texts")) {
    const auto texts = bench::simulated_texts(flags.texts);
    measure_texts("simulated texts", texts, k_bar_per_s, *knowledge, figures);
  }
  if (flags.wants("tweets")) {
    if (const auto tweets = bench::airline_tweets(); !tweets.empty()) {
      measure_texts("tweets to airlines", tweets, k_bar_per_s, *knowledge, figures);
    }
  }
  for (const std::string& file : flags.files) {
    if (const auto texts = bench::lines_of(file); !texts.empty()) {
      measure_texts(file, texts, k_bar_per_s, *knowledge, figures);
    }
  }
  if (flags.wants("growth")) measure_growth(*knowledge, figures);
  if (flags.wants("start")) {
    // Pages of the models that texts touched are in memory by now.
    const double held_mb = bench::resident_mb() - before_mb;
    figures.at_most("start-up of reading", start_s, "s", k_bar_start_s);
    figures.at_most("memory of reading, with its texts", held_mb, "MB", k_bar_mb);
    fmt::print("start-up {:.2f} s, memory {:.0f} MB\n", start_s, held_mb);
  }
  return figures.write(flags.json) && figures.passed() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    Flags flags;
    CLI::App program("How fast texts are read.", "understand_bench");
    program.add_option("--texts", flags.texts, "simulated ones")->capture_default_str();
    program.add_option("--only", flags.only, "of texts, tweets, growth and start");
    program.add_option("--json", flags.json);
    program.add_option("files", flags.files, "each line is a text");
    CLI11_PARSE(program, count, words);
    return run(flags);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "understand_bench: {}\n", problem.what());
    return 2;
  }
}
