#include "serve/api/intake_lines.hpp"

#include "base/text.hpp"
#include "serve/api/told_lines.hpp"
#include "serve/http/problem.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::api {

namespace {

constexpr std::size_t k_longest_line = 2 << 20;

/// One request while its lines come. Whoever goes on with it holds it.
class Lines : public std::enable_shared_from_this<Lines> {
 public:
  Lines(House& house, listen::FactKind kind, listen::Sender sender, bool all, http::BodyReader body, http::Stream out)
      : house_(house),
        kind_(kind),
        sender_(std::move(sender)),
        all_results_(all),
        body_(std::move(body)),
        out_(std::move(out)) {}

  void go_on() {
    body_.next([self = shared_from_this()](http::BodyReader::Piece piece) { self->take(std::move(piece)); });
  }

 private:
  void take(http::BodyReader::Piece piece) {
    if (!piece) {
      sum_up("the rest did not come: " + piece.error().message);
      return;
    }
    at_end_ = !piece->has_value();
    if (!at_end_) rest_ += **piece;
    std::vector<listen::ToldLine> told;
    numbers_.clear();
    {
      const auto intake = house_.intakes().lease();
      const Instant when = now();
      std::size_t begin = 0;
      while (begin < rest_.size()) {
        std::size_t end = rest_.find('\n', begin);
        if (end == std::string::npos) {
          if (!at_end_) break;
          end = rest_.size();
        }
        const std::string_view line = trim(std::string_view(rest_).substr(begin, end - begin));
        if (!line.empty()) {
          told.push_back(intake->read_line(line, next_, kind_, sender_, when));
          numbers_.push_back(next_);
        }
        ++next_;
        begin = std::min(end + 1, rest_.size());
      }
      rest_.erase(0, begin);
    }
    if (rest_.size() > k_longest_line) {
      too_long_ = true;
      rest_.clear();
    }
    put(std::move(told));
  }

  void put(std::vector<listen::ToldLine> lines) {
    auto told = std::make_shared<ToldLines>(std::move(lines));
    std::vector<inbox::Entry> entries = told->entries();
    if (entries.empty()) {
      answer(*told);
      return;
    }
    auto placed = [self = shared_from_this(), told](const Result<std::vector<inbox::Placed>>& result) {
      if (!result) return self->stop_at(self->numbers_.front(), result.error());
      told->place(*result);
      self->answer(*told);
    };
    const auto taken = house_.inbox().put(std::move(entries), Zone::utc().day_at(now()), std::move(placed));
    if (!taken) stop_at(numbers_.front(), taken.error());
  }

  void answer(const ToldLines& told) {
    std::string text;
    for (std::size_t i = 0; i < told.size(); ++i) {
      const bool taken = told.is_taken(i);
      ++(taken ? taken_ : rejected_);
      if (taken && !all_results_) continue;
      Json line{{"line", numbers_[i]}};
      line.update(told.result(i));
      text += line.dump() + '\n';
    }
    // All that there is to say of a piece goes in one: that finds room.
    if (too_long_) {
      sum_up("a line is longer than 2 MB", next_, std::move(text));
    } else if (at_end_) {
      sum_up({}, {}, std::move(text));
    } else if (text.empty() || out_.send(text)) {
      go_on();
    }  // else nobody listens any more; what was taken stays
  }

  void stop_at(std::uint64_t line, const Error& error) {
    Json end = sums();
    end["stopped_at"] = line;
    end["why"] = error.message;
    end["retry_after"] = 2;
    finish(end);
  }
  void sum_up(std::string_view why, std::optional<std::uint64_t> stopped_at = {}, std::string before = {}) {
    Json end = sums();
    if (stopped_at) end["stopped_at"] = *stopped_at;
    if (!why.empty()) end["why"] = why;
    finish(end, std::move(before));
  }
  [[nodiscard]] Json sums() const { return {{"taken", taken_}, {"rejected", rejected_}, {"lines", next_}}; }
  void finish(const Json& end, std::string text = {}) const {
    text += end.dump() + '\n';
    out_.send(text);
    out_.end();
  }

  House& house_;
  listen::FactKind kind_;
  listen::Sender sender_;
  bool all_results_;
  http::BodyReader body_;
  http::Stream out_;
  std::string rest_;                    ///< of the body, behind the last whole line
  std::vector<std::uint64_t> numbers_;  ///< of the lines under way
  std::uint64_t next_ = 0;              ///< number of the next line
  std::uint64_t taken_ = 0, rejected_ = 0;
  bool at_end_ = false, too_long_ = false;
};

}  // namespace

void take_lines(House& house, listen::FactKind kind, Call&& call, const http::BodyReader& body,
                const http::Reply& reply) {
  auto sender = sender_of(call);
  if (!sender) return reply(http::problem(sender.error(), call.request.id));
  const auto results = http::parameter(call.request, "results").value_or("all");
  if (results != "all" && results != "faults") {
    return reply(http::problem(400, "results is all or faults", call.request.id));
  }
  http::Stream out =
      reply.stream({.status = 200, .headers = {{"Content-Type", std::string(k_lines)}}}, http::Reply::Kind::bytes);
  std::make_shared<Lines>(house, kind, *std::move(sender), results == "all", body, std::move(out))->go_on();
}

}  // namespace bellwether::api
