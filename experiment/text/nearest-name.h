#ifndef KWIK_EXPERIMENT_TEXT_NEAREST_NAME_H
#define KWIK_EXPERIMENT_TEXT_NEAREST_NAME_H

#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

using Names = std::vector<std::string>;

/// " (did you mean 'x'?)" for the candidate that is a likely misspelling of @p written, else "".
///
/// Likely: equal but for case, or at most one edit in three letters (insert, delete, replace, swap
/// of neighbours: the optimal string alignment distance). The first of equally near ones wins.
std::string DidYouMean(std::string_view written, const Names& candidates);

/// The names separated by commas; "none" when there are none.
std::string ListOf(const Names& names);

/// @p written in single quotes, made safe for a terminal and shortened to 60 characters.
std::string Quoted(std::string_view written);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_NEAREST_NAME_H
