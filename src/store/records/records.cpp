#include "store/records/records.hpp"

#include "store/records/engine.hpp"
#include "store/records/schema.hpp"
#include "store/records/statement.hpp"

#include <exception>
#include <utility>

namespace bellwether::records {

namespace {

/// What records, their transaction and its statements look at together.
struct Core {
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<soci::session> session;
  std::int64_t schema = 0;
  bool busy = false;    ///< a transaction is open
  bool failed = false;  ///< one of its statements did: PostgreSQL would take a commit then, and roll back silently
};

/// Calls what may throw; an exception becomes an error.
template <class Do>
auto guarded(const Core& core, Do&& act) -> decltype(act()) {
  try {
    return act();
  } catch (const std::exception& thrown) {
    return std::unexpected(core.engine->error_of(thrown));
  }
}

/// The same for a statement of a transaction, which is over where one fails.
template <class Do>
auto in_transaction(Core& core, Do&& act) -> decltype(act()) {
  if (!core.busy) return fail(Code::conflict, "this change of the records is over", core.engine->where());
  if (core.failed)
    return fail(Code::conflict, "an earlier statement of this change failed, so nothing of it is kept",
                core.engine->where());
  try {
    return act();
  } catch (const std::exception& thrown) {
    core.failed = true;
    return std::unexpected(core.engine->error_of(thrown));
  }
}

std::vector<std::string> names_of(const std::vector<Bind>& binds) {
  std::vector<std::string> names;
  names.reserve(binds.size());
  for (const Bind& bind : binds) names.push_back(bind.name);
  return names;
}

Result<void> set_all(BoundStatement& statement, const std::vector<Bind>& binds) {
  for (std::size_t i = 0; i < binds.size(); ++i) {
    if (auto set = statement.set(i, binds[i].value); !set) return set;
  }
  return {};
}

/// A new connection in the place of one that broke.
Result<void> connect_again(Core& core) {
  auto session = core.engine->connect();
  if (!session) return std::unexpected(session.error());
  core.session = std::move(*session);
  return {};
}

/// Error: `conflict` where a newer Bellwether on another data directory has changed the schema since the opening.
Result<void> still_known(Core& core) {
  if (!core.engine->shared()) return {};
  try {
    if (schema_of(*core.session, *core.engine) == core.schema) return {};
  } catch (const std::exception&) {
    engine::roll_back(*core.session);
    throw;
  }
  engine::roll_back(*core.session);
  return fail(Code::conflict, "another Bellwether has changed the schema of these records meanwhile",
              core.engine->where(), "start this one again");
}

}  // namespace

struct Records::State : Core {};

struct Transaction::State {
  Core* core;
  bool open = true;
};

struct Statement::State {
  State(Core& of, std::string_view sql, std::span<const std::string> names)
      : core(&of), statement(*of.session, sql, names, 0) {}
  Core* core;
  BoundStatement statement;
};

Statement::Statement(std::unique_ptr<State> state) : state_(std::move(state)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Result<void> Statement::run(std::span<const Value> values) {
  return in_transaction(*state_->core, [&]() -> Result<void> {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (auto set = state_->statement.set(i, values[i]); !set) return set;
    }
    state_->statement.execute();
    return {};
  });
}

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Transaction::Transaction(Transaction&&) noexcept = default;

Transaction::~Transaction() {
  if (!state_ || !state_->open) return;
  state_->core->busy = false;
  engine::roll_back(*state_->core->session);
}

Result<void> Transaction::run(std::string_view sql, const std::vector<Bind>& binds) {
  return in_transaction(*state_->core, [&]() -> Result<void> {
    BoundStatement statement(*state_->core->session, sql, names_of(binds), 0);
    if (auto set = set_all(statement, binds); !set) return set;
    statement.execute();
    return {};
  });
}

Result<void> Transaction::ask(std::string_view sql, std::size_t columns, const std::vector<Bind>& binds,
                              const Take& take) {
  return in_transaction(*state_->core, [&]() -> Result<void> {
    BoundStatement statement(*state_->core->session, sql, names_of(binds), columns);
    if (auto set = set_all(statement, binds); !set) return set;
    for (bool more = statement.execute(); more; more = statement.fetch()) {
      if (auto taken = take(statement.row()); !taken) return taken;
    }
    return {};
  });
}

Result<Statement> Transaction::prepare(std::string_view sql, std::vector<std::string> names) {
  return in_transaction(*state_->core, [&]() -> Result<Statement> {
    return Statement(std::make_unique<Statement::State>(*state_->core, sql, names));
  });
}

Result<void> Transaction::claim() { return run("UPDATE migrations SET schema = schema WHERE schema < 0"); }

Result<void> Transaction::commit() {
  return in_transaction(*state_->core, [&]() -> Result<void> {
    state_->core->session->commit();
    state_->open = false;
    state_->core->busy = false;
    return {};
  });
}

Result<std::unique_ptr<Records>> Records::open(const store::DataDirectory& directory) {
  return open(directory, directory.access());
}

Result<std::unique_ptr<Records>> Records::open(const store::DataDirectory& directory, store::Access access) {
  return open(place_of(directory), access, migrations());
}

Result<std::unique_ptr<Records>> Records::open(const Place& place, store::Access access,
                                               std::span<const Migration> steps) {
  auto engine = engine::at(place, access);
  if (!engine) return std::unexpected(engine.error());
  auto session = (*engine)->connect();
  if (!session) return std::unexpected(session.error());
  if (auto migrated = migrate(**session, **engine, access, steps); !migrated) return std::unexpected(migrated.error());
  return std::unique_ptr<Records>(new Records(std::make_unique<State>(
      State{{.engine = std::move(*engine), .session = std::move(*session), .schema = steps.back().to}})));
}

bool Records::are_in(const store::DataDirectory& directory) {
  const auto engine = engine::at(place_of(directory), store::Access::read);
  const auto there = engine ? (*engine)->has_records() : true;
  return !there || *there;
}

Records::Records(std::unique_ptr<State> state) : state_(std::move(state)) {}
Records::~Records() = default;

const std::string& Records::where() const { return state_->engine->where(); }

Result<Transaction> Records::begin() {
  if (state_->busy) return fail(Code::conflict, "a change of the records is under way already", where());
  Core& core = *state_;
  return guarded(core, [&]() -> Result<Transaction> {
    try {
      core.engine->begin(*core.session);
    } catch (const std::exception&) {
      if (core.session->is_connected()) throw;
      if (auto again = connect_again(core); !again) return std::unexpected(again.error());
      core.engine->begin(*core.session);
    }
    if (auto known = still_known(core); !known) return std::unexpected(known.error());
    core.busy = true;
    core.failed = false;
    return Transaction(std::make_unique<Transaction::State>(Transaction::State{.core = &core}));
  });
}

Result<std::vector<std::string>> Records::check() {
  if (state_->busy) return fail(Code::conflict, "a change of the records is under way", where());
  return guarded(*state_,
                 [&]() -> Result<std::vector<std::string>> { return state_->engine->problems(*state_->session); });
}

}  // namespace bellwether::records
