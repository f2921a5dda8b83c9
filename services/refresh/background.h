// Work that must not be felt by those who decide.
#pragma once

namespace placard {

// From now on the calling thread gets a processor when those that serve leave
// it one, and a tenth of one when they never do.
void YieldToServing();

// The same for work that somebody waits for: a quarter of one.
void YieldSomewhatToServing();

}  // namespace placard
