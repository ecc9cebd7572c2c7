#include "guard/access/api_keys.hpp"

#include "guard/access/access_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

class ApiKeys : public WithRecords {
 protected:
  MadeKey make(std::string name, std::vector<Scope> scopes = {Scope::send_signals}) const {
    auto transaction = begin();
    auto made = make_api_key(transaction, {.name = std::move(name), .scopes = std::move(scopes), .source = "shop"},
                             "owner", k_now);
    EXPECT_TRUE(made) << to_text(made.error());
    EXPECT_TRUE(transaction.commit());
    return made.value_or(MadeKey{});
  }
  [[nodiscard]] KeyRing ring() const {
    auto transaction = begin();
    return KeyRing::read(transaction).value();
  }
};

ON_EACH_ENGINE(ApiKeys);

TEST_P(ApiKeys, OpenWhatTheyAreFor) {
  const MadeKey made = make("web shop", {Scope::read_measures, Scope::send_signals, Scope::send_signals});
  EXPECT_EQ(made.secret.substr(0, 14), "bw_" + made.key.id + "_");
  const KeyRing held = ring();
  const ApiKey* key = held.find(made.secret);
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->name, "web shop");
  EXPECT_EQ(key->source, "shop");
  EXPECT_EQ(key->made_at, k_now);
  EXPECT_EQ(key->scopes, (std::vector{Scope::send_signals, Scope::read_measures}));
  EXPECT_TRUE(key->may(Scope::send_signals));
  EXPECT_FALSE(key->may(Scope::read_voices));
}

TEST_P(ApiKeys, NothingElseOpens) {
  const MadeKey made = make("web shop");
  const KeyRing held = ring();
  std::string other = made.secret;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  for (const std::string& wrong : {other, made.secret + "A", made.secret.substr(1), std::string(), std::string("bw_"),
                                   "bw_" + made.key.id + "_", std::string(10'000, 'x'), "bw_" + std::string(97, '_')}) {
    EXPECT_EQ(held.find(wrong), nullptr) << wrong;
  }
}

TEST_P(ApiKeys, TheSecretIsNotKept) {
  const MadeKey made = make("web shop");
  auto transaction = begin();
  const std::string secret = made.secret.substr(made.secret.rfind('_') + 1);
  EXPECT_TRUE(transaction.ask("SELECT id, name, scopes, source, made_by, made_at, hash FROM api_keys", 7, {},
                              [&](const records::Row& row) -> Result<void> {
                                for (std::size_t i = 0; i < 7; ++i)
                                  EXPECT_EQ(row.text(i).find(secret), std::string::npos);
                                return {};
                              }));
}

TEST_P(ApiKeys, OpenNothingOnceRevoked) {
  const MadeKey made = make("web shop");
  make("app");
  {
    auto transaction = begin();
    ASSERT_TRUE(revoke_api_key(transaction, made.key.id, "owner", k_now));
    EXPECT_EQ(revoke_api_key(transaction, made.key.id, "owner", k_now).error().code, Code::conflict);
    EXPECT_EQ(revoke_api_key(transaction, "nobody", "owner", k_now).error().code, Code::not_found);
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_EQ(ring().find(made.secret), nullptr);
  EXPECT_EQ(ring().size(), 1U);
  auto transaction = begin();
  EXPECT_EQ(api_keys(transaction)->size(), 2U) << "the list still tells of it";
}

TEST_P(ApiKeys, AreNotMadeWithoutANameOrAnythingToDo) {
  auto transaction = begin();
  const auto code = [&](KeyWish wish) {
    return make_api_key(transaction, std::move(wish), "owner", k_now).error().code;
  };
  EXPECT_EQ(code({.name = " ", .scopes = {Scope::send_signals}, .source = {}}), Code::bad_input);
  EXPECT_EQ(code({.name = "a\nb", .scopes = {Scope::send_signals}, .source = {}}), Code::bad_input);
  EXPECT_EQ(code({.name = std::string(101, 'x'), .scopes = {Scope::send_signals}, .source = {}}), Code::bad_input);
  EXPECT_EQ(code({.name = "app", .scopes = {}, .source = {}}), Code::bad_input);
  EXPECT_EQ(api_keys(transaction)->size(), 0U);
}

TEST(Scopes, HaveAWordEach) {
  for (const Scope scope : k_scopes) EXPECT_EQ(scope_from(word_of(scope)), scope);
  EXPECT_FALSE(scope_from("signals:sent"));
}

}  // namespace
}  // namespace bellwether::guard
