// What WriteDecideResponse writes, as a message.
#pragma once

#include "engine/base/check.h"
#include "services/codec/page_codec.h"

namespace placard {

inline v1::DecideResponse WrittenResponse(const Decision& decision,
                                          const PageRequest& request,
                                          const AnswerOrigin& origin) {
  BackwardWriter out;
  WriteDecideResponse(decision, request, origin, out);
  v1::DecideResponse response;
  PLACARD_CHECK(response.ParseFromArray(out.bytes().data(),
                                        static_cast<int>(out.bytes().size())));
  return response;
}

}  // namespace placard
