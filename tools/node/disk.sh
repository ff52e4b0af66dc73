#!/bin/sh
# Gives a pod its disk, as kubelet asks for it (FlexVolume): init, mount <folder> <options>, unmount <folder>.
# A disk is a file that every node sees. It is on one node at a time: whoever comes too early is refused, and asks again.
set -eu
disks="$(dirname "$0")/disks"
on_node=/var/lib/volumes

answer() {
  echo "{\"status\": \"$1\", \"message\": \"$2\"${3:-}}"
  [ "$1" = Success ]
}

case "$1" in
  init)
    answer Success '' ', "capabilities": {"attach": false, "selinuxRelabel": false, "supportsMetrics": true, "fsGroup": true}'
    ;;
  mount)
    name="$(basename "$2")"
    if ! mountpoint -q "$on_node/$name"; then
      [ -z "$(losetup -j "$disks/$name")" ] || answer Failure "$name is still on another node" || exit 1
      mkdir -p "$on_node/$name"
      mount -o loop "$disks/$name" "$on_node/$name"
    fi
    mkdir -p "$2"
    mount --bind "$on_node/$name" "$2"
    answer Success ''
    ;;
  unmount)
    name="$(basename "$2")"
    umount "$2"
    # The last pod of the node has gone.
    if [ "$(findmnt -rno TARGET -S "$(findmnt -no SOURCE "$on_node/$name")" | wc -l)" -eq 1 ]; then umount "$on_node/$name"; fi
    answer Success ''
    ;;
  *)
    answer 'Not supported' "$1" || true
    ;;
esac
