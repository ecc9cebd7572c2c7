// A PostgreSQL server of a test program's own: in a temporary folder, on a Unix socket only, gone with the program
// however that ends.
#pragma once

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::records {

class PostgresqlForTest {
 public:
  static constexpr const char* k_missing =
      "no PostgreSQL server is installed (looked for initdb in PATH and /usr/lib/postgresql/15/bin); scripts/setup "
      "test "
      "installs one";

  /// The one server of this program, started when first asked for; nothing where none is installed. Throws where one is
  /// and does not start.
  static PostgresqlForTest* server() {
    static const std::optional<std::filesystem::path> k_programs = programs();
    static const std::unique_ptr<PostgresqlForTest> k_server(k_programs ? new PostgresqlForTest(*k_programs) : nullptr);
    return k_server.get();
  }

  /// How a database of it is reached; `user` "guarded" has to tell a password, "bellwether" may do everything.
  [[nodiscard]] std::string connection(const std::string& database = "postgres",
                                       const std::string& user = "bellwether") const {
    return "host=" + folder_.string() + " port=5432 dbname=" + database + " user=" + user;
  }
  /// A schema's name that no other test has.
  [[nodiscard]] std::string fresh_schema() { return "test_" + std::to_string(++schemas_); }
  /// Where its tables lie as files.
  [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
  /// Stops it, breaking every connection. All that was committed stands in the files then.
  void stop() const { command('s'); }
  void start() const { command('g'); }

  PostgresqlForTest(const PostgresqlForTest&) = delete;
  PostgresqlForTest& operator=(const PostgresqlForTest&) = delete;
  ~PostgresqlForTest() { end(); }

 private:
  /// The folder that holds all of the server's programs; PATH may name it by links to some of them.
  static std::optional<std::filesystem::path> programs() {
    std::string path = std::getenv("PATH") == nullptr ? "" : std::getenv("PATH");
    path += ":/usr/lib/postgresql/15/bin";
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find(':', at), path.size());
      std::error_code none;
      const auto initdb = std::filesystem::canonical(path.substr(at, end - at) + "/initdb", none);
      const auto has = [&](const char* name) { return ::access((initdb.parent_path() / name).c_str(), X_OK) == 0; };
      if (!none && has("initdb") && has("pg_ctl") && has("psql")) return initdb.parent_path();
      at = end + 1;
    }
    return std::nullopt;
  }

  explicit PostgresqlForTest(const std::filesystem::path& programs) {
    std::string pattern = (std::filesystem::temp_directory_path() / "bellwether-pg-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    std::array<int, 2> commands{}, answers{};
    if (::pipe2(commands.data(), O_CLOEXEC) != 0 || ::pipe2(answers.data(), O_CLOEXEC) != 0)
      throw std::runtime_error("no pipe");
    keeper_ = ::fork();
    if (keeper_ < 0) throw std::runtime_error("no process");
    if (keeper_ == 0) {
      ::close(commands[1]);
      ::close(answers[0]);
      keep(programs, commands[0], answers[1]);
    }
    ::close(commands[0]);
    ::close(answers[1]);
    commands_ = commands[1];
    answers_ = answers[0];
    try {
      await();
    } catch (const std::runtime_error&) {
      end();
      throw;
    }
  }

  void end() const {
    ::close(commands_);
    ::waitpid(keeper_, nullptr, 0);
    ::close(answers_);
  }

  void command(char what) const {
    if (::write(commands_, &what, 1) != 1) throw std::runtime_error("the server's keeper is gone");
    await();
  }
  void await() const {
    char answer = 0;
    if (::read(answers_, &answer, 1) != 1 || answer != '1') throw std::runtime_error("the PostgreSQL server failed");
  }

  /// A process beside the tests. When they end, also by a signal, its end of the pipe tells it.
  [[noreturn]] void keep(const std::filesystem::path& programs, int commands, int answers) const {
    ::setsid();                  // Ctrl-C ends the tests, and that ends this
    ::signal(SIGPIPE, SIG_IGN);  // so does an answer that nobody awaits any more
    if (::geteuid() == 0) become_unprivileged();
    if (::chdir(folder_.c_str()) != 0) ::_exit(1);
    const std::string control = programs.string() + "/pg_ctl -D data -w -s ";
    const std::string start =
        control + "-l log -o \"-k '" + folder_.string() + "' -p 5432 -c listen_addresses=''\" start";
    const std::string stop = control + "-m fast stop", end = control + "-m immediate stop";
    bool done = made(programs) && run(start);
    if (done)
      done = run(programs.string() + "/psql -q -h '" + folder_.string() +
                 "' -p 5432 -U bellwether -d postgres -f roles.sql");
    char what = done ? '1' : '0';
    while (::write(answers, &what, 1) == 1 && ::read(commands, &what, 1) == 1)
      what = run(what == 's' ? stop : start) ? '1' : '0';
    run(end + " 2> stopped");
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    ::_exit(0);
  }

  /// A cluster whose text sorts as people sort it, unless a column says otherwise; with a checksum on each page.
  static bool made(const std::filesystem::path& programs) {
    if (!run(programs.string() +
             "/initdb -D data -U bellwether -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu " +
             "--icu-locale=en --data-checksums --no-sync > made 2>&1"))
      return false;
    std::ofstream("data/pg_hba.conf") << "local all guarded scram-sha-256\nlocal all all trust\n";
    std::ofstream("roles.sql") << "CREATE ROLE guarded LOGIN PASSWORD 'open sesame';\n"
                                  "GRANT CREATE ON DATABASE postgres TO guarded;\n";
    return true;
  }

  static bool run(const std::string& line) { return std::system(line.c_str()) == 0; }

  /// The server refuses to run as root.
  void become_unprivileged() const {
    const passwd* user = ::getpwnam("postgres");
    if (user == nullptr) user = ::getpwnam("nobody");
    if (user == nullptr || ::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0 || ::setgroups(0, nullptr) != 0 ||
        ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)
      ::_exit(1);
  }

  std::filesystem::path folder_;
  pid_t keeper_ = 0;
  int commands_ = -1, answers_ = -1;
  int schemas_ = 0;
};

}  // namespace bellwether::records
