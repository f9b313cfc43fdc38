/** The native soak in its short form; `npm run soak:native` is the long one, which also measures what stays behind. */
import { nativeRound } from '../faults/native-rounds';
import { SoakedPartitions } from '../faults/soaked-partitions';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { createTopic } from '../support/topics';

jest.setTimeout(300_000);

const PARTITIONS = 4;
const ROUND = 60_000;

describeWithKafka('Packed produce and packed fetch', ({ bootstrap }) => {
  it('lose and repeat nothing while members come and go, positions are set back and producers are replaced', async () => {
    const topic = uniqueName('native-soak');
    await createTopic(bootstrap, topic, { partitions: PARTITIONS });
    const account = new SoakedPartitions(PARTITIONS);
    const soak = { bootstrap, topic, group: topic, partitions: PARTITIONS, account };
    for (const round of [0, 1]) await nativeRound(soak, round * ROUND, ROUND);
    expect([account.isExact, account.distinct]).toEqual([true, 2 * ROUND]);
    expect(account.wanted).toBeGreaterThan(0);
  });
});
