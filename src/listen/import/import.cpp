#include "listen/import/import.hpp"

#include "base/text.hpp"
#include "guard/pseudonym.hpp"
#include "listen/import/import_guards.hpp"
#include "listen/import/import_plan.hpp"
#include "listen/import/import_run.hpp"
#include "listen/understanding/signal_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_examples = 5;

Result<Mapper> mapper_for(const ImportPlan& plan, const Zone& zone, Instant at, std::string source,
                          const guard::Pseudonyms& pseudonyms) {
  std::vector<std::string> names;
  names.reserve(plan.headers.size());
  for (const Header& header : plan.headers) names.push_back(header.name);
  return Mapper::make(names, plan.map, zone, at, std::move(source), guards_with(pseudonyms));
}

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  std::ranges::move(from, std::back_inserter(to));
}

FileSummary summary_of(const std::filesystem::path& file, const ImportPlan& plan, const ImportSource& source) {
  FileSummary summary;
  summary.file = file.string();
  summary.source = source.name;
  summary.form = plan.reader->form().text();
  summary.columns = plan.map.columns;
  summary.remarks = plan.remarks;
  if (source.remark) summary.remarks.push_back(*source.remark);
  return summary;
}

facts::StoredSignal stored(const facts::Signal& signal, const Zone& zone) {
  facts::StoredSignal as;
  as.id = signal.id;
  as.occurred_at = signal.occurred_at;
  if (signal.occurred_at) as.day = zone.day_at(*signal.occurred_at);
  as.source = signal.source;
  as.channel = signal.channel;
  as.unit = signal.unit;
  as.touchpoint = signal.touchpoint;
  as.text = signal.text;
  as.language = signal.language;
  as.intent = signal.intent;
  as.reader = signal.reader;
  as.voice_of = signal.voice_of;
  as.subject = signal.subject;
  for (const facts::Rating& rating : signal.ratings) as.ratings.emplace_back(rating.name, rating.value);
  for (const facts::Attribute& attribute : signal.attributes) {
    if (const auto* text = std::get_if<std::string_view>(&attribute.value)) {
      as.attributes.emplace_back(attribute.name, std::string(*text));
    } else {
      as.attributes.emplace_back(attribute.name, std::get<Micros>(attribute.value));
    }
  }
  as.sentiment = signal.sentiment;
  as.urgency = signal.urgency;
  as.effort = signal.effort;
  for (const facts::Mention& mention : signal.themes) as.themes.emplace_back(mention.theme, mention.sentiment);
  return as;
}

/// Maps the sample, so that the preview's counts and remarks are of real rows.
template <class Batch>
void try_out(const ImportPlan& plan, Mapper& mapper, RowNames& names, FileSummary& summary, Batch& examples) {
  Batch others;
  for (const RowBlock& block : plan.sample.blocks) {
    summary.read += block.size() + block.rejected().size();
    summary.rejected += block.rejected().size();
    for (std::size_t row = 0; row < block.size(); ++row) {
      Batch& to = examples.size() < k_examples ? examples : others;
      if (mapper.map(block.cells(row), to)) {
        ++summary.rejected;
        continue;
      }
      ++summary.accepted;
      to.rows().back().id = names.name(block.cells(row)).id;
      if (&to == &others) others.clear();
    }
  }
}

/// Without a data directory, or in one that has no key yet, pseudonyms are only examples.
guard::Pseudonyms pseudonyms_for_preview(const store::DataDirectory* directory) {
  constexpr std::array<unsigned char, 16> k_example_key{};
  if (directory != nullptr && directory->access() == store::Access::read) {
    if (Result<guard::Pseudonyms> own = guard::Pseudonyms::open(*directory)) return *own;
  }
  return guard::Pseudonyms(k_example_key);
}

/// What earlier runs accepted of this file.
std::uint64_t accepted_before(const std::vector<facts::ImportNote>& earlier, const facts::ImportNote& note) {
  std::uint64_t accepted = 0;
  for (const facts::ImportNote& other : earlier) {
    if (other.source == note.source && other.table == note.table && other.file == note.file) {
      accepted = std::max(accepted, other.accepted);
    }
  }
  return accepted;
}

Result<void> run(ImportParts parts, facts::Table as, FileSummary& summary) {
  return as == facts::Table::signals ? ImportRun<facts::SignalBatch>(std::move(parts), summary).take_all()
                                     : ImportRun<facts::ActBatch>(std::move(parts), summary).take_all();
}

Error interrupted(Error error, const FileSummary& summary) {
  if (summary.accepted == 0) return error;
  error.message += fmt::format("; up to {} rows before it may be in the store already",
                               with_thousands(static_cast<long long>(summary.accepted)));
  error.mend += error.mend.empty() ? "" : "; ";
  error.mend += "import the file again to complete it: nothing is added twice";
  return error;
}

}  // namespace

Result<Preview> preview(const std::filesystem::path& file, const ImportOptions& options,
                        const store::DataDirectory* directory) {
  const Instant at = now();
  Result<ImportPlan> plan = plan_import(file, options, at);
  if (!plan) return std::unexpected(plan.error());
  const Zone zone = directory != nullptr ? directory->settings().zone : Zone::utc();
  Preview preview;
  const ImportSource source{.name = options.source.empty() ? default_source(file) : options.source, .remark = {}};
  Result<Mapper> mapper = mapper_for(*plan, zone, at, source.name, pseudonyms_for_preview(directory));
  if (!mapper) return std::unexpected(mapper.error());

  preview.so_far = summary_of(file, *plan, source);
  RowNames names(source.name);
  if (options.as == facts::Table::signals) {
    facts::SignalBatch examples;
    try_out(*plan, *mapper, names, preview.so_far, examples);
    if (options.knowledge != nullptr) {
      SignalReader reader(*options.knowledge);
      for (facts::Signal& signal : examples.rows()) reader.read(signal, examples.room());
    }
    for (const facts::Signal& signal : examples.rows()) preview.examples.push_back(stored(signal, zone));
  } else {
    facts::ActBatch examples;
    try_out(*plan, *mapper, names, preview.so_far, examples);
  }
  preview.so_far.undated = mapper->undated();
  append(preview.so_far.remarks, plan->reader->remarks());
  append(preview.so_far.remarks, mapper->remarks());
  preview.map = std::move(plan->map);
  return preview;
}

Result<FileSummary> import_file(const std::filesystem::path& file, const ImportOptions& options,
                                const store::DataDirectory& directory, facts::Facts& facts,
                                const std::function<void(const Progress&)>& tell) {
  if (options.dry_run) {
    Result<Preview> only = preview(file, options, &directory);
    if (!only) return std::unexpected(only.error());
    return std::move(only->so_far);
  }
  const Instant at = now();
  Result<ImportPlan> plan = plan_import(file, options, at);
  if (!plan) return std::unexpected(plan.error());
  const Result<std::vector<facts::ImportNote>> earlier = facts.imports();
  if (!earlier) return std::unexpected(earlier.error());
  const Result<ImportSource> source = source_of(file, options, *earlier);
  if (!source) return std::unexpected(source.error());
  const Result<guard::Pseudonyms> pseudonyms = guard::Pseudonyms::open(directory);
  if (!pseudonyms) return std::unexpected(pseudonyms.error());
  Result<Mapper> mapper = mapper_for(*plan, directory.settings().zone, at, source->name, *pseudonyms);
  if (!mapper) return std::unexpected(mapper.error());
  Result<ContentHash> hash = ContentHash::of(file);
  if (!hash) return std::unexpected(hash.error());

  RowNames names(source->name);
  names.known().reserve(expected_rows(*plan));
  const Result<void> known = facts.known_ids(options.as, source->name, [&names](std::span<const Id> ids) {
    for (const Id& id : ids) names.known().add_known(id);
  });
  if (!known) return std::unexpected(known.error());

  FileSummary summary = summary_of(file, *plan, *source);
  RejectsFile rejects(file, directory.folder() / "rejected", plan->headers);
  facts::ImportNote note{
      .source = source->name, .table = options.as, .file = file.filename().string(), .content_hash = {}};
  note.accepted = accepted_before(*earlier, note);
  const ImportParts parts{.plan = *plan,
                          .mapper = *mapper,
                          .names = names,
                          .rejects = rejects,
                          .hash = *hash,
                          .facts = facts,
                          .known_whole = source->known_whole,
                          .note = std::move(note),
                          .tell = tell,
                          .knowledge = options.knowledge};
  if (const Result<void> taken = run(parts, options.as, summary); !taken) {
    return std::unexpected(interrupted(taken.error(), summary));
  }
  Result<std::optional<std::filesystem::path>> rejects_file = rejects.finish();
  if (!rejects_file) return std::unexpected(rejects_file.error());
  summary.rejects_file = std::move(*rejects_file);
  summary.form = plan->reader->form().text();
  summary.undated = mapper->undated();
  append(summary.remarks, plan->reader->remarks());
  append(summary.remarks, mapper->remarks());
  return summary;
}

}  // namespace bellwether::listen
