import { growthOf, isFlat, type Sample } from './growth';

function samples(rssOf: (index: number) => number): Sample[] {
  return Array.from({ length: 101 }, (_, index) => ({ share: index / 100, rss: rssOf(index), heap: 0, lag: 0 }));
}

describe('growthOf', () => {
  it('follows the line, and not what wavers around it', () => {
    const { mean, total } = growthOf(
      samples((index) => 100 + index + (index % 2 === 0 ? 5 : -5)),
      'rss',
    );
    expect(mean).toBeCloseTo(150, 0);
    expect(total).toBeCloseTo(100, 0);
  });
});

describe('isFlat', () => {
  it('accepts a figure that wavers', () => {
    expect(
      isFlat(
        growthOf(
          samples((index) => 100 + (index % 7)),
          'rss',
        ),
      ),
    ).toBe(true);
  });

  it('refuses a figure that rises by a fifth', () => {
    expect(
      isFlat(
        growthOf(
          samples((index) => 100 + index / 5),
          'rss',
        ),
      ),
    ).toBe(false);
  });

  it('refuses to judge without samples', () => {
    expect(isFlat(growthOf([], 'rss'))).toBe(false);
  });
});
