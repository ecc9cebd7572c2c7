#include "simulate/simulate.hpp"

#include "simulate/chronicle.hpp"
#include "simulate/fact_row.hpp"
#include "simulate/ndjson.hpp"
#include "simulate/organisation.hpp"
#include "simulate/run.hpp"
#include "simulate/truth.hpp"

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

namespace bellwether::simulate {

namespace {

constexpr unsigned k_most_threads = 64;

/// A file that stands under its own name only when it is whole.
class Output {
 public:
  explicit Output(std::filesystem::path path)
      : path_(std::move(path)), part_(path_.string() + ".part"), out_(part_, std::ios::binary) {}
  void write(std::string_view text) { out_.write(text.data(), static_cast<std::streamsize>(text.size())); }
  [[nodiscard]] bool good() const { return out_.good(); }
  [[nodiscard]] Result<void> finish() {
    out_.close();
    std::error_code error;
    if (out_) std::filesystem::rename(part_, path_, error);
    if (!out_ || error)
      return fail(Code::io, "the file can't be written", path_.string(),
                  "is there room on the disk, and may you write there?");
    return {};
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_, part_;
  std::ofstream out_;
};

/// What a thread makes of one slice before it is its turn to write.
struct Made {
  std::vector<Draft> drafts;
  std::vector<Deed> deeds;
  facts::SignalBatch batch;
  std::string text, lines;
  Counts counts;
};

void make(const Plan& plan, std::size_t index, Made& made) {
  made.counts = {};
  made.lines.clear();
  made.batch.clear();
  drafts_of(plan, index, made.drafts, made.counts);
  deeds_of(plan, index, made.drafts, made.counts, made.deeds);
  for (const Draft& draft : made.drafts) add_signal(plan.world, draft, made.text, made.batch);
  for (const facts::Signal& signal : made.batch.rows()) append_signal(signal, made.lines);
}

/// Threads make slices side by side and write them one after the other.
class Pipeline {
 public:
  Pipeline(const Plan& plan, Output& signals, Output& acts, const std::function<void(const Progress&)>& tell)
      : plan_(plan), signals_(signals), acts_(acts), tell_(tell), chronicle_(plan) {}

  Counts run(unsigned threads) {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < threads; ++i) workers.emplace_back([this] { work(); });
    work();
    workers.clear();
    return counts_;
  }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void work() {
    Made made;
    for (;;) {
      std::size_t index = 0;
      {
        const std::scoped_lock lock(mutex_);
        index = next_to_make_++;
        if (index >= plan_.slices() || failed_) return;
      }
      make(plan_, index, made);
      std::unique_lock lock(mutex_);
      turn_.wait(lock, [&] { return next_to_write_ == index || failed_; });
      if (failed_) return;
      write(index, made);
      ++next_to_write_;
      turn_.notify_all();
    }
  }

  void write(std::size_t index, Made& made) {
    signals_.write(made.lines);
    bytes_ += made.lines.size();
    const bool last = index + 1 == plan_.slices();
    batch_.clear();
    chronicle_.take(index, made.counts, made.deeds, batch_);
    lines_.clear();
    for (const facts::Act& act : batch_.rows()) append_act(act, lines_);
    acts_.write(lines_);
    made.counts.acts += batch_.size();
    counts_.add(made.counts);
    if (!signals_.good() || !acts_.good()) failed_ = true;
    if (tell_) {
      tell_({.signals = counts_.signals,
             .signals_of = plan_.signals,
             .done = last ? 1.0 : static_cast<double>(index + 1) / static_cast<double>(plan_.slices())});
    }
  }

  const Plan& plan_;
  Output& signals_;
  Output& acts_;
  const std::function<void(const Progress&)>& tell_;
  std::mutex mutex_;  ///< guards all below
  std::condition_variable turn_;
  std::size_t next_to_make_ = 0, next_to_write_ = 0;
  bool failed_ = false;
  Chronicle chronicle_;
  facts::ActBatch batch_;
  std::string lines_;
  Counts counts_;
  std::uint64_t bytes_ = 0;
};

}  // namespace

Result<Written> simulate(const Scenario& scenario, const std::filesystem::path& folder, const Options& options,
                         const std::function<void(const Progress&)>& tell) {
  const auto plan = plan_with(scenario, options);
  if (!plan) return std::unexpected(plan.error());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(Code::io, "the folder can't be made: " + error.message(), folder.string());

  Output signals(folder / "signals.ndjson");
  Output acts(folder / "acts.ndjson");
  Output organisation(folder / "organisation.toml");
  Output truth(folder / "truth.json");
  Pipeline pipeline(*plan, signals, acts, tell);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const Counts counts = pipeline.run(std::min(options.threads == 0 ? cores : options.threads, k_most_threads));
  organisation.write(organisation_toml(organisation_of(plan->world)));
  truth.write(truth_json(*plan, counts, options.seed));
  // The truth comes last: where it stands, the rest is whole.
  for (Output* output : {&signals, &acts, &organisation, &truth}) {
    if (auto finished = output->finish(); !finished) return std::unexpected(finished.error());
  }
  return Written{.signals = counts.signals,
                 .acts = counts.acts,
                 .bytes = pipeline.bytes(),
                 .signals_file = signals.path(),
                 .acts_file = acts.path(),
                 .truth_file = truth.path(),
                 .organisation_file = organisation.path()};
}

struct SignalStream::State {
  Plan plan;
  std::size_t next = 0;
  std::vector<Draft> drafts;
  std::string text;
  Counts counts;
};

SignalStream::SignalStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
SignalStream::~SignalStream() = default;

Result<std::unique_ptr<SignalStream>> SignalStream::open(const Scenario& scenario, const Options& options) {
  auto plan = plan_with(scenario, options);
  if (!plan) return std::unexpected(plan.error());
  auto state = std::make_unique<State>();
  state->plan = std::move(*plan);
  // The constructor is private, so that make_unique can't reach it.
  return std::unique_ptr<SignalStream>(new SignalStream(std::move(state)));  // NOLINT(cppcoreguidelines-owning-memory)
}

bool SignalStream::next(facts::SignalBatch& batch) {
  batch.clear();
  while (batch.empty() && state_->next < state_->plan.slices()) {
    drafts_of(state_->plan, state_->next++, state_->drafts, state_->counts);
    for (const Draft& draft : state_->drafts) add_signal(state_->plan.world, draft, state_->text, batch);
  }
  return !batch.empty();
}

}  // namespace bellwether::simulate
