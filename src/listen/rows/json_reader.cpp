#include "listen/rows/json_reader.hpp"

#include "base/text.hpp"
#include "listen/rows/json_columns.hpp"
#include "listen/rows/json_scan.hpp"
#include "listen/rows/pieces.hpp"
#include "listen/rows/windows1252.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

namespace bellwether::listen {

namespace {

namespace ondemand = simdjson::ondemand;

std::string_view trimmed_end(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

/// RFC 8259: -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?
bool is_number(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - from;
  };
  const bool zero = i < text.size() && text[i] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

/// What stopped a value from becoming a row.
struct Trouble {
  std::string reason;
  std::string column;
};

class JsonReader final : public RowReader {
 public:
  JsonReader(std::unique_ptr<ByteSource> text, FileForm form, std::string name, std::uint64_t bytes_of,
             const RowLimits& limits)
      : text_(std::move(text)),
        form_(std::move(form)),
        name_(std::move(name)),
        bytes_of_(bytes_of),
        limits_(limits),
        columns_(limits.columns) {}

  Result<void> begin();

  const FileForm& form() const override { return form_; }
  std::span<const Header> headers() const override { return columns_.headers(); }
  Result<bool> next(RowBlock& block) override;
  std::vector<Remark> remarks() const override;
  std::uint64_t bytes_read() const override { return text_->bytes_read(); }
  std::uint64_t bytes_of() const override { return bytes_of_; }

 private:
  Result<bool> read(RowBlock& block);
  std::size_t take_lines(std::string_view text, RowBlock& block);
  std::size_t take_elements(std::string_view text, RowBlock& block);
  void give_up(std::string_view text, RowBlock& block);
  void take_value(std::string_view value, RowBlock& block);
  bool parse(std::string_view value, RowBlock& block, Trouble& trouble);
  simdjson::error_code take_object(ondemand::object object, std::uint32_t node, std::size_t depth, RowBlock& block,
                                   Trouble& trouble);
  simdjson::error_code take_member(ondemand::value value, std::uint32_t node, std::size_t depth, RowBlock& block,
                                   Trouble& trouble);
  bool put(std::uint32_t node, std::string_view cell, Trouble& trouble);

  std::unique_ptr<ByteSource> text_;
  FileForm form_;
  std::string name_;
  std::uint64_t bytes_of_;
  RowLimits limits_;
  JsonShape shape_;
  JsonColumns columns_;
  ondemand::parser parser_;
  std::vector<std::string_view> row_;  ///< the row that is being put together; null where nothing was met
  std::size_t row_end_ = 0;
  RowBlock first_;  ///< read when the file was opened
  bool has_first_ = false;
  Pieces pieces_;
  std::uint64_t line_ = 1;
  bool array_closed_ = false;
  bool skipping_ = false;  ///< inside a line that was given up for its length
  std::uint64_t mended_ = 0;
};

Result<void> JsonReader::begin() {
  std::string beginning(Pieces::k_bytes, '\0');
  const Result<std::size_t> got = text_->read(beginning);
  if (!got) return std::unexpected(got.error());
  beginning.resize(*got);
  if (beginning.starts_with("\xEF\xBB\xBF")) {
    form_.byte_order_mark = true;
    beginning.erase(0, 3);
  }
  shape_ = json_shape_of(beginning, *got < Pieces::k_bytes);
  form_.kind = shape_.kind == JsonShape::Kind::lines ? FileForm::Kind::ndjson : FileForm::Kind::json;
  form_.header_rows = 0;
  form_.inside = shape_.inside;
  line_ += static_cast<std::uint64_t>(
      std::count(beginning.begin(), beginning.begin() + static_cast<std::ptrdiff_t>(shape_.begin), '\n'));
  beginning.erase(0, shape_.begin);
  text_ = put_back(std::move(beginning), std::move(text_));

  Result<bool> more = read(first_);
  if (!more) return std::unexpected(more.error());
  if (!*more) return fail(Code::bad_input, "the file holds no values: its list is empty", name_, "export it again");
  if (columns_.headers().size() >= limits_.columns && !first_.rejected().empty()) {
    return fail(
        Code::too_large,
        fmt::format("the objects have more than {} different members",
                    with_thousands(static_cast<long long>(limits_.columns))),
        name_,
        "leave members out that say nothing about customers, or turn members whose names are values into a list");
  }
  if (first_.empty() && !first_.rejected().empty() && pieces_.ended()) {
    return fail(Code::bad_input, "no value of the file can be read: " + first_.rejected()[0].reason,
                fmt::format("{}:{}", name_, first_.rejected()[0].line), "check it with a JSON validator");
  }
  has_first_ = true;
  return {};
}

Result<bool> JsonReader::next(RowBlock& block) {
  block.clear();
  if (std::exchange(has_first_, false)) {
    std::swap(block, first_);
    first_ = RowBlock();
    return true;
  }
  return read(block);
}

Result<bool> JsonReader::read(RowBlock& block) {
  return pieces_.fill(*text_, block, simdjson::SIMDJSON_PADDING, [&](std::string_view text) {
    const std::size_t used =
        shape_.kind == JsonShape::Kind::lines ? take_lines(text, block) : take_elements(text, block);
    if (used > 0 || (text.size() < limits_.row_bytes && !pieces_.ended())) return used;
    give_up(text, block);
    return text.size();
  });
}

std::size_t JsonReader::take_lines(std::string_view text, RowBlock& block) {
  std::size_t at = 0;
  if (skipping_) {
    const std::size_t end = text.find('\n');
    if (end == text.npos) return text.size();
    skipping_ = false;
    ++line_;
    at = end + 1;
  }
  while (at < text.size()) {
    std::size_t end = text.find('\n', at);
    if (end == text.npos && !pieces_.ended()) break;
    end = std::min(end, text.size());
    std::string_view value = trim(text.substr(at, end - at));
    if (value.ends_with(',')) value = trim(value.substr(0, value.size() - 1));
    if (!value.empty()) take_value(value, block);
    ++line_;
    at = std::min(end + 1, text.size());
  }
  return at;
}

std::size_t JsonReader::take_elements(std::string_view text, RowBlock& block) {
  std::size_t at = 0;
  while (!array_closed_) {
    const std::size_t begin = skip_blank(text, at, true);
    line_ += static_cast<std::uint64_t>(std::ranges::count(text.substr(at, begin - at), '\n'));
    at = begin;
    if (at >= text.size()) return at;
    if (shape_.in_array && text[at] == ']') {
      array_closed_ = true;
      break;
    }
    const std::size_t end = value_end(text, at);
    // A stray closing bracket would be a value of no length.
    if (end == k_unfinished || end == at) return at;
    const std::string_view value = text.substr(at, end - at);
    take_value(value, block);
    line_ += static_cast<std::uint64_t>(std::ranges::count(value, '\n'));
    at = end;
  }
  return text.size();  // Behind the list nothing counts.
}

/// What is left is no value: too long, or never closed.
void JsonReader::give_up(std::string_view text, RowBlock& block) {
  const std::string_view rest = trimmed_end(text);
  if (rest.empty()) return;
  if (shape_.kind == JsonShape::Kind::lines) {
    block.reject(line_,
                 fmt::format("the line has more than {} bytes", with_thousands(static_cast<long long>(rest.size()))),
                 rest);
    skipping_ = !pieces_.ended();
    return;
  }
  block.reject(line_,
               pieces_.ended()
                   ? "the file ends inside this value: it may be cut off"
                   : fmt::format("from here on the text is no list of values: one of more than {} bytes begins here",
                                 with_thousands(static_cast<long long>(rest.size()))),
               rest);
  array_closed_ = true;
}

void JsonReader::take_value(std::string_view value, RowBlock& block) {
  Trouble trouble;
  if (value.size() > limits_.row_bytes) {
    trouble.reason =
        fmt::format("the value has {} bytes; the limit is {}", with_thousands(static_cast<long long>(value.size())),
                    with_thousands(static_cast<long long>(limits_.row_bytes)));
  } else if (parse(value, block, trouble)) {
    block.add_row(line_);
    for (std::size_t i = 0; i < row_end_; ++i) block.add_cell(row_[i]);
    return;
  }
  block.reject(line_, std::move(trouble.reason), value, std::move(trouble.column));
}

bool JsonReader::parse(std::string_view value, RowBlock& block, Trouble& trouble) {
  std::fill(row_.begin(), row_.end(), std::string_view{});
  row_end_ = 0;
  ondemand::document document;
  simdjson::error_code error =
      parser_.iterate(value.data(), value.size(), value.size() + simdjson::SIMDJSON_PADDING).get(document);
  if (error == simdjson::UTF8_ERROR) {
    std::string mended;
    append_windows1252(value, mended);
    char* const at = block.room(mended.size() + simdjson::SIMDJSON_PADDING);
    std::ranges::copy(mended, at);
    value = {at, mended.size()};
    ++mended_;
    error = parser_.iterate(value.data(), value.size(), value.size() + simdjson::SIMDJSON_PADDING).get(document);
  }
  if (error == simdjson::SUCCESS) {
    ondemand::object object;
    error = document.get_object().get(object);
    if (error == simdjson::SUCCESS) error = take_object(object, JsonColumns::k_root, 1, block, trouble);
    const bool more = error == simdjson::SUCCESS && document.current_location().error() == simdjson::SUCCESS;
    if (more) error = simdjson::TRAILING_CONTENT;
  }
  if (error == simdjson::SUCCESS) return true;
  if (error == simdjson::INCORRECT_TYPE && trouble.reason.empty() && !value.starts_with('{')) {
    trouble.reason = "a row must be a JSON object, {…}";
  }
  if (trouble.reason.empty())
    trouble.reason = fmt::format("no valid JSON: {}", lower_ascii(simdjson::error_message(error)));
  return false;
}

simdjson::error_code JsonReader::take_object(ondemand::object object, std::uint32_t node, std::size_t depth,
                                             RowBlock& block, Trouble& trouble) {
  if (depth > limits_.json_depth) {
    trouble.reason = fmt::format("objects inside objects, more than {} deep", limits_.json_depth);
    return simdjson::DEPTH_ERROR;
  }
  std::size_t order = 0;
  for (auto member : object) {
    ondemand::field field;
    if (const auto error = std::move(member).get(field); error != simdjson::SUCCESS) return error;
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key); error != simdjson::SUCCESS) return error;
    const std::uint32_t child = columns_.child(node, key, order++);
    if (const auto error = take_member(field.value(), child, depth, block, trouble); error != simdjson::SUCCESS)
      return error;
  }
  return simdjson::SUCCESS;
}

simdjson::error_code JsonReader::take_member(ondemand::value value, std::uint32_t node, std::size_t depth,
                                             RowBlock& block, Trouble& trouble) {
  ondemand::json_type type{};
  if (const auto error = value.type().get(type); error != simdjson::SUCCESS) return error;
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    if (const auto error = value.get_object().get(object); error != simdjson::SUCCESS) return error;
    return take_object(object, node, depth + 1, block, trouble);
  }
  std::string_view cell;
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    if (const auto error = value.get_array().get(array); error != simdjson::SUCCESS) return error;
    if (const auto error = array.raw_json().get(cell); error != simdjson::SUCCESS) return error;
    cell = trimmed_end(cell);
    if (trim(cell.substr(1, cell.size() - 2)).empty()) cell = {};
  } else {
    cell = trimmed_end(value.raw_json_token());
    if (type == ondemand::json_type::string) {
      if (cell.find('\\') == cell.npos) {
        cell = cell.substr(1, cell.size() - 2);
      } else {
        std::string_view unescaped;
        if (const auto error = value.get_string().get(unescaped); error != simdjson::SUCCESS) return error;
        cell = block.keep(unescaped);
      }
    } else if (type == ondemand::json_type::null) {
      bool null = false;
      if (const auto error = value.is_null().get(null); error != simdjson::SUCCESS) return error;
      if (!null) return simdjson::N_ATOM_ERROR;
      cell = {};
    } else if (type == ondemand::json_type::boolean) {
      if (cell != "true" && cell != "false") return simdjson::T_ATOM_ERROR;
    } else if (!is_number(cell)) {
      return simdjson::NUMBER_ERROR;
    }
  }
  return put(node, cell, trouble) ? simdjson::SUCCESS : simdjson::CAPACITY;
}

bool JsonReader::put(std::uint32_t node, std::string_view cell, Trouble& trouble) {
  const std::size_t column = columns_.column(node);
  if (column == JsonColumns::k_none) {
    trouble.reason = fmt::format("its members would make more than {} columns",
                                 with_thousands(static_cast<long long>(limits_.columns)));
    return false;
  }
  if (cell.size() > limits_.cell_bytes) {
    trouble.column = columns_.headers()[column].name;
    trouble.reason =
        fmt::format("the text has {} bytes; the limit is {}", with_thousands(static_cast<long long>(cell.size())),
                    with_thousands(static_cast<long long>(limits_.cell_bytes)));
    return false;
  }
  if (column >= row_.size()) row_.resize(columns_.headers().size());
  row_[column] = cell;
  if (!is_null(cell)) row_end_ = std::max(row_end_, column + 1);
  return true;
}

std::vector<Remark> JsonReader::remarks() const {
  std::vector<Remark> remarks;
  if (mended_ > 0) {
    remarks.push_back(
        {{},
         fmt::format("{} {} not valid UTF-8 and read as Windows-1252", with_thousands(static_cast<long long>(mended_)),
                     mended_ == 1 ? "value was" : "values were")});
  }
  if (shape_.in_array && pieces_.ended() && !array_closed_) {
    remarks.push_back({{}, "the list is not closed at the end of the file: it may be cut off"});
  }
  return remarks;
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_json(std::unique_ptr<ByteSource> text, FileForm form, std::string name,
                                             std::uint64_t bytes_of, const RowLimits& limits) {
  auto reader = std::make_unique<JsonReader>(std::move(text), std::move(form), std::move(name), bytes_of, limits);
  if (Result<void> begun = reader->begin(); !begun) return std::unexpected(begun.error());
  return reader;
}

}  // namespace bellwether::listen
