// The endpoints of images.

#ifndef MINIDCOS_TESTING_FAKE_ENGINE_FAKE_IMAGES_H_
#define MINIDCOS_TESTING_FAKE_ENGINE_FAKE_IMAGES_H_

#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"

namespace minidcos {

// `state` outlives `router`.
void AddImageRoutes(FakeState& state, FakeRouter& router);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_FAKE_ENGINE_FAKE_IMAGES_H_
