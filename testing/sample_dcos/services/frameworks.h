// Marathon and Metronome, as far as they can be asked how they are: they are
// ready once the Mesos master is.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_FRAMEWORKS_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_FRAMEWORKS_H_

#include "testing/http_server/http_exchange.h"

namespace minidcos::sample {

// GET /v2/info; a 503 unless `ready`.
void HandleMarathon(HttpExchange& exchange, bool ready);

// GET /v1/jobs: there are none; a 503 unless `ready`.
void HandleMetronome(HttpExchange& exchange, bool ready);

// The services, ports 8080 and 9000.
int MarathonMain();
int MetronomeMain();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_FRAMEWORKS_H_
