/** Somebody who is talked to by a command, and remembers what was said. */
import type { Conversation } from '../../src/cli/conversation';

/** What somebody was told, and what he answers. */
export interface FakeConversation extends Conversation {
  isTerminal: boolean;
  canAsk: boolean;
  answer: boolean;
  readonly printed: string[];
  readonly said: string[];
  readonly asked: string[];
}

export function fakeConversation(): FakeConversation {
  const talk: FakeConversation = {
    ...{ isTerminal: false, canAsk: false, answer: false, printed: [], said: [], asked: [] },
    print: (text) => void talk.printed.push(text),
    say: (sentence) => void talk.said.push(sentence),
    ask: async (question) => {
      talk.asked.push(question);
      return talk.answer;
    },
  };
  return talk;
}
