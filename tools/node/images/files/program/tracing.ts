/**
 * Traces, by the usual library and the variables that OpenTelemetry names: where they are sent, who sends them, and how
 * many. A program without those variables has none of it, and its image need not have the library.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

interface Span {
  end(): void;
  setStatus(status: { code: number; message?: string }): void;
}
interface Outcome {
  readonly code: number;
  readonly error?: Error;
}
type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: service } = process.env;
const FAILED = 2;
/** What became of what was sent last. */
let last: Outcome | undefined;
const library = endpoint ? load() : undefined;

function load() {
  const need = createRequire('/opt/traces/');
  const api = need('@opentelemetry/api');
  const { NodeTracerProvider, SimpleSpanProcessor } = need('@opentelemetry/sdk-trace-node');
  const { resourceFromAttributes } = need('@opentelemetry/resources');
  const { OTLPTraceExporter } = need('@opentelemetry/exporter-trace-otlp-grpc');
  const exporter = new OTLPTraceExporter({ timeoutMillis: 5000 });
  const send = exporter.export.bind(exporter);
  exporter.export = (spans: unknown, done: (outcome: Outcome) => void) =>
    send(spans, (outcome: Outcome) => {
      last = outcome;
      done(outcome);
    });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  provider.register();
  return { api, provider, tracer: provider.getTracer('phasewise-lab') };
}

/** Runs a handler of requests as the part of a trace that the request belongs to, or that begins with it. */
export const asServer = (handler: Handler): Handler =>
  library
    ? (request, response) => {
        const { api, tracer } = library;
        const given = api.propagation.extract(api.context.active(), request.headers);
        const name = `${request.method} ${new URL(request.url ?? '/', 'http://localhost').pathname}`;
        const span = tracer.startSpan(name, { kind: api.SpanKind.SERVER }, given);
        response.once('close', () => span.end());
        return api.context.with(api.trace.setSpan(given, span), () => handler(request, response));
      }
    : handler;

/** Runs what asks a server as a part of the trace of whoever asked for it. */
export async function asClient<T>(
  name: string,
  attributes: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  if (!library) return work();
  const { api, tracer } = library;
  return tracer.startActiveSpan(name, { kind: api.SpanKind.CLIENT, attributes }, async (span: Span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: FAILED, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Headers by which the next program knows which trace it is in. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  library?.api.propagation.inject(library.api.context.active(), headers);
  return headers;
}

/** Sends one span, whatever share of traces is kept. @returns what was done @throws Error when nobody has taken it */
export async function useTraces(): Promise<string> {
  if (!library) throw new Error('the image has no library for traces');
  const { api, provider, tracer } = library;
  const id = () => crypto.randomUUID().replaceAll('-', '');
  const kept = api.propagation.extract(api.ROOT_CONTEXT, {
    traceparent: `00-${id()}-${id().slice(16)}-01`,
  });
  last = undefined;
  tracer.startSpan('lab', {}, kept).end();
  await provider.forceFlush();
  const { code, error } = (last ?? { code: 1, error: new Error('nothing was sent') }) as Outcome;
  if (code !== 0) throw error ?? new Error('it was not taken');
  return `${service} has sent a span`;
}
