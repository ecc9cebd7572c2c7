#include "mentioned_texts.hpp"

#include "listen/rows/xml_stream.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

namespace bellwether::models {

namespace {

/// Where the n-th character begins.
std::size_t byte_of(std::string_view text, std::size_t character) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && character-- == 0) break;
  }
  return at;
}

std::size_t number_of(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<understand::Side> side_of(std::string_view polarity) {
  for (const auto side : {understand::Side::negative, understand::Side::neutral, understand::Side::positive}) {
    if (polarity == understand::word_of(side)) return side;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<MentionedText>> read_mentioned(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Code::not_found, "can't be read", file.string());
  const std::string content(std::istreambuf_iterator<char>(in), {});
  std::vector<MentionedText> all;
  bool in_text = false;
  listen::XmlStream xml(file.string());
  xml.on_start = [&](std::string_view name, const listen::XmlAttributes& attributes) {
    if (name == "sentence") all.emplace_back();
    in_text = name == "text";
    if (name != "aspectTerm" || all.empty()) return;
    const auto side = side_of(attributes["polarity"]);
    if (!side) return;
    MentionedText& sentence = all.back();
    sentence.mentions.push_back({.begin = byte_of(sentence.text, number_of(attributes["from"])),
                                 .end = byte_of(sentence.text, number_of(attributes["to"])),
                                 .side = *side});
  };
  xml.on_end = [&](std::string_view) { in_text = false; };
  xml.on_text = [&](std::string_view text) {
    if (in_text && !all.empty()) all.back().text += text;
  };
  if (auto read = xml.feed(content, true); !read) return std::unexpected(read.error());
  for (MentionedText& sentence : all) std::ranges::sort(sentence.mentions, {}, &MarkedMention::begin);
  return all;
}

}  // namespace bellwether::models
