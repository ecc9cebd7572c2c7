#include "tell/brief_html.hpp"

#include "base/embedded.hpp"
#include "tell/answer_words.hpp"
#include "tell/charts_svg.hpp"
#include "tell/html_text.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

std::string_view css_of(Tone tone) {
  switch (tone) {
    case Tone::better:
      return "better";
    case Tone::worse:
      return "worse";
    case Tone::neither:
      break;
  }
  return "";
}

std::string_view word_of(Tone tone) {
  switch (tone) {
    case Tone::better:
      return "Better";
    case Tone::worse:
      return "Worse";
    case Tone::neither:
      break;
  }
  return "Different";
}

// The small number behind a figure or sentence that leads to how it was counted.
std::string note_mark(const Brief& brief, NoteIndex note) {
  if (note >= brief.notes.size()) return {};
  return fmt::format("<sup><a href=\"#note-{0}\" aria-label=\"how this was counted: note {0}\"{1}>{0}</a></sup>",
                     note + 1, attribute("title", brief.notes[note].query));
}

std::string closed_eye() {
  return "<svg viewBox=\"0 0 20 14\" role=\"img\" aria-label=\"withheld\"><path d=\"M1 4 Q10 13 19 4 M4 7.2 L2.4 9.8 "
         "M10 8.6 L10 "
         "12 M16 7.2 L17.6 9.8\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" "
         "stroke-linecap=\"round\"/></svg>";
}

std::string why_none(const Number& number) {
  return fmt::format("{} (n {})", std::get<measure::Withheld>(number.is).why, number.n);
}

// ---- Where we stand --------------------------------------------------------------------------------------------

std::string change_html(const Brief& brief, const Figure& figure) {
  const bool known = figure.change.has_value();
  const bool moved = known && figure.change->verdict != measure::Verdict::cant_tell;
  const std::string_view css = !moved ? "uncertain" : css_of(figure.tone);
  // The arrow comes from the style sheet: the words say the same.
  std::string html = fmt::format("<p class=\"change {}{}\">", css, moved ? " " + verdict_words(figure.change) : "");
  html += escape_html(change_words(figure));
  if (moved && figure.tone != Tone::neither) {
    html +=
        fmt::format("<span class=\"hidden\">, which is {}</span>", figure.tone == Tone::better ? "better" : "worse");
  }
  if (known && figure.note_before != figure.note) html += note_mark(brief, figure.note_before);
  return html + "</p>";
}

std::string number_html(const Brief& brief, const Figure& figure) {
  const auto* estimate = std::get_if<measure::Estimate>(&figure.now.is);
  if (estimate == nullptr) {
    return "<p class=\"none\">" + closed_eye() + escape_html(why_none(figure.now)) + note_mark(brief, figure.note) +
           "</p>";
  }
  const bool shows_unit = !figure.unit.empty() && figure.unit != "points";
  std::string html = "<p class=\"number\">" + escape_html(number_text(estimate->value, figure.decimals));
  if (shows_unit) html += " " + element("span", "unit", figure.unit);
  html += note_mark(brief, figure.note) + "</p>";
  if (estimate->method != measure::Method::exact) {
    std::vector<measure::Estimate> shown = {*estimate};
    for (const Point& point : figure.trend) {
      if (const auto* other = std::get_if<measure::Estimate>(&point.is.is)) shown.push_back(*other);
    }
    html += interval_svg(*estimate, scale_for(shown), Tone::neither);
  }
  return html + element("p", "small", interval_words(figure.now, figure.decimals));
}

std::string trend_row(const Point& point, const Figure& figure) {
  std::string row = "<tr>" + fmt::format("<th scope=\"row\">{}</th>", escape_html(point.period));
  if (const auto* estimate = std::get_if<measure::Estimate>(&point.is.is)) {
    const bool exact = estimate->method == measure::Method::exact;
    row += element("td", "n", number_text(estimate->value, figure.decimals));
    row += element("td", "n", exact ? "exact" : interval_text(estimate->low, estimate->high, figure.decimals));
    row += element("td", "n", number_text(static_cast<double>(estimate->n), 0));
  } else {
    row += "<td class=\"none\" colspan=\"3\">" + escape_html(why_none(point.is)) + "</td>";
  }
  return row + "</tr>";
}

std::string trend_html(const Brief& brief, const Figure& figure) {
  const std::string svg = trend_svg(figure);
  if (svg.empty()) return {};
  std::string html = "<figure>" + svg + "<figcaption class=\"hidden\">" + escape_html(figure.label) +
                     ", period by period</figcaption></figure>";
  html += "<details><summary>The numbers<span class=\"hidden\"> of " + escape_html(figure.label) + "</span></summary>" +
          element("p", "small", figure.about) + "<div class=\"scroll\"><table><caption>" +
          escape_html(in_unit(figure.label, figure.unit));
  if (figure.note_trend) html += note_mark(brief, *figure.note_trend);
  html +=
      "</caption><thead><tr><th scope=\"col\">period</th><th scope=\"col\" class=\"n\">value</th><th scope=\"col\" "
      "class=\"n\">interval</th><th scope=\"col\" class=\"n\">n</th></tr></thead><tbody>";
  for (const Point& point : figure.trend) html += trend_row(point, figure);
  return html + "</tbody></table></div></details>";
}

std::string figures_html(const Brief& brief) {
  if (brief.figures.empty()) return {};
  std::string html = "<section aria-labelledby=\"where\"><h2 id=\"where\">Where we stand";
  if (!brief.against.empty()) html += ", against " + escape_html(brief.against);
  html += "</h2><div class=\"figures\">\n";
  for (const Figure& figure : brief.figures) {
    html += "<article class=\"figure\">" + element("h3", "", figure.label);
    html += number_html(brief, figure) + change_html(brief, figure) + trend_html(brief, figure) + "</article>\n";
  }
  return html + "</div></section>\n";
}

// ---- Stories ---------------------------------------------------------------------------------------------------

std::string sentence_html(const Brief& brief, const Sentence& sentence) {
  std::string html = escape_html(sentence.text);
  for (const NoteIndex note : sentence.notes) html += note_mark(brief, note);
  return html;
}

std::string bar_html(const std::string& note, const Bar& bar, const Bars& bars, const BarScale& scale, Tone tone) {
  std::string row = bar.told ? "<tr class=\"told\">" : "<tr>";
  row += "<th scope=\"row\"><bdi>" + escape_html(bar.label) + "</bdi></th>";
  if (const auto* estimate = std::get_if<measure::Estimate>(&bar.is.is)) {
    row += "<td class=\"n\">" + number_text(estimate->value, bars.decimals) + note + "</td>";
    row += "<td>" + interval_svg(*estimate, scale, bar.told ? tone : Tone::neither) + "</td>";
    row += element("td", "small", interval_words(bar.is, bars.decimals));
  } else {
    row += "<td class=\"none\" colspan=\"3\">" + escape_html(why_none(bar.is)) + note + "</td>";
  }
  return row + "</tr>";
}

std::string bars_html(const Brief& brief, const Story& story) {
  if (story.chart.bars.empty()) return {};
  std::vector<measure::Estimate> shown;
  for (const Bar& bar : story.chart.bars) {
    if (const auto* estimate = std::get_if<measure::Estimate>(&bar.is.is)) shown.push_back(*estimate);
  }
  BarScale scale = scale_for(shown);
  scale.counts = false;
  const NoteIndex first = story.chart.bars.front().note;
  const bool one_note = std::ranges::all_of(story.chart.bars, [&](const Bar& bar) { return bar.note == first; });
  std::string html = "<div class=\"scroll\"><table class=\"bars\"><caption>" +
                     escape_html(in_unit(story.chart.label, story.chart.unit));
  if (one_note) html += note_mark(brief, first);
  html +=
      "</caption><thead class=\"hidden\"><tr><th scope=\"col\">slice</th><th scope=\"col\">value</th>"
      "<th scope=\"col\">drawn</th><th scope=\"col\">interval and n</th></tr></thead><tbody>";
  for (const Bar& bar : story.chart.bars) {
    html += bar_html(one_note ? "" : note_mark(brief, bar.note), bar, story.chart, scale, story.tone);
  }
  return html + "</tbody></table></div>";
}

bool is_language(std::string_view code) {
  return (code.size() == 2 || code.size() == 3) &&
         std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string voice_html(const Voice& voice) {
  std::string html = "<blockquote class=\"voice\"><p dir=\"auto\"";
  if (is_language(voice.language)) html += attribute("lang", voice.language);
  html += ">" + escape_html(voice.text) + (voice.cut ? " …" : "") + "</p><footer><bdi>" + escape_html(voice.from) +
          "</bdi> · ";
  return html + "<code" + attribute("title", to_text(voice.id)) + ">" + short_id(voice.id) +
         "</code></footer></blockquote>";
}

std::string story_html(const Brief& brief, const Story& story, bool lead) {
  std::string html = fmt::format("<article class=\"story{}\"><div>", lead ? " lead" : "");
  html += fmt::format("<p class=\"kind {}\">{}</p>", css_of(story.tone), word_of(story.tone));
  html += element("h3", "", story.title) + "<div class=\"told-text\">";
  for (const Sentence& sentence : story.text) html += "<p>" + sentence_html(brief, sentence) + "</p>";
  html += "</div>" + bars_html(brief, story) + "</div><div class=\"voices\">";
  for (const Voice& voice : story.voices) html += voice_html(voice);
  if (story.voices.empty() && !story.no_voices.empty()) html += element("p", "", story.no_voices);
  return html + "</div></article>\n";
}

std::string stories_html(const Brief& brief) {
  if (brief.stories.empty()) return {};
  std::string html =
      "<section aria-labelledby=\"stories\"><h2 id=\"stories\">What is different, and who says so</h2><div "
      "class=\"stories\">\n";
  for (std::size_t at = 0; at < brief.stories.size(); ++at)
    html += story_html(brief, brief.stories[at], at == 0 || brief.stories.size() == 2);
  return html + "</div></section>\n";
}

std::string lead_html(const Brief& brief) {
  if (brief.lead.empty()) return {};
  std::string html =
      "<section aria-labelledby=\"lead\"><h2 id=\"lead\">How we lead</h2><table class=\"lead-lines\">"
      "<caption class=\"hidden\">Leadership frameworks scored from evidence, 0 to 100</caption><thead><tr>"
      "<th scope=\"col\">Framework</th><th scope=\"col\">Score</th><th scope=\"col\">Evidence</th>"
      "<th scope=\"col\">Against before</th><th scope=\"col\">What stands out</th></tr></thead><tbody>\n";
  for (const LeadLine& line : brief.lead) {
    const bool sure = line.score && !line.thin;
    html += "<tr><th scope=\"row\"" + attribute("title", line.about) + ">" + escape_html(line.label) + "</th><td>";
    html += sure ? escape_html(score_words(line)) : element("span", "small", score_words(line));
    html += note_mark(brief, line.note) + "</td><td>" + escape_html(number_text(100 * line.coverage, 0, "%")) +
            "</td><td>" + escape_html(against_words(line)) + "</td><td>" + escape_html(line.told) + "</td></tr>\n";
  }
  return html + "</tbody></table></section>\n";
}

// ---- The rest --------------------------------------------------------------------------------------------------

std::string also_html(const Brief& brief) {
  if (brief.also.empty()) return {};
  std::string html =
      "<section aria-labelledby=\"also\"><h2 id=\"also\">Also beyond chance</h2><ul class=\"sentences two\">\n";
  for (const Sentence& sentence : brief.also) {
    html += fmt::format("<li class=\"{0}\"><span class=\"hidden\">{1}: </span>",
                        sentence.tone == Tone::neither ? "other" : css_of(sentence.tone), word_of(sentence.tone));
    html += sentence_html(brief, sentence) + "</li>\n";
  }
  return html + "</ul></section>\n";
}

std::string thin_html(const Brief& brief) {
  if (brief.thin.empty() && brief.remarks.empty()) return {};
  std::string html = "<section aria-labelledby=\"thin\"><h2 id=\"thin\">Too thin to say</h2><ul class=\"thin two\">\n";
  for (const Thin& thin : brief.thin) {
    html += "<li>" + escape_html(thin.text) + note_mark(brief, thin.note);
    if (!thin.needed.empty()) html += " " + element("span", "small", thin.needed);
    html += "</li>\n";
  }
  for (const std::string& remark : brief.remarks) html += element("li", "", remark) + "\n";
  return html + "</ul></section>\n";
}

std::string small_print_html(const Brief& brief) {
  std::string html = "<section aria-labelledby=\"small\"><h2 id=\"small\">The small print</h2><div class=\"method\">";
  for (const std::string& sentence : brief.method) html += element("p", "", sentence);
  html += "</div>";
  if (!brief.notes.empty()) {
    html += "<h3 class=\"notes-head\">How each number was counted</h3><ol class=\"notes\">\n";
    for (std::size_t at = 0; at < brief.notes.size(); ++at) {
      html += fmt::format("<li id=\"note-{}\"><code>{}</code> <span>{}</span></li>\n", at + 1,
                          escape_html(brief.notes[at].query), escape_html(beside_query(brief.notes[at])));
    }
    html += "</ol>";
  }
  return html + "</section>\n";
}

std::string masthead_html(const Brief& brief) {
  std::string html = "<header class=\"masthead\"><p><strong>Brief</strong>";
  if (!brief.organisation.empty()) html += " · " + escape_html(brief.organisation);
  html += "</p><p>" + escape_html(brief.period);
  if (!brief.dates.empty()) html += " · " + escape_html(brief.dates);
  return html + "</p></header>\n";
}

}  // namespace

std::string brief_html(const Brief& brief) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
      "<meta name=\"generator\" content=\"Bellwether\"/>\n";
  html += element("title", "", brief.headline + " · Brief, " + brief.period) + "\n<style>\n";
  html.append(embedded_file("brief/brief.css")).append("</style>\n</head>\n<body>\n<div class=\"page\">\n");
  html += masthead_html(brief) + "<main>\n<div class=\"headline\">" + element("h1", "", brief.headline);
  if (!brief.below.empty()) html += element("p", "below", brief.below);
  html += "</div>\n" + figures_html(brief) + stories_html(brief) + also_html(brief) + lead_html(brief) +
          thin_html(brief) + small_print_html(brief);
  html +=
      "</main>\n<footer class=\"page-foot\"><p>Made by Bellwether at " +
      to_text(Instant{brief.made_at.us / k_us_per_second * k_us_per_second}) +
      ". Every number leads to the command that gives it again; every voice is shown as it is stored.</p></footer>\n";
  return html + "</div>\n</body>\n</html>\n";
}

}  // namespace bellwether::tell
