#include "common/doctor/program_checks.h"

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(JudgeSsh, TellsWhatDoesNotWork) {
  EXPECT_THAT(JudgeSsh(true, true),
              Finds(Verdict::kOk, HasSubstr("ssh"), IsEmpty()));
  EXPECT_THAT(JudgeSsh(false, true),
              Finds(Verdict::kWarning, HasSubstr("--transport=ssh"),
                    HasSubstr("openssh-client")));
  EXPECT_THAT(JudgeSsh(true, false),
              Finds(Verdict::kError, HasSubstr("no ssh-keygen"),
                    HasSubstr("openssh-client")));
}

// A machine whose PATH is one folder.
class ProgramChecksTest : public testing::Test {
 protected:
  ProgramChecksTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "programs-")) {
    setenv("PATH", folder_.path().c_str(), 1);
  }
  ~ProgramChecksTest() override { setenv("PATH", path_.c_str(), 1); }

  void Install(const std::string& name, absl::string_view script) {
    ASSERT_THAT(WriteFile(folder_.path() + "/" + name, script, 0755), IsOk());
  }

  const std::string path_ = std::getenv("PATH");
  const ScopedFolder folder_;
  Examination examination_{
      Context().WithTimeout(absl::Seconds(30)), Context(), {}};
};

TEST_F(ProgramChecksTest, LookInPath) {
  EXPECT_THAT(CheckSsh(examination_),
              IsOkAndHolds(Finds(Verdict::kError, HasSubstr("ssh-keygen"))));
  Install("ssh-keygen", "#!/bin/sh\n");
  EXPECT_THAT(CheckSsh(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("no ssh"))));
  Install("ssh", "#!/bin/sh\n");
  EXPECT_THAT(CheckSsh(examination_),
              IsOkAndHolds(Finds(Verdict::kOk, HasSubstr("ssh"))));
}

TEST_F(ProgramChecksTest, KnowASedThatIsMissing) {
  EXPECT_THAT(CheckSed(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("no sed"),
                                 HasSubstr("--genconf-on=node"))));
}

TEST_F(ProgramChecksTest, KnowASedThatIsNotGnus) {
  Install("sed", "#!/bin/sh\necho 'sed: 1: unexpected EOF' >&2\nexit 1\n");
  EXPECT_THAT(CheckSed(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("not GNU sed"),
                                 HasSubstr("brew install gnu-sed"))));
  // As one does that takes address 0 for 1.
  Install("sed", "#!/bin/sh\nexit 0\n");
  EXPECT_THAT(CheckSed(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("not GNU sed"))));
}

TEST_F(ProgramChecksTest, TakeTheSedOfThisMachine) {
  setenv("PATH", path_.c_str(), 1);
  EXPECT_THAT(CheckSed(examination_),
              IsOkAndHolds(Finds(Verdict::kOk, HasSubstr("1.9"))));
}

}  // namespace
}  // namespace minidcos
