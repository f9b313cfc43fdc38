/** Owns how a command talks with whoever has called it: data, sentences, and questions where somebody can answer. */
import { createInterface } from 'node:readline/promises';

/** The other side; tests bring their own. */
export interface Conversation {
  /** Standard output is a terminal: tables instead of lines for scripts. */
  readonly isTerminal: boolean;
  /** Somebody is there to be asked. */
  readonly canAsk: boolean;
  /** Data, to standard output. */
  print(text: string): void;
  /** A sentence about it, to standard error. */
  say(sentence: string): void;
  /** True only for a yes. */
  ask(question: string): Promise<boolean>;
}

/** Streams that know whether they are terminals. */
export interface ConversationStreams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean | undefined };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean | undefined };
}

/** The streams of the process, unless others are given. */
export function processConversation({ stdin, stdout, stderr }: ConversationStreams = process): Conversation {
  return {
    isTerminal: stdout.isTTY === true,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    print: (text) => void stdout.write(text),
    say: (sentence) => void stderr.write(`${sentence}\n`),
    ask: async (question) => {
      const reader = createInterface({ input: stdin, output: stderr });
      // Whoever ends the input has not said yes.
      const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
      try {
        return /^\s*y(?:es)?\s*$/i.test(await Promise.race([reader.question(`${question} [y/N] `), ended]));
      } finally {
        reader.close();
      }
    },
  };
}
