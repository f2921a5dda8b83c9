#include "services/rpc/one_piece.h"

#include <string>
#include <utility>
#include <vector>

#include "grpcpp/support/byte_buffer.h"
#include "gtest/gtest.h"
#include "placard/v1/decision.pb.h"

namespace placard {
namespace {

using Traits = grpc::SerializationTraits<OnePiece>;

// Sizes on both sides of what a slice holds itself.
const std::vector<std::string> kTexts = {"", "x", std::string(23, 'a'),
                                         std::string(24, 'b'),
                                         std::string(100'000, 'c')};

std::string Flat(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  EXPECT_TRUE(buffer.DumpToSingleSlice(&slice).ok());
  return {slice.begin(), slice.end()};
}

TEST(OnePieceTest, IsACopyOfBytes) {
  for (std::string text : kTexts) {
    const OnePiece piece{std::string_view(text)};
    const std::string before = text;
    text.assign(text.size(), '?');
    EXPECT_EQ(piece.bytes(), before);
  }
}

TEST(OnePieceTest, JoinsWhatCameInSeveral) {
  for (const std::string& text : kTexts) {
    const std::vector<grpc::Slice> slices = {grpc::Slice("head "),
                                             grpc::Slice(text)};
    const grpc::ByteBuffer whole(slices.data(), slices.size());
    EXPECT_EQ(OnePiece(whole).bytes(), "head " + text);
  }
}

TEST(OnePieceTest, OfNoMessageItIsEmpty) {
  EXPECT_EQ(OnePiece(grpc::ByteBuffer()).bytes(), "");
  EXPECT_EQ(OnePiece(grpc::ByteBuffer(nullptr, 0)).bytes(), "");
}

TEST(OnePieceTest, GoesToTheWireAndBackAsItIs) {
  for (const std::string& text : kTexts) {
    grpc::ByteBuffer wire;
    bool own_buffer = false;
    {
      const OnePiece sent{std::string_view(text)};
      ASSERT_TRUE(Traits::Serialize(sent, &wire, &own_buffer).ok());
    }
    EXPECT_TRUE(own_buffer);
    EXPECT_EQ(Flat(wire), text);
    OnePiece received;
    ASSERT_TRUE(Traits::Deserialize(&wire, &received).ok());
    EXPECT_FALSE(wire.Valid()) << "gRPC counts on its being taken";
    const OnePiece moved = std::move(received);
    EXPECT_EQ(moved.bytes(), text);
  }
}

TEST(MethodIndexTest, IsThePlaceInTheService) {
  ASSERT_NE(v1::DecideRequest::descriptor(), nullptr);
  EXPECT_EQ(MethodIndex("placard.v1.DecisionService.Decide"), 0);
  EXPECT_EQ(MethodIndex("placard.v1.DecisionService.DecideStream"), 1);
}

}  // namespace
}  // namespace placard
