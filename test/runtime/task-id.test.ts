import { taskIdText } from '../../src/runtime/task-id';

describe('taskIdText', () => {
  it('is the name and the number, as Kafka Connect prints it', () => {
    expect(taskIdText({ connector: 'my-sink', task: 0 })).toBe('my-sink-0');
    expect(taskIdText({ connector: 'a-1', task: 11 })).toBe('a-1-11');
  });
});
