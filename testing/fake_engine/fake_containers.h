// The endpoints of containers, their files and their execs.

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_CONTAINERS_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_CONTAINERS_H_

#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"

namespace minidcos {

// `state` outlives `router`.
void AddContainerRoutes(FakeState& state, FakeRouter& router);
void AddCreateRoute(FakeState& state, FakeRouter& router);
void AddArchiveRoutes(FakeState& state, FakeRouter& router);
void AddExecRoutes(FakeState& state, FakeRouter& router);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_CONTAINERS_H_
