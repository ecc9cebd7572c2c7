#include "store/records/records.hpp"

#include "store/records/engine.hpp"
#include "store/records/schema.hpp"
#include "store/records/statement.hpp"

#include <exception>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace bellwether::records {

namespace fs = std::filesystem;

struct Records::State {
  fs::path file;
  std::unique_ptr<soci::session> session;
  bool busy = false;  ///< a transaction is open
};

struct Transaction::State {
  soci::session* session;
  const fs::path* file;
  bool* busy;
  bool open = true;
};

struct Statement::State {
  State(soci::session& session, std::string_view sql, std::span<const std::string> names, fs::path of)
      : statement(session, sql, names, 0), file(std::move(of)) {}
  BoundStatement statement;
  fs::path file;
};

namespace {

/// Calls what may throw; an exception becomes an error.
template <class Do>
auto guarded(const fs::path& file, Do&& act) -> decltype(act()) {
  try {
    return act();
  } catch (const std::exception& thrown) {
    return std::unexpected(engine::error_of(thrown, file));
  }
}

std::vector<std::string> names_of(const std::vector<Bind>& binds) {
  std::vector<std::string> names;
  names.reserve(binds.size());
  for (const Bind& bind : binds) names.push_back(bind.name);
  return names;
}

}  // namespace

Statement::Statement(std::unique_ptr<State> state) : state_(std::move(state)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Result<void> Statement::run(std::span<const Value> values) {
  return guarded(state_->file, [&]() -> Result<void> {
    for (std::size_t i = 0; i < values.size(); ++i) state_->statement.set(i, values[i]);
    state_->statement.execute();
    return {};
  });
}

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Transaction::Transaction(Transaction&&) noexcept = default;

Transaction::~Transaction() {
  if (!state_ || !state_->open) return;
  *state_->busy = false;
  try {
    state_->session->rollback();
  } catch (const std::exception&) {
    // The engine may have rolled back by itself (a full disk); what was not committed is gone either way.
    state_->open = false;
  }
}

Result<void> Transaction::run(std::string_view sql, const std::vector<Bind>& binds) {
  return guarded(*state_->file, [&]() -> Result<void> {
    BoundStatement statement(*state_->session, sql, names_of(binds), 0);
    for (std::size_t i = 0; i < binds.size(); ++i) statement.set(i, binds[i].value);
    statement.execute();
    return {};
  });
}

Result<void> Transaction::ask(std::string_view sql, std::size_t columns, const std::vector<Bind>& binds,
                              const Take& take) {
  return guarded(*state_->file, [&]() -> Result<void> {
    BoundStatement statement(*state_->session, sql, names_of(binds), columns);
    for (std::size_t i = 0; i < binds.size(); ++i) statement.set(i, binds[i].value);
    for (bool more = statement.execute(); more; more = statement.fetch()) {
      if (auto taken = take(statement.row()); !taken) return taken;
    }
    return {};
  });
}

Result<Statement> Transaction::prepare(std::string_view sql, std::vector<std::string> names) {
  return guarded(*state_->file, [&]() -> Result<Statement> {
    return Statement(std::make_unique<Statement::State>(*state_->session, sql, names, *state_->file));
  });
}

Result<void> Transaction::commit() {
  return guarded(*state_->file, [&]() -> Result<void> {
    state_->session->commit();
    state_->open = false;
    *state_->busy = false;
    return {};
  });
}

Result<std::unique_ptr<Records>> Records::open(const store::DataDirectory& directory) {
  return open(directory, directory.access());
}

Result<std::unique_ptr<Records>> Records::open(const store::DataDirectory& directory, store::Access access) {
  return open(directory.records_file(), access, migrations());
}

Result<std::unique_ptr<Records>> Records::open(const fs::path& file, store::Access access,
                                               std::span<const Migration> steps) {
  std::error_code ignored;
  const bool there = fs::exists(file, ignored);
  if (!there && access == store::Access::read) {
    return fail(Code::not_found, "nothing is known of the organisation yet", file.string(),
                "tell it: bellwether import --as organisation FILE");
  }
  auto session = engine::connect(file, access);
  if (!session) return std::unexpected(session.error());
  if (!there) ::chmod(file.c_str(), S_IRUSR | S_IWUSR);  // people's names: for the owner's eyes
  if (auto migrated = migrate(**session, file, access, steps); !migrated) return std::unexpected(migrated.error());
  return std::unique_ptr<Records>(
      new Records(std::make_unique<State>(State{.file = file, .session = std::move(*session)})));
}

bool Records::are_in(const store::DataDirectory& directory) {
  std::error_code ignored;
  return fs::exists(directory.records_file(), ignored);
}

Records::Records(std::unique_ptr<State> state) : state_(std::move(state)) {}
Records::~Records() = default;

const fs::path& Records::file() const { return state_->file; }

Result<Transaction> Records::begin() {
  if (state_->busy) return fail(Code::conflict, "a change of the records is under way already", state_->file.string());
  return guarded(state_->file, [&]() -> Result<Transaction> {
    state_->session->begin();
    state_->busy = true;
    return Transaction(std::make_unique<Transaction::State>(
        Transaction::State{.session = state_->session.get(), .file = &state_->file, .busy = &state_->busy}));
  });
}

Result<std::vector<std::string>> Records::check() {
  return guarded(state_->file, [&] { return engine::problems(*state_->session); });
}

}  // namespace bellwether::records
