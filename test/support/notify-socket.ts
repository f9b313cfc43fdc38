/** Owns a notify socket as a service manager has it, for tests: what is sent to it, message by message. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** Node.js has no UNIX datagram sockets. */
const RECEIVER = `
import json, os, socket, sys
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
print(json.dumps(""), flush=True)
while True:
    print(json.dumps(receiver.recv(65536).decode()), flush=True)
`;

/** A socket that is open until `close`. */
export class NotifySocket {
  readonly path: string;
  /** As they came: `NAME=value`, several lines where one message has several. */
  readonly messages: string[] = [];
  readonly #receiver: ChildProcess;

  private constructor(socket: string, receiver: ChildProcess) {
    this.path = socket;
    this.#receiver = receiver;
  }

  static async open(folder: string): Promise<NotifySocket> {
    const file = path.join(folder, 'notify.socket');
    const receiver = spawn('python3', ['-c', RECEIVER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const socket = new NotifySocket(file, receiver);
    let text = '';
    await new Promise<void>((resolve, reject) => {
      receiver.on('error', reject);
      receiver.on('exit', () => reject(new Error('the receiver has ended')));
      receiver.stdout.on('data', (chunk: Buffer) => {
        const lines = (text + chunk.toString()).split('\n');
        text = lines.pop() ?? '';
        socket.messages.push(...lines.map((line) => JSON.parse(line) as string).filter((message) => message !== ''));
        resolve();
      });
    });
    return socket;
  }

  close(): void {
    this.#receiver.kill('SIGKILL');
  }

  /** How many messages have this assignment, or one that begins so. */
  count(assignment: string): number {
    return this.messages.flatMap((message) => message.split('\n')).filter((line) => line.startsWith(assignment)).length;
  }

  /** The names of what was said, in the order in which each came for the first time. */
  get order(): string[] {
    const names = this.messages.flatMap((message) => message.split('\n')).map((line) => line.replace(/=.*/s, ''));
    return [...new Set(names)];
  }
}
