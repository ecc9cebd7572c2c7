#include "measure/comments.hpp"

#include "base/number.hpp"
#include "measure/bound_measure.hpp"
#include "measure/cells.hpp"
#include "measure/population.hpp"
#include "measure/store_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace bellwether::measure {

namespace {

const facts::Field k_unit{.kind = facts::Field::Kind::dimension, .name = "unit"};

Measure all_comments() {
  Measure measure;
  measure.id = "employees' comments";
  measure.where = "voice_of = \"employee\" and text is known";
  measure.file = "comments";  // what it names may be unknown to the store
  return measure;
}

facts::Label label_of(const facts::StoredSignal& signal, const facts::Field& field) {
  if (field.kind == facts::Field::Kind::attribute) {
    const auto at =
        std::ranges::find(signal.attributes, field.name, [](const auto& attribute) { return attribute.first; });
    if (at == signal.attributes.end()) return {};
    const auto* text = std::get_if<std::string>(&at->second);
    return {.known = true, .text = text != nullptr ? *text : to_text(std::get<Micros>(at->second))};
  }
  const std::array<std::pair<std::string_view, const std::string*>, 7> words{{{"unit", &signal.unit},
                                                                              {"source", &signal.source},
                                                                              {"channel", &signal.channel},
                                                                              {"touchpoint", &signal.touchpoint},
                                                                              {"language", &signal.language},
                                                                              {"intent", &signal.intent},
                                                                              {"reader", &signal.reader}}};
  const auto* const at = std::ranges::find(words, field.name, [](const auto& word) { return word.first; });
  if (at == words.end() || at->second->empty()) return {};
  return {.known = true, .text = *at->second};
}

}  // namespace

Result<EmployeeComments> EmployeeComments::read(const facts::Facts& facts, const Guards& guards,
                                                const CommentsQuestion& question) {
  auto store = StoreReader::open(facts, facts::Table::signals, question.snapshot, {});
  if (!store) return std::unexpected(store.error());
  const auto bound = bind_measure(all_comments(), question.where, *store);
  if (!bound) return std::unexpected(bound.error());
  const auto later = store->has_later(of_employees());
  if (!later) return std::unexpected(later.error());
  if (*later)
    return fail(Code::withheld, "employees' comments have come in since this snapshot", "--snapshot", "leave it out");

  const std::vector<facts::Field> attributes = attributes_of(*store, guards.rules());
  Cut cut{.from = question.from, .to = question.to};
  if (const auto why = refused(*bound, cut, attributes, guards.rules())) return fail(Code::withheld, *why);
  const std::size_t needed = attributes_needed(*bound, cut, attributes);
  BlocksWanted wanted;
  wanted.answers.value = population_of(*bound, attributes).value;
  wanted.k = guards.rules().k_comments;
  wanted.attributes.assign(attributes.begin(), attributes.begin() + static_cast<std::ptrdiff_t>(needed));
  auto blocks = employee_blocks(*store, guards, wanted);
  if (!blocks) return std::unexpected(blocks.error());
  EmployeeComments comments(*std::move(blocks), wanted.attributes);

  cut.by = {k_unit};
  cut.by.insert(cut.by.end(), wanted.attributes.begin(), wanted.attributes.end());
  cut.every = Grain::month;
  const auto cells = cells_of(*store, *bound, cut);
  if (!cells) return std::unexpected(cells.error());
  const EmployeeBlocks& all = *comments.blocks_;
  std::vector<bool> whole(all.cells().size());
  for (const Cell& cell : *cells) {
    const auto at = all.find(cell.slice, cell.period, 0);
    if (at) whole[*at] = cell.tally.n == all.cells()[*at].facts && lies_in(cell.period, cut);
  }
  for (const std::vector<std::uint32_t>& block : all.blocks()) {
    if (!std::ranges::all_of(block, [&](std::uint32_t at) { return whole[at]; })) continue;
    for (const std::uint32_t at : block) {
      comments.told_[at] = true;
      comments.count_ += all.cells()[at].facts;
    }
  }
  return comments;
}

bool EmployeeComments::may_show(const facts::StoredSignal& signal) const {
  if (signal.voice_of != facts::VoiceOf::employee) return false;
  std::vector<facts::Label> slice{label_of(signal, k_unit)};
  for (const facts::Field& attribute : attributes_) slice.push_back(label_of(signal, attribute));
  const auto month = signal.day ? std::optional(period_start(Grain::month, *signal.day)) : std::nullopt;
  const auto at = blocks_->find(slice, month, 0);
  return at && told_[*at];
}

}  // namespace bellwether::measure
