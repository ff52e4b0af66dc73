/** Versions of the product's own images. A release goes down this list: development, staging, production. */
const own = <Name extends string>(name: Name) => `ghcr.io/org-chatbot/${name}` as const;

export const web = own('web');
export const admin = own('admin');
export const auth = own('auth');
export const chat = own('chat');
export const user = own('user');
export const session = own('session');
export const notification = own('notification');
export const modelManager = own('model-manager');
export const training = own('training');
/** No program: a folder of models, as Ollama keeps them. */
export const models = own('models');

/** The document names no versions. */
const first = {
  [web]: '1.0.0',
  [admin]: '1.0.0',
  [auth]: '1.0.0',
  [chat]: '1.0.0',
  [user]: '1.0.0',
  [session]: '1.0.0',
  [notification]: '1.0.0',
  [modelManager]: '1.0.0',
  [training]: '1.0.0',
  [models]: '1.0.0',
} as const;

export const versions = { development: first, staging: first, production: first } as const;
