// What a store held at each revision, as its only writer knows, and whether
// answers are those that brute force finds there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/model/campaign.h"
#include "placard/v1/campaign_service.pb.h"
#include "placard/v1/decision.pb.h"

namespace placard {

// Thread safety: thread-compatible.
class KnownHistory {
 public:
  // `resource` was written and got `revision`.
  void Add(uint64_t revision, const v1::Resource& resource);

  // An answer, to be looked at by Check. Precondition: the request says seed
  // and instant.
  struct Answer {
    v1::DecideRequest request;
    v1::DecideResponse response;
  };

  // What is wrong with the first of the answers that is not as it must be; ""
  // when all are well.
  std::string Check(std::vector<Answer> answers) const;

 private:
  std::map<uint64_t, v1::Resource> writes_;  // by revision
};

}  // namespace placard
