// Rules and terms in few words, as people would say them.
//
// Text is taken as it is: it must be normalised.
//
// Thread safety: pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/rule.h"

namespace placard {

// "plane crash" is a phrase, "=crash" exact, "air*" a prefix.
KeywordTerm Term(std::string_view text);
std::vector<KeywordTerm> Terms(const std::vector<std::string>& texts);

// "news/world"; "=news" without what lies below.
SectionPath Path(std::string_view path);
std::vector<SectionTerm> SectionTerms(const std::vector<std::string>& paths);

// "iab:386".
CategoryId Category(std::string_view text);

Rule Always();
Rule AllOf(std::vector<Rule> rules);
Rule AnyOf(std::vector<Rule> rules);
Rule SectionIn(const std::vector<std::string>& include,
               const std::vector<std::string>& exclude = {});
Rule SectionNotIn(const std::vector<std::string>& exclude);
Rule KeywordIn(const std::vector<std::string>& terms);
Rule InKeywordList(std::string_view list);
Rule CategoryIn(const std::vector<std::string>& categories);
Rule CountryIn(std::vector<std::string> values);
Rule RegionIn(std::vector<std::string> values);
Rule LanguageIn(std::vector<std::string> values);
Rule SegmentIn(std::vector<std::string> values);
Rule DeviceIn(std::vector<Device> devices);
Rule KeyIn(std::string_view key, std::vector<std::string> values);

// The quarter hours from `first` up to `end`, counted from Monday 00:00.
WeekMask Quarters(size_t first, size_t end);
// From hour to hour on one day of the week; 0 is Monday.
WeekMask Hours(size_t day, size_t from_hour, size_t to_hour);
Rule TimeIn(const WeekMask& quarters);

}  // namespace placard
