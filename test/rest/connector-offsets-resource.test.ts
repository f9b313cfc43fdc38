import { restClient } from '../support/rest-client';

describe('/connectors/{connector}/offsets', () => {
  it('shows every digit of an offset', async () => {
    const offset = { partition: { file: 'a' }, offset: { position: 9007199254740993n } };
    const { ask } = restClient({ herder: { connectorOffsets: async () => [offset] } });
    const answer = await ask('GET /connectors/c/offsets');
    expect(answer.text).toBe('{"offsets":[{"partition":{"file":"a"},"offset":{"position":9007199254740993}}]}');
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('alters and resets, and hands on what the herder says', async () => {
    const alterConnectorOffsets = jest.fn(async () => 'altered');
    const { ask } = restClient({ herder: { alterConnectorOffsets, resetConnectorOffsets: async () => 'reset' } });
    const body = '{"offsets":[{"partition":{"f":"a"},"offset":{"p":9007199254740993}}]}';
    expect((await ask('PATCH /connectors/c/offsets', body)).json).toEqual({ message: 'altered' });
    expect(alterConnectorOffsets).toHaveBeenCalledWith('c', [
      { partition: { f: 'a' }, offset: { p: 9007199254740993n } },
    ]);
    expect((await ask('DELETE /connectors/c/offsets')).json).toEqual({ message: 'reset' });
    expect((await ask('PATCH /connectors/c/offsets', {})).status).toBe(400);
  });
});
