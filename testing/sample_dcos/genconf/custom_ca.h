// A certificate authority of the operator's for the enterprise variant:
// https://archive-docs.d2iq.com/mesosphere/dcos/2.1/security/ent/tls-ssl/ca-custom/

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CUSTOM_CA_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CUSTOM_CA_H_

#include "testing/sample_dcos/genconf/resolve.h"

namespace minidcos::sample {

// `ca_certificate_path`, `ca_certificate_key_path` and, unless the certificate
// is a root's, `ca_certificate_chain_path`, all or none: the files are there
// and belong together. The certificates become `ca_certificates`, its own
// first; the key is only looked at.
void ResolveCustomCa(const FileReader& read_file, Resolution& resolution);

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_GENCONF_CUSTOM_CA_H_
