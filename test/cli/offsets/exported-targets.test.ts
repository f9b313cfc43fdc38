import { exportedList, exportedTargets } from '../../../src/cli/offsets/exported-targets';
import type { ExportedConnector } from '../../../src/cli/offsets/offsets-export';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

const of = (connector: string, type: 'source' | 'sink', group?: string): ExportedConnector => ({
  connector,
  type,
  group,
  offsets: [],
});

describe('The connectors of an export', () => {
  it('have the group of the file that describes them, else that of the export', async () => {
    const { inSession, file } = offsetsSetUp();
    const own = file(
      'own.properties',
      'name=own\nconnector.class=FileStreamSink\ntopics=t\nfile=f\nconsumer.override.group.id=mine\n',
    );
    const groups = await inSession([own, 'named'], async (session) =>
      exportedTargets(
        session,
        [of('own', 'sink', 'x'), of('named', 'sink', 'x'), of('other', 'sink', 'y'), of('old', 'sink')],
        { isNarrowed: false },
      ).map(({ target }) => target.group),
    );
    expect(groups).toEqual(['mine', 'x', 'y', 'connect-old']);
  });

  it('are only those that are named, and all of these', async () => {
    const { inSession } = offsetsSetUp();
    await inSession(['a'], async (session) => {
      const found = exportedTargets(session, [of('a', 'source'), of('b', 'source')], { isNarrowed: true });
      expect(found.map(({ target }) => target.name)).toEqual(['a']);
      expect(() => exportedTargets(session, [of('b', 'source')], { isNarrowed: true })).toThrow(
        'The export has nothing of a',
      );
    });
  });

  it('must be of the same kind here', async () => {
    const { inSession, sink } = offsetsSetUp();
    await inSession([sink], async (session) => {
      expect(() => exportedTargets(session, [of('sink', 'source')], { isNarrowed: false })).toThrow(
        'sink is a sink, but a source in the export',
      );
    });
  });

  it('have no offset where the export removes it', async () => {
    const { inSession } = offsetsSetUp();
    const exported = {
      ...of('a', 'source'),
      offsets: [
        { partition: null, offset: null },
        { partition: null, offset: new Map() },
      ],
    };
    await inSession([], async (session) => {
      const [found] = exportedTargets(session, [exported], { isNarrowed: false });
      expect(exportedList(found!, 'there').offsets).toHaveLength(1);
    });
  });
});
