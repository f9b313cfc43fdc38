import { aclOperations, NOT_TOLD, topicPermission } from '../../src/kafka/acl-operations';

describe('aclOperations', () => {
  it('names the bits of a broker, and tells "none" from "not told"', () => {
    expect([...(aclOperations((1 << 3) | (1 << 8) | (1 << 11)) ?? [])]).toEqual(['READ', 'DESCRIBE']);
    expect(aclOperations(0)?.size).toBe(0);
    expect(aclOperations(NOT_TOLD)).toBeUndefined();
  });
});

describe('topicPermission', () => {
  it('tells topics that are there, missing and hidden apart', () => {
    expect(topicPermission('t', 0, 1 << 4)).toEqual({ state: 'exists', operations: new Set(['WRITE']) });
    expect(topicPermission('t', 3, NOT_TOLD)).toEqual({ state: 'missing', operations: undefined });
    expect(topicPermission('t', 29, NOT_TOLD)).toEqual({ state: 'hidden', operations: new Set() });
  });

  it('throws for anything else that a broker says', () => {
    expect(() => topicPermission('a b', 17, NOT_TOLD)).toThrow(/a b cannot be described/);
  });
});
