import type { PlacedProblem } from './problems.ts';

/** A workflow command that GitHub shows beside the line in a pull request. */
export function githubLine(file: string, problem: PlacedProblem): string {
  const { severity, line, column, endLine, endColumn, rule, message, scales } = problem;
  const command = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' }[severity];
  const values = { file, line, endLine, col: column, endColumn, title: rule };
  const properties = Object.entries(values).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${command} ${properties.join(',')}::${escapeData(scales ? `${message} (${scales.join(', ')})` : message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
