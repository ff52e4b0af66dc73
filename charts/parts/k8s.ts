/**
 * The generated classes of the Kubernetes API. From cdk8s-plus they come with much more, which nothing here
 * uses; alone they load in a hundredth of a second less.
 */
export * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
