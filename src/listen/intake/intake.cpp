#include "listen/intake/intake.hpp"

#include "base/text.hpp"
#include "listen/intake/intake_state.hpp"

#include <array>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <xxhash.h>

namespace bellwether::listen {

namespace {

/// What a key was made from must not look like another thing's.
enum class KeyOf : std::uint8_t { own_id, request };

inbox::Key key_from(KeyOf what, std::string_view of, std::string_view name, std::uint64_t number = 0) {
  std::string text;
  text.reserve(of.size() + name.size() + 16);
  text += static_cast<char>(std::to_underlying(what));
  text += of;
  text += '\0';
  text += name;
  text += '\0';
  text += std::to_string(number);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  inbox::Key key;
  std::memcpy(key.bytes.data(), &hash, sizeof hash);
  return key;
}

}  // namespace

std::string why_no_json(simdjson::error_code problem) {
  return fmt::format("this is no JSON: {}", simdjson::error_message(problem));
}

Intake::Intake(const guard::Pseudonyms& pseudonyms, const Zone& organisation)
    : state_(std::make_unique<State>(pseudonyms, organisation)) {}
Intake::~Intake() = default;

/// A fact's id is drawn from its source and own id, as an import of a file with that id would; else from the request's key and
/// the line; so that a repeated request is told the same ids. With neither it is new.
ToldLine Intake::State::line(simdjson::dom::element told, std::uint64_t number, const At& at, FactKind kind,
                             const Sender& sender, const Unsaid& unsaid, Instant now) {
  ToldLine line;
  ToldFact fact = facts.read(told, kind, unsaid, now, at, line.faults);
  if (!fact.entry) return line;
  inbox::Entry entry;
  entry.content = fact.entry->content_hash();
  constexpr std::uint64_t k_content_bits = (std::uint64_t{1} << 58U) - 1;
  if (!fact.own_id.empty()) {
    line.has_own_id = true;
    entry.key = key_from(KeyOf::own_id, fact.source, fact.own_id, std::to_underlying(kind));
    const std::array<std::string_view, 1> cells{fact.own_id};
    if (!names || source != fact.source) {
      source = fact.source;
      names.emplace(source);
    }
    const RowNames::Hash name = names->hash(cells, cells);
    line.id = derived_id(name.key, name.low & k_content_bits);
  } else if (!sender.idempotency_key.empty()) {
    entry.key = key_from(KeyOf::request, sender.scope, sender.idempotency_key, number);
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), entry.key->bytes.data(), sizeof halves);
    line.id = derived_id(halves[0], halves[1] & k_content_bits);
  } else {
    line.id = new_id(now);
  }
  entry.bytes = std::move(*fact.entry).finish(line.id, now);
  line.entry = std::move(entry);
  return line;
}

std::vector<ToldLine> Intake::State::lines_of(
    std::string_view body, std::string_view mend,
    const std::function<ToldLine(simdjson::dom::element, std::uint64_t, const At&)>& read) {
  std::vector<ToldLine> lines;
  const At root;
  const auto fail_all = [&](std::string what, std::string_view how) {
    lines.clear();
    lines.emplace_back().faults.push_back({.pointer = {}, .what = std::move(what), .mend = std::string(how)});
    return std::move(lines);
  };
  simdjson::dom::element document;
  if (const auto problem = parser.parse(body.data(), body.size()).get(document)) {
    return fail_all(why_no_json(problem), mend);
  }
  simdjson::dom::array list;
  if (document.get(list) != simdjson::SUCCESS) {
    lines.push_back(read(document, 0, root));
    return lines;
  }
  std::size_t number = 0;
  for (const simdjson::dom::element told : list) {
    if (number >= k_most_lines) {
      return fail_all(fmt::format("an array of more than {} is too long", with_thousands(k_most_lines)),
                      "send it in parts, or as NDJSON");
    }
    const std::string place = std::to_string(number);
    lines.push_back(read(told, number, At{.up = &root, .name = place}));
    ++number;
  }
  return lines;
}

std::vector<ToldLine> Intake::read(std::string_view body, FactKind kind, const Sender& sender, Instant now) {
  const Unsaid unsaid{.source = sender.source};
  return state_->lines_of(body,
                          "send one object, or an array of objects; with one a line, say so: "
                          "Content-Type: application/x-ndjson",
                          [&](simdjson::dom::element told, std::uint64_t number, const At& at) {
                            return state_->line(told, number, at, kind, sender, unsaid, now);
                          });
}

ToldLine Intake::read_line(std::string_view line, std::uint64_t number, FactKind kind, const Sender& sender,
                           Instant now) {
  simdjson::dom::element document;
  if (const auto problem = state_->parser.parse(line.data(), line.size()).get(document)) {
    ToldLine told;
    told.faults.push_back({.pointer = {}, .what = why_no_json(problem), .mend = "send one object a line"});
    return told;
  }
  return state_->line(document, number, At{}, kind, sender, {.source = sender.source}, now);
}

}  // namespace bellwether::listen
