#include "program.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::story {

namespace {

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// In the child: into the folder, output into files, and away.
[[noreturn]] void become_program(const std::filesystem::path& folder, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{BELLWETHER_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> raw;
  for (std::string& word : words) raw.push_back(word.data());
  raw.push_back(nullptr);
  const int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int out = open((folder / ".out").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int err = open((folder / ".err").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (chdir(folder.c_str()) != 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
  execv(BELLWETHER_PROGRAM, raw.data());
  _exit(127);
}

/// Waits until the child ends or `limit` is over; then it is killed.
int wait_for(pid_t child, std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  int status = 0;
  while (true) {
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return -1;
    if (std::chrono::steady_clock::now() > until) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

nlohmann::json Ran::json() const {
  const auto parsed = nlohmann::json::parse(out, nullptr, false);
  EXPECT_FALSE(parsed.is_discarded()) << "no JSON:\n" << out << "\n" << err;
  return parsed;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "bellwether-story-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::write(const std::string& name, const std::string& bytes) const {
  const std::filesystem::path file = path_ / name;
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

std::string Folder::read(const std::string& name) const { return read_whole(path_ / name); }

Ran Folder::run(const std::vector<std::string>& arguments, std::optional<int> kill_after_ms) const {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) become_program(path_, arguments);
  Ran ran;
  ran.status = wait_for(child, std::chrono::milliseconds(kill_after_ms.value_or(600'000)));
  ran.out = read_whole(path_ / ".out");
  ran.err = read_whole(path_ / ".err");
  return ran;
}

std::optional<std::filesystem::path> public_data() {
  if (const char* named = std::getenv("BELLWETHER_TEST_DATA")) {
    if (std::filesystem::is_directory(named)) return named;
  }
  const auto beside = std::filesystem::path(BELLWETHER_SOURCE_DIR).parent_path() / "shared" / "data";
  if (std::filesystem::is_directory(beside)) return beside;
  return std::nullopt;
}

}  // namespace bellwether::story
