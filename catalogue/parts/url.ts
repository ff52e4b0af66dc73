/** Where a server is asked by HTTP. */
interface Place {
  readonly host: string;
  readonly port: number;
  /** True for an external endpoint behind TLS. */
  readonly tls: boolean;
}

/** `http://prometheus:9090`, or `https://` behind TLS. */
export const urlOf = ({ host, port, tls }: Place): string => `${tls ? 'https' : 'http'}://${host}:${port}`;
