// clean, on an engine of its own: it takes whatever is labelled ours.

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/labels.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/real_engine/real_engine.h"
#include "testing/status_matchers.h"
