// Any bytes as what programs, webhooks and pages send: each line is an entry that can be read back, or faults with a place; never both.
#include "listen/hooks/hooks.hpp"
#include "listen/hooks/receive.hpp"
#include "listen/intake/intake.hpp"
#include "listen/site/site_events.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace listen = bellwether::listen;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

constexpr bellwether::Instant k_now{.us = 1'795'000'000'000'000};

void check(const listen::ToldLine& line) {
  demand(line.entry.has_value() != !line.faults.empty());
  for (const listen::Fault& fault : line.faults) {
    demand(!fault.what.empty());
    demand(fault.pointer.empty() || fault.pointer.front() == '/');
  }
  if (!line.entry) return;
  bellwether::facts::SignalBatch signals;
  bellwether::facts::ActBatch acts;
  demand(listen::read_entry(line.entry->bytes, signals, acts).has_value());
  demand(signals.size() + acts.size() == 1);
}

void check(const std::vector<listen::ToldLine>& lines) {
  for (const listen::ToldLine& line : lines) check(line);
}

/// The shipped mappings, as if nobody signed.
const std::vector<listen::Hook>& hooks() {
  static const std::vector<listen::Hook> k_hooks = [] {
    std::vector<listen::Hook> all;
    static const auto k_loaded = listen::Hooks::load({});
    demand(k_loaded.has_value());
    for (const char* name : {"appstore", "formbricks", "formbricks_hub", "github", "googleplay", "intercom", "slack",
                             "typeform", "zendesk"}) {
      const listen::Hook* const hook = k_loaded->find(name);
      demand(hook != nullptr);
      all.push_back(*hook);
      all.back().signature = {};
    }
    return all;
  }();
  return k_hooks;
}

const listen::Site& site() {
  static const listen::Site k_site = [] {
    const auto made = listen::site_from_toml(
        "name = \"shop\"\nsource = \"shop\"\norigins = [\"https://shop.example.org\"]\nunits = [\"Lyon\"]\ntouchpoints "
        "= [\"checkout\"]\n"
        "ratings = [\"ease\"]\nattributes = [\"plan\"]\n",
        "shop.toml");
    demand(made.has_value());
    return *made;
  }();
  return k_site;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const bellwether::Zone k_zone = bellwether::Zone::named("Europe/Paris").value();
  static listen::Intake intake(bellwether::guard::Pseudonyms(std::array<unsigned char, 16>{7}), k_zone);
  const std::uint8_t way = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto kind = (way & 1U) != 0 ? listen::FactKind::signal : listen::FactKind::act;
  const listen::Sender sender{
      .source = (way & 2U) != 0 ? "shop" : "", .scope = "key", .idempotency_key = (way & 4U) != 0 ? "once" : ""};
  switch (way >> 3U) {
    case 0:
      return check(intake.read(text, kind, sender, k_now)), 0;
    case 1:
      return check(intake.read_line(text, 3, kind, sender, k_now)), 0;
    case 2:
      return check(intake.read_events(text, kind, sender, k_now)), 0;
    case 3: {
      const std::string_view id = text.substr(0, text.find('\n'));
      const listen::EventContext context{
          .specversion = "1.0", .id = id, .source = "/a", .type = id, .time = id, .datacontenttype = {}};
      return check(intake.read_event(context, text, kind, sender, k_now)), 0;
    }
    case 4: {
      const auto request = listen::read_site_request(text);
      if (!request) return demand(!request.error().message.empty()), 0;
      for (const auto& line : listen::read_site_events(site(), *request, (way & 1U) != 0, intake, k_now)) {
        if (!line.left_out) check(line.told);
      }
      return 0;
    }
    default: {
      const listen::Hook& hook = hooks()[way % hooks().size()];
      const auto nothing = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
      const auto event = [&](std::string_view) -> std::optional<std::string> {
        return std::string(text.substr(0, 20));
      };
      check(listen::receive(hook, {.body = text, .header = event, .query = nothing}, nothing, intake, hook.name, k_now)
                .lines);
      return 0;
    }
  }
}
