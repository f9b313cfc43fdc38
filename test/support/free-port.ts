/** Owns finding ports for the servers that tests start. */
import { createServer } from 'node:net';

/** Below the ports that the kernel gives to outgoing connections, so that none of those takes the port meanwhile. */
const LOWEST = 20_000;
const COUNT = 12_000;

/** A port on the loopback address that nobody listens on. Another process may still take it before the caller does. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port was found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
