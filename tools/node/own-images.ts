/** The image of a pod's sandbox, which containerd starts first. */
export const PAUSE = 'registry.k8s.io/pause:3.10.1';
/** A shell, for what tests themselves start: who is not declared, what plays the internet. */
export const TOOLS = 'phasewise.lab/tools:1';
/** A product's program, as the lab plays it, for what the lab itself makes products of. */
export const PROGRAM = { repository: 'phasewise.lab/program', tag: '1.0.0' };
