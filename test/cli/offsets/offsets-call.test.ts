import { runOffsets, withSession } from '../../../src/cli/offsets/offsets-call';
import * as errors from '../../../src/errors';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

describe('An action that fails', () => {
  it.each<[number, Error]>([
    [1, new errors.UsageError('why')],
    [2, new errors.WorkerStartError('why')],
    [3, new errors.OffsetFileError('why')],
    [69, new errors.BrokerUnavailableError('why')],
    [69, new errors.UnavailableError('why')],
    [74, new errors.OffsetWriteError('why')],
    [75, new errors.OffsetFileLockedError('why')],
    [75, new errors.GroupNotEmptyError('why')],
    [75, new errors.OffsetsInUseError('why')],
  ])('ends with %i for %p, and says why', async (code, error) => {
    const { options, talk } = offsetsSetUp();
    await expect(runOffsets(options, () => Promise.reject(error))).resolves.toBe(code);
    expect(talk.said).toEqual(['connect-standalone: why']);
  });

  it('says no secret', async () => {
    const { options, talk } = offsetsSetUp();
    options.secrets.add('hunter22');
    await runOffsets(options, () => Promise.reject(new errors.ConnectError('with hunter22')));
    expect(talk.said.join()).not.toContain('hunter22');
  });
});

describe('withSession', () => {
  it('closes what was opened, whatever comes of it', async () => {
    const { worker, options, admin, sink } = offsetsSetUp();
    const close = jest.spyOn(admin, 'close');
    const request = { worker, connectors: [sink], isChange: false };
    const failing = withSession(request, options, async (session) => {
      await session.admin(session.named[0]!);
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('says once what a store that is opened twice warns of', async () => {
    const { inSession, file, talk } = offsetsSetUp();
    file('connect.offsets', 'damaged');
    const opening = inSession(
      [],
      async (session) => {
        await session.lockOutWorkers();
        await session.store().entries();
      },
      true,
    );
    await expect(opening).rejects.toMatchObject({ name: 'OffsetFileError' });
    expect(talk.said.filter((text) => text.includes('temporary directory'))).toHaveLength(1);
  });

  it('reads settings of the command line, and bundles', async () => {
    const { options, file } = offsetsSetUp();
    const bundle = file(
      'p.ini',
      '[worker]\nbootstrap.servers=k:1\n[connector "s"]\nconnector.class=FileStreamSink\ntopics=t\nfile=f\n',
    );
    const seen: unknown[] = [];
    const set = ['consumer.group.id=ours', 'offset.storage.file.filename=o'];
    await withSession({ worker: bundle, connectors: [], isChange: false }, { ...options, set }, async (session) => {
      seen.push(session.named[0]?.group, session.workerProps['offset.storage.file.filename']);
      return 0;
    });
    expect(seen).toEqual(['ours', 'o']);
  });
});
