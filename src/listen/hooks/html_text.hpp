// The words of a piece of HTML, as a reader of the page sees them.
#pragma once

#include <string>
#include <string_view>

namespace bellwether::listen {

/// Without tags, comments, scripts and styles; entities as the characters that they stand for; a line break where a
/// paragraph, list item or <br> begins a line; blanks run together. Takes any text: what is no HTML stays as it is, but
/// for its blanks. Limit: named entities are the few that mail and chat programs write (&nbsp; &amp; &eacute; stays as
/// it is); numbered ones are all.
[[nodiscard]] std::string text_of_html(std::string_view html);

}  // namespace bellwether::listen
