#include "listen/hooks/path.hpp"

#include "listen/hooks/spot.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

constexpr std::string_view k_body = R"({
  "ticket": {"id": 7, "a.b": "dotted", "with \"quote\"": 1, "none": null},
  "parts": [{"n": "first"}, {"n": "second"}, {"n": "last"}],
  "answers": [{"type": "number", "number": 9, "field": {"ref": "nps", "id": 12}},
              {"type": "text", "text": "yes", "field": {"ref": "why"}},
              {"type": "number", "number": 4, "field": {"ref": "a]b"}}],
  "data": {"x/y": 1, "z": "two", "n": null}})";

class Paths : public testing::Test {
 protected:
  /// "pointer=value" of each place, or the error.
  std::vector<std::string> at(std::string_view text) {
    const auto path = Path::from(text);
    if (!path) return {path.error().message};
    const HookRequest request{.body = k_body,
                              .header = [](std::string_view name) -> std::optional<std::string> {
                                if (name != "X-Event") return std::nullopt;
                                return "opened";
                              },
                              .query = {}};
    const simdjson::dom::element body = parser.parse(k_body);
    const Item item{.request = request, .body = body, .here = {.node = body, .text = {}, .pointer = {}, .name = {}}};
    std::vector<std::string> all;
    for (const Spot& spot : spots_at(*path, item)) all.push_back(spot.pointer + "=" + text_of(spot).value_or("…"));
    return all;
  }
  using Found = std::vector<std::string>;
  simdjson::dom::parser parser;
};

TEST_F(Paths, LeadThroughMembers) {
  EXPECT_EQ(at("ticket.id"), Found{"/ticket/id=7"});
  EXPECT_EQ(at("$body.ticket.id"), Found{"/ticket/id=7"});
  EXPECT_EQ(at(R"(ticket["a.b"])"), Found{"/ticket/a.b=dotted"});
  EXPECT_EQ(at(R"(ticket["with \"quote\""])"), Found{"/ticket/with \"quote\"=1"});
  EXPECT_EQ(at(R"(data["x/y"])"), Found{"/data/x~1y=1"});
  EXPECT_EQ(at("ticket"), Found{"/ticket=…"});
}

TEST_F(Paths, LeadNowhereWhereNothingStands) {
  EXPECT_EQ(at("ticket.nothing"), Found{});
  EXPECT_EQ(at("ticket.none"), Found{}) << "null is not there";
  EXPECT_EQ(at("ticket.id.deeper"), Found{});
  EXPECT_EQ(at("ticket[0]"), Found{});
  EXPECT_EQ(at("parts.n"), Found{});
}

TEST_F(Paths, CountInListsFromBothEnds) {
  EXPECT_EQ(at("parts[0].n"), Found{"/parts/0/n=first"});
  EXPECT_EQ(at("parts[-1].n"), Found{"/parts/2/n=last"});
  EXPECT_EQ(at("parts[-3].n"), Found{"/parts/0/n=first"});
  EXPECT_EQ(at("parts[3].n"), Found{});
  EXPECT_EQ(at("parts[-4].n"), Found{});
}

TEST_F(Paths, SelectByWhatAnElementSays) {
  EXPECT_EQ(at("answers[field.ref=nps].number"), Found{"/answers/0/number=9"});
  EXPECT_EQ(at("answers[field.id=12].number"), Found{"/answers/0/number=9"}) << "numbers are compared as text";
  EXPECT_EQ(at(R"(answers[field.ref="a]b"].number)"), Found{"/answers/2/number=4"});
  EXPECT_EQ(at("answers[type=number].number"), Found{"/answers/0/number=9"}) << "the first that fits";
  EXPECT_EQ(at("answers[* type=number].number"), (Found{"/answers/0/number=9", "/answers/2/number=4"}));
  EXPECT_EQ(at("answers[type=date]"), Found{});
  EXPECT_EQ(at("parts[*].n"), (Found{"/parts/0/n=first", "/parts/1/n=second", "/parts/2/n=last"}));
  EXPECT_EQ(at("data[*]"), (Found{"/data/x~1y=1", "/data/z=two"}));
}

TEST_F(Paths, ReadHeadersAndParameters) {
  EXPECT_EQ(at("$header.X-Event"), Found{"=opened"});
  EXPECT_EQ(at("$header.Other"), Found{});
  EXPECT_EQ(at("$query.app"), Found{}) << "a request without parameters";
}

TEST(Path, TellsWhereItStopsBeingOne) {
  const auto message = [](std::string_view text) {
    const auto path = Path::from(text);
    return path ? "fine" : path.error().message;
  };
  EXPECT_EQ(message(""), "‘’ is no path: the path is empty at character 1");
  EXPECT_EQ(message("a..b"), "‘a..b’ is no path: a name is missing at character 3");
  EXPECT_EQ(message("a.b."), "‘a.b.’ is no path: a name is missing at character 5");
  EXPECT_EQ(message("a[0"), "‘a[0’ is no path: a ] is missing at character 4");
  EXPECT_EQ(message("a[name]"), "‘a[name]’ is no path: neither a number nor key=value at character 7");
  EXPECT_EQ(message("a[\"b]"), "‘a[\"b]’ is no path: a closing quote is missing at character 6");
  EXPECT_EQ(message("a[0]b"), "‘a[0]b’ is no path: a dot or [ is missing at character 5");
  EXPECT_EQ(message("$cookie.x"), "‘$cookie.x’ is no path: there is no such beginning at character 1");
  EXPECT_EQ(message("$header"), "‘$header’ is no path: one name stands behind $header and $query at character 8");
  EXPECT_EQ(message("a b"), "‘a b’ is no path: a dot or [ is missing at character 2");
  EXPECT_EQ(Path::from(std::string(501, 'a')).error().code, Code::too_large);
}

RC_GTEST_PROP(Path, TakesAnyTextOrSaysWhyNot, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a.[]*=\"$ -1\\{}body")));
  const auto path = Path::from(text);
  if (path) RC_ASSERT(path->text() == text);
  if (!path) RC_ASSERT(!path.error().message.empty());
}

}  // namespace
}  // namespace bellwether::listen
