#include "services/store/redis_reply.h"

#include <hiredis/read.h>

#include <utility>

#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {

struct ReplyParser::Budget {
  size_t elements = kReplyElements;
  size_t bytes = kReplyBytes;
};

namespace {

// hiredis builds depth first, so a parent's vector grows only once the child
// that was being built is complete: no pointer into it is used afterwards.
Reply* Place(const redisReadTask* task, Reply reply) {
  if (task->parent == nullptr) return new Reply(std::move(reply));
  auto* parent = static_cast<Reply*>(task->parent->obj);
  parent->elements.push_back(std::move(reply));
  return &parent->elements.back();
}

void* CreateString(const redisReadTask* task, char* text, size_t size) {
  Reply::Type type = task->type == REDIS_REPLY_ERROR ? Reply::Type::kError
                                                     : Reply::Type::kString;
  return Place(task, Reply{.type = type,
                           .integer = 0,
                           .text = std::string(text, size),
                           .elements = {}});
}

// Refuses by returning null, before anything is allocated. Elements then come
// one by one: a count is only a claim.
void* CreateArray(const redisReadTask* task, int elements) {
  size_t& budget = *static_cast<size_t*>(task->privdata);
  if (elements < 0 || static_cast<size_t>(elements) > budget) return nullptr;
  budget -= static_cast<size_t>(elements);
  return Place(task, Reply{.type = Reply::Type::kArray,
                           .integer = 0,
                           .text = "",
                           .elements = {}});
}

// NOLINTNEXTLINE(google-runtime-int): hiredis asks for just this type.
void* CreateInteger(const redisReadTask* task, long long value) {
  return Place(task, Reply{.type = Reply::Type::kInteger,
                           .integer = value,
                           .text = "",
                           .elements = {}});
}

void* CreateNil(const redisReadTask* task) { return Place(task, Reply()); }

// Called with roots only.
void FreeRoot(void* reply) { delete static_cast<Reply*>(reply); }

redisReplyObjectFunctions kFunctions = {CreateString, CreateArray,
                                        CreateInteger, CreateNil, FreeRoot};

}  // namespace

void ReplyParser::FreeReader::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

ReplyParser::ReplyParser()
    : budget_(std::make_unique<Budget>()),
      reader_(redisReaderCreateWithFunctions(&kFunctions)) {
  PLACARD_CHECK(reader_ != nullptr);
  reader_->privdata = &budget_->elements;
}

ReplyParser::~ReplyParser() = default;
ReplyParser::ReplyParser(ReplyParser&&) noexcept = default;
ReplyParser& ReplyParser::operator=(ReplyParser&&) noexcept = default;

absl::Status ReplyParser::Feed(std::string_view bytes) {
  if (bytes.size() > budget_->bytes) {
    return Error(absl::StatusCode::kInternal, "reply exceeds ", kReplyBytes,
                 " bytes");
  }
  budget_->bytes -= bytes.size();
  if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) {
    return Error(absl::StatusCode::kInternal,
                 "redis reader: ", static_cast<const char*>(reader_->errstr));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Reply>> ReplyParser::Next() {
  void* root = nullptr;
  if (redisReaderGetReply(reader_.get(), &root) != REDIS_OK) {
    bool refused = reader_->err == REDIS_ERR_OOM;
    return Error(absl::StatusCode::kInternal, "not a redis reply: ",
                 refused ? "too many elements"
                         : static_cast<const char*>(reader_->errstr));
  }
  if (root == nullptr) return std::optional<Reply>();
  std::unique_ptr<Reply> reply(static_cast<Reply*>(root));
  *budget_ = Budget();
  return std::optional<Reply>(std::move(*reply));
}

bool ReplyParser::has_leftover() const { return reader_->pos < reader_->len; }

}  // namespace placard
