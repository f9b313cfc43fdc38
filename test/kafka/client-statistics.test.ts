import { StatisticsReader } from '../../src/kafka/client-statistics';

const T0 = { topic: 't', partition: 0 };

function readerOf(report: object): StatisticsReader {
  const reader = new StatisticsReader();
  reader.take(JSON.stringify(report));
  return reader;
}

describe('StatisticsReader', () => {
  it('knows nothing before the first statistics', () => {
    const reader = new StatisticsReader();
    expect(reader.read()).toBeUndefined();
    expect(reader.endOffset(T0, false)).toBeUndefined();
  });

  it.each(['connector-consumer-a"b-0', 'x", "client_id": "y', '\\', 'a#consumer-1", b'])(
    'reads the document of a client with the id %s, which librdkafka does not escape',
    (id) => {
      const reader = new StatisticsReader();
      reader.take(`{ "name": "${id}#consumer-12", "client_id": "${id}", "type": "consumer", "ts":1, "tx":7 }`);
      expect(reader.read()).toMatchObject({ clientId: id, requests: 7 });
    },
  );

  it('learns nothing from a document that cannot be read', () => {
    const reader = new StatisticsReader();
    reader.take('{ "cgrp": { "rebalance_reason": "a"b" } }');
    expect(reader.read()).toMatchObject({ requests: 0, group: undefined });
  });

  it('weighs the round trips of brokers by their number, in milliseconds', () => {
    const brokers = {
      'a:1/1': { rtt: { avg: 2000, max: 9000, cnt: 3 } },
      'b:1/2': { rtt: { avg: 6000, max: 7000, cnt: 1 } },
      'c:1/3': { rtt: { avg: 0, max: 0, cnt: 0 } },
    };
    expect(readerOf({ client_id: 'c', tx: 12, brokers }).read()).toEqual({
      clientId: 'c',
      requests: 12,
      requestLatencyAvg: 3,
      requestLatencyMax: 9,
      group: undefined,
    });
  });

  it('has no latency where there was no round trip', () => {
    expect(readerOf({}).read()).toMatchObject({ requestLatencyAvg: NaN, requestLatencyMax: NaN, requests: 0 });
  });

  it('tells of the group of a consumer', () => {
    const reader = readerOf({ cgrp: { rebalance_cnt: 2, rebalance_age: 1500 } });
    expect(reader.read()?.group).toEqual({ rebalances: 2, sinceRebalance: 1500 });
  });

  it('knows the end of a partition, or that of its last finished transaction, and no end that librdkafka does not know', () => {
    const reader = readerOf({
      topics: { t: { partitions: { '0': { hi_offset: 9, ls_offset: 7 }, '1': { hi_offset: -1001 } } } },
    });
    expect([reader.endOffset(T0, false), reader.endOffset(T0, true)]).toEqual([9, 7]);
    expect(reader.endOffset({ topic: 't', partition: 1 }, false)).toBeUndefined();
    expect(reader.endOffset({ topic: 'u', partition: 0 }, false)).toBeUndefined();
  });

  it('looks at the latest only', () => {
    const reader = readerOf({ tx: 1 });
    expect(reader.read()?.requests).toBe(1);
    reader.take('{"tx":2}');
    expect(reader.read()?.requests).toBe(2);
  });
});
