// The framework's answers do not change with this product: kept in a file, they are asked for once and compared with every later state.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Framework, Question } from './framework.ts';

const server = path.join(import.meta.dirname, '../differential/framework_server.py');

/** The same framework, asked only what `folder` has no answer of `release` to; a changed server is asked anew. */
export function withKept(framework: Framework, release: string, folder: string): Framework {
  const script = createHash('sha256').update(readFileSync(server)).digest('hex').slice(0, 8);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${release}-${script}.jsonl`);
  const kept = new Map<string, string>();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const tab = line.indexOf('\t');
    if (tab > 0) kept.set(line.slice(0, tab), line.slice(tab + 1));
  }
  return {
    async ask(question: Question): Promise<Answer> {
      const key = createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 32);
      const known = kept.get(key);
      if (known !== undefined) return JSON.parse(known);
      const answer = await framework.ask(question);
      // A busy machine says nothing about the model.
      if (answer.error?.type !== 'TooMuch') appendFileSync(file, `${key}\t${JSON.stringify(answer)}\n`);
      return answer;
    },
    stop: () => framework.stop(),
  };
}
