/** Owns one question to a broker, asked over a bare socket: does it serve clients yet? */
import { connect } from 'node:net';

/** Metadata request, version 1, for no topic: size, api key, version, correlation id, client id (null), topic count. */
const REQUEST = Buffer.from('000000' + '0e' + '0003' + '0001' + '00000001' + 'ffff' + '00000000', 'hex');
const BROKER_COUNT_AT = 8;

/** True when the broker at host:port names at least one broker of its cluster, itself. */
export function answersMetadata(address: string, timeoutMs = 1000): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host: host ?? '', port: Number(port) }, () => socket.write(REQUEST));
    let answer = Buffer.alloc(0);
    const finish = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= BROKER_COUNT_AT + 4) finish(answer.readInt32BE(BROKER_COUNT_AT) > 0);
    });
  });
}
