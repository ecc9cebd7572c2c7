// An attack on small groups: asks an organisation with known answers many questions, and works out by linear algebra how few people
// the answers, put together, can be made to tell of. For tests and bench/attack.cpp.
//
// The attacker knows more than a real one could: of every figure, whose answers stand behind it. For that each answer carries, beside
// each rating, a code that nobody else has, and every question is asked a second time about the code's distribution. A figure is then
// one linear equation over the answers; what follows from all figures by adding and subtracting is the span of their rows.
#pragma once

#include "measure/ask.hpp"
#include "store/facts/facts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::measure {

/// How the organisation is protected.
enum class Protection : std::uint8_t {
  blocks,  ///< as employees
  rows,    ///< as customers with k_customer: small rows are withheld, and the smallest other ones
  none,    ///< as customers
};

struct AttackResult {
  std::size_t questions = 0, figures = 0, different = 0;  ///< asked; answered; with different people behind them
  std::size_t fewest = SIZE_MAX;  ///< people in the smallest combination of figures that was found; of all figures
  std::size_t smallest_atom = SIZE_MAX;  ///< people in the smallest group that no figure tells apart
  std::size_t wrong = 0;                 ///< figures whose n or value are not those of the people behind them
};

class Attack {
 public:
  Attack(std::uint64_t seed, Protection protection) : random_(seed), protection_(protection) {
    grow_tree();
    hire();
    guards_ = Guards(rules());
    catalogue_ = Catalogue::from_text(catalogue_text(), "attack.toml").value();
  }

  /// The signals of the organisation.
  [[nodiscard]] facts::SignalBatch signals() const {
    facts::SignalBatch batch;
    for (std::size_t at = 0; at < said_.size(); ++at) add_signal(said_[at], at, batch);
    return batch;
  }

  /// Asks so many random questions of both ratings, and attacks.
  Result<AttackResult> run(const facts::Facts& facts, std::size_t questions) {
    AttackResult result;
    std::map<std::string, std::set<Row>> rows;  ///< by rating: what is told of one is no sum of the other
    for (; result.questions < questions; ++result.questions) {
      const std::string rating = chance(0.5) ? "nps" : "stars";
      if (auto asked = ask_one(facts, rating, rows[rating], result); !asked) return std::unexpected(asked.error());
    }
    for (const auto& [rating, of_one] : rows) {
      result.different += of_one.size();
      look_for_few({of_one.begin(), of_one.end()}, result);
    }
    return result;
  }

 private:
  using Row = std::vector<std::int8_t>;  ///< 1 where the answer is in

  struct Said {
    std::string unit, day, tenure, role;
    std::uint64_t person = 0;  ///< above k_strangers: without a pseudonym
    int nps = -1, stars = -1;
    bool customer = false;
  };
  static constexpr std::uint64_t k_strangers = 1'000'000;

  std::uint64_t below(std::uint64_t n) { return std::uniform_int_distribution<std::uint64_t>(0, n - 1)(random_); }
  bool chance(double share) { return std::bernoulli_distribution(share)(random_); }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

  void grow_tree() {
    const std::uint64_t depth = 1 + below(4);
    std::vector<std::string> level{"top"};
    units_.emplace_back("top");
    for (std::uint64_t at = 1; at <= depth && units_.size() < 24; ++at) {
      std::vector<std::string> next;
      for (const std::string& parent : level) {
        for (std::uint64_t child = below(3) + (at == 1 ? 1 : 0); child > 0; --child) {
          next.push_back("u" + std::to_string(units_.size()));
          parents_[next.back()] = parent;
          units_.push_back(next.back());
        }
      }
      level = std::move(next);
    }
  }

  void hire() {
    std::uint64_t person = 0;
    const std::uint64_t months = 1 + below(8);
    const double answering = 0.3 + 0.1 * static_cast<double>(below(7));
    for (const std::string& unit : units_) {
      const std::uint64_t people = below(13);
      for (std::uint64_t i = 0; i < people; ++i) {
        ++person;
        const std::string tenure(1, static_cast<char>('a' + below(3)));
        const bool is_leader = i == 0 && chance(0.5);
        for (std::uint64_t month = 0; month < months; ++month) {
          if (chance(answering)) answer(unit, person, tenure, is_leader ? "leader" : "team", month);
          if (chance(0.05)) answer(unit, person, tenure, is_leader ? "leader" : "team", month);
        }
      }
      for (std::uint64_t i = below(4); i > 0 && protection_ == Protection::blocks; --i) {
        answer(unit, ++person, "a", "", below(months));
        said_.back().customer = true;
      }
    }
  }

  void answer(const std::string& unit, std::uint64_t person, const std::string& tenure, const char* role,
              std::uint64_t month) {
    Said said;
    said.unit = unit;
    said.tenure = tenure;
    said.role = role;
    said.person = chance(0.05) ? k_strangers + said_.size() : person;
    const std::uint64_t number = month * 2;  // every other month, over more than a year
    const std::string in_year = std::to_string(number % 12 + 1);
    const std::string day = std::to_string(1 + below(28));
    if (!chance(0.03)) {
      said.day = std::to_string(2025 + number / 12) + "-" + (in_year.size() < 2 ? "0" : "") + in_year + "-" +
                 (day.size() < 2 ? "0" : "") + day;
    }
    if (chance(0.9)) said.nps = static_cast<int>(below(11));
    if (chance(0.7)) said.stars = 1 + static_cast<int>(below(5));
    said_.push_back(std::move(said));
  }

  [[nodiscard]] facts::VoiceOf voice_of(const Said& said) const {
    return said.customer || protection_ != Protection::blocks ? facts::VoiceOf::customer : facts::VoiceOf::employee;
  }

  void add_signal(const Said& said, std::size_t at, facts::SignalBatch& batch) const {
    facts::Signal& signal = batch.add();
    signal.id = Id{.high = 7, .low = at + 1};
    if (!said.day.empty()) signal.occurred_at = Instant{std::int64_t{day_from_text(said.day)->days} * k_us_per_day};
    signal.received_at = Instant{std::int64_t{day_from_text("2027-01-01")->days} * k_us_per_day};
    signal.source = "attack";
    signal.voice_of = voice_of(said);
    signal.unit = batch.keep(said.unit);
    if (said.person < k_strangers) signal.subject = facts::Pseudonym{said.person};
    std::vector<facts::Rating> ratings;
    const auto code = Hundredths{static_cast<std::int32_t>(at * 100)};
    if (said.nps >= 0) {
      ratings.push_back({.name = "nps", .value = Hundredths{said.nps * 100}});
      ratings.push_back({.name = "nps_code", .value = code});
    }
    if (said.stars >= 0) {
      ratings.push_back({.name = "stars", .value = Hundredths{said.stars * 100}});
      ratings.push_back({.name = "stars_code", .value = code});
    }
    signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
    const std::vector<facts::Attribute> attributes{{.name = "tenure", .value = batch.keep(said.tenure)},
                                                   {.name = "role", .value = batch.keep(said.role)}};
    signal.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
  }

  GuardRules rules() {
    GuardRules rules;
    if (protection_ == Protection::rows) rules.k_customer = k_fewest_employees;
    if (chance(0.8)) rules.employee_attributes = {"tenure"};
    if (chance(0.8)) rules.parents = parents_;
    return rules;
  }

  /// Measures of the same answers: all, those without leaders, and whoever else; each beside the one of its codes.
  [[nodiscard]] std::string catalogue_text() const {
    const std::string whose = protection_ == Protection::blocks ? "voice_of = \"employee\"" : "voice_of = \"customer\"";
    std::string text;
    for (const std::string rating : {"nps", "stars"}) {
      for (const auto& [name, where] : {std::pair<std::string, std::string>{"all", whose},
                                        {"team", whose + " and attribute.role != \"leader\""},
                                        {"anybody", ""}}) {
        const auto measure = [&](const std::string& id, const std::string& value, const std::string& more) {
          text += "[" + id + "_" + rating + "_" + name + "]\nlabel = \"x\"\nwhere = '" + where +
                  "'\nvalue = \"rating." + value + "\"\n" + more + "\n";
        };
        measure("mean", rating, "estimator = \"mean\"\nscale = [0, 10]");
        measure("net", rating, "estimator = \"net_share\"\npositive = \">= 9\"\nnegative = \"<= 3\"");
        measure("share", rating, "estimator = \"share\"\npositive = \">= 4\"");
        measure("count", rating, "estimator = \"count\"");
        measure("spread", rating, "estimator = \"distribution\"");
        measure("code", rating + "_code", "estimator = \"distribution\"");
      }
    }
    return text;
  }

  std::string listed(const std::vector<std::string>& units) const {
    std::string text;
    for (const std::string& unit : units) text += (text.empty() ? "\"" : ", \"") + unit + "\"";
    return "unit in (" + text + ")";
  }

  std::string subtree(const std::string& top) const {
    std::vector<std::string> below{top};
    for (const std::string& unit : units_) {  // parents come before their children
      const auto parent = parents_.find(unit);
      if (parent != parents_.end() && std::ranges::find(below, parent->second) != below.end()) below.push_back(unit);
    }
    return listed(below);
  }

  std::string condition() {
    switch (below(5)) {
      case 0:
        return "unit = \"" + one_of(units_) + "\"";
      case 1:
        return "unit != \"" + one_of(units_) + "\"";
      case 2:
        return "attribute.tenure = \"" + std::string(1, static_cast<char>('a' + below(3))) + "\"";
      case 3: {
        std::vector<std::string> some;
        for (const std::string& unit : units_) {
          if (chance(0.5)) some.push_back(unit);
        }
        return some.empty() ? subtree("top") : listed(some);
      }
      default:
        return subtree(one_of(units_));
    }
  }

  std::string where() {
    if (chance(0.3)) return {};
    std::string text = condition();
    if (chance(0.3)) text = "(" + text + ")" + (chance(0.5) ? " and " : " or ") + "(" + condition() + ")";
    return chance(0.1) ? "not (" + text + ")" : text;
  }

  Question question() {
    Question asked;
    asked.where = where();
    if (chance(0.4)) asked.by.emplace_back("unit");
    if (chance(0.2)) asked.by.emplace_back("attribute.tenure");
    const std::vector<Grain> grains{Grain::none, Grain::none, Grain::month, Grain::quarter, Grain::year, Grain::week};
    asked.every = one_of(grains);
    const auto some_day = [&] {
      const Day day{day_from_text("2024-12-20")->days + static_cast<std::int32_t>(below(720))};
      return chance(0.7) ? period_start(Grain::month, day) : day;
    };
    if (chance(0.4)) asked.from = some_day();
    if (chance(0.4)) asked.to = some_day();
    if (asked.from && asked.to && *asked.to <= *asked.from) asked.to.reset();
    return asked;
  }

  /// Asks one question as a figure and as codes. Nothing where it is not answered.
  Result<void> ask_one(const facts::Facts& facts, const std::string& rating, std::set<Row>& rows,
                       AttackResult& result) {
    Question asked = question();
    const std::string whose = one_of<std::string>({"all", "team", "anybody"});
    const std::string kind = one_of<std::string>({"mean", "mean", "net", "share", "count", "spread"});
    asked.measure = kind + "_" + rating + "_" + whose;
    const auto answer = ask(catalogue_, facts, guards_, asked);
    asked.measure = "code_" + rating + "_" + whose;
    const auto codes = ask(catalogue_, facts, guards_, asked);
    for (const auto* one : {&answer, &codes}) {
      const bool is_fault = !*one && one->error().code != Code::too_large && one->error().code != Code::not_found;
      if (is_fault) return std::unexpected(one->error());
    }
    if (!answer || !codes) return {};

    const auto behind = people_behind(*codes);
    std::map<Key, std::map<std::string, std::int64_t>> hits;
    for (const AnswerRow& row : answer->rows) {
      if (row.n == 0) continue;  // withheld; where one answer is too few for a mean, n is told all the same
      ++result.figures;
      Key key = key_of(row);
      if (kind == "spread") key.first.pop_back();
      const auto who = behind.find(key);
      if (who == behind.end() || std::ranges::count(who->second, 1) != row.n) {
        ++result.wrong;
        continue;
      }
      if (kind == "mean" && !is_mean_of(row, rating, who->second)) ++result.wrong;
      rows.insert(of_employees(who->second));
    }
    return {};
  }

  using Key =
      std::pair<std::vector<std::pair<std::string, std::optional<std::string>>>, std::pair<std::optional<Day>, bool>>;
  static Key key_of(const AnswerRow& row) { return {row.slice, {row.from, row.undated}}; }

  [[nodiscard]] std::map<Key, Row> people_behind(const Answer& codes) const {
    std::map<Key, Row> behind;
    for (const AnswerRow& row : codes.rows) {
      const auto* share = std::get_if<Estimate>(&row.is);
      if (share == nullptr || share->value == 0) continue;
      Key key = key_of(row);
      const auto code = std::stoul(key.first.back().second.value());
      key.first.pop_back();
      Row& who = behind.try_emplace(std::move(key), said_.size(), std::int8_t{0}).first->second;
      who[code] = 1;
    }
    return behind;
  }

  [[nodiscard]] bool is_mean_of(const AnswerRow& row, const std::string& rating, const Row& who) const {
    const auto* mean = std::get_if<Estimate>(&row.is);
    if (mean == nullptr) return true;
    double sum = 0;
    for (std::size_t at = 0; at < who.size(); ++at) {
      if (who[at] != 0) sum += rating == "nps" ? said_[at].nps : said_[at].stars;
    }
    return std::abs(mean->value * static_cast<double>(row.n) - sum) < 1e-6;
  }

  /// What customers said is free: the attacker takes it off.
  [[nodiscard]] Row of_employees(Row who) const {
    for (std::size_t at = 0; at < who.size(); ++at) {
      if (said_[at].customer) who[at] = 0;
    }
    return who;
  }

  /// How many people these are; `enough` where there are as many.
  template <class Values>
  [[nodiscard]] std::size_t people_in(const Values& values, std::size_t enough) const {
    std::set<std::uint64_t> people;
    for (std::size_t at = 0; at < values.size() && people.size() < enough; ++at) {
      if (values[at] != 0) people.insert(said_[at].person);
    }
    return people.size();
  }

  /// Differences of any two figures, and the reduced form of all of them, which has combinations of as few answers as elimination finds.
  void look_for_few(std::vector<Row> rows, AttackResult& result) const {
    const auto note = [&](const auto& combination) {
      const std::size_t people = people_in(combination, result.fewest);
      if (people > 0) result.fewest = std::min(result.fewest, people);
    };
    for (std::size_t a = 0; a < rows.size(); ++a) {
      note(rows[a]);
      for (std::size_t b = 0; b < a; ++b) {
        Row difference = rows[a];
        for (std::size_t at = 0; at < difference.size(); ++at) {
          difference[at] = static_cast<Row::value_type>(difference[at] - rows[b][at]);
        }
        note(difference);
      }
    }
    for (const auto& combination : reduced(rows)) note(combination);

    // Answers that stand in the same figures have the same weight in every combination of them.
    std::map<Row, std::set<std::uint64_t>> atoms;
    for (std::size_t at = 0; at < said_.size(); ++at) {
      Row column;
      for (const Row& row : rows) column.push_back(row[at]);
      if (std::ranges::count(column, 1) > 0) atoms[std::move(column)].insert(said_[at].person);
    }
    for (const auto& [column, people] : atoms) result.smallest_atom = std::min(result.smallest_atom, people.size());
  }

  /// Reduced row echelon form over a large prime field: what is zero in the rationals is zero here.
  static std::vector<std::vector<std::int64_t>> reduced(const std::vector<Row>& rows) {
    constexpr std::int64_t k_prime = 1'000'000'007;
    std::vector<std::vector<std::int64_t>> matrix;
    for (const Row& row : rows) matrix.emplace_back(row.begin(), row.end());
    const std::size_t width = rows.empty() ? 0 : rows.front().size();
    std::size_t rank = 0;
    for (std::size_t column = 0; column < width && rank < matrix.size(); ++column) {
      const auto from = matrix.begin() + static_cast<std::ptrdiff_t>(rank);
      const auto pivot = std::find_if(from, matrix.end(), [&](const auto& row) { return row[column] != 0; });
      if (pivot == matrix.end()) continue;
      std::swap(*from, *pivot);
      const std::int64_t inverse = power(matrix[rank][column], k_prime - 2, k_prime);
      for (std::int64_t& value : matrix[rank]) value = value * inverse % k_prime;
      for (std::size_t at = 0; at < matrix.size(); ++at) {
        const std::int64_t times = matrix[at][column];
        if (at == rank || times == 0) continue;
        for (std::size_t i = column; i < width; ++i) {
          matrix[at][i] = (matrix[at][i] + (k_prime - times) * matrix[rank][i]) % k_prime;
        }
      }
      ++rank;
    }
    matrix.resize(rank);
    return matrix;
  }

  static std::int64_t power(std::int64_t base, std::int64_t exponent, std::int64_t prime) {
    std::int64_t result = 1;
    for (base %= prime; exponent > 0; exponent /= 2, base = base * base % prime) {
      if (exponent % 2 == 1) result = result * base % prime;
    }
    return result;
  }

  std::mt19937_64 random_;
  Protection protection_;
  std::vector<std::string> units_;
  std::map<std::string, std::string> parents_;
  std::vector<Said> said_;
  Guards guards_;
  Catalogue catalogue_;
};

}  // namespace bellwether::measure
