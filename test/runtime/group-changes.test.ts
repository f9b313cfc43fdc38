import { ConnectError, KafkaError } from '../../src/errors';
import { changeGroup } from '../../src/runtime/group-changes';

const failing = (error: Error) => changeGroup('c', () => Promise.reject(error));

describe('changeGroup', () => {
  it('is fine with a group that does not exist', async () => {
    await expect(failing(new KafkaError('x', { kafkaCode: 69 }))).resolves.toBeUndefined();
  });

  it.each([25, 68, 86])('says by error %i that the group has members', async (kafkaCode) => {
    await expect(failing(new KafkaError('x', { kafkaCode }))).rejects.toMatchObject({ name: 'GroupNotEmptyError' });
  });

  it('blames the request for a partition that does not exist', async () => {
    await expect(failing(new KafkaError('x', { kafkaCode: 3 }))).rejects.toMatchObject({ name: 'BadRequestError' });
  });

  it('passes on everything else', async () => {
    const error = new ConnectError('x');
    await expect(failing(error)).rejects.toBe(error);
  });
});
