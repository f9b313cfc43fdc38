import { existsSync } from 'node:fs';
import path from 'node:path';
import { requireAgreement, requireAgreementInAdvance, sinkChanges } from '../../../src/cli/offsets/connector-agreement';
import { changesTo } from '../../../src/cli/offsets/offset-changes';
import type { OffsetsSession } from '../../../src/cli/offsets/offsets-session';
import { readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';
import { CJS_IMPORT, sourceConnector } from '../../support/plugin-folder';

afterEach(removeOffsetsFolders);

const object = (text: string) => readJsonArgument(text, 'x') as OffsetObject;

async function changesOf(session: OffsetsSession, position: string) {
  const known = await session.require(session.named[0]!);
  const wanted = { partition: object('{"filename":"test.txt"}'), offset: object(`{"position":${position}}`) };
  return changesTo({ target: known, where: '', offsets: [] }, [wanted], { isWhole: false });
}

describe('A shipped connector', () => {
  it.each([requireAgreement, requireAgreementInAdvance])('may refuse (%p)', async (ask) => {
    const { inSession, source } = offsetsSetUp();
    await inSession([source], async (session) => {
      await expect(ask(session, await changesOf(session, '1'))).resolves.not.toBe(false);
      await expect(ask(session, await changesOf(session, '-1'))).rejects.toMatchObject({ name: 'UsageError' });
    });
  });
});

describe('A connector of others', () => {
  const SOURCE = (asked: string) => `${CJS_IMPORT}
    const { writeFileSync } = require('node:fs');
    exports.Asked = class extends (${sourceConnector()}) {
      alterOffsets() { writeFileSync(${JSON.stringify(asked)}, ''); throw new Error('keep them'); }
    };`;

  it('is not asked before there is a change, which it may make elsewhere at once', async () => {
    const { inSession, file, folder } = offsetsSetUp();
    const asked = path.join(folder, 'asked');
    file('asked.js', SOURCE(asked));
    const connector = file('own.properties', 'name=local-file-source\nconnector.class=./asked.js#Asked\n');
    await inSession([connector], async (session) => {
      await expect(requireAgreementInAdvance(session, await changesOf(session, '1'))).resolves.toBe(false);
      expect(existsSync(asked)).toBe(false);
      await expect(requireAgreement(session, await changesOf(session, '1'))).rejects.toThrow(
        'The connector local-file-source refuses these offsets: keep them',
      );
    });
  });
});

describe('A connector of which only the name is known', () => {
  it('is not asked at all', async () => {
    const { inSession } = offsetsSetUp();
    await inSession(['local-file-source'], async (session) => {
      await expect(requireAgreement(session, await changesOf(session, '-1'))).resolves.toBeUndefined();
      await expect(requireAgreementInAdvance(session, await changesOf(session, '-1'))).resolves.toBe(true);
    });
  });
});

describe('The changes of a sink', () => {
  it('are its partitions with their offsets, null where they go', () => {
    const target = { name: 's', type: 'sink', group: 'g', props: {}, checked: undefined } as const;
    const partition = object('{"kafka_topic":"t","kafka_partition":1}');
    const changes = [{ partition, before: object('{"kafka_offset":3}'), after: null }];
    expect([...sinkChanges({ target, where: '', known: [], changes })]).toEqual([[{ topic: 't', partition: 1 }, null]]);
  });
});
