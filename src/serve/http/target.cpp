#include "serve/http/target.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

namespace bellwether::http {

namespace {

int hex_value(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

enum class Plus : bool { stays, is_space };

std::unexpected<Error> refused(std::string message, std::string_view where) {
  return fail(Code::bad_input, std::move(message), std::string(where),
              "send a path such as /v1/signals, escaped as in RFC 3986");
}

Result<std::string> decoded(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  bool plain = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
      if (high < 0 || low < 0) return refused("the target holds a \"%\" without two hex digits", "target");
      out += static_cast<char>(high * 16 + low);
      at += 2;
      plain = false;
    } else {
      out += text[at] == '+' && plus == Plus::is_space ? ' ' : text[at];
      plain = plain && static_cast<unsigned char>(text[at]) < 0x80;
    }
  }
  if (!plain && (out.find('\0') != std::string::npos || !is_utf8(out))) {
    return refused("the target is not UTF-8 text once decoded", "target");
  }
  return out;
}

Result<std::vector<std::string>> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  if (path == "/" || path == "*") return segments;
  path.remove_prefix(1);
  for (const std::string_view part : split(path, '/')) {
    auto segment = decoded(part, Plus::stays);
    if (!segment) return std::unexpected(segment.error());
    if (*segment == "." || *segment == ".." || segment->find_first_of("/\\") != std::string::npos) {
      return refused("the path has a segment that leads elsewhere (\".\", \"..\" or an escaped slash)", "target");
    }
    segments.push_back(*std::move(segment));
  }
  return segments;
}

Result<std::vector<Parameter>> query_of(std::string_view text) {
  std::vector<Parameter> query;
  for (const std::string_view part : split(text, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    auto name = decoded(part.substr(0, equals), Plus::is_space);
    if (!name) return std::unexpected(name.error());
    auto value =
        decoded(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), Plus::is_space);
    if (!value) return std::unexpected(value.error());
    query.push_back({.name = *std::move(name), .value = *std::move(value)});
  }
  return query;
}

/// Takes "http://host" off the front of an absolute form; what stays may be empty or begin with "?".
std::optional<std::string> host_taken_from(std::string_view& text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.size() <= scheme.size() || !equals_ignoring_case(text.substr(0, scheme.size()), scheme)) continue;
    text.remove_prefix(scheme.size());
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    std::string host(text.substr(0, end));
    text.remove_prefix(end);
    if (host.empty() || host.find('@') != std::string::npos) return {};
    return host;
  }
  return {};
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text) { return decoded(text, Plus::stays); }

Result<Target> target_from(std::string_view text) {
  Target target;
  if (!text.starts_with('/') && text != "*") {
    auto host = host_taken_from(text);
    if (!host) return refused("the target is no path", "target");
    target.host = *std::move(host);
  }
  if (text.find('#') != std::string_view::npos) return refused("the target holds a \"#\"", "target");
  const std::size_t question = text.find('?');
  const std::string_view path = text.substr(0, question);
  target.path = path.empty() ? "/" : std::string(path);
  auto segments = segments_of(target.path);
  if (!segments) return std::unexpected(segments.error());
  target.segments = *std::move(segments);
  if (question != std::string_view::npos) {
    auto query = query_of(text.substr(question + 1));
    if (!query) return std::unexpected(query.error());
    target.query = *std::move(query);
  }
  return target;
}

}  // namespace bellwether::http
