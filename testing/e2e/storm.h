// What tests of crash safety share: an engine of their own, all that it and the
// tools have on this machine, and moments at which to kill.
//
//   const std::set<std::string> before = State();
//   for (const Moment& moment : Moments("create", words, 8)) {
//     KillAt(moment, "create", words);
//     Run("clean", {"--cluster-id=*"});
//     ExpectState(before);
//   }

#ifndef MINIDCOS_TESTING_E2E_STORM_H_
#define MINIDCOS_TESTING_E2E_STORM_H_

#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/private_engine.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

// A point of a tool's run: when it has printed so many lines of progress, and
// then so much later.
struct Moment {
  int lines = 0;
  absl::Duration later = absl::ZeroDuration();
};

std::ostream& operator<<(std::ostream& stream, const Moment& moment);

class StormTest : public E2eTest {
 public:
  // Starts the shared engine.
  static void SetUpTestSuite();

 protected:
  // On an engine that the tests of a program share, with the node image in it,
  // or on one of the test's own.
  StormTest();
  explicit StormTest(PrivateEngine& engine);

  PrivateEngine& engine() const { return engine_; }

  // Brings the node image to `engine`.
  static void CopyNodeImage(const PrivateEngine& engine);

  // What there is, images aside: the engine's containers, volumes and networks,
  // what it has on disk and in control groups for them, its mounts and
  // processes; loop devices; the processes of tools; their files.
  std::set<std::string> State() const;

  // From now on State() is without what the engine keeps and tells nobody of.
  void LookOnlyAtWhatTheEngineKnows() { looks_inside_ = false; }

  // Waits until State() is `state`, for what the engine or a killed tool's
  // programs end with a moment later; fails after a while.
  void ExpectState(const std::set<std::string>& state) const;

  // Moments of a run of `tool`: `count` that are spread over its time, and each
  // at which it prints a line. It is run to its end once to find them, and must
  // succeed.
  std::vector<Moment> Moments(const std::string& tool,
                              const std::vector<std::string>& words,
                              int count) const;

  // Waits until `tool` is at `moment`, or has ended.
  static void Await(RunningTool& tool, const Moment& moment);

  // Runs `tool` and kills it at `moment`, if it has not ended by then. Of all
  // that a test runs so, most must not have: else it is a storm in name only.
  ToolResult KillAt(const Moment& moment, const std::string& tool,
                    const std::vector<std::string>& words);

  // Removes all there is of ours, and expects `before`.
  void CleanAndExpect(const std::set<std::string>& before) const;

  // The same by `clean --stale`. A cluster that was complete, which that
  // leaves, is destroyed first.
  void CleanStaleAndExpect(const std::set<std::string>& before) const;

  // Of the sample DC/OS.
  static std::string InstallerPath();

  // What `create` takes for a small cluster of it: `options`.
  static std::vector<std::string> CreateWords(
      const std::vector<std::string>& options);

  // The images that an installer loads stay, and are there from now on.
  void MakeInstallersImageKnown();

  void TearDown() override;

 private:
  void Clean(const std::vector<std::string>& words,
             const std::set<std::string>& before) const;

  PrivateEngine& engine_;
  bool looks_inside_ = true;
  // Of KillAt(): how many tools were still there.
  int runs_ = 0;
  int kills_ = 0;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_STORM_H_
