// What gRPC and Protocol Buffers would write to standard error by themselves.
#pragma once

#include "services/log/log.h"

namespace placard {

// Nothing of theirs is written: what they say of requests is answered to their
// senders, and until the server serves, main says in one line why it does not.
void SilenceForeignLogs();

// Errors of gRPC go to `log`, which must live as long as the process.
void ReportForeignErrorsTo(Log& log);

}  // namespace placard
