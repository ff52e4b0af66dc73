/** What the diagrams do not say: they have no number, port, image, path or figure. */
import type { Assumption } from '../../model/system';

export const assumed: readonly Assumption[] = [
  { what: 'Domain, and hosts `chat`, `admin` and `api`', value: '`org-chatbot.example.com`' },
  { what: 'Names and versions of the images', value: '`ghcr.io/org-chatbot/…`, 1.0.0' },
  {
    what: 'The services',
    value: 'FastAPI on port 8000, `/health`, metrics by prometheus-fastapi-instrumentator',
    from: 'the usual form of services beside Ollama',
  },
  { what: 'Requests, limits and numbers of pods', value: 'those of `systems/org-chatbot/parts.ts`' },
  { what: 'Machines', value: 'three of 8 CPU and 32 GB, three with a GPU; for the rest two without' },
  { what: 'Models', value: 'one, `assistant`, in image `models` with up to 16 GiB' },
  {
    what: 'Questions that one Ollama works on at once',
    value: '4; one more pod for each 4, two at the most',
  },
  { what: '`/verify` of auth', value: '2xx lets a request through and names the user in `X-User`' },
  {
    what: 'Tokens',
    value:
      'JWT of `https://id.org-chatbot.example.com/realms/<environment>`, for `org-chatbot`; its keys by discovery',
    from: '"JWT Tokens" and "OIDC/OAuth2"; paths are those of Keycloak',
  },
  {
    what: 'What `chat` asks of `user`',
    value: 'is asked with the token of the person, as `chat` was given it',
  },
  {
    what: 'Limits at the gateway',
    value: '20 a second for an address, 60 a minute for a token, bodies of 1 MB',
  },
  {
    what: 'Metrics of their own',
    value: '`chat_model_requests_in_flight` of chat, `session_training_jobs_waiting` of session',
  },
  {
    what: 'Groups of people',
    value: '`org-chatbot-viewers`, `-operators` and `-admins`',
    from: '"RBAC" and "OIDC"',
  },
  { what: "The people's own network", value: '198.51.100.0/24, a range for documentation' },
  { what: 'Sampled traces', value: 'one request in ten, kept for two days' },
  { what: 'Kept interactions in Elasticsearch', value: '90 days' },
];
