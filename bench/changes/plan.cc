#include "bench/changes/plan.h"

#include <chrono>
#include <numeric>
#include <string>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr size_t kCycle = 20;

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
}

ChangeCall Pause(const std::string& campaign) {
  return [campaign](auto& stub, auto& context, v1::Campaign& answer) {
    v1::PauseCampaignRequest request;
    request.set_name(campaign);
    return stub.PauseCampaign(&context, request, &answer);
  };
}

ChangeCall PauseLineItem(const v1::Campaign& campaign) {
  return [name = Concat(campaign.name(), "/lineItems/",
                        campaign.line_items(0).id())](auto& stub, auto& context,
                                                      v1::Campaign& answer) {
    v1::PauseLineItemRequest request;
    request.set_name(name);
    return stub.PauseLineItem(&context, request, &answer);
  };
}

ChangeCall Resume(const std::string& campaign) {
  return [campaign](auto& stub, auto& context, v1::Campaign& answer) {
    v1::ResumeCampaignRequest request;
    request.set_name(campaign);
    return stub.ResumeCampaign(&context, request, &answer);
  };
}

ChangeCall UpdateLineItems(v1::Campaign campaign) {
  v1::UpdateCampaignRequest request;
  campaign.clear_etag();
  *request.mutable_campaign() = std::move(campaign);
  request.mutable_update_mask()->add_paths("line_items");
  return [request](auto& stub, auto& context, v1::Campaign& answer) {
    return stub.UpdateCampaign(&context, request, &answer);
  };
}

ChangeCall Bid(v1::Campaign campaign) {
  v1::LineItem& item = *campaign.mutable_line_items(0);
  if (item.has_price()) {
    item.mutable_price()->set_cpm_micros(item.price().cpm_micros() + 12'345);
  } else {
    item.set_weight(item.weight() == 777 ? 778 : 777);
  }
  return UpdateLineItems(std::move(campaign));
}

ChangeCall Target(v1::Campaign campaign) {
  *campaign.mutable_line_items(0)->mutable_targeting() =
      campaign.line_items(1).targeting();
  return UpdateLineItems(std::move(campaign));
}

ChangeCall Create(v1::Campaign campaign) {
  v1::CreateCampaignRequest request;
  campaign.set_name(Concat(campaign.name(), "-again"));
  campaign.clear_etag();
  *request.mutable_campaign() = std::move(campaign);
  return [request](auto& stub, auto& context, v1::Campaign& answer) {
    return stub.CreateCampaign(&context, request, &answer);
  };
}

// Campaigns of the world, one after another, none twice, all over it.
class Campaigns {
 public:
  // But for the first `skipped`.
  Campaigns(v1::CampaignService::Stub& stub, size_t count, size_t skipped)
      : stub_(stub), count_(count), stride_(count * 5 / 8 + 1) {
    while (std::gcd(stride_, count_) != 1) ++stride_;
    at_ = stride_ * skipped % count_;
  }

  absl::StatusOr<v1::Campaign> Next() {
    at_ = (at_ + stride_) % count_;
    grpc::ClientContext context;
    SetDeadline(context);
    v1::GetCampaignRequest request;
    request.set_name(Concat("campaigns/c", at_));
    v1::Campaign campaign;
    const grpc::Status status = stub_.GetCampaign(&context, request, &campaign);
    if (!status.ok()) {
      return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                          status.error_message());
    }
    return campaign;
  }

 private:
  v1::CampaignService::Stub& stub_;
  const size_t count_;
  size_t stride_;
  size_t at_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<ChangeCall>> PlanChanges(
    v1::CampaignService::Stub& stub, size_t campaigns, size_t first,
    size_t count) {
  if (campaigns < first + count) {
    return InvalidArgument("a world of ", campaigns,
                           " campaigns is too small for ", first + count,
                           " changes");
  }
  Campaigns all(stub, campaigns, first);
  std::vector<std::string> paused;
  size_t resumed = 0;
  std::vector<ChangeCall> calls;
  for (size_t i = 0; i < count; ++i) {
    const size_t of_cycle = i % kCycle;
    // Those of the cycle before: paused a fifth of a second ago at least.
    const bool is_resumption = of_cycle >= 6 && of_cycle < 10 && i >= kCycle;
    if (is_resumption) {
      calls.push_back(Resume(paused[resumed++]));
      continue;
    }
    PLACARD_ASSIGN_OR_RETURN(v1::Campaign campaign, all.Next());
    if (of_cycle < 4 || (of_cycle >= 6 && of_cycle < 10)) {
      paused.push_back(campaign.name());
      calls.push_back(Pause(campaign.name()));
    } else if (of_cycle < 6) {
      calls.push_back(PauseLineItem(campaign));
    } else if (of_cycle < 15) {
      calls.push_back(Bid(std::move(campaign)));
    } else if (of_cycle < 18) {
      calls.push_back(Target(std::move(campaign)));
    } else {
      calls.push_back(Create(std::move(campaign)));
    }
  }
  return calls;
}

}  // namespace placard
