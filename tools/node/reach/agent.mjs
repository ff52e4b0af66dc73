/**
 * Opens and takes connections where it is started: in the network of a pod, whose image has no program for it, or in the
 * sandbox. The first line it reads says where to listen, each later one whom to ask; it answers each with one line, and
 * ends with its input. Plain JavaScript, because dozens of it start at once.
 */
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';

const PATIENCE = Number(process.argv[2]);

/** @returns whether the address and the port are there to listen on */
const listen = ({ address, port, protocol }) =>
  new Promise((resolve) => {
    const server =
      protocol === 'UDP'
        ? createSocket(address.includes(':') ? 'udp6' : 'udp4')
        : createServer((socket) => socket.on('error', () => {}).end());
    server.once('error', (error) => resolve(`${protocol} ${address}:${port}: ${error.code}`));
    if (protocol === 'UDP') server.bind(port, address, () => resolve());
    else server.listen(port, address, () => resolve());
  });

/** @returns 'passes', or why not */
const openTcp = ({ from, address, port }) =>
  new Promise((resolve) => {
    const socket = connect({ host: address, port, localAddress: from });
    const timer = setTimeout(() => end('no answer'), PATIENCE);
    const end = (outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('passes')).once('error', (error) => end(error.code));
  });

/** A server need not answer a packet. @returns the port it was sent from, by which the node knows it */
const sendUdp = ({ from, address, port }) =>
  new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => resolve(error.code));
    socket.bind(0, from, () => {
      const own = socket.address().port;
      socket.send('?', port, address, () => {
        // Kept open, so that no other packet is sent from the same port meanwhile.
        setTimeout(() => socket.close(() => resolve(own)), PATIENCE);
      });
    });
  });

let isListening = false;
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = isListening
    ? await Promise.all(asked.map((one) => (one.protocol === 'UDP' ? sendUdp(one) : openTcp(one))))
    : (await Promise.all(asked.map(listen))).filter(Boolean);
  isListening = true;
  console.log(JSON.stringify(answer));
}
process.exit(0);
