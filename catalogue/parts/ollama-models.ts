/** How Ollama comes to be ready: its models are loaded, and not only on its disk. */
import type { Sidecar } from '../../model/component';
import { ENDS_AT_ONCE } from './setup';

const IS_LOADED =
  'loaded=$(ollama ps) || exit 1; for model in "$@"; do case "$loaded" in *"$model"*) ;; *) exit 1 ;; esac; done';

/**
 * Succeeds where all of them are loaded: `ollama ps` lists what is in memory, `ollama list` what is on the disk. It asks
 * the server at OLLAMA_HOST.
 */
export const LOADED = (models: readonly string[]): readonly string[] => [
  'sh',
  '-c',
  IS_LOADED,
  'loaded',
  ...models,
];

/**
 * Asks for nothing, which loads a model (docs.ollama.com/faq, preload a model), and goes on looking: a server that was started
 * again in its pod has none loaded, and would never be ready.
 */
export const warmUp = (models: readonly string[]): Sidecar => ({
  name: 'setup',
  command: ['sh', '-c', KEEPS_LOADED(models), 'setup', ...models],
  env: { HOME: '/tmp', OLLAMA_HOST: '127.0.0.1:11434' },
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  scratch: [{ mountPath: '/tmp', size: '16Mi' }],
});

const KEEPS_LOADED = (models: readonly string[]): string => `${ENDS_AT_ONCE}setup() { ${load(models)}; }
loaded() { ${IS_LOADED}; }
while :; do
  (loaded "$@") 2>/dev/null || setup || echo "not there yet, trying again in 5 s"
  sleep 5 & wait $!
done
`;

const load = (models: readonly string[]): string =>
  models.map((model) => `ollama run ${JSON.stringify(model)} "" >/dev/null`).join(' && ');
