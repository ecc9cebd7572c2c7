#include "listen/intake/entry.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include <xxhash.h>

namespace bellwether::listen {

namespace {

constexpr std::uint8_t k_version = 1;
constexpr std::size_t k_head = 2 + 16 + 8;

constexpr std::uint8_t k_voice_of = 4;
constexpr std::uint8_t k_rating = 8;
constexpr std::uint8_t k_text_attribute = 11;
constexpr std::uint8_t k_number_attribute = 12;
constexpr std::uint8_t k_mention = 17;
constexpr std::uint8_t k_bare_mention = 19;

/// Takes an entry apart; whoever reads beyond its end gets nothing, and it is damaged.
class Reader {
 public:
  explicit Reader(std::string_view left) : left_(left) {}

  [[nodiscard]] bool at_end() const { return left_.empty(); }
  [[nodiscard]] bool broken() const { return broken_; }

  template <class Whole>
  Whole whole() {
    const std::string_view bytes = take(sizeof(Whole));
    Whole value = 0;
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  std::string_view text() { return take(whole<std::uint32_t>()); }

 private:
  std::string_view take(std::size_t size) {
    if (size > left_.size()) {
      broken_ = true;
      left_ = {};
      return {};
    }
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }

  std::string_view left_;
  bool broken_ = false;
};

/// What both kinds of fact carry.
template <class Fact>
bool take_shared(std::uint8_t tag, Reader& reader, Fact& fact, std::vector<facts::Attribute>& attributes) {
  using Word = EntryWriter::Word;
  using Number = EntryWriter::Number;
  switch (tag) {
    case std::to_underlying(Number::occurred_at):
      fact.occurred_at = Instant{reader.whole<std::int64_t>()};
      return true;
    case std::to_underlying(Word::source):
      fact.source = reader.text();
      return true;
    case std::to_underlying(Number::subject):
      fact.subject = facts::Pseudonym{std::bit_cast<std::uint64_t>(reader.whole<std::int64_t>())};
      return true;
    case std::to_underlying(Word::unit):
      fact.unit = reader.text();
      return true;
    case k_text_attribute: {
      const std::string_view name = reader.text();
      attributes.push_back({.name = name, .value = reader.text()});
      return true;
    }
    case k_number_attribute: {
      const std::string_view name = reader.text();
      attributes.push_back({.name = name, .value = Micros{reader.whole<std::int64_t>()}});
      return true;
    }
    default:
      return false;
  }
}

struct Lists {
  std::vector<facts::Rating> ratings;
  std::vector<facts::Attribute> attributes;
  std::vector<facts::Mention> mentions;
};

facts::Thousandths small_of(Reader& reader) { return {reader.whole<std::int16_t>()}; }

bool take_field(std::uint8_t tag, Reader& reader, facts::Signal& signal, Lists& lists) {
  using Word = EntryWriter::Word;
  using Small = EntryWriter::Small;
  switch (tag) {
    case std::to_underlying(Word::channel):
      signal.channel = reader.text();
      return true;
    case k_voice_of: {
      const auto voice = reader.whole<std::uint8_t>();
      signal.voice_of = static_cast<facts::VoiceOf>(voice);
      return voice <= std::to_underlying(facts::VoiceOf::everyone);
    }
    case std::to_underlying(Word::touchpoint):
      signal.touchpoint = reader.text();
      return true;
    case k_rating: {
      const std::string_view name = reader.text();
      lists.ratings.push_back({.name = name, .value = {reader.whole<std::int32_t>()}});
      return true;
    }
    case std::to_underlying(Word::text):
      signal.text = reader.text();
      return true;
    case std::to_underlying(Word::language):
      signal.language = reader.text();
      return true;
    case std::to_underlying(Small::sentiment):
      signal.sentiment = small_of(reader);
      return true;
    case std::to_underlying(Word::intent):
      signal.intent = reader.text();
      return true;
    case std::to_underlying(Small::urgency):
      signal.urgency = small_of(reader);
      return true;
    case std::to_underlying(Small::effort):
      signal.effort = small_of(reader);
      return true;
    case k_mention: {
      const std::string_view theme = reader.text();
      lists.mentions.push_back({.theme = theme, .sentiment = small_of(reader)});
      return true;
    }
    case k_bare_mention:
      lists.mentions.push_back({.theme = reader.text(), .sentiment = {}});
      return true;
    case std::to_underlying(Word::reader):
      signal.reader = reader.text();
      return true;
    default:
      return take_shared(tag, reader, signal, lists.attributes);
  }
}

bool take_field(std::uint8_t tag, Reader& reader, facts::Act& act, Lists& lists) {
  using Word = EntryWriter::Word;
  using Number = EntryWriter::Number;
  switch (tag) {
    case std::to_underlying(Word::actor):
      act.actor = reader.text();
      return true;
    case std::to_underlying(Word::kind):
      act.kind = reader.text();
      return true;
    case std::to_underlying(Word::about):
      act.about = reader.text();
      return true;
    case std::to_underlying(Number::amount):
      act.amount = Micros{reader.whole<std::int64_t>()};
      return true;
    case std::to_underlying(Word::currency):
      act.currency = reader.text();
      return true;
    case std::to_underlying(Number::duration_s):
      act.duration_s = Micros{reader.whole<std::int64_t>()};
      return true;
    default:
      return take_shared(tag, reader, act, lists.attributes);
  }
}

void keep_lists(facts::SignalBatch& batch, facts::Signal& signal, const Lists& lists) {
  signal.ratings = batch.keep(std::span<const facts::Rating>(lists.ratings));
  signal.attributes = batch.keep(std::span<const facts::Attribute>(lists.attributes));
  signal.themes = batch.keep(std::span<const facts::Mention>(lists.mentions));
}

void keep_lists(facts::ActBatch& batch, facts::Act& act, const Lists& lists) {
  act.attributes = batch.keep(std::span<const facts::Attribute>(lists.attributes));
}

std::unexpected<Error> damaged() {
  return fail(Code::damaged, "an entry of the inbox is not what was written", {},
              "bellwether check says what else is; the entry is kept in inbox.refused");
}

template <class Batch>
Result<void> read_into(std::string_view fields, const Id& id, Instant received_at, Batch& batch) {
  // All texts are views into one copy of the entry.
  Reader reader(batch.keep(fields));
  auto& fact = batch.add();
  fact.id = id;
  fact.received_at = received_at;
  fact.occurred_at = received_at;
  Lists lists;
  while (!reader.at_end()) {
    const auto tag = reader.whole<std::uint8_t>();
    if (!take_field(tag, reader, fact, lists) || reader.broken()) {
      batch.drop_last();
      return damaged();
    }
  }
  keep_lists(batch, fact, lists);
  return {};
}

}  // namespace

EntryWriter::EntryWriter(FactKind kind) {
  entry_.reserve(512);
  entry_.resize(k_head);
  entry_[0] = static_cast<char>(k_version);
  entry_[1] = static_cast<char>(std::to_underlying(kind));
}

void EntryWriter::tag(std::uint8_t tag) { entry_.push_back(static_cast<char>(tag)); }

void EntryWriter::bytes(std::uint64_t value, std::size_t size) {
  static_assert(std::endian::native == std::endian::little);
  const auto all = std::bit_cast<std::array<char, sizeof value>>(value);
  entry_.append(all.data(), size);
}

void EntryWriter::text(std::string_view text) {
  bytes(text.size(), sizeof(std::uint32_t));
  entry_ += text;
}

void EntryWriter::word(Word which, std::string_view word) {
  tag(std::to_underlying(which));
  text(word);
}

void EntryWriter::number(Number which, std::int64_t value) {
  tag(std::to_underlying(which));
  bytes(std::bit_cast<std::uint64_t>(value), sizeof value);
}

void EntryWriter::small(Small which, facts::Thousandths value) {
  tag(std::to_underlying(which));
  bytes(static_cast<std::uint16_t>(value.value), sizeof value.value);
}

void EntryWriter::voice_of(facts::VoiceOf voice) {
  tag(k_voice_of);
  bytes(std::to_underlying(voice), 1);
}

void EntryWriter::rating(std::string_view name, Hundredths value) {
  tag(k_rating);
  text(name);
  bytes(static_cast<std::uint32_t>(value.value), sizeof value.value);
}

void EntryWriter::attribute(std::string_view name, std::string_view value) {
  tag(k_text_attribute);
  text(name);
  text(value);
}

void EntryWriter::attribute(std::string_view name, Micros value) {
  tag(k_number_attribute);
  text(name);
  bytes(std::bit_cast<std::uint64_t>(value.value), sizeof value.value);
}

void EntryWriter::mention(std::string_view theme, std::optional<facts::Thousandths> sentiment) {
  tag(sentiment ? k_mention : k_bare_mention);
  text(theme);
  if (sentiment) bytes(static_cast<std::uint16_t>(sentiment->value), sizeof sentiment->value);
}

std::uint64_t EntryWriter::content_hash() const { return XXH3_64bits(entry_.data() + k_head, entry_.size() - k_head); }

std::string EntryWriter::finish(const Id& id, Instant received_at) && {
  const std::array<std::uint64_t, 3> head{id.high, id.low, std::bit_cast<std::uint64_t>(received_at.us)};
  std::memcpy(entry_.data() + 2, head.data(), sizeof head);
  return std::move(entry_);
}

Result<void> read_entry(std::string_view entry, facts::SignalBatch& signals, facts::ActBatch& acts) {
  if (entry.size() < k_head) return damaged();
  if (static_cast<std::uint8_t>(entry[0]) > k_version) {
    return fail(Code::unsupported, "an entry of the inbox was written by a newer version", {}, "start that version");
  }
  std::array<std::uint64_t, 3> head{};
  std::memcpy(head.data(), entry.data() + 2, sizeof head);
  const Id id{.high = head[0], .low = head[1]};
  const Instant received_at{std::bit_cast<std::int64_t>(head[2])};
  const std::string_view fields = entry.substr(k_head);
  switch (static_cast<std::uint8_t>(entry[1])) {
    case std::to_underlying(FactKind::signal):
      return read_into(fields, id, received_at, signals);
    case std::to_underlying(FactKind::act):
      return read_into(fields, id, received_at, acts);
    default:
      return damaged();
  }
}

}  // namespace bellwether::listen
