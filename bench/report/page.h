// The report as one HTML page that needs nothing else: no script, no file.
//
// Thread safety: pure function.
#pragma once

#include <string>

#include "bench/report/figure.h"
#include "bench/report/machine.h"

namespace placard {

std::string HtmlPage(const Facts& facts, const Figures& figures);

}  // namespace placard
