/** NVIDIA's device plugin: tells kubelet of a machine's GPUs, so that pods can ask for them. */
import type { AddOn } from '../model/platform';
import { NVIDIA_GPU, onMachinesWith } from './parts/machines';

export const nvidiaDevicePluginAddOns: readonly AddOn[] = [
  {
    name: 'NVIDIA device plugin',
    purpose: "tells Kubernetes of machines' GPUs",
    minimum: '0.20',
    minimumBy: 'tests',
    since: 1,
    namespace: 'nvidia-device-plugin',
    settings:
      "on the machines themselves NVIDIA's driver and container toolkit, and the RuntimeClass that the pool names; not beside NVIDIA's GPU operator, which brings it",
    documentation: 'https://github.com/NVIDIA/k8s-device-plugin',
    install: {
      groups: [],
      device: NVIDIA_GPU,
      wave: -15,
      source: {
        repository: 'https://nvidia.github.io/k8s-device-plugin',
        chart: 'nvidia-device-plugin',
        version: '0.20.0',
        values: (hosted) => onMachinesWith(NVIDIA_GPU, hosted),
      },
      reason:
        "It speaks with kubelet by a socket in a folder of the host. Its chart looks for labels of NVIDIA's node feature\n" +
        "discovery; these are the pool's own.",
      privileged: true,
    },
  },
];
