#include "store/records/place.hpp"

namespace bellwether::records {

Place place_of(const store::DataDirectory& directory) {
  const store::RecordsPlace& told = directory.settings().records;
  if (told.postgresql.empty()) return SqliteFile{.path = directory.records_file()};
  return PostgresqlSchema{.connection = told.postgresql, .schema = told.schema};
}

}  // namespace bellwether::records
