// What every benchmark works with: the built tools, a cluster id of its own and
// the node image.

#ifndef MINIDCOS_TESTING_BENCH_WORKBENCH_H_
#define MINIDCOS_TESTING_BENCH_WORKBENCH_H_

#include <string>
#include <vector>

#include "common/base/files.h"

namespace minidcos {

using Words = std::vector<std::string>;

class Workbench {
 public:
  explicit Workbench(int runs);

  // Leaves no cluster.
  ~Workbench();
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;

  // How often each command is measured.
  int runs() const { return runs_; }

  // Begins the names of all containers.
  const std::string& id() const { return id_; }
  const std::string& image() const { return image_; }

  // A temporary folder, on a disk.
  const std::string& folder() const { return folder_.path(); }

  // What the containers of our cluster are called, without "." and role.
  std::string Cluster() const;

  // The container of a node of our cluster.
  std::string Container(const std::string& role) const;

  // The command of a tool; that of one on our cluster.
  std::string Tool(const std::string& name) const;
  Words Ours(const std::string& tool, const Words& words) const;

  // The path of the installer of the sample DC/OS.
  std::string SampleInstaller() const;

  // The command that Bazel runs for the cluster_test `name` of this package.
  Words Test(const std::string& name) const;

  // A function of plain_docker.sh.
  Words Script(const std::string& function, const Words& words) const;

 private:
  const int runs_;
  // Where the tools and plain_docker.sh are.
  const std::string files_;
  const std::string id_;
  const std::string image_;
  const ScopedFolder folder_;
};

// Runs `argv`, which must succeed; its standard output without the last line
// end.
std::string Output(const Words& argv);

// A host key, made at the first call: without one, sshd of the plain CLI's
// nodes would not start.
std::string HostKey(const Workbench& bench);

// The nodes of the benchmarks of clusters: 1 master, 3 agents, 1 public agent.
void BenchClusters(const Workbench& bench);

// Commands on a node, by docker exec and by ssh.
void BenchCommands(const Workbench& bench);

// DC/OS installed on such a cluster.
void BenchDcos(const Workbench& bench);

// Files to and from a node.
void BenchFiles(const Workbench& bench);

// Clusters of 1 to 50 nodes: what a node more costs.
void BenchScale(const Workbench& bench);

// A test on a cluster of its own.
void BenchTests(const Workbench& bench);

// How long after DC/OS has become ready a wait ends.
void BenchWait(const Workbench& bench);

// A cluster for the length of a command, and what is left of one that is
// killed.
void BenchWith(const Workbench& bench);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_BENCH_WORKBENCH_H_
