// import_bench [--rows N] [--json FILE] [--keep FOLDER]: a whole import against DuckDB's own read_csv and INSERT of the same
// file, and the memory that the import takes; beside it the same with its texts read for what they mean. Each import runs in a process of
// its own, so that its peak is its own.
#include "listen/import/import.hpp"
#include "listen/rows/rows.hpp"
#include "understand/reader.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <duckdb.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using bellwether::listen::RowBlock;

constexpr double k_least_ratio = 0.4;
constexpr double k_most_mb = 1000;
constexpr std::size_t k_seconds_a_year = 31'536'000;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A survey's answers of one year: time, customer, unit, channel, nps, comment. Customers come back; comments repeat as little
/// as people do. In order of time as exports are, or in none.
void write_answers(const std::filesystem::path& file, std::size_t rows, bool in_order) {
  constexpr std::string_view k_openings[] = {"The room was", "Check-in took", "Delivery came",
                                             "Staff were",   "The app is",    "My refund was"};
  constexpr std::string_view k_endings[] = {"better than last time", "far too slow", "kind and quick, thank you",
                                            "not what was promised", "fine",         "the reason we will come back",
                                            "a disappointment"};
  constexpr std::string_view k_channels[] = {"survey", "app", "web", "phone"};
  std::FILE* out = std::fopen(file.c_str(), "wb");
  fmt::print(out, "time,customer,unit,channel,nps,comment\n");
  std::uint64_t random = 88172645463325252ULL;
  for (std::size_t i = 0; i < rows; ++i) {
    random ^= random << 13U;
    random ^= random >> 7U;
    random ^= random << 17U;
    const std::uint64_t r = random;
    const auto second = std::chrono::seconds((in_order ? i : (r >> 5U) % rows) * k_seconds_a_year / rows);
    const auto at = std::chrono::sys_days(std::chrono::year(2025) / 1 / 1) + second;
    fmt::print(out, "{:%Y-%m-%dT%H:%M:%S}Z,C{:07},Unit {:03},{},{},\"{} {}, visit {}\"\n",
               fmt::gmtime(std::chrono::system_clock::to_time_t(at)), (r >> 8U) % 2'000'000, (r >> 30U) % 200,
               k_channels[(r >> 38U) % 4], (r >> 40U) % 11, k_openings[(r >> 44U) % 6], k_endings[(r >> 48U) % 7],
               (r >> 52U) % 1000);
  }
  std::fclose(out);
}

/// Runs in the child: the import, and nothing else.
int import(const std::filesystem::path& file, const std::filesystem::path& data, bool understands) {
  namespace listen = bellwether::listen;
  const auto directory = bellwether::store::DataDirectory::open(data, bellwether::store::Access::write, "import_bench");
  if (!directory) return fmt::print(stderr, "{}\n", to_text(directory.error())), 1;
  const auto facts = bellwether::facts::Facts::open(*directory, listen::k_store_memory_mb);
  if (!facts) return fmt::print(stderr, "{}\n", to_text(facts.error())), 1;
  listen::ImportOptions options;
  const auto knowledge = bellwether::understand::Knowledge::shipped();
  if (!knowledge) return fmt::print(stderr, "{}\n", to_text(knowledge.error())), 1;
  if (understands) options.knowledge = &*knowledge;
  const auto summary = listen::import_file(file, options, *directory, **facts, {});
  if (!summary) return fmt::print(stderr, "{}\n", to_text(summary.error())), 1;
  if (summary->accepted + summary->duplicate != summary->read)
    return fmt::print(stderr, "{} of {} rows accepted\n", summary->accepted, summary->read), 1;
  return 0;
}

struct Measured {
  double seconds = 0;
  double peak_mb = 0;
};

constexpr const char* k_import = "--import";
constexpr const char* k_import_understood = "--import-understood";

bool run_import(const std::string& program, const char* how, const std::filesystem::path& file,
                const std::filesystem::path& data, Measured& measured) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl(program.c_str(), program.c_str(), how, file.c_str(), data.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  struct rusage usage{};
  ::wait4(child, &status, 0, &usage);
  measured.seconds = seconds_since(start);
  measured.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool run_duckdb(const std::filesystem::path& file, const std::filesystem::path& store, double& seconds) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  if (duckdb_open(store.c_str(), &database) != DuckDBSuccess) return false;
  bool done = duckdb_connect(database, &connection) == DuckDBSuccess;
  const auto start = std::chrono::steady_clock::now();
  const std::string insert = fmt::format("INSERT INTO answers SELECT * FROM read_csv('{}')", file.string());
  for (const std::string& sql : {std::string("CREATE TABLE answers(time TIMESTAMPTZ, customer VARCHAR, unit VARCHAR, "
                                             "channel VARCHAR, nps BIGINT, comment VARCHAR)"),
                                 insert}) {
    duckdb_result result{};
    done = done && duckdb_query(connection, sql.c_str(), &result) == DuckDBSuccess;
    if (!done) fmt::print(stderr, "{}\n", duckdb_result_error(&result));
    duckdb_destroy_result(&result);
  }
  seconds = seconds_since(start);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return done;
}

/// How fast the file alone becomes rows of cells, in MB/s.
double splitting(const std::filesystem::path& file) {
  const auto start = std::chrono::steady_clock::now();
  const auto reader = bellwether::listen::open_rows(file);
  if (!reader) return 0;
  RowBlock block;
  while (true) {
    const auto more = (*reader)->next(block);
    if (!more || !*more) break;
  }
  return static_cast<double>((*reader)->bytes_of()) / seconds_since(start) / 1e6;
}

nlohmann::ordered_json verdict(double value, std::string_view unit, double bar, std::string_view better) {
  return {{"value", value},
          {"unit", unit},
          {"bar", bar},
          {"better", better},
          {"passed", better == "higher" ? value >= bar : value <= bar}};
}

nlohmann::ordered_json told(double value, std::string_view unit) {
  return {{"value", value}, {"unit", unit}, {"bar", nullptr}, {"better", "higher"}, {"passed", true}};
}

struct Compared {
  Measured ours, again, understood;
  double theirs_s = 0;
  double split_mb_s = 0;
  std::size_t rows = 0;
  [[nodiscard]] double ratio() const { return theirs_s / ours.seconds; }
  [[nodiscard]] double ratio_understood() const { return theirs_s / understood.seconds; }
  [[nodiscard]] double peak_mb() const { return std::max(ours.peak_mb, again.peak_mb); }
};

bool compare(const std::string& program, const std::filesystem::path& folder, std::size_t rows, bool in_order,
             Compared& compared) {
  const auto file = folder / fmt::format("answers-{}{}.csv", rows, in_order ? "" : "-shuffled");
  if (!std::filesystem::exists(file)) write_answers(file, rows, in_order);
  std::filesystem::remove_all(folder / "data");
  std::filesystem::remove(folder / "duckdb.db");
  compared.rows = rows;
  bool done = run_import(program, k_import, file, folder / "data", compared.ours) &&
              run_duckdb(file, folder / "duckdb.db", compared.theirs_s) &&
              run_import(program, k_import, file, folder / "data", compared.again);
  std::filesystem::remove_all(folder / "data");
  done = done && run_import(program, k_import_understood, file, folder / "data", compared.understood);
  compared.split_mb_s = splitting(file);
  return done;
}

void print(std::string_view what, const Compared& compared) {
  const auto count = static_cast<double>(compared.rows);
  fmt::print("{}\n", what);
  fmt::print("  import     {:>12.0f} rows/s   {:.1f} s, peak {:.0f} MB\n", count / compared.ours.seconds,
             compared.ours.seconds, compared.ours.peak_mb);
  fmt::print("  again      {:>12.0f} rows/s   {:.1f} s, peak {:.0f} MB (all known)\n", count / compared.again.seconds,
             compared.again.seconds, compared.again.peak_mb);
  fmt::print("  understood {:>12.0f} rows/s   {:.1f} s, peak {:.0f} MB\n", count / compared.understood.seconds,
             compared.understood.seconds, compared.understood.peak_mb);
  fmt::print("  DuckDB     {:>12.0f} rows/s   {:.1f} s\n", count / compared.theirs_s, compared.theirs_s);
  fmt::print("  ratio      {:>12.2f}   understood {:.2f}\n", compared.ratio(), compared.ratio_understood());
  fmt::print("  splitting  {:>12.0f} MB/s\n", compared.split_mb_s);
}

int run(const std::string& program, std::size_t rows, const std::string& json_file, std::filesystem::path folder) {
  const bool keep = !folder.empty();
  if (!keep) folder = std::filesystem::temp_directory_path() / fmt::format("import-bench-{}", ::getpid());
  std::filesystem::create_directories(folder);
  Compared ordered, shuffled;
  const bool done =
      compare(program, folder, rows, true, ordered) && compare(program, folder, rows / 5, false, shuffled);
  if (!keep) std::filesystem::remove_all(folder);
  if (!done) return 1;
  print(fmt::format("{} rows in order of time, as exports are", rows), ordered);
  print(fmt::format("{} rows in no order", rows / 5), shuffled);
  if (json_file.empty()) return 0;
  nlohmann::ordered_json json;
  json["import of a CSV against DuckDB's read_csv and INSERT"] =
      verdict(ordered.ratio(), "ratio", k_least_ratio, "higher");
  json["the same, rows in no order of time"] = told(shuffled.ratio(), "ratio");
  json["the same, texts understood"] = told(ordered.ratio_understood(), "ratio");
  json["texts imported and understood per second"] =
      told(static_cast<double>(rows) / ordered.understood.seconds, "rows/s");
  json[fmt::format("peak memory of importing {} rows", rows)] = verdict(ordered.peak_mb(), "MB", k_most_mb, "lower");
  json["rows imported per second"] = told(static_cast<double>(rows) / ordered.ours.seconds, "rows/s");
  json["CSV split into cells, one thread"] = verdict(ordered.split_mb_s, "MB/s", 500, "higher");
  std::ofstream(json_file) << json.dump(2) << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t rows = 10'000'000;
  std::string json, keep;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    if ((flag == k_import || flag == k_import_understood) && i + 2 < argc) {
      return import(argv[i + 1], argv[i + 2], flag == k_import_understood);
    }
    if (flag == "--rows" && i + 1 < argc)
      rows = std::stoull(argv[++i]);
    else if (flag == "--json" && i + 1 < argc)
      json = argv[++i];
    else if (flag == "--keep" && i + 1 < argc)
      keep = argv[++i];
    else
      return fmt::print(stderr, "usage: import_bench [--rows N] [--json FILE] [--keep FOLDER]\n"), 2;
  }
  return run(std::filesystem::read_symlink("/proc/self/exe").string(), rows, json, keep);
}
