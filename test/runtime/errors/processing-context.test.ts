import { consumedMessage } from '../../../src/runtime/errors/processing-context';
import { batchOf } from '../../support/fake-batch';

describe('consumedMessage', () => {
  it('keeps key, value and headers when the memory of the batch is used for something else', () => {
    const [key, value, header] = [Buffer.from('key'), Buffer.from('value'), Buffer.from('header')];
    const headers = [
      { key: 'h', value: header },
      { key: 'n', value: null },
    ];
    const message = consumedMessage(batchOf([{ topic: 't', partition: 1, offset: 3, key, value, headers }]), 0);
    for (const bytes of [key, value, header]) bytes.fill(0);
    expect(message).toMatchObject({ topic: 't', partition: 1, offset: 3, timestampType: 'CREATE_TIME' });
    expect([message.key?.toString(), message.value?.toString()]).toEqual(['key', 'value']);
    expect(message.headers).toEqual([
      { key: 'h', value: Buffer.from('header') },
      { key: 'n', value: null },
    ]);
  });

  it('has no bytes where there are none', () => {
    const message = consumedMessage(batchOf([{ topic: 't', partition: 0, offset: 0 }]), 0);
    expect([message.key, message.value, message.headers]).toEqual([null, null, null]);
  });
});
