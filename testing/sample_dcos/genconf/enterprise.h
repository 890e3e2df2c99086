// What the enterprise variant asks of a configuration beyond the open one, and
// computes from it. That variant's source is closed: keys, defaults and rules
// are those of its documentation,
// https://archive-docs.d2iq.com/mesosphere/dcos/2.1/installing/production/advanced-configuration/configuration-reference/
// the wording of most messages is the sample's.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_ENTERPRISE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_ENTERPRISE_H_

#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {

// `security`, permissive by default, and `ssl_enabled`, computed from it; the
// superuser; the custom CA; from version 1.11 on the license and the fault
// domains.
void ResolveEnterprise(const FileReader& read_file, Resolution& resolution);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_ENTERPRISE_H_
