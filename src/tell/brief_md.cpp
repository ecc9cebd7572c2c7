#include "tell/brief_md.hpp"

#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"
#include "tell/terminal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

std::string marks(const Brief& brief, const std::vector<NoteIndex>& notes) {
  std::string text;
  for (const NoteIndex note : notes) {
    if (note < brief.notes.size()) text += fmt::format(" [{}]", note + 1);
  }
  return text;
}

std::string withheld_words(const Number& number) {
  return escape_md(fmt::format("withheld: {} (n {})", std::get<measure::Withheld>(number.is).why, number.n));
}

std::string value_cell(const Number& number, int decimals, const std::string& unit) {
  const auto* estimate = std::get_if<measure::Estimate>(&number.is);
  return estimate == nullptr ? "*" + withheld_words(number) + "*"
                             : escape_md(number_text(estimate->value, decimals, unit));
}

std::string figures(const Brief& brief) {
  if (brief.figures.empty()) return {};
  std::string md =
      "## Where we stand" + (brief.against.empty() ? "" : ", against " + escape_md(brief.against)) + "\n\n";
  md += "| measure | now | interval and n | change |\n|---|---:|---|---|\n";
  for (const Figure& figure : brief.figures) {
    const bool moved = figure.change && figure.change->verdict != measure::Verdict::cant_tell;
    std::string change = escape_md(change_words(figure));
    if (moved) change.insert(0, figure.change->verdict == measure::Verdict::up ? "▲ " : "▼ ");
    if (moved && figure.tone != Tone::neither) change += figure.tone == Tone::better ? " (better)" : " (worse)";
    if (figure.change && figure.note_before != figure.note) change += marks(brief, {figure.note_before});
    md += fmt::format("| {} | {}{} | {} | {} |\n", escape_md(figure.label),
                      value_cell(figure.now, figure.decimals, figure.unit), marks(brief, {figure.note}),
                      escape_md(interval_words(figure.now, figure.decimals)), change);
  }
  return md + "\n";
}

std::string lead_md(const Brief& brief) {
  if (brief.lead.empty()) return {};
  std::string md =
      "## How we lead\n\n| framework | score | evidence | against before | what stands out |\n|---|---|---:|---|---|\n";
  for (const LeadLine& line : brief.lead) {
    md += fmt::format("| {} | {}{} | {} | {} | {} |\n", escape_md(line.label), escape_md(score_words(line)),
                      marks(brief, {line.note}), escape_md(number_text(100 * line.coverage, 0, "%")),
                      escape_md(against_words(line)), escape_md(line.told));
  }
  return md + "\n";
}

std::string story_md(const Brief& brief, const Story& story) {
  const std::string_view word = story.tone == Tone::better ? "Better: " : story.tone == Tone::worse ? "Worse: " : "";
  std::string md = fmt::format("### {}{}\n\n", word, escape_md(story.title));
  for (const Sentence& sentence : story.text) md += escape_md(sentence.text) + marks(brief, sentence.notes) + "\n\n";
  if (!story.chart.bars.empty()) {
    md += fmt::format("| {} | value | interval and n |\n|---|---:|---|\n",
                      escape_md(in_unit(story.chart.label, story.chart.unit)));
    for (const Bar& bar : story.chart.bars) {
      const std::string label = bar.told ? "**" + escape_md(bar.label) + "**" : escape_md(bar.label);
      md += fmt::format("| {} | {} | {}{} |\n", label, value_cell(bar.is, story.chart.decimals, ""),
                        escape_md(interval_words(bar.is, story.chart.decimals)), marks(brief, {bar.note}));
    }
    md += "\n";
  }
  for (const Voice& voice : story.voices) {
    md += fmt::format("> “{}{}”  \n> — {} · `{}`\n\n", escape_md(voice.text), voice.cut ? " …" : "",
                      escape_md(voice.from), to_text(voice.id));
  }
  if (story.voices.empty() && !story.no_voices.empty()) md += escape_md(story.no_voices) + "\n\n";
  return md;
}

std::string lists(const Brief& brief) {
  std::string md;
  if (!brief.also.empty()) md += "## Also beyond chance\n\n";
  for (const Sentence& sentence : brief.also) {
    const std::string_view word = sentence.tone == Tone::better  ? "better: "
                                  : sentence.tone == Tone::worse ? "worse: "
                                                                 : "";
    md += fmt::format("- {}{}{}\n", word, escape_md(sentence.text), marks(brief, sentence.notes));
  }
  if (!brief.also.empty()) md += "\n";
  if (!brief.thin.empty() || !brief.remarks.empty()) md += "## Too thin to say\n\n";
  for (const Thin& thin : brief.thin) {
    md += "- " + escape_md(thin.text) + marks(brief, {thin.note}) +
          (thin.needed.empty() ? "" : "; " + escape_md(thin.needed)) + "\n";
  }
  for (const std::string& remark : brief.remarks) md += "- " + escape_md(remark) + "\n";
  return md + "\n";
}

// A query stands in a code span, whose fence must be longer than any run of backticks inside.
std::string code_span(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char sign : text) {
    run = sign == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const std::string_view space = longest > 0 ? " " : "";
  return fmt::format("{}{}{}{}{}", fence, space, printable(text), space, fence);
}

std::string small_print(const Brief& brief) {
  std::string md = "## The small print\n\n";
  for (const std::string& sentence : brief.method) md += escape_md(sentence) + "\n\n";
  for (std::size_t at = 0; at < brief.notes.size(); ++at) {
    const Note& note = brief.notes[at];
    const std::string beside = beside_query(note);
    md += fmt::format("{}. {}{}{}\n", at + 1, code_span(note.query), beside.empty() ? "" : " · ", escape_md(beside));
  }
  return md;
}

// Full stops, dashes and the like are markup at a line's start or in a link only; elsewhere they are left readable.
bool is_quiet(std::string_view line, std::size_t at) {
  static constexpr std::string_view k_quiet_inside = ".-()+=:";
  if (at == 0 || k_quiet_inside.find(line[at]) == std::string_view::npos) return false;
  if (line[at] == ':') return !line.substr(at + 1).starts_with("//");
  const bool numbers_a_list =
      line[at] == '.' && line.substr(0, at).find_first_not_of("0123456789") == std::string_view::npos;
  return !numbers_a_list;
}

}  // namespace

std::string escape_md(std::string_view text) {
  static constexpr std::string_view k_markup = "\\`*_{}[]()<>#+-.!|~&$^=:";
  std::string safe;
  const std::string line = printable(text);
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char sign = line[at];
    if (k_markup.find(sign) != std::string_view::npos && !is_quiet(line, at)) safe += '\\';
    safe += sign;
  }
  return safe;
}

std::string brief_md(const Brief& brief) {
  std::string head = "Brief";
  if (!brief.organisation.empty()) head += " · " + brief.organisation;
  head += " · " + brief.period;
  if (!brief.dates.empty()) head += " · " + brief.dates;
  std::string md = escape_md(head) + "\n\n# " + escape_md(brief.headline) + "\n\n";
  if (!brief.below.empty()) md += escape_md(brief.below) + "\n\n";
  md += figures(brief);
  if (!brief.stories.empty()) md += "## What is different, and who says so\n\n";
  for (const Story& story : brief.stories) md += story_md(brief, story);
  md += lead_md(brief);
  return md + lists(brief) + small_print(brief);
}

}  // namespace bellwether::tell
