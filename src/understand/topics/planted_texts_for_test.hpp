// Texts whose topics are known: each says one thing in many ways, between words that all of them use.
#pragma once

#include "understand/topics/topics.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace bellwether::topics {

struct Planted {
  std::vector<std::string> texts;
  std::vector<std::size_t> topics;  ///< by text; k_no_topic of one that says anything

  static constexpr std::size_t k_no_topic = SIZE_MAX;
  static constexpr std::size_t k_topics = 5;

  [[nodiscard]] std::vector<Text> list() const {
    std::vector<Text> all;
    for (const std::string& text : texts) all.push_back({.text = text, .language = "en", .at = {}, .sentiment = {}});
    return all;
  }
};

inline const std::vector<std::vector<std::vector<std::string>>>& planted_words() {
  static const std::vector<std::vector<std::vector<std::string>>> words{
      {{"my suitcase", "our luggage", "one bag", "her suitcase"},
       {"never arrived at", "got lost at", "was damaged before", "is missing at"},
       {"the baggage claim", "baggage claim", "the luggage belt"}},
      {{"the breakfast buffet", "breakfast", "the coffee at breakfast"},
       {"was cold and stale", "had stale bread", "offered cold eggs", "had weak coffee"},
       {"and no fresh fruit", "again and again", "on the buffet"}},
      {{"the wifi", "wifi in the lobby", "the internet connection"},
       {"keeps dropping", "drops every evening", "is too slow for video", "has a wrong password"},
       {"on my laptop", "in our corner", "on every device"}},
      {{"the invoice", "an invoice", "our final invoice"},
       {"listed the deposit twice", "charged the deposit again", "showed a double charge", "had a wrong amount"},
       {"and accounting never refunded it", "without any refund", "so I disputed the charge"}},
      {{"the parking garage", "parking", "the garage entrance"},
       {"was full of cars", "had no free spot", "closed its gate", "is narrow for vans"},
       {"and the street was full", "near the entrance", "so we parked on the street"}}};
  return words;
}

inline std::string planted_text(std::size_t topic, std::mt19937& random) {
  static const std::vector<std::string> before{"hello, ", "unfortunately ", "to be honest, ", "", "I must say ",
                                               "",        "this morning "};
  static const std::vector<std::string> behind{
      ".", "!", ". Please look into it.", ". Thanks.", ". Not what we hoped for.", "..."};
  const auto one_of = [&](const std::vector<std::string>& words) { return words[random() % words.size()]; };
  std::string text = one_of(before);
  for (const auto& words : planted_words()[topic]) text += one_of(words) + " ";
  text.back() = ' ';
  return text + one_of(behind);
}

inline std::string anything(std::mt19937& random) {
  static const std::vector<std::string> words{
      "weather", "uncle",  "garden",  "football", "piano",  "bridge", "winter", "novel",   "mountain", "kitchen",
      "doctor",  "ticket", "museum",  "yellow",   "engine", "story",  "river",  "teacher", "carpet",   "violin",
      "planet",  "candle", "harbour", "pepper",   "ladder", "window", "desert", "mirror",  "rabbit",   "cousin"};
  std::string text;
  for (int i = 0; i < 5; ++i) text += words[random() % words.size()] + " ";
  return text;
}

/// So many texts of each topic and of none, mixed.
inline Planted planted(std::size_t of_topic, std::size_t of_none, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::vector<std::size_t> order;
  for (std::size_t topic = 0; topic < Planted::k_topics; ++topic) order.insert(order.end(), of_topic, topic);
  order.insert(order.end(), of_none, Planted::k_no_topic);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  Planted all;
  for (const std::size_t topic : order) {
    all.topics.push_back(topic);
    all.texts.push_back(topic == Planted::k_no_topic ? anything(random) : planted_text(topic, random));
  }
  return all;
}

}  // namespace bellwether::topics
