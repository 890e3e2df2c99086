# Linked from /etc/profile.d: puts the commands of DC/OS on a login's path.
PATH=/opt/mesosphere/bin:$PATH
export PATH
