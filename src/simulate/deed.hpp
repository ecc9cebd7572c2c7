// An act before it is written: small, with names that stand in the world, so that days of them can wait for their time.
#pragma once

#include "base/time.hpp"
#include "simulate/world.hpp"
#include "store/facts/signal.hpp"

#include <array>
#include <cstdint>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulate {

inline constexpr std::size_t k_most_deed_attributes = 6;

struct DeedAttribute {
  enum class Kind : std::uint8_t { text, number, day, id };
  std::string_view name;
  Kind kind = Kind::text;
  std::string_view text;    ///< stands in the world or the program
  std::int64_t number = 0;  ///< millionths; a day's number; an id's key
};

struct Deed {
  std::int64_t at_s = 0;
  std::uint64_t key = 0;  ///< of its id; orders deeds of the same second
  std::string_view kind, actor, unit;
  std::string about;
  std::uint64_t customer = 0;  ///< 0: none
  std::int64_t amount = 0;     ///< millionths
  std::int64_t duration_s = 0;
  bool has_amount = false, is_money = false;
  std::uint8_t attributes_count = 0;
  std::array<DeedAttribute, k_most_deed_attributes> attributes{};

  Deed& text(std::string_view name, std::string_view value);
  Deed& yes_or_no(std::string_view name, bool yes);
  Deed& number(std::string_view name, double value);  ///< kept to thousandths
  Deed& day(std::string_view name, Day value);
  Deed& id(std::string_view name, std::uint64_t key_of_id);
  Deed& amounts(double value);  ///< kept to hundredths
  Deed& costs(double value);    ///< money: kept to hundredths, with the organisation's currency
};

/// Adds the deed's act to the batch.
void add_act(const World& world, const Deed& deed, facts::ActBatch& batch);

/// Deeds of days to come, until their time is there. Bounded by the days that a case, a promise or an improvement lasts.
class Waiting {
 public:
  void add(Deed&& deed) { queue_.push(std::move(deed)); }
  /// Calls `take(deed)` for each that happens before that second, in the order of time.
  template <class Take>
  void until(std::int64_t second, Take take) {
    for (; !queue_.empty() && queue_.top().at_s < second; queue_.pop()) take(queue_.top());
  }

 private:
  struct Later {
    bool operator()(const Deed& a, const Deed& b) const { return std::tie(a.at_s, a.key) > std::tie(b.at_s, b.key); }
  };
  std::priority_queue<Deed, std::vector<Deed>, Later> queue_;
};

}  // namespace bellwether::simulate
