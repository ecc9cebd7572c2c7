#include "serve/http/certificate_for_test.hpp"
#include "serve/http/served_for_test.hpp"

#include <fstream>
#include <memory>

#include <openssl/ssl.h>

namespace bellwether::http {
namespace {

struct Tls : Served {
  Tls() {
    settings.certificate = {.chain_file = authority.chain_file(), .key_file = authority.key_file()};
    answers("/echo", [](const Request& request) { return text(request.scheme + request.body); });
  }
  [[nodiscard]] Error refused(Certificate certificate) const {
    Settings with = settings;
    with.listen = {*endpoint_from("127.0.0.1:0")};
    with.certificate = std::move(certificate);
    auto started = Server::start(std::move(with), {});
    EXPECT_FALSE(started);
    return started ? Error() : started.error();
  }

  Authority authority;
};

/// What a client of TLS gets back for a request, read until the server closes; nothing where there is no handshake.
std::optional<std::string> asked(Client& client, const std::string& request, int most_version = TLS1_3_VERSION,
                                 const std::string& protocols = {}) {
  const Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), most_version);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
  if (!protocols.empty()) {
    SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
  }
  const Secured tls(SSL_new(context.get()));
  SSL_set_fd(tls.get(), client.socket());
  if (SSL_connect(tls.get()) != 1) return {};
  if (SSL_write(tls.get(), request.data(), static_cast<int>(request.size())) <= 0) return {};
  std::string all;
  char bytes[16 << 10];
  for (;;) {
    const int got = SSL_read(tls.get(), bytes, sizeof(bytes));
    if (got <= 0) return all;
    all.append(bytes, static_cast<std::size_t>(got));
  }
}

TEST_F(Tls, CarriesRequests) {
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Client one = client();
    const auto answer = asked(one, post("/echo", "1") + post("/echo", "2", "Connection: close\r\n"), version);
    ASSERT_TRUE(answer) << version;
    EXPECT_NE(answer->find("\r\n\r\nhttps1HTTP/1.1 200 OK\r\n"), std::string::npos);
    EXPECT_TRUE(answer->ends_with("\r\n\r\nhttps2"));
  }
}

TEST_F(Tls, CarriesMuchInBothDirections) {
  settings.limits.body_bytes = 8 << 20;
  start();
  Client one = client();
  const std::string body(4 << 20, 'x');
  const auto answer = asked(one, post("/echo", body, "Connection: close\r\n"));
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->ends_with("\r\n\r\nhttps" + body));
}

TEST_F(Tls, SpeaksNothingOlderThanTls12) {
  start();
  Client one = client();
  EXPECT_FALSE(asked(one, get("/echo"), TLS1_1_VERSION));
}

TEST_F(Tls, SpeaksHttp11WhereTheClientOffersIt) {
  start();
  Client both = client();
  EXPECT_TRUE(asked(both, get("/echo", "Connection: close\r\n"), TLS1_3_VERSION, "\x02h2\x08http/1.1"));
  Client newer = client();
  EXPECT_FALSE(asked(newer, get("/echo"), TLS1_3_VERSION, "\x02h2"));
}

TEST_F(Tls, ClosesWhoeverDoesNotShakeHands) {
  settings.limits.head_time = std::chrono::milliseconds(200);
  start();
  Client silent = client();
  EXPECT_TRUE(silent.is_closed());
  Client plain = client();
  plain.send(get("/echo"));
  EXPECT_FALSE(plain.read_all().starts_with("HTTP"));
}

TEST_F(Tls, SaysWhatIsWrongWithItsFiles) {
  const Certificate good = *settings.certificate;
  const Error missing = refused({.chain_file = authority.file("none.pem"), .key_file = good.key_file});
  EXPECT_EQ(missing.code, Code::not_found);
  EXPECT_EQ(missing.where, authority.file("none.pem").string());
  EXPECT_EQ(refused({.chain_file = good.chain_file, .key_file = authority.file("none.pem")}).code, Code::not_found);
  EXPECT_EQ(refused({.chain_file = authority.file(""), .key_file = good.key_file}).code, Code::io);

  std::ofstream(authority.file("words.pem")) << "not a certificate\n";
  const Error words = refused({.chain_file = authority.file("words.pem"), .key_file = good.key_file});
  EXPECT_EQ(words.code, Code::bad_input);
  EXPECT_NE(words.message.find("no certificate"), std::string::npos) << words.message;
  const Error no_key = refused({.chain_file = good.chain_file, .key_file = good.chain_file});
  EXPECT_EQ(no_key.code, Code::bad_input);
  EXPECT_NE(no_key.message.find("no private key"), std::string::npos) << no_key.message;

  const Key other(EVP_EC_gen("P-256"));
  Authority::write_key(authority.file("other.pem"), other.get());
  const Error mismatch = refused({.chain_file = good.chain_file, .key_file = authority.file("other.pem")});
  EXPECT_EQ(mismatch.code, Code::bad_input);
  EXPECT_NE(mismatch.message.find("does not belong"), std::string::npos) << mismatch.message;

  Authority::write_key(authority.file("locked.pem"), authority.key(), "secret");
  EXPECT_EQ(refused({.chain_file = good.chain_file, .key_file = authority.file("locked.pem")}).code, Code::bad_input);
}

}  // namespace
}  // namespace bellwether::http
