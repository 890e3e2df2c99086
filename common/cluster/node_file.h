// A file that goes into a node before it starts.

#ifndef MINIDCOS_COMMON_CLUSTER_NODE_FILE_H_
#define MINIDCOS_COMMON_CLUSTER_NODE_FILE_H_

#include <string>

namespace minidcos {

struct NodeFile {
  // Absolute; its folder is in the image.
  std::string path;
  std::string content;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_NODE_FILE_H_
