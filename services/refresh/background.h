// Work that must not be felt by those who decide.
#pragma once

namespace placard {

// From now on the calling thread gets a processor when those that serve leave
// it one, and a thirtieth of one when they never do.
void YieldToServing();

// The same for work that somebody waits for: a tenth of one.
void YieldSomewhatToServing();

}  // namespace placard
