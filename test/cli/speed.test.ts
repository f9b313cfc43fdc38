import { Speed } from '../../src/cli/speed';

describe('Speed', () => {
  it('is nothing until there are two looks', () => {
    const speed = new Speed();
    expect(speed.perSecond).toBe(0);
    speed.note(10, 0);
    expect(speed.perSecond).toBe(0);
  });

  it('looks back over five seconds only', () => {
    const speed = new Speed();
    for (let second = 0; second <= 10; second++) speed.note(second <= 5 ? second * 100 : 500, second * 1000);
    expect(speed.perSecond).toBe(0);
    speed.note(600, 11_000);
    expect(speed.perSecond).toBe(20);
  });

  it('is never less than nothing', () => {
    const speed = new Speed();
    speed.note(10, 0);
    speed.note(5, 1000);
    expect(speed.perSecond).toBe(0);
  });
});
