// Names of persons, by lists of names, by titles and by how people are introduced.
#pragma once

#include "understand/personal/found.hpp"
#include "understand/personal/words.hpp"

#include <vector>

namespace bellwether::personal {

/// Appends names in order:
/// - a given name of the list with a capital, with the surnames, initials and words between ("van der") that follow;
/// - behind a title ("Mrs", "Herr") or an introduction ("spoke with", "Dear"), words with capitals;
/// - behind a strong introduction ("my name is", "je m'appelle"), also in small letters;
/// - an initial or an unknown word with a capital before a surname of the list, or a word that ends like one ("-wicz").
/// Everyday words, places and brands ("Will", "Paris") are names only in such company. Where most words are in
/// capitals, these tell nothing. Linear in the number of words; a name has at most six.
void find_person_names(const Words& words, std::vector<Found>& found);

}  // namespace bellwether::personal
