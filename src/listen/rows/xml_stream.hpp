// XML read piece by piece, for the parts of an XLSX file.
#pragma once

#include "base/result.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace bellwether::listen {

/// An element's attributes, as expat hands them out. Names come without their namespace prefix being looked at.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  /// The value of an attribute, or empty. "r:id" is asked for as it stands in the file.
  [[nodiscard]] std::string_view operator[](std::string_view name) const;

 private:
  const char** pairs_;
};

/// Calls what is set for each element and text. Element names lose their prefix ("x:row" is "row"). Documents with a document
/// type are refused: no spreadsheet has one, and entities in it can grow without end.
class XmlStream {
 public:
  std::function<void(std::string_view name, const XmlAttributes& attributes)> on_start;
  std::function<void(std::string_view name)> on_end;
  std::function<void(std::string_view text)> on_text;

  explicit XmlStream(std::string where);
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;
  ~XmlStream();

  /// Errors: `bad_input` with the line, for what is no XML.
  [[nodiscard]] Result<void> feed(std::string_view piece, bool last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::listen
