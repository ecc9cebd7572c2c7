// A believable company: writes its customers' and employees' signals, its own acts, its people, and the truth about what
// was planted. The model is told in docs/simulate.md.
//
//   auto scenario = scenario_named("hotel");
//   auto written = simulate(*scenario, "out", {.signals = 60'000, .seed = 1}, {});
//
// The same scenario, number of signals and seed give the same bytes, whatever the number of threads: every draw is keyed by
// what it is about (random.hpp), and slices of days are made independently and written in order. Memory does not grow with
// the number of signals (crowd.hpp, run.cpp).
#pragma once

#include "base/result.hpp"
#include "simulate/scenario.hpp"
#include "store/facts/signal.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace bellwether::simulate {

struct Options {
  std::optional<std::uint64_t> signals;  ///< about so many; nothing: as the scenario says. Scales customers, not days
  std::uint64_t seed = 1;
  /// Another course of the same company: units, leaders with their traits, and what befalls them stay as `seed` has it; what leaders do
  /// then, of what nature employees and customers are, and what all answer is drawn anew. Nothing: the course that belongs to the seed.
  std::optional<std::uint64_t> course = {};
  unsigned threads = 0;  ///< 0: one per core; at most 64
  std::optional<std::uint32_t> leaders = {},
                               employees = {};  ///< of a grown company; signals grow with leaders if they are not given
};

inline constexpr std::uint64_t k_most_signals = 10'000'000'000;

/// Told after each slice of a day.
struct Progress {
  std::uint64_t signals = 0;     ///< written so far
  std::uint64_t signals_of = 0;  ///< asked for; the number in the end differs by about a percent
  double done = 0;               ///< 0 … 1, of the days
};

struct Written {
  std::uint64_t signals = 0, acts = 0;
  std::uint64_t bytes = 0;  ///< of signals.ndjson
  std::filesystem::path signals_file, acts_file, truth_file, organisation_file;
};

/// Writes signals.ndjson, acts.ndjson (both in the order of time, in the form of docs/signals.md), organisation.toml and
/// truth.json into `folder`, which is made if it is not there; files of these names are replaced, once all is written.
/// Errors: `io`; `bad_input` for a planted difference that can't be had; `too_large` for more than k_most_signals.
[[nodiscard]] Result<Written> simulate(const Scenario& scenario, const std::filesystem::path& folder,
                                       const Options& options, const std::function<void(const Progress&)>& tell);

/// The same signals straight into memory, piece by piece in the order of time.
///
///   auto stream = SignalStream::open(*scenario, {.signals = 10'000'000});
///   for (facts::SignalBatch batch; (*stream)->next(batch);) …
class SignalStream {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SignalStream>> open(const Scenario& scenario, const Options& options);
  /// Clears the batch and fills it with the next signals, at least one; false when there are no more. Names in a batch
  /// (channel, unit …) stand in the stream's memory: use the batch before the stream is gone.
  [[nodiscard]] bool next(facts::SignalBatch& batch);

  SignalStream(const SignalStream&) = delete;
  SignalStream& operator=(const SignalStream&) = delete;
  SignalStream(SignalStream&&) = delete;
  SignalStream& operator=(SignalStream&&) = delete;
  ~SignalStream();

 private:
  struct State;
  explicit SignalStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::simulate
