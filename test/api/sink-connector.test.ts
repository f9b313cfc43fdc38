import { pluginKindsOf } from '../../src/api/plugin';
import { SinkConnector } from '../../src/api/sink-connector';
import { TopicPartitionMap } from '../../src/api/topic-partition';

describe('SinkConnector', () => {
  it('brands what extends it as a sink', () => {
    expect(pluginKindsOf(SinkConnector)).toEqual(['sink']);
  });

  it('lets users alter offsets, unchecked, unless it overrides alterOffsets', async () => {
    const offsets = new TopicPartitionMap<number | null>([[{ topic: 't', partition: 0 }, null]]);
    await expect(Promise.resolve(SinkConnector.prototype.alterOffsets({}, offsets))).resolves.toBe(false);
  });
});
