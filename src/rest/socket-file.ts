/** Owns the file of a UNIX socket: taking the place of one that was left behind, and who may use it. */
import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { asError, WorkerStartError } from '../errors';
import type { SocketAddress } from './listener-address';

/** Binds the server to the file. Rejects with WorkerStartError where it cannot be, and when another process listens there. */
export async function listenAtSocket(server: Server, { path, mode, setting }: SocketAddress): Promise<void> {
  const refuse = (why: string, cause?: unknown) =>
    new WorkerStartError(`Cannot listen at unix:${path} (${setting}): ${why}`, { cause });
  const kind = kindOf(path);
  if (kind === 'other') throw refuse('there is a file of that name that is no socket, and it is left alone');
  if (kind === 'socket') {
    if (await isAnswered(path)) throw refuse('another process listens there');
    // Its owner was killed and could not remove it.
    unlinkSync(path);
  }
  try {
    await bind(server, path);
    chmodSync(path, mode);
  } catch (cause) {
    throw refuse(asError(cause).message, cause);
  }
}

/** Nobody else gets in between the making of the file and the setting of its permissions. */
function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const before = process.umask(0o177);
    try {
      server.listen({ path }, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

function kindOf(path: string): 'socket' | 'other' | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isSocket() ? 'socket' : 'other';
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // A refusal says that nobody listens; anything else (no permission, a full queue) that somebody may.
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  });
}
