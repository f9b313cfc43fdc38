import { Filter } from '../../src/transforms/filter';
import { expectGenuineDefinition } from '../support/transform-definitions';

describe('Filter', () => {
  it('drops everything', () => {
    const transformation = new Filter();
    expectGenuineDefinition('Filter', transformation.config());
    transformation.configure();
    expect(transformation.apply()).toBeNull();
  });
});
