#include "serve/http/response_text.hpp"

#include "serve/http/problem.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::http {
namespace {

TEST(ResponseText, IsOneHead) {
  const Response response{.status = 201, .headers = {{"Location", "/v1/units/7"}}, .body = "made"};
  EXPECT_EQ(
      head_text(response, {.request_id = "abc", .date = "today"}),
      "HTTP/1.1 201 Created\r\nDate: today\r\nLocation: /v1/units/7\r\nContent-Length: 4\r\nX-Request-Id: abc\r\n\r\n");
  EXPECT_EQ(
      head_text({.status = 299}, {.framing = Framing::chunks, .stays = false}),
      "HTTP/1.1 299 Status\r\nDate: \r\nTransfer-Encoding: chunked\r\nConnection: close\r\nX-Request-Id: \r\n\r\n");
}

TEST(ResponseText, IsNoneWhereAFieldWouldBreakOut) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"A", "b\r\nC: d"},
                                                                                    {"A", "b\nc"},
                                                                                    {"A", std::string("b\0c", 3)},
                                                                                    {"A\r\nB", "c"},
                                                                                    {"A B", "c"},
                                                                                    {"", "c"},
                                                                                    {"A:", "c"},
                                                                                    {"A", "\x7F"},
                                                                                    {"content-length", "3"},
                                                                                    {"Transfer-Encoding", "x"},
                                                                                    {"Connection", "close"},
                                                                                    {"DATE", "now"}}) {
    EXPECT_FALSE(head_text({.headers = {{name, value}}}, {})) << name;
  }
  EXPECT_FALSE(head_text({.status = 99}, {}));
  EXPECT_FALSE(head_text({.status = 600}, {}));
  EXPECT_TRUE(head_text({.headers = {{"A", "caf\xC3\xA9\tb"}}}, {}));
}

RC_GTEST_PROP(ResponseText, HasAsManyLinesAsFields, (const std::vector<std::pair<std::string, std::string>>& fields)) {
  Response response;
  for (const auto& [name, value] : fields) response.headers.add(name, value);
  const auto text = head_text(response, {.request_id = "abc", .date = "today"});
  if (!text) return;
  std::size_t lines = 0;
  for (std::size_t at = text->find("\r\n"); at != std::string::npos; at = text->find("\r\n", at + 2)) ++lines;
  RC_ASSERT(lines == fields.size() + 5);
}

TEST(ResponseText, WritesDatesAsTheProtocolDoes) {
  EXPECT_EQ(date_text(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");  // the example of RFC 9110 §5.6.7
  EXPECT_EQ(date_text(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(ResponseText, WritesChunks) {
  std::string text;
  add_chunk(text, "0123456789abcdef");
  add_chunk(text, "");
  EXPECT_EQ(text, "10\r\n0123456789abcdef\r\n");
}

TEST(Problem, SaysWhatWasWrong) {
  const Response response =
      problem({.code = Code::too_large, .message = "too much", .where = "/3", .mend = "send less"}, "abc");
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(response.headers.find("content-type"), "application/problem+json");
  EXPECT_EQ(response.body,
            R"({"title":"Content Too Large","status":413,"detail":"too much (/3); send less","request_id":"abc"})");
  EXPECT_TRUE(nlohmann::json::accept(problem(400, "not UTF-8: \xFF", "abc").body));
}

TEST(Problem, HasAStatusForEachCode) {
  const auto status = [](Code code) {
    return problem(Error{.code = code, .message = "m", .where = {}, .mend = {}}, "").status;
  };
  EXPECT_EQ(status(Code::bad_input), 400);
  EXPECT_EQ(status(Code::withheld), 403);
  EXPECT_EQ(status(Code::not_found), 404);
  EXPECT_EQ(status(Code::conflict), 409);
  EXPECT_EQ(status(Code::unsupported), 422);
  EXPECT_EQ(status(Code::not_enough), 422);
  EXPECT_EQ(status(Code::full), 503);
  EXPECT_EQ(status(Code::damaged), 500);
}

TEST(Headers, AreFoundWhateverTheirCase) {
  const Headers headers{{"Content-Type", "a"}, {"accept", "b"}, {"ACCEPT", "c"}};
  EXPECT_EQ(headers.find("content-type"), "a");
  EXPECT_EQ(headers.all("Accept"), (std::vector<std::string_view>{"b", "c"}));
  EXPECT_FALSE(headers.find("host"));
}

}  // namespace
}  // namespace bellwether::http
