#include "simulate/grammar.hpp"

#include "simulate/grammar_words.hpp"

#include <charconv>

namespace bellwether::simulate {

namespace {

void append(std::uint32_t number, std::string& out) {
  char digits[10];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_two(std::uint32_t number, std::string& out) {
  if (number < 10) out += '0';
  append(number, out);
}

}  // namespace

void Grammar::say(PhraseId phrase, Stream& stream, const Setting& setting, std::string& out) const {
  const Phrase& said = phrases_[phrase];
  for (std::uint32_t i = said.first; i < said.first + said.count; ++i) {
    const Piece& piece = pieces_[i];
    switch (piece.kind) {
      case Piece::Kind::literal:
        out.append(text_, piece.at, piece.count);
        break;
      case Piece::Kind::choice:
        say(options_[piece.at + (piece.count == 1 ? 0 : stream.below(piece.count))], stream, setting, out);
        break;
      case Piece::Kind::built_in:
        say_built_in(piece.at, stream, setting, out);
        break;
    }
  }
}

void Grammar::say_built_in(std::uint32_t which, Stream& stream, const Setting& setting, std::string& out) const {
  switch (static_cast<BuiltIn>(which)) {
    case BuiltIn::minutes:
      append(stream.chance(0.6) ? 5 * stream.between(3, 15) : stream.between(11, 89), out);
      break;
    case BuiltIn::hours:
      append(stream.between(2, 9), out);
      break;
    case BuiltIn::nights:
      append(stream.between(2, 8), out);
      break;
    case BuiltIn::days:
      append(stream.between(3, 16), out);
      break;
    case BuiltIn::years:
      append(stream.between(2, 19), out);
      break;
    case BuiltIn::room:
      append(100 * stream.between(1, 7) + stream.between(1, 48), out);
      break;
    case BuiltIn::place:
      out += setting.place;
      break;
    case BuiltIn::month:
      out += months_[setting.month - 1];
      break;
    case BuiltIn::time:
      append(stream.between(7, 23), out);
      out += clock_;
      append_two(stream.below(60), out);
      break;
    case BuiltIn::amount: {
      const std::size_t mark = amount_.find('#');
      out.append(amount_, 0, mark);
      append(stream.between(6, 140), out);
      out.append(amount_, mark + 1);
      break;
    }
  }
}

}  // namespace bellwether::simulate
