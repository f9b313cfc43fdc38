import type { ClientEvent, RebalanceListener } from '../../src/kafka/clients';
import { ConsumerGroupMembership } from '../../src/kafka/consumer-group-membership';
import { FetchedRecords } from '../../src/kafka/fetched-records';
import type { NativeEvent } from '../../src/kafka/native-companion';
import type { RdkafkaHandle } from '../../src/kafka/rdkafka-handle';

const log: string[] = [];
const native = {
  assign: jest.fn((...args: [number, NativeEvent['partitions'], boolean, number, number]) => {
    log.push(`assign ${names(args[1])}${args[2] ? ' more' : ''} from ${args[3]}`);
    return Promise.resolve(args[1].map((partition) => ({ ...partition, offset: 7 })));
  }),
  unassign: jest.fn((...args: [number, NativeEvent['partitions'], boolean]) => {
    log.push(`unassign ${args[2] ? names(args[1]) : 'all'}`);
    return Promise.resolve([]);
  }),
  resume: jest.fn((_id: number, partitions: NativeEvent['partitions']) => {
    log.push(`resume ${names(partitions)}`);
    return 0;
  }),
  leave: jest.fn(() => {
    log.push('leave');
    return Promise.resolve(true);
  }),
  fatalError: jest.fn((): { kafkaCode: number; message: string } | null => null),
};
jest.mock('../../src/kafka/native-companion', () => ({ companion: () => native }));

function names(partitions: readonly { partition: number }[]): string {
  return partitions.map(({ partition }) => partition).join(',');
}

function event(kind: NativeEvent['kind'], change: Partial<NativeEvent> = {}): NativeEvent {
  const partitions = [0, 1].map((partition) => ({ topic: 't', partition, offset: -1001, kafkaCode: 0 }));
  const base = { kafkaCode: 0, message: '', topic: '', partition: -1, offset: -1001, isCooperative: false };
  return { kind, partitions, ...base, ...change };
}

function told(): RebalanceListener {
  const tell = (what: string) => (partitions: readonly { partition: number }[]) => {
    log.push(`${what} ${names(partitions)}`);
    return Promise.resolve();
  };
  return { onAssigned: tell('assigned'), onRevoked: tell('revoked'), onLost: tell('lost') };
}

describe('ConsumerGroupMembership', () => {
  const reported: Pick<ClientEvent, 'message' | 'kafkaCode'>[] = [];
  let records: FetchedRecords;
  let membership: ConsumerGroupMembership;
  let topic: Record<string, string>;
  let isConnected: boolean;

  beforeEach(() => {
    log.length = 0;
    reported.length = 0;
    records = new FetchedRecords();
    topic = { 'auto.offset.reset': 'earliest' };
    isConnected = true;
    const handle = {
      id: 1,
      get isConnected() {
        return isConnected;
      },
      settings: { topic, global: { 'group.id': 'connect-c' } },
      report: (said: ClientEvent) => reported.push(said),
    };
    membership = new ConsumerGroupMembership(handle as unknown as RdkafkaHandle, records);
    membership.listener = told();
  });

  it('assigns first and tells then, with positions known', async () => {
    await membership.take(event('assigned'));
    expect(log).toEqual(['assign 0,1 from -2', 'assigned 0,1']);
    expect(membership.assignment()).toEqual([0, 1].map((partition) => ({ topic: 't', partition })));
    expect(records.position({ topic: 't', partition: 1 })).toBe(7);
  });

  it.each([
    ['latest', -1],
    ['error', -1001],
  ])('starts partitions without an offset as auto.offset.reset=%s says', async (reset, resetTo) => {
    topic['auto.offset.reset'] = reset;
    await membership.take(event('assigned'));
    expect(log[0]).toBe(`assign 0,1 from ${resetTo}`);
  });

  it('tells of revoked partitions while they are still ours', async () => {
    await membership.take(event('assigned'));
    membership.listener = {
      ...told(),
      onRevoked: () => Promise.resolve(void log.push(`has ${membership.assignment().length}`)),
    };
    await membership.take(event('revoked'));
    expect(log.slice(2)).toEqual(['has 2', 'unassign all']);
    expect(membership.assignment()).toEqual([]);
  });

  it('gives partitions up although the listener rejects, and passes the rejection on', async () => {
    await membership.take(event('assigned'));
    membership.listener = { ...told(), onRevoked: () => Promise.reject(new Error('close failed')) };
    await expect(membership.take(event('revoked'))).rejects.toThrow('close failed');
    expect([log.at(-1), membership.assignment()]).toEqual(['unassign all', []]);
  });

  it('tells of lost partitions when they are gone', async () => {
    await membership.take(event('assigned'));
    await membership.take(event('lost'));
    expect(log.slice(2)).toEqual(['unassign all', 'lost 0,1']);
  });

  it('changes only what a cooperative rebalance changes', async () => {
    await membership.take(event('assigned', { isCooperative: true }));
    const [first] = event('assigned').partitions;
    await membership.take(event('revoked', { isCooperative: true, partitions: [first!] }));
    expect(log).toEqual(['assign 0,1 more from -2', 'assigned 0,1', 'revoked 0', 'unassign 0']);
    expect(membership.has({ topic: 't', partition: 0 })).toBe(false);
    expect(membership.has({ topic: 't', partition: 1 })).toBe(true);
  });

  it('leaves no partition paused for who gets it next', async () => {
    await membership.take(event('assigned'));
    records.pause([{ topic: 't', partition: 1 }], false);
    await membership.take(event('revoked'));
    expect(log).toContain('resume 1');
    expect(records.isPaused({ topic: 't', partition: 1 })).toBe(false);
  });

  it.each([-195, -187, -147, 3, 5])('only reports error %d, which heals', async (kafkaCode) => {
    await membership.take(event('error', { kafkaCode, message: 'm', topic: 't', partition: 0 }));
    expect(reported).toEqual([{ kafkaCode, message: 't-0: m' }]);
  });

  it.each([29, 30, -140, -169])('rejects with error %d', async (kafkaCode) => {
    const rejection = { name: 'KafkaError', kafkaCode, isFatal: false };
    await expect(membership.take(event('error', { kafkaCode, message: 'm' }))).rejects.toMatchObject(rejection);
  });

  it('names the group that it may not use, and the operation that is missing', async () => {
    const refused = event('error', { kafkaCode: 30, message: 'Group authorization failed' });
    await expect(membership.take(refused)).rejects.toThrow(
      'Not authorized to access group: connect-c. A consumer needs the operation READ on it (Group authorization failed)',
    );
  });

  it('says what is behind a fatal error', async () => {
    native.fatalError.mockReturnValueOnce({ kafkaCode: 82, message: 'fenced' });
    const rejection = { kafkaCode: 82, message: 'fenced', isFatal: true };
    await expect(membership.take(event('error', { kafkaCode: -150 }))).rejects.toMatchObject(rejection);
  });

  it('leaves the group, but not where it was never connected: two closings at once never end', async () => {
    expect(await membership.leave()).toBe(true);
    isConnected = false;
    expect(await membership.leave()).toBe(true);
    expect(log).toEqual(['leave']);
  });

  it('says so when the group could not be left', async () => {
    native.leave.mockRejectedValueOnce(new Error('gone'));
    expect(await membership.leave()).toBe(false);
  });
});
