import { FileFindings, Findings } from '../../src/cli/findings';
import { topicBirth } from '../../src/cli/topic-birth';
import { connectorSettings } from '../support/settings-files';

const CREATION = ['topic.creation.default.partitions=3', 'topic.creation.default.replication.factor=1'];

function birth(lines: readonly string[], createsTopics = true) {
  const file = connectorSettings('c', 'name=c', ...lines);
  return topicBirth('t', { props: file.props, findings: new FileFindings(new Findings(), file, 'c') }, createsTopics);
}

describe('A topic that is not there', () => {
  it('is created by the source as its settings say', () => {
    expect(birth(CREATION)).toMatchObject({ topic: { name: 't', partitions: 3 }, prefix: 'topic.creation.default.' });
  });

  it.each([
    ['without such settings', () => birth([])],
    ['where the worker does not let sources create topics', () => birth(CREATION, false)],
  ])('is left to the broker %s', (_when, made) => {
    expect(made()).toMatchObject({ topic: { name: 't', partitions: -1 }, prefix: undefined });
  });
});
