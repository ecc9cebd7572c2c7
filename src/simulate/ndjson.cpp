#include "simulate/ndjson.hpp"

#include "simulate/fact_row.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <variant>

namespace bellwether::simulate {

namespace {

constexpr std::string_view k_hex = "0123456789abcdef";

void append_number(std::int64_t number, std::string& out) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_scaled(std::int64_t value, std::int64_t scale, std::string& out) {
  if (value < 0) out += '-';
  const std::int64_t size = value < 0 ? -value : value;
  append_number(size / scale, out);
  std::int64_t rest = size % scale;
  if (rest == 0) return;
  out += '.';
  while (rest > 0) {
    scale /= 10;
    out += static_cast<char>('0' + rest / scale);
    rest %= scale;
  }
}

void append_hex(std::uint64_t bits, unsigned digits, std::string& out) {
  for (unsigned left = digits; left > 0; --left) out += k_hex[bits >> (4 * (left - 1)) & 15U];
}

}  // namespace

void append_json(std::string_view text, std::string& out) {
  out += '"';
  const auto is_plain = [](char c) { return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20; };
  while (!text.empty()) {
    const auto stop = std::ranges::find_if_not(text, is_plain);
    const auto plain = static_cast<std::size_t>(stop - text.begin());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const char c = text.front();
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else {
      out += "\\u00";
      append_hex(static_cast<unsigned char>(c), 2, out);
    }
    text.remove_prefix(1);
  }
  out += '"';
}

void JsonLine::name(std::string_view key) {
  if (!first_) out_ += ',';
  first_ = false;
  if (key.empty()) return;
  const std::size_t at = out_.size();
  out_.resize(at + key.size() + 3);
  char* to = out_.data() + at;
  *to++ = '"';
  to = std::ranges::copy(key, to).out;
  *to++ = '"';
  *to = ':';
}

void JsonLine::id(std::string_view key, const Id& value) {
  name(key);
  constexpr std::string_view k_dashes = "--------#----#----#----#------------";
  std::array<char, k_dashes.size() + 2> digits{};
  std::size_t to = 0;
  digits[to++] = '"';
  unsigned nibble = 0;
  for (const char mark : k_dashes) {
    if (mark == '#') {
      digits[to++] = '-';
      continue;
    }
    const std::uint64_t half = nibble < 16 ? value.high : value.low;
    digits[to++] = k_hex[half >> (60 - 4 * (nibble % 16)) & 15U];
    ++nibble;
  }
  digits[to++] = '"';
  out_.append(digits.data(), to);
}

void JsonLine::time(std::string_view key, std::int64_t seconds) {
  name(key);
  const YearMonthDay date = date_of(Day{static_cast<std::int32_t>(seconds / 86'400)});
  const auto second = static_cast<unsigned>(seconds % 86'400);
  // Years of scenarios have four digits (toml dates).
  std::array<char, 22> text{'"', '0', '0', '0', '0', '-', '0', '0', '-', '0', '0',
                            'T', '0', '0', ':', '0', '0', ':', '0', '0', 'Z', '"'};
  const auto put = [&text](std::size_t at, unsigned number) {
    text[at] = static_cast<char>('0' + number / 10 % 10);
    text[at + 1] = static_cast<char>('0' + number % 10);
  };
  put(1, static_cast<unsigned>(date.year) / 100);
  put(3, static_cast<unsigned>(date.year) % 100);
  put(6, date.month);
  put(9, date.day);
  put(12, second / 3'600);
  put(15, second / 60 % 60);
  put(18, second % 60);
  out_.append(text.data(), text.size());
}

void JsonLine::text(std::string_view key, std::string_view value) {
  if (value.empty()) return;
  name(key);
  append_json(value, out_);
}

void JsonLine::number(std::string_view key, std::int64_t value, std::int64_t scale) {
  name(key);
  append_scaled(value, scale, out_);
}

void JsonLine::open(std::string_view key, char bracket) {
  name(key);
  out_ += bracket;
  first_ = true;
}

void JsonLine::close(char bracket) {
  out_ += bracket;
  first_ = false;
}

void JsonLine::element() { open({}, '{'); }

void JsonLine::end() { out_ += "}\n"; }

namespace {

void append_attributes(std::span<const facts::Attribute> attributes, JsonLine& line) {
  if (attributes.empty()) return;
  line.open("attributes", '{');
  for (const facts::Attribute& attribute : attributes) {
    if (const auto* text = std::get_if<std::string_view>(&attribute.value)) {
      line.text(attribute.name, *text);
    } else {
      line.number(attribute.name, std::get<Micros>(attribute.value).value, k_micros);
    }
  }
  line.close('}');
}

}  // namespace

void append_act(const facts::Act& act, std::string& out) {
  JsonLine line(out);
  line.id("id", act.id);
  if (act.occurred_at) line.time("occurred_at", act.occurred_at->us / k_us_per_second);
  line.text("kind", act.kind);
  line.text("actor", act.actor);
  line.text("about", act.about);
  line.text("unit", act.unit);
  if (act.subject) line.text("customer", customer_name(act.subject->value));
  if (act.amount) line.number("amount", act.amount->value, k_micros);
  line.text("currency", act.currency);
  if (act.duration_s) line.number("duration_s", act.duration_s->value, k_micros);
  append_attributes(act.attributes, line);
  line.end();
}

void append_signal(const facts::Signal& signal, std::string& out) {
  JsonLine line(out);
  line.id("id", signal.id);
  if (signal.occurred_at) line.time("occurred_at", signal.occurred_at->us / k_us_per_second);
  line.text("channel", signal.channel);
  if (signal.voice_of != facts::VoiceOf::customer)
    line.text("voice_of", signal.voice_of == facts::VoiceOf::employee ? "employee" : "public");
  if (signal.subject) line.text("customer", customer_name(signal.subject->value));
  line.text("unit", signal.unit);
  line.text("touchpoint", signal.touchpoint);
  if (!signal.ratings.empty()) {
    line.open("ratings", '{');
    for (const facts::Rating& rating : signal.ratings) line.number(rating.name, rating.value.value, k_hundredths);
    line.close('}');
  }
  line.text("text", signal.text);
  line.text("language", signal.language);
  append_attributes(signal.attributes, line);
  if (signal.sentiment) line.number("sentiment", signal.sentiment->value, 1'000);
  line.text("intent", signal.intent);
  if (signal.urgency) line.number("urgency", signal.urgency->value, 1'000);
  if (signal.effort) line.number("effort", signal.effort->value, 1'000);
  if (!signal.themes.empty()) {
    line.open("themes", '[');
    for (const facts::Mention& mention : signal.themes) {
      line.element();
      line.text("theme", mention.theme);
      if (mention.sentiment) line.number("sentiment", mention.sentiment->value, 1'000);
      line.close('}');
    }
    line.close(']');
  }
  line.text("reader", signal.reader);
  line.end();
}

}  // namespace bellwether::simulate
