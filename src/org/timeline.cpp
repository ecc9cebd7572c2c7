#include "org/timeline.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::org {

const Version* Timeline::at(Day day) const {
  const auto found = std::ranges::find_if(versions_, [&](const Version& version) { return version.valid.holds(day); });
  return found == versions_.end() ? nullptr : &*found;
}

bool Timeline::has_start(Day day) const {
  return std::ranges::any_of(versions_, [&](const Version& version) { return version.valid.from == day; });
}

Day Timeline::next_edge(Day day) const {
  for (const Version& version : versions_) {
    if (version.valid.holds(day)) return version.valid.to;
    if (version.valid.from > day) return version.valid.from;
  }
  return k_forever;
}

void Timeline::write(const Span& on, const Said& said, const std::string& where) {
  if (on.empty()) return;
  cut(on.from);
  cut(on.to);
  std::vector<Version> written;
  std::vector<std::string> fields(said.size());
  Day filled = on.from;
  const auto say = [&](const Span& days) {
    if (days.empty()) return;
    for (std::size_t i = 0; i < said.size(); ++i) fields[i] = said[i].value_or(fields[i]);
    written.push_back({.valid = days, .fields = fields, .where = where});
  };
  for (Version& version : versions_) {
    if (version.valid.from < on.from) {
      fields = version.fields;
      written.push_back(std::move(version));
      continue;
    }
    const Day until = std::min(version.valid.from, on.to);
    say({.from = filled, .to = until});
    filled = std::max(filled, until);
    if (version.valid.from >= on.to) {
      written.push_back(std::move(version));
      continue;
    }
    fields = version.fields;
    say(version.valid);
    // A row that says nothing new leaves the days with the row that said it first.
    if (written.back().fields == version.fields) written.back().where = version.where;
    filled = version.valid.to;
  }
  say({.from = filled, .to = on.to});
  versions_ = std::move(written);
  join_equals();
}

void Timeline::end(Day day) {
  std::erase_if(versions_, [&](Version& version) {
    if (version.valid.from < day && day < version.valid.to) version.valid.to = day;
    return version.valid.empty();
  });
}

void Timeline::end_all(Day day) {
  std::erase_if(versions_, [&](Version& version) {
    version.valid.to = std::min(version.valid.to, day);
    return version.valid.empty();
  });
}

void Timeline::begin(Day day) {
  if (!versions_.empty()) versions_.front().valid.from = std::min(versions_.front().valid.from, day);
}

bool Timeline::same_as(const Timeline& other) const {
  return std::ranges::equal(versions_, other.versions_, [](const Version& a, const Version& b) {
    return a.valid == b.valid && a.fields == b.fields;
  });
}

void Timeline::cut(Day day) {
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    if (versions_[i].valid.from >= day || !versions_[i].valid.holds(day)) continue;
    Version rest = versions_[i];
    rest.valid.from = day;
    versions_[i].valid.to = day;
    versions_.insert(versions_.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(rest));
    return;
  }
}

void Timeline::join_equals() {
  std::vector<Version> joined;
  for (Version& version : versions_) {
    if (!joined.empty() && joined.back().valid.to == version.valid.from && joined.back().fields == version.fields) {
      joined.back().valid.to = version.valid.to;
      if (joined.back().where.empty()) joined.back().where = std::move(version.where);
    } else {
      joined.push_back(std::move(version));
    }
  }
  versions_ = std::move(joined);
}

}  // namespace bellwether::org
