#include "bench/twin/canned_answer.h"

#include <array>
#include <string>

#include "google/protobuf/arena.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"
#include "placard/v1/decision.pb.h"
#include "services/decision/refusal.h"

namespace placard {
namespace {

using google::protobuf::Arena;
using google::protobuf::Message;
using placard::v1::DecideRequest;
using placard::v1::DecideResponse;

// Most requests and their answers fit, so that nothing is allocated for them.
constexpr size_t kArenaBytes = 16 << 10;

// As long as an advertisement of bench/workload.
void FillAd(placard::v1::Ad& ad) {
  ad.set_campaign("campaigns/c164713");
  ad.set_line_item("campaigns/c164713/lineItems/l2");
  ad.set_creative("campaigns/c164713/creatives/c3");
  ad.set_advertiser("advertisers/a16471");
  ad.mutable_size()->mutable_fixed()->set_width(300);
  ad.mutable_size()->mutable_fixed()->set_height(250);
  ad.set_click_url("https://shop.example/offer");
  ad.mutable_image()->set_url("https://shop.example/image");
  ad.mutable_image()->set_title("Offer");
  ad.mutable_price()->set_cpm_micros(4'500'000);
  ad.set_tier(placard::v1::TIER_STANDARD);
}

void Answer(const DecideRequest& request, DecideResponse& response) {
  response.set_request_id(request.request_id());
  for (const placard::v1::Slot& slot : request.slots()) {
    placard::v1::SlotResult& result = *response.add_results();
    result.set_slot_id(slot.id());
    result.set_outcome(placard::v1::OUTCOME_FILLED);
    FillAd(*result.add_ads());
  }
  response.mutable_config_version()->set_epoch("bench");
  response.mutable_config_version()->set_revision(1'000'000);
  response.set_seed(0x0123456789abcdef);
  response.mutable_ttl()->set_seconds(34);
  response.mutable_ttl()->set_nanos(204'410'295);
  response.set_page_view_token(
      "AQEIM2IzYzg2NGEynQ1ryoewlQde7ToPvRyYL9F-XmaSFDkqDydCsP4UzMGjsr0VF_OxuyVo"
      "EqcjG51tQjyiyxE");
}

bool Parse(const grpc::ByteBuffer& bytes, Message& out) {
  grpc::ByteBuffer shared = bytes;  // the reader wants one to write to
  grpc::ProtoBufferReader reader(&shared);
  return reader.status().ok() && out.ParseFromZeroCopyStream(&reader);
}

bool Parse(std::string_view bytes, Message& out) {
  return out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

// Calls write(const DecideResponse&) -> grpc::Status with the answer, if there
// is one.
template <typename Bytes, typename Write>
grpc::Status AnswerWith(const Bytes& request, Write&& write) {
  alignas(8) thread_local std::array<char, kArenaBytes> block;
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  Arena arena(options);
  auto& asked = *Arena::CreateMessage<DecideRequest>(&arena);
  if (!Parse(request, asked)) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "not a DecideRequest"};
  }
  if (asked.slots().empty()) {
    return {grpc::StatusCode::INVALID_ARGUMENT,
            "slots: must have 1 to 64, has none"};
  }
  auto& answer = *Arena::CreateMessage<DecideResponse>(&arena);
  Answer(asked, answer);
  return write(answer);
}

}  // namespace

grpc::Status AnswerCanned(const grpc::ByteBuffer& request,
                          grpc::ByteBuffer& response) {
  return AnswerWith(request, [&](const Message& answer) {
    bool own_buffer = false;
    return grpc::GenericSerialize<grpc::ProtoBufferWriter, Message>(
        answer, &response, &own_buffer);
  });
}

OnePiece AnswerOnStream(std::string_view request) {
  thread_local std::string bytes;
  const grpc::Status status = AnswerWith(request, [](const Message& answer) {
    answer.SerializeToString(&bytes);
    return grpc::Status::OK;
  });
  if (status.ok()) return OnePiece(bytes);
  return OnePiece(
      Refusal(request, absl::InvalidArgumentError(status.error_message())));
}

}  // namespace placard
