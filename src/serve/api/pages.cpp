#include "serve/api/pages.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <zlib.h>

namespace bellwether::api {

namespace {

namespace fs = std::filesystem;

constexpr auto k_types = std::to_array<std::pair<std::string_view, std::string_view>>({
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
});

/// What a page may load and do: its own files, and nothing from elsewhere. Styles are set by scripts, too (charts).
constexpr std::string_view k_policy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

std::string type_of(const fs::path& file) {
  const std::string ending = lower_ascii(file.extension().string());
  const auto* const known = std::ranges::find(k_types, ending, &std::pair<std::string_view, std::string_view>::first);
  return std::string(known == k_types.end() ? "application/octet-stream" : known->second);
}

bool is_picture_or_font(std::string_view type) {
  return type.starts_with("font/") || (type.starts_with("image/") && !type.starts_with("image/svg"));
}

/// gzip; empty where it saves less than a tenth.
std::string zipped(std::string bytes) {
  z_stream stream{};
  constexpr int k_gzip = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, k_gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  if (out.size() * 10 > bytes.size() * 9) out.clear();
  return out;
}

std::string etag_of(const std::string& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr);
  std::string text = "\"";
  for (std::size_t i = 0; i < 12; ++i) fmt::format_to(std::back_inserter(text), "{:02x}", hash.at(i));
  return text + "\"";
}

Result<std::string> content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) return fail(Code::io, "can't be read", file.string());
  return bytes;
}

bool takes_gzip(const http::Request& head) {
  for (const std::string_view field : head.headers.all("Accept-Encoding")) {
    for (const std::string_view coding : split(field, ',')) {
      const std::string one = lower_ascii(trim(coding));
      if (one == "gzip" || (one.starts_with("gzip;") && !one.ends_with("q=0"))) return true;
    }
  }
  return false;
}

bool holds(const http::Request& head, std::string_view etag) {
  const auto told = head.headers.find("If-None-Match");
  return told && (told->find(etag) != std::string_view::npos || trim(*told) == "*");
}

}  // namespace

Result<Pages> Pages::read(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_regular_file(folder / "index.html", error)) {
    return fail(Code::not_found, "there are no pages here: index.html is missing", folder.string(), "run make build");
  }
  Pages pages;
  std::size_t total = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file()) continue;
    auto bytes = content_of(entry.path());
    if (!bytes) return std::unexpected(bytes.error());
    total += bytes->size();
    if (pages.files_.size() == k_most_files || total > k_most_bytes) {
      return fail(Code::too_large, "this is more than pages have", folder.string());
    }
    const std::string path = "/" + entry.path().lexically_relative(folder).generic_string();
    File file{.type = type_of(entry.path()),
              .etag = etag_of(*bytes),
              .lasts = path.starts_with("/assets/"),
              .bytes = {},
              .zipped = {}};
    if (!is_picture_or_font(file.type)) {
      if (std::string small = zipped(*bytes); !small.empty()) {
        file.zipped = std::make_shared<const std::string>(std::move(small));
      }
    }
    file.bytes = std::make_shared<const std::string>(*std::move(bytes));
    pages.files_.emplace(path, std::move(file));
  }
  if (error) return fail(Code::io, "can't be read: " + error.message(), folder.string());
  return pages;
}

const Pages::File* Pages::file_for(std::string_view path) const {
  if (const auto at = files_.find(path); at != files_.end()) return &at->second;
  if (path == "/v1" || path.starts_with("/v1/") || path.starts_with("/assets/")) return nullptr;
  const auto index = files_.find("/index.html");
  return index == files_.end() ? nullptr : &index->second;
}

std::optional<http::Response> Pages::find(const http::Request& head) const {
  if (head.method != "GET" && head.method != "HEAD") return std::nullopt;
  const File* const file = file_for(head.path);
  if (file == nullptr) return std::nullopt;
  http::Response response;
  response.headers.add("Content-Type", file->type);
  response.headers.add("Cache-Control", file->lasts ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.add("ETag", file->etag);
  response.headers.add("Vary", "Accept-Encoding");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Content-Security-Policy", std::string(k_policy));
  if (head.scheme == "https") response.headers.add("Strict-Transport-Security", "max-age=31536000");
  if (holds(head, file->etag)) {
    response.status = 304;
    return response;
  }
  const bool zip = file->zipped && takes_gzip(head);
  if (zip) response.headers.add("Content-Encoding", "gzip");
  response.shared_body = zip ? file->zipped : file->bytes;
  return response;
}

std::optional<fs::path> pages_beside_program() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return std::nullopt;
  const fs::path folder = program.parent_path();
  // Beside the program, as installed, and as built: build/release/src/bellwether and build/web.
  for (const fs::path& place : {folder / "web", folder / "../share/bellwether/web", folder / "../../web"}) {
    if (fs::is_regular_file(place / "index.html", error)) return fs::weakly_canonical(place, error);
  }
  return std::nullopt;
}

}  // namespace bellwether::api
