#include "services/refresh/disposal.h"

#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "gtest/gtest.h"

namespace placard {
namespace {

// Tells by which thread it was destroyed.
class Witness {
 public:
  explicit Witness(std::promise<std::thread::id>& told) : told_(told) {}
  ~Witness() { told_.set_value(std::this_thread::get_id()); }

 private:
  std::promise<std::thread::id>& told_;
};

TEST(DisposalTest, DestroysWhatNobodyReadsOnAThreadOfItsOwn) {
  std::promise<std::thread::id> told;
  Disposal disposal;
  disposal.Add(std::make_shared<const Witness>(told));
  EXPECT_NE(told.get_future().get(), std::this_thread::get_id());
}

TEST(DisposalTest, WaitsForTheLastReader) {
  std::promise<std::thread::id> told;
  std::promise<std::thread::id> told_later;
  Disposal disposal;
  auto read = std::make_shared<const Witness>(told);
  disposal.Add(read);
  // Whatever was added later and is destroyed says that the first was looked
  // at.
  disposal.Add(std::make_shared<const Witness>(told_later));
  told_later.get_future().get();
  std::future<std::thread::id> destroyed = told.get_future();
  EXPECT_EQ(destroyed.wait_for(std::chrono::seconds(0)),
            std::future_status::timeout);
  read = nullptr;
  EXPECT_NE(destroyed.get(), std::this_thread::get_id());
}

TEST(DisposalTest, LeavesToReadersWhatTheyReadWhenItEnds) {
  std::promise<std::thread::id> told;
  auto read = std::make_shared<const Witness>(told);
  {
    Disposal disposal;
    disposal.Add(read);
    disposal.Add(nullptr);
  }
  read = nullptr;
  EXPECT_EQ(told.get_future().get(), std::this_thread::get_id());
}

}  // namespace
}  // namespace placard
