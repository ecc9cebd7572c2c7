// The example of docs/hooks.md does what the page says.
#include "listen/hooks/received_for_test.hpp"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

/// The indented lines behind a line of the page, without their indent.
std::string block_after(const std::string& page, const std::string& line) {
  std::istringstream lines(page.substr(page.find("\n" + line + "\n") + line.size() + 2));
  std::string block;
  for (std::string each; std::getline(lines, each) && (each.empty() || each.starts_with("    "));) {
    block += each.empty() ? "\n" : each.substr(4) + "\n";
  }
  return block;
}

class HooksPage : public Received {};

TEST_F(HooksPage, TellsTheTruth) {
  std::ifstream file(std::string(BELLWETHER_SOURCE_DIR) + "/docs/hooks.md");
  std::ostringstream read;
  read << file.rdbuf();
  const std::string page = read.str();
  const auto hook = hook_from_toml(block_after(page, "## Your own"), "docs/hooks.md");
  ASSERT_TRUE(hook) << to_text(hook.error());
  const HookReply reply = receive_signed(*hook, block_after(page, "For the request"));
  const HookFacts told_by_page = told(reply, {"12"});
  EXPECT_EQ(told_by_page,
            (HookFacts{{".topic: bill", "at: 2026-11-16T09:06:40Z", "channel: ticket", "csat: 5", "customer: 12",
                        "source: helpdesk", "text: Quick & kind", "unit: online", "voice_of: customer"}}));
  const ToldLine plain = intake.read_line(block_after(page, "the signal is"), 0, FactKind::signal,
                                          {.source = "helpdesk", .scope = {}, .idempotency_key = {}}, k_now);
  ASSERT_TRUE(plain.entry) << plain.faults.at(0).what;
  ASSERT_EQ(reply.lines.size(), 1U);
  EXPECT_EQ(reply.lines[0].id, plain.id);
  EXPECT_EQ(reply.lines[0].entry->content, plain.entry->content) << "the same signal, told directly";
}

}  // namespace
}  // namespace bellwether::listen
