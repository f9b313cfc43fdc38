import { missingPermission } from '../../src/cli/permission-findings';

const ASKER = { principal: 'User:bob', bootstrap: 'k:9092,l:9092' };

describe('missingPermission', () => {
  it('names principal, operation, resource, and the command that allows it', () => {
    expect(missingPermission('topics', { operation: 'READ', resource: 'topic', name: 't' }, ASKER)).toEqual({
      kind: 'missing-acl',
      key: 'topics',
      message: 'User:bob is not allowed to READ the topic t',
      remedy:
        'Allow READ on the topic t: kafka-acls.sh --bootstrap-server k:9092,l:9092 --add --allow-principal User:bob --operation Read --topic t',
    });
  });

  it('says what is hidden, and quotes for the shell', () => {
    const missing = { operation: 'READ', resource: 'group', name: "it's mine", isHidden: true } as const;
    const { message, remedy } = missingPermission('name', missing, { ...ASKER, principal: undefined });
    expect(message).toBe("this client is not allowed to READ the group it's mine, nor to DESCRIBE it");
    expect(remedy).toMatch(/--allow-principal 'User:<its name>' --operation Read --group 'it'\\''s mine'$/);
  });

  it('asks for CREATE too where nobody knows whether the topic exists', () => {
    const missing = {
      operation: 'WRITE',
      resource: 'topic',
      name: 't',
      isHidden: true,
      alongside: 'CREATE',
    } as const;
    const { message, remedy } = missingPermission('topic', missing, ASKER);
    expect(message).toMatch(/nor to DESCRIBE it: it may not exist at all$/);
    expect(remedy).toContain('--operation Write --operation Create --topic t');
  });
});
