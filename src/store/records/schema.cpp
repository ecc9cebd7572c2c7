#include "store/records/schema.hpp"

#include "base/time.hpp"

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace bellwether::records {

namespace {

// Who changed what, and when. `told_at` stays empty until what it means was told on (as a fact, to a subscriber).
constexpr std::string_view k_changes = R"sql(
CREATE TABLE changes (number BIGINT NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL,
  what TEXT NOT NULL, id TEXT NOT NULL, how TEXT NOT NULL, words TEXT NOT NULL, told_at TEXT)
)sql";

/// Of the organisation everything has a history: a row holds from its first day until, without, `valid_to`. The ends of
/// time are 0001-01-01 and 9999-12-31. Lists stand in one text with ';' between.
std::string history_table(std::string_view name, std::string_view columns) {
  return fmt::format(
      "CREATE TABLE {} (id TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL, {}, "
      "PRIMARY KEY (id, valid_from), CHECK (valid_from < valid_to))",
      name, columns);
}

std::vector<std::string> first_schema() {
  return {
      history_table("units", "label TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT NOT NULL"),
      history_table("people",
                    "name TEXT NOT NULL, role TEXT NOT NULL, unit TEXT NOT NULL, manager TEXT NOT NULL, "
                    "leads TEXT NOT NULL"),
      history_table("touchpoints", "label TEXT NOT NULL, stage TEXT NOT NULL"),
      history_table("journeys", "label TEXT NOT NULL, stages TEXT NOT NULL"),
      history_table("brand_values",
                    "label TEXT NOT NULL, promise TEXT NOT NULL, themes TEXT NOT NULL, measures TEXT NOT NULL"),
      history_table("brand_promises",
                    "label TEXT NOT NULL, promise TEXT NOT NULL, value TEXT NOT NULL, "
                    "measures TEXT NOT NULL"),
      history_table("goals",
                    "label TEXT NOT NULL, owner TEXT NOT NULL, unit TEXT NOT NULL, measure TEXT NOT NULL, "
                    "target TEXT NOT NULL"),
      std::string(k_changes),
  };
}

// Programs that are let in, and who did what. A hash stands in base 16.
std::vector<std::string> access_schema() {
  return {
      "CREATE TABLE api_keys (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, scopes TEXT NOT NULL, source TEXT NOT "
      "NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, revoked_at TEXT, hash TEXT NOT NULL)",
      "CREATE TABLE audit (number BIGINT NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT "
      "NULL, "
      "on_what TEXT NOT NULL, how TEXT NOT NULL, hash TEXT NOT NULL)",
  };
}

// People who sign in. Secrets stand as hashes, but for the second factor's, which each code is made of, and which is sealed.
std::vector<std::string> people_schema() {
  return {
      R"sql(CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL,
        email_folded TEXT NOT NULL UNIQUE, state TEXT NOT NULL, password TEXT NOT NULL, totp TEXT NOT NULL,
        totp_offered TEXT NOT NULL, totp_step BIGINT NOT NULL, made_at TEXT NOT NULL, last_signed_in TEXT))sql",
      R"sql(CREATE TABLE user_grants (user_id TEXT NOT NULL REFERENCES users (id), number BIGINT NOT NULL,
        role TEXT NOT NULL, unit TEXT, voices BIGINT NOT NULL, names BIGINT NOT NULL, employees BIGINT NOT NULL,
        PRIMARY KEY (user_id, number)))sql",
      R"sql(CREATE TABLE recovery_codes (user_id TEXT NOT NULL REFERENCES users (id), hash TEXT NOT NULL,
        PRIMARY KEY (user_id, hash)))sql",
      R"sql(CREATE TABLE links (hash TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, user_id TEXT NOT NULL,
        ends_at TEXT NOT NULL))sql",
      R"sql(CREATE TABLE sessions (hash TEXT NOT NULL PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id),
        began_at TEXT NOT NULL, seen_at TEXT NOT NULL))sql",
  };
}

// The log of changes is looked through by what was changed, the newest first.
std::vector<std::string> log_schema() {
  return {"CREATE INDEX changes_of_one ON changes (id, number)",
          "CREATE INDEX changes_of_kind ON changes (what, number)"};
}

// Who comes by a provider: known there by `subject`, for ever. What a grant is of, a group's or an owner's, is told of each.
std::vector<std::string> openid_schema() {
  return {
      R"sql(CREATE TABLE openid_links (issuer TEXT NOT NULL, subject TEXT NOT NULL,
        user_id TEXT NOT NULL REFERENCES users (id), made_at TEXT NOT NULL, PRIMARY KEY (issuer, subject)))sql",
      "ALTER TABLE user_grants ADD COLUMN of_group BIGINT NOT NULL DEFAULT 0",
  };
}

// Webhooks out: who is told, what is to be sent and what became of it. Secrets stand sealed. `next_at` in microseconds since 1970: it is
// compared often, and what is due sorts by it.
std::vector<std::string> webhooks_schema() {
  return {
      R"sql(CREATE TABLE webhooks (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL,
        kinds TEXT NOT NULL, filter TEXT NOT NULL, state TEXT NOT NULL, why TEXT NOT NULL, secret TEXT NOT NULL,
        old_secret TEXT NOT NULL, old_until TEXT, store TEXT NOT NULL, since BIGINT NOT NULL,
        made_by TEXT NOT NULL, made_at TEXT NOT NULL))sql",
      R"sql(CREATE TABLE webhook_deliveries (id TEXT NOT NULL PRIMARY KEY,
        webhook TEXT NOT NULL REFERENCES webhooks (id), kind TEXT NOT NULL, body TEXT NOT NULL, made_at TEXT NOT NULL,
        state TEXT NOT NULL, next_at BIGINT NOT NULL, tries BIGINT NOT NULL, attempts BIGINT NOT NULL,
        last_at TEXT, last_status BIGINT NOT NULL, last_error TEXT NOT NULL))sql",
      "CREATE INDEX webhook_deliveries_due ON webhook_deliveries (state, webhook, next_at)",
      "CREATE INDEX webhook_deliveries_of ON webhook_deliveries (webhook, id)",
      R"sql(CREATE TABLE webhook_attempts (delivery TEXT NOT NULL REFERENCES webhook_deliveries (id),
        number BIGINT NOT NULL, at TEXT NOT NULL, status BIGINT NOT NULL, took_ms BIGINT NOT NULL, error TEXT NOT NULL,
        PRIMARY KEY (delivery, number)))sql",
      R"sql(CREATE TABLE webhook_cursor (name TEXT NOT NULL PRIMARY KEY, store TEXT NOT NULL, seen BIGINT NOT NULL,
        ranges TEXT NOT NULL))sql",
  };
}

// What people taught the program: books of themes, and what readings should have been.
std::vector<std::string> taught_schema() {
  return {
      R"sql(CREATE TABLE theme_books (number BIGINT NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL,
        version TEXT NOT NULL, label TEXT NOT NULL, toml TEXT NOT NULL))sql",
      R"sql(CREATE TABLE marks (number BIGINT NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL,
        signal TEXT NOT NULL, part TEXT NOT NULL, theme TEXT NOT NULL, told TEXT NOT NULL, machine TEXT NOT NULL,
        reader TEXT NOT NULL))sql",
      "CREATE INDEX marks_of_one ON marks (signal, part, theme)",
  };
}

// Models that were learned here, and how good they were; `bytes` in base 64, empty of those that are not used any more.
std::vector<std::string> models_schema() {
  return {
      R"sql(CREATE TABLE own_models (number BIGINT NOT NULL PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL,
        verdict TEXT NOT NULL, version TEXT NOT NULL, card TEXT NOT NULL, bytes TEXT NOT NULL))sql",
  };
}

/// Makes one step, unless another process has just made it: false, and nothing was done.
Result<bool> step(soci::session& session, const engine::Engine& engine, std::int64_t schema, const Migration& migration,
                  bool keep) {
  if (auto begun = engine.begin_step(session, keep ? std::optional(schema) : std::nullopt); !begun)
    return std::unexpected(begun.error());
  try {
    const bool still = schema_of(session, engine) == schema;
    if (still) {
      session << "CREATE TABLE IF NOT EXISTS migrations (schema BIGINT NOT NULL PRIMARY KEY, what TEXT NOT NULL, "
                 "at TEXT NOT NULL)";
      for (const std::string& statement : migration.statements) session << statement;
      const std::string what(migration.what), at = to_text(now());
      session << "INSERT INTO migrations (schema, what, at) VALUES (:schema, :what, :at)",
          soci::use(migration.to, "schema"), soci::use(what, "what"), soci::use(at, "at");
      engine.settle_step(session);
    }
    session.commit();
    return still;
  } catch (const std::exception&) {
    engine::roll_back(session);
    throw;
  }
}

}  // namespace

std::span<const Migration> migrations() {
  static const std::vector<Migration> k_steps = {
      {.to = 1, .what = "the organisation, and who changed it", .statements = first_schema()},
      {.to = 2, .what = "keys of programs, and the audit log", .statements = access_schema()},
      {.to = 3, .what = "people who sign in", .statements = people_schema()},
      {.to = 4, .what = "the log of changes, looked through", .statements = log_schema()},
      {.to = 5, .what = "sign-in with a provider", .statements = openid_schema()},
      {.to = 6, .what = "webhooks out", .statements = webhooks_schema()},
      {.to = 7, .what = "books of themes, and what people said of readings", .statements = taught_schema()},
      {.to = 8, .what = "models that were learned here", .statements = models_schema()}};
  return k_steps;
}

std::int64_t schema_of(soci::session& session, const engine::Engine& engine) {
  if (!engine.has_table(session, "migrations")) return 0;
  std::int64_t schema = 0;
  session << "SELECT COALESCE(MAX(schema), 0) FROM migrations", soci::into(schema);
  return schema;
}

Result<void> migrate(soci::session& session, const engine::Engine& engine, store::Access access,
                     std::span<const Migration> steps) {
  try {
    const std::int64_t schema = schema_of(session, engine), newest = steps.back().to;
    if (schema > newest) {
      return fail(Code::conflict,
                  fmt::format("these records have schema {}, made by a newer Bellwether; this one knows schema {}",
                              schema, newest),
                  engine.where(), "use the newer Bellwether, or another data directory");
    }
    if (schema < newest && access == store::Access::read) {
      return fail(Code::conflict,
                  fmt::format("these records have schema {} and must be brought to schema {} first", schema, newest),
                  engine.where(), "open them once for writing, for example by an import");
    }
    std::int64_t reached = schema;
    for (const Migration& migration : steps) {
      if (migration.to <= reached) continue;
      const auto made = step(session, engine, reached, migration, schema > 0);
      if (!made) return std::unexpected(made.error());
      if (!*made) return migrate(session, engine, access, steps);  // from where the other process has brought it
      reached = migration.to;
    }
  } catch (const std::exception& thrown) {
    return std::unexpected(engine.error_of(thrown));
  }
  return {};
}

}  // namespace bellwether::records
