#include "tell/brief_term.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/interval_bar.hpp"
#include "tell/number_text.hpp"
#include "tell/text_table.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

Style style_of(Tone tone) {
  switch (tone) {
    case Tone::better:
      return Style::better;
    case Tone::worse:
      return Style::worse;
    case Tone::neither:
      break;
  }
  return Style::plain;
}

class Page {
 public:
  Page(const Brief& brief, const Terminal& terminal) : brief_(brief), terminal_(terminal) {}

  std::string draw();

 private:
  void masthead();
  void figures();
  void stories();
  void story(const Story& story);
  void voice(const Voice& voice);
  void also();
  void lead();
  void thin();
  void small_print();

  void heading(std::string_view words);
  /// Wrapped, with `first` before the first line and as much space before the others.
  void paragraph(std::string_view words, Style style = Style::plain, std::string_view first = "");
  [[nodiscard]] std::string ours(std::string_view text) const { return signs(printable(text), terminal_); }
  [[nodiscard]] std::string marks(const std::vector<NoteIndex>& notes) const;
  [[nodiscard]] bool has_room_for_sparks() const { return terminal_.unicode && terminal_.columns >= 84; }
  [[nodiscard]] std::string sparks(const Figure& figure) const;
  [[nodiscard]] std::vector<Cell> figure_row(const Figure& figure) const;
  void bars(const Story& story);

  const Brief& brief_;
  const Terminal& terminal_;
  std::string out_;
};

std::string Page::draw() {
  masthead();
  figures();
  stories();
  also();
  lead();
  thin();
  small_print();
  return std::move(out_);
}

void Page::paragraph(std::string_view words, Style style, std::string_view first) {
  const std::size_t indent = width(first);
  bool is_first = true;
  for (const std::string& line : wrap(words, terminal_.columns - indent)) {
    out_ += is_first ? paint(first, style, terminal_) : std::string(indent, ' ');
    out_.append(paint(line, style, terminal_)).append("\n");
    is_first = false;
  }
}

void Page::heading(std::string_view words) {
  std::string rule;
  const std::size_t used = width(words) + 1;
  for (std::size_t at = used; at < terminal_.columns; ++at) rule += terminal_.unicode ? "─" : "-";
  out_.append("\n").append(paint(words, Style::strong, terminal_)).append(" ");
  out_.append(paint(rule, Style::grey, terminal_)).append("\n\n");
}

std::string Page::marks(const std::vector<NoteIndex>& notes) const {
  std::string text;
  for (std::size_t at = 0; at < notes.size(); ++at) {
    const bool is_said = std::find(notes.begin(), notes.begin() + static_cast<std::ptrdiff_t>(at), notes[at]) !=
                         notes.begin() + static_cast<std::ptrdiff_t>(at);
    if (notes[at] < brief_.notes.size() && !is_said) text += fmt::format(" [{}]", notes[at] + 1);
  }
  return text;
}

void Page::masthead() {
  std::string head = "Brief";
  if (!brief_.organisation.empty()) head += " · " + brief_.organisation;
  head += " · " + brief_.period;
  if (!brief_.dates.empty()) head += " · " + brief_.dates;
  paragraph(ours(head), Style::grey);
  out_ += "\n";
  paragraph(ours(brief_.headline), Style::strong);
  if (!brief_.below.empty()) paragraph(ours(brief_.below));
}

// The trend in one line of eight heights; a period without a number is a gap.
std::string Page::sparks(const Figure& figure) const {
  static constexpr std::array<std::string_view, 8> k_heights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (!has_room_for_sparks()) return {};
  std::vector<measure::Estimate> shown;
  for (const Point& point : figure.trend) {
    if (const auto* estimate = std::get_if<measure::Estimate>(&point.is.is)) shown.push_back(*estimate);
  }
  if (shown.size() < 2) return {};
  const BarScale scale = scale_for(shown);
  std::string line;
  for (const Point& point : figure.trend) {
    const auto* estimate = std::get_if<measure::Estimate>(&point.is.is);
    if (estimate == nullptr) {
      line += " ";
      continue;
    }
    const double share = (estimate->value - scale.low) / (scale.high - scale.low);
    line += k_heights.at(static_cast<std::size_t>(std::clamp(share * 8, 0.0, 7.0)));
  }
  return line;
}

std::vector<Cell> Page::figure_row(const Figure& figure) const {
  const std::string mark = marks({figure.note});
  const auto* now = std::get_if<measure::Estimate>(&figure.now.is);
  if (now == nullptr) {
    return {{.text = ours(figure.label)},
            {.text = ours(fmt::format("withheld: {} (n {}){}", std::get<measure::Withheld>(figure.now.is).why,
                                      figure.now.n, mark)),
             .style = Style::grey,
             .to_end = true}};
  }
  const bool exact = now->method == measure::Method::exact;
  const bool moved = figure.change && figure.change->verdict != measure::Verdict::cant_tell;
  const std::string arrow = !moved ? "" : figure.change->verdict == measure::Verdict::up ? "▲ " : "▼ ";
  return {{.text = ours(figure.label)},
          {.text = ours(number_text(now->value, figure.decimals, figure.unit)), .style = Style::strong},
          {.text = exact ? "counted" : ours(interval_text(now->low, now->high, figure.decimals))},
          {.text = exact ? "" : number_text(static_cast<double>(now->n), 0)},
          {.text = sparks(figure), .style = Style::grey},
          {.text = ours(arrow + change_words(figure) +
                        marks(figure.change ? std::vector{figure.note, figure.note_before} : std::vector{figure.note})),
           .style = moved ? style_of(figure.tone) : Style::grey}};
}

void Page::figures() {
  if (brief_.figures.empty()) return;
  heading(brief_.against.empty() ? "Where we stand" : ours("Where we stand, against " + brief_.against));
  std::vector<std::vector<Cell>> rows;
  std::size_t trend = 0;
  for (const Figure& figure : brief_.figures) {
    rows.push_back(figure_row(figure));
    trend = std::max(trend, figure.trend.size());
  }
  const std::string head = has_room_for_sparks() && trend > 1 ? fmt::format("{} periods", trend) : "";
  out_ += text_table({{.head = "", .least = 14, .wraps = true},
                      {.head = "now", .right = true, .least = 6},
                      {.head = "interval", .right = true, .least = 9},
                      {.head = "n", .right = true},
                      {.head = head,
                       .least = has_room_for_sparks() && trend > 1 ? std::max<std::size_t>(trend, 10) : 0,
                       .picture = true},
                      {.head = "change", .least = 20, .wraps = true}},
                     rows, terminal_);
}

void Page::lead() {
  if (brief_.lead.empty()) return;
  heading("How we lead");
  std::vector<std::vector<Cell>> rows;
  for (const LeadLine& line : brief_.lead) {
    const bool sure = line.score && !line.thin;
    const bool moved = line.change && line.change->verdict != measure::Verdict::cant_tell;
    rows.push_back({{.text = ours(line.label)},
                    {.text = ours(score_words(line)) + marks({line.note}), .style = sure ? Style::strong : Style::grey},
                    {.text = ours(number_text(100 * line.coverage, 0, "%"))},
                    {.text = ours((moved ? verdict_mark(line.change) + "; " : "") + line.told),
                     .style = sure ? Style::plain : Style::grey}});
  }
  out_ += text_table({{.head = "", .least = 12, .wraps = true},
                      {.head = "score", .least = 12, .wraps = true},
                      {.head = "evidence", .right = true, .least = 8},
                      {.head = "what stands out", .least = 16, .wraps = true}},
                     rows, terminal_);
}

void Page::bars(const Story& story) {
  if (story.chart.bars.empty()) return;
  std::vector<measure::Estimate> shown;
  for (const Bar& bar : story.chart.bars) {
    if (const auto* estimate = std::get_if<measure::Estimate>(&bar.is.is)) shown.push_back(*estimate);
  }
  BarScale scale = scale_for(shown);
  scale.counts = false;
  std::vector<std::vector<Cell>> rows;
  for (const Bar& bar : story.chart.bars) {
    const Style style = bar.told ? style_of(story.tone) : Style::plain;
    if (const auto* estimate = std::get_if<measure::Estimate>(&bar.is.is)) {
      rows.push_back({{.text = ours(bar.label), .style = bar.told ? Style::strong : Style::plain},
                      {.text = ours(number_text(estimate->value, story.chart.decimals))},
                      {.text = interval_bar(*estimate, scale, 24, terminal_.unicode), .style = style},
                      {.text = ours(interval_words(bar.is, story.chart.decimals)) + marks({bar.note})}});
    } else {
      rows.push_back({{.text = ours(bar.label)},
                      {.text = ours(fmt::format("withheld: {} (n {}){}", std::get<measure::Withheld>(bar.is.is).why,
                                                bar.is.n, marks({bar.note}))),
                       .style = Style::grey,
                       .to_end = true}});
    }
  }
  out_ += "\n";
  paragraph(ours(in_unit(story.chart.label, story.chart.unit)), Style::grey);
  out_ += text_table({{.head = "", .least = 12, .wraps = true},
                      {.head = "", .right = true},
                      {.head = "", .least = 24},
                      {.head = "", .least = 30}},
                     rows, terminal_);
}

void Page::voice(const Voice& voice) {
  const std::string text = printable(voice.text) + (voice.cut ? ours(" …") : "");
  out_ += "\n";
  paragraph(ours("“") + text + ours("”"), Style::plain, "    ");
  paragraph(ours(voice.from) + ours(" · ") + to_text(voice.id), Style::grey, "    ");
}

void Page::story(const Story& story) {
  const std::string_view mark = story.tone == Tone::better ? "better: " : story.tone == Tone::worse ? "worse: " : "";
  paragraph(ours(std::string(mark) + story.title), story.tone == Tone::neither ? Style::strong : style_of(story.tone));
  for (const Sentence& sentence : story.text) paragraph(ours(sentence.text) + marks(sentence.notes));
  bars(story);
  for (const Voice& each : story.voices) voice(each);
  if (story.voices.empty() && !story.no_voices.empty()) paragraph(ours(story.no_voices), Style::grey);
}

void Page::stories() {
  if (brief_.stories.empty()) return;
  heading("What is different, and who says so");
  for (std::size_t at = 0; at < brief_.stories.size(); ++at) {
    if (at > 0) out_ += "\n\n";
    story(brief_.stories[at]);
  }
}

void Page::also() {
  if (brief_.also.empty()) return;
  heading("Also beyond chance");
  for (const Sentence& sentence : brief_.also) {
    const std::string_view word = sentence.tone == Tone::better  ? "better  "
                                  : sentence.tone == Tone::worse ? "worse   "
                                                                 : "        ";
    paragraph(ours(sentence.text) + marks(sentence.notes), style_of(sentence.tone), word);
  }
}

void Page::thin() {
  if (brief_.thin.empty() && brief_.remarks.empty()) return;
  heading("Too thin to say");
  for (const Thin& thin : brief_.thin) {
    paragraph(ours(thin.text) + marks({thin.note}) + (thin.needed.empty() ? "" : ours("; " + thin.needed)),
              Style::grey);
  }
  for (const std::string& remark : brief_.remarks) paragraph(ours(remark), Style::grey);
}

void Page::small_print() {
  heading("The small print");
  for (const std::string& sentence : brief_.method) paragraph(ours(sentence), Style::grey);
  if (!brief_.notes.empty()) out_ += "\n";
  for (std::size_t at = 0; at < brief_.notes.size(); ++at) {
    const Note& note = brief_.notes[at];
    const std::string beside = beside_query(note);
    paragraph(ours(note.query + (beside.empty() ? "" : " · ") + beside), Style::grey,
              fmt::format("{:>4} ", fmt::format("[{}]", at + 1)));
  }
}

}  // namespace

std::string brief_term(const Brief& brief, const Terminal& terminal) { return Page(brief, terminal).draw(); }

}  // namespace bellwether::tell
