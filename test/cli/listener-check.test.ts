import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkListeners } from '../../src/cli/listener-check';
import { checkedPipeline } from '../support/checked-pipeline';
import { captureLog } from '../support/silent-log';

async function check(listeners: string) {
  const { checked, shown } = await checkedPipeline([], [`listeners=${listeners}`]);
  await checkListeners(checked.workerFindings, checked.worker, captureLog().log);
  return shown();
}

describe('checkListeners', () => {
  it('has nothing to say of a port that is free', async () => {
    expect(await check('http://127.0.0.1:0')).toEqual([]);
  });

  it('names the line of listeners when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const found = await check(`http://127.0.0.1:${port}`);
    await new Promise((resolve) => server.close(resolve));
    expect(found).toEqual(['w:5 listeners listener']);
  });
});
