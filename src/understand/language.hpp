// Which language a text is written in.
//
//   language_of("sehr freundliches Personal, gerne wieder")  →  {"de", 0.99}
//
// Measured figures and limits: docs/models/language.md. Script alone decides for Greek, Hebrew, Bengali, Punjabi
// (Gurmukhi), Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Sinhala, Thai, Lao, Burmese, Khmer, Georgian, Armenian,
// Amharic, Korean, Japanese and Chinese; Devanagari is always answered as Hindi; Arabic, Persian and Urdu are told
// apart by the letters that only some of them have. Learned from many texts: English, French, Spanish, Portuguese,
// Italian, Dutch, German, Danish, Swedish, Turkish, Russian. Learned from a few lines that we wrote ourselves, so less
// sure: Polish, Czech, Norwegian (easily taken for Danish), Finnish, Romanian, Hungarian, Indonesian, Vietnamese,
// Catalan, Ukrainian, Bulgarian. Any other language in Latin or Cyrillic script should be unknown, and may be taken for its
// nearest neighbour (Afrikaans for Dutch).
#pragma once

#include <string_view>

namespace bellwether::understand {

class LanguageModel;

struct Language {
  std::string_view code;  ///< ISO 639-1 ("en"); ISO 639-2 "mul": several, "und": unknown
  double confidence = 0;  ///< 0 … 1: about this share of answers with it is right; 0 for "und"
};

/// Looks at the first 2,000 bytes only: time and memory are bounded, nothing is allocated. Any bytes; what is not UTF-8
/// is passed over, as are emoji, web and mail addresses, @names, #tags and codes with digits. "und" for a text without
/// letters, too short, or that fits nothing; "mul" where a second language holds a quarter or more of it.
[[nodiscard]] Language language_of(std::string_view text);

/// The same by another model than the shipped one: for training.
[[nodiscard]] Language language_of(std::string_view text, const LanguageModel& model);

}  // namespace bellwether::understand
