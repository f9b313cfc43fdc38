import { partitionLags } from '../../src/kafka/partition-lags';

const T0 = { topic: 't', partition: 0 };

describe('partitionLags', () => {
  it('is what lies between position and end, by whichever end is newer', () => {
    const lags = (statistics: number | undefined, reached: number | undefined) =>
      partitionLags([T0], { position: () => 4, endOffset: () => statistics, reachedEnd: () => reached });
    expect(lags(10, undefined)).toEqual([{ ...T0, lag: 6 }]);
    expect(lags(undefined, 9)).toEqual([{ ...T0, lag: 5 }]);
    expect(lags(6, 9)).toEqual([{ ...T0, lag: 5 }]);
  });

  it('is 0 where more was read than was known to be there', () => {
    expect(partitionLags([T0], { position: () => 12, endOffset: () => 10, reachedEnd: () => undefined })).toEqual([
      { ...T0, lag: 0 },
    ]);
  });

  it('leaves out what nothing is known of', () => {
    const nothing = () => undefined;
    expect(partitionLags([T0], { position: nothing, endOffset: () => 3, reachedEnd: nothing })).toEqual([]);
    expect(partitionLags([T0], { position: () => 3, endOffset: nothing, reachedEnd: nothing })).toEqual([]);
  });
});
