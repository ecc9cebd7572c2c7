#include "disk.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

namespace bellwether::story {

namespace {

namespace fs = std::filesystem;
using Did = RecordHead::Did;

constexpr std::size_t k_sector_bytes = 512;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// SQLite's index of its log is memory shared by its users: it is made anew, and no power cut leaves it.
bool is_kept(const std::string& name) { return !name.ends_with("-shm") && name != "lock"; }

}  // namespace

std::vector<Recorded> read_record(const fs::path& file) {
  const std::string all = bytes_of(file);
  std::vector<Recorded> record;
  std::size_t at = 0;
  while (at + sizeof(RecordHead) <= all.size()) {
    RecordHead head;
    std::memcpy(&head, all.data() + at, sizeof head);
    at += sizeof head;
    if (at + head.name_size > all.size()) break;
    Recorded& one = record.emplace_back();
    one.did = head.did;
    one.place = head.place;
    one.name = all.substr(at, head.name_size);
    at += head.name_size;
    const bool carries = head.did == Did::wrote || head.did == Did::renamed || head.did == Did::told;
    if (!carries) continue;
    if (at + head.size > all.size()) {
      record.pop_back();
      break;
    }
    one.bytes = all.substr(at, head.size);
    at += head.size;
  }
  return record;
}

Disk::Disk(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files_[entry.path().lexically_relative(folder).string()] = {.on_disk = bytes_of(entry.path()), .since = {}};
  }
}

void Disk::follow(const Recorded& done) {
  switch (done.did) {
    case Did::opened:
      files_.try_emplace(done.name);
      break;
    case Did::wrote:
      files_[done.name].since.push_back({.is_cut = false, .place = done.place, .bytes = done.bytes});
      break;
    case Did::cut:
      files_[done.name].since.push_back({.is_cut = true, .place = done.place, .bytes = {}});
      break;
    case Did::synced: {
      File& file = files_[done.name];
      for (const Change& change : file.since) apply(change, file.on_disk);
      file.since.clear();
      break;
    }
    case Did::renamed:
      files_[done.bytes] = std::move(files_[done.name]);
      files_.erase(done.name);
      break;
    case Did::removed:
      files_.erase(done.name);
      break;
    case Did::told:
      break;
  }
}

void Disk::apply(const Change& change, std::string& bytes, std::size_t most) {
  const auto place = static_cast<std::size_t>(change.place);
  if (change.is_cut) return bytes.resize(place);
  const std::size_t size = std::min(most, change.bytes.size());
  bytes.resize(std::max(bytes.size(), place + size));
  bytes.replace(place, size, change.bytes, 0, size);
}

std::string Disk::left(const File& file, Cut cut, std::mt19937_64& random) {
  std::string bytes = file.on_disk;
  if (cut == Cut::loses_all) return bytes;
  const std::size_t torn = file.since.empty() ? 0 : random() % file.since.size();
  for (std::size_t i = 0; i < file.since.size(); ++i) {
    const Change& change = file.since[i];
    if (cut == Cut::keeps_all) {
      apply(change, bytes);
    } else if (random() % 2 == 0) {
      const std::size_t sectors = change.bytes.size() / k_sector_bytes;
      apply(change, bytes, i == torn && sectors > 0 ? random() % sectors * k_sector_bytes : change.bytes.size());
    }
  }
  return bytes;
}

void Disk::leave(Cut cut, std::mt19937_64& random, const fs::path& folder) const {
  for (const auto& [name, file] : files_) {
    if (!is_kept(name)) continue;
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << left(file, cut, random);
  }
}

}  // namespace bellwether::story
