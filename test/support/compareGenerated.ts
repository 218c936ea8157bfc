import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { analyze } from '../../src/core/index.ts';
import { type Framework, type Question, startFramework } from './framework.ts';
import { type Generated, generate } from './generate.ts';
import { dice } from './random.ts';
import { counterOf } from './releases.ts';
import { differences } from './verdict.ts';

/** One release, held by a process of its own. */
export interface Judge {
  readonly release: string;
  readonly framework: Framework;
}

export function startJudge(interpreter: string, release: string, folder: string): Judge {
  return { release, framework: startFramework(interpreter, folder) };
}

/** The model of this number: the same for the same seed. */
export function generatedModel(seed: number, number: number, files: readonly string[]): Generated {
  return generate(dice(seed * 1_000_003 + number), files);
}

/** The model files that are changed: the framework's own, and public ones. */
export function originals(shared: string): string[] {
  return glob
    .sync(['models/8.*/**/*.yaml', 'corpus/*.yaml'], { cwd: shared, absolute: true })
    .sort()
    .map((file) => readFileSync(path.resolve(file), 'utf8'));
}

/**
 * What the framework and this product say differently of a model. What is found with shapes alone is asked again with real tensors,
 * unless it is only a `guess` that is wanted.
 */
export async function compareGenerated(
  { release, framework }: Judge,
  model: Generated,
  printed: boolean,
  guess = false,
): Promise<string[]> {
  const { yaml, name, scale, ch, nc, imgsz } = model;
  const options = { fileName: name, scale, ch, ...(nc === null ? {} : { nc }), upstream: release, thop: counterOf(release) };
  const question: Question = { yaml, name, scale, sizes: [imgsz], ch, nc, printed, real: false };
  const judge = async (asked: Question) => {
    const answer = await framework.ask(asked);
    if (answer.error?.type === 'TooMuch' || /allocate memory/.test(answer.error?.message ?? '')) return [];
    return differences(analyze(yaml, { ...options, imgsz }), answer, 0, () => analyze(yaml, { ...options, imgsz: [256, 256] }));
  };
  const found = await judge(question);
  return found.length === 0 || guess ? found : judge({ ...question, real: true });
}
