import { BrokerUnavailableError } from '../../src/errors';
import { readGroupOffsets } from '../../src/kafka/group-offsets';
import { freePort } from '../support/free-port';

describe('readGroupOffsets', () => {
  it('rejects with the address when no broker answers in time', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const properties = { 'bootstrap.servers': address, 'default.api.timeout.ms': '300' };
    const reading = readGroupOffsets({ properties }, 'g');
    await expect(reading).rejects.toThrow(BrokerUnavailableError);
    await expect(reading).rejects.toThrow(address);
  });
});
