import { withOwnCommits } from '../../src/kafka/consumer-options';

describe('withOwnCommits', () => {
  it('never lets the client commit by itself, and has the ends of partitions told', () => {
    const onEvent = jest.fn();
    const { properties } = withOwnCommits({ properties: { 'enable.auto.commit': 'false', a: 'b' }, onEvent });
    expect(properties).toEqual({ a: 'b', 'enable.auto.commit': 'false', 'enable.partition.eof': 'true' });
    expect(onEvent).not.toHaveBeenCalled();
  });

  it('says so when that was asked for', () => {
    const onEvent = jest.fn();
    expect(withOwnCommits({ properties: { 'enable.auto.commit': ' TRUE ' }, onEvent }).properties).toMatchObject({
      'enable.auto.commit': 'false',
    });
    expect(onEvent).toHaveBeenCalledWith(expect.objectContaining({ level: 'warn' }));
  });
});
