// The endpoints of networks.

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_NETWORKS_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_NETWORKS_H_

#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"

namespace minidcos {

void AddNetworkRoutes(FakeState& state, FakeRouter& router);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_NETWORKS_H_
