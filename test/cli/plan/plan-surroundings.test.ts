import { asking, impatient, problemOf } from '../../../src/cli/plan/plan-surroundings';
import { BrokerUnavailableError, ConfigError, OffsetFileError, UnavailableError } from '../../../src/errors';
import { FakeAdmin } from '../../support/fake-admin';

describe('impatient', () => {
  it.each([
    [undefined, '30000'],
    ['60000', '30000'],
    ['2000', '2000'],
  ])('makes of a wait of %s one of %s ms', (given, expected) => {
    const properties = given === undefined ? {} : { 'default.api.timeout.ms': given };
    expect(impatient<Record<string, string>>(properties)).toEqual({ 'default.api.timeout.ms': expected });
  });
});

describe('asking', () => {
  it('asks as the client, of whose settings only those of the connection matter, and closes', async () => {
    const admin = new FakeAdmin();
    const close = jest.spyOn(admin, 'close');
    const asked: object[] = [];
    const clients = {
      admin: ({ properties }: { properties: object }) => {
        asked.push(properties);
        return admin;
      },
      consumer: () => undefined as never,
      producer: () => undefined as never,
    };
    const properties = { 'bootstrap.servers': 'k:1', 'sasl.mechanism': 'PLAIN', 'group.id': 'g' };
    await expect(asking(clients, properties, () => Promise.reject(new Error('why')))).rejects.toThrow('why');
    expect(asked).toEqual([
      { 'bootstrap.servers': 'k:1', 'sasl.mechanism': 'PLAIN', 'default.api.timeout.ms': '30000' },
    ]);
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('problemOf', () => {
  it.each<[Error, number]>([
    [new BrokerUnavailableError('x'), 69],
    [new UnavailableError('x'), 69],
    [new OffsetFileError('x'), 3],
    [new ConfigError('x'), 2],
  ])('has the code of the run: %p', (error, code) => {
    expect(problemOf(error)).toEqual({ message: 'x', code });
  });
});
