import { nearestName } from '../../src/config/nearest-name';

describe('nearestName', () => {
  test.each([
    ['acsk1', ['acks1', 'linger'], 'acks1'],
    ['topcs', ['topics', 'topic'], 'topics'],
    ['boostrap.servers', ['bootstrap.servers'], 'bootstrap.servers'],
    ['tpoic', ['topics', 'topic'], 'topic'],
    ['acks', ['ack'], undefined],
    ['flie', ['topic', 'file'], 'file'],
    ['fle', ['file'], 'file'],
    ['key', ['hey'], undefined],
    ['id', ['ids'], undefined],
    ['completely.different', ['bootstrap.servers'], undefined],
  ])('of %s among %j is %s', (name, known, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });
});
