/** What is wrong with the ports that a flow names. */
import { INTERNET, INTERNET_PORTS } from '../edge';
import type { Problems } from '../problems';
import type { Flow } from '../system';

export function checkPorts(flow: Flow, path: string, problems: Problems): void {
  const { to, port, ports } = flow;
  if (to !== INTERNET) {
    if (ports)
      problems.add(`${path}.ports`, `only the internet has ports by number; name one of '${to}' with 'port'`);
    return;
  }
  if (port)
    problems.add(path, "the internet has no names of ports; give numbers with 'ports', or leave them out");
  if (ports?.length === 0)
    problems.add(`${path}.ports`, `is empty; leave it out for ${INTERNET_PORTS}, HTTPS`);
  for (const [index, number] of (ports ?? []).entries()) {
    if (!Number.isInteger(number) || number < 1 || number > 65535) {
      problems.add(`${path}.ports`, `${number} is not a port; 1 to 65535`);
    } else if (ports!.indexOf(number) !== index) {
      problems.add(`${path}.ports`, `${number} is there twice; keep one of them`);
    }
  }
}
