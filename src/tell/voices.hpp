// Voices to read, page by page: the signals that a filter, words or a measure mean. Employees' are not among them: whoever shows those
// shows the words alone, and only of enough people (measure/comments.hpp).
//
//   auto page = voices(catalogue, facts, {.where = "unit = \"Lyon\"", .words = "shower cold"});
//   auto next = voices(catalogue, facts, {…, .after = page->next});
#pragma once

#include "base/result.hpp"
#include "measure/catalogue.hpp"
#include "store/facts/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace bellwether::tell {

inline constexpr std::size_t k_most_voices = 500;  ///< of a page
inline constexpr std::size_t k_most_searched_words = 20;

struct VoicesWish {
  std::string where = {};    ///< filter language
  std::string words = {};    ///< each of these, or "each of these as they stand", is in the text, ignoring case
  std::string measure = {};  ///< only what this measure counts: nps
  std::optional<Day> from = {}, to = {};  ///< `to` exclusive
  facts::Look::Order order = facts::Look::Order::newest;
  std::string by = {};  ///< what lowest and highest go by: `rating.nps`; empty: what the measure measures
  bool with_text_only = false;
  std::size_t limit = 50;  ///< 1 … k_most_voices
  std::string after = {};  ///< VoicesPage::next of the page before
};

struct VoicesPage {
  std::vector<facts::StoredSignal> voices;
  std::string next;  ///< empty: there are no more
  std::uint64_t snapshot = 0;
};

/// One page, of the store as it was at the first one. `within` narrows it to what the caller may see.
/// Errors: as of filters; `not_found` for an unknown measure; `bad_input` for a limit, words, cursor or order that can't be;
/// `unsupported` for a measure that counts no voices; `withheld` for one of employees alone.
[[nodiscard]] Result<VoicesPage> voices(const measure::Catalogue& catalogue, const facts::Facts& facts,
                                        const VoicesWish& wish, const facts::Expr& within = {});
/// The one voice, and at most `others` more of the same customer, newest first. Error: `not_found`, also for one of an employee, and one
/// that is not within what the caller may see.
struct VoiceWithOthers {
  facts::StoredSignal voice;
  std::vector<facts::StoredSignal> others;
};
[[nodiscard]] Result<VoiceWithOthers> voice(const facts::Facts& facts, const Id& id, std::size_t others,
                                            const facts::Expr& within = {});

/// What a wish means, bound to the names that the store knows. Errors: as voices().
[[nodiscard]] Result<facts::Expr> bound_voices(const measure::Catalogue& catalogue, const facts::Facts& facts,
                                               const VoicesWish& wish, const facts::Expr& within = {});

/// {"id","occurred_at","day","channel","unit","touchpoint","voice_of","source","text","language","intent","sentiment","urgency","effort",
/// "ratings":{},"attributes":{},"themes":[{"theme","sentiment"}],"customer"}; null for what is not known, numbers as numbers.
[[nodiscard]] nlohmann::ordered_json voice_json(const facts::StoredSignal& voice);

}  // namespace bellwether::tell
