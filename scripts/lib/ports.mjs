// Free ports. A service keeps the port it had, so that addresses survive a restart, and moves on when somebody else
// took it meanwhile. Ports are drawn from below the range the system gives to outgoing connections (32768 on Linux).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const FIRST = 20_000;
const LAST = 32_000;
/** port → folder it was given to by this process, where the service may not listen yet */
const given = new Map();

/** @returns {Promise<boolean>} whether a server could listen there now; an address this machine lacks counts as free */
export function isPortFree(port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function remembered(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0; // first start
  }
}

/**
 * @param dir the service's folder, where the port is remembered (file `port`)
 * @returns {Promise<number>} the port of the last start when it is free, else another free one
 */
export async function stablePort(dir) {
  const file = join(dir, 'port');
  let port = remembered(file);
  const isUsable = async () =>
    port >= 1024 && port <= 65_535 && (given.get(port) ?? dir) === dir && (await isPortFree(port));
  while (!(await isUsable())) {
    port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
  }
  given.set(port, dir);
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, String(port));
  return port;
}
