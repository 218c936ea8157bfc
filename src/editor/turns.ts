import type * as vscode from 'vscode';

/** Takes work one step a turn of the event loop, so that keystrokes come in between; nothing more once it is cancelled. */
export async function inTurns<T>(steps: Iterable<T | undefined>, token: vscode.CancellationToken): Promise<T[]> {
  const found: T[] = [];
  for (const step of steps) {
    if (step !== undefined) found.push(step);
    await nextTurn();
    if (token.isCancellationRequested) return [];
  }
  return found;
}

/** After what waits already. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
