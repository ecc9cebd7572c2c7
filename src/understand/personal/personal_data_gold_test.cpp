// What is found of what others marked, on texts that are not carried along (docs/models/personal-data.md).
#include "understand/personal/personal_data.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::personal {
namespace {

using Json = nlohmann::json;

std::filesystem::path data_folder() {
  const char* set = std::getenv("BELLWETHER_TEST_DATA");
  return set != nullptr ? std::filesystem::path(set) : std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
}

/// Positions in the file count characters, ours bytes.
std::size_t byte_of(std::string_view text, std::size_t character) {
  std::size_t byte = 0;
  for (; byte < text.size(); ++byte) {
    const bool begins = (static_cast<unsigned char>(text[byte]) & 0xC0U) != 0x80U;
    if (begins && character-- == 0) break;
  }
  return byte;
}

/// A person's title alone is marked as a person here, and is none.
bool is_title(std::string value) {
  std::ranges::transform(value, value.begin(), [](char c) { return 'A' <= c && c <= 'Z' ? char(c + 32) : c; });
  return value == "mr." || value == "mrs." || value == "ms." || value == "dr." || value == "miss";
}

std::vector<Found> marked_in(const Json& entry, std::string_view text) {
  static const std::map<std::string, Personal> k_kinds = {
      {"EMAIL_ADDRESS", Personal::email}, {"CREDIT_CARD", Personal::card}, {"IBAN_CODE", Personal::iban},
      {"PHONE_NUMBER", Personal::phone},  {"IP_ADDRESS", Personal::ip},    {"US_SSN", Personal::national_id},
      {"PERSON", Personal::name},
  };
  std::vector<Found> marked;
  for (const Json& span : entry["spans"]) {
    const auto kind = k_kinds.find(span["entity_type"].get<std::string>());
    if (kind == k_kinds.end()) continue;
    if (kind->second == Personal::name && is_title(span["entity_value"].get<std::string>())) continue;
    marked.push_back({.begin = byte_of(text, span["start_position"].get<std::size_t>()),
                      .end = byte_of(text, span["end_position"].get<std::size_t>()),
                      .kind = kind->second});
  }
  return marked;
}

struct Tally {
  int marked = 0, hit = 0;   ///< recall
  int found = 0, right = 0;  ///< precision
};

/// Overlap of at least half of the longer one, of the same kind.
bool is_same(const Found& a, const Found& b) {
  const std::size_t begin = std::max(a.begin, b.begin), end = std::min(a.end, b.end);
  const std::size_t longer = std::max(a.end - a.begin, b.end - b.begin);
  return a.kind == b.kind && begin < end && (end - begin) * 2 >= longer;
}

void add_to(std::map<Personal, Tally>& tallies, const Json& entry) {
  const auto text = entry["full_text"].get<std::string>();
  const std::vector<Found> marked = marked_in(entry, text);
  std::vector<Found> found;
  find_personal_data(text, found);
  const auto any = [](const std::vector<Found>& all, const Found& one) {
    return std::ranges::any_of(all, [&](const Found& other) { return is_same(one, other); });
  };
  for (const Found& one : marked) ++tallies[one.kind].marked, tallies[one.kind].hit += any(found, one) ? 1 : 0;
  for (const Found& one : found) ++tallies[one.kind].found, tallies[one.kind].right += any(marked, one) ? 1 : 0;
}

TEST(PersonalDataOfOthers, IsFoundAndLittleElseIs) {
  const auto folder = data_folder() / "pii_presidio";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the data sets are not at " << data_folder();
  std::map<Personal, Tally> tallies;
  for (const char* file : {"generated_large.json", "generated_small.json"}) {
    for (const Json& entry : Json::parse(std::ifstream(folder / file))) add_to(tallies, entry);
  }
  for (const Personal kind :
       {Personal::email, Personal::card, Personal::iban, Personal::phone, Personal::ip, Personal::national_id}) {
    const Tally& tally = tallies[kind];
    EXPECT_GE(tally.hit, 0.98 * tally.marked) << word_of(kind);
    EXPECT_GE(tally.right, 0.95 * tally.found) << word_of(kind);
  }
  EXPECT_GE(tallies[Personal::name].hit, 0.80 * tallies[Personal::name].marked);
  EXPECT_GE(tallies[Personal::name].right, 0.90 * tallies[Personal::name].found);
}

/// Reviews of clothes hardly name anybody; their sizes, ages and brands are nobody's.
TEST(PersonalDataOfOthers, IsHardlySeenWhereNobodyIsNamed) {
  const auto file = data_folder() / "womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the data sets are not at " << data_folder();
  std::ifstream in(file);
  std::vector<Found> found;
  std::size_t lines = 0, findings = 0;
  for (std::string line; std::getline(in, line); ++lines) {
    find_personal_data(line, found);
    findings += found.size();
  }
  EXPECT_GT(lines, 10'000);
  EXPECT_LT(findings * 1'000, lines * 3);
}

}  // namespace
}  // namespace bellwether::personal
