// A file of the build context of an image.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_FILE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_FILE_H_

#include <string>

namespace minidcos {

struct RecipeFile {
  // Relative. Below a folder "bin" or "sbin" it is executable.
  std::string path;
  std::string content;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_FILE_H_
