#include "listen/rows/xml_stream.hpp"

#include <utility>

#include <expat.h>

namespace bellwether::listen {

namespace {

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

}  // namespace

struct XmlStream::State {
  XML_Parser parser = nullptr;
  std::string where;
  bool has_doctype = false;
};

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char** at = pairs_; *at != nullptr; at += 2) {
    if (name == *at) return at[1];
  }
  return {};
}

XmlStream::XmlStream(std::string where) : state_(std::make_unique<State>()) {
  state_->where = std::move(where);
  state_->parser = XML_ParserCreate(nullptr);
  XML_SetUserData(state_->parser, this);
  XML_SetElementHandler(
      state_->parser,
      [](void* self, const XML_Char* name, const XML_Char** attributes) {
        const auto* stream = static_cast<XmlStream*>(self);
        if (stream->on_start) stream->on_start(without_prefix(name), XmlAttributes(attributes));
      },
      [](void* self, const XML_Char* name) {
        const auto* stream = static_cast<XmlStream*>(self);
        if (stream->on_end) stream->on_end(without_prefix(name));
      });
  XML_SetCharacterDataHandler(state_->parser, [](void* self, const XML_Char* text, int size) {
    const auto* stream = static_cast<XmlStream*>(self);
    if (stream->on_text) stream->on_text({text, static_cast<std::size_t>(size)});
  });
  XML_SetStartDoctypeDeclHandler(state_->parser,
                                 [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                                   State& state = *static_cast<XmlStream*>(self)->state_;
                                   state.has_doctype = true;
                                   XML_StopParser(state.parser, XML_FALSE);
                                 });
}

XmlStream::~XmlStream() { XML_ParserFree(state_->parser); }

Result<void> XmlStream::feed(std::string_view piece, bool last) {
  if (XML_Parse(state_->parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0) == XML_STATUS_OK) return {};
  if (state_->has_doctype) {
    return fail(Code::bad_input, "a part of the file has a document type, which no spreadsheet has", state_->where);
  }
  return fail(Code::bad_input,
              std::string("a part of the file is no valid XML: ") + XML_ErrorString(XML_GetErrorCode(state_->parser)) +
                  " in line " + std::to_string(XML_GetCurrentLineNumber(state_->parser)),
              state_->where, "open it in a spreadsheet program and save it again");
}

}  // namespace bellwether::listen
